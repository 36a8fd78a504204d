"""Canonical dates and times as numbers: which day, how many minutes.

The browser half is `src/browser/rules/canonical-times.js`.
"""

from __future__ import annotations

import datetime
import re

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")
_TIME = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T)?([01][0-9]|2[0-3]):([0-5][0-9])")


def day_of(text: str) -> datetime.date | None:
    """The day of canonical text, `2026-10-05` or `2026-10-05T09:30`; None for anything else."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    except ValueError:
        return None


def minutes_of_day(text: str) -> int | None:
    """Minutes since 00:00 of canonical text, `09:30` or `2026-10-05T09:30`; None for anything else."""
    found = _TIME.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else None


def minutes_of(text: str) -> int | None:
    """Minutes since a fixed origin; a time without a day counts from 00:00, a day without a time as its midnight."""
    of_day = minutes_of_day(text)
    day = day_of(text)
    if day is None:
        return of_day
    return day.toordinal() * 1440 + (of_day or 0)
