"""What comes to those who fill in: pasting from a spreadsheet, the timeline of clashes, dates without a year."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from support import Place, at_rest, from_a_folder

PLAN = "fill/reception-plan.html"
PASTE = """([selector, text, html]) => {
  const data = new DataTransfer(); data.setData("text/plain", text); if (html) data.setData("text/html", html);
  const target = document.querySelector(selector); target.focus();
  return target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
GUEST = '.hb-form [name="guests.name"]'


def begun(page: Page, place: Place) -> Page:
    """The page with its tools loaded, as they are once somebody has clicked into the form."""
    page.goto(place.url(PLAN))
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    page.click("#f-title")
    expect(page.locator(".hb-timeline")).to_have_count(1)
    return page


def column(page: Page, name: str) -> list[str]:
    return [one.input_value() for one in page.locator(f'.hb-form [name="guests.{name}"]').all()]


def test_looking_loads_no_tools(page: Page, place: Place) -> None:
    """They come with the first touch, not with the page."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.goto(place.url(PLAN))
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    at_rest(page)
    assert [url for url in asked if "handbook-tools" in url] == []


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_block_is_pasted_with_its_columns_matched(page: Page, place: Place, form: str) -> None:
    """Shown first, with each column's field to choose; taken on confirmation; undone in one step."""
    begun(page, place)
    page.locator(GUEST).fill("先前的")
    rows = [["序號", "單位", "姓名", "性别", "身份證"], ["1", "省廳", "甲", "男", "x"], ["2", "省廳", "乙", "女", "y"]]
    text = "\n".join("\t".join(cells) for cells in rows)
    html = (
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>" for cells in rows) + "</table>"
    )
    assert page.evaluate(PASTE, [GUEST, text if form == "text" else "…", html if form == "html" else ""]) is False
    expect(page.locator(".hb-paste__count")).to_contain_text("認出 2 列，有 2 欄沒有對應")
    assert column(page, "name") == ["先前的"]  # nothing is taken before it is confirmed
    page.get_by_label("第 5 欄對應").select_option(label="飲食習慣")
    page.get_by_role("button", name="加入 2 列").click()
    assert column(page, "name") == ["先前的", "甲", "乙"]
    assert column(page, "sex") == ["", "男", "女"]
    assert column(page, "diet") == ["", "x", "y"]
    expect(page.locator(".hb-papers__paper:visible tr[data-rows=guests]")).to_have_count(3)
    page.get_by_role("button", name="復原").click()
    assert column(page, "name") == ["先前的"]


@pytest.mark.parametrize(
    ("path", "cell", "headings", "taken"),
    [
        (PLAN, "agenda.start", "日期\t开始时间\t结束时间\t活动内容", ["併入時間", "起", "訖", "事項"]),
        (PLAN, "agenda.start", "日期\t结束时间\t活动内容", ["起", "訖", "事項"]),
        (
            "fill/incoming-register.html",
            "documents.title",
            "来文日期\t来文机关\t发文字号\t标题",
            ["收文日期", "來文單位", "文號", "標題"],
        ),
        ("fill/incoming-register.html", "documents.title", "来文日期\t收文日期\t标题", ["不用", "收文日期", "標題"]),
    ],
)
def test_the_clearer_heading_wins(
    page: Page, server: str, path: str, cell: str, headings: str, taken: list[str]
) -> None:
    """開始時間 rather than 日期; the words of other offices' registers are known."""
    page.goto(server + path)
    page.click(f'.hb-form [name="{cell}"]')
    assert (
        page.evaluate(PASTE, [f'.hb-form [name="{cell}"]', headings + "\n" + headings.replace("日期", "x"), ""])
        is False
    )
    chosen = page.locator(".hb-paste__table select option:checked")
    expect(chosen).to_have_text(taken)


@from_a_folder("place")
def test_the_button_takes_what_is_pasted_or_typed(page: Page, place: Place) -> None:
    """For those who do not think of pasting into a row; Escape leaves, the focus is where it was."""
    begun(page, place)
    paste = page.locator("[data-rows=guests] [data-do=rows-paste]")
    paste.click()
    expect(page.locator("#paste-guests")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".hb-paste")).to_have_count(0)
    expect(paste).to_be_focused()
    paste.click()
    assert page.evaluate(PASTE, ["#paste-guests", "甲\t男\t處長\t省廳\n乙\t女\t科員\t市局", ""]) is False
    page.get_by_label("第一行是標題").check()
    page.get_by_role("button", name="加入 1 列").wait_for()
    page.get_by_label("第一行是標題").uncheck()
    page.get_by_role("button", name="加入 2 列").click()
    assert (column(page, "name"), column(page, "unit")) == (["甲", "乙"], ["省廳", "市局"])


