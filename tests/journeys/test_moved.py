"""An old link leads to the new place, with and without JavaScript, from a folder and from a server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Page, expect

from support import BuiltOnce

FILES = {
    "docs/index.md": "# 首頁\n\n## 電話\n\n頁首\n",
    "docs/rules.md": (
        "---\nkind: regulation\nid: rules\ntitle: 規定\nformerly: [old/rules.html]\n---\n# 規定\n\n"
        + "字\n\n" * 80
        + "## 一、派車 {#dispatch}\n"
        '（一）申請 {#ask formerly="index.html#申請"}\n（二）登記 {#note formerly="#write"}\n'
    ),
}


@pytest.fixture(scope="session")
def site(built_once: BuiltOnce) -> Path:
    """A small site from which things were moved."""
    return built_once("moved", FILES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("index.html#申請", "rules.html#ask"),
        ("old/rules.html", "rules.html"),
        ("old/rules.html#dispatch", "rules.html#dispatch"),
        ("old/rules.html#unknown", "rules.html#unknown"),
        ("rules.html#write", "rules.html#write"),
        ("index.html#電話", "index.html#電話"),
        ("index.html#%E7%94", "index.html#%E7%94"),
    ],
)
def test_with_javascript_it_goes_there_at_once(page: Page, site: Path, old: str, new: str) -> None:
    """The browser's bar shows the new address; going back does not lead into the old page again."""
    page.goto((site / "search.html").as_uri())
    page.goto(f"{site.as_uri()}/{old}")
    page.wait_for_function("end => location.href.endsWith(end)", arg=quote(new, safe="/#%"))

    assert unquote(page.url).endswith(unquote(new))
    page.go_back()
    assert page.url.endswith("search.html")


def test_following_an_old_link_on_the_page_itself(page: Page, site: Path) -> None:
    """The address may change without the page being loaded again."""
    page.goto((site / "index.html").as_uri())
    page.evaluate("location.hash = '申請'")

    page.wait_for_url("**/rules.html#ask")
    expect(page.locator("#ask")).to_be_in_viewport()


def test_without_javascript_the_old_page_shows_the_way(nojs_page: Page, site: Path) -> None:
    """The entry is in view, and its link leads to the clause; a renamed id is where its clause is."""
    page = nojs_page
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"{site.as_uri()}/index.html#申請")
    link = page.get_by_role("link", name="《規定》一（一）")
    expect(link).to_be_in_viewport()
    link.click()
    expect(page.locator("#ask")).to_be_in_viewport()

    page.goto(f"{site.as_uri()}/old/rules.html")
    page.get_by_role("link", name="《規定》", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("規定")
    page.goto(f"{site.as_uri()}/rules.html#write")
    expect(page.locator("#note")).to_be_in_viewport()
