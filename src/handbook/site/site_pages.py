"""Every page of a site, from a file or from the model: its title, its text, and what the page template shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from handbook.model.page import Controlled
from handbook.pages import generated_pages, page_context
from handbook.pages.compiled.emergency_cards import CARDS
from handbook.pages.generated_pages import GeneratedPage
from handbook.pages.navigation import Navigation
from handbook.pages.page_context import PageContext, TocItem
from handbook.pages.relative_addresses import relative_address
from handbook.pages.renderer import Renderer
from handbook.pages.site_outline import SiteOutline
from handbook.pages.views.document_control import control_view
from handbook.pages.views.links import link_to_address
from handbook.pages.views.used_by import used_by
from handbook.reading import resources
from handbook.site import printable

_LISTED = "本節全部"  # above the list at the end of a landing page


@dataclass(frozen=True)
class PageSource:
    """The Markdown text of a page; `first_line` is the line of its file where the text begins."""

    title: str
    body: str
    first_line: int = 1
    document: Controlled | None = None  # what the page is about: its control line is shown


class SitePages:
    """The pages of one handbook.

    moved: page with old ids -> what stood there -> where it is now (see `reading/published_addresses.py`).
    assets: name -> address from the site's root. has_pdf: documents to print are there as PDF as well.
    """

    def __init__(
        self,
        renderer: Renderer,
        *,
        moved: Mapping[str, Mapping[str, str]],
        assets: Mapping[str, str],
        has_pdf: bool = False,
    ) -> None:
        self._has_pdf = has_pdf
        self._handbook = renderer.handbook
        self._components = renderer.components
        self._moved = moved
        self._assets = assets
        self.navigation = Navigation(SiteOutline.of(self._handbook))
        self._used_by = used_by(self._handbook)
        self.generated: dict[str, GeneratedPage] = {
            page.path: page for page in self._made_from_model() if page.path not in self._handbook.pages
        }

    def _made_from_model(self) -> Iterator[GeneratedPage]:
        yield from generated_pages.pages_from_model(self._handbook, self.navigation.outline)
        yield from generated_pages.search_pages(self.navigation)
        yield from generated_pages.pages_at_former_addresses(self._handbook, self._moved)

    def source(self, path: str) -> PageSource:
        """The text of the page at `path`, which is below docs/. Raises KeyError when there is no such page."""
        page = self._handbook.pages.get(path)
        if page is not None:
            return PageSource(page.title, page.body, page.body_line, page)
        made = self.generated[path]
        return PageSource(made.title, made.body, document=made.document)

    def context(self, path: str, html: str, toc_tokens: Sequence[Mapping[str, Any]]) -> PageContext:
        """What the page template shows of the page at `path`.

        html: the page's text as converted; toc_tokens: its headings as Python-Markdown's `toc` extension lists them.
        """
        source = self.source(path)
        url = path.removesuffix(".md") + ".html"
        listed = self._what_is_listed(path, url)
        toc = [item for token in toc_tokens for item in page_context.toc_items(token)]
        return page_context.make_page_context(
            path=path,
            title=source.title,
            html=html + listed + self._what_moved(url),
            toc=[*toc, TocItem("list", Markup(_LISTED))] if listed else toc,
            document=source.document,
            handbook=self._handbook,
            navigation=self.navigation,
            assets=self._assets,
            control=self._control_line(path, url, source.document),
            foot=self._what_is_printed(path, url) + self._what_uses(url),
        )

    def _control_line(self, path: str, url: str, document: Controlled | None) -> Markup:
        if document is None or not page_context.is_controlled(document) or path == "index.md":
            return Markup()  # the home page is for doing
        return self._components.render("document-control", url, control=control_view(self._handbook, document))

    def _what_is_printed(self, path: str, url: str) -> Markup:
        """On the landing page of a readers' section, the way to the whole section as one document to print."""
        place = self.navigation.outline.place(path)
        if place is None or place[0].landing.path != path or place[0].section.readers != "readers":
            return Markup()
        if not printable.pages_in(self._handbook, place[0]):
            return Markup()
        ways = [("整節印成一份", printable.printable_url(place[0])), ("全冊印成一份", printable.WHOLE)]
        if any(page.kind == "flow" for page in printable.pages_in(self._handbook, place[0])):
            ways.append(("應急牆卡與口袋卡", CARDS))
        links = [Markup('<a href="{}">{}</a>').format(relative_address(url, to), title) for title, to in ways]
        if self._has_pdf:
            pdf = Markup('（<a href="{}" aria-label="{}：PDF">PDF</a>）')
            links = [
                link + pdf.format(relative_address(url, printable.pdf_address(to)), title)
                for link, (title, to) in zip(links, ways, strict=True)
            ]
        return Markup('<p class="hb-print-none">{}</p>').format(Markup("、").join(links))

    def _what_uses(self, url: str) -> Markup:
        groups = self._used_by.get(url)
        return self._components.render("used-by", url, groups=groups) if groups else Markup()

    def _what_is_listed(self, path: str, url: str) -> str:
        """On a landing page of the handbook's own, everything in its section, unless the page shows it itself."""
        place = self.navigation.outline.place(path)
        page = self._handbook.pages.get(path)
        if page is None or place is None or place[0].landing.path != path or "section_pages(" in page.body:
            return ""
        groups = place[0].groups
        return str(self._components.render("section-pages", url, groups=groups, title=_LISTED)) if groups else ""

    def _what_moved(self, url: str) -> str:
        """What stood on this page and is elsewhere now, as a list with the old ids."""
        entries = {id: new for id, new in self._moved.get(url, {}).items() if not _is_on_page(id, new, url)}
        if not entries:
            return ""
        whole = entries.pop("", "")
        links = [replace(link_to_address(self._handbook, new), note=id) for id, new in entries.items()]
        page = link_to_address(self._handbook, whole) if whole else None
        return str(self._components.render("moved", url, entries=links, page=page))

    def missing_page(self, root: str) -> PageContext:
        """What 404.html shows, at any depth. root: the address of the site's root, with which its addresses begin."""
        return PageContext(
            path="404.md",
            title="找不到這一頁",
            base=root,
            heading=Markup("<h1>找不到這一頁</h1>"),
            content=Markup(
                '<p>這個位址沒有內容：可能已改名或移走。</p><p><a href="{0}index.html">回首頁</a>'
                ' · <a href="{0}search.html">搜尋與全部頁面</a></p>'
            ).format(root),
            assets={name: root + address for name, address in self._assets.items()},
            offline=root + resources.OFFLINE_WORKER if self._handbook.flows else "",
            home_url=root + "index.html",
            search_url=root + "search.html",
        )


def _is_on_page(id: str, new: str, url: str) -> bool:
    """Whether the old id is set at its heading or clause, on the same page."""
    return bool(id) and new.startswith(f"{url}#")
