"""Does every kind of document have one section, and is there every icon?"""

from __future__ import annotations

from collections.abc import Iterable

from handbook.diagnostics.diagnostics import ComponentError, Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.model.site_section import SiteSection
from handbook.pages.components.icons import icon


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record kinds that two sections have, and icons of sections and pages that do not exist."""
    places: dict[str, str] = {}
    for section in handbook.sections.values():
        for number, kind in enumerate(section.kinds):
            first = places.setdefault(kind, section.id)
            if first != section.id:
                diagnostics.error("kind-twice", section.origin.at(f"kinds[{number}]"), kind=kind, section=first)
    with_icons: Iterable[SiteSection | Page] = (*handbook.sections.values(), *handbook.pages.values())
    for one in with_icons:
        try:
            if one.icon:
                icon(one.icon)
        except ComponentError:
            diagnostics.error("unknown-icon", one.origin.at("icon"), name=one.icon)
