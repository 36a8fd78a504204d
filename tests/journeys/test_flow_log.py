"""The log of a flow: what is written, corrected, exported and verified; nothing that was shown is ever lost."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

import killed_browser
from browser_store import clear, put, stored
from flow_journeys import COPIES, SHIFTED, SLOW_READING, begin, do, exported, give, note
from support import Place, from_a_folder, run_handbook, said


@from_a_folder("flow_place")
def test_a_correction_is_a_new_entry(page: Page, flow_place: Place) -> None:
    """What stood there stays; the entry that was wrong points to the one that corrects it."""
    begin(page, flow_place)
    note(page, "積水 10 公分")
    note(page, "積水 15 公分", on="3")
    rows = page.locator("[data-part=entries] li")
    expect(rows).to_have_count(4)
    expect(rows.nth(2)).to_contain_text("補記：積水 10 公分（見第 4 條更正）")
    expect(rows.nth(3)).to_contain_text("更正第 3 條：積水 15 公分")
    page.reload()
    expect(rows).to_have_count(5)
    expect(rows.nth(2)).to_contain_text("補記：積水 10 公分（見第 4 條更正）")


@from_a_folder("flow_place")
def test_an_exported_log_is_verified_and_a_changed_one_found_out(page: Page, flow_place: Place, tmp_path: Path) -> None:
    """The .json of a run over a reload and two tabs is whole; a letter changed in it is not."""
    begin(page, flow_place)
    page.locator("[data-part=keeper-role]").select_option("科長")
    page.locator("[data-part=keeper]").fill("王小明")
    do(page, "about")
    expect(page.locator("[data-part=entries] li")).to_have_count(3)
    page.reload()
    other = page.context.new_page()
    other.goto(flow_place.url("runs/leak.html#run"))
    expect(other.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    do(other, "no-authority")
    expect(page.locator("[data-part=next-who]")).to_have_text("往上一級：科長")
    do(page, "log")
    note(page, "水已淹到\n「電梯」= 😀")
    path = exported(page, "json")
    told = run_handbook("verify-log", path, "--code", page.locator("[data-part=code]").inner_text())
    assert told.returncode == 0, said(told)
    log = json.loads(path.read_text(encoding="utf-8"))
    assert [entry["seq"] for entry in log["entries"]] == list(range(1, log["count"] + 1))
    assert log["entries"][-1]["who"] == "科長 王小明"
    assert log["entries"][-1]["note"] == "水已淹到\n「電梯」= 😀"
    assert {entry["zone"] for entry in log["entries"]} == {
        page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    }
    changed = tmp_path / "changed.json"
    changed.write_text(path.read_text(encoding="utf-8").replace("王小明", "王大明"), encoding="utf-8")
    told = run_handbook("verify-log", changed)
    assert told.returncode == 1
    assert "log-edited" in told.stderr


@from_a_folder("flow_place")
def test_every_form_of_the_log_holds_every_entry(page: Page, flow_place: Place) -> None:
    """Word, CSV (no cell is a formula), paper and text; Word has a heading row that repeats."""
    begin(page, flow_place)
    note(page, "=1+1<b>&")
    sheet, word = exported(page, "csv"), exported(page, "docx")
    rows = list(csv.reader(io.StringIO(sheet.read_bytes().decode("utf-8-sig"))))
    assert [row[7] for row in rows[2:-1]] == ["接報，開始處置", "完成：關總閥", "補記"]
    assert rows[4][9] == "'=1+1<b>&"
    for path, suffix in ((sheet, ".csv"), (word, ".docx")):
        told = run_handbook("verify-log", path.rename(path.with_suffix(suffix)))
        assert told.returncode == 0, said(told)
    document = docx.Document(str(word.with_suffix(".docx")))
    cells = [row.cells[4].text for row in document.tables[0].rows]
    assert cells == ["事項", "接報，開始處置", "完成：關總閥", "補記：=1+1<b>&"]
    assert document.paragraphs[0].text == "水管爆裂 處置記錄"
    page.evaluate(COPIES)
    do(page, "export", "[data-as=copy]")
    assert "補記：=1+1<b>&" in page.evaluate("copied")[0]
    page.evaluate("window.print = () => {}")
    do(page, "export", "[data-as=print]")
    page.emulate_media(media="print")
    expect(page.locator(".hb-flow__table")).to_be_visible()
    expect(page.locator(".hb-flow__table td:nth-child(5)")).to_have_text(cells[1:])
    narrow = page.locator(".hb-flow__table :is(td:nth-child(1), td:nth-child(3), td:nth-child(6))").evaluate_all(
        "all => all.map(one => { const text = document.createRange(); text.selectNodeContents(one);"
        " return text.getClientRects().length; })"
    )
    assert set(narrow) == {1}, "numbers, durations and codes stay on one line"
    expect(page.locator("[data-part=now]")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator("[data-part=now]")).to_be_visible()


def test_entries_that_storage_refused_are_stored_with_the_next(page: Page, flow_place: Place) -> None:
    """While the disk is full the log goes on in the page and says so; later nothing is missing, nothing twice."""
    begin(page, flow_place)
    page.evaluate(
        """() => {
          window.put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    do(page, "no-authority")
    expect(page.get_by_role("alert")).to_contain_text("未能寫入本機")
    do(page, "no-authority")
    expect(page.locator("[data-part=entries] li")).to_have_count(4)
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    note(page, "又能存了")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-part=entries] li")).to_have_count(6)
    do(page, "log")
    told = run_handbook("verify-log", exported(page, "json"))
    assert told.returncode == 0, said(told)


