"""Running a checklist and an emergency flow in Chromium, over http and from a folder: what is shown, kept and lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser_store import put, stored
from flow_journeys import call
from support import Place, Served, Watch, from_a_folder

BROKEN_STORAGE = (
    "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('no', 'SecurityError'); }});"
)


def do(page: Page, what: str) -> None:
    """Press the visible button with that action."""
    page.locator(f"[data-do='{what}']:visible").first.click()


def start(page: Page, runs_place: Place) -> None:
    """Open the flow and start it."""
    page.goto(runs_place.url("runs/leak.html"))
    do(page, "start")
    expect(page.locator("[data-part=now]")).to_have_text("關總閥")
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("已存於本機")


def log(page: Page) -> list[str]:
    """The entries shown, without their times."""
    return [re.sub(r"^\S+ \S+ ", "", text) for text in page.locator("[data-part=entries] li").all_text_contents()]


# ── checklist ──


def test_tick_is_kept_and_called_saved_only_when_on_disk(page: Page, runs_place: Place) -> None:
    """A tick shows its time once it is stored, and is there again after a reload."""
    page.goto(runs_place.url("runs/before.html"))
    expect(page.locator("[data-part=count]")).to_have_text("0 / 3")
    page.get_by_label("看油量").check()
    expect(page.locator("[data-part=status]")).to_have_text(re.compile(r"^已存於本機 \d\d:\d\d$"))
    ticked = page.locator(".hb-checklist__item [data-part=when]").first
    expect(ticked).to_have_text(re.compile(r"^\d+月\d+日 \d\d:\d\d$"))  # of another day it is still the right one
    page.reload()
    expect(page.get_by_label("看油量")).to_be_checked()
    expect(page.locator("[data-part=count]")).to_have_text("1 / 3")


@pytest.mark.parametrize("way", ["reload", "leave"])
def test_a_reason_half_typed_is_there_again(way: str, page: Page, runs_place: Place) -> None:
    """Neither sent nor left: it stands in its field when the item is opened again."""
    page.goto(runs_place.url("runs/before.html"))
    page.get_by_label("看油量").check()
    expect(page.locator("[data-part=status]")).to_contain_text("已存於本機")
    do(page, "more")
    page.locator("[data-part=reason]").press_sequentially("油尺不")
    if way == "reload":
        page.reload()
    else:
        page.goto(runs_place.url("runs/leak.html"))
        page.goto(runs_place.url("runs/before.html"))
    expect(page.get_by_label("看油量")).to_be_checked()
    do(page, "more")
    expect(page.locator("[data-part=reason]")).to_have_value("油尺不")


def test_what_was_left_undone_is_not_counted_as_done(page: Page, runs_place: Place) -> None:
    """It has a reason and is settled, and is neither struck through nor counted; who ticked stands beside a tick."""
    page.goto(runs_place.url("runs/before.html"))
    do(page, "more")
    page.locator("[data-part=reason]").fill("油尺不在")
    do(page, "skip-undone")
    expect(page.locator("[data-part=outcome]").first).to_have_text("未做：油尺不在")
    expect(page.locator("[data-part=count]")).to_have_text("0 / 3")
    assert "line-through" not in page.locator(".hb-checklist__action").first.evaluate(
        "one => getComputedStyle(one).textDecorationLine"
    )


def test_the_slip_stays_open_while_it_is_filled_in(page: Page, runs_place: Place) -> None:
    """On a list that nobody has begun the first word on the slip begins a run; the slip is still there."""
    page.goto(runs_place.url("runs/before.html"))
    do(page, "slip")
    field = page.locator("[data-part=slip] input").first
    field.fill("王小明")
    field.blur()
    expect(page.locator("[data-part=status]")).to_contain_text("已存於本機")
    expect(page.locator("[data-part=slip]")).to_be_visible()


LEAVING = """([way, label]) => {
  IDBDatabase.prototype.transaction = () => ({ objectStore: () => ({ get: () => ({}) }) });  // the disk does not answer any more
  [...document.querySelectorAll("label")].find(one => one.textContent.includes(label)).control.click();
  if (way === "reload") location.reload(); else location.assign("leak.html");
}"""


@pytest.mark.parametrize("way", ["reload", "leave"])
def test_the_last_tick_before_the_page_is_left_is_kept(way: str, page: Page, runs_place: Place) -> None:
    """Loaded again or left right after a tick, before it could be written: it is there, and in the record once."""
    page.goto(runs_place.url("runs/before.html"))
    page.get_by_label("看油量").check()
    expect(page.locator("[data-part=status]")).to_contain_text("已存於本機")
    with page.expect_navigation():
        page.evaluate(LEAVING, [way, "看輪胎"])
    page.goto(runs_place.url("runs/before.html"))
    expect(page.get_by_label("看輪胎")).to_be_checked()
    expect(page.get_by_label("看油量")).to_be_checked()
    expect(page.locator("[data-part=count]")).to_have_text("2 / 3")
    page.reload()
    expect(page.get_by_label("看輪胎")).to_be_checked()
    [run] = stored(page, "runs")
    assert [one["text"] for one in run["log"] if one["text"].startswith("勾選")] == ["勾選：看油量", "勾選：看輪胎"]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('handbook.marks'))") == []


@from_a_folder("runs_place")
def test_pause_point_holds_back_what_follows(page: Page, runs_place: Place) -> None:
    """Items behind an unconfirmed pause cannot be ticked; the button says what is still open."""
    page.goto(runs_place.url("runs/before.html"))
    pause = page.locator("[data-do=pause]")
    expect(page.get_by_label("出發")).to_be_disabled()
    expect(pause).to_have_text("前面還有 2 項未處理")
    expect(pause).to_be_disabled()
    page.get_by_label("看油量").check()
    page.get_by_label("看輪胎").check()
    expect(pause).to_have_text("已確認，繼續")
    pause.click()
    expect(page.get_by_label("出發")).to_be_enabled()
    expect(page.locator("[data-part=pause-state]")).to_contain_text("已確認")
    page.reload()
    expect(page.get_by_label("出發")).to_be_enabled()


@from_a_folder("runs_place")
def test_reset_can_be_undone(page: Page, runs_place: Place) -> None:
    """Reset clears everything, undo brings it back; both are stored."""
    page.goto(runs_place.url("runs/before.html"))
    page.get_by_label("看油量").check()
    do(page, "reset")
    do(page, "reset")
    expect(page.get_by_label("看油量")).not_to_be_checked()
    do(page, "undo")
    expect(page.get_by_label("看油量")).to_be_checked()
    expect(page.locator("[data-do=undo]")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("看油量")).to_be_checked()


@from_a_folder("runs_place")
def test_reworded_item_keeps_its_tick_and_says_so(page: Page, runs_place: Place) -> None:
    """A tick belongs to the item's id; when the text differs from what was ticked, the item says 已更新."""
    page.goto(runs_place.url("runs/before.html"))
    page.get_by_label("看油量").check()
    expect(page.locator("[data-part=status]")).to_contain_text("已存於本機")
    [run] = stored(page, "runs")
    run["state"]["marks"]["item/oil"]["hash"] = "old"
    put(page, "runs", run)
    page.reload()
    expect(page.get_by_label("看油量")).to_be_checked()
    expect(page.locator("[data-part=changed]:visible")).to_have_text(["已更新"])