@from_a_folder("place")
def test_names_one_below_another_fill_one_column(page: Page, place: Place) -> None:
    """Several lines in a field of one line are rows; one line, or lines in a long text, are pasted as text."""
    begun(page, place)
    assert page.evaluate(PASTE, [GUEST, "甲", ""]) is True
    assert page.evaluate(PASTE, ["#f-purpose", "第一行\n第二行", ""]) is True
    assert page.evaluate(PASTE, ['.hb-form [name="guests.unit"]', "省廳\n市局", ""]) is False
    page.get_by_role("button", name="加入 2 列").click()
    assert column(page, "unit") == ["省廳", "市局"]


@from_a_folder("place")
def test_hostile_cells_are_text(page: Page, place: Place) -> None:
    begun(page, place)
    hostile = "<img src=x onerror=alert(1)>"
    html = "<table><tr><td>&lt;img src=x onerror=alert(1)&gt;</td><td><img src=http://evil.test/x>男</td></tr><tr><td>乙</td><td>女</td></tr></table>"
    page.evaluate(PASTE, [GUEST, "…", html])
    page.get_by_role("button", name="加入 2 列").click()
    assert column(page, "name") == [hostile, "乙"]


@from_a_folder("place")
def test_a_date_without_a_year_is_understood_and_said(page: Page, place: Place) -> None:
    """The year closest to the plan's own; a half day alone is refused with the reason."""
    begun(page, place)
    page.fill("#f-start", "2031-10-05 08:00")
    page.fill("#f-end", "10月5日上午9點半")
    page.keyboard.press("Tab")
    expect(page.locator("#f-end")).to_have_value("2031年10月5日09:30")
    expect(page.locator("[data-part=notices]")).to_contain_text("按 2031 年")
    page.fill("#f-end", "2031-10-06 09:30")
    page.keyboard.press("Tab")
    expect(page.locator("[data-part=notices]")).to_be_empty()  # it no longer says what stands there
    page.fill("#f-end", "明天下午3點")
    page.keyboard.press("Tab")
    expect(page.locator("#f-end")).to_have_value(re.compile(r"^20\d\d年\d+月\d+日15:00$"))
    expect(page.locator("[data-part=notices]")).to_contain_text("按今天推算")
    page.fill("#f-end", "上午")
    page.keyboard.press("Tab")
    expect(page.locator("#f-end-error")).to_contain_text("時間不明確")
    expect(page.locator("#f-end")).to_have_value("上午")


