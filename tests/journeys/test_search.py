"""The search box: every way of putting a question, every key, and what a reader finds at the other end."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from support import Place, Watch, at_rest, from_a_folder, until

BOX = "#hb-search-input"
NOWHERE = "量子色動力學"  # in no handbook of an office
COPIED = """() => { const set = DataTransfer.prototype.setData; window.copied = [];
  DataTransfer.prototype.setData = function (type, text) { copied.push(text); return set.call(this, type, text); }; }"""
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });"""
INJECTIONS = (
    '<img src=x onerror="window.hit=1">',
    '"><script>window.hit=1</script>',
    "</mark><svg onload=window.hit=1>",
    "javascript:window.hit=1",
    "{{constructor.constructor('window.hit=1')()}}",
    "__proto__ constructor toString",
    "%E0%A4%A %00 &lt;b&gt;",
    "\u202e\u200b\ufeff加油",
    "[.*+?^${}()|[\\]\\\\",
    "加油" * 400,
)


def options(page: Page) -> Locator:
    """The rows shown; the list of roles has options as well."""
    return page.locator("hb-search [role=option]:visible")


def search(page: Page, query: str) -> None:
    """Put a question into the box and wait for its answer."""
    page.locator(BOX).fill(query)
    answered(page)


def answered(page: Page) -> None:
    """Wait until the box has answered what stands in it."""
    page.wait_for_function(
        """() => { const panel = document.querySelector("#hb-search-panel");
          return !panel.hidden && !panel.hasAttribute("aria-busy") && !/正在載入/.test(panel.textContent); }"""
    )


def said(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator("hb-search [role=status]")


def asked_of(page: Page) -> list[str]:
    """The question in the page's address."""
    return parse_qs(urlsplit(page.url).query).get("q", [])


# ── before it is used, and when it cannot be ──


def test_nothing_is_loaded_before_the_box_is_used(page: Page, place: Place, watch: Watch) -> None:
    """A page asks for nothing of search until the box gets the focus; then for all it needs, and only once."""
    page.clock.install()
    page.goto(place.url("procedures/vehicle-rules.html"))
    page.keyboard.press("Tab")
    page.locator("main").click()
    at_rest(page)
    assert [url for url in watch.requests if "search" in url] == []

    page.locator(BOX).click()
    search(page, "加油")
    loaded = [urlsplit(url).path.rpartition("/assets/")[2] for url in watch.requests if "search" in url]
    assert {"handbook-search.js", "handbook-search.css"} <= set(loaded)
    assert len(loaded) == len(set(loaded))


def test_a_failing_script_is_said_and_the_form_still_leads_on(page: Page, server: str, watch: Watch) -> None:
    """Where the script of search cannot be loaded, the box says what to do, and Enter leads to all pages."""
    watch.expect(lambda text: "ERR_FAILED" in text)
    page.route("**/handbook-search.js*", lambda route: route.abort())
    page.goto(server + "index.html")
    page.locator(BOX).fill("加油")
    expect(page.get_by_text("搜尋未能載入")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.get_by_role("main").get_by_role("link", name="車輛管理辦法")).to_be_visible()


def test_missing_data_is_said_and_can_be_asked_for_again(page: Page, server: str, watch: Watch) -> None:
    """A failing answer says what to do; trying again when the network is back answers."""
    watch.expect(lambda text: "ERR_FAILED" in text or "cannot be loaded" in text)
    page.route("**/assets/handbook/data/search*", lambda route: route.abort())
    page.route("**/assets/handbook/data/search/**", lambda route: route.abort())
    page.goto(server + "index.html")
    page.locator(BOX).fill("加油")
    expect(page.get_by_text("搜尋資料未能載入。", exact=False).first).to_be_visible()
    expect(page.locator("hb-search").get_by_role("link", name="從全部頁面找")).to_be_visible()
    expect(said(page)).to_contain_text("未能載入")
    page.unroute_all()
    page.get_by_role("button", name="再試一次").click()
    expect(options(page).first).to_be_visible()
    expect(page.locator(BOX)).to_be_focused()


def test_the_latest_question_wins(page: Page, server: str) -> None:
    """While data is slow the box is busy; what comes then answers what stands in the box by now."""
    waiting: list[Route] = []
    held = True

    def hold(route: Route) -> None:
        if held:
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/assets/handbook/data/search**", hold)
    page.clock.install()
    page.goto(server + "index.html")
    page.locator(BOX).fill("加油")
    expect(page.locator("hb-search [aria-busy=true]")).to_have_count(1)
    expect(page.get_by_text("正在載入")).to_be_visible()
    page.locator(BOX).fill("家長")
    at_rest(page)
    held = False
    for route in waiting:
        route.continue_()
    expect(options(page).first).to_contain_text("家長")
    expect(page.locator("hb-search [aria-busy=true]")).to_have_count(0)
    assert "加油" not in options(page).first.inner_text()


# ── ways of putting a question ──


@pytest.mark.parametrize("kind", ["insertFromPaste", "insertReplacementText", "insertFromDrop", "insertText", ""])
def test_text_may_come_from_anywhere(kind: str, page: Page, server: str) -> None:
    """Paste, dictation, a drop, an extension: whatever tells the field that its text is new brings results, without a key."""
    page.goto(server + "index.html")
    page.locator(BOX).focus()
    page.evaluate(
        """kind => { const box = document.querySelector("#hb-search-input"); box.value = "加油";
          box.dispatchEvent(kind ? new InputEvent("input", { bubbles: true, inputType: kind }) : new Event("change", { bubbles: true })); }""",
        kind,
    )
    expect(options(page).first).to_contain_text("加油")


def test_nothing_is_searched_while_characters_are_composed(page: Page, place: Place) -> None:
    """An input method's raw letters are no question, its Enter is no command; the finished characters are searched."""
    page.clock.install()
    page.goto(place.url("index.html"))
    page.locator(BOX).focus()
    search(page, "家長")
    page.locator(BOX).fill("")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "jia you", "selectionStart": 7, "selectionEnd": 7})
    at_rest(page)
    assert page.locator(BOX).input_value() == "jia you"
    expect(options(page)).to_have_count(0)
    expect(page.locator("hb-search [aria-busy=true]")).to_have_count(0)
    page.evaluate(  # as browsers send it while composing
        """() => document.querySelector("#hb-search-input").dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", isComposing: true, keyCode: 229, bubbles: true, cancelable: true }))"""
    )
    page.evaluate("document.querySelector('hb-search form').requestSubmit()")
    keyboard.send("Input.insertText", {"text": "加油"})
    expect(options(page).first).to_contain_text("加油")
    assert page.locator(BOX).input_value() == "加油"
    assert urlsplit(page.url).path.endswith("/index.html")


