"""The timetable of duties: everything that somebody does again and again, by how often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Clause
from handbook.pages.compiled.compiled_table import CompiledGroup, CompiledTable, Row, plain_cell, readers_pages
from handbook.pages.views.links import Link, optional_role, role_link, template_link

#: how often, by the words with which a time begins or which it holds; the first that fits counts
_FREQUENCIES = (
    ("每小時", r"每(半|\d+|[一兩二三])?個?小時"),
    ("每天", r"每個?(天|日|晚|早|班|上班日|工作日)|上班|下班|交班|接班"),
    ("每週", r"每(週|星期|周)"),
    ("每月", r"每(個)?月|月(初|末|底|終)"),
    ("每季", r"每(個)?季"),
    ("每半年", r"每半年|半年"),
    ("每年", r"每年|年(初|末|底|終)|年度"),
)


def duty_times(handbook: Handbook) -> CompiledTable:
    """The duties with a frequency, daily first; those that wait for an event are not among them."""
    found: dict[str, list[Row]] = {}
    for role, clause in _duties(handbook):
        often = frequency(clause.attributes.get("when", ""))
        if often:
            found.setdefault(often, []).append(_row(handbook, role, clause))
    groups = tuple(CompiledGroup(title=name, rows=tuple(found[name])) for name, _ in _FREQUENCIES if name in found)
    columns = ("做什麼", "何時", "誰", "用表", "報給誰")
    return CompiledTable(title="定期要做的事", columns=columns, groups=groups, empty="沒有寫明時間的職責。")


def frequency(when: str) -> str:
    """How often something is done whose time is `when`: 「每月末」 is 每月; "" for what waits for an event."""
    return next((name for name, pattern in _FREQUENCIES if re.search(pattern, when)), "")


def _duties(handbook: Handbook) -> Iterator[tuple[Role, Clause]]:
    for page in readers_pages(handbook):
        if isinstance(page, Role):
            yield from ((page, clause) for clause in page.clauses if "when" in clause.attributes)


def _row(handbook: Handbook, role: Role, clause: Clause) -> Row:
    form = template_link(handbook, clause.attributes.get("form", ""))
    to = optional_role(handbook, clause.attributes.get("to", ""))
    return (
        (Link(title=clause.text, url=f"{role.url}#{clause.id}"),),
        plain_cell(clause.attributes["when"]),
        (role_link(handbook, role.id),),
        (form,) if form else (),
        (to,) if to else (),
    )
