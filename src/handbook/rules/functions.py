"""The functions rules may call, next to what CEL itself offers.

The browser has the same functions in `src/browser/rules/functions.js`; the vectors in
`tests/fixtures/rules/` hold both to the same answers. Numbers are doubles on both sides, texts that
are no date count as blank, and no function ever raises: a wrong kind of argument is noted in
`Misuse`, and the caller decides what that means.
"""

from __future__ import annotations

import datetime
import marshal
import re
import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from handbook.model.handbook import Facts
from handbook.values.identities import Register, is_nothing
from handbook.values.spelling import contains, mentions, one_spelling, without
from handbook.values.time_spans import ends

_MOST_REMEMBERED = 32  # answers: rules are judged one after the other

#: name -> how it is called, for messages and the authoring reference
SIGNATURES: dict[str, str] = {
    "is_blank": "is_blank(x)",
    "length": "length(text)",
    "contains_any": "contains_any(text, [text, …])",
    "mentions": "mentions(text, [text, …])",
    "without": "without(text, [text, …])",
    "same": "same(text, text)",
    "day_kind": "day_kind(date)",
    "days_between": "days_between(from, to)",
    "minutes_between": "minutes_between(from, to)",
    "sum": "sum([number, …])",
    "first_with": 'first_with(rows, "column", index)',
    "overlaps": 'overlaps(rows, "start", "end", "who")',
    "clashes": 'clashes(rows, "start", "end", "who", others, "start", "end", "who")',
    "too_close": 'too_close(rows, "start", "end", "who", "from", "to", minutes)',
    "duplicates": 'duplicates(rows, "column")',
    "unlike": 'unlike(rows, "shared", "column")',
    "count_filled": 'count_filled(rows, "column")',
    "time_of": "time_of(date_time)",
    "date_of": "date_of(date_time)",
    "weekday": "weekday(date)",
    "start_of": "start_of(time_span)",
    "end_of": "end_of(time_span)",
    "shares": "shares(names, names)",
    "count_names": "count_names(names)",
    "seats_of": "seats_of(room)",
}
#: name -> what it gives, for the authoring reference
HELP: dict[str, str] = {
    "is_blank": "空白：沒填、0、空清單，以及「無」「—」「/」。",
    "length": "幾個字。",
    "contains_any": "含有其中一個詞。繁簡、全半形、大小寫、空格不論。",
    "mentions": "同上，但否定的不算：「不備酒」「嚴禁警車開道」沒有提到酒、警車開道。",
    "without": '去掉這些詞以後的文字，用來排除誤認：`mentions(without(place, ["委員會所在地"]), ["會所"])`。',
    "same": "兩個文字是不是同一個。繁簡、全半形、大小寫、空格、間隔號不論。",
    "day_kind": "`workday` 工作日、`weekend` 雙休日、`public-holiday` 法定節假日；那一年沒有節假日曆的是空白。",
    "days_between": "相隔幾天。",
    "minutes_between": "相隔幾分鐘。",
    "sum": "數字的總和。",
    "first_with": "這一列的這個值是不是第一次出現。",
    "overlaps": "同一個人（車、場地）時間重疊的各列；首尾相接不算。沒有訖的，算開始的那一刻。",
    "clashes": "前一張清單裡，與後一張清單時間重疊的各列。兩張可以是同一張的不同欄，列不與自己重疊。",
    "too_close": "同一個人（車）剛在別處結束、相隔不到這麼多分鐘的各列。",
    "duplicates": "這一欄裡出現不止一次的值。",
    "unlike": "前一欄與上面某列相同、後一欄卻不同的各列，如同一間房、不同級別；空白不算。",
    "count_filled": "這一欄填了幾列。",
    "time_of": "時刻，如 09:30。",
    "date_of": "日期。",
    "weekday": "星期幾：1 是星期一，7 是星期日。",
    "start_of": "起訖的起。",
    "end_of": "起訖的訖。",
    "shares": "兩格裡有沒有同一個人。",
    "count_names": "一格裡寫了幾個人。",
    "seats_of": "`rooms.yml` 裡場地的座位數，或 `vehicles.yml` 裡車輛的座位數（含司機）；不認得的是 0。",
}
#: name -> the kinds of its arguments: t text, d number, l list of texts, n list of numbers, r rows of a list, ? any;
#: texts behind rows name columns of that list
KINDS: dict[str, str] = {
    "is_blank": "?",
    "length": "t",
    "contains_any": "tl",
    "mentions": "tl",
    "without": "tl",
    "same": "tt",
    "day_kind": "t",
    "days_between": "tt",
    "minutes_between": "tt",
    "sum": "n",
    "first_with": "rtd",
    "overlaps": "rttt",
    "clashes": "rtttrttt",
    "too_close": "rtttttd",
    "duplicates": "rt",
    "unlike": "rtt",
    "count_filled": "rt",
    "time_of": "t",
    "date_of": "t",
    "weekday": "t",
    "start_of": "t",
    "end_of": "t",
    "shares": "tt",
    "count_names": "t",
    "seats_of": "t",
}

