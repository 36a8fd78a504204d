"""Layouts that are made from the fields."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import docx
import pytest

from handbook.checks.prepared_handbook import prepare
from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.documents import text
from handbook.documents.blocks import Heading, Paragraph, blanks
from handbook.documents.html import skeleton
from handbook.documents.layout.from_fields import options_to_tick
from handbook.documents.layout.layout_file import read_layout
from handbook.documents.word.blank_file import blank_docx
from handbook.model.base import Origin
from handbook.model.handbook import Handbook
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


def test_a_form_is_one_grid_with_its_sections_named(templates: dict[str, Template]) -> None:
    """A section's title lies across the grid and stays with the rows below it; a long text has room for a hand."""
    form = templates["trip-form"]
    (layout,) = form.layouts
    document = read_layout(form, layout, Diagnostics())
    paper = skeleton(document, form, layout)
    word = docx.Document(io.BytesIO(blank_docx(form, layout, document)))
    heading, plain, long = (word.tables[0].rows[number] for number in (0, 1, 2))

    assert re.search(r'<th [^>]*colspan="4" scope="colgroup">出差人</th>', paper)
    assert heading.cells[0].paragraphs[0].style.paragraph_format.keep_with_next
    assert not plain.cells[0].paragraphs[0].style.paragraph_format.keep_with_next
    assert long.height > plain.height > 0
    assert 'class="hb-blank hb-blank--cell hb-blank--long-text" data-field="reason"' in paper


def test_signatures_stand_side_by_side(templates: dict[str, Template]) -> None:
    """Three signatures are a table of their own: who signs above, the room for it below."""
    paper = markdown(templates["trip-form"], templates["trip-form"].layouts[0])

    assert "| 科室負責人 | 財務 | 主管領導 |" in paper


def test_few_fields_above_a_list_are_lines(templates: dict[str, Template]) -> None:
    """A register has no grid for the year it is of."""
    assert "\n\n年度：" in markdown(templates["key-register"], templates["key-register"].layouts[0])


def test_a_report_is_a_text(templates: dict[str, Template]) -> None:
    """Headings are numbered, what is empty is left out with its heading, the unit and the date stand at the right."""
    report = templates["weekly-report"]
    (layout,) = report.layouts
    document = read_layout(report, layout, Diagnostics())
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    unit, date = (block for block in document.blocks[-2:] if isinstance(block, Paragraph))

    assert [(block.numbered, block.when) for block in headings] == [(False, ""), (True, ""), (True, "plans")]
    assert (unit.style, date.style) == ("right", "right")
    word = docx.Document(io.BytesIO(blank_docx(report, layout, document)))
    assert word.paragraphs[-2].paragraph_format.keep_with_next  # the date is never alone on a page


def test_the_lead_of_a_report_has_no_label(templates: dict[str, Template]) -> None:
    """A report begins with a sentence, not with the name of a field."""
    report = templates["weekly-report"]
    head, done, *rest = report.sections
    lead = dataclasses.replace(head, fields=done.fields[:1])
    paper = markdown(dataclasses.replace(report, sections=(lead, *rest)), report.layouts[0])

    assert "概況" not in paper


def test_times_of_a_wide_list_go_without_the_year(own_handbook: Handbook) -> None:
    """The year stands above a list that lies across; upright, or without another date, it is printed in full."""
    across, upright = own_handbook.templates["incoming-register"], own_handbook.templates["meeting-minutes"]
    layout = dataclasses.replace(across.layouts[0], file="")

    assert {blank.style for blank in blanks(read_layout(across, layout, Diagnostics())) if blank.type == "date"} == {
        "short"
    }
    layout = dataclasses.replace(upright.layouts[0], file="")
    assert {blank.style for blank in blanks(read_layout(upright, layout, Diagnostics()))} == {""}


def test_a_wide_list_lies_across(own_handbook: Handbook) -> None:
    """Without a word of the author the widest list decides; `landscape: false` keeps the paper upright."""
    origin = Origin(Span(Path("template.yml")))
    layout = Layout(origin=origin, id="x", title="x")
    register = own_handbook.templates["incoming-register"]
    upright = dataclasses.replace(layout, landscape=False)

    assert "hb-paper--landscape" in skeleton(read_layout(register, layout, Diagnostics()), register, layout)
    assert "hb-paper--landscape" not in skeleton(read_layout(register, upright, Diagnostics()), register, upright)
    for template in own_handbook.templates.values():
        paper = read_layout(template, layout, Diagnostics())
        assert {blank.path for blank in blanks(paper)} == printed(template), template.id


def test_a_blank_form_shows_few_choices_as_boxes() -> None:
    """On the page and in Word, in a cell of their own; the rows of a list and many choices stay blank."""
    handbook = prepare(ROOT, diagnostics=Diagnostics(ROOT), data=None, inherit=()).handbook
    form, roster = handbook.templates["leave-request-form"], handbook.templates["trainee-roster"]
    paper = read_layout(form, form.layouts[0], Diagnostics())
    word = docx.Document(io.BytesIO(blank_docx(form, form.layouts[0], paper)))

    assert 'data-field="hospital_slip" data-options="□有\u3000□無"' in skeleton(paper, form, form.layouts[0])
    assert "□有\u3000□無" in {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert "data-options" not in skeleton(
        read_layout(roster, roster.layouts[0], Diagnostics()), roster, roster.layouts[0]
    )
    (post,) = (field for field in handbook.templates["work-summary"].fields if field.id == "post")
    assert options_to_tick(post) == ""


def test_no_label_breaks_a_paper() -> None:
    """Whatever a label holds, the paper can be made."""
    handbook = prepare(SITE, diagnostics=Diagnostics(SITE), data=None, inherit=()).handbook
    template = handbook.templates["key-register"]
    section = template.sections[0]
    for label in (
        "1. 題",
        "+ 項",
        "{{ x }}",
        "{% for a in b %}",
        "{# x #}",
        "a|b",
        "**粗",
        "<",
        "\\",
        "{: .right}",
        "# 題",
        "- 項",
    ):
        fields = tuple(dataclasses.replace(field, label=label) for field in section.fields)
        changed = dataclasses.replace(template, sections=(dataclasses.replace(section, fields=fields),))
        assert label in text.to_text(read_layout(changed, template.layouts[0], Diagnostics())), label
    assert isinstance(section.fields[0], Field)
