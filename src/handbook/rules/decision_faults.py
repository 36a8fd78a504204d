"""Finds the faults of fields and rules that ask a decision table, when the handbook is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.base import NamedTexts, Record
from handbook.model.handbook import Facts
from handbook.model.matrix import MatrixInput
from handbook.model.template import Field, Template
from handbook.rules.decision_tables import choices_of

_DAYS = ("date", "date-time", "time-span")
_NUMBERS = ("number", "money", "computed")
_TEXTS = ("text", "choice", "computed")


@dataclass(frozen=True)
class _Use:
    """Who asks a table: a field or the kind of a rule."""

    owner: Record
    matrix: str
    inputs: NamedTexts
    on: str
    known: Mapping[str, Field]  # the fields that it may name


def check_uses(template: Template, facts: Facts, diagnostics: Diagnostics) -> None:
    """Record columns that are filled by no field or by one of the wrong type, and a day that is missing."""
    for field, _ in _computed(template):
        if field.matrix and field.value:
            diagnostics.error("matrix-and-value", field.origin.at("matrix"), field=field.id)
    for field in (*template.fields, *(column for one in template.fields for column in one.fields)):
        if field.matrix and field.type != "computed":
            diagnostics.error("matrix-not-computed", field.origin.at("matrix"), field=field.id, type=field.type)
    for use in _uses(template):
        matrix = facts.matrices.get(use.matrix)
        if matrix is None:
            continue
        for column in matrix.inputs:
            _check_column(use, column, facts, diagnostics)
        if use.on:
            _check_day(use, diagnostics)
        elif matrix.is_dated:
            diagnostics.error("matrix-needs-day", use.owner.origin.at("matrix"), matrix=use.matrix)


def _computed(template: Template) -> Iterator[tuple[Field, Field | None]]:
    """The computed fields and columns, each with its list."""
    for field in template.fields:
        if field.type == "computed":
            yield field, None
        for column in field.fields:
            if column.type == "computed":
                yield column, field


def _uses(template: Template) -> Iterator[_Use]:
    own = {field.id: field for field in template.fields}
    for field, rows in _computed(template):
        if field.matrix and field.inputs:
            columns = {column.id: column for column in rows.fields} if rows else {}
            yield _Use(field, field.matrix, field.inputs, field.on, own | columns)
    for rule in template.rules:
        kind = rule.approver
        if kind and kind.inputs:
            each = own.get(rule.each)
            columns = {column.id: column for column in each.fields} if each else {}
            yield _Use(kind, kind.matrix, kind.inputs, kind.on, own | columns)


def _check_column(use: _Use, column: MatrixInput, facts: Facts, diagnostics: Diagnostics) -> None:
    id = use.inputs.texts[column.id]
    at: Span = use.inputs.places.get(column.id, use.owner.origin.span)
    field = use.known.get(id)
    if field is None:
        near = closest(id, use.known)
        diagnostics.error("rule-unknown-name", at, suggestion=near, kind=Phrase("kind-field"), name=id)
        return
    wanted = _NUMBERS if column.type == "number" else _TEXTS
    if field.type not in wanted:
        diagnostics.error("rule-field-type", at, field=id, found=field.type, wanted=" / ".join(wanted))
    known = choices_of(column, facts.roles)
    for choice in field.choices if column.type == "choice" else ():
        if choice.value not in known:
            said = "、".join(known)
            diagnostics.error(
                "matrix-choice-unknown", at, suggestion=closest(choice.value, known),
                field=id, choice=choice.value, column=column.title, known=said,
            )  # fmt: skip


def _check_day(use: _Use, diagnostics: Diagnostics) -> None:
    field, at = use.known.get(use.on), use.owner.origin.at("on")
    if field is None:
        near = closest(use.on, use.known)
        diagnostics.error("rule-unknown-name", at, suggestion=near, kind=Phrase("kind-field"), name=use.on)
    elif field.type not in _DAYS:
        diagnostics.error("rule-field-type", at, field=use.on, found=field.type, wanted=" / ".join(_DAYS))
