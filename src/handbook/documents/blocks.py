"""The block tree: what a layout says, independent of how it is set.

`rows` on a unit names the rows field it repeats over; `when` names the fields (separated by spaces)
that must not be blank for it to be printed. A filled document has neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

ParagraphStyle = Literal["", "right", "centred", "no-indent"]
Align = Literal["", "left", "center", "right"]

EACH = "each"  # the blank of an extract that prints for whom or what it is
INDEX = "#"  # the column of a blank that prints the row's number: "guests.#"
BLANK_TEXT = "\u00a0" * 12  # what an unfilled blank prints, underlined
SIGNATURE_TEXT = "\u00a0" * 24
_WIDTHS = {
    "time-span": 12,
    "date-time": 9,
    "date": 7,
    "time": 3,
    "number": 3,
    "money": 4,
    "phone": 7,
    "person": 4,
    "long-text": 12,
}


def blank_width(type: str) -> int:
    """Characters that a blank of this field type takes on the page while it is empty."""
    return _WIDTHS.get(type, 6)


@dataclass(frozen=True)
class Text:
    """Plain characters; `underline` marks an unfilled blank."""

    text: str
    bold: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Blank:
    """A place to fill in: `path` is "title", "guests.name" or "guests.#" (row number; outside a row, the count).

    Styles are those of values.format, and outside a row "list" (all values of the column) and "count".
    """

    path: str
    style: str = ""
    bold: bool = False
    type: str = "text"  # the field's type
    width: int = 6  # characters a value is likely to take, for the columns of tables


@dataclass(frozen=True)
class Break:
    """A line break."""


@dataclass(frozen=True)
class When:
    """Inlines printed only when the fields in `when` are filled."""

    when: str
    inlines: tuple[Inline, ...]


Inline = Text | Blank | Break | When


@dataclass(frozen=True)
class Heading:
    """Level 1 is the document's title. Numbered levels 2, 3, 4 print 一、 （一） 1."""

    level: int
    inlines: tuple[Inline, ...]
    numbered: bool = False
    rows: str = ""
    when: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; without a style its first line is indented by two characters."""

    inlines: tuple[Inline, ...]
    style: ParagraphStyle = ""
    rows: str = ""
    when: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table, over `span` columns."""

    inlines: tuple[Inline, ...]
    align: Align = ""
    span: int = 1


@dataclass(frozen=True)
class TableRow:
    """One row of a table. A repeated row is followed by blank ones until there are `lines` of them."""

    cells: tuple[Cell, ...]
    rows: str = ""
    when: str = ""
    lines: int = 0


@dataclass(frozen=True)
class Table:
    """A table; `head` is repeated on every page. `widths` are relative column widths, for what may be written."""

    head: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    widths: tuple[int, ...] = ()
    when: str = ""
    is_list: bool = False  # filled with the rows of a list, which now decide on the columns (columns.py)

    @property
    def is_dense(self) -> bool:
        """Whether the columns need smaller type: a line holds about 38 characters of 12 pt."""
        return sum(self.widths) > 38

    @property
    def repeats(self) -> bool:
        """Whether it is a list with a head; a register with lines for the hand keeps its columns."""
        return bool(self.head and any(row.rows for row in self.rows)) and not any(row.lines for row in self.rows)


@dataclass(frozen=True)
class ListItem:
    """One item of a list."""

    inlines: tuple[Inline, ...]
    rows: str = ""
    when: str = ""


@dataclass(frozen=True)
class ListBlock:
    """A list, ordered (1. 2. 3.) or not."""

    ordered: bool
    items: tuple[ListItem, ...]
    when: str = ""


Block = Heading | Paragraph | Table | ListBlock


@dataclass(frozen=True)
class Document:
    """A whole layout or a filled document."""

    blocks: tuple[Block, ...]


def inlines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Every run of inlines in a block, in reading order."""
    if isinstance(block, Table):
        for row in (*block.head, *block.rows):
            for cell in row.cells:
                yield cell.inlines
    elif isinstance(block, ListBlock):
        for item in block.items:
            yield item.inlines
    else:
        yield block.inlines


def blanks(document: Document) -> Iterator[Blank]:
    """Every blank of a document, in reading order."""

    def within(inlines: Sequence[Inline]) -> Iterator[Blank]:
        for inline in inlines:
            if isinstance(inline, Blank):
                yield inline
            elif isinstance(inline, When):
                yield from within(inline.inlines)

    for block in document.blocks:
        for inlines in inlines_of(block):
            yield from within(inlines)
