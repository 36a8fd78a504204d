"""Drills, what is kept of a step, the review afterwards, and how long a record may stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser_store import stored
from flow_journeys import COPIES, SHIFTED, SLOW_READING, begin, do, exported, give
from support import Place, Watch, from_a_folder, run_handbook, said, until

DAYS = 86400000


def end_run(page: Page) -> None:
    """From the decision to the end."""
    page.get_by_role("button", name="已止住").click()
    do(page, "end")
    expect(page.locator("[data-part=after]")).to_be_visible()


def start_drill(page: Page, place: Place) -> None:
    """Open the page and begin a drill."""
    page.goto(place.url("runs/leak.html"))
    do(page, "drill")
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("已存於本機")


def test_a_drill_calls_nobody_and_lies_apart(page: Page, flow_place: Place) -> None:
    """Marked everywhere, with numbers that reach nobody; not among what is unfinished, not resumed by the real start."""
    start_drill(page, flow_place)
    expect(page.get_by_text("演練：號碼都是假的")).to_be_visible()
    calls = page.locator("[data-part=stage] a[data-call]:visible")
    assert calls.count() > 0
    assert {call.get_attribute("href") for call in calls.all()} == {"tel:0000"}
    assert "119" not in page.locator("[data-part=stage]").inner_text()
    assert "演練" in page.evaluate("getComputedStyle(document.querySelector('[data-part=stage]'), '::after').content")
    calls.first.click()
    do(page, "next")
    do(page, "log")
    expect(page.locator("[data-part=entries]")).to_contain_text("演練：撥打 火警 0000-0000")
    told = run_handbook("verify-log", exported(page, "json", "演練-"))
    assert told.returncode == 0, said(told)
    assert "drill" in told.stdout
    page.reload()
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    expect(page.get_by_text("演練：號碼都是假的")).to_be_visible()
    page.goto(flow_place.url("index.html"))
    expect(page.locator("hb-drafts")).to_be_hidden()
    page.goto(flow_place.url("runs/leak.html"))
    do(page, "start")
    expect(page.locator("[data-part=now]")).to_have_text("關總閥")
    expect(page.get_by_text("演練：號碼都是假的")).to_be_hidden()
    expect(page.locator("[data-part=calls] a")).to_have_attribute("href", "tel:119")
    do(page, "leave")
    do(page, "drill")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    expect(page.get_by_text("演練：號碼都是假的")).to_be_visible()


@from_a_folder("flow_place")
def test_the_review_holds_planned_and_actual_times(page: Page, flow_place: Place) -> None:
    """Each step with its time and limit, each report in time or late, each way up, and what to think about."""
    page.add_init_script(SHIFTED)
    start_drill(page, flow_place)
    do(page, "next")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")  # a tap while the disk writes is none
    do(page, "no-authority")
    expect(page.locator("[data-part=next-who]")).to_have_text("往上一級：科長")
    page.evaluate("shift = 12 * 60000")
    page.get_by_role("button", name="還在漲").click()
    expect(page.locator("[data-part=now]")).to_have_text("請人員撤出")
    do(page, "next")
    do(page, "end")
    shown = page.locator("[data-part=review]")
    expect(shown).to_be_in_viewport()  # what a drill is for is on the screen at once
    expect(shown.locator("tbody tr")).to_have_count(4)
    expect(shown).to_contain_text("書面終報 結束時未報")
    page.evaluate(COPIES)
    give(page, "review-copy")
    text = page.evaluate("copied")[0]
    assert text.startswith("【演練】水管爆裂 復盤")
    assert re.search(r"關總閥\t\d\d:\d\d\t00:\d\d\t立即\t0/1", text)
    assert "電話初報 結束時未報" in text  # not late: its time began with the decision, after twelve minutes
    assert "司機無權限，須請示科長" in text
    assert "負責　尚無上級接手" in text
    assert "可以更快的" in text
    with page.expect_download() as download:
        give(page, "review")
    document = docx.Document(str(download.value.path()))
    assert [row.cells[0].text for row in document.tables[0].rows] == [
        "步驟",
        "關總閥",
        "水還在漲嗎？",
        "請人員撤出",
        "登記交班",
    ]
    page.goto(flow_place.url("runs/leak.html"))
    expect(page.locator("[data-part=drills]")).to_have_text("這台裝置上 1 次演練，都沒有撥號。")


def test_a_run_ended_by_a_wrong_tap_goes_on(page: Page, flow_place: Place) -> None:
    """It is opened again at the step where it ended; that it was ended stays in the log, and the chain holds."""
    begin(page, flow_place)
    end_run(page)
    expect(page.locator("[data-part=review]")).to_be_hidden()
    page.evaluate(SLOW_READING)  # nothing of the step is there before the step itself, however slow the disk is
    do(page, "past-reopen")
    expect(page.locator("[data-part=now]")).to_have_text("登記交班")
    assert page.locator("[data-part=now]").is_visible()
    page.reload()
    expect(page.locator("[data-part=now]")).to_have_text("登記交班")
    do(page, "log")
    expect(page.locator("[data-part=entries]")).to_contain_text("結束之後重新打開")
    assert run_handbook("verify-log", exported(page, "json")).returncode == 0
    do(page, "back")
    page.get_by_role("button", name="還在漲").click()
    do(page, "next")
    do(page, "end")
    do(page, "past-review")
    rows = page.locator("[data-part=review] tbody tr td:first-child")
    expect(rows).to_have_text(
        ["關總閥", "水還在漲嗎？", "登記交班", "登記交班（返回）", "水還在漲嗎？", "請人員撤出", "登記交班"]
    )


@from_a_folder("flow_place")
def test_what_a_step_asks_to_be_kept_is_written_down(page: Page, flow_place: Place) -> None:
    """Each line of evidence is an entry with its time; it is there after a reload, and a change is a new entry."""
    page.goto(flow_place.url("runs/leak.html#run"))
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("已存於本機")
    page.get_by_text("記下憑據").click()
    page.locator("[data-keep=時間]").fill("09:41，王某在場")
    page.locator("[data-keep=時間]").blur()  # pressing 記下 is not needed
    page.get_by_text("✓ 時間").wait_for()
    expect(page.get_by_text("已記 1/1")).to_be_visible()
    page.reload()
    page.get_by_text("記下憑據").click()
    expect(page.locator("[data-keep=時間]")).to_have_value("09:41，王某在場")
    page.locator("[data-keep=時間]").fill("09:42")
    do(page, "evidence")
    do(page, "log")
    expect(page.locator("[data-part=entries] li", has_text="憑據：時間")).to_have_text(
        [re.compile("09:41，王某在場"), re.compile("09:42")]
    )


def test_a_record_goes_when_its_time_is_over_and_it_was_given_away(page: Page, flow_place: Place) -> None:
    """After ten days: not exported, it stays and says so; exported, it is gone."""
    page.add_init_script(SHIFTED)
    begin(page, flow_place)
    end_run(page)
    do(page, "after-leave")
    page.add_init_script(f"window.shift = {11 * DAYS};")
    page.reload()
    expect(page.locator("[data-part=past-over]")).to_contain_text("過了 10 天的期限：請匯出存檔，然後清除")
    with page.expect_download():
        give(page, "json")
    until(page, lambda: stored(page, "runs")[0]["state"].get("given"))
    do(page, "after-leave")
    page.reload()
    expect(page.locator("[data-do=start]")).to_be_visible()
    expect(page.locator("[data-part=past]")).to_be_hidden()


def test_nothing_filled_in_leaves_the_device(page: Page, flow_place: Place, watch: Watch) -> None:
    """No request, no address and no title holds it; after the wipe no store does."""
    begin(page, flow_place)
    do(page, "reports")
    page.locator("textarea[data-element=injured]").fill("CANARY-王小明")
    do(page, "elements")
    expect(page.locator("[data-part=entries]")).to_contain_text("CANARY")
    assert "CANARY" not in page.url + page.title()
    do(page, "wipe")
    do(page, "ask-yes")
    expect(page.locator("[data-part=stage]")).to_be_hidden()
    left = page.evaluate((Path(__file__).parent / "everything_stored.js").read_text(encoding="utf-8"))
    assert "runs" in left
    assert "CANARY" not in left
    assert not any("CANARY" in request for request in watch.requests)


@pytest.mark.parametrize("width", [375, 320])
def test_a_drill_is_accessible(
    new_context: Callable[..., BrowserContext],
    flow_server: str,
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    """No finding of axe and no sideways scrolling, with the evidence open and afterwards."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    start_drill(page, Place("http", flow_server))
    page.get_by_text("記下憑據").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    do(page, "next")
    end_run(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
