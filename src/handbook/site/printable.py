"""What is made to be printed: each section of the handbook, and the whole of it, as one document; charts for the wall.

A document has its contents first, then every page anew. Made from the rendered site, so that it says exactly what is
published. Ids are made unique by the number of the page, links to pages within the document lead to their place in it,
and headings stand one level lower.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.pages.compiled.duty_times import WALL_CHART
from handbook.pages.compiled.emergency_cards import CARDS, emergency_cards
from handbook.pages.compiled.wall_chart import wall_sheets
from handbook.pages.components.components import Components
from handbook.pages.relative_addresses import relative_address
from handbook.pages.site_outline import OutlineSection, SiteOutline
from handbook.pages.views.flow import card_url
from handbook.reading import resources

WHOLE = "print/handbook.html"
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_LEFT_OUT_TAGS = {"script", "template", "noscript", "button", "dialog", "hb-home"}
_LEFT_OUT = {"hb-used", "hb-moved", "hb-pages", "hb-print-none", "hb-stale"}  # classes
_IDS = {"id", "for", "aria-labelledby", "aria-controls", "aria-describedby", "list", "name"}
_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HEADING = re.compile(r"h([1-6])$")


@dataclass
class _Chapter:
    """A page in a document. headings: the texts and ids of the page's own first-level headings."""

    page: Page
    mark: str
    body: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)


def printable_url(section: OutlineSection) -> str:
    """The address of the document of a section."""
    return f"print/{section.section.id}.html"


def pages_in(handbook: Handbook, section: OutlineSection) -> list[Page]:
    """The pages of a section that its document holds, each once: none made from the model."""
    paths = dict.fromkeys((section.landing.path, *(one.path for one in section.entries if "#" not in one.url)))
    found = (handbook.pages.get(path) for path in paths)
    return [page for page in found if page and handbook.is_for_readers(page)]


@dataclass(frozen=True)
class PrintableDocument:
    """A document to print. parts: the titles of its parts and their pages; body: of everything after the contents."""

    url: str
    title: str
    body: str
    styles: tuple[str, ...]  # addresses
    parts: Sequence[tuple[str, Sequence[_Chapter]]] = ()
    pdf: str = ""  # the address of the same as PDF, where that is made

    def html(self, numbers: Mapping[str, int] | None = None) -> str:
        """The document. numbers: the sheet of everything that the contents name, by id; only a PDF knows them."""
        styles = "".join(
            f'<link rel="stylesheet" href="{html.escape(relative_address(self.url, one))}">\n' for one in self.styles
        )
        name, contents = html.escape(self.title), "".join(_contents(self.parts, numbers))
        if contents:
            contents = (
                '<div class="hb-book__contents" role="navigation" aria-label="目錄">\n'
                f"<h2>目錄</h2>\n{contents}</div>\n"
            )
        pdf = (
            f'<a href="{html.escape(relative_address(self.url, self.pdf))}">'
            f"{'目錄有頁碼的 PDF' if self.parts else 'PDF'}</a>，"
            if self.pdf
            else ""
        )
        wide = "" if self.parts else " hb-book--wide"
        head = "" if self.parts else ' class="hb-print-none"'  # each sheet for the wall has its own
        return (
            '<!doctype html>\n<html lang="zh-Hant">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{html.escape(resources.CONTENT_SECURITY_POLICY)}">\n'
            '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            '<meta name="robots" content="noindex">\n'
            f"<title>{name}（打印本）</title>\n{styles}</head>\n"
            f'<body class="hb-page hb-book{wide}" dir="ltr">\n<main class="hb-main">\n'
            '<article class="md-typeset hb-article">\n'
            f'<h1{head}>{name}</h1>\n<p class="hb-book__how">按 Ctrl+P 打印；每頁下方有頁碼。{pdf}'
            f'<a href="../index.html">回首頁</a></p>\n{contents}'
            f'<div class="hb-content">\n{self.body}</div>\n</article>\n</main>\n</body>\n</html>\n'
        )

    @property
    def named(self) -> list[str]:
        """The ids of everything that the contents name."""
        return [
            id
            for _, chapters in self.parts
            for one in chapters
            for id in (one.mark, *(id for _, id in _named_headings(one, self.parts)))
        ]


def pdf_address(url: str) -> str:
    """Where a document is as PDF."""
    return url.removesuffix(".html") + ".pdf"


