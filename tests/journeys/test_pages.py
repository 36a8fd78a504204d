"""Every page of the built handbook, as a reader meets it: narrow and wide, light and dark, with and without script."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from support import Place, Sink, from_a_folder, system_scheme

SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
WIDTHS = (1280, 375, 320)
KINDS = ("home", "page", "role", "regulation", "procedure", "guideline", "flow", "template", "gallery")
MOST_REQUESTS = 8  # of the first view of a page; the icon of the tab is not counted
MOST_BYTES = 90_000  # gzip, everything the first view of a page loads
HEADED = """() => [
  [...document.querySelectorAll("h1")].filter(one => one.checkVisibility()).length, document.querySelectorAll("main").length,
]"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > room + 1)
    .slice(0, 3).map(one => `${one.tagName} ${one.className}`);
}"""


@pytest.mark.slow
def test_every_page_opens_from_a_folder_and_asks_nobody(
    page: Page, built_site: Path, sink: Sink, pages: list[str]
) -> None:
    """Every page answers, has one title and one main part, and nothing complains (see the fixture `page`).

    No connection is opened: the proxy for the rest of the world stays idle.
    """
    sink.asked.clear()
    for path in pages:
        page.goto((built_site / path).as_uri(), wait_until="load")

        assert page.title(), path
        assert page.evaluate(HEADED) == [1, 1], path

    assert sink.drained() == []


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_accessible(
    kind: str,
    width: int,
    new_context: Callable[..., BrowserContext],
    server: str,
    one_of_each_kind: dict[str, str],
    axe: Callable[[Page], list[str]],
) -> None:
    """axe finds nothing on a page of every kind, light and dark, on a desk and on a phone."""
    assert kind in one_of_each_kind, "the handbook has no page of this kind"
    page = new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(server + one_of_each_kind[kind])

    assert axe(page) == []


def test_code_wider_than_a_phone_is_reached_by_keyboard(
    new_context: Callable[..., BrowserContext], server: str, axe: Callable[[Page], list[str]]
) -> None:
    """What must be scrolled sideways takes the focus; on a desk, where it fits, it does not."""
    page = new_context(viewport={"width": 375, "height": 900}).new_page()
    page.goto(server + "authoring/flows.html")

    assert axe(page) == []
    assert page.locator("pre > code[tabindex='0']").count() >= 4
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("pre > code[tabindex='0']")).to_have_count(2)


def brightness(page: Page) -> float:
    """Of the page's ground, 0 to 255."""
    value: float = page.evaluate(
        "() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);"
        " return (r + g + b) / 3; }"
    )
    return value


def test_the_system_chooses_light_or_dark(new_context: Callable[..., BrowserContext], place: Place) -> None:
    """Without a choice of the reader's own the page follows the system, from the first paint and at dusk."""
    page = new_context(color_scheme="dark").new_page()
    page.goto(place.url())
    assert brightness(page) < 128
    system_scheme(page, "light")
    assert brightness(page) > 128
    button = page.get_by_role("button", name="切換明暗")
    expect(button).to_have_attribute("aria-pressed", "false")
    system_scheme(page, "dark")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_readers_choice_of_light_or_dark_stays(page: Page, place: Place) -> None:
    """Whatever the system does, here and on the next page."""
    page.goto(place.url())
    page.get_by_role("button", name="切換明暗").click()
    for _ in range(2):
        for system in SCHEMES:
            system_scheme(page, system)
            assert brightness(page) < 128
        page.goto(place.url("sources.html"))


@pytest.mark.slow
def test_every_page_reads_without_javascript(nojs_page: Page, built_site: Path, pages: list[str]) -> None:
    """With JavaScript off the whole text of a page can be read: nothing waits for a script to show it."""
    for path in pages:
        nojs_page.goto((built_site / path).as_uri())

        assert len(nojs_page.locator("main").inner_text().strip()) > 20, path  # only what is visible has this text
        assert nojs_page.locator("h1:visible").count() == 1, path


@pytest.mark.slow
def test_every_page_is_sound_html(built_site: Path, pages: list[str]) -> None:
    """A strict parser has nothing to say, and no id is used twice."""
    faults: dict[str, list[str]] = {}
    for path in pages:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse((built_site / path).read_bytes())
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        found = [f"{where}: {code}" for where, code, _ in parser.errors]
        found += [f"id {id} used twice" for id in sorted({id for id in ids if ids.count(id) > 1})]
        found += [f"{element.tag} has a style attribute" for element in tree.iter() if element.get("style") is not None]
        if found:
            faults[path] = found[:5]

    assert faults == {}


@pytest.mark.slow
def test_every_link_leads_somewhere(built_site: Path, pages: list[str]) -> None:
    """Every link within the site names a file that is there and, with #, a place on it."""
    trees = {path: html5lib.parse((built_site / path).read_bytes(), namespaceHTMLElements=False) for path in pages}
    trees["404.html"] = html5lib.parse((built_site / "404.html").read_bytes(), namespaceHTMLElements=False)
    places = {path: {one.get("id") for one in tree.iter() if one.get("id")} for path, tree in trees.items()}
    broken: list[str] = []
    for path, tree in trees.items():
        for element in tree.iter():
            for name in ("href", "src"):
                address = element.get(name)
                if not address or urlsplit(address).scheme or address.startswith("//"):
                    continue
                parts = urlsplit(address)
                if path == "404.html":  # shown at any address: its links start at the root
                    parts = parts._replace(path=parts.path.removeprefix("/"))
                target = (built_site / path).parent / unquote(parts.path) if parts.path else built_site / path
                inside = target.resolve()
                if not inside.is_file():
                    broken.append(f"{path}: {address}")
                elif parts.fragment and inside.suffix == ".html":
                    name_of = inside.relative_to(built_site.resolve()).as_posix()
                    if unquote(parts.fragment) not in places.get(name_of, set()):
                        broken.append(f"{path}: {address}")

    assert broken == []


