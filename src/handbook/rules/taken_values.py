"""What a list takes over from a plan that it is part of. The browser half is `src/browser/rules/taken-values.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handbook.model.template import Field, Template
from handbook.values.fields import is_filled_in, rows_of, text_of


def taken_fields(template: Template, whole: Template) -> dict[str, tuple[str, ...]]:
    """The fields of `template` that can be filled in from a response to `whole`, each with its columns if it is a list.

    Both have the same id and hold the same. What is to be filled in afresh in `template` alone, such as the day of the
    list, is not taken.
    """
    others = {field.id: field for field in whole.fields}
    found: dict[str, tuple[str, ...]] = {}
    for field in template.fields:
        other = others.get(field.id)
        if other is None or not _fits(field, other):
            continue
        columns = tuple(own.id for own in field.fields if (column := other.column(own.id)) and _fits(own, column))
        if columns or field.type != "rows":
            found[field.id] = columns
    return found


def _fits(own: Field, other: Field) -> bool:
    holds_the_same = own.type == other.type or (other.type == "computed" and own.type != "rows")
    return is_filled_in(own) and holds_the_same and (other.fresh or not own.fresh)


def taken_values(values: Mapping[str, Any], taken: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The values of the fields in `taken`, from a response to the whole whose computed fields are filled in.

    Rows keep their order and number: a finding about a row is then found in the file that it came from.
    """
    found: dict[str, Any] = {}
    for id, columns in taken.items():
        if columns:
            found[id] = [{key: row[key] for key in ("_id", *columns) if key in row} for row in rows_of(values, id)]
        elif text := text_of(values, id):
            found[id] = text
    return found
