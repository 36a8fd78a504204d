"""Groups of fields, and sections that are one list."""

from __future__ import annotations

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.template import Template
from handbook.reading.loader import load
from support import ROOT

SITE = ROOT / "tests/sites/good-groups"


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    """The templates of the golden site."""
    diagnostics = Diagnostics(SITE)
    handbook = load(SITE, diagnostics=diagnostics)
    assert list(diagnostics) == []
    return dict(handbook.templates)


def test_a_section_has_the_fields_of_its_groups_and_its_own(templates: dict[str, Template]) -> None:
    """An own field changes one of the group where it stands; title and help come from the group unless it has its own."""
    applicant, _, approval = templates["car-request"].sections

    assert (applicant.title, approval.title, approval.help) == ("申請", "領導意見", "批准以後才辦理。")
    assert [(one.id, one.label, one.required) for one in applicant.fields] == [
        ("unit", "科室", True),
        ("applicant", "申請人", True),
        ("phone", "電話", True),
        ("applied_on", "申請日期", False),
    ]
    assert [one.id for one in approval.fields] == ["approved_by", "approved_on"]


def test_a_list_uses_groups_as_well(templates: dict[str, Template]) -> None:
    """The columns of a group come first, one with another label, one left out."""
    (riders,) = templates["car-request"].sections[1].fields

    assert [(one.id, one.label, one.type) for one in riders.fields] == [
        ("unit", "科室", "text"),
        ("applicant", "姓名", "person"),
        ("seat", "座位", "text"),
    ]


def test_a_section_with_columns_is_one_list(templates: dict[str, Template]) -> None:
    """Its list has the section's id as a name, its title, and what is said of lines and rows."""
    (section,) = templates["key-register"].sections
    (loans,) = section.fields

    assert (loans.id, loans.label, loans.type, loans.lines, loans.required) == ("key_loans", "領用", "rows", 12, True)
    assert [one.id for one in loans.fields] == ["unit", "applicant", "room", "back_on"]


def test_types_say_what_they_offer(templates: dict[str, Template]) -> None:
    """A person is offered people, a room rooms; `completes: ""` offers nothing."""
    (loans,) = templates["key-register"].fields
    offered = {one.id: one.completes for one in (*loans.fields, *templates["car-request"].fields)}

    assert offered["room"] == "rooms"
    assert offered["applicant"] == "people"
    assert {one.id: one.completes for one in loans.fields}["applicant"] == ""
