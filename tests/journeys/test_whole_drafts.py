"""A list takes over what stands in a draft of the plan that it is part of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser_store import saved, stored
from support import ROOT, BuiltOnce

SOURCES = ROOT / "tests/sites/good-part-of"
NOTICE = "[data-part=notices]"


@pytest.fixture(scope="session")
def home(built_once: BuiltOnce) -> str:
    """The golden site with a plan and two lists that are part of it, opened from a folder."""
    texts = {
        path.relative_to(SOURCES).as_posix(): path.read_text("utf-8")
        for path in SOURCES.rglob("*")
        if path.is_file() and path.name != "expected.txt"
    }
    return built_once("part-of", texts).as_uri()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    return page


def plan(page: Page, home: str) -> Page:
    """The page on which a plan is filled in: a title, two guests, a meal with its host."""
    opened(page, f"{home}/fill/visit-plan.html")
    page.fill("#f-title", "省廳來訪")
    page.locator('[name="guests.name"]').fill("江來賓")
    page.locator("[data-rows=guests] [data-do=row-add]").click()
    page.locator('[name="guests.name"]').nth(1).fill("何來賓")
    page.locator('[name="meals.start"]').fill("2026-12-08 12:00")
    page.locator('[name="meals.place"]').fill("機關食堂")
    page.locator('[name="meals.host"]').fill("趙陪同")
    page.keyboard.press("Tab")
    saved(page)
    return page


def test_the_newest_plan_is_offered_and_taken_over(page: Page, home: str) -> None:
    """What the list asks for comes from the plan, what the plan computes as well; it is a draft of its own, and can be undone."""
    plan(page, home)
    opened(page, f"{home}/fill/meal-list.html")
    expect(page.locator(NOTICE)).to_contain_text("有一份來訪方案「省廳來訪」，可以帶入。")
    page.locator(f"{NOTICE} [data-part=act]").click()

    expect(page.locator("#f-title")).to_have_value("省廳來訪")
    expect(page.locator("#f-guest_count")).to_have_value("2")
    expect(page.locator('[name="meals.host"]')).to_have_value("趙陪同")
    expect(page.locator(NOTICE)).to_contain_text("已由「省廳來訪」帶入 3 欄。")
    saved(page)
    drafts = {draft["template"]: draft["values"] for draft in stored(page, "drafts")}
    assert set(drafts) == {"visit-plan", "meal-list"}
    assert "place" not in drafts["meal-list"]["meals"][0]

    page.locator(NOTICE).get_by_role("button", name="復原").click()
    expect(page.locator("#f-title")).to_have_value("")


def test_what_is_filled_in_stays(page: Page, home: str) -> None:
    """Blank fields are filled in, others are named; a row that the list has already gets what it lacks."""
    plan(page, home)
    opened(page, f"{home}/fill/meal-list.html")
    page.fill("#f-title", "我的標題")
    page.locator('[name="meals.host"]').fill("錢承辦")
    page.locator("[data-part=drafts] summary").click()
    page.locator("[data-part=whole-list]").get_by_role("button", name="省廳來訪").click()

    expect(page.locator(NOTICE)).to_contain_text("另有 1 欄與方案不同，沒有改：名稱。")
    expect(page.locator("#f-title")).to_have_value("我的標題")
    expect(page.locator('[name="meals.host"]')).to_have_count(2)
    page.locator("[data-part=drafts] summary").click()
    page.locator("[data-part=whole-list]").get_by_role("button", name="省廳來訪").click()
    expect(page.locator(NOTICE)).to_contain_text("沒有可帶入的")


def test_without_a_plan_nothing_is_offered(page: Page, home: str) -> None:
    """A list whose plan nobody has begun says nothing of it; a template that is part of none has no such list."""
    opened(page, f"{home}/fill/guest-list.html")
    page.locator("[data-part=drafts] summary").click()
    expect(page.locator("[data-part=whole]")).to_be_hidden()
    opened(page, f"{home}/fill/visit-plan.html")
    expect(page.locator("[data-part=whole]")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_offer_is_accessible(width: int, page: Page, home: str, axe: Callable[..., list[str]]) -> None:
    """axe finds nothing on a list with the plan's drafts in sight, on a wide screen and on a phone."""
    plan(page, home)
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, f"{home}/fill/meal-list.html")
    page.locator("[data-part=drafts] summary").click()
    expect(page.locator("[data-part=whole-list] li")).to_have_count(1)

    assert axe(page) == []
