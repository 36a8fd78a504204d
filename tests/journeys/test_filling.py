"""Filling a template in the browser: typing, drafts, tabs, checks, files, print and access by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

import killed_browser
from browser_store import saved, stored
from support import CHROMIUM_ARGS, NOTE_TYPING, ROOT, Place, Watch, at_rest, from_a_folder, playwright, until

PLAN = "fill/reception-plan.html"
SAVED = "[data-part=saved]"


def opened(page: Page, place: Place, path: str = PLAN) -> Page:
    """The page with its element running."""
    page.goto(place.url(path))
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    return page


def guests(page: Page, column: str) -> list[str]:
    """The values of one column of the guests, as they stand in the form."""
    return [one.input_value() for one in page.locator(f'.hb-form [name="guests.{column}"]').all()]


def test_what_is_typed_stands_on_the_paper_and_in_the_draft(page: Page, place: Place) -> None:
    """Typing fills the paper at once, is saved, and comes back from the address with the draft's id."""
    opened(page, place)
    page.fill("#f-title", "示例縣接待方案")
    page.fill("#f-start", "2026年12月8日上午9點半")
    page.keyboard.press("Tab")
    expect(page.locator("#f-start")).to_have_value("2026年12月8日09:30")
    expect(page.locator(".hb-papers__paper:visible .hb-blank[data-field=start]").first).to_have_text(
        "2026年12月8日09:30"
    )
    saved(page)
    [draft] = stored(page, "drafts")
    assert draft["values"]["start"] == "2026-12-08T09:30"
    assert draft["name"] == "示例縣接待方案"
    page.reload()
    expect(page.locator("#f-title")).to_have_value("示例縣接待方案")


@pytest.mark.parametrize("width", [1280, 375])
@from_a_folder("place")
def test_nothing_moves_when_a_draft_is_saved(
    width: int, new_context: Callable[..., BrowserContext], place: Place
) -> None:
    """The time of saving has its place before it is there: the field being filled in stays where it is."""
    page = opened(new_context(viewport={"width": width, "height": 900}).new_page(), place)
    before = page.locator("#f-host_unit").bounding_box()
    page.locator("#f-title").evaluate("one => { one.focus({ preventScroll: true }); }")
    page.keyboard.insert_text("示例縣接待方案")
    saved(page)
    page.evaluate("scrollTo(0, 0)")

    assert page.locator("#f-host_unit").bounding_box() == before


@from_a_folder("place")
def test_what_happened_is_said_in_sight(page: Page, place: Place) -> None:
    """Far down the form the answer to a command is on the screen, and Escape closes the menu it came from."""
    opened(page, place)
    page.locator("#f-approver").scroll_into_view_if_needed()
    page.locator("[data-part=copy-menu] summary").click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-do=copy-text]")).to_be_hidden()
    page.locator("[data-part=copy-menu] summary").click()
    page.locator("[data-do=copy-text]").click()
    expect(page.get_by_text("已複製，可以貼上了。")).to_be_in_viewport()


@from_a_folder("place")
def test_rows_are_added_moved_copied_and_removed_with_undo(page: Page, place: Place) -> None:
    """Rows by buttons and by keyboard; a removed row comes back."""
    opened(page, place)
    rows = page.locator(".hb-rows[data-rows=guests]")
    rows.locator('[name="guests.name"]').fill("甲")
    rows.locator("[data-do=row-add]").click()
    page.keyboard.type("乙")
    assert guests(page, "name") == ["甲", "乙"]
    page.keyboard.press("Alt+ArrowUp")
    assert guests(page, "name") == ["乙", "甲"]
    assert page.evaluate("document.activeElement.value") == "乙"
    rows.locator("[data-do=row-copy]").first.click()
    assert guests(page, "name") == ["乙", "乙", "甲"]
    rows.locator("[data-do=row-remove]").nth(2).click()
    assert guests(page, "name") == ["乙", "乙"]
    page.get_by_role("button", name="復原").click()
    assert guests(page, "name") == ["乙", "乙", "甲"]
    expect(page.locator(".hb-papers__paper:visible tr[data-rows=guests]")).to_have_count(3)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))


