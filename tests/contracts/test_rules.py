"""Rules: the same vectors in Python and in Chromium, and what the build says about broken expressions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.base import Origin
from handbook.rules import compiling, mentions
from handbook.rules.compiling import locate
from handbook.rules.functions import FUNCTIONS, Misuse, functions
from handbook.values import spelling
from rule_vectors import FACTS, MENTIONS, VECTORS, browser_says, python_says, template_of
from support import ROOT

CASES: list[dict[str, Any]] = [
    {"definition": file["definition"], **case} for file in (VECTORS, MENTIONS) for case in file["cases"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_python_agrees_with_the_vectors(case: dict[str, Any]) -> None:
    """Findings and computed values are those written down."""
    assert python_says(template_of(case["definition"], case["rules"]), case["values"]) == case["expected"]


def test_browser_agrees_with_the_vectors(browser: Browser, tmp_path: Path) -> None:
    """The browser's checker gives exactly what Python gives, on every vector."""
    given = [(template_of(case["definition"], case["rules"]), case["values"]) for case in CASES]
    for case, answer in zip(CASES, browser_says(browser, tmp_path, given), strict=True):
        assert answer == case["expected"], case["name"]


@pytest.mark.parametrize("vector", MENTIONS["mentions"], ids=lambda vector: vector["expression"])
def test_what_an_expression_names(vector: dict[str, Any]) -> None:
    """Fields, columns of lists and of the row it is about; what stands in a text or is bound by a macro is no name."""
    scope = mentions.scope_of(template_of(MENTIONS["definition"], []), vector.get("each", ""))
    found = mentions.mentions_of(vector["expression"], scope)

    assert {id: list(columns) for id, columns in found.fields.items()} == vector["fields"]
    assert list(found.row) == vector["row"]


def test_browser_has_the_same_table_of_characters() -> None:
    """The browser cannot ask OpenCC: its table is written out, and must be the one Python works out."""
    written = (ROOT / "src/browser/values/spelling.js").read_text(encoding="utf-8")
    table = "".join(re.findall(r'^  "([^"]*)",$', written, re.MULTILINE))

    assert table == "".join(map("".join, spelling.simplified_pairs().items()))


def test_every_function_is_documented_and_never_raises() -> None:
    """Functions called with anything at all note the misuse instead of raising."""
    misuse = Misuse()
    known = functions(FACTS, misuse)
    assert set(known) == set(FUNCTIONS)
    for name, function in known.items():
        for arguments in ((), (None,), (1, 2, 3, 4), ([1], "x"), ([{}], "a", "b", "c"), ("9999-99-99", "")):
            misuse.first = ""
            function(*arguments)
            assert misuse.first in ("", FUNCTIONS[name].signature)


# ── what the build says ─────────────────────────────────────────────────────────────────────────


def compiled(tmp_path: Path, text: str, **rule: Any) -> list[tuple[str, int, int, str | None]]:
    """Diagnostics for a rule written as `text` (a YAML scalar, the rule's value on line 2)."""
    path = tmp_path / "template.yml"
    path.write_text(f"rules:\n  - rule: {text}\n", encoding="utf-8")
    import yaml

    expression = yaml.safe_load(path.read_text(encoding="utf-8"))["rules"][0]["rule"]
    origin = Origin(Span(path, 2, 5), {"rule": Span(path, 2, 11, len(text))})
    diagnostics = Diagnostics(tmp_path)
    template = template_of(VECTORS["definition"], [{"id": "r", "message": "", "rule": expression, **rule}], origin)
    compiling.compile_rules(template, FACTS, diagnostics)
    return [(d.code, d.span.line, d.span.column, d.suggestion) for d in diagnostics]


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("start < end", {}, []),
        ("start < < end", {}, [("rule-syntax", 2, 19, None)]),
        ("'start <'", {}, [("rule-syntax", 2, 19, None)]),
        (">\n      start <\n      < end", {}, [("rule-syntax", 4, 7, None)]),
        ("count > .5", {}, [("rule-syntax", 2, 19, None)]),  # the browser's library wants 0.5
        ("strat < end", {}, [("rule-unknown-name", 2, 11, "start")]),
        ("strat < end && strat < day", {}, [("rule-unknown-name", 2, 11, "start")]),
        ('title != "\\" strat"', {}, []),
        ("guests.all(g, true) && g.name != title", {}, [("rule-unknown-name", 2, 34, None)]),
        ("guests.filter(g, g.fee > 0.0).all(g, g.nmae != title)", {}, [("rule-unknown-name", 2, 50, "name")]),
        ("lenght(title) > 3.0", {}, [("rule-unknown-name", 2, 11, "length")]),
        ("guests.all(g, g.nmae != title)", {}, [("rule-unknown-name", 2, 27, "name")]),
        ("row.rom != title", {"each": "guests"}, [("rule-unknown-name", 2, 15, "room")]),
        ('duplicates(guests, "nmae").size() == 0', {}, [("rule-unknown-name", 2, 31, "name")]),
        ("count * 2 > 1.0", {}, [("rule-type", 2, 11, None)]),
        ("title", {}, [("rule-type", 2, 11, None)]),
        ("length(count) > 1.0", {}, [("rule-type", 2, 11, None)]),
        ("index > 0.0", {}, [("rule-unknown-name", 2, 11, None)]),
        ("title != 'g.nmae strat'", {}, []),
        ("start < end", {"fields": ["strat"]}, [("rule-unknown-name", 2, 5, "start")]),
        ("start < end", {"each": "guest"}, [("rule-unknown-name", 2, 5, "guests")]),
    ],
)
def test_broken_expressions_are_found_where_they_stand(
    tmp_path: Path, text: str, rule: dict[str, Any], expected: list[Any]
) -> None:
    """Syntax, names and types: code, line, column, and what was meant."""
    assert compiled(tmp_path, text, **rule) == expected


def test_an_expression_with_escapes_is_located_at_its_start(tmp_path: Path) -> None:
    """Where the source cannot be followed, the caret stands at the start of the expression."""
    path = tmp_path / "a.yml"
    path.write_text("rule: 'a == ''x'' &&& b'\n", encoding="utf-8")
    assert locate("a == 'x' &&& b", 11, Span(path, 1, 7)) == Span(path, 1, 7)