def test_two_tabs_show_the_same_ticks(page: Page, runs_place: Place) -> None:
    """Ticks made in two tabs are both kept, and each tab shows the other's."""
    page.goto(runs_place.url("runs/before.html"))
    other = page.context.new_page()
    other.goto(runs_place.url("runs/before.html"))
    page.get_by_label("看油量").check()
    expect(other.get_by_label("看油量")).to_be_checked()
    other.get_by_label("看輪胎").check()
    expect(page.get_by_label("看輪胎")).to_be_checked()
    expect(page.locator("[data-part=count]")).to_have_text("2 / 3")


@from_a_folder("runs_place")
def test_copies_as_text_and_markdown(page: Page, runs_place: Place) -> None:
    """The copy carries groups, ticks, roles and pause points."""
    page.goto(runs_place.url("runs/before.html"))
    page.evaluate(
        """() => {
          const set = DataTransfer.prototype.setData;
          window.copied = [];
          DataTransfer.prototype.setData = function (type, text) { copied.push(text); return set.call(this, type, text); };
        }"""
    )
    page.get_by_label("看油量").check()
    do(page, "copy-text")
    do(page, "copy-markdown")
    text, markdown = page.evaluate("copied")
    assert re.search("^出車前清單：.+日（1 / 3）", text)
    assert "☑ 看油量" in text
    assert "■ 停：兩人當面對過路線。" in text
    assert "- [x] 看油量" in markdown
    assert "- [ ] 看輪胎" in markdown
    assert "## 車輛" in markdown
    assert "司機" in text
    assert "開始當天 07:30" in text
    expect(page.locator("[data-part=status]")).to_have_text("已複製")