@from_a_folder("place")
def test_nothing_is_flagged_while_typing(page: Page, place: Place) -> None:
    """A field speaks after it was left; the check shows everything and leads to the fields."""
    opened(page, place)
    error = page.locator("#f-start-error")
    page.locator("#f-start").press_sequentially("2026-12-08")
    saved(page)
    expect(error).to_be_empty()
    page.keyboard.press("Tab")
    expect(error).to_contain_text("沒有時間")
    expect(page.locator("#f-title-error")).to_be_empty()
    page.fill("#f-start", "2026-12-08 09:30")
    expect(error).to_be_empty()
    page.click("[data-do=check]")
    expect(page.locator("#summary-title")).to_be_focused()
    expect(page.locator("#f-title-error")).to_contain_text("還沒有填")
    page.locator("[data-part=summary-list] a").first.click()
    expect(page.locator("#f-title")).to_be_focused()
    assert page.locator("#f-title").get_attribute("aria-invalid") == "true"


@from_a_folder("place")
def test_rules_tell_the_reason_and_the_clause(page: Page, place: Place) -> None:
    """A broken rule is shown with its fix and a link to the clause it comes from."""
    opened(page, place)
    page.fill("#f-start", "2026-12-08 09:30")
    page.fill("#f-end", "2026-12-07 09:30")
    page.keyboard.press("Tab")
    page.click("[data-do=toggle-findings]")
    finding = page.locator(".hb-finding", has_text="「接待結束」要晚於「接待開始」")
    expect(finding.locator("[data-part=cite]")).to_have_attribute("href", re.compile("#time-start-end$"))
    page.fill("#f-end", "2026-12-09 09:30")
    page.keyboard.press("Tab")
    expect(page.locator(".hb-finding", has_text="「接待結束」要晚於「接待開始」")).to_have_count(0)


RULES = re.compile(r"/handbook-rules\.js|/rules-reception-plan\.js")


def test_rules_are_loaded_when_filling_in_begins(page: Page, place: Place) -> None:
    """Looking at the page loads no rules; what was typed before they came is computed and checked when they are there."""
    asked: list[str] = []
    held: list[Route] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(RULES, lambda route: held.append(route))  # noqa: PLW0108  (playwright marks its handlers)
    page.clock.install()
    opened(page, place)
    at_rest(page)
    assert [url for url in asked if RULES.search(url)] == []
    page.locator('.hb-form [name="guests.name"]').click()
    page.keyboard.type("甲")
    page.click("#f-start")
    page.keyboard.type("2026-12-08")
    page.keyboard.press("Tab")
    page.keyboard.type("2026-12-07")
    expect(page.locator(".hb-papers__paper:visible .hb-blank[data-field='guests.name']").first).to_have_text("甲")
    expect(page.locator("#f-guest_count")).to_have_text("—")
    until(page, lambda: len(held) == 2)
    for route in held:
        route.continue_()
    expect(page.locator("#f-guest_count")).to_have_text("1")
    expect(page.locator(".hb-papers__paper:visible .hb-blank[data-field=guest_count]").first).to_have_text("1")
    expect(page.locator("#f-start-error")).to_contain_text("沒有時間")
    expect(page.locator("#f-end-error")).to_be_empty()
    expect(page.locator("#f-end")).to_have_value("2026-12-07")
    expect(page.locator("#f-end")).to_be_focused()


@from_a_folder("place")
def test_without_the_rules_the_form_works_and_says_so(page: Page, place: Place, watch: Watch) -> None:
    """One line says that nothing is checked; writing, saving and the Word file go on; another attempt may succeed."""
    watch.expect(lambda text: "ERR_FAILED" in text)
    page.route(RULES, lambda route: route.abort())
    opened(page, place)
    page.fill("#f-title", "來訪")
    expect(page.locator(".hb-notice--warning")).to_contain_text("檢查規則沒有載入")
    expect(page.locator(".hb-papers__paper:visible .hb-blank[data-field=title]").first).to_have_text("來訪")
    saved(page)
    page.click("[data-do=check]")
    expect(page.locator("[data-part=summary]")).to_be_hidden()  # it must not say that there is nothing to mend
    expect(page.locator(".hb-notice--warning")).to_have_count(1)
    with page.expect_download():
        page.click("[data-do=word]")
    page.unroute(RULES)
    page.get_by_role("button", name="再試一次").click()
    expect(page.locator(".hb-notice--warning")).to_have_count(0)
    page.click("[data-do=check]")
    expect(page.locator("#summary-title")).to_be_focused()
    expect(page.locator("#f-start-error")).to_contain_text("還沒有填")


