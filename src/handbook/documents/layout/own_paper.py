"""An organisation's own Word file becomes a block tree, so that the page shows its words, tables and blanks."""

from __future__ import annotations

from lxml import etree

from handbook.documents.blocks import (
    Blank,
    Block,
    Break,
    Cell,
    Document,
    Inline,
    Paragraph,
    ParagraphStyle,
    Table,
    TableRow,
    Text,
    blank_width,
)
from handbook.documents.readback.pattern import LinePattern, Pattern, Segment, Slot, TablePattern, patterns
from handbook.documents.word.package import WordFile, open_word
from handbook.documents.word.visible_text import visible_parts
from handbook.model.template import Field, Template

_STYLES: dict[str, ParagraphStyle] = {"centred": "centred", "right": "right", "indented": ""}
_WIDEST = 16  # characters a column of labels is given


def own_document(content: bytes, template: Template) -> Document:
    """The block tree of a Word file in which tags were made blanks (`word/own_file.py`)."""
    word = open_word(content)
    fields = {field.id: field for field in template.fields}
    found: list[Block] = []
    for pattern in [*_edges(word, "header"), *_patterns(word, word.document), *_edges(word, "footer")]:
        if isinstance(pattern, TablePattern):
            found.append(_table(pattern, fields))
        elif inlines := _inlines(pattern.segments, fields):
            found.append(Paragraph(inlines, _STYLES.get(pattern.align, "no-indent"), pattern.rows))
    return Document(tuple(found))


def _patterns(word: WordFile, root: etree._Element) -> list[Pattern]:
    return patterns(visible_parts(root), word.record.entries)


def _edges(word: WordFile, kind: str) -> list[Pattern]:
    """The lines with blanks in the heads or feet of the pages, each once.

    kind: "header" or "footer". Lines without blanks, such as page numbers, are no part of the paper on the page.
    """
    all_ = [one for name, root in word.edges.items() if kind in name for one in _patterns(word, root) if one.slots]
    asked = [[slot.path for slot in one.slots] for one in all_]
    return [one for at, one in enumerate(all_) if asked.index(asked[at]) == at]


def _table(pattern: TablePattern, fields: dict[str, Field]) -> Table:
    rows = []
    widths: dict[int, int] = {}
    for row in pattern.rows:
        cells = []
        for column, span, line in row.cells:
            cells.append(Cell(_inlines(line.segments, fields), span=span))
            if span == 1:
                widths[column] = max(widths.get(column, 3), 1 + min(_WIDEST, _width(line, fields)))
        rows.append(TableRow(tuple(cells), row.rows))
    columns = max((column + span for row in pattern.rows for column, span, _ in row.cells), default=0)
    return Table((), tuple(rows), tuple(widths.get(column, 3) for column in range(columns)))


def _inlines(segments: list[Segment], fields: dict[str, Field]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for segment in segments:
        if isinstance(segment, Slot):
            field = _field(segment.path, fields)
            kind = field.type if field else "number"
            found.append(Blank(segment.path, segment.style, type=kind, width=blank_width(kind)))
        elif isinstance(segment, str):
            for number, text in enumerate(segment.split("\n")):
                if number:
                    found.append(Break())
                if text:
                    found.append(Text(text))
    return tuple(found) if any(not isinstance(one, Text) or one.text.strip() for one in found) else ()


def _field(path: str, fields: dict[str, Field]) -> Field | None:
    name, _, column = path.partition(".")
    field = fields.get(name)
    return field.column(column) if field and column else field


def _width(line: LinePattern, fields: dict[str, Field]) -> int:
    shown = _inlines(line.segments, fields)
    return sum(len(one.text) if isinstance(one, Text) else one.width if isinstance(one, Blank) else 0 for one in shown)
