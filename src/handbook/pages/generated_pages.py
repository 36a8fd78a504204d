"""Pages that stand in no file: the gallery, templates' forms, drafts, the list of all pages, moved addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.pages import page_context
from handbook.pages.navigation import Item, Navigation
from handbook.reading import published_addresses

SEARCH_PAGE = "search.md"
SEARCH_TITLE = "搜尋與全部頁面"
MOVED_TITLE = "這一頁已移走"
_SEARCH_HELP = "請用頁首的搜尋框。沒有開啟 JavaScript 時，請從下面的全部頁面找；Ctrl+F 可在本頁中尋找字詞。"
_MARKS = re.compile(r"[\\`*_\[\]{}<>&|]")  # of Markdown, HTML and calls; a title is text
_GALLERY = """# 範本

按[類別](#by-category)、[崗位](#by-role)或[程序](#by-procedure)找。

## 按類別 {#by-category}

{{ gallery(level=3) }}

## 按崗位 {#by-role}

{{ gallery(by="role") }}

## 按程序 {#by-procedure}

{{ gallery(by="procedure") }}
"""

Made = tuple[str, str, Controlled | None]  # title, body, the document it is about


def pages(handbook: Handbook, moved: Iterable[str]) -> Iterator[tuple[str, Made]]:
    """Each page's path and what is on it. moved: addresses with something that is elsewhere now."""
    if handbook.templates:
        yield "fill/index.md", ("範本", _GALLERY, None)
    for template in handbook.templates.values():
        body = f'{{{{ template_page("{template.id}") }}}}\n'
        yield template.url.removesuffix(".html") + ".md", (template.title, body, template)
        if template.papers_url:
            body = f'{{{{ template_papers("{template.id}") }}}}\n'
            yield template.papers_url.removesuffix(".html") + ".md", (f"{template.title}：摘錄的紙", body, None)
    yield page_context.DRAFTS_PAGE, ("草稿", "# 草稿\n\n{{ draft_desk() }}\n", None)
    yield SEARCH_PAGE, (SEARCH_TITLE, f"# {SEARCH_TITLE}\n", None)
    for url in sorted(set(moved) - published_addresses.current(handbook)):
        yield url.removesuffix(".html") + ".md", (MOVED_TITLE, f"# {MOVED_TITLE}\n", None)


def search_body(contents: Navigation) -> str:
    """Without JavaScript the search page is the list of all pages, so that the search box still leads somewhere."""
    return f"# {SEARCH_TITLE}\n\n{_SEARCH_HELP}\n\n" + "".join(_lines(contents.everything(SEARCH_PAGE)))


def _lines(items: Sequence[Item], depth: int = 0) -> Iterator[str]:
    for item in items:
        title = _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", item.title)
        yield f"{'    ' * depth}- [{title}]({item.href.removesuffix('.html')}.md)\n"
        yield from _lines(item.items, depth + 1)