@from_a_folder("place")
def test_an_input_method_is_left_alone(page: Page, place: Place) -> None:
    """Half-written syllables are not taken, nor disturbed by what is shown meanwhile; the finished text is."""
    page.clock.install()
    opened(page, place)
    page.evaluate(
        """() => { const input = document.querySelector("#f-title"); input.focus(); input.value = "jie";
            input.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true})); }"""
    )
    at_rest(page)
    expect(page.locator(SAVED)).to_be_empty()
    page.evaluate(
        """() => { const input = document.querySelector("#f-title"); input.value = "接待";
            input.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true, data: "接待"})); }"""
    )
    saved(page)
    assert stored(page, "drafts")[0]["name"] == "接待"
    row = page.locator('.hb-form [name="guests.name"]')
    row.evaluate(
        """one => { one.focus(); one.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
            one.value = "jie"; one.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
            document.querySelector(".hb-rows[data-rows=guests] [data-do=row-add]").click(); }"""
    )
    expect(page.locator(".hb-rows[data-rows=guests] [data-row]")).to_have_count(2)
    expect(row.first).to_have_value("jie")


@from_a_folder("place")
def test_a_click_on_a_blank_leads_to_its_field(page: Page, place: Place) -> None:
    """The paper is the way into the form as well."""
    opened(page, place)
    page.locator(".hb-papers__paper:visible .hb-blank[data-field=host_unit]").first.click()
    expect(page.locator("#f-host_unit")).to_be_focused()
    page.locator(".hb-papers__paper:visible .hb-blank[data-field='guests.name']").first.click()
    assert page.evaluate("document.activeElement.name") == "guests.name"


@from_a_folder("place")
def test_the_paper_follows_the_field(page: Page, place: Place) -> None:
    """What is being filled in is in sight on the paper; the page itself stays where it is."""
    page.set_viewport_size({"width": 1280, "height": 480})
    opened(page, place)
    blank = page.locator(".hb-papers__paper:visible .hb-blank[data-field=approver]").first
    page.locator("#f-approver").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    expect(blank).not_to_be_in_viewport()
    page.locator("#f-approver").evaluate("one => { one.focus({ preventScroll: true }); }")
    expect(blank).to_be_in_viewport()
    assert page.evaluate("scrollY") == before
    page.locator("#f-title").evaluate("one => { one.focus({ preventScroll: true }); }")
    expect(blank).not_to_be_in_viewport()
    page.locator('[name="meals.host"]').press_sequentially("趙")  # what is blank so far is left out of the paper
    expect(page.locator('.hb-papers__paper:visible .hb-blank--current[data-field="meals.host"]')).to_have_text("趙")


def test_two_tabs_merge_by_field(new_context: Callable[..., BrowserContext], place: Place) -> None:
    """What either tab wrote is in both, and in the draft; a field both changed is told."""
    context = new_context()
    one = opened(context.new_page(), place)
    one.fill("#f-title", "方案")
    one.locator('.hb-form [name="guests.name"]').fill("甲")
    saved(one)
    two = context.new_page()
    two.goto(one.url)
    expect(two.locator("#f-title")).to_have_value("方案")
    one.fill("#f-host_unit", "示例辦公室")
    two.fill("#f-purpose", "調研")
    two.locator('.hb-form [name="guests.position"]').fill("處長")
    one.locator(".hb-rows[data-rows=guests] [data-do=row-add]").click()
    one.keyboard.type("乙")
    for page in (one, two):
        expect(page.locator("#f-host_unit")).to_have_value("示例辦公室")
        expect(page.locator("#f-purpose")).to_have_value("調研")
        expect(page.locator('.hb-form [name="guests.name"]').nth(1)).to_have_value("乙")
        expect(page.locator('.hb-form [name="guests.position"]').first).to_have_value("處長")
    expect(two.locator("[data-part=notices]")).to_contain_text("另一個分頁")
    saved(two)
    [draft] = stored(two, "drafts")
    assert (draft["values"]["host_unit"], draft["values"]["purpose"]) == ("示例辦公室", "調研")
    one.fill("#f-end", "上午")  # what cannot be understood is merged as well, also where the cursor is
    expect(two.locator("#f-end")).to_have_value("上午")
    two.fill("#f-end", "下午")
    expect(one.locator("#f-end")).to_have_value("下午")


