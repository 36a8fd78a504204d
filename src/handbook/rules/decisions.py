"""What a decision table says about a case.

An input that is not filled in yet is None: as long as it could matter, nothing is decided. Where no row fits, the
answer names the column that failed; it is never empty. The browser half is `src/browser/rules/decisions.js`;
tests/fixtures/rules/decisions.json holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handbook.model.matrix import HitPolicy, MatrixInput
from handbook.rules.decision_cells import Guard, admits

THE_DAY = -1  # stands for the day where a column is named

Fit = bool | None  # whether a cell admits a value; None as long as there is none


@dataclass(frozen=True)
class DecisionRow:
    """One row as it is asked. number: its place in the source, from 0."""

    number: int
    guards: tuple[Guard | None, ...]
    then: tuple[str, ...] = ()
    open: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class DecisionTable:
    """A compiled table."""

    id: str
    title: str
    output: str  # what the outcome is called
    hit: HitPolicy
    inputs: tuple[MatrixInput, ...]
    rows: tuple[DecisionRow, ...]

    @property
    def is_dated(self) -> bool:
        """Whether some rows are in force for a time only."""
        return any(row.since or row.until for row in self.rows)


@dataclass(frozen=True)
class Decision:
    """What a table says.

    decided: `then` holds it. open: nothing is laid down, `reason` says why. none: no row fits, `column` is the first of
    the nearest row that does not (THE_DAY: the day). many: rows that contradict each other. blank: too little is there.
    """

    state: Literal["decided", "open", "none", "many", "blank"]
    then: tuple[str, ...] = ()
    reason: str = ""
    column: int = 0
    rows: tuple[int, ...] = ()  # the rows that fit, by their place


def decide(table: DecisionTable, values: Sequence[str | float | None], day: str | None) -> Decision:
    """What follows. values: one for each input, None where nothing is filled in. day: "2026-12-01", or None."""
    judged = [(row, _verdicts(row, values, day)) for row in table.rows]
    possible = [(row, verdicts) for row, verdicts in judged if False not in verdicts]
    fitting = [row for row, verdicts in possible if None not in verdicts]
    if not possible:
        if not judged:
            return Decision("blank")
        _, nearest = min(judged, key=lambda one: one[1].count(False))
        return Decision("none", column=nearest.index(False) + THE_DAY)
    if not fitting or (table.hit == "collect" and len(fitting) < len(possible)):
        return Decision("blank")
    numbers = tuple(row.number for row in fitting)
    reasons = list(dict.fromkeys(row.open for row in fitting if row.open))
    said = list(dict.fromkeys("或".join(row.then) for row in fitting if row.then))
    if table.hit == "unique" and len(fitting) > 1:
        return Decision("many", reason="／".join([*said, *reasons]), rows=numbers)
    if reasons:
        return Decision("open", tuple(said), "；".join(reasons), rows=numbers)
    then = said if table.hit == "collect" else fitting[0].then
    return Decision("decided", tuple(then), rows=numbers)


def _verdicts(row: DecisionRow, values: Sequence[str | float | None], day: str | None) -> list[Fit]:
    """Whether the row is in force on the day, and what each of its cells says."""
    dated: Fit = True
    if row.since or row.until:
        dated = row.since <= day <= (row.until or day) if day else None
    cells: list[Fit] = [
        None if value is None and guard is not None else value is None or admits(guard, value)
        for guard, value in zip(row.guards, values, strict=True)
    ]
    return [dated, *cells]
