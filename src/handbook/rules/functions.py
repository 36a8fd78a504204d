"""The functions that rules may call, beside what CEL itself offers.

The browser half is `src/browser/rules/functions.js`; tests/fixtures/rules holds both to the same answers. Numbers are
doubles. A text that is no date is as good as a blank one. No function raises: a call with arguments of the wrong kind
is noted in `Misuse`, and the caller decides what that means.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from handbook.model.handbook import Facts
from handbook.rules import row_functions
from handbook.rules.canonical_times import day_of, minutes_of, minutes_of_day
from handbook.values.identities import Register, is_nothing
from handbook.values.spelling import contains, mentions, one_spelling, without
from handbook.values.time_spans import ends

_MOST_KEPT = 32  # answers of one function about rows


@dataclass(frozen=True)
class Function:
    """How a function is called, and what it gives."""

    signature: str  # for messages and the authoring reference
    kinds: str  # of its arguments: t text, d number, l list of texts, n list of numbers, r rows of a list, ? anything;
    # texts behind rows are ids of columns of that list
    neutral: Any  # what it gives when it is called wrongly
    help: str  # for the authoring reference


FUNCTIONS: Mapping[str, Function] = {
    "is_blank": Function("is_blank(x)", "?", True, "空白：沒填、0、空清單，以及「無」「—」「/」。"),
    "length": Function("length(text)", "t", 0.0, "幾個字。"),
    "contains_any": Function(
        "contains_any(text, [text, …])", "tl", False, "含有其中一個詞。繁簡、全半形、大小寫、空格不論。"
    ),
    "mentions": Function(
        "mentions(text, [text, …])", "tl", False, "同上，但否定的不算：「不備酒」「嚴禁警車開道」沒有提到酒、警車開道。"
    ),
    "without": Function(
        "without(text, [text, …])",
        "tl",
        "",
        '去掉這些詞以後的文字，用來排除誤認：`mentions(without(place, ["委員會所在地"]), ["會所"])`。',
    ),
    "same": Function("same(text, text)", "tt", False, "兩個文字是不是同一個。繁簡、全半形、大小寫、空格、間隔號不論。"),
    "day_kind": Function(
        "day_kind(date)",
        "t",
        "",
        "`workday` 工作日、`weekend` 雙休日、`public-holiday` 法定節假日；那一年沒有節假日曆的是空白。",
    ),
    "days_between": Function("days_between(from, to)", "tt", 0.0, "相隔幾天。"),
    "minutes_between": Function("minutes_between(from, to)", "tt", 0.0, "相隔幾分鐘。"),
    "sum": Function("sum([number, …])", "n", 0.0, "數字的總和。"),
    "first_with": Function('first_with(rows, "column", index)', "rtd", True, "這一列的這個值是不是第一次出現。"),
    "overlaps": Function(
        'overlaps(rows, "start", "end", "who")',
        "rttt",
        [],
        "同一個人（車、場地）時間重疊的各列；首尾相接不算。沒有訖的，算開始的那一刻。",
    ),
    "clashes": Function(
        'clashes(rows, "start", "end", "who", others, "start", "end", "who")',
        "rtttrttt",
        [],
        "前一張清單裡，與後一張清單時間重疊的各列。兩張可以是同一張的不同欄，列不與自己重疊。",
    ),
    "too_close": Function(
        'too_close(rows, "start", "end", "who", "from", "to", minutes)',
        "rtttttd",
        [],
        "同一個人（車）剛在別處結束、相隔不到這麼多分鐘的各列。",
    ),
    "duplicates": Function('duplicates(rows, "column")', "rt", [], "這一欄裡出現不止一次的值。"),
    "unlike": Function(
        'unlike(rows, "shared", "column")',
        "rtt",
        [],
        "前一欄與上面某列相同、後一欄卻不同的各列，如同一間房、不同級別；空白不算。",
    ),
    "rising": Function('rising(rows, "column")', "rt", True, "各列依這一欄由先到後；空白的不比。"),
    "in_one_building": Function(
        "in_one_building(place, place)", "tt", False, "兩個地點是不是同一處，或在同一棟樓裡：樓層、房間不論。"
    ),
    "count_filled": Function('count_filled(rows, "column")', "rt", 0.0, "這一欄填了幾列。"),
    "time_of": Function("time_of(date_time)", "t", "", "時刻，如 09:30。"),
    "date_of": Function("date_of(date_time)", "t", "", "日期。"),
    "weekday": Function("weekday(date)", "t", 0.0, "星期幾：1 是星期一，7 是星期日。"),
    "start_of": Function("start_of(time_span)", "t", "", "起訖的起。"),
    "end_of": Function("end_of(time_span)", "t", "", "起訖的訖。"),
    "shares": Function("shares(names, names)", "tt", False, "兩格裡有沒有同一個人。"),
    "count_names": Function("count_names(names)", "t", 0.0, "一格裡寫了幾個人。"),
    "seats_of": Function(
        "seats_of(room)",
        "t",
        0.0,
        "`rooms.yml` 裡場地的座位數，或 `vehicles.yml` 裡車輛的座位數（含司機）；不認得的是 0。",
    ),
}


class Misuse:
    """Holds the signature of the first function that was called with arguments of the wrong kind."""

    def __init__(self) -> None:
        self.first = ""

    def note(self, name: str) -> None:
        """Remember that the function `name` was called wrongly."""
        self.first = self.first or FUNCTIONS[name].signature


def functions(facts: Facts, misuse: Misuse) -> dict[str, Callable[..., Any]]:
    """The functions by name. facts: what they know of the world. misuse: where wrong calls are noted."""
    bodies = _bodies(facts)
    return {name: _guarded(name, bodies[name], misuse) for name in FUNCTIONS}


def _bodies(facts: Facts) -> dict[str, Callable[..., Any]]:
    register = Register(facts)
    seats = {one_spelling(name): count for name, count in facts.seats.items()}
    return {
        "is_blank": _is_blank,
        "length": lambda text: float(len(text)),
        "contains_any": contains,
        "mentions": mentions,
        "without": without,
        "same": lambda a, b: register.one(a) == register.one(b),
        "day_kind": partial(day_kind, facts),
        "days_between": _days_between,
        "minutes_between": _minutes_between,
        "sum": lambda numbers: float(sum(float(number) for number in numbers)),
        "first_with": partial(row_functions.first_with, register),
        "overlaps": _kept(partial(row_functions.overlaps, register)),
        "clashes": _kept(partial(row_functions.clashes, register)),
        "too_close": _kept(partial(row_functions.too_close, register)),
        "duplicates": partial(row_functions.duplicates, register),
        "unlike": _kept(partial(row_functions.unlike, register)),
        "rising": row_functions.rising,
        "in_one_building": register.in_one_building,
        "count_filled": row_functions.count_filled,
        "time_of": _time_of,
        "date_of": lambda text: day.isoformat() if (day := day_of(text)) else "",
        "weekday": lambda text: float(day.isoweekday()) if (day := day_of(text)) else 0.0,
        "start_of": lambda text: _moment(ends(text)[0]),
        "end_of": lambda text: _moment(ends(text)[1]),
        "shares": lambda a, b: not set(register.names(a)).isdisjoint(register.names(b)),
        "count_names": lambda text: float(len(register.names(text))),
        "seats_of": lambda text: float(seats.get(register.one(text), 0)),
    }


def _guarded(name: str, body: Callable[..., Any], misuse: Misuse) -> Callable[..., Any]:
    """The function, which never raises: the CEL library prints to stderr when one does."""
    kinds, neutral = FUNCTIONS[name].kinds, FUNCTIONS[name].neutral

    def function(*arguments: Any) -> Any:
        if len(arguments) != len(kinds) or not all(map(_is, kinds, arguments)):
            misuse.note(name)
            return neutral
        return body(*arguments)

    return function


def _kept(body: Callable[..., list[float]]) -> Callable[..., list[float]]:
    """The function, which works out the same question once: a rule for each row asks the same of all rows."""
    answers: dict[bytes, list[float]] = {}

    def function(*arguments: Any) -> list[float]:
        # The library hands over every row with its columns in another order.
        plain = [[sorted(row.items()) for row in one] if isinstance(one, list) else one for one in arguments]
        key = marshal.dumps(plain, 2)
        if key not in answers:
            if len(answers) >= _MOST_KEPT:
                answers.clear()
            answers[key] = body(*arguments)
        return answers[key]

    return function


def _is(kind: str, value: Any) -> bool:
    """Whether a value is of a kind; see Function."""
    if kind == "t":
        return isinstance(value, str)
    if kind == "d":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "l":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == "n":
        return isinstance(value, list) and all(_is("d", item) for item in value)
    if kind == "r":
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return True


def _is_blank(value: Any) -> bool:
    return value in ("", 0.0, None) or value == [] or (isinstance(value, str) and is_nothing(value))


def day_kind(facts: Facts, text: str) -> str:
    """The kind of day: workday, weekend, public-holiday; "" for no date, and for a year whose calendar is unknown."""
    day = day_of(text)
    if day is None or day.year not in facts.calendar:
        return ""
    year = facts.calendar[day.year]
    written = day.isoformat()
    if written in year.public_holidays:
        return "public-holiday"
    if written in year.workdays:
        return "workday"
    return "weekend" if written in year.days_off or day.isoweekday() > 5 else "workday"


def _days_between(start: str, end: str) -> float:
    first, last = day_of(start), day_of(end)
    return float((last - first).days) if first and last else 0.0


def _minutes_between(start: str, end: str) -> float:
    first, last = minutes_of(start), minutes_of(end)
    return float(last - first) if first is not None and last is not None else 0.0


def _time_of(text: str) -> str:
    minutes = minutes_of_day(text)
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes is not None else ""


def _moment(text: str) -> str:
    """The text if it is a date or a moment, else blank."""
    return text if day_of(text) else ""