@from_a_folder("place")
def test_what_two_tabs_wrote_differently_stays_in_sight(
    new_context: Callable[..., BrowserContext], place: Place
) -> None:
    """However many fields both changed: the other tab's text of each is told until it is read."""
    context = new_context()
    context.add_init_script("BroadcastChannel.prototype.postMessage = () => {}")  # they do not hear of each other
    one = opened(context.new_page(), place)
    one.fill("#f-title", "方案")
    saved(one)
    two = context.new_page()
    two.goto(one.url)
    expect(two.locator("#f-title")).to_have_value("方案")
    fields = ("host_unit", "purpose", "approver", "end")
    for id in fields:
        one.fill(f"#f-{id}", f"一{id}")
    one.reload()  # saved
    expect(one.locator("#f-end")).to_have_value("一end")
    two.evaluate(
        """fields => { for (const id of fields) { const control = document.querySelector(`#f-${id}`);
            control.value = `二${id}`; control.dispatchEvent(new InputEvent("input", { bubbles: true })); } }""",
        fields,
    )  # all at once, before any of it is saved
    told = two.locator(".hb-notice--warning", has_text="兩個分頁都改了")
    expect(told).to_have_count(len(fields))
    for id in fields:
        expect(told.filter(has_text=f"一{id}")).to_have_count(1)
        expect(two.locator(f"#f-{id}")).to_have_value(f"二{id}")


@pytest.mark.parametrize("way", ["reload", "close", "leave"])
def test_what_was_typed_last_outlives_the_page(
    new_context: Callable[..., BrowserContext], place: Place, way: str
) -> None:
    """Loaded again, closed or left right after a key, before anything of it could be written: the key is there."""
    context = new_context()
    page = opened(context.new_page(), place)
    page.fill("#f-title", "方案")
    if way == "leave":
        page.goto(place.url())  # a draft that was never written
    else:
        saved(page)
        page.evaluate(
            """() => { const control = document.querySelector("#f-title"); control.value = "方案二";
                control.dispatchEvent(new InputEvent("input", { bubbles: true })); }"""
        )
        address = page.url
        if way == "close":
            page.close(run_before_unload=True)
            page = context.new_page()
            page.goto(address)
        else:
            page.reload()
        expect(page.locator("#f-title")).to_have_value("方案二")
    assert [draft["name"] for draft in stored(page, "drafts")] == ["方案" if way == "leave" else "方案二"]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('handbook.left'))") == []


def test_what_is_typed_before_the_draft_is_there_belongs_to_it(page: Page, place: Place) -> None:
    """On a slow line the form comes first: whoever types at once goes on with the draft, and nothing of either is lost."""
    opened(page, place)
    page.fill("#f-title", "方案")
    page.fill("#f-purpose", "調研")
    saved(page)
    address = page.url
    page.goto(place.url())
    held: list[Route] = []
    page.route(re.compile("handbook-tools"), lambda route: held.append(route))  # noqa: PLW0108  (playwright marks its handlers)
    page.goto(address, wait_until="domcontentloaded")
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    page.fill("#f-host_unit", "示例辦公室")
    page.fill("#f-purpose", "檢查")
    expect(page.locator("#f-title")).to_have_value("方案")
    for route in held:
        route.continue_()
    expect(page.locator("#f-host_unit")).to_have_value("示例辦公室")
    expect(page.locator("#f-purpose")).to_have_value("檢查")
    expect(page.locator("[data-part=notices]")).to_contain_text("「來訪目的」草稿裡原來寫的是「調研」")
    assert page.url == address
    saved(page)
    [draft] = stored(page, "drafts")
    assert [draft["values"][id] for id in ("title", "host_unit", "purpose")] == ["方案", "示例辦公室", "檢查"]


