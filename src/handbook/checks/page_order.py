"""Can `nav:` of mkdocs.yml do what it says? It orders the pages within a section, and nothing else."""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.handbook import Handbook
from handbook.reading.published_addresses import GALLERY

_GENERATED = {GALLERY.removesuffix(".html") + ".md", "index.md"}


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record entries of `nav:` without effect: an unknown page, a page among those of another section, a title."""
    ranks = {id: rank for rank, id in enumerate(handbook.sections)}
    last = -1
    seen: set[str] = set()
    for line in handbook.nav:
        page = handbook.pages.get(line.path)
        if line.path in seen:
            diagnostics.warning("nav-twice", line.span, path=line.path)
        elif page is None and line.path not in _GENERATED:
            near = closest(line.path, handbook.pages)
            diagnostics.warning("nav-unknown-page", line.span, path=line.path, suggestion=near)
        elif line.title and page:
            diagnostics.warning("nav-title", line.span, title=line.title, own=page.title)
        seen.add(line.path)
        section = handbook.section_of(page) if page and line.path not in _GENERATED else None
        if section is None:
            continue
        if ranks[section.id] < last:
            others = list(handbook.sections.values())[last]
            diagnostics.warning(
                "nav-other-section", line.span, path=line.path, section=section.title, others=others.title
            )
        last = max(last, ranks[section.id])
