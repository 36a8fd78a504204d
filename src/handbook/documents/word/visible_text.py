"""The visible text of a Word document: its paragraphs and tables, and where bookmarks begin and end in them.

Text within content controls, links and tracked insertions is part of it. Deleted and hidden text, field codes and
comments are not. The twin is `src/browser/documents/word/visible-text.js`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from handbook.documents.word.docx_format import W

_MAX_LINES = 60_000
_THROUGH = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "hyperlink", "smartTag", "fldSimple", "dir", "bdo")
)
_EDGES = frozenset((W + "hdr", W + "ftr"))
_BREAKS = frozenset((W + "br", W + "cr"))
_MAX_WAITING = 200
_MERGE_REACH = 40  # paragraphs that one value may be split into

#: a text, or the name of a bookmark that begins or ends here
Piece = tuple[Literal["text", "start", "end"], str]


@dataclass
class TextLine:
    """A paragraph, or all paragraphs of a table cell."""

    pieces: list[Piece] = field(default_factory=list)
    align: str = ""  # "centred", "right", "indented" or nothing

    @property
    def text(self) -> str:
        """The words."""
        return "".join(value for kind, value in self.pieces if kind == "text")

    @property
    def names(self) -> list[str]:
        """The bookmarks that begin here."""
        return [value for kind, value in self.pieces if kind == "start"]

    def marked(self, name: str) -> str | None:
        """The text of a bookmark that begins and ends in the line; None for any other."""
        inside: list[str] | None = None
        for kind, value in self.pieces:
            if kind == "start" and value == name:
                inside = []
            elif kind == "end" and value == name:
                return None if inside is None else "".join(inside)
            elif kind == "text" and inside is not None:
                inside.append(value)
        return None


@dataclass
class GridCell:
    """A table cell. column: the first that it covers. span: how many columns it covers."""

    line: TextLine
    column: int
    span: int = 1


@dataclass
class GridRow:
    """A table row."""

    cells: list[GridCell]

    @property
    def names(self) -> list[str]:
        """The bookmarks that begin in the row."""
        return [name for cell in self.cells for name in cell.line.names]

    def at(self, column: int) -> GridCell | None:
        """The cell that covers a column."""
        return next((cell for cell in self.cells if cell.column <= column < cell.column + cell.span), None)


@dataclass
class Grid:
    """A table."""

    rows: list[GridRow]

    @property
    def names(self) -> list[str]:
        """The bookmarks that begin in the table."""
        return [name for row in self.rows for name in row.names]


Part = TextLine | Grid


def squash(text: str) -> str:
    """A text for comparing: any run of spaces becomes one space, and spaces at the ends go."""
    return re.sub(r"\s+", " ", text).strip()  # \s includes the ideographic and the no-break space


def visible_parts(document: etree._Element, growing: Collection[str] = ()) -> list[Part]:
    """The paragraphs and tables of the body, or of a head or foot, in order.

    growing: names of bookmarks whose text somebody may have split into paragraphs; it is made one line.
    """
    body = document if document.tag in _EDGES else document.find(W + "body")
    if body is None:
        return []
    reader = _Reader()
    found = list(reader.blocks(body))
    return _merged(found, growing)


class _Reader:
    """Walks a document and collects its text."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}  # number of a bookmark -> its name
        self.waiting: list[Piece] = []  # bookmarks that begin between two paragraphs
        self.last: TextLine | None = None
        self.count = 0

    def blocks(self, parent: etree._Element) -> Iterator[Part]:
        for element in parent:
            if self.count > _MAX_LINES:
                return
            if element.tag == W + "p":
                yield self.paragraph(element)
            elif element.tag == W + "tbl":
                yield Grid(list(self.rows(element)))
            elif element.tag in _THROUGH:
                yield from self.blocks(element)
            else:
                self.bookmark(element, None)

    def paragraph(self, element: etree._Element) -> TextLine:
        self.count += 1
        line = TextLine(self.waiting, _align(element))
        self.waiting = []
        self.inlines(element, line)
        self.last = line
        return line

    def rows(self, table: etree._Element) -> Iterator[GridRow]:
        for element in table:
            if element.tag == W + "tr":
                yield GridRow(self.cells(element))
            elif element.tag in _THROUGH:
                yield from self.rows(element)
            else:
                self.bookmark(element, None)

    def cells(self, row: etree._Element) -> list[GridCell]:
        found: list[GridCell] = []
        column = 0
        todo = deque(row)
        while todo:
            element = todo.popleft()
            if element.tag in _THROUGH:
                todo.extendleft(reversed(element))
            elif element.tag == W + "tc":
                grid_span = element.find(f"{W}tcPr/{W}gridSpan")
                written = grid_span.get(W + "val", "1") if grid_span is not None else "1"
                span = int(written) if re.fullmatch(r"\d{1,3}", written) else 1
                found.append(GridCell(_joined([*self.blocks(element)]), column, max(1, span)))
                column += max(1, span)
            else:
                self.bookmark(element, None)
        return found

    def inlines(self, parent: etree._Element, line: TextLine) -> None:
        for element in parent:
            if element.tag == W + "r":
                self.run(element, line)
            elif element.tag in _THROUGH:
                self.inlines(element, line)
            else:
                self.bookmark(element, line)

    def run(self, element: etree._Element, line: TextLine) -> None:
        hidden = element.find(f"{W}rPr/{W}vanish")
        if hidden is not None and hidden.get(W + "val", "true") not in ("0", "false"):
            return
        for child in element:
            if child.tag == W + "t":
                line.pieces.append(("text", child.text or ""))
            elif child.tag == W + "tab":
                line.pieces.append(("text", "\t"))
            elif child.tag == W + "noBreakHyphen":
                line.pieces.append(("text", "-"))
            elif child.tag in _BREAKS:
                line.pieces.append(("text", "\n"))

    def bookmark(self, element: etree._Element, line: TextLine | None) -> None:
        """Note where a bookmark begins or ends.

        line: the paragraph around it. None between two paragraphs, where a begin belongs to the next one and an end to
        the last one.
        """
        number = element.get(W + "id", "")
        if element.tag == W + "bookmarkStart":
            name = element.get(W + "name", "")
            self.names[number] = name
            if line is None and len(self.waiting) > _MAX_WAITING:
                return
            (self.waiting if line is None else line.pieces).append(("start", name))
        elif element.tag == W + "bookmarkEnd" and number in self.names:
            piece: Piece = ("end", self.names[number])
            into = line or self.last
            if into is not None and ("start", piece[1]) not in self.waiting:
                into.pieces.append(piece)
            else:
                self.waiting.append(piece)