def test_drafts_are_listed_resumed_deleted_and_restored(page: Page, place: Place) -> None:
    """A new draft does not touch the old one; deleting can be undone."""
    opened(page, place)
    page.fill("#f-title", "第一份")
    saved(page)
    page.locator("[data-part=drafts] > summary").click()
    page.click("[data-do=new-draft]")
    expect(page.locator("#f-title")).to_have_value("")
    assert "#draft=" not in page.url
    page.fill("#f-title", "第二份")
    saved(page)
    page.locator("[data-part=drafts] > summary").click()
    expect(page.locator("[data-do=open-draft]")).to_have_count(2)
    page.get_by_role("button", name="第一份", exact=True).click()
    expect(page.locator("#f-title")).to_have_value("第一份")
    page.locator("[data-part=drafts] > summary").click()  # it lies over the form, and closed when a draft was chosen
    page.get_by_role("button", name="刪除草稿「第一份」").click()
    expect(page.locator("[data-do=open-draft]")).to_have_count(1)
    page.get_by_role("button", name="復原").click()
    expect(page.locator("#f-title")).to_have_value("第一份")
    page.locator("[data-part=drafts] > summary").click()
    page.click("[data-do=clear]")
    expect(page.locator("#f-title")).to_have_value("")
    page.get_by_role("button", name="復原").click()
    expect(page.locator("#f-title")).to_have_value("第一份")


HOSTILE = "<img src=x onerror=alert(1)>\u202e{{7*7}}"


def test_a_draft_goes_through_a_file(page: Page, place: Place, tmp_path: Path) -> None:
    """Saved as .json and opened again, everything is there, also what is hostile or unknown."""
    opened(page, place)
    page.fill("#f-title", HOSTILE)
    page.locator('.hb-form [name="guests.name"]').fill(HOSTILE)
    page.locator("[data-part=drafts] > summary").click()
    with page.expect_download() as download:
        page.click("[data-do=save-json]")
    path = tmp_path / "draft.json"
    download.value.save_as(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["values"]["title"] == HOSTILE
    data["values"]["gone"] = "old value"
    data["values"]["__proto__"] = "x"
    path.write_text(json.dumps(data), encoding="utf-8")
    page.locator("[data-part=drafts] > summary").click()
    page.click("[data-do=new-draft]")
    page.locator("[data-part=file]").set_input_files(path)
    expect(page.locator("#f-title")).to_have_value(HOSTILE)
    expect(page.locator("[data-part=notices]")).to_contain_text("gone")
    title = page.locator(".hb-papers__paper:visible .hb-blank[data-field=title]").first
    expect(title).to_have_text(f"\u2068{HOSTILE}\u2069")  # what turns the direction of text turns nothing but itself
    until(page, lambda: any(draft["aside"].get("gone") == "old value" for draft in stored(page, "drafts")))


def test_what_an_opened_file_brings_along_is_checked_at_once(page: Page, place: Place, tmp_path: Path) -> None:
    """Its faults are at their fields and on the sections; what is merely blank is not flagged, nor after a reload."""
    opened(page, place)
    path = tmp_path / "draft.json"
    values = {"title": "來訪", "start": "2026-12-08T09:30", "end": "2026-12-07T09:30", "guests": [{"name": "甲"}]}
    path.write_text(json.dumps({"template": "reception-plan", "values": values}), encoding="utf-8")
    page.locator("[data-part=file]").set_input_files(path)
    for again in (False, True):
        if again:
            saved(page)
            page.reload()
        expect(page.locator(".hb-field__error", has_text="「接待結束」要晚於「接待開始」")).to_have_count(1)
        expect(page.locator(".hb-tasks__chip--wrong")).to_have_count(1)
        expect(page.locator("[data-part=findings-count]")).to_contain_text("1 項須改")
        expect(page.locator("#f-purpose-error")).to_be_empty()


@from_a_folder("place")
def test_a_finding_leads_to_both_places_and_takes_what_was_meant(page: Page, place: Place, tmp_path: Path) -> None:
    """A clash has a link to the other list; a misspelt name is mended by one click, and the finding goes."""
    opened(page, place)
    sample = json.loads((ROOT / "templates/reception-plan/samples/visit.json").read_text("utf-8"))
    sample["values"]["agenda"][1]["owner"] = "褚司機"
    sample["values"]["liaison"] = "周連絡"
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(sample, ensure_ascii=False), encoding="utf-8")
    page.set_input_files("[data-part=file]", file)
    expect(page.locator("#f-liaison")).to_have_value("周連絡")
    page.locator("[data-do=check]").click()
    page.locator("[data-do=toggle-findings]").click()
    clash = page.locator(".hb-finding", has_text="褚司機 13:40–17:00 已開示A00001（「車輛」第 3 列）")
    clash.get_by_role("link", name="到「車輛」第 3 列").click()
    expect(page.locator('[name="vehicles.driver"]').nth(2)).to_be_focused()

    page.get_by_role("button", name="改為「周聯絡」").click()
    expect(page.locator("#f-liaison")).to_have_value("周聯絡")
    expect(page.locator(".hb-finding", has_text="周連絡")).to_have_count(0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "已經損壞"),
        ("[" * 5000 + "]" * 5000, "層次太深"),
        ('{"template": "vehicle-request", "values": {}}', "另一份範本"),
        ('{"values": {}}', "沒有填寫內容"),
        ('"' + "x" * (5 * 1024 * 1024) + '"', "5 MB"),
    ],
    ids=["broken", "deep", "other template", "no response", "large"],
)
@from_a_folder("place")
def test_a_wrong_file_leaves_the_draft_untouched(
    page: Page, place: Place, tmp_path: Path, content: str, words: str
) -> None:
    """The message says what is wrong; what was typed stays."""
    opened(page, place)
    page.fill("#f-title", "我的草稿")
    path = tmp_path / "wrong.json"
    path.write_text(content, encoding="utf-8")
    page.locator("[data-part=file]").set_input_files(path)
    expect(page.locator("[data-part=notices]")).to_contain_text(words)
    expect(page.locator("#f-title")).to_have_value("我的草稿")


