"""The rows of a list that a Word file shows become the list of the response: rows changed, added, removed, moved.

The twin is `src/browser/documents/readback/rows.js`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from handbook.documents.printed_values import PrintedValues
from handbook.documents.readback.cells import NOT_READ, merged_value, raw_text, typed_value, without_indents
from handbook.documents.readback.evidence import Place, RowReading
from handbook.documents.word.text_lines import squash
from handbook.model.template import Field

_COMPARISONS = 250_000  # pairs of rows; beyond it, rows without bookmarks are not compared with each other

_STYLES = ("", "short", "date", "time")  # in which the value of a cell may be printed


class Rows:
    """One list of the response, and what a Word file shows of it."""

    def __init__(self, field: Field, carried: Mapping[str, Any], values: PrintedValues) -> None:
        self.field = field
        self.values = values
        self.shown = dict(values.rows(field.id))  # index -> row, of the rows that are printed
        rows = carried.get(field.id)
        self.carried: list[Any] = rows if isinstance(rows, list) else []
        self.columns = {column.id: column for column in field.fields}

    def merged(
        self, groups: Sequence[list[RowReading]], conflicts: list[str], unread: Sequence[str] = ()
    ) -> tuple[list[dict[str, Any]], list[int | None]]:
        """The list after all changes, and for each row the index it had; None for a new row.

        groups: the rows at each place where the list is printed. The place that shows most columns decides which rows
        there are and in which order; the other places only change cells. conflicts: takes the labels of cells that
        were changed in two ways. unread: texts of the file that were not understood; a row whose words stand in one
        was not deleted.
        """
        main = max(groups, key=lambda group: (max((len(one.places) for one in group), default=0), len(group)))
        order: list[int | None] = []
        made: dict[int, dict[str, Any]] = {}
        added: list[dict[str, Any]] = []
        changes: dict[int, dict[str, list[tuple[Place, str]]]] = {}
        for group in [main, *(one for one in groups if one is not main)]:
            for reading, index in zip(group, self.identify(group), strict=True):
                if reading.is_blank:
                    continue
                if index is None:
                    row = self.new_row(reading)
                    if group is main or not any(_agree(row, one) for one in added):
                        added.append(row)
                        order.append(None)
                    continue
                if index not in made:
                    if group is not main:
                        continue  # the place that decides does not show it, so the row was deleted
                    made[index] = dict(self.carried[index]) if index < len(self.carried) else {}
                    order.append(index)
                cells = changes.setdefault(index, {})
                for place in reading.places:
                    column = place.slot.path.partition(".")[2]
                    if column in self.columns and not place.slot.is_shown_only:
                        before = self.values.printed(place.slot.path, place.slot.style, self.shown.get(index, {}))
                        cells.setdefault(column, []).append((place, before))
        self.keep(made, order, unread)
        for index, cells in changes.items():
            for name, places in cells.items():
                self.change(made[index], self.columns[name], places, conflicts)
        fresh = iter(added)
        rows = [made[index] if index is not None else next(fresh) for index in order]
        for row in rows:
            for one in self.field.fields:
                if one.type in NOT_READ:
                    row.pop(one.id, None)
        return rows, order

    def keep(self, made: dict[int, dict[str, Any]], order: list[int | None], unread: Sequence[str]) -> None:
        """Add to `made` and `order` each missing row most of whose words stand in one of the texts `unread`."""
        for index in sorted(self.shown.keys() - made.keys()):
            row = self.shown[index]
            cells = [
                {squash(self.values.printed(f"{self.field.id}.{name}", style, row)) for style in _STYLES} - {""}
                for name in self.columns
            ]
            filled = [one for one in cells if one]
            counts = (sum(any(word in text for word in one) for one in filled) for text in unread)
            is_there = any(2 * count > len(filled) for count in counts)
            if index < len(self.carried) and is_there:
                made[index] = dict(self.carried[index])
                before = [at for at, other in enumerate(order) if other is not None and other < index]
                order.insert(before[-1] + 1 if before else 0, index)

    def change(
        self, row: dict[str, Any], column: Field, places: Sequence[tuple[Place, str]], conflicts: list[str]
    ) -> None:
        """Put into `row` the value that the places of one column show; see `merged_value`."""
        if column.type in NOT_READ:
            return
        old = raw_text(row, column.id)
        new = merged_value(column, old, places)
        if new is None:
            conflicts.append(f"{self.field.label}・{column.label}")
        elif new != old:
            row[column.id] = new

    def new_row(self, reading: RowReading) -> dict[str, Any]:
        """A row that the response did not have. It gets an id of its own."""
        row: dict[str, Any] = {"_id": secrets.token_hex(6)}
        for place in reading.places:
            column = self.columns.get(place.slot.path.partition(".")[2])
            if column is not None and column.type not in NOT_READ and not place.slot.is_shown_only:
                row[column.id] = typed_value(column, place.slot.style, without_indents(place), "")
        return row

    def identify(self, readings: Sequence[RowReading]) -> list[int | None]:
        """The index in the response of each row; None for a new one.

        The signs, surest first: the same words and the row's own bookmarks; the same words; its own bookmarks; half of
        the words. A row of the response is given to one row of the file only.
        """
        found: list[int | None] = [None] * len(readings)
        free = dict(self.shown)
        words = [_words(reading) for reading in readings]

        def before(index: int, reading: RowReading) -> tuple[str, ...]:
            row = self.shown[index]
            slots = [place.slot for place in reading.places if not place.slot.is_shown_only]
            return tuple(squash(self.values.printed(slot.path, slot.style, row)) for slot in slots)

        for at, reading in enumerate(readings):
            if reading.hint is not None and reading.hint in free and before(reading.hint, reading) == words[at]:
                found[at] = reading.hint
                del free[reading.hint]
        if readings and len(readings) * len(free) <= _COMPARISONS:
            same: dict[tuple[str, ...], list[int]] = {}
            for index in sorted(free, reverse=True):
                same.setdefault(before(index, readings[0]), []).append(index)
            for at in range(len(readings)):
                if found[at] is None and any(words[at]) and same.get(words[at]):
                    index = same[words[at]].pop()
                    found[at] = index
                    del free[index]
        for at, reading in enumerate(readings):
            if found[at] is None and reading.hint is not None and reading.hint in free and not reading.is_blank:
                found[at] = reading.hint
                del free[reading.hint]
        open_ = [at for at in range(len(readings)) if found[at] is None and not readings[at].is_blank]
        if len(open_) * len(free) <= _COMPARISONS:
            for at in open_:
                scored = [(_likeness(before(index, readings[at]), words[at]), -index) for index in free]
                score, best = max(scored, default=(0.0, 0))
                if score >= 0.5:
                    found[at] = -best
                    del free[-best]
        return found


def _words(reading: RowReading) -> tuple[str, ...]:
    return tuple(squash(place.text or "") for place in reading.places if not place.slot.is_shown_only)


def _likeness(before: Sequence[str], after: Sequence[str]) -> float:
    """The share of the filled cells of `before` that are the same in `after`, 0 to 1."""
    filled = [(old, new) for old, new in zip(before, after, strict=False) if old]
    return sum(old == new for old, new in filled) / len(filled) if filled else 0.0


def _agree(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two added rows, read at two places where the list is printed, can be one."""
    shared = (row.keys() & other.keys()) - {"_id"}
    return any(row[key] for key in shared) and all(row[key] == other[key] for key in shared)
