"""The duties with a frequency as charts for the wall: a sheet for each department, days and months as columns.

A day that is written is a dot in its column; where only the period is written, such as 每月, a bar covers the period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Clause
from handbook.pages.compiled.duty_times import timed_duties
from handbook.reading.clause_words import clause_words
from handbook.values.recurring_times import FREQUENCIES, RecurringTime, frequency, recurring_time

_FEWEST = 4  # rows of a department with a sheet of its own; smaller ones share a sheet
_OTHERS = "其他部門"
_WEEK = tuple("一二三四五六日")
_MONTH = (*map(str, range(1, 32)), "底")
_YEAR = tuple(f"{month}月" for month in range(1, 13))
#: the columns of each frequency, and how many of them a single period takes
_GRIDS: Mapping[str, tuple[Sequence[str], int]] = {
    "每週": (_WEEK, 7),
    "每月": (_MONTH, 32),
    "每季": (_YEAR, 3),
    "每半年": (_YEAR, 6),
    "每年": (_YEAR, 12),
}
_HALVES = ("上半年", "下半年")


@dataclass(frozen=True, kw_only=True)
class WallCell:
    """Columns of a grid that belong together. kind: "day" for a day that is written, "period" for a bar, else ""."""

    span: int = 1
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class WallRow:
    """Something that is done, by everybody who does it at the same time."""

    what: str
    when: str
    who: tuple[str, ...]
    cells: tuple[WallCell, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WallBand:
    """What is done equally often. columns: of the grid; none for what is done every day."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[WallRow, ...]


@dataclass(frozen=True, kw_only=True)
class WallSheet:
    """A chart that is printed on a sheet of its own."""

    title: str
    bands: tuple[WallBand, ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(band.rows) for band in self.bands)


def wall_sheets(handbook: Handbook) -> tuple[WallSheet, ...]:
    """The sheets of all departments, in the order of the posts; last the one that small departments share."""
    units: dict[str, list[tuple[Role, Clause]]] = {}
    for role, clause in timed_duties(handbook):
        units.setdefault(role.unit, []).append((role, clause))
    made = {unit: WallSheet(title=unit, bands=_bands(handbook, duties)) for unit, duties in units.items()}
    large = {unit: sheet for unit, sheet in made.items() if unit and sheet.count >= _FEWEST}
    others = [duty for unit, duties in units.items() if unit not in large for duty in duties]
    shared = (WallSheet(title=_OTHERS if large else "", bands=_bands(handbook, others)),) if others else ()
    return (*large.values(), *shared)


def _bands(handbook: Handbook, duties: Sequence[tuple[Role, Clause]]) -> tuple[WallBand, ...]:
    found: dict[str, dict[tuple[str, str], WallRow]] = {name: {} for name in FREQUENCIES}
    for role, clause in duties:
        when, what = clause.attributes["when"], clause_words(handbook, clause).rstrip("。")
        often = frequency(when)
        row = found[often].setdefault((what, when), WallRow(what=what, when=when, who=(), cells=_cells(often, when)))
        found[often][what, when] = replace(row, who=(*row.who, role.title))
    bands = (
        WallBand(title=often, columns=tuple(_GRIDS[often][0]) if often in _GRIDS else (), rows=_in_order(rows.values()))
        for often, rows in found.items()
    )
    return tuple(band for band in bands if band.rows)


def _in_order(rows: Iterable[WallRow]) -> tuple[WallRow, ...]:
    """First what says its hour or day, by hour and day; the rest as it came."""

    def place(row: WallRow) -> tuple[bool, str, tuple[int, ...]]:
        time = recurring_time(row.when)
        return (time is None, time.start or "24" if time else "", (*time.weekdays, *time.month_days) if time else ())

    return tuple(sorted(rows, key=place))


def _cells(often: str, when: str) -> tuple[WallCell, ...]:
    if often not in _GRIDS:
        return ()
    columns, period = _GRIDS[often]
    time = recurring_time(when)
    if time is not None:
        days = set(_columns(time, often))
        return tuple(_joined("day" if number in days else "" for number in range(len(columns))))
    if when in _HALVES:
        return tuple(WallCell(span=6, kind="period" if half == when else "") for half in _HALVES)
    return tuple(WallCell(span=period, kind="period") for _ in range(len(columns) // period))


def _columns(time: RecurringTime, often: str) -> Iterator[int]:
    """The columns of the days on which something is done."""
    if often == "每週":
        yield from time.weekdays
    elif often == "每月":
        yield from (len(_MONTH) - 1 if day < 0 else day - 1 for day in time.month_days)
    else:
        yield from (month - 1 for month in time.months)


def _joined(kinds: Iterable[str]) -> Iterator[WallCell]:
    """A cell for each day, and one for all the blanks between two of them."""
    for kind, run in groupby(kinds):
        count = len(list(run))
        yield from (WallCell(kind=kind) for _ in range(count)) if kind else (WallCell(span=count),)
