"""A block tree becomes a blank Word file. The bytes are the same on every machine.

Each blank, each repeated row and each condition is marked by a bookmark. A custom XML part, our record, says what each
bookmark stands for and later holds the response. `filled_file.py` fills the file by it, and so does
`src/browser/documents/word/filled-file.js`. Bookmarks are used because Word, WPS and LibreOffice all keep them, while
LibreOffice 7.4 damages content controls.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, cast
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.blocks import (
    BLANK_TEXT,
    SIGNATURE_TEXT,
    Blank,
    Block,
    Break,
    Cell,
    Document,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    Table,
    TableRow,
    Text,
)
from handbook.documents.column_widths import DENSE_UNIT, LANDSCAPE_WIDTH, TEXT_WIDTH, UNIT
from handbook.documents.layout.from_fields import is_landscape
from handbook.documents.word import styles
from handbook.documents.word.own_file import is_own_word, own_word
from handbook.documents.word.package import PROPERTIES, PROPERTIES_TYPE, response_xml, unzip_bytes, zip_bytes
from handbook.model.template import Layout, Template

_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the date of creation; it must not depend on the clock
LINE_HEIGHT = 482  # in twentieths of a point, 8.5 mm: a line of a register, for handwriting
SIGNATURE_HEIGHT = 680  # 12 mm: room for a signature
LONG_HEIGHT = 850  # 15 mm: two lines for handwriting
_FOOT_LINE = '<w:pStyle w:val="Normal"/><w:spacing w:line="300" w:lineRule="exact"/>'
_ALIGN = {"center": "center", "right": "right", "left": "left"}


def blank_docx(template: Template, layout: Layout, document: Document, notice: str = "") -> bytes:
    """The blank Word file of a layout. document: the layout as a block tree. notice: what also stands in the foot."""
    if is_own_word(layout):
        return own_word(template, layout, Diagnostics())[0]  # faults were recorded when the handbook was checked
    return _Writer(template, layout, notice).write(document)


class _Writer:
    def __init__(self, template: Template, layout: Layout, notice: str) -> None:
        self.template = template
        self.notice = notice
        self.layout = layout
        self.landscape = is_landscape(template, layout)
        self.word: WordDocument = styles.new_document(landscape=self.landscape, fold=layout.fold)
        self.bookmarks: list[dict[str, str]] = []
        self.lists = 0

    def write(self, document: Document) -> bytes:
        before: Block | None = None
        for block, after in zip_longest(document.blocks, document.blocks[1:]):
            if isinstance(before, Table) and isinstance(block, Table):
                # Word joins tables that touch. The gap between them goes when the second table goes.
                self._unit(self.word.add_paragraph(style=styles.GAP), (), "", block.when, "paragraph")
            self._block(block)
            if isinstance(block, Paragraph) and _belongs(after):
                self.word.paragraphs[-1].paragraph_format.keep_with_next = True
            before = block
        if isinstance(before, Table):
            self.word.add_paragraph(style=styles.GAP)  # Word requires a paragraph after the last table
        if not self.layout.fold:
            self._footer()
        self._properties()
        self._response_part()
        raw = io.BytesIO()
        self.word.save(raw)
        return zip_bytes(unzip_bytes(raw.getvalue()))

    # ── blocks ──

    def _block(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, ListBlock):
            number = styles.BULLETS
            if block.ordered:
                number = styles.new_list(self.word, self.lists)
                self.lists += 1
            for item in block.items:
                paragraph = self.word.add_paragraph(style=styles.LIST)
                self._numbered(paragraph, number, 0)
                when = f"{block.when} {item.when}".strip()
                self._unit(paragraph, item.inlines, item.rows, when, "paragraph")
        elif isinstance(block, Heading):
            self._heading(block)
        else:
            self._paragraph(block)

    def _heading(self, block: Heading) -> None:
        paragraph = self.word.add_paragraph(style=styles.HEADINGS.get(block.level, styles.TITLE))
        if block.level == 1 and len(self.word.paragraphs) + len(self.word.tables) > 1:
            paragraph.paragraph_format.page_break_before = True  # a second title begins another paper
        if block.numbered:
            self._numbered(paragraph, styles.NUMBERED, block.level - 2)
        self._unit(paragraph, block.inlines, block.rows, block.when, "paragraph")

    def _paragraph(self, block: Paragraph) -> None:
        attached = block.style.startswith("attachment")
        style = styles.NOTE if block.style == "note" else styles.LIST if attached else styles.BODY
        paragraph = self.word.add_paragraph(style=style)
        properties = cast(Any, paragraph._p).get_or_add_pPr()
        if attached:
            for one in _hanging(block):
                properties.append(parse_xml(one))
        elif block.style and block.style != "note":
            properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:firstLineChars="0" w:firstLine="0"/>'))
        if block.style in ("right", "centred"):
            side = "right" if block.style == "right" else "center"
            properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
        self._unit(paragraph, block.inlines, block.rows, block.when, "paragraph", indented=not block.style)

    def _numbered(self, paragraph: WordParagraph, number: int, level: int) -> None:
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        cast(Any, paragraph._p).get_or_add_pPr().append(parse_xml(xml))

    def _table(self, table: Table) -> None:
        total = sum(table.widths) or 1
        page = LANDSCAPE_WIDTH if self.landscape else TEXT_WIDTH
        widths = [round(page * width / total) for width in table.widths] or [page]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        border = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        element = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{border}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
        )
        cast(Any, self.word.element.body)._insert_tbl(element)
        for row in table.head:
            element.append(self._row(row, widths, styles.HEAD_CELL, dense=table.is_dense, repeats=True))
        for row in table.rows:
            style = styles.HEAD_CELL if row.is_heading else styles.CELL
            element.append(self._row(row, widths, style, dense=table.is_dense, fits=table.repeats))
            blank = replace(row, cells=tuple(replace(cell, inlines=()) for cell in row.cells), rows="", when="")
            for _ in range(row.lines - 1):
                element.append(self._row(blank, widths, styles.CELL, dense=table.is_dense))
        if table.when:
            first = element.find(".//" + qn("w:p"))
            if first is not None:
                self._mark(cast(BaseOxmlElement, first), {"kind": "when", "path": table.when, "unit": "table"})

    def _row(
        self,
        row: TableRow,
        widths: Sequence[int],
        style: str,
        *,
        dense: bool,
        fits: bool = False,
        repeats: bool = False,
    ) -> BaseOxmlElement:
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if repeats else "")
        if height := self._height(row, style):
            properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
        style = cast(str, self.word.styles[style + (styles.DENSE if dense else "")].style_id)
        element = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr>{properties}</w:trPr></w:tr>")
        at = 0
        for place, cell in enumerate(row.cells):
            span = cell.span if place < len(row.cells) - 1 else len(widths) - at
            element.append(self._cell(cell, sum(widths[at : at + span]), span, style))
            at += span
        first = cast(BaseOxmlElement, element.find(".//" + qn("w:p")))
        if row.when:
            self._mark(first, {"kind": "when", "path": row.when, "unit": "row"})
        if row.rows:
            lines = str(row.lines) if row.lines else ""
            unit = str(DENSE_UNIT if dense else UNIT) if fits else ""
            self._mark(first, {"kind": "rows", "path": row.rows, "unit": "row", "lines": lines, "character": unit})
        return element

    def _height(self, row: TableRow, style: str) -> int:
        """How high a row is at least, so that it can be filled in by hand; 0 for as high as its text."""
        types = {one.type for cell in row.cells for one in cell.inlines if isinstance(one, Blank)}
        if "signature" in types:
            return SIGNATURE_HEIGHT
        if row.lines:
            return LINE_HEIGHT
        if row.rows or style == styles.HEAD_CELL or not self.template.is_by_hand:
            return 0
        return LONG_HEIGHT if "long-text" in types else LINE_HEIGHT

    def _cell(self, cell: Cell, width: int, span: int, style: str) -> BaseOxmlElement:
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        align = f'<w:jc w:val="{_ALIGN[cell.align]}"/>' if cell.align else ""
        element = parse_xml(
            f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/>'
            f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{align}</w:pPr></w:p></w:tc>'
        )
        paragraph = cast(BaseOxmlElement, element.find(qn("w:p")))
        self._inlines(paragraph, cell.inlines, alone=len(cell.inlines) == 1)
        return element

    # ── inlines and bookmarks ──

    def _unit(
        self,
        paragraph: WordParagraph,
        inlines: Sequence[Inline],
        rows: str,
        when: str,
        unit: str,
        *,
        indented: bool = False,
    ) -> None:
        element = cast(BaseOxmlElement, paragraph._p)
        self._inlines(element, inlines, indented=indented)
        if when:
            self._mark(element, {"kind": "when", "path": when, "unit": unit})
        if rows:
            self._mark(element, {"kind": "rows", "path": rows, "unit": unit})

    def _inlines(
        self, paragraph: BaseOxmlElement, inlines: Sequence[Inline], *, alone: bool = False, indented: bool = False
    ) -> None:
        for inline in inlines:
            if isinstance(inline, Text):
                paragraph.append(_run(inline.text, bold=inline.bold, underline=inline.underline))
            elif isinstance(inline, Break):
                paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:br/></w:r>"))
            elif isinstance(inline, Blank):
                attributes = {"kind": "blank", "path": inline.path, "style": inline.style}
                attributes["indented"] = "true" if indented else ""
                start, end = self._bookmark(attributes)
                paragraph.append(start)
                space = "" if alone else SIGNATURE_TEXT if inline.type == "signature" else BLANK_TEXT
                options = inline.options if alone else ""
                paragraph.append(_run(options or space, bold=inline.bold, underline=bool(space)))
                paragraph.append(end)
            else:
                start, end = self._bookmark({"kind": "when", "path": inline.when, "unit": "text"})
                paragraph.append(start)
                self._inlines(paragraph, inline.inlines, indented=indented)
                paragraph.append(end)

    def _mark(self, paragraph: BaseOxmlElement, attributes: dict[str, str]) -> None:
        """Put a bookmark around a paragraph's content that stands for the paragraph, row or table it lies in."""
        start, end = self._bookmark(attributes)
        at = 1 if paragraph.find(qn("w:pPr")) is not None else 0
        paragraph.insert(at, start)
        paragraph.append(end)

    def _bookmark(self, attributes: dict[str, str]) -> tuple[BaseOxmlElement, BaseOxmlElement]:
        """A new bookmark. Word allows names of 40 characters; 32 leave room for `_r` and the number of a row."""
        number = len(self.bookmarks) + 1
        path = re.sub("[^A-Za-z0-9_]", "_", attributes["path"])
        name = f"hb{number}_{path}"[:32]
        self.bookmarks.append({"name": name, **{key: value for key, value in attributes.items() if value}})
        start = cast(BaseOxmlElement, OxmlElement("w:bookmarkStart"))
        end = cast(BaseOxmlElement, OxmlElement("w:bookmarkEnd"))
        start.set(qn("w:id"), str(number))
        start.set(qn("w:name"), name)
        end.set(qn("w:id"), str(number))
        return start, end

    # ── around the text ──

    def _footer(self) -> None:
        """The feet of odd pages and of even ones: the page number on the outer side, and what the paper is."""
        version = f"版本 {self.template.version}" if self.template.version else ""
        effective = f"{self.template.effective} 生效" if self.template.effective else ""
        foot = "　".join(part for part in (self.notice, self.template.title, version, effective) if part)
        self.word.settings.odd_and_even_pages_header_footer = True
        section = self.word.sections[0]
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            _page_number(cast(BaseOxmlElement, footer.paragraphs[0]._p), side)
            line = cast(BaseOxmlElement, footer.add_paragraph()._p)
            _set_properties(line, f'{_FOOT_LINE}<w:jc w:val="center"/>')
            line.append(_run(foot, properties=styles.run_properties(styles.HEI, 18, spacing=0)))

    def _properties(self) -> None:
        properties = self.word.core_properties
        properties.title = self.template.paper_title(self.layout)
        properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
        properties.created = properties.modified = _EPOCH
        properties.revision = 1
        package = self.word.part.package
        own = self.word.part.rels
        for rels, drop in ((package.rels, "thumbnail"), (own, "customXml"), (own, "stylesWithEffects")):
            for key in [key for key, relation in rels.items() if relation.reltype.endswith(f"/{drop}")]:
                del rels[key]

    def _response_part(self) -> None:
        package = self.word.part.package
        record = response_xml(self.template, self.layout, self.bookmarks)
        part = Part(PackURI("/customXml/item1.xml"), "application/xml", record, package)
        properties = Part(PackURI("/customXml/itemProps1.xml"), PROPERTIES_TYPE, PROPERTIES, package)
        part.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
        self.word.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _belongs(block: Block | None) -> bool:
    """Whether a block stays on the page of the paragraph above it: a table that it names, or who signs and when."""
    return isinstance(block, Table) or (isinstance(block, Paragraph) and block.style == "right")


