"""The first screen: what cannot wait, my post and its things, what people do; and the way through the sections."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from support import BuiltOnce, Place, Served, from_a_folder

POST = "車輛管理員"
CHOICE = "#home-post-choice"
THINGS = "[data-part=things] a"


@from_a_folder("place")
def test_numbers_and_flows_stand_in_one_bar(page: Page, place: Place) -> None:
    """120, 119 and 110 can be dialled, each flow is one press away, and on a desk the bar is three lines at most."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(place.url("index.html"))

    bar = page.locator(".hb-home__emergency")
    for number in ("120", "119", "110"):
        expect(bar.locator(f"a[href='tel:{number}']")).to_be_visible()
    box = bar.bounding_box()
    assert box
    assert box["height"] <= 136
    assert bar.locator(".hb-home__flow").count() >= 12


@from_a_folder("place")
def test_my_post_is_chosen_once_and_its_things_are_there(page: Page, place: Place) -> None:
    """The choice stays on the device: its things stand on the home page, the header leads to the post from everywhere."""
    page.goto(place.url("index.html"))
    page.select_option(CHOICE, label=POST)
    expect(page.locator(THINGS).first).to_have_text("全部職責")
    expect(page.locator(THINGS).filter(has_text="用車申請單")).to_have_count(1)

    page.goto(place.url("procedures/vehicles.html"))
    page.locator("[data-hb-role]").click()
    expect(page.locator("h1")).to_contain_text(POST)

    page.goto(place.url("index.html"))
    expect(page.locator(CHOICE)).to_have_value("vehicle-manager")
    expect(page.locator(THINGS).nth(1)).to_be_visible()
    page.select_option(CHOICE, value="")
    expect(page.locator("[data-part=things]")).to_be_hidden()
    expect(page.locator("[data-hb-role]")).to_have_text("我的崗位")
    assert page.evaluate("localStorage.getItem('handbook.post')") is None


@from_a_folder("place")
def test_a_post_is_made_mine_on_its_own_page(page: Page, place: Place) -> None:
    """One press, and another takes it back."""
    page.goto(place.url("duties/office-driver.html"))
    page.get_by_role("button", name="設為我的崗位").click()
    expect(page.locator("[data-hb-role]")).to_have_text("司機")
    page.goto(place.url("index.html"))
    expect(page.locator(CHOICE)).to_have_value("office-driver")
    page.locator("[data-hb-role]").click()
    page.get_by_role("button", name="這是我的崗位（取消）").click()
    expect(page.locator("[data-hb-role]")).to_have_text("我的崗位")


@pytest.mark.parametrize("kept", ["{", '"text"', '{"id": 1}', '{"id": "a", "title": "外", "path": "//evil.example/"}'])
def test_a_damaged_choice_does_no_harm(kept: str, page: Page, server: str) -> None:
    """What is stored is not trusted: nothing is chosen, and nothing leads out of the site."""
    page.goto(server + "index.html")
    page.evaluate("kept => localStorage.setItem('handbook.post', kept)", kept)
    page.reload()

    expect(page.locator("[data-hb-role]")).to_have_text("我的崗位")
    assert page.locator("[data-hb-role]").evaluate("one => one.href").startswith(server)
    expect(page.locator(CHOICE)).to_have_value("")


@from_a_folder("place")
def test_without_javascript_all_posts_are_listed(nojs_page: Page, place: Place) -> None:
    """In groups, each leading to its page; the choice, which needs a script, is not shown."""
    nojs_page.goto(place.url("index.html"))
    expect(nojs_page.locator(CHOICE)).to_be_hidden()
    nojs_page.locator("details.hb-home__posts summary").click()
    nojs_page.get_by_role("link", name=POST, exact=True).click()
    expect(nojs_page.locator("h1")).to_contain_text(POST)


