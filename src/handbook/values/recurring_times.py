"""A time that comes again, such as 「每月 25 日前」: how often, on which days, at which hour. Only the build asks.

What does not say its day is not guessed: 「每週」 has no weekday, and 「下班後」 waits for the roster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.values.typed import parse

#: how often, by the words with which a time begins or which it holds; the first that fits counts
_FREQUENCIES = (
    ("每小時", r"每(半|\d+|[一兩二三])?個?小時"),
    ("每天", r"每個?(天|日|晚|早|班|上班日|工作日)|上班|下班|交班|接班"),
    ("每週", r"每(週|星期|周)"),
    ("每月", r"每(個)?月|(?<![\d一二三四五六七八九十] )(?<![\d一二三四五六七八九十])月(初|末|底|終)"),
    ("每季", r"每(個)?季"),
    ("每半年", r"(?<![上下])半年"),
    ("每年", r"每年|年(初|末|底|終)|年度|[上下]半年|[\d一二三四五六七八九十] ?月(初|末|底|終)"),
)
FREQUENCIES = tuple(name for name, _ in _FREQUENCIES)
_WEEKDAYS = "一二三四五六日"
_QUARTER_ENDS = (3, 6, 9, 12)
_LAST = r"(?P<last>[底末])"
_WHEN = re.compile(
    r"(?:"
    r"每個?(?P<daily>[日天晚])"
    r"|每個?(?:週|星期)(?P<weekdays>[一二三四五六日天](?:[、和及](?:週|星期)?[一二三四五六日天])*)"
    rf"|每季度?{_LAST.replace('last', 'quarter')}|(?P<quarters>季[底末])"
    r"|每年(?P<month>1[0-2]|[1-9])月(?:(?P<date>[12]?[0-9]|3[01])日|(?P<month_end>[底末]))"
    r"|(?:每年|年)(?P<year_end>[底末])"
    rf"|(?:每個?)?月{_LAST}|每個?月(?P<day>[12]?[0-9]|3[01])日"
    r")"
    r"(?P<clock>.*?[0-9].*?)?(?P<before>以?前)?"
)


@dataclass(frozen=True, kw_only=True)
class RecurringTime:
    """On which days something is done, and when on them.

    weekdays: Monday is 0; month_days: -1 is the last; none of both: every day. months: none for all. start, end: HH:MM,
    or "" for the whole day. is_limit: it is done before that.
    """

    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    start: str = ""
    end: str = ""
    is_limit: bool = False

    @property
    def rule(self) -> str:
        """The recurrence as a calendar file says it (RRULE of RFC 5545)."""
        days = ",".join(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day] for day in self.weekdays)
        monthly = ",".join(map(str, self.month_days))
        if self.months:
            return f"FREQ=YEARLY;BYMONTH={','.join(map(str, self.months))};BYMONTHDAY={monthly}"
        if monthly:
            return f"FREQ=MONTHLY;BYMONTHDAY={monthly}"
        return f"FREQ=WEEKLY;BYDAY={days}" if days else "FREQ=DAILY"

    def first(self, since: date) -> date:
        """The first of its days, from `since` on."""
        return next(day for day in _days(since) if self._is_on(day))

    def _is_on(self, day: date) -> bool:
        from_end = -1 if (day + timedelta(days=1)).month != day.month else 0
        return (
            (not self.weekdays or day.weekday() in self.weekdays)
            and (not self.month_days or day.day in self.month_days or from_end in self.month_days)
            and (not self.months or day.month in self.months)
        )


def frequency(when: str) -> str:
    """How often something is done whose time is `when`: 「每月末」 is 每月; "" for what waits for an event."""
    return next((name for name, pattern in _FREQUENCIES if re.search(pattern, when)), "")


def recurring_time(when: str) -> RecurringTime | None:
    """What the words say; None when they leave the day open, or say more than a day and an hour."""
    found = _WHEN.fullmatch(re.sub(r"\s", "", when))
    if found is None:
        return None
    days = _days_of(found)
    clock = _clock(found["clock"] or "")
    if days is None or clock is None:
        return None
    weekdays, month_days, months = days
    return RecurringTime(
        weekdays=weekdays, month_days=month_days, months=months, start=clock[0], end=clock[1],
        is_limit=bool(found["before"]),
    )  # fmt: skip


def _days_of(found: re.Match[str]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] | None:
    """Weekdays, days of the month and months; None for a day that not every month, or not every year, has."""
    if found["daily"]:
        return (), (), ()
    if found["weekdays"]:
        named = re.sub(r"週|星期|[、和及]", "", found["weekdays"]).replace("天", "日")
        return tuple(sorted({_WEEKDAYS.index(one) for one in named})), (), ()
    if found["quarter"] or found["quarters"]:
        return (), (-1,), _QUARTER_ENDS
    if found["year_end"]:
        return (), (-1,), (12,)
    if found["month"]:
        month = int(found["month"])
        if found["month_end"]:
            return (), (-1,), (month,)
        return ((), (int(found["date"]),), (month,)) if _is_yearly(month, int(found["date"])) else None
    if found["last"]:
        return (), (-1,), ()
    return ((), (int(found["day"]),), ()) if _is_yearly(2, int(found["day"])) else None


def _is_yearly(month: int, day: int) -> bool:
    try:
        date(2027, month, day)  # no leap year
    except ValueError:
        return False
    return True


def _clock(words: str) -> tuple[str, str] | None:
    """From when until when, each HH:MM or ""; None for words that give no hour."""
    if not words:
        return "", ""
    span, problem = parse("time-span", f"2000-01-01 {words}")
    if span and not problem:
        start, _, end = span.partition("/")
        return (start[11:], end[11:]) if end.startswith("2000-01-01") else None
    moment, problem = parse("time", words)
    return (moment, "") if moment and not problem else None


def _days(since: date) -> Iterator[date]:
    day = since
    while True:
        yield day
        day += timedelta(days=1)