def test_handwriting_ends_without_any_key(page: Page, server: str) -> None:
    """A field that only ever hears that a composition has ended (handwriting panels) is answered."""
    page.goto(server + "index.html")
    page.locator(BOX).focus()
    page.evaluate(
        """() => { const box = document.querySelector("#hb-search-input");
          box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
          box.value = "加油";
          box.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true, inputType: "insertCompositionText" }));
          box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "加油" })); }"""
    )
    expect(options(page).first).to_contain_text("加油")


@pytest.mark.parametrize("text", INJECTIONS)
@from_a_folder("place")
def test_strings_that_look_like_code_are_text(text: str, page: Page, place: Place) -> None:
    """Typed, in a link with ?q= and in one with ?h=: it is searched and shown as text, and nothing runs."""
    page.goto(place.url("index.html"))
    search(page, text)
    assert page.locator("hb-search").locator("img, script, iframe, svg svg, b b").count() == 0
    page.keyboard.press("Escape")
    page.goto(place.url(f"procedures/vehicle-rules.html?q={quote(text)}&h={quote(text)}&h=%E6%B2%B9"))
    answered(page)
    expect(page.get_by_role("region", name="搜尋標記")).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.locator("main").locator("img[onerror], svg[onload], script").count() == 0


# ── keys ──


@from_a_folder("place")
def test_keys_walk_through_the_rows(page: Page, place: Place) -> None:
    """Arrows, Home and End choose rows while the focus stays in the box; Enter follows the chosen one."""
    page.goto(place.url("index.html"))
    page.keyboard.press("/")
    page.keyboard.type("車輛")
    answered(page)
    box, rows = page.locator(BOX), options(page)
    last = rows.count() - 1
    expect(box).to_have_attribute("aria-expanded", "true")
    assert last > 5
    for key, index in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("End", last),
        ("ArrowDown", 0),
        ("ArrowUp", last),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        expect(rows.nth(index)).to_have_attribute("aria-selected", "true")
        expect(rows.nth(index)).to_be_in_viewport()
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
        assert box.get_attribute("aria-activedescendant") == rows.nth(index).get_attribute("id")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    target = rows.nth(1).get_attribute("href")
    assert target
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(target.removeprefix("./"))))


