"""Markdown with placeholders becomes a block tree.

Only what every paper can print is understood: headings, paragraphs, tables, lists and bold text.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from handbook.documents.blocks import (
    Align,
    Blank,
    Block,
    Break,
    Cell,
    Document,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphStyle,
    Table,
    TableRow,
    Text,
    When,
)
from handbook.documents.layout.loops import arrange_loops
from handbook.documents.layout.placeholders import LayoutScope, Placeholders, Reporter

_STYLES = ("right", "centred", "no-indent", "note")
_ATTACHED = re.compile(r"附件[：:] *(?P<number>[0-9]+[.．])?")
_MORE_ATTACHED = re.compile(r"[0-9]+[.．]")
_JOINT = re.compile(r"[ \t]*\n[ \t]*")
_NO_PREPROCESSORS = ("html_block",)
_NO_BLOCKS = ("code", "quote", "setextheader", "reference")
_NO_LINKS = ("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref")
_NO_INLINES = (*_NO_LINKS, "backtick", "autolink", "automail", "html", "entity", "not_strong")
_LABEL = 7  # characters that a column of labels has at most; longer ones take two lines
_MERGED = "<"  # a table cell holding only this belongs to the cell on its left


class _Capture(Treeprocessor):
    """Keeps the element tree that Markdown made. The HTML that Markdown would make of it is not used."""

    root: etree.Element

    def run(self, root: etree.Element) -> None:
        self.root = root


def read_blocks(text: str, placeholders: Placeholders, reporter: Reporter) -> Document:
    """The block tree of a layout's text, in which placeholders stand for blanks, loops and conditions."""
    text = re.sub(r"<br ?/?>", placeholders.BREAK, text)
    markdown = Markdown(extensions=["attr_list", "tables", "sane_lists"])
    # Everything else of Markdown is switched off, so that `<`, `_` and `&` are plain text.
    for registry, names in (
        (markdown.preprocessors, _NO_PREPROCESSORS),
        (markdown.parser.blockprocessors, _NO_BLOCKS),
        (markdown.inlinePatterns, _NO_INLINES),
    ):
        for name in names:
            registry.deregister(name, strict=False)
    capture = _Capture(markdown)
    capture.root = etree.Element("div")  # stays when there is no text at all
    markdown.treeprocessors.register(capture, "handbook-capture", -100)
    markdown.convert("\n".join(arrange_loops(text.split("\n"), placeholders, reporter)))
    return Document(tuple(_Builder(placeholders, reporter).blocks(capture.root)))


Token = Text | Blank | Break | LayoutScope | None  # None: the end of an inline condition


class _Builder:
    """Makes blocks of Markdown's elements."""

    def __init__(self, placeholders: Placeholders, reporter: Reporter) -> None:
        self.placeholders = placeholders
        self.reporter = reporter

    def blocks(self, root: etree.Element) -> list[Block]:
        """The blocks of the whole tree. `when` of each names the conditions around it."""
        found: list[Block] = []
        conditions: list[str] = []
        for element in root:
            alone = (element.text or "").strip() if element.tag == "p" and not len(element) else ""
            if len(alone) == 1 and (scope := self.placeholders.opens(alone, "when")):
                conditions.append(scope.path)
            elif alone == self.placeholders.END_WHEN:
                del conditions[-1:]
            elif (block := self._block(element, " ".join(conditions))) is not None:
                found.append(_attached(block, found[-1] if found else None))
        return found

    def _block(self, element: etree.Element, when: str) -> Block | None:
        tag = element.tag
        if tag == "p" or tag in ("h1", "h2", "h3", "h4"):
            inlines, rows, own = self._unit([element])
            if not inlines:
                return None
            when = f"{when} {own}".strip()
            classes = (element.get("class") or "").split()
            if tag == "p":
                style = next((name for name in classes if name in _STYLES), "")
                return Paragraph(inlines, cast(ParagraphStyle, style), rows, when)
            return Heading(int(tag[1]), inlines, "numbered" in classes and tag != "h1", rows, when)
        if tag in ("ul", "ol"):
            return ListBlock(tag == "ol", tuple(self._item(li) for li in element), when)
        if tag == "table":
            return self._table(element, when)
        self.reporter.fault("layout-markup", 1, element=tag)
        return None

    def _item(self, li: etree.Element) -> ListItem:
        inlines, rows, when = self._unit([li])
        return ListItem(inlines, rows, when)

    def _table(self, table: etree.Element, when: str) -> Table:
        head = tuple(self._row(tr) for tr in table.findall("thead/tr"))
        rows = tuple(self._row(tr) for tr in table.findall("tbody/tr"))
        if all(not cell.inlines for row in head for cell in row.cells):
            head = ()  # a form: Markdown wants a head, and the author left it empty
        rows = tuple(row for row in rows if row.rows or any(cell.inlines for cell in row.cells))
        return Table(head, rows, _widths((*head, *rows)) if head else _form_widths(rows), when)

    def _row(self, tr: etree.Element) -> TableRow:
        cells: list[Cell] = []
        rows = when = ""
        for td in tr:
            inlines, cell_rows, cell_when = self._unit([td])
            rows, when = rows or cell_rows, f"{when} {cell_when}".strip()
            if cells and inlines == (Text(_MERGED),):
                last = cells[-1]
                cells[-1] = Cell(last.inlines, last.align, last.span + 1)
                continue
            found = re.search(r"text-align: (left|center|right)", td.get("style") or "")
            cells.append(Cell(inlines, cast(Align, found[1] if found else "")))
        return TableRow(tuple(cells), rows, when)

    # ── inlines ──

    def _unit(self, elements: Sequence[etree.Element]) -> tuple[tuple[Inline, ...], str, str]:
        """(inlines, the list it is repeated for, conditions) of a paragraph, list item or cell."""
        tokens: list[Token] = []
        for element in elements:
            self._tokens(element, bold=False, into=tokens)
        rows = ""
        kept: list[Token] = []
        for token in tokens:
            if isinstance(token, LayoutScope) and token.kind == "rows":
                rows = token.path
            else:
                kept.append(token)
        conditions: list[str] = []
        inlines = self._nest(kept, conditions)
        return _trimmed(inlines), rows, " ".join(conditions)

    def _tokens(self, element: etree.Element, *, bold: bool, into: list[Token]) -> None:
        self._characters(element.text or "", bold, into)
        for child in element:
            if child.tag == "br":
                into.append(Break())
            else:
                self._tokens(child, bold=bold or child.tag == "strong", into=into)
            self._characters(child.tail or "", bold, into)

    def _characters(self, text: str, bold: bool, into: list[Token]) -> None:
        for part in re.split(f"({self.placeholders.ANY.pattern})", _joined(text)):
            meaning = self.placeholders.get(part) if part else None
            if isinstance(meaning, Blank):
                into.append(replace(meaning, bold=bold))
            elif isinstance(meaning, LayoutScope):
                into.append(meaning)
            elif part == self.placeholders.BREAK:
                into.append(Break())
            elif part == self.placeholders.END_WHEN:
                into.append(None)
            elif part and part != self.placeholders.END_ROWS:
                into.append(Text(part, bold))

    def _nest(self, tokens: list[Token], conditions: list[str]) -> list[Inline]:
        """The tokens with conditions as `When`. The path of a condition without an end goes to `conditions`.

        Such a condition is about the whole paragraph, item or cell; its end stands in a later one.
        """
        levels: list[tuple[str, list[Inline]]] = [("", [])]
        ends = sum(token is None for token in tokens)
        begins = sum(isinstance(token, LayoutScope) for token in tokens)
        for token in tokens:
            if isinstance(token, LayoutScope):
                if begins > ends:
                    conditions.append(token.path)
                    begins -= 1
                else:
                    levels.append((token.path, []))
            elif token is None:
                if len(levels) > 1:
                    path, inner = levels.pop()
                    levels[-1][1].append(When(path, tuple(inner)))
            else:
                levels[-1][1].append(token)
        while len(levels) > 1:  # tags are balanced, so this is not reached; if it is, no words are lost
            _, inner = levels.pop()
            levels[-1][1].extend(inner)
        return levels[0][1]


