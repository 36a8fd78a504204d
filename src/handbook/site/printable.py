"""A section of the handbook, and the whole of it, as one document to print: contents, then every page anew.

Made from the rendered site, so that it says exactly what is published. Ids are made unique by the number of the page,
links to pages within the document lead to their place in it, and headings stand one level lower.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.pages.relative_addresses import relative_address
from handbook.pages.site_outline import OutlineSection, SiteOutline
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
    """The pages of a section that its document holds, each once: none made from the model, none for some alone."""
    paths = dict.fromkeys((section.landing.path, *(one.path for one in section.entries if "#" not in one.url)))
    found = (handbook.pages.get(path) for path in paths)
    return [page for page in found if page and page.audience != "restricted" and handbook.is_for_readers(page)]


def write_printable(site: Path, handbook: Handbook, outline: SiteOutline, assets: Mapping[str, str]) -> None:
    """Add the documents to the rendered site. assets: name of a stylesheet -> address."""
    parts = [(one, pages_in(handbook, one)) for one in outline.sections if one.section.readers == "readers"]
    parts = [(one, pages) for one, pages in parts if pages]
    for section, pages in parts:
        _write(site, printable_url(section), section.section.title, [("", pages)], assets)
    whole: list[tuple[str, list[Page]]] = []
    seen: set[str] = set()
    for section, pages in parts:
        whole.append((section.section.title, [page for page in pages if page.path not in seen]))
        seen |= {page.path for page in pages}
    if whole:
        _write(site, WHOLE, "全冊", whole, assets)


def _write(
    site: Path, url: str, title: str, parts: Sequence[tuple[str, Sequence[Page]]], assets: Mapping[str, str]
) -> None:
    pages = [page for _, pages in parts for page in pages]
    chapters = {page.url: _Chapter(page, f"p{number}") for number, page in enumerate(pages, start=1)}
    marks = {one: chapter.mark for one, chapter in chapters.items()}
    for chapter in chapters.values():
        reader = _Reader(url, chapter, marks)
        reader.feed((site / chapter.page.url).read_text(encoding="utf-8"))
        reader.close()
        chapter.body = "".join(reader.parts)
    contents = "".join(_contents(parts, chapters, len(parts) == 1))
    body = _without_dangling("".join(map(_chapter, chapters.values())))
    styles = "".join(
        f'<link rel="stylesheet" href="../{html.escape(assets[name])}">\n'
        for name in ("main", "handbook.css", "handbook-flow.css")
        if name in assets
    )
    name = html.escape(title)
    target = site / url
    target.parent.mkdir(exist_ok=True)
    target.write_text(
        '<!doctype html>\n<html lang="zh-Hant">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(resources.CONTENT_SECURITY_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>{name}（列印本）</title>\n{styles}</head>\n"
        '<body class="hb-page hb-book" dir="ltr">\n<main class="hb-main">\n<article class="md-typeset hb-article">\n'
        f'<h1>{name}</h1>\n<p class="hb-book__how">按 Ctrl+P 列印；每頁下方有頁碼。'
        '<a href="../index.html">回首頁</a></p>\n'
        f'<div class="hb-book__contents" role="navigation" aria-label="目錄">\n<h2>目錄</h2>\n{contents}</div>\n'
        f'<div class="hb-content">\n{body}</div>\n</article>\n</main>\n</body>\n</html>\n',
        encoding="utf-8",
    )


def _without_dangling(body: str) -> str:
    """What leads to a place that was left out leads to its page."""
    ids = set(re.findall(r'\sid="([^"]+)"', body))

    def lead(found: re.Match[str]) -> str:
        return found[0] if html.unescape(found["id"]) in ids else f'href="#{found["mark"]}"'

    return re.sub(r'href="#(?P<id>(?P<mark>p\d+)-[^"]+)"', lead, body)


def _contents(
    parts: Sequence[tuple[str, Sequence[Page]]], chapters: Mapping[str, _Chapter], shows_headings: bool
) -> Iterator[str]:
    for title, pages in parts:
        if title:
            yield f'<p class="hb-book__part">{html.escape(title)}</p>\n'
        yield "<ul>\n"
        for page in pages:
            chapter = chapters[page.url]
            yield f'<li><a href="#{chapter.mark}">{html.escape(page.title)}</a>'
            if shows_headings and chapter.headings:
                lines = (f'<li><a href="#{id}">{html.escape(text)}</a></li>' for text, id in chapter.headings)
                yield f"<ul>{''.join(lines)}</ul>"
            yield "</li>\n"
        yield "</ul>\n"


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
        elif tag in _LEFT_OUT_TAGS or classes & _LEFT_OUT:
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