def test_enter_follows_the_first_row_and_waits_for_it(page: Page, place: Place) -> None:
    """A question and Enter in one go: the answer is waited for, and its first row followed."""
    page.goto(place.url("index.html"))
    page.locator(BOX).focus()
    page.keyboard.type("車輛管理辦法")
    page.keyboard.press("Enter")
    page.wait_for_url("**/procedures/vehicle-rules.html*")


@from_a_folder("place")
def test_enter_before_the_script_has_come(page: Page, place: Place) -> None:
    """On a slow line the question is not lost: the script is waited for and the first row followed."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:  # the page that follows asks for the script as well
            route.continue_()
        else:
            held.append(route)

    page.route(lambda url: "handbook-search.js" in url, hold)
    page.goto(place.url("index.html"))
    page.locator(BOX).focus()
    page.keyboard.type("車輛管理辦法")
    page.keyboard.press("Enter")
    until(page, lambda: held)
    held[0].continue_()
    page.wait_for_url("**/procedures/vehicle-rules.html*")


@pytest.mark.parametrize("key", ["Control+Enter", "Meta+Enter"])
def test_control_enter_opens_a_tab_of_its_own(key: str, page: Page, server: str) -> None:
    """As with links; the search stays as it was."""
    page.goto(server + "index.html")
    search(page, "加油")
    with page.context.expect_page() as opened:
        page.keyboard.press(key)
    assert "加油" in opened.value.locator("main").inner_text()
    expect(options(page).first).to_be_visible()
    with page.context.expect_page():
        options(page).nth(1).click(modifiers=["Control"])
    assert "index.html" in page.url


@pytest.mark.parametrize("key", ["/", "s", "Control+k"])
@from_a_folder("place")
def test_escape_gives_the_focus_back(key: str, page: Page, place: Place) -> None:
    """A shortcut comes from anywhere; Escape closes and returns there, with results and without."""
    page.goto(place.url("procedures/vehicle-rules.html"))
    link = page.get_by_role("main").get_by_role("link").nth(3)
    for query in ("", "加油"):
        link.focus()
        page.keyboard.press(key)
        expect(page.locator(BOX)).to_be_focused()
        page.locator("hb-search [role=combobox]").wait_for()
        if query:
            search(page, query)
        page.keyboard.press("Escape")
        expect(link).to_be_focused()
        expect(page.locator("#hb-search-panel")).to_be_hidden()
        expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")


def test_shortcuts_are_text_where_one_types(page: Page, server: str) -> None:
    """In a field `/` and `s` are characters."""
    page.goto(server + "fill/vehicle-request.html")
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    field = page.locator("hb-template input[type=text]:visible, hb-template textarea:visible").first
    field.fill("")
    field.press("s")
    field.press("/")
    expect(field).to_have_value("s/")
    field.press("Control+k")
    expect(field).to_be_focused()


def test_tab_goes_through_the_panel_and_leaves(page: Page, server: str) -> None:
    """Filters and the first row's action can be reached; going on closes the panel, with nothing left behind."""
    page.goto(server + "index.html")
    search(page, "加油")
    passed: list[str] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        if not page.evaluate("document.querySelector('hb-search').contains(document.activeElement)"):
            break
        passed.append(page.evaluate("document.activeElement.className"))
    assert any("hb-search__radio" in name for name in passed), passed
    assert len(passed) < 7, passed
    expect(page.locator("#hb-search-panel")).to_be_hidden()
    expect(said(page)).to_be_empty()
    page.locator(BOX).click()
    expect(options(page).first).to_be_visible()
    page.mouse.click(20, 700)
    expect(page.locator("#hb-search-panel")).to_be_hidden()


# ── what is shown ──