Row = Mapping[str, Any]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")
_TIME = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T)?([01][0-9]|2[0-3]):([0-5][0-9])")


class Misuse:
    """Collects the first call with arguments of the wrong kind."""

    def __init__(self) -> None:
        self.first = ""

    def note(self, name: str) -> None:
        """Remember that `name` was called wrongly."""
        self.first = self.first or SIGNATURES[name]


def _remembered(call: Callable[..., list[float]], register: Register) -> Callable[..., list[float]]:
    """The same, worked out once: a rule asks it again for every row, and all rows are compared with all others."""
    known = register.answers

    def function(*arguments: Any) -> list[float]:
        # The library hands over every row with its columns in another order.
        plain = [[sorted(row.items()) for row in one] if isinstance(one, list) else one for one in arguments]
        key = call.__name__.encode() + marshal.dumps(plain, 2)
        if key not in known:
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            known[key] = call(register, *arguments)
        return known[key]

    return function


def functions(facts: Facts, misuse: Misuse) -> dict[str, Callable[..., Any]]:
    """The functions by name, bound to what is known of the world."""
    calendar = facts.calendar
    register = _register(facts)

    def guarded(name: str, neutral: Any, call: Callable[..., Any]) -> Callable[..., Any]:
        kinds = KINDS[name]

        # The CEL library prints to stderr when a function of ours raises, so it must never come to that.
        def function(*arguments: Any) -> Any:
            if len(arguments) != len(kinds) or not all(map(_is, kinds, arguments)):
                misuse.note(name)
                return neutral
            return call(*arguments)

        return function

    def day_kind(text: str) -> str:
        day = _day(text)
        if day is None or day.year not in calendar:
            return ""
        year = calendar[day.year]
        written = day.isoformat()
        if written in year.public_holidays:
            return "public-holiday"
        if written in year.workdays:
            return "workday"
        return "weekend" if written in year.days_off or day.isoweekday() > 5 else "workday"

    return {
        "is_blank": guarded("is_blank", True, _is_blank),
        "length": guarded("length", 0.0, lambda text: float(len(text))),
        "contains_any": guarded("contains_any", False, contains),
        "mentions": guarded("mentions", False, mentions),
        "without": guarded("without", "", without),
        "same": guarded("same", False, lambda a, b: register.one(a) == register.one(b)),
        "day_kind": guarded("day_kind", "", day_kind),
        "days_between": guarded("days_between", 0.0, _days_between),
        "minutes_between": guarded("minutes_between", 0.0, _minutes_between),
        "sum": guarded("sum", 0.0, lambda numbers: float(sum(float(number) for number in numbers))),
        "first_with": guarded("first_with", True, partial(_first_with, register)),
        "overlaps": guarded("overlaps", [], _remembered(_overlaps, register)),
        "clashes": guarded("clashes", [], _remembered(_clashes, register)),
        "too_close": guarded("too_close", [], _remembered(_too_close, register)),
        "duplicates": guarded("duplicates", [], partial(_duplicates, register)),
        "unlike": guarded("unlike", [], _remembered(_unlike, register)),
        "count_filled": guarded("count_filled", 0.0, _count_filled),
        "time_of": guarded("time_of", "", _time_of),
        "date_of": guarded("date_of", "", lambda text: d.isoformat() if (d := _day(text)) else ""),
        "weekday": guarded("weekday", 0.0, lambda text: float(d.isoweekday()) if (d := _day(text)) else 0.0),
        "start_of": guarded("start_of", "", lambda text: _moment(ends(text)[0])),
        "end_of": guarded("end_of", "", lambda text: _moment(ends(text)[1])),
        "shares": guarded("shares", False, lambda a, b: not set(register.names(a)).isdisjoint(register.names(b))),
        "count_names": guarded("count_names", 0.0, lambda text: float(len(register.names(text)))),
        "seats_of": guarded("seats_of", 0.0, lambda text: _seats(facts, register.one(text))),
    }