def test_a_search_puts_the_things_of_my_post_first(page: Page, server: str) -> None:
    """Of clauses that fit about as well, those that concern the post that was chosen come first."""

    def found() -> list[str]:
        page.goto(server + "index.html?q=%E8%81%B7%E8%B2%AC")
        expect(page.locator("[role=option]").first).to_be_visible()
        return page.locator("[role=option]").evaluate_all("all => all.slice(0, 5).map(one => one.getAttribute('href'))")

    page.goto(server + "index.html")
    before = found()
    page.select_option(CHOICE, label=POST)
    after = found()

    def first_of_mine(rows: list[str]) -> int:
        return next((number for number, row in enumerate(rows) if "vehicle-manager" in row), 99)

    assert first_of_mine(after) < first_of_mine(before)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_chosen_post_is_accessible(
    width: int, new_context: Callable[..., BrowserContext], server: str, axe: Callable[[Page], list[str]]
) -> None:
    """axe finds nothing with a post chosen and all posts unfolded, nor in an unfolded navigation."""
    page = new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(server + "index.html")
    page.select_option(CHOICE, label=POST)
    expect(page.locator(THINGS).nth(1)).to_be_visible()
    page.locator("details.hb-home__posts summary").click()
    assert axe(page) == []


# ── what has changed ──

CHANGED = "".join(f"  - {{on: 2026-11-{30 - number}, what: 第 {number} 處。}}\n" for number in range(7))
CHANGES = {
    "docs/index.md": "# 首頁\n\n{{ home() }}\n",
    "docs/changes.md": '---\nid: changes\ntitle: 改了什麼\n---\n# 改了什麼\n\n{{ compiled("changes") }}\n',
    "docs/cars.md": f"---\nkind: regulation\nid: cars\ntitle: 用車\nchanges:\n{CHANGED}---\n# 用車\n",
}
WITH_AND_WITHOUT = """() => {
  const [changes, bar] = ["hb-changes", ".hb-home__emergency"].map(one => document.querySelector(one));
  return [false, true].map(hidden => { changes.hidden = hidden; return bar.getBoundingClientRect().top; });
}"""


@pytest.fixture(params=["http", "file"])
def changed_place(request: pytest.FixtureRequest, built_once: BuiltOnce, served: Served) -> Place:
    """Where a small handbook with seven changes is opened."""
    site = built_once("changes", CHANGES)
    return Place.named(request.param, site, served(site))


def test_home_tells_what_has_changed_since_the_last_visit(page: Page, changed_place: Place) -> None:
    """Nothing at the first visit nor on the same day; on a later day what was not there before, five at most, for that day."""
    page.clock.set_system_time("2026-11-29T12:00:00")
    changes = page.locator("hb-changes")
    for _ in range(2):
        page.goto(changed_place.url())
        expect(page.locator("hb-changes[data-ready]")).to_be_hidden()
    page.clock.set_system_time("2026-11-30T12:00:00")
    page.goto(changed_place.url())
    expect(page.locator("hb-changes[data-ready]")).to_be_hidden()  # nothing has changed since yesterday

    page.evaluate(
        "const kept = JSON.parse(localStorage.getItem('handbook.visit')); kept.seen.splice(0, 6);"
        "localStorage.setItem('handbook.visit', JSON.stringify(kept))"
    )
    page.clock.set_system_time("2027-01-02T12:00:00")
    for _ in range(2):
        page.goto(changed_place.url())
        expect(changes.locator("summary")).to_have_text("自上次（2026年11月30日）以來改了 6 處")
    changes.locator("summary").click()
    expect(changes.locator("li:visible")).to_have_count(5)
    expect(changes.locator("li:visible").first).to_contain_text("用車：第 0 處。")
    expect(changes.get_by_role("link", name="全部改動")).to_be_visible()
    changes.locator("li:visible a").first.click()
    expect(page.locator("h1")).to_have_text("用車")