@from_a_folder("place")
def test_a_row_says_what_it_is(page: Page, place: Place) -> None:
    """Kind, title, path and a snippet in which the words are marked in the page's own script."""
    page.goto(place.url("index.html"))
    search(page, "加油")
    row = options(page).first
    expect(row.locator(".hb-search__kind")).to_have_text(re.compile("應急|範本|清單|職責|程序|制度|指引|頁面"))
    assert row.locator(".hb-search__title").inner_text().strip()
    marked = options(page).locator("mark").all_inner_texts()
    assert any("加油" in text for text in marked), marked
    count = re.search(r"\d+", said(page).inner_text() or "")
    expect(said(page)).to_have_text(re.compile(r"\d+ 筆結果"))
    assert count is None or int(count[0]) >= options(page).count()


def test_the_count_is_said_once_typing_rests(page: Page, server: str) -> None:
    """A screen reader hears one count, not one for each key."""
    page.goto(server + "index.html")
    page.locator(BOX).focus()
    page.evaluate(
        """() => { window.heard = []; const status = document.querySelector("hb-search [role=status]");
          new MutationObserver(() => { if (status.textContent) heard.push(status.textContent); })
            .observe(status, { childList: true, characterData: true, subtree: true }); }"""
    )
    page.keyboard.type("車輛管理辦法", delay=60)
    expect(said(page)).to_contain_text("筆結果")
    assert len(page.evaluate("heard")) == 1


@from_a_folder("place")
def test_emergencies_come_first_in_a_frame_of_their_own(page: Page, place: Place) -> None:
    """Who asks for an emergency sees it first, and one press later its first step."""
    page.goto(place.url("index.html"))
    search(page, "學生突發疾病")
    frame = page.locator(".hb-search__section--emergency")
    expect(frame).to_be_visible()
    assert options(page).first.evaluate("row => !!row.closest('.hb-search__section--emergency')")
    assert frame.bounding_box()["y"] < options(page).nth(3).bounding_box()["y"]  # type: ignore[index]
    frame.get_by_role("link", name=re.compile("^開始")).first.click()
    expect(page.locator("[data-part=stage]")).to_be_visible()
    expect(page.locator("[data-part=now]")).to_contain_text("撥 120")


def test_groups_are_named_and_own_their_rows(page: Page, server: str) -> None:
    """The best rows come first as ranked, the others by kind; the listbox holds them all, in the order they are seen."""
    page.goto(server + "index.html")
    search(page, "車輛")
    owned = page.evaluate(
        """() => Array.from(document.querySelectorAll("#hb-search-list [role=group]"), group => ({
          name: document.getElementById(group.getAttribute("aria-labelledby")).textContent,
          rows: group.getAttribute("aria-owns").split(" "),
          kinds: group.getAttribute("aria-owns").split(" ").map(id => document.getElementById(id).querySelector(".hb-search__kind").textContent) }))"""
    )
    names = [group["name"] for group in owned if group["name"] != "應急"]
    assert names[0] == "最相關"
    assert len(names) > 1
    for group in owned:
        assert group["name"] in ("應急", "最相關") or set(group["kinds"]) == {group["name"]}
    seen = options(page).evaluate_all("rows => rows.map(row => row.id)")
    assert [row for group in owned for row in group["rows"]] == seen
    assert options(page).last.get_attribute("aria-posinset") == str(len(seen))