@pytest.mark.parametrize(
    "fault",
    [
        "Object.defineProperty(window, 'indexedDB', {value: undefined})",
        "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('no', 'SecurityError'); }})",
        "IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); }",
        "IDBFactory.prototype.open = function () { throw new DOMException('no', 'UnknownError'); }",
    ],
    ids=["absent", "blocked", "quota", "throwing"],
)
@from_a_folder("place")
def test_without_storage_the_form_works_and_says_so(page: Page, place: Place, fault: str) -> None:
    """A visible warning with a way to keep the draft, and the browser asks before it is left; no error, no silent loss."""
    page.add_init_script(fault)
    opened(page, place)
    page.fill("#f-title", "不可丟")
    expect(page.locator(".hb-notice--warning")).to_be_visible()
    expect(page.locator(SAVED)).to_have_text("未能存於本機")
    with page.expect_download() as download:
        page.get_by_role("button", name="下載草稿").click()
    assert "不可丟" in Path(download.value.path()).read_text(encoding="utf-8")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_a_killed_browser_loses_nothing_older_than_a_second(chromium_path: str, place: Place, tmp_path: Path) -> None:
    """Within a second of the last key the draft is called saved; killed with SIGKILL then, it is there on the next start."""

    def start() -> BrowserContext:
        context = playwright().chromium.launch_persistent_context(
            str(tmp_path / "profile"), executable_path=chromium_path, args=CHROMIUM_ARGS
        )
        context.add_init_script(NOTE_TYPING)
        return context

    context = start()
    page = opened(context.new_page(), place)
    page.locator("#f-title").press_sequentially("停電以前寫的")
    saved(page)
    address = page.url
    [draft] = stored(page, "drafts")
    assert draft["updated"] - page.evaluate("typedAt") < 1000
    killed_browser.kill(tmp_path / "profile")
    context = start()
    try:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("#f-title")).to_have_value("停電以前寫的")
    finally:
        context.close()