def _attached(block: Block, before: Block | None) -> Block:
    """The block; a paragraph that names what is attached has the style for it. before: the block above it."""
    if not isinstance(block, Paragraph) or block.style or not isinstance(block.inlines[0], Text):
        return block
    text = block.inlines[0].text
    if found := _ATTACHED.match(text):
        return replace(block, style="attachments" if found["number"] else "attachment")
    follows = isinstance(before, Paragraph) and before.style in ("attachments", "attachments-more")
    return replace(block, style="attachments-more") if follows and _MORE_ATTACHED.match(text) else block


def _joined(text: str) -> str:
    """Text with its line breaks removed. Between two Latin words a space stands in their place."""

    def joint(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        return " " if before and after and ord(before) < 0x2E80 and ord(after) < 0x2E80 else ""

    return _JOINT.sub(joint, text)


def _trimmed(inlines: list[Inline]) -> tuple[Inline, ...]:
    """The inlines without empty texts and without space at both ends. Neighbouring texts of one weight are joined."""
    merged: list[Inline] = []
    for inline in inlines:
        last = merged[-1] if merged else None
        if isinstance(inline, Text) and isinstance(last, Text) and last.bold == inline.bold:
            merged[-1] = Text(last.text + inline.text, last.bold)
        else:
            merged.append(inline)
    if merged and isinstance(first := merged[0], Text):
        merged[0] = Text(first.text.lstrip(" "), first.bold)
    if merged and isinstance(final := merged[-1], Text):
        merged[-1] = Text(final.text.rstrip(" "), final.bold)
    while merged and isinstance(merged[-1], Break):
        merged.pop()
    return tuple(inline for inline in merged if not (isinstance(inline, Text) and not inline.text))


def _widths(rows: Sequence[TableRow]) -> tuple[int, ...]:
    """The widths of columns in characters, by their labels and by what the blanks are likely to hold."""
    count = max((sum(cell.span for cell in row.cells) for row in rows), default=0)
    widths = [3] * count
    for row in rows:
        column = 0
        for cell in row.cells:
            if cell.span == 1:
                widths[column] = max(widths[column], 1 + min(16, _width(cell.inlines)))
            column += cell.span
    return tuple(widths)


def _form_widths(rows: Sequence[TableRow]) -> tuple[int, ...]:
    """The widths of a form's columns: one for those that hold only labels, another for those that hold the blanks."""
    widths = _widths(rows)
    blank = [False] * len(widths)
    for row in rows:
        column = 0
        for cell in row.cells:
            if cell.span == 1 and not all(isinstance(inline, Text) for inline in cell.inlines):
                blank[column] = True
            column += cell.span
    of_blanks = max((width for width, one in zip(widths, blank, strict=True) if one), default=0)
    of_labels = max((width for width, one in zip(widths, blank, strict=True) if not one), default=0)
    return tuple(of_blanks if one else min(of_labels, _LABEL) for one in blank)


def _width(inlines: Sequence[Inline]) -> int:
    width = 0
    for inline in inlines:
        if isinstance(inline, Text):
            width += len(inline.text)
        elif isinstance(inline, Blank):
            width += inline.width
        elif isinstance(inline, When):
            width += _width(inline.inlines)
    return width
