"""The log of a flow: what is written, corrected, exported and verified; nothing that was shown is ever lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

import kills
from flow_journeys import COPIES, begin, do, exported, note
from support import Place, Watch, run_handbook, said


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


def test_an_exported_log_is_verified_and_a_changed_one_found_out(page: Page, flow_place: Place, tmp_path: Path) -> None:
    """The .json of a run over a reload and two tabs is whole; a letter changed in it is not."""
    begin(page, flow_place)
    page.locator("[data-part=keeper]").fill("王小明")
    do(page, "keeper")
    expect(page.locator("[data-part=entries] li")).to_have_count(3)
    page.reload()
    other = page.context.new_page()
    other.goto(flow_place.url("runs/leak.html#run"))
    expect(other.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    do(other, "unreachable")
    expect(page.locator("[data-part=charge]")).to_have_text("科長")
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
    expect(page.locator(".hb-flow__table td:nth-child(5)")).to_have_text(cells[1:])
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
    do(page, "unreachable")
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


def test_a_log_from_before_the_chain_is_taken_up(page: Page, flow_place: Place) -> None:
    """A run left open by an earlier version goes on; its log is chained from now on."""
    begin(page, flow_place)
    page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("handbook");
          opening.onsuccess = () => {
            const transaction = opening.result.transaction("runs", "readwrite");
            const store = transaction.objectStore("runs");
            store.getAll().onsuccess = ({target}) => {
              const [run] = target.result;
              delete run.header;
              for (const entry of run.log) for (const key of ["prev", "hash", "who", "note", "name", "value", "refers"]) delete entry[key];
              store.put(run);
            };
            transaction.oncomplete = () => { opening.result.close(); resolve(); };
          };
        })"""
    )
    page.reload()
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    do(page, "log")
    expect(page.locator("[data-part=entries] li")).to_have_count(3)
    told = run_handbook("verify-log", exported(page, "json"))
    assert told.returncode == 0, said(told)


@pytest.mark.xdist_group("kills")
def test_kills_lose_nothing_that_was_shown(flow_server: str, tmp_path: Path) -> None:
    """Six SIGKILLs at random moments (fifty: tests/bench/kills.py); what was on the screen is on the disk, and whole."""
    done = kills.run(flow_server + "runs/leak.html#run", tmp_path / "profile", kills=6, seed=11)
    assert done.lost == []
    assert done.kills == 6
    assert done.entries > 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "zoom"), [(375, 1), (320, 1), (640, 2)])
def test_the_log_is_accessible(
    new_context: Callable[..., BrowserContext],
    flow_server: str,
    watch: Watch,
    axe: Callable[[Page], list[str]],
    width: int,
    zoom: int,
    scheme: Any,
) -> None:
    """No finding of axe, no sideways scrolling, everything to press is large enough for a thumb."""
    watch.homes += (flow_server,)
    size = {"width": width // zoom, "height": 800 // zoom}
    page = new_context(viewport=size, color_scheme=scheme, device_scale_factor=zoom).new_page()
    begin(page, Place("http", flow_server))
    note(page, "一個很長的字串" * 8 + "https://example.invalid/" + "a" * 80)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.locator("[data-part=stage] :is(button, a, input, select, textarea):visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 47.5).map(one => one.outerHTML)"
    )
    assert small == []
