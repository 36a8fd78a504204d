"""When an item of a checklist is due: `T-3 workdays 10:00`, counted from the event it belongs to.

`macros/checklist/due.js` is the same code for the browser; tests/fixtures/due holds both to the same answers.
Times are those of the wall clock where the event takes place: there is no zone in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handbook.model.organisation import CalendarYear

_DUE = re.compile(
    r"([TE])(?: *([+-]) *([0-9]{1,3}) *(workdays?|days?|hours?|minutes?|個?工作日|天|日|小時|分鐘))?"
    r"(?: +([01][0-9]|2[0-3]):([0-5][0-9]))?"
)
_UNITS = {"workday": "workday", "day": "day", "hour": "hour", "minute": "minute"}
_UNITS |= {"工作日": "workday", "個工作日": "workday", "天": "day", "日": "day", "小時": "hour", "分鐘": "minute"}
_MOMENT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Due:
    """A due time relative to an event."""

    anchor: str  # T the start of the event, E its end
    count: int = 0  # negative: before the anchor
    unit: str = ""  # workday, day, hour, minute; blank: the anchor itself or its day
    clock: str = ""  # HH:MM; blank: the anchor's own


@dataclass(frozen=True)
class Answer:
    """A moment (`2026-10-09T10:00`), or why there is none: no-event, unknown-year, out-of-range."""

    moment: str = ""
    problem: str = ""
    year: int = 0  # of an unknown year


def parse_due(text: str) -> Due | None:
    """What the text says, or None when it cannot be read."""
    found = _DUE.fullmatch(text.strip())
    if not found:
        return None
    anchor, sign, number, written, hours, minutes = found.groups()
    unit = _UNITS.get(written, _UNITS.get(written.removesuffix("s"), "")) if written else ""
    if hours and unit in ("hour", "minute"):
        return None  # two clocks
    count = int(number or 0) * (-1 if sign == "-" else 1)
    return Due(anchor, count, unit, f"{hours}:{minutes}" if hours else "")


def words(due: Due) -> str:
    """The due time as a reader understands it: 「開始前第 3 個工作日 10:00」."""
    base = "開始" if due.anchor == "T" else "結束"
    clock = f" {due.clock}" if due.clock else ""
    if not due.unit or not due.count:
        return (f"{base}當天{clock}") if clock else f"{base}時"
    side = "前" if due.count < 0 else "後"
    number = abs(due.count)
    if due.unit == "workday":
        return f"{base}{side}第 {number} 個工作日{clock or '同一時刻'}"
    name = {"day": "天", "hour": "小時", "minute": "分鐘"}[due.unit]
    return f"{base}{side} {number} {name}{clock}"


def moment_of(due: Due, start: str, end: str, calendar: Mapping[int, CalendarYear]) -> Answer:
    """When that is, for an event from `start` to `end` (2026-10-12T09:00; a blank end is the start)."""
    written = (end or start) if due.anchor == "E" else start
    if not written:
        return Answer(problem="no-event")
    anchor = datetime.strptime(written, _MOMENT)  # noqa: DTZ007  (wall clock, without zone)
    try:
        if due.unit in ("hour", "minute"):
            found = anchor + timedelta(**{f"{due.unit}s": due.count})
        else:
            day = anchor.date()
            if due.unit == "workday":
                day = _workday(day, due.count, calendar)
            elif due.unit == "day":
                day += timedelta(days=due.count)
            clock = datetime.strptime(due.clock, "%H:%M").time() if due.clock else anchor.time()  # noqa: DTZ007
            found = datetime.combine(day, clock)
    except OverflowError:
        return Answer(problem="out-of-range")
    except _UnknownYear as error:
        return Answer(problem="unknown-year", year=error.year)
    return Answer(found.isoformat(timespec="minutes"))


class _UnknownYear(Exception):
    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


def _workday(day: date, count: int, calendar: Mapping[int, CalendarYear]) -> date:
    """The workday that is `count` workdays away; the day itself does not count.

    Raises _UnknownYear rather than guess: without the announcement nobody knows which weekends are worked.
    """
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if day.year not in calendar:
            raise _UnknownYear(day.year)
        left -= _is_workday(day, calendar[day.year])
    return day


def _is_workday(day: date, year: CalendarYear) -> bool:
    written = day.isoformat()
    if written in year.workdays:
        return True
    return day.isoweekday() < 6 and written not in year.public_holidays and written not in year.days_off
