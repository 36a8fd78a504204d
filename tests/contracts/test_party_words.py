"""Words about guests, places and forbidden things: the same vectors in Python and in Chromium."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from handbook.values.forbidden import forbidden
from handbook.values.parties import and_others, guests_meant, is_group, is_part
from handbook.values.places import in_one_building
from rule_vectors import FIXTURES, bundled


def vectors(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return data


PLACES, PARTIES, FORBIDDEN = vectors("places"), vectors("parties"), vectors("forbidden")


def test_places_are_in_one_building() -> None:
    """Floors and rooms of one building need no way between them; two houses of one town do."""
    for case in PLACES["cases"]:
        assert in_one_building(case["a"], case["b"]) is case["one"], case
        assert in_one_building(case["b"], case["a"]) is case["one"], case


def test_whom_a_text_means() -> None:
    """All guests, a part of them, so many, or somebody by name with others."""
    for case in PARTIES["cases"]:
        text = case["text"]
        answer = (is_part(text), is_group(text), guests_meant(text, PARTIES["all"]), and_others(text))
        assert answer == (case["part"], case["group"], case["meant"], case["others"]), case


def test_a_forbidden_thing_and_not_the_name_of_another() -> None:
    """A gift is found, the factory that packs gifts is not."""
    lists = [FORBIDDEN[key] for key in ("words", "counted", "unless", "names")]
    for case in FORBIDDEN["cases"]:
        assert forbidden(case["text"], *lists) == case["word"], case


def test_browser_says_the_same(browser: Browser, tmp_path: Path) -> None:
    """The browser's halves give what the vectors say."""
    page = browser.new_page()
    entry = """
        export { inOneBuilding } from "{rules}/../values/places.js";
        export { andOthers, guestsMeant, isGroup, isPart } from "{rules}/../values/parties.js";
        export { forbidden } from "{rules}/../values/forbidden.js";
    """
    page.add_script_tag(content=bundled(entry, tmp_path))
    said = page.evaluate(
        """([places, parties, forbidden]) => [
            places.cases.map(({a, b}) => hb.inOneBuilding(a, b) && hb.inOneBuilding(b, a)),
            parties.cases.map(({text}) => [hb.isPart(text), hb.isGroup(text), hb.guestsMeant(text, parties.all), hb.andOthers(text)]),
            forbidden.cases.map(({text}) =>
                hb.forbidden(text, forbidden.words, forbidden.counted, forbidden.unless, forbidden.names)),
        ]""",
        [PLACES, PARTIES, FORBIDDEN],
    )
    page.close()
    assert said == [
        [case["one"] for case in PLACES["cases"]],
        [[case["part"], case["group"], case["meant"], case["others"]] for case in PARTIES["cases"]],
        [case["word"] for case in FORBIDDEN["cases"]],
    ]