def printable_documents(
    site: Path, handbook: Handbook, outline: SiteOutline, assets: Mapping[str, str], *, has_pdf: bool = False
) -> Iterator[PrintableDocument]:
    """The documents of the rendered site. assets: name of a stylesheet -> address."""
    parts = [(one, pages_in(handbook, one)) for one in outline.sections if one.section.readers == "readers"]
    parts = [(one, pages) for one, pages in parts if pages]
    styles = _styles(assets)
    for section, pages in parts:
        url = printable_url(section)
        pdf = pdf_address(url) if has_pdf else ""
        yield _document(site, url, section.section.title, [("", pages)], styles, pdf)
    whole: list[tuple[str, list[Page]]] = []
    seen: set[str] = set()
    for section, pages in parts:
        whole.append((section.section.title, [page for page in pages if page.path not in seen]))
        seen |= {page.path for page in pages}
    if whole:
        yield _document(site, WHOLE, "全冊", whole, styles, pdf_address(WHOLE) if has_pdf else "")


def wall_chart(
    handbook: Handbook, components: Components, assets: Mapping[str, str], *, has_pdf: bool = False
) -> PrintableDocument | None:
    """What is done how often, a sheet for each department; None when no duty says how often."""
    sheets = wall_sheets(handbook)
    if not sheets:
        return None
    body = components.render("wall-chart", WALL_CHART, sheets=sheets)
    pdf = pdf_address(WALL_CHART) if has_pdf else ""
    return PrintableDocument(url=WALL_CHART, title="定期要做的事", body=body, styles=_styles(assets), pdf=pdf)


def card_documents(
    handbook: Handbook, components: Components, assets: Mapping[str, str], site_url: str, *, has_pdf: bool = False
) -> Iterator[PrintableDocument]:
    """Emergency flows as cards for the wall and the pocket: those of each flow, and of all. site_url: "" if not set."""
    styles, bodies = _styles(assets), []
    for card in emergency_cards(handbook, site_url):
        url = card_url(card.flow)
        bodies.append(components.render("emergency-card", url, card=card))
        pdf = pdf_address(url) if has_pdf else ""
        yield PrintableDocument(
            url=url, title=f"{card.flow.title}：牆卡與口袋卡", body=bodies[-1], styles=styles, pdf=pdf
        )
    if bodies:
        pdf = pdf_address(CARDS) if has_pdf else ""
        yield PrintableDocument(url=CARDS, title="應急牆卡與口袋卡", body="".join(bodies), styles=styles, pdf=pdf)


def write_documents(site: Path, documents: Iterable[PrintableDocument]) -> None:
    """Add the documents to the rendered site."""
    for one in documents:
        target = site / one.url
        target.parent.mkdir(exist_ok=True)
        target.write_text(one.html(), encoding="utf-8")


