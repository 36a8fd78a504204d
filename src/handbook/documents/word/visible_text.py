"""The visible text of a Word document: its paragraphs and tables, and where bookmarks begin and end in them.

Text within content controls, links and tracked insertions is part of it, and so is the base of a phonetic guide.
Deleted and hidden text, field codes, hints of empty content controls and comments are not. A cell that runs over
several rows gives its text to each of them. The twin is `src/browser/documents/word/visible-text.js`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator

from lxml import etree

from handbook.documents.word.docx_format import W
from handbook.documents.word.text_lines import Grid, GridCell, GridRow, Part, Piece, TextLine, lines_of, squash
from handbook.documents.word.text_runs import Fields, formula, plain_text, sign

_MAX_LINES = 60_000
_THROUGH = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "hyperlink", "smartTag", "fldSimple", "dir", "bdo")
)
_EDGES = frozenset((W + "hdr", W + "ftr"))
_BREAKS = frozenset((W + "br", W + "cr"))
_TABS = frozenset((W + "tab", W + "ptab"))
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAX_WAITING = 200
_MERGE_REACH = 40  # paragraphs that one value may be split into


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
        self.fields = Fields()

    def blocks(self, parent: etree._Element) -> Iterator[Part]:
        if _is_hint(parent):
            return
        for element in parent:
            if self.count > _MAX_LINES:
                return
            if element.tag == W + "p":
                line = self.paragraph(element)
                following = element.getnext()
                if _is_end_deleted(element) and following is not None and following.tag == W + "p":
                    self.waiting = line.pieces  # the next paragraph goes on in the same line
                else:
                    yield line
            elif element.tag == W + "tbl":
                yield Grid(_with_merged_cells(list(self.rows(element))))
            elif element.tag in _THROUGH:
                yield from self.blocks(element)
            else:
                self.bookmark(element, None)

    def paragraph(self, element: etree._Element) -> TextLine:
        self.count += 1
        numbering = element.find(f"{W}pPr/{W}numPr/{W}numId")
        is_numbered = numbering is not None and numbering.get(W + "val", "0") != "0"
        line = TextLine(self.waiting, _align(element), is_numbered)
        self.waiting = []
        self.inlines(element, line)
        self.fields.paragraph_ended()
        self.last = line
        return line

    def rows(self, table: etree._Element) -> Iterator[GridRow]:
        for element in table:
            if element.tag == W + "tr":
                if element.find(f"{W}trPr/{W}del") is None:  # a tracked deletion
                    yield GridRow(self.cells(element))
            elif element.tag in _THROUGH:
                yield from self.rows(element)
            else:
                self.bookmark(element, None)

    def cells(self, row: etree._Element) -> list[GridCell]:
        found: list[GridCell] = []
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        todo = deque(row)
        while todo:
            element = todo.popleft()
            if element.tag in _THROUGH:
                todo.extendleft(reversed(element))
            elif element.tag == W + "tc":
                span = max(1, _number(element.find(f"{W}tcPr/{W}gridSpan"), 1))
                line = _joined([*self.blocks(element)])
                if found and _is_further(element.find(f"{W}tcPr/{W}hMerge")):
                    found[-1].span += span
                else:
                    is_further = _is_further(element.find(f"{W}tcPr/{W}vMerge"))
                    found.append(GridCell(line, column, span, is_further=is_further))
                column += span
            else:
                self.bookmark(element, None)
        return found

    def inlines(self, parent: etree._Element, line: TextLine) -> None:
        if _is_hint(parent):
            return
        for element in parent:
            if element.tag == W + "r":
                self.run(element, element, line)
            elif element.tag in _THROUGH:
                self.inlines(element, line)
            elif letters := formula(element):
                line.pieces.append(("text", letters))
            else:
                self.bookmark(element, line)

    def run(self, run: etree._Element, parent: etree._Element, line: TextLine) -> None:
        """Read a run, or the part `parent` of it."""
        hidden = run.find(f"{W}rPr/{W}vanish")
        if hidden is not None and hidden.get(W + "val", "true") not in ("0", "false"):
            return
        for child in parent:
            text = ""
            if child.tag == W + "fldChar":
                text = self.fields.edge(child)
            elif child.tag == W + "instrText":
                self.fields.add_code(child.text or "")
            elif self.fields.is_code:
                continue
            elif child.tag == W + "t":
                text = plain_text(child.text or "", run)
            elif child.tag == W + "sym":
                text = sign(child)
            elif child.tag in _TABS:
                text = "\t"
            elif child.tag == W + "noBreakHyphen":
                text = "-"
            elif child.tag in _BREAKS:
                text = "\n"
            elif child.tag == W + "ruby":
                for base in child.findall(W + "rubyBase"):
                    self.inlines(base, line)
            elif child.tag == _ALTERNATIVES:
                for other in child.findall(_FALLBACK):
                    self.run(run, other, line)
            if text:
                line.pieces.append(("text", text))

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


def _number(element: etree._Element | None, otherwise: int) -> int:
    """What the element says by its `w:val`, such as how many columns a cell covers."""
    written = "" if element is None else element.get(W + "val", "")
    return int(written) if re.fullmatch("[0-9]{1,3}", written) else otherwise


def _is_further(merge: etree._Element | None) -> bool:
    """Whether a cell goes on with the one above or before it."""
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _is_hint(element: etree._Element) -> bool:
    """Whether a content control shows the hint for what shall be typed into it, and no text."""
    return element.tag == W + "sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _is_end_deleted(paragraph: etree._Element) -> bool:
    """Whether the end of a paragraph was deleted or moved away, and this is tracked."""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom"))


def _with_merged_cells(rows: list[GridRow]) -> list[GridRow]:
    """The rows with the text of each cell that runs over several of them in all of these.

    Word writes the paragraphs of all cells that it merged into the first. When they are as many as the rows, each row
    has its own again; when all are the same, each row has that.
    """
    groups: list[list[GridCell]] = []
    above: dict[int, list[GridCell]] = {}
    for row in rows:
        here: dict[int, list[GridCell]] = {}
        for cell in row.cells:
            if cell.is_further and cell.column in above:
                here[cell.column] = above[cell.column]
                here[cell.column].append(cell)
            else:
                here[cell.column] = [cell]
                groups.append(here[cell.column])
        above = here
    for group in groups:
        if len(group) > 1:
            _share_out(group)
    return rows


def _share_out(group: list[GridCell]) -> None:
    """Give the text of a merged cell to its parts."""
    whole = group[0].line.text
    lines = [one for one in whole.split("\n") if squash(one)]
    if len(set(lines)) == 1:
        lines = lines[:1] * len(group)
    texts = lines if len(lines) == len(group) else [whole] * len(group)
    for cell, text in zip(group, texts, strict=True):
        if cell.is_further or text != whole:
            marks: list[Piece] = [piece for piece in cell.line.pieces if piece[0] != "text"]
            cell.line.pieces = [*marks, ("text", text)]


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
    lines = [line for part in parts for line in lines_of(part)]
    whole = TextLine(align=lines[0].align if lines else "", is_numbered=any(line.is_numbered for line in lines))
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
