"""The calendar file of a post: what its duties say is done on which day, again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handbook.documents.icalendar import Recurring, recurring_calendar
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Clause
from handbook.pages.views.links import Link, clause_label, role_link, template_link
from handbook.reading.clause_words import clause_words
from handbook.values.recurring_times import RecurringTime, frequency, recurring_time

_SINCE = date(2026, 1, 1)  # for a post without a day from which its duties hold


@dataclass(frozen=True, kw_only=True)
class DutyCalendar:
    """What of a post's duties is in its calendar file. undated: times that leave the day open, in the duties' words."""

    role: Role
    duties: tuple[tuple[Clause, RecurringTime], ...]
    undated: tuple[str, ...]

    @property
    def link(self) -> Link:
        """The way to the file, which says how many duties it holds."""
        return Link(title=f"日曆檔（{len(self.duties)} 件）", url=f"calendars/{self.role.id}.ics")

    @property
    def left_out(self) -> str:
        """How many recurring duties are not in the file, and their times; "" for none."""
        if not self.undated:
            return ""
        times = "、".join(f"「{when}」" for when in dict.fromkeys(self.undated))
        return f"{len(self.undated)} 件沒有寫明哪一天，不在日曆裡：{times}"


def duty_calendar(handbook: Handbook, role: Role) -> DutyCalendar | None:
    """The calendar of a post that has a page; None when no duty says its day."""
    timed = [(clause, clause.attributes["when"]) for clause in role.clauses if "when" in clause.attributes]
    found = [(clause, recurring_time(when)) for clause, when in timed]
    dated = tuple((clause, time) for clause, time in found if time)
    undated = tuple(when for (_, when), (_, time) in zip(timed, found, strict=True) if not time and frequency(when))
    is_shown = role.path and handbook.is_for_readers(role)
    return DutyCalendar(role=role, duties=dated, undated=undated) if dated and is_shown else None


def duty_calendars(handbook: Handbook) -> Iterator[DutyCalendar]:
    """The calendars of all posts."""
    for role in handbook.roles.values():
        if found := duty_calendar(handbook, role):
            yield found


def calendar_files(handbook: Handbook) -> dict[str, bytes]:
    """Every calendar file by its address."""
    return {one.link.url: _file(handbook, one) for one in duty_calendars(handbook)}


def _file(handbook: Handbook, found: DutyCalendar) -> bytes:
    role = found.role
    said = [role.effective, *(change.on for change in role.changes)]
    since = max((date.fromisoformat(day) for day in said if day), default=_SINCE)
    events = (
        Recurring(
            id=f"{role.id}-{clause.id}",
            title=clause_words(handbook, clause).rstrip("。"),
            details="\n".join(_details(handbook, role, clause)),
            time=time,
        )
        for clause, time in found.duties
    )
    return recurring_calendar(f"{role.title}：定期要做的事", events, since)


def _details(handbook: Handbook, role: Role, clause: Clause) -> Iterator[str]:
    yield f"時間：{clause.attributes['when']}"
    if form := template_link(handbook, clause.attributes.get("form", "")):
        yield f"用表：{form.title}"
    if to := clause.attributes.get("to", ""):
        yield f"報給：{role_link(handbook, to).title}"
    yield f"依據：{clause_label(role, clause, version=True)}"