@pytest.mark.parametrize("arrives", [True, False])
def test_what_comes_before_the_tools_waits_for_them(page: Page, server: str, arrives: bool) -> None:
    """A slow network loses neither the year nor the block; without the tools the block is text, and that is said."""
    held: list[Route] = []
    page.route("**/handbook-tools.js*", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks its handlers
    page.goto(server + PLAN)
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    page.fill("#f-start", "10月5日上午9點半")
    page.keyboard.press("Tab")
    expect(page.locator("#f-start-error")).to_contain_text("沒有寫年份")
    assert page.evaluate(PASTE, [GUEST, "甲", ""]) is True  # one cell is pasted by the browser
    assert page.evaluate(PASTE, [GUEST, "甲\t男\r\n乙\t女", ""]) is False
    assert column(page, "name") == [""]
    assert len(held) == 1
    if not arrives:
        held[0].fulfill(content_type="text/javascript", body="")  # an error page in its stead
        expect(page.locator("[data-part=notices]")).to_contain_text("沒有載入")
        assert column(page, "name") == ["甲\t男 乙\t女"]
        expect(page.locator(".hb-papers__paper:visible tr[data-rows=guests]")).to_contain_text("甲")
        expect(page.locator("#f-start")).to_have_value("10月5日上午9點半")
        return
    held[0].continue_()
    page.get_by_role("button", name="加入 2 列").click()
    assert (column(page, "name"), column(page, "sex")) == (["甲", "乙"], ["男", "女"])
    expect(page.locator("#f-start")).to_have_value(re.compile(r"^20\d\d年10月5日09:30$"))
    expect(page.locator("#f-start-error")).to_be_empty()


def agenda(page: Page, *items: tuple[str, str, str, str, str]) -> None:
    """Fill in agenda items: from, to, what, place, owner."""
    rows = page.locator("[data-rows=agenda]")
    for at, item in enumerate(items):
        if at:
            rows.locator("[data-do=row-add]").click()
        for name, value in zip(("start", "end", "what", "place", "owner"), item, strict=True):
            rows.locator(f'[name="agenda.{name}"]').nth(at).fill(value)
    page.keyboard.press("Tab")


@from_a_folder("place")
def test_the_timeline_shows_who_is_double_booked(page: Page, place: Place) -> None:
    """Clashes first, in words and times, each leading to its field; touching ends are none; it follows what is typed."""
    begun(page, place)
    agenda(
        page,
        ("2026-12-08 09:00", "2026-12-08 10:00", "座談", "甲室", "錢承辦"),
        ("2026-12-08 09:30", "2026-12-08 11:00", "參觀", "乙室", "錢承辦、孫現場"),
        ("2026-12-08 11:00", "2026-12-08 12:00", "午餐", "甲室", "孫現場"),
    )
    page.click("[data-do=toggle-findings]")
    expect(page.locator(".hb-timeline__count")).to_have_text("有 1 個重疊")
    page.click(".hb-timeline > summary")
    track = page.locator(".hb-timeline__body > ul .hb-timeline__track")
    expect(track).to_have_count(1)
    expect(track).to_contain_text("錢承辦")
    expect(track).to_contain_text("12月8日09:30–11:00")
    expect(track).to_contain_text("與「事項：參觀」12月8日09:30–11:00重疊")
    expect(page.locator(".hb-timeline")).to_contain_text("本檢查不代替審批")
    track.get_by_role("link", name="事項：參觀").click()
    assert page.evaluate("document.activeElement.name") == "agenda.owner"
    # As wide as the panel, a picture would be a line of a few pixels on a phone.
    assert page.locator(".hb-timeline__bars").first.evaluate("one => one.getBoundingClientRect().height") == 20
    # 钱承办 is the same person, as for the rules, and listed as in people.yml; 待定 is nobody.
    page.locator('[name="agenda.owner"]').nth(0).fill("主任钱 承办 李帶路")
    page.locator('[name="agenda.owner"]').nth(1).fill("钱承办等2人、待定")
    # An item nobody has named is told by what else is known of it.
    page.locator('[name="agenda.what"]').nth(1).fill("")
    page.keyboard.press("Tab")
    expect(track.get_by_role("link", name="事項：乙室")).to_be_visible()
    page.locator('[name="agenda.start"]').nth(1).fill("2026-12-08 10:00")
    page.keyboard.press("Tab")
    expect(page.locator(".hb-timeline__count")).to_have_text("沒有重疊")


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_and_width(
    new_context: Callable[..., BrowserContext], server: str, axe: Callable[..., list[str]], width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    begun(page, Place("http", server))
    agenda(
        page,
        ("2026-12-08 09:00", "2026-12-08 10:00", "座談" * 10, "甲室", "錢承辦"),
        ("2026-12-08 09:30", "2026-12-08 11:00", "參觀", "甲室", "錢承辦"),
    )
    page.evaluate(PASTE, [GUEST, "甲\t男\t處長\t省廳\ta\tb\tc\td\n乙\t女\t科員\t市局\te\tf\tg\th", ""])
    expect(page.locator(".hb-paste__table")).to_be_visible()
    assert axe(page, ".hb-paste") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("[data-tab=findings]" if width < 960 else "[data-do=toggle-findings]")
    page.click(".hb-timeline > summary")
    expect(page.locator(".hb-timeline__track").first).to_be_visible()
    expect(page.locator(".hb-timeline__count")).to_have_text(re.compile("有 2 個重疊"))
    assert axe(page, ".hb-timeline") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
