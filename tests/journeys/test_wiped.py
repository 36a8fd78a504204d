"""What is deleted or wiped while a tab holds it open does not come back unless the reader wants it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser_store import clear, saved, stored
from javascript import module_page
from support import Place, from_a_folder

GONE = "已在別處刪除或清除"
EVERYTHING = Path(__file__).with_name("everything_stored.js").read_text("utf-8")


def two_tabs(new_context: Callable[..., BrowserContext], place: Place) -> tuple[Page, Page]:
    """A stored draft open in one tab, the page of all drafts in another."""
    context = new_context()
    form = context.new_page()
    form.goto(place.url("fill/reception-plan.html"))
    form.locator("hb-template.hb-template--live").wait_for()
    form.fill("#f-title", "秘密的來訪")
    expect(form.locator("[data-part=saved]")).to_contain_text("已存於本機")
    desk = context.new_page()
    desk.goto(place.url("drafts.html"))
    expect(desk.locator(".hb-desk__row")).to_have_count(1)
    return form, desk


def wipe(desk: Page) -> None:
    desk.get_by_role("button", name="全部清除…").click()
    desk.get_by_role("button", name="確定全部清除").click()
    expect(desk.locator("[data-part=none]")).to_be_visible()


@from_a_folder("place")
def test_what_is_typed_after_a_wipe_brings_nothing_back(
    new_context: Callable[..., BrowserContext], place: Place
) -> None:
    """It is said at once, nothing is written, and said again; leaving the page leaves nothing behind."""
    form, desk = two_tabs(new_context, place)
    wipe(desk)
    expect(form.locator("[data-part=notices]")).to_contain_text(GONE)
    form.locator("[data-part=notices] [data-part=close]").first.click()
    form.locator("#f-host_unit").fill("示例局")
    expect(form.locator("[data-part=notices]")).to_contain_text(GONE)
    expect(form.locator("[data-part=saved]")).to_have_text("未能存於本機")
    expect(form.locator("#f-title")).to_have_value("秘密的來訪")
    assert stored(desk, "drafts") == []
    form.locator("[data-part=notices] [data-part=close]").first.click()
    form.locator("#f-host_unit").fill("示例局辦公室")
    expect(form.locator("[data-part=notices]")).to_contain_text(GONE)
    form.goto("about:blank")
    desk.reload()
    expect(desk.locator("[data-part=none]")).to_be_visible()
    assert stored(desk, "drafts") == []


@from_a_folder("place")
def test_with_consent_it_is_kept_as_a_new_draft(new_context: Callable[..., BrowserContext], place: Place) -> None:
    form, desk = two_tabs(new_context, place)
    [before] = stored(desk, "drafts")
    wipe(desk)
    form.get_by_role("button", name="存成新草稿").click()
    expect(form.locator("[data-part=saved]")).to_contain_text("已存於本機")
    expect(form.locator("[data-part=notices]")).not_to_contain_text(GONE)
    [kept] = stored(desk, "drafts")
    assert kept["id"] != before["id"]
    assert kept["values"]["title"] == "秘密的來訪"
    form.fill("#f-host_unit", "示例局")
    saved(form)
    form.reload()
    expect(form.locator("#f-title")).to_have_value("秘密的來訪")
    expect(form.locator("#f-host_unit")).to_have_value("示例局")


def test_a_wipe_that_nobody_announced_is_noticed(new_context: Callable[..., BrowserContext], place: Place) -> None:
    """The message between tabs may be missed (a sleeping tab): writing finds out."""
    form, desk = two_tabs(new_context, place)
    clear(desk, "drafts")
    form.locator("#f-host_unit").fill("示例局")
    expect(form.locator("[data-part=notices]")).to_contain_text(GONE)
    assert stored(desk, "drafts") == []


@from_a_folder("place")
def test_a_draft_deleted_elsewhere_and_restored_goes_on(
    new_context: Callable[..., BrowserContext], place: Place
) -> None:
    form, desk = two_tabs(new_context, place)
    desk.locator(".hb-desk__row").get_by_role("button", name="刪除").click()
    expect(form.locator("[data-part=notices]")).to_contain_text(GONE)
    form.locator("[data-part=notices] [data-part=close]").first.click()
    form.locator("#f-host_unit").fill("示例局")
    expect(form.locator("[data-part=notices]")).to_contain_text(GONE)
    assert stored(desk, "drafts") == []
    desk.get_by_role("button", name="復原").click()
    expect(form.locator("[data-part=saved]")).to_contain_text("已存於本機")
    expect(form.locator("[data-part=notices]")).not_to_contain_text(GONE)
    saved(form)
    [draft] = stored(desk, "drafts")
    assert draft["values"] == {**draft["values"], "title": "秘密的來訪", "host_unit": "示例局"}


def test_a_new_draft_after_a_wipe_is_stored(new_context: Callable[..., BrowserContext], place: Place) -> None:
    """Leaving the wiped draft for a new one is a fresh start."""
    form, desk = two_tabs(new_context, place)
    wipe(desk)
    form.locator("[data-part=drafts] > summary").click()
    form.locator("[data-do=new-draft]").click()
    expect(form.locator("#f-title")).to_have_value("")
    expect(form.locator("[data-part=notices]")).not_to_contain_text(GONE)
    form.fill("#f-title", "另一件")
    expect(form.locator("[data-part=saved]")).to_contain_text("已存於本機")
    assert [one["values"]["title"] for one in stored(desk, "drafts")] == ["另一件"]


def test_a_wipe_reaches_checklists_flows_and_searches(new_context: Callable[..., BrowserContext], server: str) -> None:
    """It says how much there was; the next tick in a list that is still open brings nothing back, and that is said."""
    context = new_context()
    desk, list_, flow = (context.new_page() for _ in range(3))
    list_.goto(f"{server}reception/before.html")
    list_.locator("[data-item] input[type=checkbox]").first.check()
    expect(list_.locator("[data-part=status]").first).to_contain_text("已存於本機")
    flow.goto(f"{server}emergency/student-illness.html")
    flow.locator("[data-do=start]").first.click()
    expect(flow.locator("[data-part=stage] [data-part=status]")).to_contain_text("已存於本機")
    desk.goto(f"{server}drafts.html")
    desk.evaluate("localStorage.setItem('handbook.searches', JSON.stringify(['病假', '派車']))")
    desk.evaluate("localStorage.setItem('another.site', 'not ours')")

    desk.get_by_role("button", name="全部清除…").click()
    expect(desk.locator("[data-part=wipe-count]")).to_contain_text("其中 2 次處置或清單還沒有結束")
    desk.get_by_role("button", name="確定全部清除").click()
    expect(desk.locator("[data-part=notices]")).to_contain_text("已清除 2 份清單與應急記錄、2 條搜尋記錄。")
    nothing = {"local": {"another.site": "not ours"}, "session": {}, "drafts": [], "drills": [], "runs": []}
    assert json.loads(desk.evaluate(EVERYTHING)) == nothing
    expect(flow.locator("[data-part=stage]")).to_be_hidden()


def test_what_was_deleted_elsewhere_is_said_once(browser: Browser) -> None:
    """A record this tab has seen is not written again by being worked on; whoever goes on after that wants it back."""
    with module_page(browser) as page:
        page.evaluate(
            """async () => {
              const { put, remove, update } = await import("/src/browser/storage/storage.js");
              const other = await import("/src/browser/storage/storage.js#another-tab");
              await put("runs", { id: "r1", ticks: 1 });
              await other.remove("runs", "r1");
              const work = () => update("runs", "r1", (stored) => ({ ...(stored || { id: "r1" }), ticks: 2 }));
              const refused = await work().catch((error) => error.reason);
              if (refused !== "gone" || (await other.get("runs", "r1"))) throw new Error(`came back: ${refused}`);
              await work();
              await remove("runs", "r1");
              await work(); // removed by this tab itself: undone
              if ((await other.get("runs", "r1")).ticks !== 2) throw new Error("was not kept");
            }"""
        )