def _styles(assets: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses of what a document to print looks like."""
    names = ("main", "handbook.css", "handbook-flow.css", "handbook-print.css")
    return tuple(assets[name] for name in names if name in assets)


def _document(
    site: Path, url: str, title: str, parts: Sequence[tuple[str, Sequence[Page]]], styles: tuple[str, ...], pdf: str
) -> PrintableDocument:
    pages = [page for _, pages in parts for page in pages]
    chapters = {page.url: _Chapter(page, f"p{number}") for number, page in enumerate(pages, start=1)}
    marks = {one: chapter.mark for one, chapter in chapters.items()}
    for chapter in chapters.values():
        reader = _Reader(url, chapter, marks)
        reader.feed((site / chapter.page.url).read_text(encoding="utf-8"))
        reader.close()
        chapter.body = "".join(reader.parts)
    return PrintableDocument(
        url=url,
        title=title,
        body=_without_dangling("".join(map(_chapter, chapters.values()))),
        styles=styles,
        parts=[(title, [chapters[page.url] for page in pages]) for title, pages in parts],
        pdf=pdf,
    )


def _without_dangling(body: str) -> str:
    """What leads to a place that was left out leads to its page."""
    ids = set(re.findall(r'\sid="([^"]+)"', body))

    def lead(found: re.Match[str]) -> str:
        return found[0] if html.unescape(found["id"]) in ids else f'href="#{found["mark"]}"'

    return re.sub(r'href="#(?P<id>(?P<mark>p\d+)-[^"]+)"', lead, body)


def _contents(parts: Sequence[tuple[str, Sequence[_Chapter]]], numbers: Mapping[str, int] | None) -> Iterator[str]:
    for title, chapters in parts:
        if title:
            yield f'<p class="hb-book__part">{html.escape(title)}</p>\n'
        yield "<ul>\n"
        for one in chapters:
            yield f"<li>{_line(one.mark, one.page.title, numbers)}"
            if named := _named_headings(one, parts):
                lines = (f"<li>{_line(id, text, numbers)}</li>" for text, id in named)
                yield f"<ul>{''.join(lines)}</ul>"
            yield "</li>\n"
        yield "</ul>\n"


def _line(id: str, text: str, numbers: Mapping[str, int] | None) -> str:
    """A line of the contents, with the number of the sheet where that is known."""
    link = f'<a href="#{id}">{html.escape(text)}</a>'
    if numbers is None:
        return link
    return f'<span class="hb-book__line">{link}<span class="hb-book__number">{numbers.get(id, 0)}</span></span>'


def _named_headings(chapter: _Chapter, parts: Sequence[object]) -> list[tuple[str, str]]:
    """The headings of a page that the contents name: none in the whole handbook, whose contents would be a book."""
    return chapter.headings if len(parts) == 1 else []


def _chapter(chapter: _Chapter) -> str:
    page = chapter.page
    said = " · ".join(
        part for part in (page.version and f"版本 {page.version}", page.effective and f"{page.effective} 生效") if part
    )
    line = f'<p class="hb-book__version">{html.escape(said)}</p>\n' if said else ""
    title = html.escape(page.title)
    return f'<section class="hb-book__page">\n<h2 id="{chapter.mark}">{title}</h2>\n{line}{chapter.body}</section>\n'


class _Reader(HTMLParser):
    """Copies the content of a page, with ids, links and headings as the document needs them."""

    def __init__(self, document: str, chapter: _Chapter, marks: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._document, self._chapter, self._marks = document, chapter, marks
        self._depth = 0  # of <div> within the content; 0 outside
        self._skipped: tuple[str, int] = ("", 0)  # the element that is left out, and how deep it is nested in itself
        self._heading: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag inside the content."""
        named, depth = self._skipped
        classes = set((dict(attrs).get("class") or "").split())
        if named:
            self._skipped = (named, depth + (tag == named))
        elif not self._depth:
            self._depth = int(tag == "div" and "hb-content" in classes)
        elif tag in _LEFT_OUT_TAGS or classes & _LEFT_OUT or "hidden" in dict(attrs):
            self._skipped = ("" if tag in _VOID else tag, 1)
        else:
            self._depth += tag == "div"
            if tag == "h2" and (id := dict(attrs).get("id")):
                self._heading = (f"{self._chapter.mark}-{id}", [])
            if tag == "details":
                attrs = [*(one for one in attrs if one[0] != "open"), ("open", None)]
            written = "".join(self._attribute(name, value) for name, value in attrs)
            self.parts.append(f"<{_lower(tag)}{written}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag that closes itself; of HTML's own empty elements there is no end."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Copy the end of a tag inside the content."""
        named, depth = self._skipped
        if named:
            left = depth - (tag == named)
            self._skipped = (named, left) if left else ("", 0)
        elif self._depth:
            self._depth -= tag == "div"
            if self._depth:
                if tag == "h2" and self._heading:
                    id, texts = self._heading
                    self._chapter.headings.append((html.unescape("".join(texts)).strip().rstrip("¶#"), id))
                    self._heading = None
                self.parts.append(f"</{_lower(tag)}>")

    def handle_data(self, data: str) -> None:
        """Copy text."""
        if self._depth and not self._skipped[0]:
            self.parts.append(data)
            if self._heading:
                self._heading[1].append(data)

    def handle_entityref(self, name: str) -> None:
        """Copy a reference such as &amp; as it is written."""
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy a reference such as &#39; as it is written."""
        self.handle_data(f"&#{name};")

    def _attribute(self, name: str, value: str | None) -> str:
        if value is None:
            return f" {name}"
        if name in _IDS:
            value = " ".join(f"{self._chapter.mark}-{one}" for one in value.split())
        elif name in ("href", "src"):
            value = self._address(value)
        return f' {name}="{html.escape(value)}"'

    def _address(self, written: str) -> str:
        if _ELSEWHERE.match(written):
            return written
        path, _, id = written.partition("#")
        target = normpath(join(dirname(self._chapter.page.url), path)) if path else self._chapter.page.url
        if mark := self._marks.get(target):
            return f"#{mark}-{id}" if id else f"#{mark}"
        return relative_address(self._document, f"{target}#{id}" if id else target)


def _lower(tag: str) -> str:
    """A heading one level lower; any other tag as it is."""
    found = _HEADING.match(tag)
    return f"h{min(6, int(found[1]) + 1)}" if found else tag
