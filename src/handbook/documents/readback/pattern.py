"""What a blank Word file expects where: the pattern against which an edited copy is read.

The pattern is taken from the blank file itself, so that it needs no layout source: an organisation's own
Word file and the browser can do the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.documents.blocks import INDEX
from handbook.documents.filled import PrintedValues, Row
from handbook.documents.word.package import Entry
from handbook.documents.word.visible_text import Grid, Line, Part

_COPY = re.compile(r"_r\d+$")  # bookmarks of further rows are called like those of the first, with a number


@dataclass
class Slot:
    """A blank: which field it shows, in which style, and the bookmark around it."""

    path: str
    style: str
    name: str
    indented: bool = False

    @property
    def is_shown_only(self) -> bool:
        """Row numbers, counts and lists are worked out, never read."""
        return self.path.endswith(f".{INDEX}") or self.style in ("list", "count")


@dataclass
class Optional:
    """Words that are there only when the fields in `path` are filled."""

    path: str
    name: str
    inside: list[Segment]


Segment = str | Slot | Optional


@dataclass
class LinePattern:
    """A paragraph, list item or cell."""

    segments: list[Segment]
    rows: str = ""  # the list over which it is repeated
    when: str = ""
    align: str = ""
    table_when: str = ""  # the condition of the whole table, which stands in its first cell

    @property
    def slots(self) -> list[Slot]:
        """Its blanks, in order."""
        return list(_slots(self.segments))

    @property
    def words(self) -> str:
        """Its own words, without blanks and conditions."""
        return "".join(segment for segment in self.segments if isinstance(segment, str))

    def shown(self, values: PrintedValues, row: Row | None = None) -> str:
        """What it says when it is filled with those values."""
        return _shown(self.segments, values, row)


@dataclass
class RowPattern:
    """A table row: what stands in which column."""

    cells: list[tuple[int, int, LinePattern]]  # column, columns covered, content
    rows: str = ""
    when: str = ""

    @property
    def slots(self) -> list[Slot]:
        """The blanks of all its cells."""
        return [slot for _, _, line in self.cells for slot in line.slots]


@dataclass
class TablePattern:
    """A table."""

    rows: list[RowPattern] = field(default_factory=list)
    when: str = ""

    @property
    def slots(self) -> list[Slot]:
        """The blanks of all its rows."""
        return [slot for row in self.rows for slot in row.slots]


Pattern = LinePattern | TablePattern


def patterns(parts: Sequence[Part], entries: Mapping[str, Entry]) -> list[Pattern]:
    """The pattern of a blank file. entries: what its bookmarks stand for."""
    return [_table(part, entries) if isinstance(part, Grid) else _line(part, entries) for part in parts]


def base(name: str) -> str:
    """The name of a bookmark in the blank file."""
    return _COPY.sub("", name)


def _table(grid: Grid, entries: Mapping[str, Entry]) -> TablePattern:
    table = TablePattern()
    for row in grid.rows:
        cells = [(cell.column, cell.span, _line(cell.line, entries)) for cell in row.cells]
        rows = next((line.rows for _, _, line in cells if line.rows), "")
        when = next((line.when for _, _, line in cells if line.when), "")
        for _, _, line in cells:
            table.when = table.when or line.table_when
            line.rows = line.when = ""
        if any(line.segments for _, _, line in cells):  # not the empty lines of a register
            table.rows.append(RowPattern(cells, rows, when))
    return table


def _line(line: Line, entries: Mapping[str, Entry]) -> LinePattern:
    """The line's segments. Text within a blank is its underlined space and says nothing."""
    found = LinePattern([], align=line.align)
    open_: list[tuple[str, list[Segment]]] = [("", found.segments)]
    blank = ""  # the bookmark of the blank we are in
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
                open_[-1][1].append(Slot(entry.get("path", ""), entry.get("style", ""), base(value), indented))
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
                inner = Optional(entry.get("path", ""), base(value), [])
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


def _shown(segments: Sequence[Segment], values: PrintedValues, row: Row | None) -> str:
    parts = []
    for segment in segments:
        if isinstance(segment, str):
            parts.append(segment)
        elif isinstance(segment, Slot):
            parts.append(values.printed(segment.path, segment.style, row))
        elif values.filled(segment.path, row):
            parts.append(_shown(segment.inside, values, row))
    return "".join(parts)
