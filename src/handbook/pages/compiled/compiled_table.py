"""What every compiled table is: groups of rows under columns, each cell words or links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from handbook.model.handbook import Handbook
from handbook.model.page import Controlled, Page
from handbook.model.template import Template
from handbook.pages.views.links import Link

_LIST = 6  # more names than these in a cell are a list, no longer a phrase
Row: TypeAlias = tuple[tuple[Link, ...], ...]  # a cell is a list of links; plain words are a link without an address


@dataclass(frozen=True, kw_only=True)
class CompiledGroup:
    """Rows under a heading of their own, such as those of one section of the handbook."""

    title: str
    rows: tuple[Row, ...]

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns, by number, in which at least one row says something."""
        return tuple(number for number, column in enumerate(zip(*self.rows, strict=True)) if any(column))

    @property
    def lists(self) -> bool:
        """Whether some cell is a long list, such as the pages that use a source: such a row may go on overleaf."""
        return any(len(cell) > _LIST for row in self.rows for cell in row)


@dataclass(frozen=True, kw_only=True)
class CompiledTable:
    """A table. columns: their heads. empty: what is said when there is no row. beside: the same in another form."""

    title: str
    columns: tuple[str, ...]
    groups: tuple[CompiledGroup, ...]
    empty: str
    beside: tuple[Link, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(group.rows) for group in self.groups)


def plain_cell(text: str) -> tuple[Link, ...]:
    """A cell of plain words; empty for an empty text."""
    return (Link(title=text),) if text else ()


def readers_pages(handbook: Handbook) -> Iterator[Page]:
    """The pages for readers, in the order of their addresses."""
    pages = (page for _, page in sorted(handbook.pages.items()))
    return (page for page in pages if handbook.is_for_readers(page))


def shown_templates(handbook: Handbook) -> Iterator[Template]:
    """The templates for readers."""
    return iter(handbook.templates.values())


def by_section(handbook: Handbook, rows: Iterable[tuple[Controlled, Row]]) -> tuple[CompiledGroup, ...]:
    """Rows, each with the document that it comes from, grouped by the sections in which readers find these."""
    found: dict[str, list[Row]] = {}
    for document, row in rows:
        section = handbook.section_of(document)
        found.setdefault(section.title if section else "", []).append(row)
    titles = (section.title for section in handbook.sections.values())
    return tuple(CompiledGroup(title=title, rows=tuple(found[title])) for title in (*titles, "") if title in found)