def test_word_copy_and_layouts(page: Page, place: Place) -> None:
    """The Word file carries title and date in its name; the layout chosen is the one on show; copies are made."""
    opened(page, place)
    page.fill("#f-title", "來訪")
    page.fill("#f-start", "2026-12-08 09:30")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.click("[data-do=word]")
    assert download.value.suggested_filename == "公務接待方案-來訪-2026-12-08.docx"
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_label("表格式", exact=True).first.check(force=True)
    expect(page.locator("[data-paper=table]")).to_be_visible()
    expect(page.locator("[data-paper=text]")).to_be_hidden()
    expect(page.locator("[data-paper=table] .hb-blank[data-field=title]").first).to_have_text("來訪")
    for kind in ("rich", "text", "markdown"):
        page.locator("[data-part=copy-menu] > summary").click()
        page.click(f"[data-do=copy-{kind}]")
        expect(page.locator("[data-part=notices]")).to_contain_text("已複製")


@from_a_folder("place")
def test_only_the_paper_prints(page: Page, place: Place) -> None:
    """No form, no page head, no findings on paper."""
    opened(page, place)
    page.fill("#f-title", "來訪")
    page.emulate_media(media="print")
    for hidden in (".hb-form", ".hb-findings", ".hb-tasks", ".hb-head", ".hb-template__bar"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("article.hb-paper:visible")).to_have_count(1)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_and_width(
    new_context: Callable[..., BrowserContext], server: str, axe: Callable[..., list[str]], width: int
) -> None:
    """Blank and full of errors, at every width and in both schemes: nothing to complain about, no sideways scroll."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()

    def complaints() -> list[str]:
        page.evaluate("scrollTo(0, 0)")  # half under the sticking head, a button counts as too small
        return axe(page)

    opened(page, Place("http", server))  # on file:// axe itself may not read the style sheets
    assert complaints() == []
    page.fill("#f-start", "上午")
    page.locator("[data-part=drafts] > summary").click()
    page.click("[data-do=check]")
    for view in ("findings", "paper", "form") if width < 960 else ("",):
        if view:
            page.click(f"[data-tab={view}]")
        assert complaints() == []
        for narrow in (width, min(width, 320)):
            page.set_viewport_size({"width": narrow, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= narrow
        page.set_viewport_size({"width": width, "height": 800})


@from_a_folder("place")
def test_without_javascript_there_is_a_form_and_every_paper(nojs_page: Page, place: Place) -> None:
    """Labelled controls, both papers, nothing that does not work."""
    nojs_page.goto(place.url(PLAN))
    expect(nojs_page.get_by_label("標題").first).to_be_visible()
    expect(nojs_page.locator("article.hb-paper:visible")).to_have_count(2)
    expect(nojs_page.locator("[data-do=check]")).to_be_hidden()
    expect(nojs_page.locator(".hb-template__rules li").first).to_be_visible()
    with nojs_page.expect_download() as download:
        nojs_page.get_by_role("link", name="空白 Word").first.click()
    assert download.value.path().read_bytes()[:2] == b"PK"


@from_a_folder("place")
def test_who_approves_comes_from_the_decision_table(page: Page, place: Place) -> None:
    """The field says who approves, or why that is open; with too little filled in it is blank."""
    opened(page, place, "fill/leave-request-form.html")
    approver = page.locator("#f-approver")
    page.select_option("#f-grade", "員工")
    page.select_option("#f-kind", "病假")
    expect(approver).to_have_text("—")
    page.fill("#f-days", "3")
    expect(approver).to_have_text("運營經理或支撐經理")
    expect(page.locator(".hb-papers__paper:visible .hb-blank[data-field=approver]").first).to_have_text(
        "運營經理或支撐經理"
    )
    page.select_option("#f-kind", "事假")
    page.fill("#f-days", "1")
    expect(approver).to_have_text("待定：班長或主管，兩條不一致")
    page.click("[data-do=check]")
    expect(page.locator("hb-template")).to_contain_text("「批准人」待定：班長或主管，兩條不一致。")