_REGISTERS: dict[int, tuple[weakref.ref[Facts], Register]] = {}


def _register(facts: Facts) -> Register:
    """The names these facts know; made once for them."""
    known = _REGISTERS.get(id(facts))
    if known is None or known[0]() is not facts:
        _REGISTERS.clear()
        known = (weakref.ref(facts), Register(facts))
        _REGISTERS[id(facts)] = known
    return known[1]


def _is_blank(value: Any) -> bool:
    return value in ("", 0.0, None) or value == [] or (isinstance(value, str) and is_nothing(value))


def _is(kind: str, value: Any) -> bool:
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


def _day(text: str) -> datetime.date | None:
    """The day of canonical text, `2026-10-05` or `2026-10-05T09:30`; None for anything else."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    except ValueError:
        return None


def _time_of(text: str) -> str:
    minutes = _minutes_of_day(text)
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes is not None else ""


def _minutes_of_day(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _minutes(text: str) -> int | None:
    """Minutes since a fixed origin; a bare time counts from 00:00, a bare date as its midnight."""
    of_day = _minutes_of_day(text)
    day = _day(text)
    if day is None:
        return of_day
    return day.toordinal() * 1440 + (of_day or 0)


def _days_between(start: str, end: str) -> float:
    first, last = _day(start), _day(end)
    return float((last - first).days) if first and last else 0.0


def _minutes_between(start: str, end: str) -> float:
    first, last = _minutes(start), _minutes(end)
    return float(last - first) if first is not None and last is not None else 0.0


def _cell(row: Row, column: str) -> Any:
    value = row.get(column, "")
    return "" if value == 0.0 else value


def _spelled(register: Register, row: Row, column: str) -> Any:
    """A cell to compare with others: what it names, or its text in one spelling."""
    value = _cell(row, column)
    return register.one(value) if isinstance(value, str) else value


def _seats(facts: Facts, wanted: str) -> float:
    return float(next((seats for name, seats in facts.seats.items() if one_spelling(name) == wanted), 0))


def _moment(text: str) -> str:
    """The text if it is a date or a moment, else blank."""
    return text if _day(text) else ""


def _first_with(register: Register, rows: Sequence[Row], column: str, index: float) -> bool:
    own = next((_spelled(register, row, column) for row in rows if row.get("_index") == index), "")
    if own == "":
        return True
    return not any(_spelled(register, row, column) == own for row in rows if row.get("_index", 0.0) < index)


def _overlaps(register: Register, rows: Sequence[Row], start: str, end: str, who: str) -> list[float]:
    """Indexes of the rows whose time meets that of another row with the same `who`; touching ends do not."""
    spans = list(_spans(register, rows, start, end, who))
    others = _by_name(spans)
    return _places(a for a in spans if any(a.place != b.place and a.meets(b) for b in others[a.who]))


class _Span(NamedTuple):
    first: int
    last: int
    who: Any
    place: float
    row: Row

    def meets(self, other: _Span) -> bool:
        """Whether both are at the same time; touching ends do not count."""
        return self.first < other.last and other.first < self.last


def _spans(register: Register, rows: Sequence[Row], start: str, end: str, who: str) -> Iterator[_Span]:
    """The rows that say when and who, once for each name. A time span is start and end in one cell.

    Who has begun somewhere is there at least for that minute, even while nobody knows until when.
    """
    for row in rows:
        first, last = _minutes(ends(str(_cell(row, start)))[0]), _minutes(ends(str(_cell(row, end)))[1])
        if first is not None:
            last = first + 1 if last is None else last
            named = _cell(row, who)
            for name in register.names(named) if isinstance(named, str) else (named,):
                yield _Span(first, last, name, float(row.get("_index", 0.0)), row)


def _by_name(spans: Iterable[_Span]) -> Mapping[Any, list[_Span]]:
    found: dict[Any, list[_Span]] = defaultdict(list)
    for span in spans:
        found[span.who].append(span)
    return found


def _places(spans: Iterable[_Span]) -> list[float]:
    """The rows' indexes, each once."""
    return list(dict.fromkeys(span.place for span in spans))


