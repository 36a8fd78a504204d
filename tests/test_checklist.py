"""The checklist component: what its HTML holds before any script runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import html5lib
import pytest

from handbook.components import Components, example_value
from handbook.environment import Engine
from handbook.errors import Diagnostics
from handbook.loader import load

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"checklist": "Checklist", "roles": "mapping of Role", "cites": "mapping of Link"}


@pytest.fixture(scope="module")
def components() -> Components:
    """The components of this repository's handbook."""
    diagnostics = Diagnostics(ROOT)
    return Engine(load(ROOT, diagnostics=diagnostics), diagnostics=diagnostics).components


def tree(html: str) -> Any:
    """The parsed HTML; a parse error fails the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)


def render(components: Components, items: list[dict[str, str]], **params: Any) -> str:
    """A checklist with these items."""
    given = {"checklist": {"id": "list", "title": "清單", "items": items}, "roles": {}, **params}
    return str(
        components.render("checklist", **{key: example_value(KINDS[key], value) for key, value in given.items()})
    )


def test_every_example_is_valid_html_without_inline_style(components: Components) -> None:
    """All examples parse strictly, have no style attributes and no id twice."""
    for example in components.known["checklist"].examples:
        html = str(components.example("checklist", example))
        parsed = tree(html)
        ids = [one.get("id") for one in parsed.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), example.name
        assert "style=" not in html
        assert "<script" not in html


def test_every_box_has_its_label(components: Components) -> None:
    """Each item is a real checkbox with a label that names the action."""
    parsed = tree(
        render(components, [{"id": "a", "action": "鎖門", "role": "x"}, {"id": "b", "action": "關燈", "role": "x"}])
    )
    boxes = [one for one in parsed.iter("input") if one.get("type") == "checkbox"]
    labels = {one.get("for"): one.text for one in parsed.iter("label")}
    assert [labels[box.get("id")] for box in boxes] == ["鎖門", "關燈"]
    assert [one.get("id") for one in parsed.iter("li")] == ["item-list-a", "item-list-b"]


def test_items_without_group_continue_the_one_before(components: Components) -> None:
    """A heading stands once per group; an item without group belongs to the group before it."""
    items = [
        {"id": "a", "action": "一", "role": "x", "group": "甲"},
        {"id": "b", "action": "二", "role": "x"},
        {"id": "c", "action": "三", "role": "x", "group": "乙"},
        {"id": "d", "action": "四", "role": "x", "group": "乙"},
    ]
    parsed = tree(render(components, items))
    assert [one.text for one in parsed.iter("h3")] == ["甲", "乙"]
    assert [len(list(one)) for one in parsed.iter("ol")] == [2, 2]


def test_text_is_text(components: Components) -> None:
    """Markup in an item is shown, not obeyed."""
    html = render(components, [{"id": "a", "action": "<img src=x onerror=alert(1)>", "role": "x"}])
    assert "<img" not in html
    assert "&lt;img" in html


def test_role_without_page_is_not_a_link(components: Components) -> None:
    """A role with a page is linked, one without is named, an unknown one is left out."""
    items = [{"id": str(n), "action": "做", "role": role} for n, role in enumerate(("clerk", "driver", "nobody"))]
    roles = {
        "clerk": {"id": "clerk", "title": "接待員", "path": "duties/clerk.md"},
        "driver": {"id": "driver", "title": "司機"},
    }
    parsed = tree(render(components, items, roles=roles))
    shown = [(one.tag, one.text) for one in parsed.iter() if one.get("class") == "hb-checklist__role"]
    assert shown == [("a", "接待員"), ("span", "司機")]
