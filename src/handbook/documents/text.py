"""A filled document as plain text and as Markdown.

The twin is `src/browser/documents/text.js`, which reads the filled paper on the page; `tests/fixtures/documents` binds
both to the same text.
"""

from __future__ import annotations

import re
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
_BREAK = "\x00"  # stands for a line break while a text is escaped; no value has it
_MARKUP = re.compile(r"[\\`*_{}\[\]|]|#(?=\s*$)")
_PAIRED = (
    ("~", "&#126;"),
    ("$", "&#36;"),
)  # two of them are markup in some viewers; others know no escape
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")


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
            (f"{number}. " if block.ordered else "- ") + _lines(item.inlines, "  \n   ")
            for number, item in enumerate(block.items, start=1)
        )
    if isinstance(block, Heading):
        return "#" * block.level + " " + _number(block, numbering) + _lines(block.inlines, " ")
    return _lines(block.inlines, "  \n")


def _markdown_table(table: Table) -> str:
    rows = [[_cell(cell.inlines) for cell in row.cells] for row in (*table.head, *table.rows)]
    width = max((len(row) for row in rows), default=0)
    if not table.head:
        rows.insert(0, [""] * width)
    padded = [row + [""] * (width - len(row)) for row in rows]
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


def _cell(inlines: Sequence[Inline]) -> str:
    """The text of a cell in Markdown, on one line."""
    return "<br>".join(_escaped(" ".join(line.split("\n"))) for line in _inlines(inlines, _BREAK).split(_BREAK))


def _lines(inlines: Sequence[Inline], line_break: str) -> str:
    """A text in Markdown, each line escaped by itself. line_break: what Markdown has between two of them."""
    lines = re.split(f"[{_BREAK}\n]", _inlines(inlines, _BREAK))
    return line_break.join(_escaped_begin(_escaped(line.strip(" \t"))) for line in lines)


def _escaped(text: str) -> str:
    """A line that Markdown shows as it was typed: nothing in it is markup, HTML or the name of a character."""
    text = _ENTITY.sub("&amp;", text)
    for letter, name in _PAIRED:
        text = text.replace(letter, name) if text.count(letter) > 1 else text
    return _MARKUP.sub(r"\\\g<0>", text).replace("<", "&lt;")


def _escaped_begin(line: str) -> str:
    """A line that is no heading, list item, quotation or rule."""
    line = re.sub(r"^([0-9]{1,9})([.)])", r"\1\\\2", line)
    return re.sub("^=", "&#61;", re.sub("^[#>+-]", r"\\\g<0>", line))
