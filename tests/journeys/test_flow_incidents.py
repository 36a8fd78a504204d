"""Several incidents at once, what was not done and why, where one goes when things change; nothing half typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser_store import stored
from flow_journeys import SHIFTED, begin, call, do
from support import Place, from_a_folder

HOUR = 3600000


def name_it(page: Page, place: str, person: str = "") -> None:
    """Say where it is, and who acts."""
    if not page.locator("[data-part=about]").get_attribute("open") is not None:
        page.locator("[data-part=about] summary").click()
    page.locator("input[data-element=place]").fill(place)
    page.locator("[data-part=keeper]").fill(person)
    do(page, "about")
    expect(page.locator("[data-part=label]")).to_have_text(place)


@from_a_folder("flow_place")
def test_a_new_incident_is_one_tap_away_and_old_ones_keep_their_place(page: Page, flow_place: Place) -> None:
    """Two run side by side, named by where they are; each is taken up where it stood, and has its own log."""
    begin(page, flow_place)
    name_it(page, "三號樓", "王小明")
    do(page, "leave")
    expect(page.locator("[data-do=resume]")).to_contain_text("回到：三號樓")
    expect(page.locator("[data-do=resume]")).to_contain_text(re.compile(r"\d+月\d+日 \d\d:\d\d 起"))
    expect(page.locator("a[data-call=fire]:visible").first).to_be_in_viewport()  # an old run hides no number
    do(page, "start")
    expect(page.locator("[data-part=now]")).to_have_text("關總閥")
    expect(page.locator("[data-part=entries] li")).to_have_count(1)
    name_it(page, "五號樓")
    do(page, "leave")
    both = page.locator("[data-do=resume]:visible")
    expect(both).to_have_text([re.compile("^回到：五號樓"), re.compile("^回到：三號樓")])
    both.nth(1).click()
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    expect(page.locator("[data-part=label]")).to_have_text("三號樓")
    page.reload()
    expect(page.locator("[data-part=label]")).to_have_text("三號樓")
    page.goto(flow_place.url("index.html"))
    rows = page.locator("hb-drafts li")
    expect(rows).to_contain_text(["水管爆裂：三號樓", "水管爆裂：五號樓"])
    rows.nth(1).get_by_role("link").click()
    expect(page.locator("[data-part=label]")).to_have_text("五號樓")


def test_a_link_that_starts_does_not_take_up_an_old_incident(page: Page, flow_server: str) -> None:
    """`?start`, as a search leads there: what is open is offered beside a new one, and nothing begins by itself."""
    begin(page, Place("http", flow_server))
    page.goto(flow_server + "runs/leak.html?start")
    expect(page.locator("[data-do=start]")).to_have_text("新的一起")
    expect(page.locator("[data-part=stage]")).to_be_hidden()
    assert len(stored(page, "runs")) == 1


@from_a_folder("flow_place")
def test_an_incident_from_which_nothing_is_heard_is_asked_about(page: Page, flow_place: Place) -> None:
    """After a day: it goes on, and is asked about a day later; or it is over, which leads to its end screen."""
    page.add_init_script(SHIFTED)
    begin(page, flow_place)
    page.add_init_script(f"window.shift = {25 * HOUR};")
    page.goto(flow_place.url("runs/leak.html"))
    expect(page.locator("[data-part=asked]")).to_contain_text("25 小時沒有新的記錄，結束了嗎？")
    do(page, "goes-on")
    expect(page.locator("[data-part=asked]")).to_be_hidden()
    page.add_init_script(f"window.shift = {50 * HOUR};")
    page.reload()
    do(page, "is-over")
    expect(page.get_by_role("heading", name="處置已結束：水管爆裂")).to_be_visible()
    do(page, "after-leave")
    expect(page.locator("[data-do=start]")).to_have_text("開始處置")


@from_a_folder("flow_place")
def test_what_was_not_done_is_left_with_its_reason(page: Page, flow_place: Place) -> None:
    """Without a reason nothing is left; the report and the review say that it was not done."""
    page.goto(flow_place.url("runs/leak.html#run"))
    do(page, "not-possible")
    do(page, "undone")
    expect(page.get_by_text("請寫明原因")).to_be_visible()
    expect(page.locator("[data-part=now]")).to_have_text("關總閥")
    page.locator("[data-part=reason]").fill("閥鏽死了")
    do(page, "undone")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    page.get_by_role("button", name="已止住").click()
    do(page, "reports")
    do(page, "compose", "[data-as=first]")
    expect(page.locator("[data-part=draft]")).to_contain_text("沒有做成：關總閥：閥鏽死了")
    expect(page.locator("[data-part=draft]")).not_to_contain_text("完成：關總閥")
    do(page, "return")
    do(page, "not-needed")
    page.locator("[data-part=reason]").fill("已交班")
    do(page, "undone")
    expect(page.get_by_role("heading", name="處置已結束")).to_be_visible()
    do(page, "past-review")
    expect(page.locator("[data-part=review]")).to_contain_text("關總閥（沒有做成）")


@from_a_folder("flow_place")
def test_done_is_quiet_until_a_call_was_tried(page: Page, flow_place: Place) -> None:
    """The call is the large button; what came of it is asked once it was made; a step without a call asks nothing."""
    page.goto(flow_place.url("runs/leak.html#run"))
    quiet = re.compile("button--waits")
    expect(page.locator("[data-do=next]")).to_have_class(quiet)
    expect(page.locator("[data-part=outcome]")).to_be_hidden()
    call(page, "fire")
    expect(page.locator("[data-do=next]")).not_to_have_class(quiet)
    expect(page.locator("[data-as=accepted]")).to_be_hidden()  # nobody there is on the ladder
    page.locator("[data-part=person]").fill("三號接線員")
    do(page, "outcome", "[data-as=reached]")
    do(page, "log")
    expect(page.locator("[data-part=entries] li").last).to_contain_text("火警：打通：三號接線員")
    do(page, "next")
    page.get_by_role("button", name="已止住").click()
    expect(page.locator("[data-part=charge-box]")).to_be_hidden()
    expect(page.locator("[data-do=end]")).not_to_have_class(quiet)


HALF = {"[data-keep=時間]": "九點四", "textarea[data-element=injured]": "一名學", "[data-part=note]": "家長在路"}


@pytest.mark.parametrize("way", ["reload", "leave"])
@from_a_folder("flow_place")
def test_what_is_half_typed_survives(page: Page, flow_place: Place, way: str) -> None:
    """Evidence, a field of the report, a note: not sent, not even left, and the page is loaded again or left."""
    page.goto(flow_place.url("runs/leak.html#run"))
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("已存於本機")
    page.get_by_text("記下憑據").click()
    do(page, "reports")
    do(page, "log")
    # Nothing goes into the log by itself, so that what is shown afterwards was kept as it was typed.
    page.evaluate("Object.defineProperty(Document.prototype, 'hidden', {get: () => false})")
    page.evaluate("addEventListener('change', event => event.stopImmediatePropagation(), true)")
    for field, text in HALF.items():
        page.locator(field).press_sequentially(text)
    if way == "reload":
        page.reload()
    else:
        page.goto(flow_place.url("index.html"))
        page.go_back()
    for field, text in HALF.items():
        expect(page.locator(field)).to_have_value(text)
    do(page, "next")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    page.reload()
    expect(page.locator("[data-part=entries]")).to_contain_text("九點四")
    expect(page.locator("[data-part=note]")).to_have_value("家長在路")


def test_what_is_half_typed_is_wiped_with_its_incident(page: Page, flow_server: str) -> None:
    """Neither the database nor localStorage keeps it."""
    begin(page, Place("http", flow_server))
    page.locator("[data-part=note]").press_sequentially("CANARY")
    expect(page.locator("[data-part=note]")).to_have_value("CANARY")
    do(page, "wipe")
    do(page, "ask-yes")
    expect(page.locator("[data-part=stage]")).to_be_hidden()
    assert "CANARY" not in page.evaluate("JSON.stringify(localStorage)")
    assert stored(page, "runs") == []


def test_the_end_asks_for_what_was_not_reported(page: Page, flow_server: str) -> None:
    """What is still to be reported is said there after the end as well; the record stays whole."""
    begin(page, Place("http", flow_server))
    page.get_by_role("button", name="已止住").click()
    do(page, "end")
    rows = page.locator("[data-part=after-unsent] li")
    expect(rows).to_contain_text(["電話初報", "續報", "書面終報"])
    rows.nth(0).get_by_role("button").click()
    expect(rows).to_contain_text(["續報", "書面終報"])
    page.reload()
    expect(rows).to_contain_text(["續報", "書面終報"])
    assert stored(page, "runs")[0]["state"]["open"] is False


@pytest.mark.parametrize("width", [375, 320])
def test_the_end_and_the_boxes_are_accessible(
    new_context: Callable[..., BrowserContext], flow_server: str, axe: Callable[[Page], list[str]], width: int
) -> None:
    """No finding of axe and no sideways scrolling: a call made, a reason asked for, the end, two incidents open."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()

    def fine() -> None:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    begin(page, Place("http", flow_server))
    do(page, "leave")
    do(page, "start")
    call(page, "fire")
    fine()
    do(page, "not-possible")
    do(page, "exits")
    fine()
    do(page, "leave")
    fine()
    page.locator("[data-do=resume]:visible").last.click()
    page.get_by_role("button", name="已止住").click()
    do(page, "end")
    do(page, "past-review")
    fine()