def asked_for(page: Page, address: str, until: Literal["load", "networkidle"]) -> list[str]:
    """The files which the first view of a page loads, below the site's root."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(unquote(urlsplit(request.url).path).lstrip("/"))

    page.on("request", note)
    page.goto(address, wait_until=until)
    page.remove_listener("request", note)
    return [name for name in asked if not name.endswith("favicon.svg")]


@cache
def wire_size(file: Path) -> int:
    """Bytes of a file as a server sends it."""
    return len(gzip.compress(file.read_bytes(), 6))


def weighed(site: Path, names: list[str]) -> dict[str, int]:
    """Bytes on the wire by file."""
    return {name: wire_size(site / name) for name in names}


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_view_is_light(
    kind: str, page: Page, server: str, built_site: Path, one_of_each_kind: dict[str, str]
) -> None:
    """The first view of a page asks for few files and few bytes: phones and slow lines are the rule."""
    asked = asked_for(page, server + one_of_each_kind[kind], "networkidle")
    sizes = weighed(built_site, asked)

    assert len(asked) <= MOST_REQUESTS, asked
    assert sum(sizes.values()) <= MOST_BYTES, (sum(sizes.values()), sizes)
    assert ("assets/handbook-fill.js" in asked) == (kind == "template")  # the form's script is among what was weighed


@pytest.mark.slow
def test_every_page_is_light_and_never_scrolls_sideways(
    page: Page, server: str, built_site: Path, pages: list[str], sink: Sink
) -> None:
    """The same promise for every page, over http; nothing complains, and nothing outside the site is asked.

    A page is never wider than its window: tables scroll in their own box.
    """
    sink.asked.clear()
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    heavy: dict[str, dict[str, int]] = {}
    wide: dict[str, object] = {}
    for path in pages:
        sizes = weighed(built_site, asked_for(page, server + path, "load"))
        assert "assets/handbook.js" in sizes, path
        assert page.evaluate(HEADED) == [1, 1], path
        if len(sizes) > MOST_REQUESTS or sum(sizes.values()) > MOST_BYTES:
            heavy[path] = sizes
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if over := page.evaluate(TOO_WIDE):
                wide[f"{path} at {width}"] = over

    assert heavy == {}
    assert wide == {}
    assert sink.drained() == []


# ── what readers do on a page ──


@from_a_folder("place")
def test_a_citation_is_copied_and_said(page: Page, place: Place) -> None:
    """引用 copies the citation, says so until the reader goes on, and puts the clause's address into the bar."""
    page.goto(place.url("procedures/vehicle-rules.html"))
    page.evaluate(
        """() => { const set = DataTransfer.prototype.setData; window.copied = [];
          DataTransfer.prototype.setData = function (type, text) { copied.push(text); return set.call(this, type, text); }; }"""
    )
    clause = page.locator("#dispatch-ahead")
    clause.hover()
    before = page.evaluate("scrollY")
    clause.get_by_role("link", name="引用").click()

    expect(clause.get_by_role("status")).to_have_text("已複製 《車輛管理辦法》一（二）2（1.0版）")
    assert page.evaluate("copied") == ["《車輛管理辦法》一（二）2（1.0版）"]
    assert page.url.endswith("#dispatch-ahead")
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Tab")
    expect(clause.get_by_role("status")).to_be_empty()


@from_a_folder("place")
def test_a_target_stands_below_the_header_on_a_phone(new_context: Callable[..., BrowserContext], place: Place) -> None:
    """The sticky header, two lines high on a phone, does not cover what a link leads to."""
    page = new_context(viewport={"width": 375, "height": 740}).new_page()
    for address, target in (
        ("procedures/vehicle-rules.html#refuel-mileage", "#refuel-mileage"),
        ("emergency/student-illness.html#node-tell-parents", "#node-tell-parents"),
        ("reception/before.html#plan", "#plan"),
    ):
        page.goto(place.url(address))
        assert page.locator(target).count() == 1, target
        header, below = page.locator(".hb-header").bounding_box(), page.locator(target).bounding_box()
        assert header is not None
        assert below is not None
        assert below["y"] >= header["y"] + header["height"], target


@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_covers_what_has_the_focus(width: int, new_context: Callable[..., BrowserContext], server: str) -> None:
    """Forwards and backwards by keyboard: the focus is visible and never under the header or the bar of actions."""
    page = new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce").new_page()
    page.goto(server + "fill/vehicle-request.html")
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    hidden: list[str] = []
    for key in ["Tab"] * 50 + ["Shift+Tab"] * 40:
        page.keyboard.press(key)
        hidden += page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
              if (one === document.body) return [];
              const seen = [[.5, .5], [.1, .5], [.5, .9]].some(([x, y]) => {
                const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
                return top && (one.contains(top) || top.contains(one) || top.closest("label"));
              });
              const ring = getComputedStyle(one).outlineStyle !== "none" || one.type === "search";
              return seen && ring ? [] : [`${one.tagName} ${one.id || one.className || one.textContent}`];
            }"""
        )

    assert hidden == []
