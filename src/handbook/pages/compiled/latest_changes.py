"""What has changed: the `changes:` of all documents, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.pages.compiled.compiled_table import CompiledGroup, CompiledTable, Row, plain_cell, readers_pages
from handbook.pages.views.links import Link


def latest_changes(handbook: Handbook) -> CompiledTable:
    """The changes that readers should know of, by day."""
    found: dict[str, list[Row]] = {}
    for document, url in _documents(handbook):
        for change in document.changes:
            row = ((Link(title=document.title, url=url),), plain_cell(change.what), plain_cell(document.version))
            found.setdefault(change.on, []).append(row)
    groups = tuple(CompiledGroup(title=day, rows=tuple(found[day])) for day in sorted(found, reverse=True))
    columns = ("文件", "改了什麼", "版本")
    return CompiledTable(title="改了什麼", columns=columns, groups=groups, empty="手冊發布以來沒有改動。")


def _documents(handbook: Handbook) -> Iterator[tuple[Controlled, str]]:
    yield from ((page, page.url) for page in readers_pages(handbook))
    yield from ((template, template.url) for template in handbook.templates.values())
