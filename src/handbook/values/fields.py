"""How what was filled in is looked up by field. The browser half is `src/browser/values/fields.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handbook.model.template import Field
from handbook.values.typed import clean


def text_of(record: Mapping[str, Any], key: str) -> str:
    """A value as text; "" for a missing one and for what is no text.

    record: the values of a response, or one row of a list. key: the id of a field, or of a column.
    """
    value = record.get(key, "")
    return clean(value) if isinstance(value, str) else ""


def rows_of(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The rows of a list; none for a missing one. record: the values of a response. key: the id of the list."""
    value = record.get(key, [])
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []


def is_blank_row(field: Field, row: Mapping[str, Any]) -> bool:
    """Whether nothing was filled into a row of the list `field`. No rule counts such a row."""
    return not any(text_of(row, column.id) for column in field.fields if is_filled_in(column))


def is_filled_in(field: Field) -> bool:
    """Whether a reader types the field. Computed values and signatures (written on paper) are not typed."""
    return field.type not in ("computed", "signature")