@pytest.mark.parametrize("path", ["runs/before.html", "runs/leak.html"])
def test_storage_failure_is_said_and_the_page_stays_usable(page: Page, runs_place: Place, path: str) -> None:
    """Without storage there is a visible warning, and ticking and stepping on still work."""
    page.add_init_script(BROKEN_STORAGE)
    page.goto(runs_place.url(path))
    if "before" in path:
        page.get_by_label("看油量").check()
        expect(page.get_by_role("alert")).to_contain_text("未能存入本機")
        expect(page.locator("[data-part=count]")).to_have_text("1 / 3")
        return
    do(page, "start")
    do(page, "next")
    expect(page.get_by_role("alert")).to_contain_text("未能寫入本機")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("未存入本機")  # also beside the button
    do(page, "log")
    assert log(page) == ["接報，開始處置", "完成：關總閥"]


# ── flow ──


def test_run_goes_step_by_step_to_its_end(page: Page, runs_place: Place) -> None:
    """From start to end: calls, decision, log; the record of the ended run stays on the page."""
    start(page, runs_place)
    expect(page.locator("[data-part=stage] [data-part=count]")).to_have_text("第 1/4 步")
    expect(page.locator("[data-part=calls] a")).to_have_attribute("href", "tel:119")
    expect(page.locator(".hb-away").first).to_be_hidden()
    do(page, "next")
    page.get_by_role("button", name="還在漲 拿不準選此項").click()
    expect(page.locator("[data-part=now]")).to_have_text("請人員撤出")
    expect(page.locator("[data-part=charge]")).to_contain_text(
        "還沒有上級接手"
    )  # it is the chief's step: that says nothing
    do(page, "back")
    page.get_by_role("button", name="已止住").click()
    do(page, "log")
    assert log(page) == [
        "接報，開始處置",
        "完成：關總閥",
        "判斷：水還在漲嗎？ → 還在漲",
        "返回上一步（由「請人員撤出」）",
        "判斷：水還在漲嗎？ → 已止住",
    ]
    do(page, "end")
    expect(page.get_by_role("heading", name="處置已結束：水管爆裂")).to_be_visible()
    expect(page.locator("[data-part=after-about]")).to_contain_text("共 6 條記錄")
    page.reload()  # the end is a screen of its own
    expect(page.get_by_role("heading", name="處置已結束：水管爆裂")).to_be_visible()
    do(page, "after-leave")
    expect(page.locator("[data-do=start]")).to_have_text("開始處置")
    expect(page.locator("[data-part=past-name]")).to_contain_text("6 條")
    do(page, "past-open")
    do(page, "past-wipe")
    do(page, "ask-yes")
    expect(page.locator("[data-part=past]")).to_be_hidden()


@from_a_folder("runs_place")
def test_whom_to_ask_next_and_who_accepts(page: Page, runs_place: Place) -> None:
    """No answer and no authority show the next rung's number; only who accepts is in charge; above the top all are there."""
    start(page, runs_place)
    do(page, "next")
    page.get_by_role("button", name="還在漲").click()
    expect(page.locator("[data-part=now]")).to_have_text("請人員撤出")
    expect(page.locator("[data-part=outcome]")).to_be_hidden()
    call(page, "chief", "no-answer")
    expect(page.locator("[data-part=next-who]")).to_have_text("往上一級：局長")
    expect(page.locator("[data-part=next-calls] a")).to_have_attribute("href", re.compile(r"^tel:0+1003$"))
    call(page, "head", "busy")
    expect(page.get_by_text("權限階梯上都打不通")).to_be_visible()
    calls = page.locator("[data-part=charge-calls] a:visible")
    assert [one.get_attribute("data-call") for one in calls.all()] == ["head", "chief", "desk"]
    call(page, "chief", "accepted", "王科長")
    expect(page.locator("[data-part=charge]")).to_have_text(re.compile(r"^負責：科長（\d\d:\d\d 接手）$"))
    do(page, "no-authority")
    expect(page.locator("[data-part=next-who]")).to_have_text("往上一級：局長")
    do(page, "log")
    assert log(page)[3:] == [
        "撥打 科長電話 0000-1002",
        "科長電話：沒人接",
        "撥打 局長電話 0000-1003",
        "局長電話：占線",
        "撥打 科長電話 0000-1002",
        "科長電話：打通，接手負責：王科長",
        "科長無權限，須請示局長",
    ]


