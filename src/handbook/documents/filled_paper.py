"""A layout's block tree becomes a filled paper: values in the blanks, rows repeated, conditions decided.

The browser does the same to the paper on the page: `src/browser/documents/filled-paper.js`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from handbook.documents.blocks import (
    BLANK_TEXT,
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
from handbook.documents.printed_values import INDENT, PrintedRow, PrintedValues
from handbook.model.template import Template

Unit = TypeVar("Unit", bound=Heading | Paragraph | TableRow | ListItem)


def fill_paper(document: Document, template: Template, values: Mapping[str, Any]) -> Document:
    """The document with the values in its blanks. Computed fields must already be among the values.

    A blank without a value becomes an underlined space. The result has no blanks, no repetitions and no conditions.
    """
    return _Filler(PrintedValues(template, values)).document(document)


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
                    continue  # only the head would be left
                head = self._units(block.head)
                found.append(replace(block, head=head, rows=rows, when="", is_list=block.repeats))
            else:
                found.append(replace(block, items=self._units(block.items), when=""))
        return Document(tuple(found))

    def _units(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        return tuple(filled for unit in units for filled in self._repeated(unit))

    def _repeated(self, unit: Unit) -> Iterator[Unit]:
        rows: Sequence[tuple[int, PrintedRow | None]] = self.values.rows(unit.rows) if unit.rows else [(0, None)]
        if unit.rows and not rows:
            rows = [(0, {})]  # an empty list prints one blank row
        if isinstance(unit, TableRow):
            rows = [*rows, *[(0, {})] * (unit.lines - len(rows))]
        for number, (_, row) in enumerate(rows, start=1):
            if self.values.filled(unit.when, row):
                yield self._filled(unit, row, number if row else 0)

    def _filled(self, unit: Unit, row: PrintedRow | None, number: int) -> Unit:
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
        self,
        inlines: Sequence[Inline],
        row: PrintedRow | None,
        number: int,
        *,
        in_cell: bool = False,
        indented: bool = False,
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

    def _blank(
        self, blank: Blank, row: PrintedRow | None, number: int, *, alone: bool, indented: bool
    ) -> Iterator[Inline]:
        text = self.values.printed(blank.path, blank.style, row, number)
        if not text:
            if alone and blank.options:
                yield Text(blank.options, blank.bold)
            if not alone:  # an empty cell needs no underlined space
                space = SIGNATURE_TEXT if blank.type == "signature" else BLANK_TEXT
                yield Text(space, blank.bold, underline=True)
            return
        for at, line in enumerate(text.split("\n")):
            if at:
                yield Break()
            yield Text((INDENT if at and indented else "") + line, blank.bold)
