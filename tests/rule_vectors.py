"""Rules and responses of tests/fixtures/rules, and what Python and the browser say about them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.base import Origin
from handbook.model.handbook import Facts
from handbook.model.matrix import Matrix
from handbook.model.organisation import CalendarYear
from handbook.model.template import Field, FieldChoice, Rule, Section, Template
from handbook.reading import binding, decision_inputs, rule_defaults
from handbook.reading.yaml_nodes import parse_yaml
from handbook.rules import checking
from handbook.site import manifest
from support import ROOT, node_environment

FIXTURES = ROOT / "tests" / "fixtures" / "rules"
HERE = Origin(Span(Path("template.yml")))


def matrix_of(data: dict[str, Any]) -> Matrix:
    """A decision table, read as an author writes it."""
    diagnostics = Diagnostics()
    node = parse_yaml(json.dumps(data, ensure_ascii=False), Path("matrix.yml"), diagnostics)
    matrix = binding.bind(Matrix, node, diagnostics, HERE.span)
    assert matrix is not None
    assert not diagnostics.errors, diagnostics.render("en")
    return matrix


VECTORS: dict[str, Any] = json.loads((FIXTURES / "vectors.json").read_text(encoding="utf-8"))
MENTIONS: dict[str, Any] = json.loads((FIXTURES / "mentions.json").read_text(encoding="utf-8"))
KINDS: dict[str, Any] = json.loads((FIXTURES / "kinds.json").read_text(encoding="utf-8"))
_COMPARED = ("code", "severity", "field", "message", "fix", "cite")
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
    {name: tuple(names) for name, names in KINDS["names"].items()},
    {one["id"]: matrix_of(one) for one in KINDS["matrices"]},
    KINDS["roles"],
    KINDS["places"],
    KINDS["posts"],
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
    template = Template(
        id="t", title="測試", version="1.0", category="form", layouts=(), sections=sections, rules=made, origin=HERE
    )
    return decision_inputs.with_inputs(template, FACTS.matrices, Diagnostics())


def with_rule(template: Template, data: dict[str, Any]) -> Template:
    """The template with one more rule, read as an author writes it."""
    diagnostics = Diagnostics()
    node = parse_yaml(json.dumps(data, ensure_ascii=False), Path("template.yml"), diagnostics)
    rule = binding.bind(Rule, node, diagnostics, HERE.span)
    assert rule is not None
    assert not diagnostics.errors, diagnostics.render("en")
    with_it = decision_inputs.with_inputs(replace(template, rules=(*template.rules, rule)), FACTS.matrices, diagnostics)
    return rule_defaults.completed(with_it, diagnostics)


def python_says(template: Template, values: dict[str, Any]) -> dict[str, Any]:
    """What Python finds in a response and computes for it, in the form in which both sides are compared."""
    checker = checking.Checker(template, FACTS)
    found = checker.check(values)
    findings = [
        {
            **{key: getattr(one, key) for key in _COMPARED},
            "others": list(one.others),
            **({"instead": one.instead} if one.instead else {}),
        }
        for one in found
    ]
    return {"findings": findings, "computed": checker.compute(values)}


def browser_says(browser: Browser, folder: Path, cases: Iterable[tuple[Template, dict[str, Any]]]) -> list[Any]:
    """What the browser finds and computes, for each template with its response. folder: for the bundle."""
    page = browser.new_page()
    page.add_script_tag(content=bundled('export { Checker } from "{rules}/checking.js";', folder))
    answers: list[Any] = page.evaluate(
        """given => given.map(([definition, values]) => {
            const checker = new hb.Checker(definition);
            return {findings: checker.check(values), computed: checker.compute(values)};
        })""",
        [[shipped(template), values] for template, values in cases],
    )
    page.close()
    return answers


def bundled(entry: str, folder: Path) -> str:
    """A script that names `hb` what an entry exports. {rules}: the browser's room. folder: to work in."""
    path = folder / "entry.js"
    path.write_text(entry.replace("{rules}", (ROOT / "src/browser/rules").as_posix()), encoding="utf-8")
    return subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", path, "--bundle", "--format=iife", "--global-name=hb", "--target=chrome86"],
        cwd=ROOT, env=node_environment(), capture_output=True, check=True, text=True, encoding="utf-8",
    ).stdout  # fmt: skip


def shipped(template: Template) -> dict[str, Any]:
    """What the browser is given of a template, and of what functions know of the world."""
    return {**manifest.definition(template), **manifest.checked_with(template, FACTS)}


def all_rules() -> Template:
    """The template of the vectors with the rules of all cases."""
    template = template_of(KINDS["definition"], [])
    distinct = {json.dumps(case["rule"], sort_keys=True): case["rule"] for case in KINDS["cases"]}
    for number, rule in enumerate(distinct.values()):
        template = with_rule(template, {**rule, "id": f"rule-{number}"})
    return template


def random_responses(template: Template, count: int) -> Iterator[dict[str, Any]]:
    """Responses made of the values of all cases, and of some that nobody understands, in any mixture."""
    random = Random(11)
    odd = ["", "", "無", "待定", "下午", "0", "-1", "2026-10-05", "2026-10-05T09:30", "錢承辦、孫現場"]

    def value(id: str, column: str = "") -> str:
        filled = [case["values"][id] for case in KINDS["cases"] if id in case["values"]]
        if column:
            filled = [row[column] for rows in filled for row in rows if column in row]
        return random.choice(filled if filled and random.random() < 0.8 else odd)

    for _ in range(count):
        yield {
            field.id: [
                {column.id: value(field.id, column.id) for column in field.fields if random.random() < 0.6}
                for _ in range(random.randrange(5))
            ]
            if field.type == "rows"
            else value(field.id)
            for field in template.fields
            if field.type != "computed" and random.random() < 0.8
        }
