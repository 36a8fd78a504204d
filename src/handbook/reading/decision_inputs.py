"""Which field of a template fills each column of a decision table that the template asks.

An author leaves out `inputs:` where field and column have the same id. A rule without `field:`, `inputs:` and `on:`
takes them from the computed field that asks the same table.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.base import NamedTexts, Origin
from handbook.model.matrix import Matrix
from handbook.model.rule_kinds import DecidedBy
from handbook.model.template import Field, Rule, Template


def with_inputs(
    template: Template, matrices: Mapping[str, Matrix], diagnostics: Diagnostics, *, inherited: bool = False
) -> Template:
    """The template, with `inputs` completed in each field and rule that asks a decision table.

    A table that does not exist is recorded by `references.py`. inherited: the template comes from the package. A site
    does not take over the package's tables, so rules that ask a table which the site lacks are left out.
    """
    sections = tuple(
        dataclasses.replace(section, fields=tuple(_field(field, matrices, diagnostics) for field in section.fields))
        for section in template.sections
    )
    template = dataclasses.replace(template, sections=sections)
    rules = tuple(
        _rule(rule, template, matrices, diagnostics)
        for rule in template.rules
        if not (inherited and rule.approver and rule.approver.matrix not in matrices)
    )
    return dataclasses.replace(template, rules=rules)


def _field(field: Field, matrices: Mapping[str, Matrix], diagnostics: Diagnostics) -> Field:
    columns = tuple(_field(column, matrices, diagnostics) for column in field.fields)
    if columns != field.fields:
        field = dataclasses.replace(field, fields=columns)
    if field.matrix not in matrices:
        return field
    inputs = _completed(field.inputs, matrices[field.matrix], field.origin, diagnostics)
    return dataclasses.replace(field, inputs=inputs)


def _rule(rule: Rule, template: Template, matrices: Mapping[str, Matrix], diagnostics: Diagnostics) -> Rule:
    kind = rule.approver
    if kind is None or kind.matrix not in matrices:
        return rule
    asking = _asking(kind, rule.each, template)
    if asking is not None:
        kind = dataclasses.replace(
            kind, field=kind.field or asking.id, inputs=kind.inputs or asking.inputs, on=kind.on or asking.on
        )
    inputs = _completed(kind.inputs, matrices[kind.matrix], kind.origin, diagnostics)
    return dataclasses.replace(rule, approver=dataclasses.replace(kind, inputs=inputs))


def _asking(kind: DecidedBy, each: str, template: Template) -> Field | None:
    """The computed field that asks the same table: of a rule for each row, a column of that list."""
    rows = next((field for field in template.fields if field.id == each), None)
    fields = rows.fields if rows else template.fields
    return next((field for field in fields if field.matrix == kind.matrix), None)


def _completed(given: NamedTexts | None, matrix: Matrix, origin: Origin, diagnostics: Diagnostics) -> NamedTexts:
    """The fields for all columns of a table; a column that the table lacks is recorded and left out."""
    known = [column.id for column in matrix.inputs]
    said = given or NamedTexts({})
    for name, place in said.places.items():
        if name not in known:
            near = closest(name, known)
            diagnostics.error("matrix-column", place, suggestion=near, key=name, known="、".join(known))
    texts = {id: said.texts.get(id, id) for id in known}
    return NamedTexts(texts, {id: said.places.get(id, origin.at("matrix")) for id in known})
