"""A filled document as plain text and as Markdown.

The twin is `src/browser/documents/text.js`, which reads the filled paper on the page; `tests/fixtures/documents` binds
both to the same text.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.documents.blocks import (
    Block,
    Break,
    Document,
    Heading,
    Inline,
    ListBlock,
    Table,
    TableRow,
    Text,
)
from handbook.documents.heading_numbers import HeadingNumbers

UNDERLINE = "＿＿＿＿"  # a blank without a value


def to_text(document: Document) -> str:
    """One line for each paragraph, item or table row. Tabs separate cells."""
    numbering = HeadingNumbers()
    lines: list[str] = []
    for block in document.blocks:
        lines.extend(_text_lines(block, numbering))
    return "\n".join(lines) + "\n"


def to_markdown(document: Document) -> str:
    """Markdown with headings, pipe tables and lists. Empty lines separate blocks."""
    numbering = HeadingNumbers()
    return "\n\n".join(_markdown(block, numbering) for block in document.blocks) + "\n"


def _text_lines(block: Block, numbering: HeadingNumbers) -> list[str]:
    if isinstance(block, Table):
        return ["\t".join(_cells(row, " ")) for row in (*block.head, *block.rows)]
    if isinstance(block, ListBlock):
        return [
            (f"{number}. " if block.ordered else "• ") + _inlines(item.inlines, "\n")
            for number, item in enumerate(block.items, start=1)
        ]
    if isinstance(block, Heading):
        return [_number(block, numbering) + _inlines(block.inlines, " ")]
    return [_inlines(block.inlines, "\n")]


def _markdown(block: Block, numbering: HeadingNumbers) -> str:
    if isinstance(block, Table):
        return _markdown_table(block)
    if isinstance(block, ListBlock):
        return "\n".join(
            (f"{number}. " if block.ordered else "- ") + _escaped(_inlines(item.inlines, "  \n   "))
            for number, item in enumerate(block.items, start=1)
        )
    if isinstance(block, Heading):
        return "#" * block.level + " " + _number(block, numbering) + _escaped(_inlines(block.inlines, " "))
    return _escaped(_inlines(block.inlines, "  \n"))


def _markdown_table(table: Table) -> str:
    rows = [_cells(row, "<br>") for row in (*table.head, *table.rows)]
    width = max((len(row) for row in rows), default=0)
    if not table.head:
        rows.insert(0, [""] * width)
    padded = [[cell.replace("|", "\\|") for cell in row] + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in padded]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _cells(row: TableRow, line_break: str) -> list[str]:
    return [_inlines(cell.inlines, line_break) for cell in row.cells]


def _number(block: Heading, numbering: HeadingNumbers) -> str:
    return numbering.next(block.level) if block.numbered else ""


def _inlines(inlines: Sequence[Inline], line_break: str) -> str:
    parts = []
    for inline in inlines:
        if isinstance(inline, Break):
            parts.append(line_break)
        elif isinstance(inline, Text):
            parts.append(UNDERLINE if inline.underline else inline.text)
    return "".join(parts)


def _escaped(text: str) -> str:
    """A text that Markdown does not take for a heading or list item."""
    return "\\" + text if text[:1] in "#->+*" and text[:1] else text
