"""Templates that are part of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.template import Template
from handbook.reading.loader import load
from support import ROOT

SITE = ROOT / "tests/sites/good-part-of"


def read(root: Path, *inherit: str) -> dict[str, Template]:
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics, inherit=inherit)
    assert [one.render("en") for one in diagnostics.errors] == []
    return dict(handbook.templates)


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    """The templates of the golden site."""
    return read(SITE)


def test_a_section_comes_with_its_fields(templates: dict[str, Template]) -> None:
    """A plain id takes the whole section, its list included."""
    (guests,) = templates["guest-list"].sections

    assert guests == templates["visit-plan"].sections[1]


def test_a_section_is_changed_key_by_key(templates: dict[str, Template]) -> None:
    """Title and one column's label are this template's, help and the rest those of the plan; some are left out."""
    _, board = templates["meal-list"].sections
    meals, count = board.fields

    assert (board.title, board.help) == ("用餐", "每一餐寫到人。")
    assert (meals.label, meals.required, meals.lines) == ("用餐", True, 8)
    assert [(one.id, one.label) for one in meals.fields] == [
        ("start", "時間"), ("end", "訖"), ("host", "陪同的人"), ("table", "桌次"),
    ]  # fmt: skip
    assert count.type == "computed"


def test_rules_come_along_that_are_about_what_was_taken(templates: dict[str, Template]) -> None:
    """Left behind: rules about the plan's guests and start, which are not here, and about a title of the list's own.

    Every meal has a start as well; the expression `row.start >= start` asks for that of the plan all the same.
    """
    rules = {rule.id: rule for rule in templates["meal-list"].rules}

    assert list(rules) == ["r-host", "r-order", "r-twice", "forbids-meals-host", "r-own"]
    assert (rules["r-host"].severity, rules["r-host"].message) == ("warning", "這一餐還沒有陪同。")
    assert rules["r-host"].rule == "!is_blank(row.host)"
    assert templates["guest-list"].rules == ()


def test_calendar_entries_come_along(templates: dict[str, Template]) -> None:
    """An entry that names a column which is left out stays behind."""
    assert templates["meal-list"].calendar == ()
    assert templates["visit-plan"].calendar[0].place == ("place",)


def test_a_site_takes_sections_of_a_template_that_comes_with_the_package(make_site: Callable[..., Path]) -> None:
    """With the plan inherited its drafts can be taken over; without, the sections are taken all the same."""
    root = make_site(
        {
            "docs/index.md": "# 手冊\n",
            "templates/papers/template.yml": (
                "id: papers\ntitle: 材料表\ncategory: form\npart_of: reception-plan\nsections: [block-materials]\n"
            ),
        }
    )

    alone = read(root)["papers"]
    both = read(root, "reception-plan")["papers"]

    assert [field.id for field in alone.fields] == ["materials"]
    assert (alone.part_of, both.part_of) == ("", "reception-plan")
    assert {"r-material-author-reviewer", "r-material-deadline-before-use"} <= {rule.id for rule in alone.rules}
