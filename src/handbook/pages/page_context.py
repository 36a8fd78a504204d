"""What the page template shows. Everything is worked out here, so that the template only prints.

The template calls `PageContext` `view`; besides, it has only the settings of mkdocs.yml.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, relpath
from typing import Any

from markupsafe import Markup

from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Controlled, Page
from handbook.model.template import Template
from handbook.pages.data_scripts import AUTHORS_INDEX, READERS_INDEX
from handbook.pages.navigation import Navigation, NavItem
from handbook.pages.relative_addresses import relative_address
from handbook.pages.site_outline import START, OutlineSection
from handbook.reading.resources import OFFLINE_WORKER

DRAFTS_PAGE = "drafts.md"
PAPERS_END = ".papers.md"  # of the pages with a template's extracts
PAGE_KINDS: Mapping[str, tuple[str, str]] = {
    "flow": ("emergency", "應急"),
    "role": ("role", "職責"),
    "procedure": ("procedure", "程序"),
    "regulation": ("procedure", "制度"),
    "guideline": ("procedure", "指引"),
    "template": ("template", "範本"),
}


@dataclass(frozen=True)
class TocItem:
    """A heading of the page."""

    id: str
    title: Markup
    items: Sequence[TocItem] = ()


@dataclass(frozen=True)
class PageContext:
    """A page as the template sees it. Addresses are as written in the page."""

    path: str
    title: str
    base: str  # "./", "../" …: from the page to the site's root
    kind: str = ""
    kind_word: str = ""
    summary: str = ""
    front: Markup = Markup()  # what stands before everything else: whom to call, and how to begin an emergency flow
    heading: Markup = Markup()  # the page's h1
    content: Markup = Markup()  # everything after it
    control: Markup = Markup()  # the document-control line
    version: str = ""
    effective: str = ""
    code: str = ""
    navigation: Sequence[NavItem] = ()
    breadcrumbs: Sequence[NavItem] = ()
    toc: Sequence[TocItem] = ()
    assets: Mapping[str, str] = field(default_factory=dict)  # name -> address with its content's hash
    fills: bool = False  # the page of a template: it needs the bundle of the form as well
    shows_papers: bool = False  # the page of a template's extracts: it needs the bundle of papers
    offline: str = ""  # address of the service worker; empty where the site has none
    runs: bool = False  # a checklist on the page is run
    leads: bool = False  # an emergency flow on the page is run
    keeps_drafts: bool = False  # the page of all drafts: it needs the bundle that manages them
    post: str = ""  # id of the role whose page it is
    roles_url: str = ""
    authors: NavItem | None = None  # link to the pages for authors, on pages for readers
    drafts_url: str = ""
    home_url: str = ""
    search_url: str = ""
    notice: str = ""  # printed on every sheet of a tree that is not for everybody
    signed: bool = False  # every sheet has lines for who printed it, and when
    search_index: str = ""  # the name of the index that is searched from this page


def toc_items(token: Mapping[str, Any]) -> Iterator[TocItem]:
    """The headings below the page's title, two levels deep, from an entry of Python-Markdown's `toc_tokens`."""
    if token["level"] == 1:
        for child in token["children"]:
            yield from toc_items(child)
        return
    children = [item for child in token["children"] for item in toc_items(child)] if token["level"] < 3 else []
    yield TocItem(token["id"], Markup(token["name"]), children)


def base_of(path: str) -> str:
    """The way from the page at `path` to the site's root, ending in a slash."""
    return relpath(".", dirname(path) or ".") + "/"


def kind_of(document: Controlled | None) -> tuple[str, str]:
    """The colour and the word of a document's kind, such as ("procedure", "制度"); both empty for a plain page."""
    if isinstance(document, Template):
        return PAGE_KINDS["template"]
    if isinstance(document, Page):
        return PAGE_KINDS.get(document.kind, ("", ""))
    return ("", "")


def is_controlled(document: Controlled | None) -> bool:
    """Whether a document says who answers for it, since when, or on which sources; only then it has a control line."""
    return document is not None and bool(
        document.owner or document.version or document.effective or document.sources or document.status != "in force"
    )


def code_of(*parts: str) -> str:
    """The version code printed on a page, as XXX-XXX: equal codes mean equal text. It holds 30 bits of their hash."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    letters = base64.b32encode(digest).decode()[:6]
    return f"{letters[:3]}-{letters[3:]}"


def make_page_context(
    *,
    path: str,
    title: str,
    html: str,
    toc: Sequence[TocItem],
    document: Controlled | None,
    handbook: Handbook,
    navigation: Navigation,
    assets: Mapping[str, str],
    control: Markup = Markup(),  # noqa: B008 (immutable)
    foot: Markup = Markup(),  # noqa: B008 (immutable)
) -> PageContext:
    """Work out what the template shows of one page.

    path: below docs/; html: the rendered Markdown; assets: name -> address from the site's root; foot: what follows the
    text and is no part of it.
    """
    heading, content = _split_heading(html)
    front, content = _split_front(content) if isinstance(document, Flow) else ("", content)
    base = base_of(path)
    kind, word = kind_of(document)
    outline = navigation.outline
    for_readers = outline.for_readers(path)
    roles = outline.of_kind("role")
    others = [one for one in outline.sections if one.section.readers != "readers"]
    return PageContext(
        path=path,
        title=title,
        base=base,
        kind=kind,
        kind_word=word,
        summary=document.summary if document else "",
        front=Markup(front),
        heading=Markup(heading),
        content=Markup(content) + foot,
        control=control,
        version=document.version if document else "",
        effective=document.effective if document else "",
        code=code_of(path, title, document.version if document else "", html),
        navigation=navigation.around(path),
        breadcrumbs=navigation.breadcrumbs(path, handbook.pages.get(START)),
        toc=toc,
        assets={name: base + address for name, address in assets.items()},
        fills=isinstance(document, Template),
        shows_papers=path.endswith(PAPERS_END),
        offline=base + OFFLINE_WORKER if handbook.flows else "",
        runs="<hb-checklist" in html,
        leads="<hb-flow" in html,
        keeps_drafts=path == DRAFTS_PAGE,
        post=document.id if isinstance(document, Role) else "",
        roles_url=relative_address(path, roles.landing.url) if roles else "",
        authors=_first_of(others, path) if for_readers else None,
        drafts_url=base + "drafts.html",
        home_url=base + "index.html",
        search_url=base + ("search.html" if for_readers else "search-authors.html"),
        notice=handbook.audience.notice if handbook.audience else "",
        signed=bool(handbook.audience and handbook.audience.signed),
        search_index=READERS_INDEX if for_readers else AUTHORS_INDEX,
    )


def _first_of(sections: Sequence[OutlineSection], path: str) -> NavItem | None:
    """The way from the page at `path` to the first of some sections."""
    return next(
        (NavItem(one.section.title, relative_address(path, one.landing.url)) for one in sections),
        None,
    )


def _split_heading(html: str) -> tuple[str, str]:
    """The h1 with which a page begins, which may be empty, and the rest."""
    if not html.lstrip().startswith("<h1"):
        return "", html
    head, tag, rest = html.partition("</h1>")
    return (head + tag, rest) if tag else ("", html)


def _split_front(html: str) -> tuple[str, str]:
    """What the component of a flow puts before the page's title, and the rest."""
    before, tag, after = html.partition('<section class="hb-flow__front"')
    front, end, rest = after.partition("</section>")
    return (tag + front + end, before + rest) if end else ("", html)