def _clashes(
    register: Register, rows: Sequence[Row], start: str, end: str, who: str,
    others: Sequence[Row], other_start: str, other_end: str, other_who: str,
) -> list[float]:  # fmt: skip
    """Indexes of the `rows` whose time meets that of one of the `others` with the same `who`.

    Both may be the same rows with another column: no row meets itself.
    """
    against = _by_name(_spans(register, others, other_start, other_end, other_who))
    itself = rows == others
    return _places(
        a
        for a in _spans(register, rows, start, end, who)
        if any(a.meets(b) and not (itself and a.place == b.place) for b in against.get(a.who, ()))
    )


def _too_close(
    register: Register, rows: Sequence[Row], start: str, end: str, who: str, source: str, target: str, minutes: float
) -> list[float]:
    """Indexes of the rows that begin less than `minutes` after the same `who` ended somewhere else."""
    spans = list(_spans(register, rows, start, end, who))

    def hurried(later: _Span, earlier: _Span) -> bool:
        left, reached = _spelled(register, earlier.row, target), _spelled(register, later.row, source)
        apart = later.first - earlier.last
        return left not in ("", reached) and reached != "" and 0 <= apart < minutes

    others = _by_name(spans)
    return _places(a for a in spans if any(a.place != b.place and hurried(a, b) for b in others[a.who]))


def _duplicates(register: Register, rows: Sequence[Row], column: str) -> list[Any]:
    """What stands more than once in the column, as it is written first."""
    first: dict[Any, Any] = {}
    count: Counter[Any] = Counter()
    for row in rows:
        if (spelled := _spelled(register, row, column)) != "":
            first.setdefault(spelled, _cell(row, column))
            count[spelled] += 1
    return [cell for spelled, cell in first.items() if count[spelled] > 1]


def _unlike(register: Register, rows: Sequence[Row], shared: str, column: str) -> list[float]:
    """Indexes of the rows that share `shared` with an earlier row and differ from it in `column`; blanks do neither."""
    seen: dict[Any, set[Any]] = defaultdict(set)
    found = []
    for row in rows:
        place, own = _spelled(register, row, shared), _spelled(register, row, column)
        if place == "" or own == "":
            continue
        if seen[place] - {own}:
            found.append(float(row.get("_index", 0.0)))
        seen[place].add(own)
    return found


def _count_filled(rows: Sequence[Row], column: str) -> float:
    return float(sum(_cell(row, column) != "" for row in rows))