@from_a_folder("place")
def test_filters_by_keyboard(page: Page, place: Place) -> None:
    """Kinds are radios with counts; choosing one leaves only its rows, says so, and holds for the next question."""
    page.goto(place.url("index.html"))
    search(page, "車輛")
    total = options(page).count()
    chips = page.get_by_role("group", name="種類").get_by_role("radio")
    expect(chips.first).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(chips.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    answered(page)
    chosen = page.locator(".hb-search__radio:checked + span")
    kind, count = chosen.inner_text().split()
    expect(options(page)).to_have_count(min(int(count), 30))
    assert set(options(page).locator(".hb-search__kind").all_inner_texts()) == {kind}
    assert options(page).count() < total or int(count) > 30
    expect(said(page)).to_have_text(f"{count} 筆結果")
    expect(page.locator(".hb-search__radio:checked")).to_be_focused()
    search(page, "學生突發疾病")
    assert set(options(page).locator(".hb-search__kind").all_inner_texts()) <= {kind}
    if not options(page).count():
        page.get_by_role("button", name=re.compile("^看全部")).click()
        expect(options(page).first).to_be_visible()
        expect(page.locator(BOX)).to_be_focused()


def test_filter_by_role(page: Page, server: str) -> None:
    """The list of roles narrows the answer, and back."""
    page.goto(server + "index.html")
    search(page, "車")
    roles = page.get_by_role("combobox", name="崗位", exact=True)
    label = next(one for one in roles.locator("option").all_inner_texts() if one.startswith("司機"))
    total = page.locator(".hb-search__count").first.inner_text()
    roles.select_option(label=label)
    answered(page)
    expect(said(page)).to_have_text(re.compile("筆結果"))
    assert options(page).count() > 0
    roles.select_option("")
    answered(page)
    assert page.locator(".hb-search__count").first.inner_text() == total


@from_a_folder("place")
def test_a_slip_is_corrected_and_said(page: Page, place: Place) -> None:
    """One wrong character: the box says what it searched instead, to everybody."""
    page.goto(place.url("index.html"))
    search(page, "接代方案")
    expect(page.locator("#hb-search-panel").get_by_text(re.compile("改搜「接待方案」"))).to_be_visible()
    expect(options(page).first).to_contain_text("接待")
    expect(said(page)).to_contain_text("改搜「接待方案」")


@from_a_folder("place")
def test_what_is_not_there_is_named(page: Page, place: Place) -> None:
    """Words of no page are named; at most three rows may be guesses and say so; all pages are one key away."""
    page.goto(place.url("index.html"))
    search(page, NOWHERE)
    expect(page.locator("#hb-search-panel").get_by_text(re.compile("(手冊裡沒有|找不到)「")).first).to_be_visible()
    assert options(page).count() == page.locator("[data-weak] [role=option]").count() <= 3
    if options(page).count():
        expect(page.get_by_text("沒有正好的條款，這些或許有關")).to_be_visible()
    expect(said(page)).to_have_text(re.compile("找不到|或許有關"))
    page.locator("hb-search").get_by_role("link", name="從全部頁面找").click()
    page.wait_for_url("**/search.html")


# ── actions ──


@from_a_folder("place")
def test_actions_by_keyboard_and_by_hand(page: Page, place: Place) -> None:
    """Alt+Enter does what stands at the right of the chosen row; 引用 copies, 填寫 leads to the form."""
    page.goto(place.url("index.html"))
    page.evaluate(COPIED)
    search(page, "接送來賓前加滿油")
    cite = page.locator(".hb-search__row").get_by_role("button", name=re.compile("^引用《")).first
    index = page.locator(".hb-search__row").evaluate_all(
        "rows => rows.findIndex(row => row.querySelector('[data-cite]'))"
    )
    for _ in range(index + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+Enter")
    copied = page.evaluate("copied")
    assert len(copied) == 1
    assert re.match(r"《.+》", copied[0])
    done = page.get_by_text(f"已複製 {copied[0]}")
    expect(done).to_be_visible()
    expect(page.locator(BOX)).to_be_focused()
    cite.click()
    assert page.evaluate("copied") == copied * 2
    expect(done).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(done).to_have_count(0)
    search(page, "公務接待方案")
    page.get_by_role("link", name=re.compile("^填寫：")).first.click()
    page.wait_for_url("**/fill/*.html*")


def test_an_option_holds_nothing_that_can_be_operated(page: Page, server: str) -> None:
    """The actions stand beside the options; only one of them is a stop for Tab."""
    page.goto(server + "index.html")
    search(page, "車輛")
    assert options(page).locator("a, button, input, [tabindex]").count() == 0
    assert page.locator(".hb-search__action").count() > 1
    assert page.locator(".hb-search__action[tabindex='0']").count() <= 1
    page.keyboard.press("ArrowDown")
    described = options(page).first.get_attribute("aria-describedby")
    if described:
        expect(page.locator(f"#{described}")).to_have_attribute("tabindex", "0")


# ── recent searches ──


@from_a_folder("place")
def test_recent_searches_stay_on_the_device(page: Page, place: Place) -> None:
    """The last eight questions that led somewhere come back in the empty box, go one by one or all at once."""
    queries = ["加油", "家長", "車輛", "司機", "接待", "學生", "醫院", "電話", "方案"]
    page.goto(place.url("index.html"))
    for query in queries:
        page.locator(BOX).click()
        search(page, query)
        page.keyboard.press("Enter")
        page.wait_for_url("**/*h=*")
    page.goto(place.url("index.html"))
    page.locator(BOX).click()
    expect(options(page)).to_have_text([*reversed(queries)][:8])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(BOX)).to_have_value("方案")
    expect(options(page).first).to_contain_text("方案")
    page.locator(BOX).fill("")
    page.get_by_role("button", name="移除：電話").click()
    expect(options(page)).to_have_count(7)
    expect(page.locator(BOX)).to_be_focused()
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator("#hb-search-panel")).to_be_hidden()
    page.clock.install()
    page.reload()
    page.locator(BOX).click()
    page.locator("hb-search [role=combobox]").wait_for()
    at_rest(page)
    expect(options(page)).to_have_count(0)


