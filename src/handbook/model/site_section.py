"""The sections of the site: the headings under which readers find pages, templates and checklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from handbook.diagnostics.diagnostics import Span
from handbook.model.base import ListEntry, attribute

SectionReaders = Literal["readers", "authors", "developers"]


PlacedKind = Literal["page", "role", "regulation", "procedure", "guideline", "flow", "template", "checklist"]


@dataclass(frozen=True, kw_only=True)
class SiteSection(ListEntry):
    """A section of the site. Their order in the list is the order in which readers see them."""

    plural: ClassVar[str] = "sections"
    shorthand: ClassVar[tuple[str, ...]] = ("id",)

    id: str = attribute("節的編號；文件的 `section:` 寫它。", form="id")
    title: str = attribute("名稱，如 接待。", lent=True)
    summary: str = attribute("一句話說明，用於首頁。", "")
    icon: str = attribute("圖示名稱，如 material/car。", "")
    readers: SectionReaders = attribute(
        "給誰看：readers 讀者、authors 編寫的人、developers 開發的人；後兩種不在讀者的導覽和搜尋裡。",
        "readers",
        key="for",
    )
    kinds: tuple[PlacedKind, ...] = attribute("沒有寫 `section:` 的文件，這些種類放在這一節。", ())


@dataclass(frozen=True)
class NavLine:
    """One entry of the `nav:` of mkdocs.yml. path: of a page, below docs/. title: what the entry calls it, or ""."""

    path: str
    span: Span
    title: str = ""
