"""The first screen: what do you need now?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.pages.views.links import Link, checklist_link
from handbook.pages.views.template import CATEGORIES


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """What stands on the first screen, by kind."""

    flows: tuple[Link, ...] = ()
    templates: tuple[Link, ...] = ()
    checklists: tuple[Link, ...] = ()
    roles: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    all_templates: str = ""


def home_view(handbook: Handbook) -> HomeView:
    """What stands on the first screen; pages in the order of mkdocs.yml's `nav:`, then by path."""
    rank = {line.path: number for number, line in enumerate(handbook.nav)}
    pages = sorted(handbook.pages.values(), key=lambda page: (rank.get(page.path, len(rank)), page.path))
    checklists = [checklist_link(handbook, id) for id in handbook.checklists]
    return HomeView(
        flows=_links(page for page in pages if page.kind == "flow"),
        templates=tuple(
            Link(title=t.title, url=t.url, note=CATEGORIES[t.category])
            for t in sorted(handbook.templates.values(), key=lambda t: (list(CATEGORIES).index(t.category), t.id))
        ),
        checklists=tuple(link for link in checklists if link and link.url),
        roles=_links(page for page in pages if page.kind == "role"),
        pages=_links(page for kind in ("regulation", "procedure", "guideline") for page in pages if page.kind == kind),
        all_templates="fill/index.html" if handbook.templates else "",
    )


def _links(pages: Iterable[Page]) -> tuple[Link, ...]:
    return tuple(Link(title=page.title, url=page.url, note=page.summary, icon=page.icon) for page in pages)
