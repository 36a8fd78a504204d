"""Component folders: what they say about themselves is true, and every example renders well."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest

from handbook.diagnostics.diagnostics import ComponentError, Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.pages.components.component_examples import example_value
from handbook.pages.components.component_folders import Component, Example, discover
from handbook.pages.components.components import Components
from handbook.pages.renderer import make_renderer
from handbook.pages.views.links import Link
from handbook.pages.views.procedure import ProcedureView
from handbook.reading import resources
from support import ROOT

FOUND = discover([resources.macros_dir()], Diagnostics())
EXAMPLES = [
    pytest.param(component, example, id=f"{component.name}-{example.name}")
    for component in FOUND.values()
    for example in component.examples
]


@pytest.fixture(scope="module")
def components() -> Components:
    return make_renderer(Handbook(root=Path("/nowhere"), pages={})).components


def write(folder: Path, name: str, template: str, description: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / f"{name}.html.jinja").write_text(template, encoding="utf-8")
    if description:
        (folder / name / f"{name}.yml").write_text(description, encoding="utf-8")


def check(folder: Path) -> list[tuple[str, str, int, str | None]]:
    diagnostics = Diagnostics()
    make_renderer(Handbook(root=folder, pages={}), folders=[folder], diagnostics=diagnostics).components.check(
        diagnostics
    )
    return [(d.code, d.span.path.name, d.span.line, d.suggestion) for d in diagnostics]


def test_our_components_agree_with_their_descriptions(components: Components) -> None:
    """Every macro's parameters are described, and every example renders."""
    diagnostics = Diagnostics()
    components.check(diagnostics)
    assert not list(diagnostics), diagnostics.render("en")


def test_every_component_has_a_summary_and_an_example() -> None:
    """The reference and the gallery are made from them."""
    assert [name for name, component in FOUND.items() if not component.summary or not component.examples] == []
    assert [p.name for c in FOUND.values() for p in c.params if not p.help] == []


@pytest.mark.parametrize(("component", "example"), EXAMPLES)
def test_examples_are_sound_html(components: Components, component: Component, example: Example) -> None:
    """Parsed strictly; ids unique; no inline style or handler; nothing left of the template language."""
    html = components.example(component.name, example)
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(str(html))
    errors = [code for _, code, _ in parser.errors]
    assert errors == []
    assert not re.search(r"\s(style|on[a-z]+)=|\{\{|\{%|<script", html)
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert "None" not in html
    for target in re.findall(r'\saria-labelledby="([^"]*)"', html):
        assert target in ids


def test_an_unknown_parameter_or_component_is_named(components: Components) -> None:
    """With the nearest name there is."""
    with pytest.raises(ComponentError, match='did you mean "target"'):
        components.render("reference", "p.html", targt=None)
    with pytest.raises(ComponentError, match='did you mean "reference"'):
        components.render("referense", "p.html")
    with pytest.raises(ComponentError, match="target"):
        components.render("reference", "p.html")


def test_faults_of_a_component_folder_are_found(tmp_path: Path) -> None:
    """Undeclared, unknown and wrongly required parameters; broken templates; examples that fail."""
    write(tmp_path, "a", "{% macro a(x, title=1, level=2) %}{% endmacro %}",
          "summary: s\nparams:\n  - {name: x, type: text}\n  - {name: titel, type: text}\n  - {name: level, type: text}\n"
          "examples:\n  - name: one\n    params:\n      levle: 1\n")  # fmt: skip
    write(tmp_path, "b", "{% macro b() %}\n{% if %}{% endmacro %}", "summary: s\n")
    write(tmp_path, "c", "{% macro other() %}{% endmacro %}", "summary: s\n")
    write(tmp_path, "d", "{% macro d(x) %}{{ x.nothing }}{% endmacro %}",
          "summary: s\nparams:\n  - {name: x, type: Link, required: true}\n"
          "examples:\n  - name: one\n    params: {x: {title: t}}\n  - name: two\n    params: {x: {titel: t}}\n")  # fmt: skip
    write(tmp_path, "e", "{% macro e() %}{% endmacro %}", "")
    write(tmp_path, "f", "{% macro f() %}{% endmacro %}", "- a list\n")
    write(tmp_path, "g", "{% macro g() %}{% endmacro %}", "summary: s\nparam: []\n")
    assert check(tmp_path) == [
        ("component-undeclared", "a.html.jinja", 1, None),
        ("component-required", "a.yml", 3, None),
        ("component-unknown-parameter", "a.yml", 4, "title"),
        ("component-example-parameter", "a.yml", 9, "level"),
        ("component-template", "b.html.jinja", 2, None),
        ("component-template", "c.html.jinja", 1, None),
        ("component-example", "d.yml", 5, None),
        ("component-example", "d.yml", 7, None),
        ("component-without-description", "e.html.jinja", 1, None),
        ("component-description", "f.yml", 1, None),
        ("unknown-key", "g.yml", 2, "params"),
    ]


def test_example_data_becomes_what_components_take() -> None:
    """Mappings become records with their defaults; text becomes numbers and truth where it should."""
    value = example_value("ProcedureView", {"id": "p", "title": "t", "steps": [
        {"id": "s", "number": "2", "actor": {"title": "甲"}, "action": "做"}]})  # fmt: skip
    assert isinstance(value, ProcedureView)
    assert (value.steps[0].number, value.steps[0].actor, value.steps[0].cite) == (2, Link(title="甲"), None)
    roles = example_value("mapping of Role", {"r": {"id": "r", "title": "甲"}})
    assert isinstance(roles["r"], Role)
    assert example_value("boolean", "true") is True
    assert example_value("mapping", {"a-b": [{"c": "1"}]}).a_b[0].c == "1"
    with pytest.raises(ComponentError, match='did you mean "title"'):
        example_value("Link", {"titel": "x"})


def test_every_stylesheet_and_script_is_in_the_bundle() -> None:
    """A component's css and js do nothing unless an index names them."""
    root = resources.macros_dir()
    entries = ("index.css", "index.js", "fill.js", "fill.css")
    named = "".join((ROOT / "src/browser/bundles" / name).read_text(encoding="utf-8") for name in entries)
    ours = ("procedure", "role-view", "role-card", "contact-list", "clause", "notice", "home", "gallery",
            "template-card", "document-control", "reference")  # fmt: skip
    for name in ours:
        for suffix in ("css", "js"):
            if (root / name / f"{name}.{suffix}").is_file():
                assert f"/{name}/{name}.{suffix}" in named
