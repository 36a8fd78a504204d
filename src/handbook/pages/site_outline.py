"""The handbook as its readers find it: sections, in them groups, in them pages, templates and checklists.

A page stands in the section that it names, else in that of its kind, whatever its folder. The first `index.md` of a
section is its landing page; any other `index.md` heads a group of the pages in its folder. Within a group the pages
that `nav:` of mkdocs.yml names come first, in its order. The others follow: those that the handbook refers to most
often come first, and in the sections for authors they are sorted by path.

A template is listed twice: in the section of all templates, and in the section that it belongs to. A checklist has no
page of its own and is listed with the page that shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import basename, dirname

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Page
from handbook.model.site_section import SiteSection
from handbook.model.template import Template
from handbook.pages.reference_counts import reference_counts
from handbook.pages.views.paper_sets import PaperSet, group_set
from handbook.pages.views.template import CATEGORIES

START = "index.md"  # of the whole site: in no section
TEMPLATES_PAGE = "fill/index.md"
TEMPLATES_GROUP, CHECKLISTS_GROUP = "templates", "checklists"
LISTED = "list-"  # begins the ids of groups on a landing page
GROUPED_BY_UNIT = 12  # roles of one section beyond which their units are groups
_WORDS = {"flow": "應急", "role": "崗位", "procedure": "程序", "regulation": "制度", "guideline": "指引"}
_COLOURS = {"flow": "emergency", "role": "role", "template": "template", "checklist": "checklist"}


@dataclass(frozen=True)
class Entry:
    """Something that can be opened. path: of its page, below docs/. word, colour: of its kind."""

    path: str
    url: str
    title: str
    note: str = ""
    word: str = ""
    colour: str = ""
    uses: int = 0
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Entries under one heading. title, head: "" and None for those that stand in the section itself.

    id: of its heading on the landing page, after `LISTED`. papers: the blank papers of a group of templates as one zip.
    """

    id: str
    title: str
    entries: tuple[Entry, ...]
    head: Entry | None = None
    papers: PaperSet | None = None


@dataclass(frozen=True)
class OutlineSection:
    """A section with everything in it. has_own_landing: its landing page is one of the handbook's own pages."""

    section: SiteSection
    landing: Entry
    has_own_landing: bool
    groups: tuple[Group, ...]
    colour: str = ""

    def address(self, group: Group) -> str:
        """Where a group is shown, from the site's root: its own page, or its place on the landing page."""
        return group.head.url if group.head else f"{self.landing.url}#{LISTED}{group.id}"

    @property
    def entries(self) -> Iterator[Entry]:
        """Everything in it except the landing page, in order."""
        for group in self.groups:
            if group.head:
                yield group.head
            yield from group.entries


