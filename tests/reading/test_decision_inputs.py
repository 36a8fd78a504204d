"""Which field fills which column of a decision table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.template import Template
from handbook.reading.loader import load
from support import ROOT

SITE = ROOT / "tests/sites/good-matrices"


def leave_form(root: Path = SITE) -> Template:
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []
    return handbook.templates["leave-form"]


def test_columns_take_the_fields_of_their_own_id() -> None:
    """An author says only what is called otherwise."""
    approver = next(field for field in leave_form().fields if field.id == "approver")

    assert approver.inputs is not None
    assert approver.inputs.texts == {"grade": "grade", "days": "leave_days"}


def test_a_rule_asks_as_the_computed_field_does() -> None:
    """A rule about the same table has the field, the inputs and the day of the computed field, and its own id."""
    first, second, third = leave_form().rules

    assert (first.id, second.id, third.id) == ("approver-approver", "approver-approved-by-role", "present")
    for rule, field in ((first, "approver"), (second, "approved_by_role")):
        kind = rule.approver
        assert kind is not None
        assert kind.inputs is not None
        assert (kind.field, kind.on, kind.inputs.texts["days"]) == (field, "applied_on", "leave_days")
    assert (first.severity, second.severity, first.cite) == ("warning", "error", "leave-rules#approval")
    assert first.says == "「批准人」由「職級」、「天數」照表得出；表裡待定的，先核定。"


def test_a_site_without_the_table_can_inherit_the_form(make_site: Callable[..., Path]) -> None:
    """The rule about the table is left out; the field says that the table is not there."""
    root = make_site({"docs/index.md": "# 手冊\n"})
    diagnostics = Diagnostics(root)
    template = load(root, diagnostics=diagnostics, inherit=("leave-request-form",)).templates["leave-request-form"]

    assert diagnostics.errors == []
    assert [rule.id for rule in template.rules if rule.approver] == []
    assert [field.id for field in template.fields if field.matrix] == ["approver"]
