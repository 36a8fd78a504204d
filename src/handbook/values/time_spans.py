"""Time spans: 「2026年10月5日上午9點至11點半」 becomes the canonical 2026-10-05T09:00/2026-10-05T11:30, and is printed.

The twins are `src/browser/values/time-spans.js` (printing) and `src/browser/values/span-parsing.js`: two scripts,
because pages that only print load no parser. `typed.py` understands the single moments of a span and hands that in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

#: the canonical text and None, or None and the code of a problem
Parsed = tuple[str | None, str | None]
#: understands one moment of a span
MomentParser = Callable[[str], Parsed]

_BETWEEN = re.compile("[-\u2010-\u2015\u2212~\u301c/]+|起?[至到]")
_OPENING = re.compile("^[自從从由] *")
_CLOSING = re.compile(" *[止為为]+$")
_BEGINNING = re.compile(" *起$")
_NEXT_DAY = re.compile("^(?:次日|翌日|隔日|隔天|第2天|第二天) *")
_SAME_DAY = re.compile("^(?:當天|当天|當日|当日|同日) *")
_MONTH_AND_DAY = re.compile("^[0-9]{1,2} *[月/]")
_DAY = re.compile("^[0-9]{1,2} *[日號号]")
PERIODS = (
    "凌晨|清晨|清早|早上|早晨|上午|午前|中午|正午|下午|午後|午后|傍晚"
    "|晚上|晚間|晚间|夜間|夜间|夜裡|夜里|深夜|半夜|午夜|晚|早"
)
_PERIOD = re.compile(f"({PERIODS})[^凌清早上中正下傍晚夜]*$")
MIDNIGHT_AFTER = re.compile(
    "(?<![0-9])24(?::00(?::00)?[整正]?|[點点時时](?:[整正]|00?分)?)$"
)  # 24:00, the end of a day
# A text is cut at every mark that may stand between two moments; each wrong cut gives "not-a-date". These say more.
_TELLING = ("no-time", "vague-time", "no-year", "no-date", "relative-date", "wrong-weekday", "no-such-day")
_CANONICAL = re.compile(
    "^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}:[0-9]{2})/([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}:[0-9]{2})$"
)


def ends(canonical: str) -> tuple[str, str]:
    """Start and end of a canonical span; of any other text, the text twice."""
    return (canonical[:16], canonical[17:]) if _CANONICAL.match(canonical) else (canonical, canonical)


def day_after(day: str) -> str | None:
    """The day after `2026-10-05`, written alike; None after 9999-12-31, the last day that can be written."""
    return None if day == "9999-12-31" else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def parse_span(text: str, moment: MomentParser, clock: MomentParser) -> Parsed:
    """The canonical span, or what is wrong with it.

    moment: understands a date with its time. clock: understands a time alone.
    """
    plain = _CLOSING.sub("", _OPENING.sub("", text))
    problems: list[str] = []
    for found in _BETWEEN.finditer(plain):
        written = _BEGINNING.sub("", plain[: found.start()]).rstrip(" ")
        start, wrong = moment(written)
        if start and MIDNIGHT_AFTER.search(written):
            return None, "not-a-time"  # which day would 「次日」 be?
        if start:
            return _until(start, written, plain[found.end() :].lstrip(" ,"), moment, clock)
        problems.insert(0, wrong or "")
    start, wrong = moment(_BEGINNING.sub("", plain))
    if start:
        return None, "no-end"
    problems.append(wrong or "")
    return None, next((problem for problem in problems if problem in _TELLING), problems[0])


def _until(start: str, written: str, rest: str, moment: MomentParser, clock: MomentParser) -> Parsed:
    """The span from `start` to the moment that `rest` says; what `rest` leaves out (year, day) is that of the start.

    start: canonical. written: how the start was typed.
    """
    if not rest:
        return None, "no-end"
    tomorrow = bool(_NEXT_DAY.match(rest))
    timed = (_NEXT_DAY if tomorrow else _SAME_DAY).sub("", rest)
    day = day_after(start[:10]) if tomorrow else start[:10]
    at_midnight = bool(day and MIDNIGHT_AFTER.match(timed))
    if day and at_midnight:
        day, timed = day_after(day), "00:00"
    if not day:
        return None, "not-a-date"
    end, problem = clock(timed)
    period = _PERIOD.search(written)
    if end and not (tomorrow or at_midnight) and f"{day}T{end}" <= start and period:
        # 「下午2點至4點」: the end means the same part of the day.
        end = clock(period[1] + timed)[0] or end
    if end:
        return _whole(start, f"{day}T{end}")
    year, month = start[:4], start[5:7]
    dated = rest
    if _MONTH_AND_DAY.match(rest):
        dated = f"{year}/{rest}" if "/" in rest.partition("月")[0] else f"{year}年{rest}"
    elif _DAY.match(rest):
        dated = f"{year}年{month}月{rest}"
    finish, wrong = moment(dated)
    if finish:
        return _whole(start, finish)
    return None, problem if dated == rest and wrong in ("not-a-date", "no-date") else wrong


def _whole(start: str, end: str) -> Parsed:
    return (f"{start}/{end}", None) if start < end else (None, "end-before-start")


def format_span(canonical: str, style: str, moment: Callable[[str, str], str]) -> str:
    """A span as printed. The end does not repeat the date, or the year, that it has in common with the start.

    style: see `typed.format`. moment: prints one moment in a style.
    """
    found = _CANONICAL.match(canonical)
    if not found:
        return canonical
    start, end = ends(canonical)
    if style == "time":
        return f"{start[11:]}–{end[11:]}"
    first = moment(start, style)
    if start[:10] == end[:10]:
        return first if style == "date" else f"{first}–{end[11:]}"
    last = moment(end, style)
    year = f"{int(end[:4])}年"
    return f"{first}–{last.removeprefix(year) if start[:4] == end[:4] else last}"