@dataclass(frozen=True)
class SiteOutline:
    """All sections in order, those without anything left out."""

    sections: tuple[OutlineSection, ...] = ()
    _places: Mapping[str, tuple[OutlineSection, Group | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, handbook: Handbook) -> SiteOutline:
        """The outline of a handbook."""
        sections = tuple(_Maker(handbook).sections())
        places: dict[str, tuple[OutlineSection, Group | None]] = {}
        for section in sections:
            places[section.landing.path] = (section, None)
        for section in _collecting_last(sections):
            for group in section.groups:
                for entry in (*((group.head,) if group.head else ()), *group.entries):
                    if "#" not in entry.url:
                        places.setdefault(entry.path, (section, group))
        for template in handbook.templates.values():
            if template.papers_url:
                places[_path(template.papers_url)] = places[_path(template.url)]
        return cls(sections, places)

    def place(self, path: str) -> tuple[OutlineSection, Group | None] | None:
        """The section and group in which the page at `path` stands; None for the start page and others in none."""
        return self._places.get(path)

    def for_readers(self, path: str) -> bool:
        """Whether the page at `path` is for readers of the handbook."""
        place = self.place(path)
        return place is None or place[0].section.readers == "readers"

    def shown_beside(self, path: str) -> Sequence[OutlineSection]:
        """The sections in the navigation of a page: those for readers, or all others on a page for others."""
        readers = self.for_readers(path)
        return [one for one in self.sections if (one.section.readers == "readers") == readers]

    def of_kind(self, kind: str) -> OutlineSection | None:
        """The section in which documents of a kind stand that name none."""
        return next((one for one in self.sections if kind in one.section.kinds), None)


def _path(url: str) -> str:
    return url.removesuffix(".html") + ".md"


def _collecting_last(sections: Iterable[OutlineSection]) -> list[OutlineSection]:
    """Sections in the order in which they may claim a page: a template's own place goes before where it is lent."""
    return sorted(sections, key=lambda one: "template" not in one.section.kinds)


class _Maker:
    """Makes the outline of one handbook."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._uses = reference_counts(handbook)
        self._rank = {path: number for number, path in enumerate(dict.fromkeys(line.path for line in handbook.nav))}
        self._pages: dict[str, list[Page]] = defaultdict(list)
        for page in handbook.pages.values():
            section = handbook.section_of(page)
            if section and page.path not in (START, TEMPLATES_PAGE):
                self._pages[section.id].append(page)

    def sections(self) -> Iterator[OutlineSection]:
        """All sections that hold something."""
        for section in self._handbook.sections.values():
            made = self._section(section)
            if made.has_own_landing or any(made.entries):
                yield made

    def _section(self, section: SiteSection) -> OutlineSection:
        pages = self._pages[section.id]
        landing = self._landing(section, pages)
        groups = [*self._page_groups(section, [page for page in pages if page is not landing])]
        collects = "template" in section.kinds
        templates = self._all_templates() if collects else self._templates_of(section)
        groups += templates
        if "checklist" in section.kinds and (lists := self._checklists()):
            groups.append(Group(CHECKLISTS_GROUP, "清單", lists))
        colour = next((_COLOURS[kind] for kind in section.kinds if kind in _COLOURS and kind != "checklist"), "")
        if landing:
            head = self._entry(landing)
        else:
            path = TEMPLATES_PAGE if collects and templates else f"sections/{section.id}.md"
            head = Entry(path, path.removesuffix(".md") + ".html", section.title, section.summary)
        return OutlineSection(section, head, landing is not None, tuple(groups), colour)

    def _landing(self, section: SiteSection, pages: Sequence[Page]) -> Page | None:
        """The index page nearest to the root; of several, the first in `nav:`, else the one with most pages below it.

        An index page that neither says its section nor has pages of it below is a page like any other.
        """
        own = self._handbook.pages.get(TEMPLATES_PAGE) if "template" in section.kinds else None
        found = [page for page in pages if basename(page.path) == "index.md"]
        below = {page.path: sum(one.path.startswith(dirname(page.path) + "/") for one in pages) - 1 for page in found}
        nearest = sorted(
            (page for page in found if below[page.path] or page.section),
            key=lambda page: (page.path.count("/"), self._place(page.path), -below[page.path], page.title),
        )
        return own or (nearest[0] if nearest else None)

    def _page_groups(self, section: SiteSection, pages: Sequence[Page]) -> Iterator[Group]:
        """The pages that stand in the section itself, then those under an index page or, for many roles, a unit."""
        heads = {dirname(page.path): page for page in pages if basename(page.path) == "index.md"}
        by_unit = sum(isinstance(page, Role) for page in pages) > GROUPED_BY_UNIT
        alone: list[Page] = []
        under: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            if basename(page.path) == "index.md":
                continue
            folder = dirname(page.path)
            while folder and folder not in heads:
                folder = dirname(folder)
            if folder:
                under[folder].append(page)
            elif by_unit and isinstance(page, Role) and page.unit:
                under[f"#{page.unit}"].append(page)
            else:
                alone.append(page)
        alone += [head for folder, head in heads.items() if folder not in under]
        if alone:
            yield Group("", "", self._sorted(alone))
        groups = [
            Group(head.id, head.title, self._sorted(under[folder]), self._entry(head))
            for folder, head in heads.items()
            if folder in under
        ]
        units = {unit[1:]: those for unit, those in under.items() if unit.startswith("#")}
        groups += [
            Group(f"unit-{number}", unit, self._sorted(those))
            for number, (unit, those) in enumerate(units.items(), start=1)
            if len(those) > 1
        ]
        yield from sorted(groups, key=lambda group: (self._first(group), -len(group.entries), group.title))
        if single := [page for those in units.values() if len(those) == 1 for page in those]:
            yield Group("other", "其他", self._sorted(single))

    def _first(self, group: Group) -> int:
        """The place in `nav:` of the first page of a group that stands there."""
        return min(self._place(one.path) for one in (*group.entries, *((group.head,) if group.head else ())))

    def _all_templates(self) -> list[Group]:
        """Every template, under the section that it belongs to; under its category if it says none."""
        groups: dict[str, list[Template]] = defaultdict(list)
        sections = self._handbook.sections
        for template in self._handbook.templates.values():
            groups[template.group or template.section or f"category-{template.category}"].append(template)
        titles = {id: section.title for id, section in sections.items()}
        titles |= {f"category-{id}": title for id, title in CATEGORIES.items()}
        return [
            Group(id, title, self._sorted_templates(groups[id]), papers=group_set(id, title, groups[id]))
            for id, title in titles.items()
            if id in groups
        ]

    def _templates_of(self, section: SiteSection) -> list[Group]:
        those = [one for one in self._handbook.templates.values() if section.id in (one.group, one.section)]
        return [Group(TEMPLATES_GROUP, "範本", self._sorted_templates(those))] if those else []

    def _checklists(self) -> tuple[Entry, ...]:
        shown = [(one, self._handbook.page_by_id(one.page)) for one in self._handbook.checklists.values()]
        return tuple(
            Entry(page.path, f"{page.url}#{one.id}", one.title, one.summary, "清單", "checklist", 0, one.roles)
            for one, page in shown
            if page and self._handbook.is_for_readers(page)
        )

    def _sorted(self, pages: Iterable[Page]) -> tuple[Entry, ...]:
        def order(page: Page) -> tuple[int, int, str]:
            if not self._handbook.is_for_readers(page):  # those who write look for files
                return (self._place(page.path), 0, page.path)
            return (self._place(page.path), -self._uses.get(page.url, 0), page.title)

        return tuple(map(self._entry, sorted(pages, key=order)))

    def _sorted_templates(self, templates: Iterable[Template]) -> tuple[Entry, ...]:
        entries = (
            Entry(
                _path(one.url), one.url, one.title, one.summary, CATEGORIES[one.category], "template",
                self._uses.get(one.url, 0), (*one.roles, *((one.owner,) if one.owner else ())),
            )
            for one in templates
        )  # fmt: skip
        return tuple(sorted(entries, key=lambda one: (-one.uses, one.title)))

    def _entry(self, page: Page) -> Entry:
        roles = (page.id, *page.roles) if isinstance(page, Role) else page.roles
        return Entry(
            page.path, page.url, page.title, page.summary, _WORDS.get(page.kind, ""), _COLOURS.get(page.kind, ""),
            self._uses.get(page.url, 0), roles,
        )  # fmt: skip

    def _place(self, path: str) -> int:
        return self._rank.get(path, len(self._rank))
