"""What has changed: the `changes:` of all documents, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.pages.compiled.compiled_table import (
    CompiledGroup,
    CompiledTable,
    Row,
    plain_cell,
    readers_pages,
    shown_templates,
)
from handbook.pages.views.links import Link


@dataclass(frozen=True, kw_only=True)
class ToldChange:
    """A change, with the document that it is of."""

    on: str
    title: str
    what: str
    url: str


def latest_changes(handbook: Handbook) -> CompiledTable:
    """The changes that readers should know of, by day."""
    versions = {url: document.version for document, url in _documents(handbook)}

    def row(one: ToldChange) -> Row:
        return (Link(title=one.title, url=one.url),), plain_cell(one.what), plain_cell(versions[one.url])

    by_day = groupby(changes_of(handbook), key=lambda one: one.on)
    groups = tuple(CompiledGroup(title=day, rows=tuple(map(row, those))) for day, those in by_day)
    columns = ("文件", "改了什麼", "版本")
    return CompiledTable(title="改了什麼", columns=columns, groups=groups, empty="手冊發布以來沒有改動。")


def changes_of(handbook: Handbook) -> list[ToldChange]:
    """Every change of a document that readers find, newest first."""
    told = (
        ToldChange(on=change.on, title=document.title, what=change.what, url=url)
        for document, url in _documents(handbook)
        for change in document.changes
    )
    return sorted(told, key=lambda one: one.on, reverse=True)


def _documents(handbook: Handbook) -> Iterator[tuple[Controlled, str]]:
    yield from ((page, page.url) for page in readers_pages(handbook))
    yield from ((template, template.url) for template in shown_templates(handbook))
