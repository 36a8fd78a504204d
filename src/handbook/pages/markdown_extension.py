"""The Python-Markdown extension: component calls, numbered clauses, and what every page's HTML must be.

Order of work on a page (numbers are Python-Markdown's priorities):

1. preprocessor 28: forbidden HTML is found, calls are evaluated, their HTML is put into the stash where
   Markdown does not touch it;
2. block processor 95: lines that start with a clause number become clauses with real numbers;
3. tree processor 25 (before inline marks are read): headings get the ids that the loader gave them;
4. tree processor 4 (after the table of contents): addresses are checked, tables wrapped, notices titled.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE, AtomicString

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.pages import html_policy
from handbook.pages.call import CallingPage
from handbook.pages.conversion import Conversion
from handbook.pages.heading_ids import TAGS, HeadingIds
from handbook.pages.renderer import Renderer, make_renderer
from handbook.pages.views.links import Link, clause_label, optional_role, template_link
from handbook.pages.views.role import role_view
from handbook.reading import clauses, published_addresses

NOTICES = {"gap": "待定", "legal": "法務待審", "prohibited": "禁止", "note": "說明"}
_BLOCK = "\ue004"  # stands on both sides of a block's place in the text
_ID = re.compile(r"\{:?[ ]*(?:[^{}\n]*\s)?#(?P<id>[^\s{}]+)[^{}\n]*\}")
_MARKER = re.compile(r"\s*(?:[-*+]|\d+\.)?\s*$")
_STARTS_BLOCK = re.compile(r"([-*+]|\d+\.)\s|!!!|\|")
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_VERBATIM = {"pre", "code"}


class HandbookExtension(Extension):
    """`Markdown(extensions=[HandbookExtension(handbook=…)])`; call `begin` before each conversion."""

    def __init__(self, handbook: Handbook | None = None, renderer: Renderer | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.renderer = renderer
        self.handbook = handbook if handbook is not None or renderer is None else renderer.handbook
        self.conversion: Conversion | None = None

    def begin(self, page_path: str, body_line: int, diagnostics: Diagnostics) -> None:
        """Say which page comes next.

        page_path: below docs/, POSIX form; body_line: the file's line of the text's first line.
        """
        if self.handbook is None:
            return
        if self.renderer is None:
            self.renderer = make_renderer(self.handbook, diagnostics=diagnostics)
        url, path = page_path.removesuffix(".md") + ".html", self.handbook.root / "docs" / page_path
        self.conversion = Conversion(self.handbook.pages.get(page_path), url, path, body_line, diagnostics)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register our processors."""
        md.registerExtension(self)
        # Custom elements are blocks: a stashed one alone in its paragraph replaces the paragraph.
        names = self.renderer.components.known if self.renderer else ()
        md.block_level_elements.extend(["hb-template", "hb-checklist", "hb-flow", "hb-drafts"])
        md.block_level_elements.extend(f"hb-{name}" for name in names if name != "cite")
        md.preprocessors.register(_Calls(md, self), "handbook-calls", 28)
        md.parser.blockprocessors.register(_Clauses(md, self), "handbook-clauses", 95)
        md.treeprocessors.register(HeadingIds(md, lambda: self.conversion), "handbook-headings", 25)
        md.treeprocessors.register(_Finish(md, self), "handbook-finish", 4)

    def reset(self) -> None:
        """Called by Python-Markdown between conversions; `begin` does the work."""


def makeExtension(**options: Any) -> HandbookExtension:  # noqa: N802
    """Entry point for hosts that name the extension in their configuration."""
    return HandbookExtension(**options)


