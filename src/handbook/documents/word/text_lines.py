"""What the visible text of a Word document consists of: lines, and tables of rows and cells.

The twin is `src/browser/documents/word/text-lines.js`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

#: a text, or the name of a bookmark that begins or ends here
Piece = tuple[Literal["text", "start", "end"], str]


@dataclass
class TextLine:
    """A paragraph, or all paragraphs of a table cell."""

    pieces: list[Piece] = field(default_factory=list)
    align: str = ""  # "centred", "right", "indented" or nothing
    is_numbered: bool = False  # the office program writes its number

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
    """A table cell. column: the first that it covers. span: how many columns it covers.

    is_further: it is a further part of the cell above it.
    """

    line: TextLine
    column: int
    span: int = 1
    is_further: bool = False


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


def lines_of(part: Part) -> list[TextLine]:
    """The part itself when it is a line, else the lines in the cells of the table."""
    return [part] if isinstance(part, TextLine) else [cell.line for row in part.rows for cell in row.cells]


def squash(text: str) -> str:
    """A text for comparing: any run of spaces becomes one space, and spaces at the ends go."""
    return re.sub(r"\s+", " ", text).strip()  # \s includes the ideographic and the no-break space
