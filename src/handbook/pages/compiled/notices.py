"""Registers of the notices on all pages: what is prohibited, what waits for a lawyer, what its owner must decide."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.handbook import Handbook
from handbook.model.page import Notice, Page
from handbook.pages.compiled.compiled_table import CompiledTable, Row, by_section, plain_cell, readers_pages
from handbook.pages.views.links import Link, clause_label, role_link

_COLUMNS = ("事項", "所在", "負責", "來源")


def prohibition_register(handbook: Handbook) -> CompiledTable:
    """What nobody may do."""
    return _register(handbook, "prohibited", "禁止的事", "沒有禁止的事。")


def legal_review_register(handbook: Handbook) -> CompiledTable:
    """What may not be done before a lawyer has looked at it."""
    return _register(handbook, "legal", "法務待審", "沒有等待法務審定的事。")


def open_point_register(handbook: Handbook) -> CompiledTable:
    """What the sources leave open, for the owner of the page to decide."""
    return _register(handbook, "gap", "待定事項", "沒有待定的事。")


def _register(handbook: Handbook, kind: str, title: str, empty: str) -> CompiledTable:
    rows = ((page, _row(handbook, page, notice)) for page, notice in _notices(handbook, kind))
    return CompiledTable(title=title, columns=_COLUMNS, groups=by_section(handbook, rows), empty=empty)


def _notices(handbook: Handbook, kind: str) -> Iterator[tuple[Page, Notice]]:
    for page in readers_pages(handbook):
        yield from ((page, notice) for notice in page.notices if notice.kind == kind)


def _row(handbook: Handbook, page: Page, notice: Notice) -> Row:
    clause = next((one for one in page.clauses if one.id == notice.clause), None)
    place = clause_label(page, clause) if clause else f"《{page.title}》"
    heading = clause.title if clause and not clause.label else ""
    return (
        plain_cell(notice.title.partition("：")[2] or notice.title),
        (Link(title=place + heading, url=f"{page.url}#{notice.clause}" if notice.clause else page.url),),
        (role_link(handbook, page.owner),) if page.owner else (),
        plain_cell("、".join(page.sources)),
    )
