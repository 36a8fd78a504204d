"""Document control: who answers for a page, template or checklist, since when it is in force, on which sources."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.page import Controlled, Page
from handbook.pages.compiled.origins import origins_of
from handbook.pages.views.links import Link, document_link, optional_role

STATUSES = {"draft": "草稿", "trial": "試行", "in force": "現行", "superseded": "已廢止"}
_PERIOD_PARTS = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$")


@dataclass(frozen=True, kw_only=True)
class ControlView:
    """Document control in the reader's words. compiled_from: of which parts of the handbook a page is made."""

    status: str = ""
    status_title: str = ""
    version: str = ""
    effective: str = ""
    reviewed: str = ""
    review_every: str = ""
    owner: Link | None = None
    approver: Link | None = None
    superseded_by: Link | None = None
    sources: tuple[Link, ...] = ()
    compiled_from: tuple[str, ...] = ()


def control_view(handbook: Handbook, record: Controlled) -> ControlView:
    """Document control of a page, template or checklist."""
    return ControlView(
        status=record.status,
        status_title=STATUSES.get(record.status, record.status),
        version=record.version,
        effective=record.effective,
        reviewed=record.reviewed,
        review_every=_period(record.review_every),
        owner=optional_role(handbook, record.owner),
        approver=optional_role(handbook, record.approver),
        superseded_by=document_link(handbook, record.superseded_by) if record.superseded_by else None,
        sources=tuple(_source(handbook, id) for id in record.sources),
        compiled_from=origins_of(record) if isinstance(record, Page) else (),
    )


def _period(duration: str) -> str:
    """A period in words: P1Y is 每年, P6M is 每 6 個月. What is no period of whole days stays as written."""
    found = _PERIOD_PARTS.match(duration)
    if not found or not any(found.groups()):
        return duration
    parts = [f"{value} {unit}" for value, unit in zip(found.groups(), ("年", "個月", "週", "日"), strict=True) if value]
    return {"1 年": "每年", "1 個月": "每月", "1 週": "每週", "1 日": "每日"}.get(
        " ".join(parts), "每 " + " ".join(parts)
    )


def _source(handbook: Handbook, id: str) -> Link:
    found, page = handbook.sources.get(id), handbook.page_by_id("sources")
    return Link(title=id, url=page.url if page else "", note=found.title if found else "")
