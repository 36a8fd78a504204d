"""The block tree of a document: headings, paragraphs, tables and lists with their texts and blanks, without any look.

Two attributes come back in several classes. `rows` is the id of the list for whose rows the thing is printed again and
again. `when` names the fields (separated by spaces) that must be filled for the thing to be printed at all. A filled
document has neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

ParagraphStyle = Literal["", "right", "centred", "no-indent", "note", "attachment", "attachments", "attachments-more"]
Align = Literal["", "left", "center", "right"]

EACH = "each"  # the path of the blank in which an extract prints for whom or what it is
INDEX = "#"  # stands for the row's number in the path of a blank: "guests.#"
BLANK_TEXT = "\u00a0" * 12  # what a blank without a value prints, underlined
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
    """How many full-width characters a value of this field type is likely to take, for the columns of tables."""
    return _WIDTHS.get(type, 6)


@dataclass(frozen=True)
class Text:
    """Plain characters. `underline`: they are the space of a blank without a value."""

    text: str
    bold: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Blank:
    """A place to fill in.

    path: "title", "guests.name", or "guests.#" for the row's number and, outside a row, for the number of rows. style:
    one of those of `values/typed.py` such as "short"; outside a row also "list" (all values of the column) and "count".
    type: of the field. width: as of `blank_width`. options: what an empty cell of its own prints, to be ticked by hand.
    """

    path: str
    style: str = ""
    bold: bool = False
    type: str = "text"
    width: int = 6
    options: str = ""


@dataclass(frozen=True)
class Break:
    """A line break."""


@dataclass(frozen=True)
class When:
    """A part of a line that is printed only when the fields in `when` are filled."""

    when: str
    inlines: tuple[Inline, ...]


Inline = Text | Blank | Break | When


@dataclass(frozen=True)
class Heading:
    """A heading. Level 1 is the title of the document. When numbered, levels 2, 3 and 4 print 一、 （一） 1."""

    level: int
    inlines: tuple[Inline, ...]
    numbered: bool = False
    rows: str = ""
    when: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. Without a style its first line is indented by two characters; a note is set in small type.

    What is attached stands under the text: one paper by itself (附件：名單), or the first of several (附件：1. 名單)
    and more of them (2. 行程). Their names begin below each other (GB/T 9704-2012, 7.3.4).
    """

    inlines: tuple[Inline, ...]
    style: ParagraphStyle = ""
    rows: str = ""
    when: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table. It covers `span` columns."""

    inlines: tuple[Inline, ...]
    align: Align = ""
    span: int = 1


@dataclass(frozen=True)
class TableRow:
    """A row of a table. The rows of a list are followed by blank ones until there are `lines` of them."""

    cells: tuple[Cell, ...]
    rows: str = ""
    when: str = ""
    lines: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it names the rows below it: one cell as wide as the table, in which there is nothing to fill in."""
        return (
            len(self.cells) == 1 and self.cells[0].span > 1 and all(isinstance(i, Text) for i in self.cells[0].inlines)
        )


@dataclass(frozen=True)
class Table:
    """A table.

    head: rows that are repeated on every page. widths: of the columns, in characters, by what is likely to be written.
    is_list: the table is filled with the rows of a list, by which its columns are now set (`column_widths.py`).
    """

    head: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    widths: tuple[int, ...] = ()
    when: str = ""
    is_list: bool = False

    @property
    def is_dense(self) -> bool:
        """Whether the columns need smaller type. A line holds about 38 characters of 12 pt."""
        return sum(self.widths) > 38

    @property
    def repeats(self) -> bool:
        """Whether the columns are set by the rows that are filled in: in a table with a head and the rows of a list.

        A register keeps its columns, because its blank lines are filled in by hand.
        """
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
    """A whole document, blank or filled."""

    blocks: tuple[Block, ...]


def inlines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """The inlines of each line in a block, in reading order: one tuple for each paragraph, item or cell."""
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
