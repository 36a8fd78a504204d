"""Periods between reviews: P1Y, P6M (ISO 8601 durations). Only the build reads them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def add(start: date, duration: str) -> date:
    """`start` plus a period of years, months, weeks and days, such as `P1Y6M`.

    The day stays within the month: P1M after 31 January is the last of February.
    """
    match = _DURATION.match(duration)
    years, months, weeks, days = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
    month = start.month - 1 + months + 12 * years
    year, month = start.year + month // 12, month % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(weeks=weeks, days=days)
