"""Reports of a flow: the clock of the limits, what is missing, the texts to copy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from flow_journeys import COPIES, SHIFTED, begin, do, exported
from handbook.model.handbook import Handbook
from support import Place, from_a_folder, run_handbook, said


def opened(page: Page, flow_place: Place) -> None:
    """A run with its reports open."""
    begin(page, flow_place)
    do(page, "reports")


def copied(page: Page) -> str:
    """The text copied last."""
    return str(page.evaluate("copied[copied.length - 1]"))


def test_the_clock_starts_with_the_decision_and_is_quiet_until_it_is_late(page: Page, flow_place: Place) -> None:
    """Before the severity is decided nothing is demanded; then one line without seconds; a report made stops its clock."""
    page.add_init_script(SHIFTED)
    begin(page, flow_place)
    due = page.locator("[data-part=due]")
    expect(due).to_be_hidden()
    page.evaluate("shift = 45 * 60000")  # what passed before the decision is not held against anybody
    page.get_by_role("button", name="已止住").click()
    expect(due).to_have_text(re.compile(r"^輕微：電話初報 (\d{4}-\d\d-\d\d )?\d\d:\d\d 前$"))
    expect(due).not_to_have_class(re.compile("late"))
    page.evaluate("shift = 76 * 60000")
    expect(due).to_have_text(re.compile(r"電話初報 已逾時 01:0\d"))
    expect(due).to_have_class(re.compile("late"))
    do(page, "due")
    page.locator("[data-part=limits] li", has_text="電話初報").get_by_role("button").click()
    expect(page.locator("[data-part=limits] li").first).to_have_text(
        re.compile(r"✓ 電話初報 [-\d]*\s?\d\d:\d\d 已報，逾時 01:0\d")
    )
    expect(due).to_contain_text("續報 ")
    expect(page.locator("[data-part=entries]")).to_contain_text("電話初報已報出（限 30 分鐘，已逾時限）")
    assert run_handbook("verify-log", exported(page, "json")).returncode == 0


@from_a_folder("flow_place")
def test_the_receipt_and_the_severity_can_be_set_and_are_in_the_log(page: Page, flow_place: Place) -> None:
    """An event reported ten minutes before the page was opened; a severity set by hand demands its reports."""
    opened(page, flow_place)
    page.get_by_text("接報時間、級別").click()
    earlier = page.evaluate(
        "() => { const at = new Date(Date.now() - 600000); at.setMinutes(at.getMinutes() - at.getTimezoneOffset());"
        " return at.toISOString().slice(0, 16); }"
    )
    page.locator("[data-part=receipt]").fill(earlier)
    do(page, "receipt")
    expect(page.locator("[data-part=log-count]")).to_have_text("3")
    page.locator("[data-part=severity]").select_option("light")
    do(page, "severity")
    expect(page.locator("[data-part=due]")).to_contain_text("輕微：電話初報 ")
    page.reload()
    expect(page.locator("[data-part=due]")).to_contain_text("輕微：電話初報 ")
    do(page, "reports")
    do(page, "compose", "[data-as=first]")
    expect(page.locator("[data-part=draft]")).to_contain_text(f"接報時間：{earlier.replace('T', ' ')}")
    do(page, "log")
    log = json.loads(exported(page, "json").read_text(encoding="utf-8"))["entries"]
    assert [entry["kind"] for entry in log][2:4] == ["receipt", "severity"]
    assert log[2]["value"].startswith(earlier)


@from_a_folder("flow_place")
def test_a_time_of_receipt_that_cannot_be_is_refused_and_an_old_one_asked_about(page: Page, flow_place: Place) -> None:
    """Later than now: the reason beside the field, nothing logged. Days ago: only after a question; then with its day."""
    page.clock.set_fixed_time("2026-11-24T10:00:00")
    opened(page, flow_place)
    page.get_by_text("接報時間、級別").click()
    receipt = page.locator("[data-part=receipt]")
    receipt.fill("2026-11-24T10:01")
    do(page, "receipt")
    reports = page.locator("[data-part=reports]")
    expect(reports.get_by_role("alert")).to_have_text("這個時間比現在還晚，沒有記入。請核對日期和時間。")
    receipt.fill("2026-11-22T09:00")
    do(page, "receipt")
    expect(reports.get_by_role("alert")).to_have_count(0)
    expect(page.locator("[data-part=ask-text]")).to_contain_text("接報時間是 2026-11-22 09:00")
    do(page, "ask-no")
    expect(page.locator("[data-part=log-count]")).to_have_text("2")
    do(page, "receipt")
    do(page, "ask-yes")
    expect(page.locator("[data-part=log-count]")).to_have_text("3")


@from_a_folder("flow_place")
def test_reports_say_what_is_missing_and_are_copied_as_text(page: Page, flow_place: Place) -> None:
    """Blanks are marked until they are filled in; first report, second with what is new, final with the outcome."""
    opened(page, flow_place)
    page.evaluate(COPIES)
    do(page, "compose", "[data-as=first]")
    expect(page.locator("[data-part=missing]")).to_contain_text(
        "還缺 4 項：級別、地點、傷者、報告人（在「這一起」裡填處置人）"
    )
    expect(page.locator("[data-part=draft] mark")).to_have_text(
        ["【缺：級別】", "【缺：地點】", "【缺：傷者】", "【缺：報告人】"]
    )
    page.locator("textarea[data-element=place]").fill("三號樓")
    page.get_by_label("傷者").fill("王小明 13812345678")
    do(page, "compose", "[data-as=first]")  # what is typed counts, whether 存入記錄 was pressed or not
    expect(page.locator("[data-part=draft]")).to_contain_text("地點：三號樓")
    do(page, "copy-report", ":not([data-as])")
    first = copied(page)
    assert first.startswith("【初報】水管爆裂（【缺：級別】）\n接報時間：20")
    assert "傷者：王小明 13812345678" in first
    assert "完成：關總閥" in first
    assert "原因" not in first
    code = page.locator("[data-part=code]").text_content()
    assert f"記錄校驗碼：{code}（第 4 條）" in first
    do(page, "copy-report", "[data-as=masked]")
    assert "王小明" not in copied(page)
    assert "地點：三號樓" in copied(page)
    page.locator("[data-part=limits] li", has_text="電話初報").get_by_role("button").click()
    expect(page.locator("[data-part=log-count]")).to_have_text("5")
    page.get_by_role("button", name="已止住").click()
    expect(page.locator("[data-part=now]")).to_have_text("登記交班")
    do(page, "compose", "[data-as=follow-up]")
    do(page, "copy-report", ":not([data-as])")
    assert "【續報一】水管爆裂（輕微）" in copied(page)
    assert "完成：關總閥" not in copied(page)
    assert "判斷：水還在漲嗎？ → 已止住" in copied(page)
    do(page, "compose", "[data-as=final]")
    do(page, "copy-report", ":not([data-as])")
    assert "原因：【缺：原因】" in copied(page)
    do(page, "compose", "[data-as=call]")
    do(page, "copy-report", ":not([data-as])")
    assert copied(page).startswith("我是【缺：報告人】，報告一件事：水管爆裂，輕微。")
    assert "負責：尚無上級接手。" in copied(page)
    told = run_handbook("verify-log", exported(page, "json"), "--code", str(code))
    assert told.returncode == 0, said(told)


@from_a_folder("flow_place")
def test_the_masked_log_names_nobody(page: Page, flow_place: Place) -> None:
    """Personal values and long numbers are gone wherever they stand; times stay."""
    opened(page, flow_place)
    page.evaluate(COPIES)
    page.get_by_label("傷者").fill("王小明")
    do(page, "elements")
    page.locator("[data-part=note]").fill("王小明的家長電話 138 1234 5678")
    do(page, "note")
    expect(page.locator("[data-part=note]")).to_have_value("")
    do(page, "export", "[data-as=masked]")
    text = copied(page)
    assert "王小明" not in text
    assert "1234" not in text
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", text)


@from_a_folder("place")
def test_a_limit_nobody_has_decided_is_a_quiet_line_that_the_step_fulfils(page: Page, place: Place) -> None:
    """The source says "at once" and no minutes: nothing is ever late; doing the step that reports is the report."""
    page.add_init_script(SHIFTED)
    page.goto(place.url("emergency/duty-incident.html"))
    expect(page.locator("[data-limit]").first).to_have_text("電話初報 立即，時限待定（報帶班領導、上級值班室）")
    do(page, "start")
    due = page.locator("[data-part=due]")
    expect(page.locator("[data-part=now]")).to_be_visible()
    expect(due).to_be_hidden()  # answering the telephone is no report
    do(page, "next")
    page.get_by_role("button", name="沒有", exact=True).click()
    expect(due).to_have_text(re.compile(r"^電話初報（報帶班領導、上級值班室） 立即（\d\d:\d\d 起，時限待定）$"))
    page.evaluate("shift = 90 * 60000")
    expect(due).not_to_have_class(re.compile("late"))
    do(page, "next")
    do(page, "reports")
    expect(page.locator("[data-part=limits] li").first).to_contain_text("✓ 電話初報")
    do(page, "compose", "[data-as=call]")
    expect(page.locator("[data-part=draft]")).to_contain_text("報告一件事：值班突發事件。")
    do(page, "return")
    expect(page.locator("[data-part=reports]")).to_be_hidden()


def test_every_flow_can_be_reported(own_handbook: Handbook) -> None:
    """Each flow of this handbook says when to report, or that it is open, what to say on the phone, and an outcome."""
    flows = own_handbook.flows
    assert flows
    for flow in flows.values():
        reports = {limit.report for severity in flow.severities for limit in severity.limits}
        assert "first" in reports, flow.id
        assert any(element.call for element in flow.elements), flow.id
        assert ("final" in reports) == any(element.final for element in flow.elements), flow.id
        limits = [limit for severity in flow.severities for limit in severity.limits]
        if len(flow.severities) > 1:  # a flow without grades may leave the time open
            assert all(limit.minutes or limit.within or limit.report == "final" for limit in limits), flow.id


@pytest.mark.parametrize("width", [375, 320])
def test_reports_are_accessible(
    new_context: Callable[..., BrowserContext],
    flow_server: str,
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    """No finding of axe, no sideways scrolling, nothing too small for a thumb; late and on time."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.add_init_script(SHIFTED)
    opened(page, Place("http", flow_server))
    page.get_by_role("button", name="已止住").click()
    do(page, "compose", "[data-as=first]")
    page.evaluate("shift = 31 * 60000")
    expect(page.locator("[data-part=due]")).to_contain_text("已逾時")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.locator("[data-part=stage] :is(button, a, input, select, textarea):visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 47.5).map(one => one.outerHTML)"
    )
    assert small == []


@from_a_folder("flow_place")
def test_limits_can_be_read_without_javascript(nojs_page: Page, flow_place: Place) -> None:
    """The limits and what must be said stand on the page."""
    nojs_page.goto(flow_place.url("runs/leak.html"))
    expect(nojs_page.get_by_text("電話初報 10 分鐘內")).to_be_visible()
    expect(nojs_page.get_by_text("地點：樓號")).to_be_visible()
