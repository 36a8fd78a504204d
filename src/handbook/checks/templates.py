"""Can a template's fields be filled in at all?"""

from __future__ import annotations

from collections.abc import Iterable

from handbook import values
from handbook.errors import Diagnostics, Span
from handbook.model import Field, Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record fields that cannot be filled in, and ids that two fields of a template share."""
    for template in handbook.templates.values():
        seen: dict[str, Span] = {}
        for field in template.fields:
            place = field.origin.at("id")
            first = seen.setdefault(field.id, place)
            if first != place:
                diagnostics.error("duplicate-id", place, id=field.id, line=first.line)
        _check_fields(template.fields, diagnostics)


def _check_fields(fields: Iterable[Field], diagnostics: Diagnostics, inside: bool = False) -> None:
    for field in fields:
        place = field.origin.at("type")
        if field.type == "choice" and not field.choices:
            diagnostics.error("choice-without-choices", place, field=field.id)
        if field.min and field.max and float(field.min) > float(field.max):
            where = field.origin.at("min")
            diagnostics.error("min-above-max", where, field=field.id, min=field.min, max=field.max)
        if field.default and not _fits(field):
            diagnostics.error("bad-default", field.origin.at("default"), field=field.id, value=field.default)
        if field.type == "rows":
            if inside:
                diagnostics.error("nested-rows", place, field=field.id)
            elif not field.fields:
                diagnostics.error("columns-missing", place, field=field.id)
            _check_fields(field.fields, diagnostics, inside=True)


def _fits(field: Field) -> bool:
    if field.type == "choice":
        return field.default in [choice.value for choice in field.choices]
    return values.parse(field.type, field.default)[0] is not None
