"""The patterns of a blank Word file: which words and which blanks stand in each paragraph and table row.

An edited copy is read against them. They are taken from the blank file and not from the layout it was made of, because
the browser has no layouts, and an organisation's own Word file is its layout itself.

The twin is `src/browser/documents/readback/pattern.js`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.documents.blocks import INDEX
from handbook.documents.printed_values import PrintedRow, PrintedValues
from handbook.documents.word.docx_format import BookmarkEntry
from handbook.documents.word.text_lines import Grid, Part, TextLine

_COPY = re.compile(r"_r\d+$")  # hb3_guests_name_r2 is the bookmark hb3_guests_name in the second row of a list


@dataclass
class Slot:
    """A blank of a pattern.

    path: of its field, such as "guests.name". style: how the value is printed, such as "short". name: of the bookmark
    around it in the blank file. indented: whether further lines of the value are indented.
    """

    path: str
    style: str
    name: str
    indented: bool = False

    @property
    def is_shown_only(self) -> bool:
        """Whether the blank prints what is worked out: a row number, a count, or all values of a column."""
        return self.path.endswith(f".{INDEX}") or self.style in ("list", "count")


@dataclass
class Optional:
    """Words that are printed only when the fields in `path` (separated by spaces) are filled."""

    path: str
    name: str
    inside: list[Segment]


Segment = str | Slot | Optional


@dataclass
class LinePattern:
    """A paragraph, list item or table cell."""

    segments: list[Segment]
    rows: str = ""  # the list for whose rows it is repeated
    when: str = ""
    align: str = ""
    table_when: str = ""  # condition of the whole table; the mark for it stands in the first cell
    is_numbered: bool = False  # the office program writes its number

    @property
    def slots(self) -> list[Slot]:
        """Its blanks, in order."""
        return list(_slots(self.segments))

    @property
    def words(self) -> str:
        """The fixed words, without blanks and without words that depend on a condition."""
        return "".join(segment for segment in self.segments if isinstance(segment, str))

    def shown(self, values: PrintedValues, row: PrintedRow | None = None) -> str:
        """The words of the line when it is filled with those values."""
        return _shown(self.segments, values, row)


@dataclass
class RowPattern:
    """A table row."""

    cells: list[tuple[int, int, LinePattern]]  # (first column, number of columns, content)
    rows: str = ""
    when: str = ""

    @property
    def slots(self) -> list[Slot]:
        """The blanks of all its cells."""
        return [slot for _, _, line in self.cells for slot in line.slots]


@dataclass
class TablePattern:
    """A table of the blank file."""

    rows: list[RowPattern] = field(default_factory=list)
    when: str = ""

    @property
    def slots(self) -> list[Slot]:
        """The blanks of all its rows."""
        return [slot for row in self.rows for slot in row.slots]


Pattern = LinePattern | TablePattern


def patterns(parts: Sequence[Part], entries: Mapping[str, BookmarkEntry]) -> list[Pattern]:
    """The patterns of a blank file's paragraphs and tables, in order.

    entries: what each of its bookmarks stands for, by the bookmark's name.
    """
    return [_table(part, entries) if isinstance(part, Grid) else _line(part, entries) for part in parts]


def blank_name(name: str) -> str:
    """The name that a bookmark of a filled file has in the blank file."""
    return _COPY.sub("", name)


def _table(grid: Grid, entries: Mapping[str, BookmarkEntry]) -> TablePattern:
    table = TablePattern()
    for row in grid.rows:
        cells = [(cell.column, cell.span, _line(cell.line, entries)) for cell in row.cells]
        rows = next((line.rows for _, _, line in cells if line.rows), "")
        when = next((line.when for _, _, line in cells if line.when), "")
        for _, _, line in cells:
            table.when = table.when or line.table_when
            line.rows = line.when = ""
        if any(line.segments for _, _, line in cells):  # the empty lines of a register are no pattern
            table.rows.append(RowPattern(cells, rows, when))
    return table


def _line(line: TextLine, entries: Mapping[str, BookmarkEntry]) -> LinePattern:
    """The pattern of one line. Text within a blank is only its underlined space and is left out."""
    found = LinePattern([], align=line.align, is_numbered=line.is_numbered)
    open_: list[tuple[str, list[Segment]]] = [("", found.segments)]
    blank = ""  # the bookmark of the blank that is open
    for kind, value in line.pieces:
        entry = entries.get(value) if kind != "text" else None
        if kind == "text":
            if not blank:
                open_[-1][1].append(value)
        elif entry is None:
            continue
        elif entry.get("kind") == "blank":
            if kind == "start" and not blank:
                blank = value
                indented = entry.get("indented") == "true"
                open_[-1][1].append(Slot(entry.get("path", ""), entry.get("style", ""), blank_name(value), indented))
            elif value == blank:
                blank = ""
        elif entry.get("kind") == "rows" and kind == "start":
            found.rows = entry.get("path", "")
        elif entry.get("kind") == "when" and entry.get("unit") == "table":
            found.table_when = entry.get("path", "")
        elif entry.get("kind") == "when" and entry.get("unit") != "text":
            found.when = found.when or entry.get("path", "")
        elif entry.get("kind") == "when":
            if kind == "start":
                inner = Optional(entry.get("path", ""), blank_name(value), [])
                open_[-1][1].append(inner)
                open_.append((value, inner.inside))
            elif len(open_) > 1 and open_[-1][0] == value:
                open_.pop()
    return found


def _slots(segments: Sequence[Segment]) -> Iterator[Slot]:
    for segment in segments:
        if isinstance(segment, Slot):
            yield segment
        elif isinstance(segment, Optional):
            yield from _slots(segment.inside)


def _shown(segments: Sequence[Segment], values: PrintedValues, row: PrintedRow | None) -> str:
    parts = []
    for segment in segments:
        if isinstance(segment, str):
            parts.append(segment)
        elif isinstance(segment, Slot):
            parts.append(values.printed(segment.path, segment.style, row))
        elif values.filled(segment.path, row):
            parts.append(_shown(segment.inside, values, row))
    return "".join(parts)
