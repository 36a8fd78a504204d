"""Pages that stand in no file: the gallery, templates' forms, drafts, the list of all pages, moved addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.pages import page_context
from handbook.pages.navigation import Navigation, NavItem
from handbook.pages.site_outline import TEMPLATES_PAGE, SiteOutline
from handbook.reading import published_addresses

SEARCH_PAGE, AUTHORS_SEARCH_PAGE = "search.md", "search-authors.md"
SEARCH_TITLE = "搜尋與全部頁面"
AUTHORS_SEARCH_TITLE = "搜尋與全部編寫說明"
MOVED_TITLE = "這一頁已移走"
_SEARCH_HELP = "請用頁首的搜尋框。沒有開啟 JavaScript 時，請從下面的全部頁面找；Ctrl+F 可在本頁中尋找字詞。"
_MARKS = re.compile(r"[\\`*_\[\]{}<>&|]")  # characters that mean something in Markdown, HTML or calls
_GALLERY = """# {title}

{{{{ section_pages("{id}") }}}}

## 按崗位 {{#by-role}}

{{{{ gallery(by="role") }}}}

## 按程序 {{#by-procedure}}

{{{{ gallery(by="procedure") }}}}
"""


_LANDING = """# {title}

{{{{ section_pages("{id}") }}}}
"""


@dataclass(frozen=True)
class GeneratedPage:
    """A page without a file. path: where its file would lie below docs/."""

    path: str
    title: str
    body: str  # Markdown
    document: Controlled | None = None  # what the page is about: its control line is shown

    @property
    def url(self) -> str:
        """Its address, from the site's root."""
        return self.path.removesuffix(".md") + ".html"


def pages_from_model(handbook: Handbook, outline: SiteOutline) -> Iterator[GeneratedPage]:
    """The landing pages of sections, each template's form and extracts, and the page of all drafts."""
    for section in outline.sections:
        if not section.has_own_landing:
            title, path = section.section.title, section.landing.path
            body = _GALLERY if path == TEMPLATES_PAGE else _LANDING
            yield GeneratedPage(path, title, body.format(title=title, id=section.section.id))
    for template in handbook.templates.values():
        body = f'{{{{ template_page("{template.id}") }}}}\n'
        yield GeneratedPage(_path(template.url), template.title, body, document=template)
        if template.papers_url:
            body = f'{{{{ template_papers("{template.id}") }}}}\n'
            title = f"{template.title}：摘錄的紙"
            yield GeneratedPage(_path(template.papers_url), title, body)
    yield GeneratedPage(page_context.DRAFTS_PAGE, "草稿", "# 草稿\n\n{{ draft_desk() }}\n")


def pages_at_former_addresses(handbook: Handbook, addresses: Iterable[str]) -> Iterator[GeneratedPage]:
    """A page for each of the addresses, such as `rules/cars.html`, at which no page is any more."""
    for url in sorted(set(addresses) - published_addresses.current_addresses(handbook)):
        yield GeneratedPage(_path(url), MOVED_TITLE, f"# {MOVED_TITLE}\n")


def search_pages(navigation: Navigation) -> Iterator[GeneratedPage]:
    """The search pages, which without JavaScript are lists of all pages: the search box always leads somewhere.

    One is for readers; another, for those who write the handbook, lists what is theirs.
    """
    for path, title, is_readers in (
        (SEARCH_PAGE, SEARCH_TITLE, True),
        (AUTHORS_SEARCH_PAGE, AUTHORS_SEARCH_TITLE, False),
    ):
        lines = "".join(_lines(navigation.everything(path, is_readers)))
        if is_readers or lines:
            yield GeneratedPage(path, title, f"# {title}\n\n{_SEARCH_HELP}\n\n{lines}")


def _path(url: str) -> str:
    return url.removesuffix(".html") + ".md"


def _lines(items: Sequence[NavItem], depth: int = 0) -> Iterator[str]:
    """The items as a Markdown list."""
    for item in items:
        title = _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", item.title)
        path, mark, place = item.href.partition("#")
        yield f"{'    ' * depth}- [{title}]({path.removesuffix('.html')}.md{mark}{place})\n"
        yield from _lines(item.items, depth + 1)