def _align(paragraph: etree._Element) -> str:
    side = paragraph.find(f"{W}pPr/{W}jc")
    written = "" if side is None else side.get(W + "val", "")
    found = {"center": "centred", "right": "right", "end": "right"}.get(written, "")
    indent = paragraph.find(f"{W}pPr/{W}ind")
    if found or indent is None:
        return found
    return "indented" if any(indent.get(W + name, "0") != "0" for name in ("firstLine", "firstLineChars")) else ""


def _joined(parts: list[Part]) -> TextLine:
    """Everything in a table cell as one line. A table within it gives the words of its cells."""
    lines = [
        line
        for part in parts
        for line in ([part] if isinstance(part, TextLine) else [cell.line for row in part.rows for cell in row.cells])
    ]
    whole = TextLine(align=lines[0].align if lines else "")
    for number, line in enumerate(lines):
        if number:
            whole.pieces.append(("text", "\n"))
        whole.pieces += line.pieces
    return whole


def _merged(parts: list[Part], growing: Collection[str]) -> list[Part]:
    """The parts with paragraphs joined over which one of those bookmarks runs: Enter was pressed within a value."""
    found: list[Part] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        at += 1
        if isinstance(part, TextLine):
            last = _reach(parts, at - 1, growing)
            if last > at - 1:
                part = _joined(parts[at - 1 : last + 1])
                at = last + 1
        found.append(part)
    return found


def _reach(parts: list[Part], first: int, growing: Collection[str]) -> int:
    """The index of the last paragraph into which a bookmark runs that begins in `first`; `first` if none does."""
    part = parts[first]
    unclosed = _unclosed(part, growing) if isinstance(part, TextLine) else set()
    if not unclosed:
        return first
    for at in range(first + 1, min(len(parts), first + _MERGE_REACH)):
        other = parts[at]
        if not isinstance(other, TextLine):
            break
        if any(kind == "end" and name in unclosed for kind, name in other.pieces):
            return at
    return first


def _unclosed(line: TextLine, growing: Collection[str]) -> set[str]:
    """The bookmarks among `growing` that begin in the line and do not end in it."""
    begun = set()
    for kind, name in line.pieces:
        if kind == "start" and name in growing:
            begun.add(name)
        elif kind == "end":
            begun.discard(name)
    return begun
