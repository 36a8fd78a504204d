"""Is the calendar of holidays possible? A slip in it would move due times unnoticed."""

from __future__ import annotations

from datetime import date

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.organisation import CalendarYear

_LISTS = ("public_holidays", "days_off", "workdays")


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record days of another year, days that stand in two lists, and shifted workdays that are no weekend."""
    for year in handbook.calendar.values():
        seen: dict[str, str] = {}
        for key in _LISTS:
            for number, day in enumerate(getattr(year, key)):
                _check_day(year, key, number, day, seen, diagnostics)


def _check_day(
    year: CalendarYear, key: str, number: int, day: str, seen: dict[str, str], diagnostics: Diagnostics
) -> None:
    place = year.origin.keys.get(f"{key}[{number}]", year.origin.at(key))
    if not day.startswith(f"{year.year:04d}-"):
        diagnostics.error("calendar-other-year", place, day=day, year=year.year)
    elif day in seen:
        diagnostics.error("calendar-day-twice", place, day=day, list=seen[day])
    elif key == "workdays" and date.fromisoformat(day).isoweekday() < 6:
        diagnostics.error("calendar-no-weekend", place, day=day)
    seen.setdefault(day, key)