def test_entries_that_storage_refused_are_stored_by_themselves(page: Page, flow_place: Place) -> None:
    """Once there is room the log is on disk without another tap, and the page says so."""
    begin(page, flow_place)
    page.evaluate(
        """() => {
          window.put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    do(page, "no-authority")
    expect(page.get_by_role("alert")).to_contain_text("未能寫入本機")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator("[data-part=status]")).to_contain_text("已存於本機")
    page.reload()
    expect(page.locator("[data-part=entries] li")).to_have_count(4)


def test_a_run_that_ends_on_a_full_disk_is_kept_when_there_is_room(page: Page, flow_server: str) -> None:
    """It stays on the page, can be exported, and says that it is not stored; it is tried again by itself."""
    begin(page, Place("http", flow_server))
    page.evaluate(
        """() => {
          window.put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    do(page, "no-authority")
    expect(page.get_by_role("alert")).to_contain_text("空間已滿")
    do(page, "stop")
    do(page, "ask-yes")
    expect(page.locator("[data-part=after-status]")).to_contain_text("只留在這一頁")
    with page.expect_download() as download:
        give(page, "json")
    assert len(json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["entries"]) == 4
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    expect(page.locator("[data-part=after-status]")).to_have_text("記錄已補存於本機。", timeout=10_000)
    page.reload()
    expect(page.locator("[data-part=after-about]")).to_contain_text("共 4 條記錄")
    do(page, "after-leave")
    expect(page.locator("[data-do=start]")).to_have_text("開始處置")


def test_the_clock_is_watched_while_nobody_does_anything(
    new_context: Callable[..., BrowserContext], flow_server: str
) -> None:
    """A phone locked for an hour: the wall clock is ahead, which is written at once and once, whatever tabs are open."""
    context = new_context()
    context.add_init_script(SHIFTED)
    page = context.new_page()
    begin(page, Place("http", flow_server))
    other = context.new_page()
    other.goto(flow_server + "runs/leak.html#run")
    page.bring_to_front()
    rows = page.locator("[data-part=entries] li")
    expect(rows).to_have_count(3)  # opened anew in the other tab
    do(page, "no-authority")
    expect(rows).to_have_count(4)
    for tab in (page, other):
        tab.evaluate("shift = 3600_000")
    expect(rows).to_have_count(5)
    expect(rows.last).to_contain_text("時鐘快了 1:00:00（調過時鐘，或裝置曾休眠）")
    note(page, "醒來")
    entries = json.loads(exported(page, "json").read_text(encoding="utf-8"))["entries"]
    assert [entry["kind"] for entry in entries] == ["start", "done", "resume", "no-authority", "clock", "note"]
    assert 0 <= entries[4]["delta"] < 60_000
    assert entries[4]["wall"] - entries[3]["wall"] > 3_600_000
    assert entries[5]["delta"] is not None
    page.reload()  # the clock is set right again: that is seen although the page was opened anew
    expect(rows).to_have_count(8)
    expect(rows.nth(6)).to_contain_text("本機時鐘比上一條早")


def test_what_is_typed_is_kept_when_the_phone_is_locked(page: Page, flow_server: str) -> None:
    """Locked, the phone may throw the page away: what is typed is in the log by then, once; an hour later it goes on."""
    begin(page, Place("http", flow_server))
    do(page, "reports")
    page.locator("[data-part=note]").fill("家長在路上")
    page.locator("textarea[data-element=place]").fill("三號樓")
    page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", {get: () => true});
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    rows = page.locator("[data-part=entries] li")
    expect(rows).to_have_text([re.compile(text) for text in ("接報", "完成", "地點：三號樓", "補記：家長在路上")])
    # the device may sleep from now on
    assert page.evaluate("document.querySelector('hb-flow').screen.ledger.recorder.wasHidden")
    page.reload()
    expect(page.locator("textarea[data-element=place]")).to_have_value("三號樓")
    expect(rows).to_have_count(5)
    do(page, "log")
    assert run_handbook("verify-log", exported(page, "json")).returncode == 0


def test_nobody_begins_before_it_is_seen_what_is_open(page: Page, flow_server: str) -> None:
    """While the disk has not answered there is nothing to press; then a new run stands beside the one that is open."""
    begin(page, Place("http", flow_server))
    page.add_init_script(f"({SLOW_READING})()")
    page.goto(flow_server + "runs/leak.html")
    expect(page.locator("[data-do=start]")).to_have_text("新的一起")
    do(page, "resume")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    expect(page.locator("[data-part=now]")).to_be_visible()
    expect(page.locator("[data-part=entries] li")).to_have_count(3)
    assert len(stored(page, "runs")) == 1


def test_what_is_wiped_in_another_tab_stays_wiped(new_context: Callable[..., BrowserContext], flow_server: str) -> None:
    """The run leaves the screen and the fields, and that is said; wiped behind its back, it asks before it is kept."""
    context = new_context()
    page = context.new_page()
    begin(page, Place("http", flow_server))
    do(page, "reports")
    page.locator("textarea[data-element=injured]").fill("某同學")
    do(page, "elements")
    other = context.new_page()
    other.goto(flow_server + "runs/leak.html#run")
    do(other, "log")
    expect(other.locator("[data-part=entries] li")).to_have_count(4)
    do(other, "wipe")
    do(other, "ask-yes")
    expect(page.locator("[data-part=elsewhere]")).to_contain_text("已在另一個分頁清除")
    expect(page.locator("[data-part=stage]")).to_be_hidden()
    expect(page.locator("textarea[data-element=injured]")).to_have_value("")
    assert stored(page, "runs") == []
    page.bring_to_front()
    do(page, "start")
    expect(page.locator("[data-part=entries] li")).to_have_count(1)
    expect(page.locator("[data-part=elsewhere]")).to_be_hidden()
    clear(other, "runs")
    do(page, "next")
    expect(page.get_by_role("alert")).to_contain_text("已在別處清除")
    assert stored(page, "runs") == []
    do(page, "no-authority")
    expect(page.get_by_role("alert")).to_be_hidden()
    assert len(stored(page, "runs")[0]["log"]) == 3
    clear(other, "runs")
    page.reload()
    expect(page.locator("[data-part=elsewhere]")).to_contain_text("沒有找到進行中的處置")
    expect(page.locator("[data-part=stage]")).to_be_hidden()
    assert stored(page, "runs") == []  # no other run was begun as if nothing had been


def test_a_flow_that_has_changed_meanwhile_is_said(page: Page, flow_server: str, flow_site: Path) -> None:
    """A new version, without a step that the log names: the run goes on, nothing is lost, both are said."""
    begin(page, Place("http", flow_server))
    text = (flow_site / "runs/leak.html").read_text(encoding="utf-8")
    changed = text.replace('data-version="1.0"', 'data-version="1.1"').replace(
        'data-node="rising"', 'data-node="other"'
    )
    page.route("**/leak.html*", lambda route: route.fulfill(body=changed, content_type="text/html; charset=utf-8"))
    page.reload()
    said_so = page.locator("[data-part=changed]")
    expect(said_so).to_contain_text("開始時是第 1.0 版，流程現在是第 1.1 版")
    expect(said_so).to_contain_text("現在的流程已經沒有")
    expect(page.locator("[data-part=entries] li")).to_have_count(3)
    do(page, "next")
    expect(page.locator("[data-part=entries] li")).to_have_count(4)


def test_what_was_typed_is_written_before_it_goes(page: Page, flow_server: str) -> None:
    """Evidence and a note, typed but not sent, are in the log when the step or the run is left; masked in the copy."""
    page.goto(flow_server + "runs/leak.html#run")
    page.locator("[data-part=evidence] summary").click()
    page.get_by_label("時間", exact=True).fill("王大媽 9 時說的")
    do(page, "next")
    page.get_by_role("button", name="已止住").click()
    do(page, "log")
    page.locator("[data-part=note]").fill("門已鎖")
    page.evaluate(COPIES)
    do(page, "export", "[data-as=masked]")
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("發出前再看一遍")
    assert "憑據：時間：○○" in page.evaluate("copied")[0]
    assert "王大媽" not in page.evaluate("copied")[0]
    do(page, "end")
    expect(page.locator("[data-part=after-about]")).to_contain_text("共 6 條記錄")
    kept = stored(page, "runs")[0]["log"]
    assert [entry["note"] for entry in kept if entry["note"]] == ["王大媽 9 時說的", "門已鎖"]


@from_a_folder("flow_place")
def test_a_log_from_before_the_chain_is_taken_up(page: Page, flow_place: Place) -> None:
    """A run left open by an earlier version goes on; its log is chained from now on."""
    begin(page, flow_place)
    [run] = stored(page, "runs")
    del run["header"]
    for entry in run["log"]:
        for key in ("prev", "hash", "who", "note", "name", "value", "refers"):
            entry.pop(key, None)
    put(page, "runs", run)
    page.reload()
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    do(page, "log")
    expect(page.locator("[data-part=entries] li")).to_have_count(3)
    told = run_handbook("verify-log", exported(page, "json"))
    assert told.returncode == 0, said(told)


@pytest.mark.slow
@pytest.mark.xdist_group("kills")
def test_kills_lose_nothing_that_was_shown(chromium_path: str, flow_server: str, tmp_path: Path) -> None:
    """Five SIGKILLs at random moments (fifty: tests/bench/fifty_kills.py); entries and ticks on the screen are on the disk."""
    addresses = flow_server + "runs/leak.html#run", flow_server + "list.html"
    done = killed_browser.run(chromium_path, *addresses, tmp_path / "profile", kills=5, seed=11)
    assert done.lost == []
    assert done.kills == 5
    assert done.entries > 5
    assert done.ticks > 0


@pytest.mark.parametrize(("width", "zoom"), [(375, 1), (320, 1), (640, 2)])
def test_the_log_is_accessible(
    new_context: Callable[..., BrowserContext],
    flow_server: str,
    axe: Callable[[Page], list[str]],
    width: int,
    zoom: int,
) -> None:
    """No finding of axe, no sideways scrolling, everything to press is large enough for a thumb."""
    size = {"width": width // zoom, "height": 800 // zoom}
    page = new_context(viewport=size, device_scale_factor=zoom).new_page()
    begin(page, Place("http", flow_server))
    note(page, "一個很長的字串" * 8 + "https://example.invalid/" + "a" * 80)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.locator("[data-part=stage] :is(button, a, input, select, textarea):visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 47.5).map(one => one.outerHTML)"
    )
    assert small == []
