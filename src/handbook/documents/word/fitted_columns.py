"""Gives the table of a list in a filled Word file the columns that its contents ask for.

How wide each column becomes is worked out by `column_widths.py`. The twin is
`src/browser/documents/word/fitted-columns.js`.
"""

from __future__ import annotations

from lxml import etree

from handbook.documents.column_widths import fitted
from handbook.documents.word.docx_format import W


def fit_table(table: etree._Element, unit: int) -> None:
    """Set the widths of a table's columns in place; the table as a whole stays as wide as it is.

    unit: the width of a half-width character of the table's type, in twentieths of a point. Rows with merged cells
    are not looked at. A table of a single row is left alone.
    """
    grid = list(table.iterfind(f"{W}tblGrid/{W}gridCol"))
    before = [int(column.get(W + "w", "0")) for column in grid]
    rows = [found for row in table.iterfind(W + "tr") if len(found := row.findall(W + "tc")) == len(grid)]
    if len(rows) < 2:
        return
    room = sum(before) // unit
    widths = fitted(before, [[_words(cell) for cell in row] for row in rows], room)
    after = [sum(before) * width // sum(widths) for width in widths]
    after[-1] += sum(before) - sum(after)
    for column, width in zip(grid, after, strict=True):
        column.set(W + "w", str(width))
    for row in rows:
        for cell, width in zip(row, after, strict=True):
            if (known := cell.find(f"{W}tcPr/{W}tcW")) is not None:
                known.set(W + "w", str(width))


def _words(cell: etree._Element) -> str:
    """What the cell says. The no-break spaces of an unfilled blank say nothing."""
    texts = ("\n" if one.tag == W + "br" else one.text or "" for one in cell.iter(W + "t", W + "br"))
    return "".join(texts).replace("\u00a0", "")