def test_reload_and_kill_resume_at_the_same_step(page: Page, runs_place: Place) -> None:
    """What the screen shows is on disk: a page opened anew goes on there, and says that it was opened anew."""
    start(page, runs_place)
    do(page, "next")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    page.reload()
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    do(page, "log")
    expect(page.locator("[data-part=entries] li")).to_have_count(3)
    assert log(page)[-1] == "重新打開本頁，繼續處置"


def test_the_entry_is_on_disk_before_the_step_changes(page: Page, runs_place: Place) -> None:
    """While the write waits, the old step stays on the screen; two quick taps are one step."""
    start(page, runs_place)
    page.evaluate(
        """() => {
          const put = IDBObjectStore.prototype.put;
          window.seen = [];
          IDBObjectStore.prototype.put = function (record) {
            seen.push(document.querySelector("[data-part=now]").textContent);
            return put.call(this, record);
          };
        }"""
    )
    page.locator("[data-do=next]:visible").dblclick()
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    assert page.evaluate("seen") == ["關總閥"]


@pytest.mark.parametrize("address", ["runs/leak.html?start", "runs/leak.html#run"])
def test_a_link_can_start_at_once(page: Page, runs_place: Place, address: str) -> None:
    """`?start` and `#run` open the first step; back and Escape show the page again while the run goes on."""
    page.goto(runs_place.url(address))
    expect(page.locator("[data-part=now]")).to_have_text("關總閥")
    page.keyboard.press("Escape")
    expect(page.locator("[data-part=stage]")).to_be_hidden()
    expect(page.locator("[data-do=start]")).to_have_text("新的一起")
    expect(page.locator("[data-do=resume]")).to_be_focused()
    do(page, "resume")
    expect(page.locator("[data-part=stage]")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-part=stage]")).to_be_hidden()


