"""What each blank of a document prints, given the values of a response.

The twin is `src/browser/documents/printed-values.js`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handbook.diagnostics.diagnostics import Span
from handbook.documents.blocks import EACH, INDEX
from handbook.model.base import Origin
from handbook.model.template import Field, Template
from handbook.values.typed import clean, display

PrintedRow = Mapping[str, Any]
INDENT = "\u3000\u3000"  # begins each further line of a value in an indented paragraph

_RIGHT_TO_LEFT = re.compile(
    "[\\u0590-\\u08ff\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufb1d-\\ufdff\\ufe70-\\ufefe]"
)
_ISOLATES = re.compile("[\\u2066-\\u2069]")


def isolated(text: str) -> str:
    """The text for a paper: words that run from right to left do not turn the words around them.

    Each line of such a text stands between U+2068 and U+2069 (first strong isolate, pop directional isolate).
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(f"\u2068{line}\u2069" for line in without_isolates(text).split("\n"))


def without_isolates(text: str) -> str:
    """The text without the characters that `isolated` adds."""
    return _ISOLATES.sub("", text)


class PrintedValues:
    """The values of a response as they are printed. Computed fields must already be among them.

    Whatever depends on a blank field is left out of a paper. But a response without any value at all is for writing by
    hand, and nothing is left out of it.
    """

    def __init__(self, template: Template, values: Mapping[str, Any]) -> None:
        each = Field(id=EACH, label="", origin=Origin(Span(template.path)))
        self._fields = {EACH: each} | {field.id: field for field in template.fields}
        self._values = values

    def rows(self, path: str) -> list[tuple[int, PrintedRow]]:
        """(index, row) of each row of a list that is printed: a row in which anything is filled in."""
        field, rows = self._fields.get(path), self._values.get(path)
        if field is None or not isinstance(rows, list):
            return []
        typed = [column.id for column in field.fields if column.type != "computed"]
        return [
            (index, row)
            for index, row in enumerate(rows)
            if isinstance(row, Mapping) and any(_text(row.get(name)) for name in typed)
        ]

    def filled(self, when: str, row: PrintedRow | None = None) -> bool:
        """Whether all fields named in `when` (separated by spaces) are filled. row: the row for "list.column"."""
        return not self._values or all(self._is_filled(path, row) for path in when.split())

    def printed(self, path: str, style: str = "", row: PrintedRow | None = None, number: int = 0) -> str:
        """What a blank prints; "" when it stays blank.

        path, style: as in `blocks.Blank`. row: the row for a column of a list. number: of the printed row, from 1.
        """
        name, _, column = path.partition(".")
        field = self._fields.get(name)
        if field is None:
            return ""
        if style == "count" or (column == INDEX and row is None):
            count = len(self.rows(name))
            return str(count) if count else ""
        if column == INDEX:
            return str(number) if number else ""
        if not column:
            return isolated(display(field, _text(self._values.get(name)), style))
        found = field.column(column)
        if found is None:
            return ""
        if row is not None:
            return isolated(display(found, _text(row.get(column)), style))
        if style != "list":
            return ""
        shown = (isolated(display(found, _text(one.get(column)))) for _, one in self.rows(name))
        return "、".join(filter(None, shown))

    def _is_filled(self, path: str, row: PrintedRow | None) -> bool:
        name, _, column = path.partition(".")
        if column:
            return bool(row is not None and _text(row.get(column)))
        field = self._fields.get(name)
        if field is not None and field.type == "rows":
            return bool(self.rows(name))
        return bool(_text(self._values.get(name)))


def _text(value: object) -> str:
    """A value as text. Computed fields may be numbers or truth values; lists and records have no text."""
    if value is None or isinstance(value, (list, dict)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))
