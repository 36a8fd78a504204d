"""The handbook's table of contents beside a page: all sections, and all pages of the section in which the page stands.

Other sections are a line each, which leads to their landing page; so the size of a page does not grow with the number
of sections. Groups of a section are folded, except the one in which the page stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.model.page import Page
from handbook.pages.relative_addresses import relative_address
from handbook.pages.site_outline import Entry, Group, OutlineSection, SiteOutline

FOLDED = 100  # entries of a section beyond which a folded group is a link to where it is listed
MOST_LINES = 250  # lines of one section in a page; a larger one shows those around the page, and the way to all


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation as printed.

    href: as written in the page; "" for a heading. kind: the colour of its section. current: the line is the page
    itself. within: the page lies in this section or group. more: the line leads elsewhere: to all that there was no
    room for. folds: what stands below it is folded away, unless `within`. items: shown below, indented.
    """

    title: str
    href: str
    kind: str = ""
    current: bool = False
    within: bool = False
    more: bool = False
    folds: bool = False
    items: Sequence[NavItem] = ()


class Navigation:
    """The navigation of every page of a site."""

    def __init__(self, outline: SiteOutline) -> None:
        self.outline = outline

    def breadcrumbs(self, path: str, start: Page | None) -> list[NavItem]:
        """The pages above a page, from the start page down."""
        place = self.outline.place(path)
        chain = [Entry(start.path, start.url, start.title)] if start else []
        if place:
            section, group = place
            chain.append(section.landing)
            if group and group.head:
                chain.append(group.head)
        titles = {section.landing.path: section.section.title for section in self.outline.sections}
        return [
            NavItem(titles.get(one.path, one.title), relative_address(path, one.url))
            for one in chain
            if one.path != path
        ]

    def around(self, path: str) -> list[NavItem]:
        """The navigation printed into the page at `path`."""
        place = self.outline.place(path)
        lines: list[NavItem] = []
        for section in self.outline.shown_beside(path):
            is_open = place is not None and section is place[0]
            items = list(self._items(section, path, place[1] if place else None)) if is_open else ()
            lines.append(
                NavItem(
                    section.section.title,
                    relative_address(path, section.landing.url),
                    section.colour,
                    current=section.landing.path == path,
                    within=is_open,
                    items=items,
                )
            )
        if not self.outline.for_readers(path):
            lines.append(NavItem("回到手冊", relative_address(path, "index.html"), more=True))
        return lines

    def _items(self, section: OutlineSection, path: str, current: Group | None) -> Iterator[NavItem]:
        """What stands in the open section."""
        is_large = sum(1 for _ in section.entries) > FOLDED
        for group in section.groups:
            if not group.title:
                yield from self._lines(group, path, section)
                continue
            is_here = group is current
            items = () if is_large and not is_here else tuple(self._lines(group, path, section))
            yield NavItem(
                group.title,
                relative_address(path, section.address(group)),
                within=is_here,
                folds=bool(items),
                items=items,
            )

    @staticmethod
    def _lines(group: Group, path: str, section: OutlineSection) -> Iterator[NavItem]:
        """The entries of a group; of more than `MOST_LINES`, those around the current page."""
        entries = (*((group.head,) if group.head else ()), *group.entries)
        if len(entries) > MOST_LINES:
            here = next((number for number, one in enumerate(entries) if one.path == path), 0)
            start = max(0, min(here - MOST_LINES // 2, len(entries) - MOST_LINES))
            entries = entries[start : start + MOST_LINES]
        for one in entries:
            is_current = one.path == path and "#" not in one.url
            yield NavItem(one.title, relative_address(path, one.url), current=is_current)
        if len(entries) < len(group.entries):
            yield NavItem(f"全部 {len(group.entries)} 項", relative_address(path, section.landing.url), more=True)

    def everything(self, path: str, for_readers: bool = True) -> list[NavItem]:
        """All pages for readers, or all others, as the page at `path` lists them."""

        def line(one: Entry) -> NavItem:
            return NavItem(one.title, relative_address(path, one.url))

        found = []
        for section in self.outline.sections:
            if (section.section.readers == "readers") != for_readers:
                continue
            items: list[NavItem] = []
            for group in section.groups:
                lines = [line(one) for one in group.entries]
                if not group.title:
                    items += lines
                else:
                    items.append(NavItem(group.title, relative_address(path, section.address(group)), items=lines))
            address = relative_address(path, section.landing.url)
            found.append(NavItem(section.section.title, address, section.colour, items=items))
        return found