@from_a_folder("runs_place")
def test_full_list_is_one_tap_away(page: Page, runs_place: Place) -> None:
    """全部步驟 shows the list below the step, with the present one marked; a button and Escape lead back to the step."""
    start(page, runs_place)
    expect(page.locator("#node-leave")).to_be_hidden()
    do(page, "all")
    expect(page.locator("#node-leave")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_attribute("data-node", "valve")
    page.locator("[data-part=steps] [data-do=return]").last.click()  # the other one stands above the list
    expect(page.locator("#node-leave")).to_be_hidden()
    expect(page.locator("[data-part=now]")).to_be_in_viewport()
    do(page, "all")
    expect(page.locator("#node-leave")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#node-leave")).to_be_hidden()
    expect(page.locator("[data-part=now]")).to_be_visible()


@from_a_folder("runs_place")
def test_clock_jump_is_an_entry_of_its_own(page: Page, runs_place: Place) -> None:
    """A wall clock set forward or back by more than five seconds is written down; elapsed time is not disturbed."""
    page.add_init_script("window.shift = 0; const now = Date.now.bind(Date); Date.now = () => now() + window.shift;")
    start(page, runs_place)
    page.evaluate("shift = 3600_000")
    do(page, "next")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    page.evaluate("shift = -3600_000")
    page.get_by_role("button", name="已止住").click()
    expect(page.locator("[data-part=now]")).to_have_text("登記交班")
    do(page, "log")
    entries = log(page)
    assert [one[:4] for one in entries] == ["接報，開", "本機時鐘", "完成：關", "本機時鐘", "判斷：水"]
    assert "快了 1:00:00" in entries[1]
    assert "慢了 2:00:00" in entries[3]
    assert re.fullmatch(r"00:0\d", page.locator("[data-part=elapsed]").inner_text())


@from_a_folder("runs_place")
def test_calls_are_logged(page: Page, runs_place: Place) -> None:
    """Pressing a number writes down that it was dialled."""
    start(page, runs_place)
    page.evaluate("document.addEventListener('click', event => event.target.closest('a') && event.preventDefault())")
    page.locator("[data-part=calls] a").click()
    do(page, "log")
    expect(page.locator("[data-part=entries]")).to_contain_text("撥打 火警 119")


@from_a_folder("runs_place")
def test_at_night_the_number_that_answers_is_the_button(page: Page, runs_place: Place) -> None:
    """On the page as in the run; the other one is a tap away."""
    page.clock.set_fixed_time("2026-11-24T03:00:00")
    page.goto(runs_place.url("runs/leak.html"))
    numbers = page.locator("[data-part=rung-calls] a[data-call=desk]:visible .hb-call__number")
    expect(numbers).to_have_text(["0000-2001"])
    page.locator("[data-part=rung-calls] [data-other-number]").first.click()
    expect(numbers).to_have_text(["0000-1001", "0000-2001"])
    page.clock.set_fixed_time("2026-11-24T10:00:00")
    page.reload()
    expect(numbers).to_have_text(["0000-1001"])


def test_another_tab_follows_the_run(page: Page, runs_place: Place) -> None:
    """Two tabs show the same step, and entries of both are kept."""
    start(page, runs_place)
    other = page.context.new_page()
    other.goto(runs_place.url("runs/leak.html#run"))
    expect(other.locator("[data-part=now]")).to_have_text("關總閥")
    do(page, "next")
    expect(other.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    do(other, "no-authority")
    expect(page.locator("[data-part=next-who]")).to_have_text("往上一級：科長")


# ── home, paper, without JavaScript, accessibility ──


def test_home_lists_what_is_unfinished(page: Page, runs_place: Place) -> None:
    """Open runs appear under 未完成 with a link that goes on; without any, nothing is shown."""
    page.goto(runs_place.url("index.html"))
    expect(page.locator("hb-drafts")).to_be_hidden()
    page.goto(runs_place.url("runs/before.html"))
    page.get_by_label("看油量").check()
    expect(page.locator("[data-part=status]")).to_contain_text("已存於本機")
    start(page, runs_place)
    page.goto(runs_place.url("index.html"))
    expect(page.get_by_role("heading", name="未完成")).to_be_visible()
    rows = page.locator("hb-drafts li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("水管爆裂")
    expect(rows.nth(1)).to_contain_text("1 / 3")
    rows.nth(0).get_by_role("link").click()
    expect(page.locator("[data-part=now]")).to_have_text("關總閥")


@from_a_folder("runs_place")
def test_everything_can_be_read_without_javascript(nojs_page: Page, runs_place: Place) -> None:
    """Without JavaScript: boxes to tick, the pause as a line, the whole flow with numbers and links, no dead buttons."""
    nojs_page.goto(runs_place.url("runs/before.html"))
    nojs_page.get_by_label("看油量").check()
    expect(nojs_page.get_by_label("出發")).to_be_enabled()
    expect(nojs_page.get_by_text("兩人當面對過路線。")).to_be_visible()
    assert nojs_page.locator("hb-checklist button:visible").count() == 0
    nojs_page.goto(runs_place.url("runs/leak.html"))
    for text in ("關總閥", "水還在漲嗎？", "請人員撤出", "登記交班"):
        expect(nojs_page.locator(".hb-flow__do", has_text=text)).to_be_visible()
    assert nojs_page.locator("hb-flow button:visible").count() == 0
    nojs_page.get_by_role("link", name="已止住").click()
    assert nojs_page.url.endswith("#node-done")


@pytest.mark.parametrize("width", [1280, 320])
def test_accessible_at_every_width(
    new_context: Callable[..., BrowserContext],
    runs_site: Path,
    served: Served,
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    """No finding of axe and no sideways scrolling: reading, running, log open, question open, all ticked."""
    runs_place = Place("http", served(runs_site))  # axe reads the style sheets, which a page in a folder may not
    page = new_context(viewport={"width": width, "height": 800}).new_page()

    def fine() -> None:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(runs_place.url("runs/before.html"))
    fine()
    page.get_by_label("看油量").check()
    page.get_by_label("看輪胎").check()
    do(page, "pause")
    page.get_by_label("出發").check()
    do(page, "reset")
    do(page, "reset")
    fine()
    page.goto(runs_place.url("runs/leak.html"))
    fine()
    start(page, runs_place)
    fine()
    small = page.locator("[data-part=stage] :is(button, a):visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 48).map(one => one.textContent)"
    )
    assert small == []
    do(page, "next")
    do(page, "all")
    do(page, "log")
    fine()
    do(page, "stop")
    fine()


@from_a_folder("runs_place")
def test_printed_card_holds_everything(page: Page, runs_place: Place) -> None:
    """The checklist on paper has no buttons, a box per item, and lines to sign."""
    page.goto(runs_place.url("runs/before.html"))
    page.emulate_media(media="print")
    assert page.locator("hb-checklist button:visible").count() == 0
    assert page.locator("hb-checklist input:visible").count() == 3
    for box in page.locator("hb-checklist input:visible").all():
        size = box.bounding_box()
        assert size is not None
        assert size["width"] == size["height"] > 10
    expect(page.locator(".hb-checklist__pause-box")).to_be_visible()
    expect(page.locator(".hb-checklist__sign")).to_be_visible()


SLIVERS = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  const edge = document.querySelector(".hb-flow__act").getBoundingClientRect().top;
  const targets = Array.from(document.querySelectorAll(".hb-flow__stage :is(a, button, summary)"));
  const above = targets.filter(one => !one.closest(".hb-flow__act")).map(one => one.getBoundingClientRect());
  const heights = above.filter(one => one.bottom > edge).map(one => edge - one.top);
  done(heights.filter(height => height > 0.5 && height < 24));
})))"""


@from_a_folder("place")
def test_every_real_flow_starts_within_two_taps_under_the_thumb(page: Page, place: Place) -> None:
    """From the first screen, in the order of mkdocs.yml; on a phone no number of the first step is covered."""
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(place.url("index.html"))
    flows = page.locator(".hb-home__flow").all_inner_texts()
    assert flows[0] == "有人受傷或發病"  # for whoever finds the patient
    assert {"學生突發疾病", "值班突發事件", "呼叫中心現場事故", "客戶資料外洩", "傳染病防控"} <= set(flows)
    for at, title in enumerate(flows):
        page.goto(place.url("index.html"))
        page.locator(".hb-home__flow").nth(at).click()
        page.set_viewport_size({"width": 320, "height": 500})  # the browser's own bars take some of an old phone
        expect(page.locator("[data-do=start]").first).to_be_in_viewport(ratio=1)
        page.set_viewport_size({"width": 375, "height": 667})
        do(page, "start")
        expect(page.locator("[data-part=stage] [data-part=count]")).to_contain_text("第 1/")
        foot = page.locator(".hb-flow__act").bounding_box()
        main = page.locator("[data-do=next]:visible, [data-part=options] button").first.bounding_box()
        assert foot
        assert main
        assert main["y"] + main["height"] <= 667, title
        assert page.locator("[data-part=stage] a:not([data-call]):visible").count() == 0, title  # nothing leads away
        for one in page.locator("[data-part=calls] a:visible").all():
            box = one.bounding_box()
            assert box
            assert box["height"] >= 48, title
            assert box["y"] + box["height"] <= foot["y"], title
    page.goto(place.url("emergency/student-illness.html#run"))
    call(page, "ambulance", "no-answer")
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("已記錄")
    page.evaluate("scrollTo(0, 0)")
    for height in range(500, 660, 10):  # however high the screen is, no sliver of a button looks out above the foot
        page.set_viewport_size({"width": 375, "height": height})
        assert page.evaluate(SLIVERS) == [], height


def test_two_taps_are_one_and_the_called_one_did_not_answer(
    new_context: Callable[..., BrowserContext], built_site: Path, server: str, watch: Watch
) -> None:
    """A trembling thumb passes no step unseen. No answer is said of whom was dialled, and of nobody else."""
    page = new_context(viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True).new_page()
    page.goto(server + "emergency/student-illness.html")
    count = page.locator("[data-part=count]").first
    for button, shown in (("start", "第 1/"), ("next", "第 2/")):
        box = page.locator(f"[data-do={button}]:visible").first.bounding_box()
        assert box is not None
        for pause in (100, 700):  # milliseconds by the page's own clock: the time between taps is what is judged
            page.touchscreen.tap(box["x"] + 90, box["y"] + 20)
            page.evaluate("pause => new Promise(done => setTimeout(done, pause))", pause)
        expect(count).to_contain_text(shown)
    assert page.evaluate("document.querySelector('hb-flow').screen.ledger.log.length") == 2

    call(page, "counsellor-on-call", "no-answer")
    expect(page.locator("[data-part=next-who]")).to_contain_text("團委書記")
    do(page, "log")
    expect(page.locator("[data-part=entries]")).to_contain_text("當班輔導員 示例甲：沒人接")
