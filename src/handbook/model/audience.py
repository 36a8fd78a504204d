"""Who may see what: the marks that documents carry, and the trees that a site is built as.

A document carries one mark, such as `restricted`. A tree is a site of its own in `site/<name>/`, for the readers who
may see what carries the marks that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from handbook.diagnostics.diagnostics import Span
from handbook.model.base import Origin, Record, attribute

PUBLIC, INTERNAL, RESTRICTED = MARKS = ("public", "internal", "restricted")
UNMARKED = INTERNAL  # what a document without a mark is: never public
NOTICE = "內部資料　注意保密"

#: The usual trees, each with the marks that it may contain, its title, and the words on every print.
USUAL: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    PUBLIC: ((PUBLIC,), "公開版", ""),
    INTERNAL: ((PUBLIC, INTERNAL), "內部版", ""),
    RESTRICTED: (MARKS, "限閱版", NOTICE),
}


@dataclass(frozen=True, kw_only=True)
class Audience(Record):
    """The readers of one tree, as `audiences:` in mkdocs.yml says."""

    shorthand: ClassVar[tuple[str, ...]] = ("sees",)

    sees: tuple[str, ...] = attribute(
        "放哪些標記的文件，如 `[public, internal]`；public、internal、restricted 三個不寫也有慣用的。", (), or_one=True
    )
    title: str = attribute("網站自稱什麼，如 內部版；印在頁首與每張紙上。", "")
    notice: str = attribute("印在頁面每張紙上與空白 Word 頁尾的提醒；restricted 慣用「內部資料　注意保密」。", "")
    signed: bool = attribute("true 表示頁面的每張紙上留出「列印人」「列印時間」兩格。", False)
    name: str = field(default="", metadata={"hidden": True})


#: The one site of a handbook whose settings name no audiences.
ONE_SITE = Audience(origin=Origin(Span(Path())), sees=(PUBLIC, INTERNAL))


def trees_for(mark: str, audiences: Iterable[Audience]) -> frozenset[str]:
    """The names of the trees that may contain what carries a mark; none for a mark that no tree names."""
    return frozenset(one.name for one in audiences if mark in one.sees)
