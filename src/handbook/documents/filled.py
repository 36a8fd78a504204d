"""Values into a document: Document + values -> Document without blanks.

`values` are complete: computed fields are already in them (see rules.py). paper.js does the same to
the page, docx_fill.py and docx.js do it to the Word file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from handbook.diagnostics.diagnostics import Span
from handbook.documents.blocks import (
    BLANK_TEXT,
    EACH,
    INDEX,
    SIGNATURE_TEXT,
    Blank,
    Block,
    Break,
    Document,
    Heading,
    Inline,
    ListItem,
    Paragraph,
    Table,
    TableRow,
    Text,
    When,
)
from handbook.model.base import Origin
from handbook.model.template import Field, Template
from handbook.values.typed import clean, display

Row = Mapping[str, Any]
Unit = TypeVar("Unit", bound=Heading | Paragraph | TableRow | ListItem)
INDENT = "\u3000\u3000"  # begins each further line of a text in an indented paragraph


class PrintedValues:
    """A response's values as a document prints them."""

    def __init__(self, template: Template, values: Mapping[str, Any]) -> None:
        each = Field(id=EACH, label="", origin=Origin(Span(template.path)))
        self._fields = {EACH: each} | {field.id: field for field in template.fields}
        self._values = values

    def rows(self, path: str) -> list[tuple[int, Row]]:
        """(index, row) of the rows that are printed: those with anything typed in."""
        field, rows = self._fields.get(path), self._values.get(path)
        if field is None or not isinstance(rows, list):
            return []
        typed = [column.id for column in field.fields if column.type != "computed"]
        return [
            (index, row)
            for index, row in enumerate(rows)
            if isinstance(row, Mapping) and any(_text(row.get(name)) for name in typed)
        ]

    def filled(self, when: str, row: Row | None = None) -> bool:
        """Whether none of the fields named in `when` (separated by spaces) is blank.

        Paper without any values is for writing by hand: nothing is left out of it.
        """
        return not self._values or all(self._is_filled(path, row) for path in when.split())

    def printed(self, path: str, style: str = "", row: Row | None = None, number: int = 0) -> str:
        """What a blank prints; "" when it stays blank. `number` is the printed row's number, from 1."""
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
            return display(field, _text(self._values.get(name)), style)
        found = field.column(column)
        if found is None:
            return ""
        if row is not None:
            return display(found, _text(row.get(column)), style)
        if style != "list":
            return ""
        return "、".join(filter(None, (display(found, _text(one.get(column))) for _, one in self.rows(name))))

    def _is_filled(self, path: str, row: Row | None) -> bool:
        name, _, column = path.partition(".")
        if column:
            return bool(row is not None and _text(row.get(column)))
        field = self._fields.get(name)
        if field is not None and field.type == "rows":
            return bool(self.rows(name))
        return bool(_text(self._values.get(name)))


def fill(document: Document, template: Template, values: Mapping[str, Any]) -> Document:
    """The document with every blank filled or shown as an underlined space, and conditions decided."""
    return _Filler(PrintedValues(template, values)).document(document)


def _text(value: object) -> str:
    """A value as text; numbers may come from a computed field."""
    if value is None or isinstance(value, (list, dict)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))


class _Filler:
    def __init__(self, values: PrintedValues) -> None:
        self.values = values

    def document(self, document: Document) -> Document:
        found: list[Block] = []
        for block in document.blocks:
            if isinstance(block, (Heading, Paragraph)):
                found.extend(self._units([block]))
            elif not self.values.filled(block.when):
                continue
            elif isinstance(block, Table):
                rows = self._units(block.rows)
                if block.rows and not rows:
                    continue  # a head alone says nothing
                head = self._units(block.head)
                found.append(replace(block, head=head, rows=rows, when="", is_list=block.repeats))
            else:
                found.append(replace(block, items=self._units(block.items), when=""))
        return Document(tuple(found))

    def _units(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        return tuple(filled for unit in units for filled in self._repeated(unit))

    def _repeated(self, unit: Unit) -> Iterator[Unit]:
        rows: Sequence[tuple[int, Row | None]] = self.values.rows(unit.rows) if unit.rows else [(0, None)]
        if unit.rows and not rows:
            rows = [(0, {})]  # an empty list stays on paper as one blank unit
        if isinstance(unit, TableRow):
            rows = [*rows, *[(0, {})] * (unit.lines - len(rows))]
        for number, (_, row) in enumerate(rows, start=1):
            if self.values.filled(unit.when, row):
                yield self._filled(unit, row, number if row else 0)

    def _filled(self, unit: Unit, row: Row | None, number: int) -> Unit:
        changes: dict[str, Any] = {"rows": "", "when": ""}
        if isinstance(unit, TableRow):
            changes["lines"] = 0
            changes["cells"] = tuple(
                replace(cell, inlines=self._inlines(cell.inlines, row, number, in_cell=True)) for cell in unit.cells
            )
        else:
            indented = isinstance(unit, Paragraph) and unit.style == ""
            changes["inlines"] = self._inlines(unit.inlines, row, number, indented=indented)
        return replace(unit, **changes)

    def _inlines(
        self, inlines: Sequence[Inline], row: Row | None, number: int, *, in_cell: bool = False, indented: bool = False
    ) -> tuple[Inline, ...]:
        found: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, When):
                if self.values.filled(inline.when, row):
                    found.extend(self._inlines(inline.inlines, row, number, in_cell=in_cell, indented=indented))
            elif isinstance(inline, Blank):
                alone = in_cell and len(inlines) == 1
                found.extend(self._blank(inline, row, number, alone=alone, indented=indented))
            else:
                found.append(inline)
        return tuple(found)

    def _blank(self, blank: Blank, row: Row | None, number: int, *, alone: bool, indented: bool) -> Iterator[Inline]:
        text = self.values.printed(blank.path, blank.style, row, number)
        if not text:
            if not alone:  # an empty cell is blank enough
                space = SIGNATURE_TEXT if blank.type == "signature" else BLANK_TEXT
                yield Text(space, blank.bold, underline=True)
            return
        for at, line in enumerate(text.split("\n")):
            if at:
                yield Break()
            yield Text((INDENT if at and indented else "") + line, blank.bold)
