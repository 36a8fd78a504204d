"""What a cell of a decision table admits: everything (None), certain texts, or numbers within bounds.

Cells are read when the handbook is built (`cell_grammar.py`); the browser is given what was read. Its half is
`src/browser/rules/decision-cells.js`; tests/fixtures/rules/decisions.json holds both to the same answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from handbook.values.spelling import one_spelling


class NumberSpan(NamedTuple):
    """Numbers from `least` to `most`; None is no bound. with_least, with_most: whether the bound itself is admitted."""

    least: float | None
    with_least: bool
    most: float | None
    with_most: bool

    def holds(self, number: float) -> bool:
        """Whether a number is within."""
        above = self.least is None or number > self.least or (self.with_least and number == self.least)
        below = self.most is None or number < self.most or (self.with_most and number == self.most)
        return above and below

    @property
    def is_empty(self) -> bool:
        """Whether no number at all is within."""
        if self.least is None or self.most is None:
            return False
        return self.least > self.most or (self.least == self.most and not (self.with_least and self.with_most))


@dataclass(frozen=True)
class Guard:
    """What a cell admits: one of the texts, or a number within one of the spans."""

    texts: tuple[str, ...] = ()  # in one spelling
    spans: tuple[NumberSpan, ...] = ()


def admits(guard: Guard | None, value: str | float) -> bool:
    """Whether a cell admits a value: a number, or a text in any spelling."""
    if guard is None:
        return True
    if isinstance(value, float):
        return any(span.holds(value) for span in guard.spans)
    return one_spelling(value) in guard.texts
