"""Compiles decision tables, and looks for cases that several rows answer or none.

Only the build does this; the browser is given compiled tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from handbook.model.matrix import Matrix, MatrixInput, MatrixRow
from handbook.rules.cell_grammar import CellFault, read_cell
from handbook.rules.decision_cells import Guard, NumberSpan, admits
from handbook.rules.decisions import DecisionRow, DecisionTable
from handbook.values.number_text import number_text
from handbook.values.spelling import one_spelling

Value: TypeAlias = str | float
Case: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True)
class FaultyCell:
    """A cell that cannot be read."""

    row: MatrixRow
    column: MatrixInput
    fault: CellFault


def compiled(matrix: Matrix, roles: Mapping[str, str]) -> tuple[DecisionTable, list[FaultyCell]]:
    """The table that responses are held against, and the cells that cannot be read. roles: titles of posts by id.

    A row with such a cell is left out.
    """
    faults: list[FaultyCell] = []
    rows = []
    for number, row in enumerate(matrix.rows):
        guards: list[Guard | None] = []
        for column in matrix.inputs:
            guard = read_cell(row.when.texts.get(column.id, "-"), column, _written(column))
            if isinstance(guard, CellFault):
                faults.append(FaultyCell(row, column, guard))
                break
            guards.append(_titled(guard, column, roles))
        else:
            then = [roles.get(one, one) for one in row.then] if matrix.output.refers == "role" else row.then
            rows.append(DecisionRow(number, tuple(guards), tuple(then), row.open, row.since, row.until))
    inputs = tuple(replace(one, choices=choices_of(one, roles)) for one in matrix.inputs)
    return DecisionTable(matrix.id, matrix.title, matrix.output.title, matrix.hit, inputs, tuple(rows)), faults


def choices_of(column: MatrixInput, roles: Mapping[str, str]) -> tuple[str, ...]:
    """What may stand in a column of choices: titles of posts, or the choices as authors write them."""
    return tuple(roles.get(one, one) for one in column.roles) or column.choices


def _written(column: MatrixInput) -> tuple[str, ...]:
    return column.roles or column.choices


def _titled(guard: Guard | None, column: MatrixInput, roles: Mapping[str, str]) -> Guard | None:
    """The guard with the titles of posts in place of their ids."""
    if guard is None or not column.roles:
        return guard
    titles = {one_spelling(id): one_spelling(roles.get(id, id)) for id in column.roles}
    return Guard(texts=tuple(titles[text] for text in guard.texts))


# ── cases ──


def overlapping_rows(table: DecisionTable) -> Iterator[tuple[DecisionRow, DecisionRow, Case, str]]:
    """Pairs of rows that answer the same case, with one such case and a day on which both are in force."""
    points = _points(table)
    admitted = [_admitted(row, points) for row in table.rows]
    for (first, a), (second, b) in itertools.combinations(zip(table.rows, admitted, strict=True), 2):
        day = max(first.since, second.since)
        common = [one & other for one, other in zip(a, b, strict=True)]
        if all(common) and not any(until and until < day for until in (first.until, second.until)):
            yield first, second, tuple(map(_first_point, points, common)), day


def first_hole(table: DecisionTable) -> tuple[Case, str] | None:
    """A case that no row answers, and the day from which it does not; None when there is none."""
    points = _points(table)
    admitted = {row.number: _admitted(row, points) for row in table.rows}
    for day in _days(table):
        rows = [row.number for row in table.rows if row.since <= day <= (row.until or day)]
        case = _hole(rows, admitted, points, 0, set())
        if case is not None:
            return case, day if table.is_dated else ""
    return None


def _admitted(row: DecisionRow, points: Sequence[Sequence[Value]]) -> list[int]:
    """For each column which of its points the row admits: the bits of a number."""
    return [
        sum(1 << place for place, value in enumerate(values) if admits(guard, value))
        for guard, values in zip(row.guards, points, strict=True)
    ]


def _first_point(values: Sequence[Value], bits: int) -> Value:
    return values[(bits & -bits).bit_length() - 1]


def _days(table: DecisionTable) -> list[str]:
    """The days on which other rows come into force. Before the first row and after the last the table says nothing."""
    starts = {row.since for row in table.rows}
    starts |= {(date.fromisoformat(row.until) + timedelta(days=1)).isoformat() for row in table.rows if row.until}
    last = "9999" if any(not row.until for row in table.rows) else max((row.until for row in table.rows), default="")
    return [day for day in sorted(starts) if day <= last]


def _hole(
    rows: Sequence[int],
    admitted: Mapping[int, Sequence[int]],
    points: Sequence[Sequence[Value]],
    column: int,
    whole: set[tuple[int, ...]],
) -> Case | None:
    """A case that none of the rows answers, from a column on. whole: rows that were found to answer all."""
    if not rows:
        return tuple(values[0] for values in points[column:])
    key = (column, *rows)
    if column == len(points) or key in whole:
        return None
    for place, value in enumerate(points[column]):
        rest = [row for row in rows if admitted[row][column] >> place & 1]
        found = _hole(rest, admitted, points, column + 1, whole)
        if found is not None:
            return (value, *found)
    whole.add(key)
    return None


def _points(table: DecisionTable) -> list[Sequence[Value]]:
    """For each column values of which every cell admits all or none that lie between two of them."""
    return [
        _numbers(column, [row.guards[place] for row in table.rows]) if column.type == "number" else column.choices
        for place, column in enumerate(table.inputs)
    ]


def _numbers(column: MatrixInput, guards: Sequence[Guard | None]) -> Sequence[float]:
    least, most = float(column.least), float(column.most) if column.most else None
    spans = [span for guard in guards if guard for span in guard.spans]
    bounds = sorted({least, *(bound for span in spans for bound in (span.least, span.most) if bound is not None)})
    if column.step:
        step = float(column.step)
        counts = {round((bound - least) / step) + more for bound in bounds for more in (-1, 0, 1)}
        found = {round(least + count * step, 6) for count in counts}
    else:
        between = [(a + b) / 2 for a, b in itertools.pairwise(bounds)]
        found = {*bounds, *between, bounds[-1] + 1}
    domain = NumberSpan(least, True, most, most is not None)
    return sorted(one for one in found if domain.holds(one))


def case_words(table: DecisionTable, case: Case, day: str = "") -> str:
    """A case as an author reads it: 「職級」員工、「天數」2.5 天."""
    words = [
        f"「{column.title}」{value_words(column, value)}" for column, value in zip(table.inputs, case, strict=True)
    ]
    return "、".join([*words, day] if day else words)


def value_words(column: MatrixInput, value: Value) -> str:
    """A value as it is read, with its unit."""
    return f"{number_text(value)} {column.unit}".strip() if isinstance(value, float) else value


def guard_words(guard: Guard | None, column: MatrixInput, texts: Sequence[str] = ()) -> str:
    """A cell as readers see it: 「3 天以上」. texts: those of the guard, as they are read."""
    if guard is None:
        return "不論"
    return "、".join(texts) if texts else "、".join(_span_words(span, column.unit) for span in guard.spans)


def _span_words(span: NumberSpan, unit: str) -> str:
    """A span in words: 「3 天」, 「1 至 3 天」, 「3 天以上」, 「超過 1 天且 3 天以下」."""
    unit = f" {unit}" if unit else " "
    low, high = (f"{number_text(one)}{unit}" if one is not None else "" for one in (span.least, span.most))
    if low and low == high:
        return low.strip()
    if low and high and span.with_least and span.with_most and span.least is not None:
        return f"{number_text(span.least)} 至 {high}".strip()
    above = "" if not low else f"{low}以上" if span.with_least else f"超過 {low}"
    below = "" if not high else f"{high}以下" if span.with_most else f"未滿 {high}"
    joint = "且 " if below[:1].isdigit() else "且"
    return (f"{above}{joint}{below}" if above and below else above or below).strip()
