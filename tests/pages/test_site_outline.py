"""Where readers find a page: sections from data, groups, order; and what is printed beside each page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handbook import Diagnostics
from handbook.checks.prepared_handbook import prepare
from handbook.model.handbook import Handbook
from handbook.pages.navigation import MOST_LINES, Navigation, NavItem
from handbook.pages.site_outline import SiteOutline
from handbook.search import sections

Made = Callable[[Mapping[str, str]], Handbook]
FORM = (
    "id: {id}\ntitle: {title}\ncategory: form\n{more}sections: [{{id: s, title: 段, fields: [{{id: f, label: 欄}}]}}]\n"
)
SITE = {
    "docs/index.md": "# 首頁\n",
    "docs/duties/driver.md": "---\nkind: role\nid: driver\nunit: 車隊\n---\n# 司機\n\n一、開車。{#drive form=trip}\n",
    "docs/emergency/leak.md": (
        "---\nkind: flow\nid: leak\nowner: driver\nnodes:\n  - {id: a, type: outcome, do: 走, who: driver}\n---\n# 漏水\n"
        '\n{{ flow("leak") }}\n'
    ),
    "docs/cars/index.md": "---\nsection: vehicles\n---\n# 用車總說\n",
    "docs/cars/rules.md": "---\nkind: regulation\nid: rules\nsection: vehicles\n---\n# 辦法\n\n見[派車](trip.md)。\n",
    "docs/cars/trip.md": "---\nsection: vehicles\n---\n# 派車\n",
    "docs/cars/repair/index.md": "---\nsection: vehicles\n---\n# 維修\n",
    "docs/cars/repair/tyres.md": "---\nsection: vehicles\n---\n# 輪胎\n",
    "docs/how/index.md": "---\nsection: authoring\n---\n# 怎樣寫\n",
    "docs/how/words.md": "---\nsection: authoring\n---\n# 用詞\n",
    "templates/trip/template.yml": FORM.format(id="trip", title="派車單", more="group: vehicles\n"),
    "templates/any/template.yml": FORM.format(id="any", title="一般單", more=""),
}


@pytest.fixture
def made(make_site: Callable[..., Path]) -> Made:
    """Makes the handbook of some sources."""

    def make(files: Mapping[str, str]) -> Handbook:
        root = make_site(dict(files))
        return prepare(root, diagnostics=Diagnostics(root), data=None, inherit=()).handbook

    return make


def shown(outline: SiteOutline) -> dict[str, dict[str, list[str]]]:
    """Section -> group -> titles."""
    return {
        one.section.title: {group.title: [entry.title for entry in group.entries] for group in one.groups}
        for one in outline.sections
    }


@pytest.mark.parametrize(("duties", "emergency", "cars"), [("duties", "emergency", "cars"), ("posts", "x", "a/b")])
def test_pages_stand_in_sections_whatever_their_folders_are_called(
    duties: str, emergency: str, cars: str, made: Made
) -> None:
    """A page stands where `section:` says, else by its kind; renaming duties/, emergency/ and cars/ changes nothing."""
    folders = {"duties/": f"{duties}/", "emergency/": f"{emergency}/", "cars/": f"{cars}/"}
    files = {}
    for path, text in SITE.items():
        old = next((one for one in folders if path.startswith(f"docs/{one}")), "")
        files[path.replace(old, folders.get(old, ""), 1)] = text
    outline = SiteOutline.of(made(files))

    assert shown(outline) == {
        "應急": {"": ["漏水"]},
        "我的崗位": {"": ["司機"]},
        "車輛": {"": ["派車", "辦法"], "維修": ["輪胎"], "範本": ["派車單"]},
        "範本": {"車輛": ["派車單"], "表單": ["一般單"]},
        "編寫手冊": {"": ["用詞"]},
    }
    landings = [one.landing.path for one in outline.sections if one.has_own_landing]
    assert landings == [f"{cars}/index.md", "how/index.md"]


def test_nav_orders_within_a_section_and_use_does_the_rest(made: Made) -> None:
    """What `nav:` names comes first, in its order; then what the handbook refers to most."""
    nav = "site_name: 測試\nplugins: [handbook]\nnav: [cars/rules.md]\n"

    found = shown(SiteOutline.of(made({**SITE, "mkdocs.yml": nav})))

    assert found["車輛"][""] == ["辦法", "派車"]


def test_many_roles_are_grouped_by_their_unit(made: Made) -> None:
    """Of more than a dozen, each under the unit that it says."""
    roles = {
        f"docs/r/r{number}.md": f"---\nkind: role\nid: r{number}\nunit: {'甲組' if number < 9 else '乙組'}\n---\n# 員{number}\n"
        for number in range(14)
    }

    groups = shown(SiteOutline.of(made({"docs/index.md": "# 首頁\n", **roles})))["我的崗位"]

    assert {title: len(entries) for title, entries in groups.items()} == {"甲組": 9, "乙組": 5}


def lines(items: list[NavItem] | tuple[NavItem, ...]) -> list[str]:
    """The titles printed, an open section's own indented; ▸ for what is folded away."""
    found = []
    for one in items:
        found.append(("▸" if one.folds and not one.within else "") + one.title + ("*" if one.current else ""))
        found += ["  " + line for line in lines(tuple(one.items))]
    return found


def test_the_navigation_opens_the_section_of_the_page(made: Made) -> None:
    """All sections for readers, and of the page's own all pages; groups are folded unless the page is in them."""
    navigation = Navigation(SiteOutline.of(made(SITE)))

    assert lines(navigation.around("cars/repair/tyres.md")) == [
        "應急", "我的崗位", "車輛", "  派車", "  辦法", "  維修", "    維修", "    輪胎*", "  ▸範本", "    派車單", "範本",
    ]  # fmt: skip
    assert [one.title for one in navigation.breadcrumbs("cars/repair/tyres.md", None)] == ["車輛", "維修"]
    assert lines(navigation.around("index.md")) == ["應急", "我的崗位", "車輛", "範本"]


def test_who_writes_the_handbook_stands_apart(made: Made) -> None:
    """In no reader's navigation, list or index; on their own pages they find themselves, and the way back."""
    handbook = made(SITE)
    navigation = Navigation(SiteOutline.of(handbook))

    assert lines(navigation.around("how/words.md")) == ["編寫手冊", "  用詞*", "回到手冊"]
    assert "用詞" not in str(navigation.everything("search.md"))
    assert "用詞" in str(navigation.everything("search-authors.md", for_readers=False))
    assert {one.url for one in sections(handbook) if one.url.startswith("how/")} == set()
    assert {one.url.partition("#")[0] for one in sections(handbook, for_authors=True)} == {
        "how/index.html",
        "how/words.html",
    }


def test_a_page_does_not_grow_with_its_section(made: Made) -> None:
    """Of very many pages those around the current one are printed, and the way to all of them."""
    many = {f"docs/p{number:03}.md": f"# 頁{number:03}\n" for number in range(MOST_LINES + 50)}
    navigation = Navigation(SiteOutline.of(made({"docs/index.md": "# 首頁\n", **many})))

    items = navigation.around("p200.md")[0].items

    assert len(items) == MOST_LINES + 1
    assert any(one.current for one in items)
    assert (items[-1].title, items[-1].href) == (f"全部 {MOST_LINES + 50} 項", "sections/reference.html")