def _hanging(block: Paragraph) -> tuple[str, str]:
    """Spacing and indents of a paragraph about what is attached: an empty line above, names below each other.

    The widths are those of the words before the name in 16 pt: a character is 315 twentieths of a point wide, with its
    spacing, a digit 155, a dot or space 75.
    """
    text = block.inlines[0].text if isinstance(block.inlines[0], Text) else ""
    words = 0 if block.style == "attachments-more" else 3 * 315
    number = re.search(r"([0-9]+)[.．] ?", text)
    counted = 155 * len(number[1]) + 2 * 75 if number and block.style != "attachment" else 0
    hanging = words + counted
    left = 2 * 315 + 3 * 315 + counted
    above = "" if block.style == "attachments-more" else ' w:before="579"'
    return (
        f"<w:spacing {nsdecls('w')}{above}/>",
        f'<w:ind {nsdecls("w")} w:left="{left}" w:hanging="{hanging}"/>',
    )


def _run(text: str, *, bold: bool = False, underline: bool = False, properties: str = "") -> BaseOxmlElement:
    """A run of text. Marks that Latin and Chinese have in common, such as “ and —, are set in the Chinese font."""
    properties = properties or '<w:rFonts w:hint="eastAsia"/>'
    properties += ("<w:b/>" if bold else "") + ('<w:u w:val="single"/>' if underline else "")
    return parse_xml(
        f'<w:r {nsdecls("w")}><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _set_properties(paragraph: BaseOxmlElement, content: str) -> None:
    """Give a paragraph these properties and no others. content: the inside of a w:pPr."""
    for old in paragraph.findall(qn("w:pPr")):
        paragraph.remove(old)
    paragraph.insert(0, parse_xml(f"<w:pPr {nsdecls('w')}>{content}</w:pPr>"))


def _page_number(paragraph: BaseOxmlElement, side: str) -> None:
    """The page number — 1 — in 14 pt, one character from the outer edge (GB/T 9704-2012, 7.5). side: left or right."""
    _set_properties(paragraph, f'{_FOOT_LINE}<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>')
    properties = styles.run_properties("宋体", 28, latin="宋体", spacing=0)
    paragraph.append(_run("— ", properties=properties))
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "></w:fldSimple>'
    number = parse_xml(field)
    number.append(_run("1", properties=properties))
    paragraph.append(number)
    paragraph.append(_run(" —", properties=properties))