def test_nothing_breaks_where_nothing_can_be_stored(new_context: Callable[..., BrowserContext], place: Place) -> None:
    """With site data blocked the box answers, follows and remembers for as long as the page is open."""
    context = new_context()
    context.add_init_script(NO_STORAGE)
    page = context.new_page()
    page.goto(place.url("index.html"))
    page.locator(BOX).click()
    search(page, "加油")
    with context.expect_page():
        page.keyboard.press("Control+Enter")
    page.locator(BOX).fill("")
    expect(options(page)).to_have_text(["加油"])
    search(page, "加油")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*h=*")


# ── addresses ──


@pytest.mark.parametrize("path", ["search.html", "index.html", "procedures/vehicle-rules.html"])
def test_a_link_opens_with_its_question(path: str, page: Page, place: Place) -> None:
    """?q= on any page opens the box with the answer; the address follows the next question and forgets it at the end."""
    page.goto(place.url(f"{path}?q={quote('加油')}"))
    expect(options(page).first).to_be_visible()
    expect(page.locator(BOX)).to_have_value("加油")
    search(page, "家長")
    page.wait_for_url("**/*?q=*%95%B7")
    assert asked_of(page) == ["家長"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/*h=*")
    page.go_back()
    expect(page.locator(BOX)).to_have_value("家長")
    expect(options(page).first).to_contain_text("家長")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"^[^?]*$"))


@from_a_folder("place")
def test_the_search_can_be_copied_as_a_link(page: Page, place: Place) -> None:
    """The copied address opens the same answer."""
    page.goto(place.url("procedures/vehicle-rules.html"))
    page.evaluate(COPIED)
    search(page, "加油")
    first = options(page).first.inner_text()
    page.get_by_role("button", name="複製搜尋連結").click()
    expect(page.get_by_text("已複製")).to_be_visible()
    page.goto(page.evaluate("copied[0]"))
    answered(page)
    assert options(page).first.inner_text() == first


@from_a_folder("place")
def test_without_script_the_form_leads_to_all_pages(nojs_page: Page, place: Place) -> None:
    """Without JavaScript the box is a form that leads to the list of all pages."""
    nojs_page.goto(place.url("index.html"))
    nojs_page.locator(BOX).fill("加油")
    nojs_page.keyboard.press("Enter")
    nojs_page.wait_for_url("**/search.html?q=*")
    expect(nojs_page.get_by_role("main").get_by_role("link", name="車輛管理辦法")).to_be_visible()


# ── at the other end ──


@from_a_folder("place")
def test_words_are_marked_where_a_result_leads(page: Page, place: Place) -> None:
    """The page a result leads to has the words marked, in view; one click takes the marks away, from the address too."""
    page.goto(place.url("index.html"))
    search(page, "加油")
    row = page.locator("[role=option][href*='vehicle-rules.html?']").first
    row.click()
    marks = page.locator("main mark.hb-mark")
    expect(marks.first).to_have_text("加油")
    text = page.locator("main").inner_text()
    note = page.get_by_role("region", name="搜尋標記")
    expect(note).to_contain_text("已標出「加油」")
    note.get_by_role("button", name="下一處").click()
    assert any(
        mark.evaluate(
            "one => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
        )
        for mark in marks.all()
    )
    page.emulate_media(media="print")
    assert marks.first.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert marks.first.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
    expect(note).to_be_hidden()
    page.emulate_media(media="screen")
    note.get_by_role("button", name="清除").click()
    expect(marks).to_have_count(0)
    expect(note).to_have_count(0)
    assert "h=" not in page.url
    assert page.locator("main").inner_text() == text


@from_a_folder("place")
def test_marks_know_both_scripts_and_leave_fields_alone(page: Page, place: Place) -> None:
    """Simplified words mark Traditional text; nothing inside fields, scripts and the paper changes."""
    page.goto(place.url(f"procedures/vehicle-rules.html?h={quote('车辆')}"))
    expect(page.locator("main mark.hb-mark").first).to_have_text("車輛")
    page.goto(place.url(f"fill/vehicle-request.html?h={quote('用車')}&h={quote('時間')}"))
    expect(page.locator("main mark.hb-mark").first).to_be_visible()
    assert page.locator(":is(textarea, select, option, button, script, template, .hb-paper, svg) mark").count() == 0


@from_a_folder("place")
def test_a_folded_place_is_opened(page: Page, place: Place) -> None:
    """A target inside something folded away is shown, and what is folded around that as well."""
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
          for (let fold = 0; fold < 2; fold += 1) {
            const target = document.getElementById("refuel-mileage"), around = document.createElement("details");
            target.before(around);
            around.append(target);
          } });"""
    )
    page.goto(place.url(f"procedures/vehicle-rules.html?h={quote('油')}#refuel-mileage"))
    expect(page.get_by_role("region", name="搜尋標記")).to_be_visible()
    expect(page.locator("#refuel-mileage")).to_be_in_viewport()


def test_the_marker_is_loaded_only_when_it_is_asked_for(page: Page, server: str, watch: Watch) -> None:
    """A page without ?h= loads nothing for it; one with ?h= needs no search to mark."""
    page.clock.install()
    page.goto(server + "procedures/vehicle-rules.html?x=1")
    at_rest(page)
    assert [url for url in watch.requests if "search" in url] == []
    page.goto(server + f"procedures/vehicle-rules.html?h={quote('車輛')}")
    expect(page.locator("main mark.hb-mark").first).to_be_visible()
    expect(page.locator("#hb-search-panel")).to_be_hidden()


# ── looks ──


@pytest.mark.parametrize("width", [1280, 320])
def test_the_panel_is_accessible(
    width: int, new_context: Callable[..., BrowserContext], server: str, axe: Callable[[Page], list[str]]
) -> None:
    """axe finds nothing: results with a chosen row, guesses, recent searches, marks on a page."""
    page = new_context(viewport={"width": width, "height": 640}).new_page()
    page.goto(server + "drafts.html")  # a page with few links: axe measures those that the panel half covers
    for query in ("學生", "車輛", NOWHERE, "接代方案"):
        search(page, query)
        page.keyboard.press("ArrowDown")
        assert axe(page) == [], query
    search(page, "司機")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="搜尋標記")).to_be_visible()
    assert axe(page) == []
    page.locator(BOX).click()
    expect(options(page)).to_have_count(1)
    assert axe(page) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (640, 400), (375, 667), (320, 568), (320, 256)])
def test_the_panel_fits_its_window(
    width: int, height: int, new_context: Callable[..., BrowserContext], server: str
) -> None:
    """From a desk to a phone and zoomed in: nothing scrolls sideways, all of the panel can be reached, targets suit a thumb."""
    page = new_context(viewport={"width": width, "height": height}, has_touch=width < 400).new_page()
    page.goto(server + "index.html")
    search(page, "車輛")
    box = page.locator("#hb-search-panel").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height + 1
    if width < 400:
        assert box["width"] == width
        small = page.locator(
            ".hb-search__option, .hb-search__action, .hb-search__chip, .hb-search__role, .hb-search__close"
        )
        assert min(one["height"] for one in (row.bounding_box() for row in small.all()) if one) >= 40
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(
        "(panel => panel.scrollWidth <= panel.clientWidth)(document.querySelector('#hb-search-panel'))"
    )
    options(page).last.scroll_into_view_if_needed()
    expect(options(page).last).to_be_in_viewport()
    if width < 400:
        page.get_by_role("button", name="關閉").tap()
        expect(page.locator("#hb-search-panel")).to_be_hidden()


def test_the_chosen_row_is_seen_in_forced_colours(new_context: Callable[..., BrowserContext], server: str) -> None:
    """Where the system takes all backgrounds away, the chosen row still has its outline."""
    page = new_context(forced_colors="active").new_page()
    page.goto(server + "index.html")
    search(page, "車輛")
    page.keyboard.press("ArrowDown")
    style = "row => getComputedStyle(row).outlineStyle"
    assert options(page).first.evaluate(style) == "solid"
    assert options(page).nth(1).evaluate(style) == "none"
