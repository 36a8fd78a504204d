"""Whose duties can be taken into a calendar, and what of them cannot."""

from __future__ import annotations

from handbook.model.handbook import Handbook
from handbook.pages.compiled.compiled_table import CompiledGroup, CompiledTable, plain_cell
from handbook.pages.views.duty_calendar import duty_calendars
from handbook.pages.views.links import role_link


def calendars(handbook: Handbook) -> CompiledTable:
    """The posts with a calendar file, each with what the file leaves out."""
    rows = tuple(
        ((role_link(handbook, one.role.id),), (one.link,), plain_cell(one.left_out)) for one in duty_calendars(handbook)
    )
    groups = (CompiledGroup(title="", rows=rows),) if rows else ()
    columns = ("崗位", "日曆檔", "不在日曆裡的")
    return CompiledTable(title="放進日曆", columns=columns, groups=groups, empty="沒有寫明哪一天做的職責。")
