"""Layouts that are made from the fields."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from handbook.checks.prepared_handbook import prepare
from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.documents import text
from handbook.documents.blocks import blanks
from handbook.documents.html import skeleton
from handbook.documents.layout.layout_file import read_layout
from handbook.model.base import Origin
from handbook.model.template import Field, Layout, Template
from support import ROOT

SITE = ROOT / "tests/sites/good-papers-from-fields"


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    """The templates of the golden site."""
    made = prepare(SITE, diagnostics=Diagnostics(SITE), data=None, inherit=())
    return dict(made.handbook.templates)


def markdown(template: Template, layout: Layout) -> str:
    return text.to_markdown(read_layout(template, layout, Diagnostics()))


def printed(template: Template) -> set[str]:
    """The paths of the blanks that a paper with everything has."""
    fields = [field for field in template.fields if field.print]
    columns = {f"{rows.id}.{one.id}" for rows in fields for one in rows.fields if one.print}
    return columns | {f"{one.id}.#" if one.type == "rows" else one.id for one in fields}


def test_a_form_has_every_field_that_is_printed(templates: dict[str, Template]) -> None:
    """The one layout of a template that says none is the whole form, and what is not for paper is not on it."""
    register = templates["key-register"]
    (layout,) = register.layouts
    paper = read_layout(register, layout, Diagnostics())

    assert (layout.id, layout.title) == ("register", "鑰匙領用登記簿")
    assert {blank.path for blank in blanks(paper)} == {
        "year", "keys.#", "keys.taken_on", "keys.room", "keys.who", "keys.back_on",
    }  # fmt: skip
    assert "| 序號 | 領用 | 場地 | 領用人 | 歸還 |" in markdown(register, layout)
    assert markdown(register, layout).rstrip().endswith("當天歸還；遺失當天報告。")


def test_what_an_author_writes_is_printed_as_it_stands(templates: dict[str, Template]) -> None:
    """Marks that mean something in a layout are characters in a label."""
    paper = skeleton(
        read_layout(templates["room-request"], templates["room-request"].layouts[0], Diagnostics()),
        templates["room-request"],
        templates["room-request"].layouts[0],
    )

    assert "科室 | {{ 全名 }}" in paper


def test_an_extract_has_the_sections_it_names(templates: dict[str, Template]) -> None:
    """`sections:` of a layout says what is printed, its own note what stands at the foot."""
    slip = markdown(templates["room-request"], templates["room-request"].layouts[1])

    assert "事由" not in slip
    assert "起訖" in slip
    assert "用完請關燈。" in slip


def test_a_wide_list_lies_across() -> None:
    """Without a word of the author the widest list decides; `landscape: false` keeps the paper upright."""
    origin = Origin(Span(Path("template.yml")))
    handbook = prepare(ROOT, diagnostics=Diagnostics(ROOT), data=None, inherit=()).handbook
    layout = Layout(origin=origin, id="x", title="x")
    register = handbook.templates["incoming-register"]
    upright = dataclasses.replace(layout, landscape=False)

    assert "hb-paper--landscape" in skeleton(read_layout(register, layout, Diagnostics()), register, layout)
    assert "hb-paper--landscape" not in skeleton(read_layout(register, upright, Diagnostics()), register, upright)
    for template in handbook.templates.values():
        paper = read_layout(template, layout, Diagnostics())
        assert {blank.path for blank in blanks(paper)} == printed(template), template.id


def test_no_label_breaks_a_paper() -> None:
    """Whatever a label holds, the paper can be made."""
    handbook = prepare(SITE, diagnostics=Diagnostics(SITE), data=None, inherit=()).handbook
    template = handbook.templates["key-register"]
    section = template.sections[0]
    for label in ("{{ x }}", "{% for a in b %}", "{# x #}", "a|b", "**粗", "<", "\\", "{: .right}", "# 題", "- 項"):
        fields = tuple(dataclasses.replace(field, label=label) for field in section.fields)
        changed = dataclasses.replace(template, sections=(dataclasses.replace(section, fields=fields),))
        assert label in text.to_text(read_layout(changed, template.layouts[0], Diagnostics())), label
    assert isinstance(section.fields[0], Field)
