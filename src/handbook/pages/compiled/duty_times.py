"""The timetable of duties: everything that somebody does again and again, by how often."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Clause
from handbook.pages.compiled.compiled_table import CompiledGroup, CompiledTable, Row, plain_cell, readers_pages
from handbook.pages.views.links import Link, optional_role, role_link, template_link
from handbook.reading.clause_words import clause_words
from handbook.values.recurring_times import FREQUENCIES, frequency

#: where the charts for the wall stand
WALL_CHART = "print/wall-chart.html"


def duty_times(handbook: Handbook) -> CompiledTable:
    """The duties with a frequency, daily first; those that wait for an event are not among them."""
    found: dict[str, list[Row]] = {}
    for role, clause in timed_duties(handbook):
        found.setdefault(frequency(clause.attributes["when"]), []).append(_row(handbook, role, clause))
    groups = tuple(CompiledGroup(title=name, rows=tuple(found[name])) for name in FREQUENCIES if name in found)
    columns = ("做什麼", "何時", "誰", "用表", "報給誰")
    chart = (Link(title="掛在牆上的圖，每個部門一張 A4", url=WALL_CHART),) if groups else ()
    return CompiledTable(
        title="定期要做的事", columns=columns, groups=groups, empty="沒有寫明時間的職責。", beside=chart
    )


def timed_duties(handbook: Handbook) -> Iterator[tuple[Role, Clause]]:
    """The duties with a frequency, each with its post."""
    for page in readers_pages(handbook):
        if isinstance(page, Role):
            yield from ((page, clause) for clause in page.clauses if frequency(clause.attributes.get("when", "")))


def _row(handbook: Handbook, role: Role, clause: Clause) -> Row:
    form = template_link(handbook, clause.attributes.get("form", ""))
    to = optional_role(handbook, clause.attributes.get("to", ""))
    return (
        (Link(title=clause_words(handbook, clause), url=f"{role.url}#{clause.id}"),),
        plain_cell(clause.attributes["when"]),
        (role_link(handbook, role.id),),
        (form,) if form else (),
        (to,) if to else (),
    )
