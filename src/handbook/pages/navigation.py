"""The handbook's table of contents: folders are sections, and a page shows only its own surroundings.

A page holds its ancestors and siblings and never the whole tree: with the whole tree in every page, HTML and build time
would grow with the square of the number of pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import basename, dirname

from handbook.pages.relative_addresses import relative_address

MAX_SIBLINGS = 40
MAX_SECTIONS = 12  # of a level above the page's own: enough to find one's way, and the same on every page
ORDER = (
    "emergency", "fill", "reception", "procedures", "duties", "writing", "compliance", "sources",
    "authoring", "contributing",
)  # fmt: skip
# The colour of a section, by its folder: see --hb-kind-* in macros/site.
SECTION_COLOURS = {"emergency": "emergency", "fill": "template", "duties": "role", "checklists": "checklist"}


@dataclass(frozen=True)
class NavPage:
    """A page as the navigation needs it. path: below docs/. url: from the site's root."""

    path: str
    url: str
    title: str


@dataclass
class NavSection:
    """A folder: its index page, if it has one, its pages and its sub-folders, each in order."""

    path: str
    index: NavPage | None = None
    pages: list[NavPage] = field(default_factory=list)
    sections: list[NavSection] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The index page's title, or else the folder's name."""
        return self.index.title if self.index else basename(self.path)

    @property
    def entry(self) -> NavPage | None:
        """Where a link to the section leads: its index, or else the first page in it; None when it has no page."""
        if self.index:
            return self.index
        if self.pages:
            return self.pages[0]
        return next((found for section in self.sections if (found := section.entry)), None)


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation as printed.

    href: as written in the page. kind: the colour of its section. current: the line is the page itself. within: the
    page lies in this section. more: the line leads to all that there was no room for. items: shown below, indented.
    """

    title: str
    href: str
    kind: str = ""
    current: bool = False
    within: bool = False
    more: bool = False
    items: Sequence[NavItem] = ()


class Navigation:
    """The tree of all pages. order: paths of pages as in the `nav:` of mkdocs.yml; they come first, in this order."""

    def __init__(self, entries: Iterable[NavPage], order: Sequence[str] = ()) -> None:
        self._sections: dict[str, NavSection] = {"": NavSection("")}
        self._rank: dict[str, int] = {}
        for position, path in enumerate([*order, *ORDER]):
            place = path
            while place:  # a section stands where its first page stands
                self._rank.setdefault(place, position)
                place = dirname(place)
        self._entries = {entry.path: entry for entry in entries}
        for entry in sorted(self._entries.values(), key=lambda entry: self._key(entry.path)):
            section = self._section(dirname(entry.path))
            if basename(entry.path) == "index.md":
                section.index = entry
            else:
                section.pages.append(entry)
        for section in self._sections.values():
            section.sections.sort(key=lambda section: self._key(section.path))

    @property
    def home(self) -> NavSection:
        """The root of the tree."""
        return self._sections[""]

    def breadcrumbs(self, path: str) -> list[NavItem]:
        """The sections a page lies in, from the home page down, without the page itself."""
        chain: list[NavItem] = []
        folder = dirname(path)
        while True:
            section = self._sections.get(folder)
            entry = section.index if section else None
            if entry and entry.path != path:
                chain.append(NavItem(entry.title, relative_address(path, entry.url)))
            if not folder:
                return chain[::-1]
            folder = dirname(folder)

    def around(self, path: str) -> list[NavItem]:
        """The navigation printed into the page at `path`: ancestors and siblings."""
        return self._items(self.home, path)

    def _items(self, section: NavSection, path: str) -> list[NavItem]:
        """The lines of one level; a line on the way to `path` has the level below it."""
        lines: list[NavItem] = []
        for child in section.sections:
            target = child.entry
            if target is None:
                continue
            within = dirname(path) == child.path or path.startswith(child.path + "/")
            lines.append(
                NavItem(
                    child.title,
                    relative_address(path, target.url),
                    SECTION_COLOURS.get(child.path, ""),
                    current=target.path == path,
                    within=within,
                    items=self._items(child, path) if within else (),
                )
            )
        lines += [
            NavItem(page.title, relative_address(path, page.url), current=page.path == path) for page in section.pages
        ]
        return _shortened(lines, section, path)

    def everything(self, path: str) -> list[NavItem]:
        """The whole tree, for the one page that lists all pages."""

        def lines(section: NavSection) -> list[NavItem]:
            nested = [
                NavItem(
                    child.title,
                    relative_address(path, child.entry.url),
                    SECTION_COLOURS.get(child.path, ""),
                    items=lines(child),
                )
                for child in section.sections
                if child.entry
            ]
            return nested + [NavItem(page.title, relative_address(path, page.url)) for page in section.pages]

        return lines(self.home)

    def _section(self, path: str) -> NavSection:
        found = self._sections.get(path)
        if found is None:
            found = self._sections[path] = NavSection(path)
            self._section(dirname(path)).sections.append(found)
        return found

    def _key(self, path: str) -> tuple[int, str]:
        return (self._rank.get(path, len(self._rank) + 1), path)


def _shortened(lines: list[NavItem], section: NavSection, path: str) -> list[NavItem]:
    """The lines around the current one, as many as there is room for, then a link to the section's index."""
    room = MAX_SECTIONS if any(line.within for line in lines) else MAX_SIBLINGS
    if len(lines) <= room:
        return lines
    here = next((number for number, line in enumerate(lines) if line.current or line.within), 0)
    start = max(0, min(here - room // 2, len(lines) - room))
    shown = lines[start : start + room]
    target = section.entry
    if target:
        shown.append(NavItem(f"全部 {len(lines)} 項", relative_address(path, target.url), more=True))
    return shown


def order_of(nav: object) -> list[str]:
    """The paths of pages in a `nav:` setting of mkdocs.yml, in order. Its titles are not used: pages have titles."""
    if isinstance(nav, str):
        return [nav]
    if isinstance(nav, Mapping):
        return [path for value in nav.values() for path in order_of(value)]
    if isinstance(nav, list):
        return [path for value in nav for path in order_of(value)]
    return []
