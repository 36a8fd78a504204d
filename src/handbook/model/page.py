"""Pages of prose, their clauses, and what every controlled document says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from handbook.diagnostics.diagnostics import Span
from handbook.model.audience import UNMARKED
from handbook.model.base import Record, attribute

Status = Literal["draft", "trial", "in force", "superseded"]


PageKind = Literal["page", "role", "regulation", "procedure", "guideline", "flow"]


@dataclass(frozen=True, kw_only=True)
class Change(Record):
    """One change of a document that its readers should know of."""

    on: str = attribute("哪一天起，YYYY-MM-DD。", form="date")
    what: str = attribute("改了什麼，一句話。")


@dataclass(frozen=True, kw_only=True)
class Controlled(Record):
    """What every controlled document says about itself: its id, owner, version, review."""

    id: str = attribute("永久編號：小寫英文、數字與連字號；公布後不再改。", "", form="id", own=True)
    title: str = attribute("標題。", "", own=True)
    summary: str = attribute("一句話說明，用於首頁、清單與搜尋。", "", own=True)
    owner: str = attribute("負責維護本文件的崗位編號。", "", refers="role")
    approver: str = attribute("批准本文件的崗位編號。", "", refers="role")
    version: str = attribute("版本，如 1.0。", "")
    effective: str = attribute("生效日期，YYYY-MM-DD。", "", form="date")
    reviewed: str = attribute("最近一次複審的日期，YYYY-MM-DD。", "", form="date")
    review_every: str = attribute("複審週期，ISO 8601 期間，如 P1Y、P6M。", "", form="duration")
    status: Status = attribute("狀態：draft 草稿、trial 試行、in force 現行、superseded 已廢止。", "in force")
    superseded_by: str = attribute("取代本文件的文件編號。", "", own=True)
    audience: str = attribute(
        "可閱讀的人：public 任何人、internal 本單位（不寫即是）、restricted 少數人；mkdocs.yml 的 audiences 可以另訂。",
        UNMARKED,
    )
    sources: tuple[str, ...] = attribute("依據的來源文件編號，如 D04。", (), refers="source")
    section: str = attribute("放在手冊的哪一節（節的編號）；不寫時看種類。", "", refers="section")
    roles: tuple[str, ...] = attribute("與哪些崗位有關（崗位編號）。", (), refers="role")
    formerly: tuple[str, ...] = attribute("本文件以前的位址，如 duties/old.html；舊連結會通到這裡。", (), own=True)
    changes: tuple[Change, ...] = attribute("讀者應知道的改動，新的在前。", ())
    inventory: tuple[str, ...] = attribute(
        "對應事實清冊的哪些編號；用來核對沒有遺漏。", (), form="id", own=True, or_one=True
    )


@dataclass(frozen=True)
class Clause:
    """One heading or numbered clause of a page: what is cited, linked and found by a search."""

    id: str
    number: str  # as printed: 一、 （二） 3.
    level: int  # 1 for 一、, 2 for （一）, 3 for 1., 4 for （1） or 1.1, 5 for 1.1.1
    label: str  # the path of numbers without separators: 二（三）1
    text: str  # without number and attributes
    span: Span
    attributes: Mapping[str, str] = field(default_factory=dict)  # e.g. when, form, to on a duty
    heading: int = 0  # Markdown heading level; 0 for a paragraph
    title: str = ""  # of a heading: its text as it is read, number included
    ambiguous: bool = False  # a heading that shares its id with another; only its author can give it one of its own


@dataclass(frozen=True)
class Notice:
    """A notice in the text of a page, such as `!!! gap "待定：半天怎麼算"`."""

    kind: str  # gap, legal, prohibited …
    title: str
    clause: str  # id of the heading or clause that it stands below; "" above the first
    span: Span


@dataclass(frozen=True, kw_only=True)
class Page(Controlled):
    """A Markdown page below docs/. Its front matter is structure, its body is prose."""

    kind: PageKind = attribute("頁面種類：page、role、regulation、procedure、guideline、flow。", "page")
    icon: str = attribute("首頁與導覽用的圖示名稱。", "")
    path: str = field(default="", metadata={"hidden": True})  # below docs/, POSIX form
    body: str = field(default="", repr=False, metadata={"hidden": True})
    body_line: int = field(default=1, metadata={"hidden": True})  # the file's line of the body's first line
    clauses: tuple[Clause, ...] = field(default=(), repr=False, metadata={"hidden": True})
    notices: tuple[Notice, ...] = field(default=(), repr=False, metadata={"hidden": True})

    @property
    def url(self) -> str:
        """Address of the built page, relative to the site's root."""
        return self.path.removesuffix(".md") + ".html"
