"""Typed text -> canonical value -> print, in Python and in the browser."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from handbook.values import typed as values
from handbook.values.graphemes import cut
from javascript import in_node, module_page
from support import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "values"
PARSE: list[list[Any]] = json.loads((FIXTURES / "parse.json").read_text("utf-8"))
FORMAT: list[list[Any]] = json.loads((FIXTURES / "format.json").read_text("utf-8"))
TYPES = ("date", "date-time", "time", "time-span", "number", "money", "phone", "text")


def test_parse() -> None:
    """What is typed becomes the canonical value, or a problem."""
    found = [[type, typed, *values.parse(type, typed)] for type, typed, *_ in PARSE]
    assert [(one, case) for one, case in zip(found, PARSE, strict=True) if one != case] == []


def test_format() -> None:
    """A canonical value is printed in each style."""
    found = [[*case[:3], values.format(*case[:3])] for case in FORMAT]
    assert [(one, case) for one, case in zip(found, FORMAT, strict=True) if one != case] == []


def test_every_problem_is_explained() -> None:
    assert {case[3] for case in PARSE if case[3]} == set(values.PROBLEMS)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TYPES), st.text())
def test_parse_never_raises_and_is_stable(type: str, typed: str) -> None:
    canonical, problem = values.parse(type, typed)
    assert (canonical is None) != (problem is None)
    if canonical is not None:
        assert values.parse(type, canonical) == (canonical, None)
        assert values.parse(type, values.format(type, canonical)) == (canonical, None)


def test_browser_parses_and_prints_the_same(browser: Browser) -> None:
    with module_page(browser) as page:
        found = page.evaluate(
            """async ([parse, format]) => {
              await import("/src/browser/values/parsing.js");
              const values = await import("/src/browser/values/typed.js");
              return {
                parsed: parse.map(([type, typed]) => {
                  const { canonical, problem } = values.parse(type, typed);
                  return [canonical, problem];
                }),
                printed: format.map(([type, canonical, style]) => values.format(type, canonical, style)),
              };
            }""",
            [[case[:2] for case in PARSE if "\ud800" not in case[1]], FORMAT],
        )
    assert found["parsed"] == [case[2:] for case in PARSE if "\ud800" not in case[1]]
    assert found["printed"] == [case[3] for case in FORMAT]


def test_browser_drops_halves_of_characters(browser: Browser) -> None:
    with module_page(browser) as page:
        script = """async () => (await import("/src/browser/values/typed.js")).clean("甲\\ud800乙\\udc00\\udc00丙😀\\u0001")"""
        assert page.evaluate(script) == "甲乙丙😀" == values.clean("甲\ud800乙\udc00\udc00丙😀\u0001")


def test_text_is_cut_between_characters() -> None:
    """Accents, joined emoji and flags stay whole, on both sides."""
    cases = json.loads((FIXTURES / "graphemes.json").read_text("utf-8"))
    wanted = [case[2] for case in cases]

    assert [cut(text, most) for text, most, _ in cases] == wanted
    script = 'import { cut } from "./src/browser/values/graphemes.js";'
    assert in_node(script, "(cases) => cases.map(([text, most]) => cut(text, most))", cases) == wanted
