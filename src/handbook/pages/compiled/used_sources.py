"""Which page and which paper come from which source document."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.pages.compiled.compiled_table import (
    CompiledGroup,
    CompiledTable,
    plain_cell,
    readers_pages,
    shown_templates,
)
from handbook.pages.views.links import Link


def used_sources(handbook: Handbook) -> CompiledTable:
    """The source documents, each with the pages and the templates that rest on it."""
    rows = tuple(
        (
            plain_cell(source.id),
            plain_cell(source.title),
            tuple(_resting_on(source.id, ((page, page.url) for page in readers_pages(handbook)))),
            tuple(_resting_on(source.id, ((one, one.url) for one in shown_templates(handbook)))),
        )
        for source in handbook.sources.values()
    )
    groups = (CompiledGroup(title="", rows=rows),) if rows else ()
    columns = ("編號", "文件", "用在哪些頁", "用在哪些範本")
    return CompiledTable(title="來源文件用在哪裡", columns=columns, groups=groups, empty="手冊沒有列出來源文件。")


def _resting_on(source: str, documents: Iterator[tuple[Controlled, str]]) -> Iterator[Link]:
    return (Link(title=document.title, url=url) for document, url in documents if source in document.sources)