@pytest.mark.parametrize("kept", ["{", '{"on": 5}', '{"on": "2026-11-01", "seen": "all"}', "[]"])
def test_a_damaged_visit_is_the_first(kept: str, page: Page, changed_place: Place) -> None:
    """What is stored is not trusted."""
    page.goto(changed_place.url())
    page.evaluate("kept => localStorage.setItem('handbook.visit', kept)", kept)
    page.reload()
    expect(page.locator("hb-changes[data-ready]")).to_be_hidden()


def test_without_javascript_home_leads_to_all_changes(nojs_page: Page, changed_place: Place) -> None:
    """A link, and no list that would be old for some and new for others."""
    nojs_page.goto(changed_place.url())
    expect(nojs_page.locator("hb-changes")).to_be_hidden()
    nojs_page.get_by_role("link", name="改了什麼", exact=True).first.click()
    expect(nojs_page.locator("h1")).to_have_text("改了什麼")


@pytest.mark.parametrize("width", [1280, 375])
def test_what_has_changed_is_accessible(
    width: int, new_context: Callable[..., BrowserContext], server: str, axe: Callable[[Page], list[str]]
) -> None:
    """Unfolded as well, it lies over nothing."""
    page = new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(server + "index.html")
    page.evaluate('localStorage.setItem(\'handbook.visit\', \'{"on": "2026-11-01", "seen": []}\')')
    page.reload()
    said, title = page.locator("hb-changes summary"), page.locator("h1")
    expect(said).to_be_visible()
    shown, without = page.evaluate(WITH_AND_WITHOUT)
    assert shown == without  # it comes after the page is shown, and moves nothing
    page.evaluate("document.querySelector('hb-changes').hidden = false")
    apart = page.evaluate(
        "() => { const range = document.createRange(); range.selectNodeContents(document.querySelector('h1'));"
        " return document.querySelector('hb-changes summary').getBoundingClientRect().left - range.getBoundingClientRect().right; }"
    )
    assert apart > 0, title.inner_text()
    said.click()
    assert axe(page) == []


# ── the way through the sections ──


@from_a_folder("place")
def test_a_section_leads_to_its_pages_without_javascript(nojs_page: Page, place: Place) -> None:
    """From the navigation to a section's list, from there to a form; what is folded in the navigation opens."""
    nojs_page.set_viewport_size({"width": 1280, "height": 900})
    nojs_page.goto(place.url("index.html"))
    navigation = nojs_page.get_by_role("navigation", name="手冊目錄")
    navigation.get_by_role("link", name="車輛", exact=True).click()
    expect(nojs_page.locator("main")).to_contain_text("用車申請單")
    folded = navigation.locator("details").first
    expect(folded.get_by_role("link", name="用車申請單")).to_be_hidden()
    folded.locator("summary").click()
    folded.get_by_role("link", name="用車申請單").click()
    expect(nojs_page.locator("h1")).to_contain_text("用車申請單")
    nojs_page.get_by_role("link", name="目錄").click()  # a form has the width of the page, and the navigation is folded
    expect(navigation.locator("[aria-current]")).to_have_text("用車申請單")


@from_a_folder("place")
def test_who_writes_the_handbook_finds_the_way_in_the_foot(page: Page, place: Place) -> None:
    """No reader's navigation has these pages; the foot leads there, their search finds themselves, and they lead back."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(place.url("index.html"))
    navigation = page.get_by_role("navigation", name="手冊目錄")
    expect(navigation).not_to_contain_text("編寫")
    page.get_by_role("contentinfo").get_by_role("link", name="編寫手冊").click()
    page.locator("#hb-search-input").fill("同義詞")
    expect(page.locator("[role=option]").first).to_have_attribute("href", re.compile("authoring/search"))
    page.goto(place.url("authoring/index.html"))
    navigation.get_by_role("link", name="回到手冊").click()
    expect(page.locator(".hb-home__emergency")).to_be_visible()
