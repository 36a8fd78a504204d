"""In which trees each thing of a handbook may stand (see `model/audience.py`).

A page, template, checklist, rule pack or entry of a data list says it by its mark. What has no mark of its own
inherits: a checklist is where the pages that show it are; a file is where the pages are that use it, and a folder's
`_defaults.yml` counts for its files too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from handbook.model.audience import INTERNAL, RESTRICTED, UNMARKED, trees_for
from handbook.model.base import Record
from handbook.model.checklist import Checklist
from handbook.model.handbook import Handbook
from handbook.model.organisation import CalendarYear, Contact, Person, SynonymGroup
from handbook.model.page import Page
from handbook.model.site_section import SiteSection
from handbook.reading import page_links, references

TreeNames = frozenset[str]  # names of trees

#: Entries of data lists that are in every tree unless they say otherwise: what they say is of use where they stand.
OF_ALL = (SiteSection, SynonymGroup, CalendarYear)


def mark_of(record: Record) -> str:
    """The mark of a record; "" for an entry that is in every tree."""
    mark: str = getattr(record, "audience", "")
    return mark or ("" if isinstance(record, OF_ALL) else UNMARKED)


class Visibility:
    """What of one handbook may stand in which of its trees."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self.all: TreeNames = frozenset(one.name for one in handbook.trees)

    def of_mark(self, mark: str) -> TreeNames:
        """The trees that may contain what carries a mark; all for ""."""
        return trees_for(mark, self._handbook.trees) if mark else self.all

    def of(self, record: Record) -> TreeNames:
        """The trees in which a document or an entry of a data list stands."""
        found = self.of_mark(mark_of(record))
        if isinstance(record, Checklist) and (pages := self._showing.get(record.id)):
            found &= frozenset().union(*(self.of(page) for page in pages))
        return found

    def wanted_by(self, record: Record) -> TreeNames:
        """The trees from which a record may be pointed at: of a private contact those that show its numbers."""
        found = self.of(record)
        return found & self.of_mark(RESTRICTED) if isinstance(record, Contact) and record.private else found

    def of_source(self, record: Record) -> TreeNames:
        """The trees that may hold a record as its source says it, with what is private of it."""
        found = self.of(record)
        if isinstance(record, Person):
            found &= self.of_mark(INTERNAL)
        return found & self.of_mark(RESTRICTED) if getattr(record, "private", False) else found

    def of_folder(self, file: Path) -> tuple[TreeNames, str]:
        """The trees that the folder of a file allows, and the mark that its `_defaults.yml` says, or ""."""
        try:
            inside = PurePosixPath(file.relative_to(self._handbook.root / "docs").as_posix())
        except ValueError:
            return self.all, ""
        for folder in inside.parents:
            mark = self._handbook.folder_marks.get("" if str(folder) == "." else str(folder), "")
            if mark:
                return self.of_mark(mark), mark
        return self.all, ""

    @cached_property
    def files(self) -> Mapping[Path, TreeNames]:
        """The files that pages use, each with the trees in which it stands."""
        return {
            file: frozenset().union(*(self.of(page) for page in pages)) & self.of_folder(file)[0]
            for file, pages in self.users.items()
        }

    @cached_property
    def users(self) -> Mapping[Path, tuple[Page, ...]]:
        """The pages that use each file beside them."""
        handbook = self._handbook
        found: dict[Path, list[Page]] = defaultdict(list)
        for page in handbook.pages.values():
            for file in page_links.used_files(page, handbook.root, handbook.included_from):
                found[file].append(page)
        return {file: tuple(pages) for file, pages in sorted(found.items())}

    @cached_property
    def included(self) -> Mapping[str, Mapping[Path, str]]:
        """The texts of the files that each page includes, by the page's path."""
        handbook = self._handbook
        return {
            path: page_links.included_files(page, handbook.root, handbook.included_from)
            for path, page in handbook.pages.items()
        }

    @cached_property
    def _showing(self) -> Mapping[str, tuple[Page, ...]]:
        """The pages that show each checklist."""
        found: dict[str, list[Page]] = defaultdict(list)
        for page in self._handbook.pages.values():
            for text in (page.body, *self.included[page.path].values()):
                for name, id in references.calls_in(text):
                    if name == "checklist":
                        found[id].append(page)
        return {id: tuple(pages) for id, pages in found.items()}
