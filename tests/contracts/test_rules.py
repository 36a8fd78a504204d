"""Rules: the same vectors in Python and in Chromium, and what the build says about broken expressions."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.base import Origin
from handbook.model.handbook import Facts
from handbook.model.organisation import CalendarYear
from handbook.model.template import Field, FieldChoice, Rule, Section, Template
from handbook.rules import checking, compiling, mentions
from handbook.rules.compiling import locate
from handbook.rules.functions import FUNCTIONS, Misuse, functions
from handbook.site import manifest
from handbook.values import spelling
from support import ROOT, node_environment

FIXTURES = ROOT / "tests" / "fixtures" / "rules"
HERE = Origin(Span(Path("template.yml")))
VECTORS: dict[str, Any] = json.loads((FIXTURES / "vectors.json").read_text(encoding="utf-8"))
MENTIONS: dict[str, Any] = json.loads((FIXTURES / "mentions.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = [
    {"definition": file["definition"], **case} for file in (VECTORS, MENTIONS) for case in file["cases"]
]
FACTS = Facts(
    {
        int(year): CalendarYear(
            year=int(year), source="", origin=HERE, **{key: tuple(days) for key, days in record.items()}
        )
        for year, record in VECTORS["calendar"].items()
    },
    VECTORS["seats"],
    {name: tuple(said) for name, said in VECTORS["people"].items()},
    tuple(VECTORS["vehicles"]),
    tuple(VECTORS["rooms"]),
)


def field_of(data: dict[str, Any]) -> Field:
    """A field from its JSON form."""
    choices = tuple(FieldChoice(origin=HERE, **choice) for choice in data.get("choices", ()))
    columns = tuple(field_of(column) for column in data.get("fields", ()))
    return Field(origin=HERE, **{**data, "choices": choices, "fields": columns})


def template_of(definition: dict[str, Any], rule_data: list[dict[str, Any]], origin: Origin = HERE) -> Template:
    """The template of a definition, with these rules."""
    sections = tuple(
        Section(id=part["id"], title=part["title"], fields=tuple(map(field_of, part["fields"])), origin=HERE)
        for part in definition["sections"]
    )
    made = tuple(Rule(origin=origin, **{**data, "fields": tuple(data.get("fields", ()))}) for data in rule_data)
    return Template(
        id="t", title="測試", version="1.0", category="form", layouts=(), sections=sections, rules=made, origin=HERE
    )


def outcome(case: dict[str, Any]) -> dict[str, Any]:
    """What Python says about a case, in the form both sides are compared in."""
    template = template_of(case["definition"], case["rules"])
    checker = checking.Checker(template, FACTS)
    keys = ("code", "severity", "field", "message", "fix", "cite")
    found = checker.check(case["values"])
    return {
        "findings": [{**{key: getattr(one, key) for key in keys}, "others": list(one.others)} for one in found],
        "computed": checker.compute(case["values"]),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_python_agrees_with_the_vectors(case: dict[str, Any]) -> None:
    """Findings and computed values are those written down."""
    assert outcome(case) == case["expected"]


def test_browser_agrees_with_the_vectors(browser: Browser, tmp_path: Path) -> None:
    """The browser's checker gives exactly what Python gives, on every vector."""
    entry = tmp_path / "entry.js"
    entry.write_text(
        f'export {{ Checker }} from "{(ROOT / "src/browser/rules/checking.js").as_posix()}";', encoding="utf-8"
    )
    bundle = subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", entry, "--bundle", "--format=iife", "--global-name=hb", "--target=chrome86"],
        cwd=ROOT, env=node_environment(), capture_output=True, check=True, text=True, encoding="utf-8",
    ).stdout  # fmt: skip
    page = browser.new_page()
    page.add_script_tag(content=bundle)
    facts = {key: VECTORS[key] for key in ("calendar", "seats", "people", "vehicles", "rooms")}
    facts["words"] = {code: list(words) for code, words in checking.WORDS.items()}
    templates = [template_of(case["definition"], case["rules"]) for case in CASES]
    shipped = [{**manifest.definition(one), "rules": manifest.rules(one), **facts} for one in templates]
    answers = page.evaluate(
        """given => given.map(([definition, values]) => {
            const checker = new hb.Checker(definition);
            return {findings: checker.check(values), computed: checker.compute(values)};
        })""",
        [[definition, case["values"]] for definition, case in zip(shipped, CASES, strict=True)],
    )
    page.close()
    for case, answer in zip(CASES, answers, strict=True):
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
