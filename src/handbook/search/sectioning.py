"""Cuts the handbook into the sections that a search result can lead to.

Sections are made of the model and the sources, and not of finished pages, so that no HTML has to be taken apart. Each
section's address leads to an element of the built page, which `tests/search/test_search_places.py` checks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Clause, Page
from handbook.pages.views.links import clause_label
from handbook.reading import clauses
from handbook.search.plain_text import joined, plain, running
from handbook.search.record_sections import of_records
from handbook.search.search_view import SearchView
from handbook.search.section import SearchSection, names, started

__all__ = ["SearchSection", "sections"]

_TITLE_LENGTH = 24  # characters of a clause that are the first line of a result


def sections(handbook: Handbook, for_authors: bool = False) -> list[SearchSection]:
    """All sections of the handbook, in a fixed order.

    for_authors: those of pages for people who write the handbook, and no others.
    """
    view = SearchView.of(handbook, for_authors)
    found: list[SearchSection] = []
    for page in handbook.pages.values():
        if view.shows(page):
            found += _page(page, view)
    return found + list(of_records(view))


@dataclass(frozen=True)
class _Above:
    """A heading or clause with others below it. rank: the level of a heading; 10 + the level of a numbered clause."""

    rank: int
    title: str
    label: str


def _page(page: Page, view: SearchView) -> Iterator[SearchSection]:
    """The opening of the page, then a section for each heading and numbered clause."""
    lines = list(clauses.lines_shown(page.body))
    places = [at for at, _ in lines]
    starts = [clause for clause in page.clauses if clause.id]
    offsets = [clause.span.line - page.body_line for clause in starts]
    title_line = next((at for at, one in zip(offsets, starts, strict=True) if one.heading == 1), -1)
    roles = view.roles(((page.id,) if isinstance(page, Role) else ()) + page.roles)
    ends = [*(at for at, one in zip(offsets, starts, strict=True) if one.heading != 1), page.body.count("\n") + 1]

    def text(start: int, end: int) -> str:
        part = lines[bisect_left(places, start) : bisect_left(places, end)]
        return running((line for at, line in part if at != title_line), view.call)

    is_flow = isinstance(page, Flow)
    also = page.also if isinstance(page, Flow) else ()
    yield SearchSection(
        page.url, page.kind, page.title, (), joined([page.summary, text(0, ends[0])]), roles,
        names=(*names(page.title, aliases=is_flow or isinstance(page, Role)), *also),
        action="start" if is_flow else "", target=started(page) if is_flow else "", also=also,
    )  # fmt: skip
    above: list[_Above] = []
    following = iter(ends[1:])
    for at, clause in zip(offsets, starts, strict=True):
        if clause.heading == 1:
            continue
        yield _clause(page, clause, text(at + 1, next(following)), above, roles, view)
    if isinstance(page, Role) and "role_view(" not in page.body:
        title = f"我是{page.title}"
        yield SearchSection(
            f"{page.url}#role-view", page.kind, title, (page.title,), view.role_facts(page.id), roles, level=2
        )


def _clause(
    page: Page, clause: Clause, rest: str, above: list[_Above], roles: tuple[str, ...], view: SearchView
) -> SearchSection:
    """The section of a heading or clause.

    rest: the text below it. above: the headings and clauses it stands below; brought up to date here.
    """
    rank = clause.heading or 10 + clause.level
    while above and above[-1].rank >= rank:
        above.pop()
    words = clause.title if clause.heading else plain(clause.text, view.call)
    title, text = words, ""
    if not clause.heading:
        gap = " " if clause.number.endswith(".") or clause.number[-1:].isdigit() else ""
        short = _shortened(words)
        title, text = f"{clause.number}{gap}{short}", words if short != words else ""
    path = (page.title, *(one.title for one in above))
    numbered = bool(clause.number) and page.kind in clauses.NUMBERED_KINDS
    label = _label(clause, above)
    above.append(_Above(rank, title, label))
    facts = [
        clause.attributes.get("when", ""),
        view.template_title(clause.attributes.get("form", "")),
        view.role_title(clause.attributes.get("to", "")),
    ]
    return SearchSection(
        url=f"{page.url}#{clause.id}",
        kind=page.kind,
        title=title,
        path=path,
        text=joined([text, rest, *facts]),
        roles=view.roles((*roles, clause.attributes.get("to", ""))),
        label=label,
        names=names(clause.title),
        level=clause.heading or len(path) + 1,
        action="cite" if numbered else "start" if page.kind == "flow" else "",
        cite=clause_label(page, clause, version=True) if numbered else "",
        target=started(page) if page.kind == "flow" else "",
    )


def _shortened(text: str) -> str:
    """The beginning of a long clause, up to the last punctuation mark in it if there is one."""
    if len(text) <= _TITLE_LENGTH:
        return text
    end = max(text.rfind(mark, _TITLE_LENGTH // 2, _TITLE_LENGTH) for mark in "，；。：、")
    return text[: end if end > 0 else _TITLE_LENGTH] + "…"


def _label(clause: Clause, above: list[_Above]) -> str:
    """The number of a clause after the numbers above it. A number with a point says by itself where it stands."""
    own = clause.number.rstrip("、.")
    if not own or "." in own:
        return own
    return next((one.label for one in reversed(above) if one.label), "") + own
