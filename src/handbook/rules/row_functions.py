"""The functions of rules that compare the rows of a list: who is where when, what stands twice.

The browser half is `src/browser/rules/row-functions.js`. In each of them `rows` is a list as expressions see it,
with the place of every row as `_index`, and the texts behind it are ids of its columns. Cells are compared in one
spelling; a blank cell is like no other.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from handbook.rules.canonical_times import minutes_of
from handbook.values.identities import Register
from handbook.values.time_spans import ends

Cells: TypeAlias = Mapping[str, Any]  # a row as expressions see it: values by column


def _cell(row: Cells, column: str) -> Any:
    """A cell; 0 is blank, for that is how expressions see a number that is not filled in."""
    value = row.get(column, "")
    return "" if value == 0.0 else value


def _spelled(register: Register, row: Cells, column: str) -> Any:
    """A cell to compare with others: what it names, or its text in one spelling."""
    value = _cell(row, column)
    return register.one(value) if isinstance(value, str) else value


def first_with(register: Register, rows: Sequence[Cells], column: str, index: float) -> bool:
    """Whether what stands in `column` of the row at `index` stands in no row above it; true for a blank cell."""
    own = next((_spelled(register, row, column) for row in rows if row.get("_index") == index), "")
    if own == "":
        return True
    return not any(_spelled(register, row, column) == own for row in rows if row.get("_index", 0.0) < index)


def overlaps(register: Register, rows: Sequence[Cells], start: str, end: str, who: str) -> list[float]:
    """Indexes of the rows whose time meets that of another row with the same `who`; touching ends do not."""
    return list(overlapping(register, rows, start, end, who))


def overlapping(
    register: Register, rows: Sequence[Cells], start: str, end: str, who: str
) -> dict[float, tuple[Any, list[float]]]:
    """The rows of `overlaps` by place, each with the first `who` that is elsewhere too, and the rows it is in."""
    spans = list(_spans(register, rows, start, end, who))
    others = _by_name(spans)
    found: dict[float, tuple[Any, list[float]]] = {}
    for a in spans:
        met = _places(b for b in others[a.who] if a.place != b.place and a.meets(b))
        if met and a.place not in found:
            found[a.place] = (a.who, met)
    return found


class _Span(NamedTuple):
    """Who is busy from when until when, in minutes, by which row."""

    first: int
    last: int
    who: Any
    place: float
    row: Cells

    def meets(self, other: _Span) -> bool:
        """Whether both are at the same time; touching ends do not count."""
        return self.first < other.last and other.first < self.last


def _spans(register: Register, rows: Sequence[Cells], start: str, end: str, who: str) -> Iterator[_Span]:
    """The rows that say when and who, once for each name. A time span is start and end in one cell.

    Who has begun somewhere is there at least for that minute, even while nobody knows until when.
    """
    for row in rows:
        first, last = minutes_of(ends(str(_cell(row, start)))[0]), minutes_of(ends(str(_cell(row, end)))[1])
        if first is not None:
            last = first + 1 if last is None else last
            named = _cell(row, who)
            for name in register.names(named) if isinstance(named, str) else (named,):
                yield _Span(first, last, name, float(row.get("_index", 0.0)), row)


def _by_name(spans: Iterable[_Span]) -> Mapping[Any, list[_Span]]:
    """The spans by whom they are about."""
    found: dict[Any, list[_Span]] = defaultdict(list)
    for span in spans:
        found[span.who].append(span)
    return found


def _places(spans: Iterable[_Span]) -> list[float]:
    """The rows' indexes, each once."""
    return list(dict.fromkeys(span.place for span in spans))


def clashes(
    register: Register, rows: Sequence[Cells], start: str, end: str, who: str,
    others: Sequence[Cells], other_start: str, other_end: str, other_who: str,
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


def too_close(
    register: Register, rows: Sequence[Cells], start: str, end: str, who: str, source: str, target: str, minutes: float
) -> list[float]:
    """Indexes of the rows that begin less than `minutes` after the same `who` ended in another building."""
    spans = list(_spans(register, rows, start, end, who))

    def hurried(later: _Span, earlier: _Span) -> bool:
        if not 0 <= later.first - earlier.last < minutes:
            return False
        left, reached = str(_cell(earlier.row, target)), str(_cell(later.row, source))
        named = register.one(left) != "" and register.one(reached) != ""
        return named and not register.in_one_building(left, reached)

    others = _by_name(spans)
    return _places(a for a in spans if any(a.place != b.place and hurried(a, b) for b in others[a.who]))


def duplicates(register: Register, rows: Sequence[Cells], column: str) -> list[Any]:
    """What stands more than once in the column, as it is written first."""
    first: dict[Any, Any] = {}
    count: Counter[Any] = Counter()
    for row in rows:
        if (spelled := _spelled(register, row, column)) != "":
            first.setdefault(spelled, _cell(row, column))
            count[spelled] += 1
    return [cell for spelled, cell in first.items() if count[spelled] > 1]


def unlike(register: Register, rows: Sequence[Cells], shared: str, column: str) -> list[float]:
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


def count_filled(rows: Sequence[Cells], column: str) -> float:
    """How many rows have something in `column`."""
    return float(sum(_cell(row, column) != "" for row in rows))


def rising(rows: Sequence[Cells], column: str) -> bool:
    """Whether no filled cell of the column comes before one above it."""
    filled = [cell for row in rows if (cell := _cell(row, column)) != ""]
    return all(a <= b for a, b in itertools.pairwise(filled))