class _Calls(Preprocessor):
    """Checks the text and replaces calls by their stashed HTML."""

    def __init__(self, md: Markdown, extension: HandbookExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        """The lines with calls replaced."""
        conversion, renderer = self.extension.conversion, self.extension.renderer
        if conversion is None or renderer is None:
            return lines
        source = "\n".join(lines)
        text = conversion.read(source)
        self._check_ids(text, conversion)
        source = html_policy.check_page_text(text, conversion.place, conversion.diagnostics)
        if "{{" in text.prose or "{%" in text.prose:
            code = tuple(sorted((*text.code, *clauses.comments(text.prose))))
            page = CallingPage(
                conversion.url, conversion.place, self._store, conversion.diagnostics, conversion.references
            )
            source = renderer.engine.expand(source, code, page)
            conversion.varies = "{%" in text.prose
        source = html_policy.unmark(source)
        lines = source.split("\n")
        if _BLOCK in source:
            lines = _own_paragraphs(lines)
        if isinstance(conversion.page, Role) and "role_view(" not in text.prose and conversion.page.id:
            view = role_view(renderer.handbook, conversion.page)
            html = renderer.components.render("role-view", conversion.url, role=view)
            lines += ["", self.md.htmlStash.store(str(html).strip()), "", ""]
        return lines

    def _store(self, html: str, inline: bool) -> str:
        place = self.md.htmlStash.store(str(html).strip())
        return place if inline else f"{_BLOCK}{place}{_BLOCK}"

    def _check_ids(self, text: html_policy.PageText, conversion: Conversion) -> None:
        """Record ids given twice, unless both are clauses: those are compared when the handbook is loaded."""
        if "{" not in text.prose:
            return
        seen: dict[str, int] = {}
        page = conversion.page
        reported = {clause.span.line for clause in page.clauses} if page and conversion.numbered else set()
        for found in _ID.finditer(text.prose):
            span = conversion.place(found.start("id"))
            first = seen.setdefault(found["id"], span.line)
            if first != span.line and not {first, span.line} <= reported:
                span = Span(span.path, span.line, span.column, len(found["id"]))
                conversion.diagnostics.error("duplicate-id", span, id=found["id"], line=first)


def _own_paragraphs(lines: list[str]) -> list[str]:
    """Put blank lines around blocks, at the indentation of the line they stand on."""
    result: list[str] = []
    after_block = False
    for line in lines:
        if _BLOCK not in line:
            if after_block and line.strip():
                result.append("")
            result.append(line)
            after_block = False
            continue
        indent = line[: len(line) - len(line.lstrip())]
        parts = line.split(_BLOCK)
        if _MARKER.match(parts[0]):
            parts[0:2] = [parts[0] + parts[1]]  # a list marker keeps its block
            if not indent and parts[0].strip() != parts[0]:
                parts[0] = parts[0].strip(" ")
        for part in parts:
            if not part.strip():
                continue
            is_item = part.strip()[0] in "-*+" and _MARKER.match(part.split("\x02")[0])
            if result and result[-1].strip() and not is_item:
                result.append("")
            result.append(part if part.startswith(indent) and indent else indent + part.strip(" "))
        after_block = True
    return result


class _Clauses(BlockProcessor):
    """Lines that start with a clause number become clauses; indented lines below belong to them."""

    def __init__(self, md: Markdown, extension: HandbookExtension) -> None:
        super().__init__(md.parser)
        self.md = md
        self.extension = extension

    def test(self, parent: etree.Element, block: str) -> bool:
        """True for blocks with a clause line, and for indented blocks after a clause."""
        conversion = self.extension.conversion
        if conversion is None or not conversion.numbered or parent.tag in ("li", "dd", "blockquote"):
            return False
        if parent.get("class", "").startswith("hb-clause "):
            return False  # a list inside a clause is a list
        if block.startswith("    "):
            last = self.lastChild(parent)
            return last is not None and last.get("class", "").startswith("hb-clause ")
        return any(self._starts(line) for line in block.split("\n"))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Build the clauses of a block."""
        block = blocks.pop(0)
        last = self.lastChild(parent)
        if block.startswith("    ") and last is not None and last.get("class", "").startswith("hb-clause "):
            inner, rest = self.detab(block)
            self.parser.parseBlocks(last, [inner])
            if rest:
                blocks.insert(0, rest)
            return
        plain: list[str] = []
        clause: clauses.ClauseLine | None = None
        more: list[str] = []
        for line in block.split("\n"):
            started = self._starts(line)
            if started is None and clause is not None and line.startswith("    "):
                more.append(line[4:])
                continue
            if started is None and clause is None:
                plain.append(line)
                continue
            self._flush(parent, plain, clause, more)
            plain, clause, more = ([], started, []) if started else ([line], None, [])
        self._flush(parent, plain, clause, more)

    @staticmethod
    def _starts(line: str) -> clauses.ClauseLine | None:
        found = clauses.match(line) if line[:1] not in ("", " ", "#") else None
        return found if found and found.number and not found.heading else None

    def _flush(
        self, parent: etree.Element, plain: list[str], clause: clauses.ClauseLine | None, more: list[str]
    ) -> None:
        if plain:
            self.parser.parseBlocks(parent, ["\n".join(plain)])
        if clause is None:
            return
        box = etree.SubElement(parent, "div", {"class": f"hb-clause hb-clause--{clause.level}"})
        if clause.id:
            box.set("id", clause.id)
        if "formerly" in clause.attributes:
            _old_ids(box, clause.attributes["formerly"], self.extension.conversion)
        line = etree.SubElement(box, "p", {"class": "hb-clause__line"})
        number = etree.SubElement(line, "span", {"class": "hb-clause__number"})
        number.text = AtomicString(clause.number)
        text = etree.SubElement(line, "span", {"class": "hb-clause__text"})
        text.text = clause.text
        while more and not _STARTS_BLOCK.match(more[0]):
            text.text = _joined(text.text, more.pop(0).strip())
        foot = self.foot(clause.id, clause.attributes)
        if foot:
            line.tail = AtomicString(self.md.htmlStash.store(foot))
        if more:
            self.parser.parseBlocks(box, ["\n".join(more)])

    def foot(self, id: str, attributes: Any) -> str:
        """Citation, facts and backlinks of a clause, as HTML."""
        return _foot(self.extension, id, attributes)


def _old_ids(element: etree.Element, value: str, conversion: Conversion | None) -> None:
    """Put the ids that a heading or clause had on this page where it begins."""
    page = conversion.page if conversion else None
    ids = published_addresses.own_former_ids(value, page.url) if page else []
    for id in reversed(ids):
        mark = etree.Element("span", {"class": "hb-formerly", "id": id})
        mark.tail, element.text = element.text, None
        element.insert(0, mark)


def _foot(extension: HandbookExtension, id: str, attributes: Any) -> str:
    conversion, renderer = extension.conversion, extension.renderer
    if not id or conversion is None or renderer is None or conversion.page is None:
        return ""
    page, handbook = conversion.page, renderer.handbook
    clause = conversion.clauses.get(id)
    links = handbook.backlinks.get(f"clause:{page.id}#{id}", ())
    html = renderer.components.render(
        "clause",
        conversion.url,
        id=id,
        cite=clause_label(page, clause, version=True) if clause else f"《{page.title}》",
        when=attributes.get("when", ""),
        form=template_link(handbook, attributes.get("form", "")),
        to=optional_role(handbook, attributes.get("to", "")),
        used=[Link(title=title, url=url) for title, url in dict.fromkeys((x.title, x.url) for x in links)],
    )
    return str(html).strip()


def _unbroken(text: str | None) -> str | None:
    """Running text without the line breaks of its source that would show as gaps between Chinese characters."""
    if not text or not text.strip() or "\n" not in text:
        return text
    return functools.reduce(_joined, text.split("\n"))


def _joined(before: str, after: str) -> str:
    """Two lines of one paragraph; between Chinese characters no space arises."""
    if not before or not after:
        return before + after
    ends = (before.rstrip("*_`")[-1:], after.lstrip("*_`[")[:1])  # emphasis marks are not what is seen
    wide = all(end and unicodedata.east_asian_width(end) in "WF" for end in ends)
    return before + ("" if wide else "\n") + after


class _Finish(Treeprocessor):
    """Addresses, tables, notices and heading clauses, in one walk."""

    def __init__(self, md: Markdown, extension: HandbookExtension) -> None:
        super().__init__(md)
        self.extension = extension
        self.tables = 0

    def run(self, root: etree.Element) -> None:
        """Change the tree in place."""
        self.tables = 0
        if self.extension.conversion is not None:
            self._walk(root, self.extension.conversion)

    def _walk(self, parent: etree.Element, conversion: Conversion) -> None:
        for index, element in enumerate(parent):
            if element.attrib:
                self._attributes(element, conversion)
            tag = element.tag
            if tag == "table":
                parent[index] = self._wrapped(element)
            elif tag == "div" and element.get("class", "").startswith("admonition"):
                _title(element)
            elif tag in TAGS and conversion.numbered:
                self._heading(element, conversion)
            if tag not in _VERBATIM:
                element.text = _unbroken(element.text)
            element.tail = _unbroken(element.tail)
            if len(element):
                self._walk(element, conversion)

    def _attributes(self, element: etree.Element, conversion: Conversion) -> None:
        for name in list(element.attrib):
            value = element.attrib[name]
            if name in {"style", "align"}:
                del element.attrib[name]
                align = _ALIGN.search(value) if name == "style" else None
                word = align[1] if align else value if name == "align" else ""
                if word in ("left", "center", "right"):
                    classes = f"{element.get('class', '')} hb-align-{word}".strip()
                    element.set("class", classes)
            elif name.startswith("on"):
                del element.attrib[name]
            elif name == "formerly":
                del element.attrib[name]
                if element.tag in TAGS:
                    _old_ids(element, value, conversion)
            elif name in ("href", "src"):
                self._address(element, name, value, conversion)

    def _address(self, element: etree.Element, name: str, value: str, conversion: Conversion) -> None:
        address = HTML_PLACEHOLDER_RE.sub(self._stashed, value).replace(AMP_SUBSTITUTE, "&")
        code = ""
        if html_policy.is_unsafe(address):
            code = "unsafe-link"
        elif name == "src" and html_policy.is_external(address):
            code = "external-resource"
        if code:
            element.set(name, "#")
            for span in conversion.places(address):
                conversion.diagnostics.error(code, span, address=address[:80])

    def _stashed(self, found: re.Match[str]) -> str:
        return str(self.md.htmlStash.rawHtmlBlocks[int(found[1])])

    def _wrapped(self, table: etree.Element) -> etree.Element:
        """A wide table scrolls by itself, also by keyboard."""
        self.tables += 1
        label = f"表格 {self.tables}"
        box = etree.Element(
            "div", {"class": "hb-scroll hb-table", "role": "region", "tabindex": "0", "aria-label": label}
        )
        box.tail, table.tail = table.tail, "\n"
        box.append(table)
        return box

    def _heading(self, heading: etree.Element, conversion: Conversion) -> None:
        clause = conversion.clauses.get(heading.get("id", ""))
        if clause is None or not clause.number:
            return
        heading.set("class", f"{heading.get('class', '')} hb-clause-heading".strip())
        foot = _foot(self.extension, clause.id, clause.attributes)
        if foot:
            heading.tail = f"\n{self.md.htmlStash.store(foot)}{heading.tail or ''}"


def _title(box: etree.Element) -> None:
    """Say in words which kind of notice it is."""
    words = box.get("class", "").split()
    kind = next((word for word in words if word in NOTICES), None)
    if kind is None:
        return
    box.set("role", "note")
    title = box.find("p[@class='admonition-title']")
    if title is None:
        title = etree.Element("p", {"class": "admonition-title"})
        box.insert(0, title)
    text = "".join(title.itertext())
    if not text or text == kind.capitalize():
        title.text = NOTICES[kind]
    elif not text.startswith(NOTICES[kind]):
        title.text = f"{NOTICES[kind]}：{title.text or ''}"
