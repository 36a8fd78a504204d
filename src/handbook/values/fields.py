"""What was filled in, looked up by the fields of a template.

The twin is `src/browser/values/fields.js`; tests/fixtures/rules holds both to the same answers. What is a definition
there is a `model.template.Template` here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handbook.model.template import Field
from handbook.values.typed import clean


def text_of(record: Mapping[str, Any], key: str) -> str:
    """A value as text; "" for a missing one and for what is no text.

    record: the values of a response, or one row of a list. key: the id of a field, or of a column.
    """
    value = record.get(key)
    return clean(value) if isinstance(value, str) else ""


def rows_of(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The rows of a list; none for a missing one.

    record: the values of a response. key: the id of a field of type `rows`.
    """
    value = record.get(key)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []


def is_filled_in(field: Field) -> bool:
    """Whether a reader types the field. Computed values and signatures (written on paper) are not typed."""
    return field.type not in ("computed", "signature")


def is_blank_row(field: Field, row: Mapping[str, Any]) -> bool:
    """Whether nothing was filled into a row of the list `field`. No rule counts such a row."""
    return not any(is_filled_in(column) and text_of(row, column.id) for column in field.fields)
