"""From what stands in a Word file to values, and how they differ from those the file carries."""

from __future__ import annotations

import re
import secrets
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handbook.documents.alignment import Aligned, Place, RowReading
from handbook.documents.fill import INDENT, Values
from handbook.documents.word_text import squash
from handbook.model import Field, Template
from handbook.time_spans import ends
from handbook.values import DATE_TYPES, clean, display, parse

_COMPARISONS = 250_000  # pairs of rows that are compared when bookmarks tell nothing
NOT_READ = ("computed", "signature")
Kind = Literal["changed", "added", "removed", "moved"]


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was. Rows count from 0; `label` is for readers."""

    kind: Kind
    path: str
    label: str
    before: str = ""
    after: str = ""


@dataclass
class Restored:
    """The values a file shows."""

    values: dict[str, Any]
    origins: dict[str, list[int | None]]  # for every row of a list: which row of the file's response it was
    conflicts: list[str]  # labels of fields that were changed in two places in two ways


def restore(template: Template, carried: Mapping[str, Any], values: Values, aligned: Aligned) -> Restored:
    """The values the file shows."""
    result: dict[str, Any] = dict(carried)
    conflicts: list[str] = []
    origins: dict[str, list[int | None]] = {}
    for field in template.fields:
        if field.type == "rows":
            if groups := aligned.lists.get(field.id):
                result[field.id], origins[field.id] = _Rows(field, carried, values).merged(groups, conflicts)
        elif field.type not in NOT_READ:
            places = [place for place in aligned.places if place.slot.path == field.id]
            old = _text(carried, field.id)
            new = _taken(field, old, [(place, values.printed(field.id, place.slot.style)) for place in places])
            if new is None:
                conflicts.append(field.label)
            elif new != old:
                result[field.id] = new
        else:
            result.pop(field.id, None)
    return Restored(result, origins, conflicts)


def _taken(field: Field, old: str, places: Sequence[tuple[Place, str]]) -> str | None:
    """The value after the changes in all places where it is printed; None when they contradict each other."""
    if not places:
        return old
    if all(place.text is None for place, _ in places):
        return ""  # every paragraph that showed it was deleted
    new = old
    whole: str | None = None
    for place, before in places:
        if place.text is None or _same(place.text, before):
            continue
        new = _typed(field, place.slot.style, _plain(place), new)
        if place.slot.style in ("time", "date", "short"):
            continue  # says only a part of the value
        if whole is not None and whole != new:
            return None
        whole = new
    return new


def _same(text: str, before: str) -> bool:
    return squash(text) == squash(before.replace("\t", " ")) or clean(text) == clean(before)


def _plain(place: Place) -> str:
    """The text without the indents that the paper adds."""
    text = place.text or ""
    return re.sub(f"\n{INDENT}", "\n", text) if place.slot.indented else text


def _typed(field: Field, style: str, text: str, old: str) -> str:
    """What somebody typed into Word, as the response keeps it. Not understood stays as typed, for the rules to say."""
    text = clean(text)
    if field.type == "choice":
        return next((one.value for one in field.choices if text in (one.label, one.value) and text), text)
    if field.type in DATE_TYPES and text:
        text = _completed(field, style, text, old)
    canonical, _ = parse(field.type, text)
    return text if canonical is None else canonical


def _completed(field: Field, style: str, text: str, old: str) -> str:
    """A date or time of which the paper shows a part, completed from what it was."""
    day, _, clock = old.partition("T")
    if field.type == "date-time" and style == "time" and (found := parse("time", text)[0]) and clock:
        return f"{day}T{found}"
    if field.type == "date-time" and style == "date" and (found := parse("date", text)[0]) and clock:
        return f"{found}T{clock}"
    if field.type == "time-span" and style in ("time", "date"):
        return _completed_span(style, text, old)
    if style == "short" and re.match(r"\d{4}-", old):
        full = f"{old[:4]}年{text}"
        return full if parse(field.type, full)[0] else text
    return text


def _completed_span(style: str, text: str, old: str) -> str:
    """A time span of which the paper shows only the days or only the times."""
    (first_day, _, first_clock), (last_day, _, last_clock) = (moment.partition("T") for moment in ends(old))
    parts = [part.strip(" ") for part in re.split("[\u2013\u2014~至]", text)]
    if not first_clock or not last_clock or len(parts) > 2:
        return text
    if style == "time":
        clocks = [parse("time", part)[0] or "" for part in parts]
        return f"{first_day}T{clocks[0]}/{last_day}T{clocks[-1]}" if len(parts) == 2 and all(clocks) else text
    year = f"{first_day[:4]}年"
    days = [parse("date", part)[0] or parse("date", year + part)[0] or "" for part in parts]
    return f"{days[0]}T{first_clock}/{days[-1]}T{last_clock}" if all(days) else text


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key, "")
    return value if isinstance(value, str) else ""


# ── rows ──


class _Rows:
    """The rows of one list."""

    def __init__(self, field: Field, carried: Mapping[str, Any], values: Values) -> None:
        self.field = field
        self.values = values
        self.shown = dict(values.rows(field.id))  # by index
        rows = carried.get(field.id)
        self.carried: list[Any] = rows if isinstance(rows, list) else []
        self.columns = {column.id: column for column in field.fields}

    def merged(
        self, groups: Sequence[list[RowReading]], conflicts: list[str]
    ) -> tuple[list[dict[str, Any]], list[int | None]]:
        """The rows in the order of the place that shows most columns; the other places change cells."""
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
                        continue  # deleted where the whole list is shown
                    made[index] = dict(self.carried[index]) if index < len(self.carried) else {}
                    order.append(index)
                cells = changes.setdefault(index, {})
                for place in reading.places:
                    column = place.slot.path.partition(".")[2]
                    if column in self.columns and not place.slot.is_shown_only:
                        before = self.values.printed(place.slot.path, place.slot.style, self.shown.get(index, {}))
                        cells.setdefault(column, []).append((place, before))
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

    def change(
        self, row: dict[str, Any], column: Field, places: Sequence[tuple[Place, str]], conflicts: list[str]
    ) -> None:
        if column.type in NOT_READ:
            return
        old = _text(row, column.id)
        new = _taken(column, old, places)
        if new is None:
            conflicts.append(f"{self.field.label}・{column.label}")
        elif new != old:
            row[column.id] = new

    def new_row(self, reading: RowReading) -> dict[str, Any]:
        row: dict[str, Any] = {"_id": secrets.token_hex(6)}
        for place in reading.places:
            column = self.columns.get(place.slot.path.partition(".")[2])
            if column is not None and column.type not in NOT_READ and not place.slot.is_shown_only:
                row[column.id] = _typed(column, place.slot.style, _plain(place), "")
        return row

    def identify(self, readings: Sequence[RowReading]) -> list[int | None]:
        """Which row of the response each is; None for a new one. The same words are the surest sign."""
        found: list[int | None] = [None] * len(readings)
        free = dict(self.shown)
        words = [_words(reading) for reading in readings]

        def before(index: int, reading: RowReading) -> tuple[str, ...]:
            row = self.shown[index]
            slots = [place.slot for place in reading.places if not place.slot.is_shown_only]
            return tuple(squash(self.values.printed(slot.path, slot.style, row)) for slot in slots)

        for at, reading in enumerate(readings):  # unchanged and in its own bookmarks
            if reading.hint is not None and reading.hint in free and before(reading.hint, reading) == words[at]:
                found[at] = reading.hint
                del free[reading.hint]
        if readings and len(readings) * len(free) <= _COMPARISONS:
            same: dict[tuple[str, ...], list[int]] = {}
            for index in sorted(free, reverse=True):
                same.setdefault(before(index, readings[0]), []).append(index)
            for at in range(len(readings)):  # unchanged, but without bookmarks
                if found[at] is None and any(words[at]) and same.get(words[at]):
                    index = same[words[at]].pop()
                    found[at] = index
                    del free[index]
        for at, reading in enumerate(readings):  # changed, in its own bookmarks
            if found[at] is None and reading.hint is not None and reading.hint in free and not reading.is_blank:
                found[at] = reading.hint
                del free[reading.hint]
        open_ = [at for at in range(len(readings)) if found[at] is None and not readings[at].is_blank]
        if len(open_) * len(free) <= _COMPARISONS:
            for at in open_:  # changed, without bookmarks: at least half of its words are the same
                scored = [(_likeness(before(index, readings[at]), words[at]), -index) for index in free]
                score, best = max(scored, default=(0.0, 0))
                if score >= 0.5:
                    found[at] = -best
                    del free[-best]
        return found


def _words(reading: RowReading) -> tuple[str, ...]:
    return tuple(squash(place.text or "") for place in reading.places if not place.slot.is_shown_only)


def _likeness(before: Sequence[str], after: Sequence[str]) -> float:
    filled = [(old, new) for old, new in zip(before, after, strict=False) if old]
    return sum(old == new for old, new in filled) / len(filled) if filled else 0.0


def _agree(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Two readings of one added row, printed in two places."""
    shared = (row.keys() & other.keys()) - {"_id"}
    return any(row[key] for key in shared) and all(row[key] == other[key] for key in shared)


# ── differences ──


def differences(template: Template, carried: Mapping[str, Any], restored: Restored) -> list[Difference]:
    """What changed, field by field in the template's order."""
    found: list[Difference] = []
    for field in template.fields:
        if field.type == "rows":
            if field.id in restored.origins:
                found += _row_differences(
                    field, carried.get(field.id), restored.values[field.id], restored.origins[field.id]
                )
        elif field.type not in NOT_READ:
            before, after = _text(carried, field.id), _text(restored.values, field.id)
            if before != after:
                shown = (display(field, before), display(field, after))
                found.append(Difference("changed", field.id, field.label, *shown))
    return found


def _row_differences(
    field: Field, carried: Any, rows: Sequence[Mapping[str, Any]], origins: Sequence[int | None]
) -> list[Difference]:
    before = carried if isinstance(carried, list) else []
    found: list[Difference] = []
    staying = _longest_rise([index for index in origins if index is not None])
    for at, (row, index) in enumerate(zip(rows, origins, strict=True)):
        here = f"{field.id}[{at}]"
        name = f"{field.label}第{at + 1}列"
        if index is None:
            found.append(Difference("added", here, name, "", _summary(field, row)))
            continue
        if index not in staying:
            found.append(Difference("moved", here, name, f"第{index + 1}列", _summary(field, row)))
        for column in field.fields:
            old, new = _text(before[index], column.id), _text(row, column.id)
            if column.type not in NOT_READ and old != new:
                shown = (display(column, old), display(column, new))
                found.append(Difference("changed", f"{here}.{column.id}", f"{name}的{column.label}", *shown))
    for index, row in enumerate(before):
        if index not in origins and isinstance(row, Mapping) and (summary := _summary(field, row)):
            name = f"{field.label}原第{index + 1}列"
            found.append(Difference("removed", f"{field.id}[{index}]", name, summary))
    return found


def _summary(field: Field, row: Mapping[str, Any]) -> str:
    texts = (display(column, _text(row, column.id)) for column in field.fields if column.type not in NOT_READ)
    return "，".join(" ".join(text.split("\n")) for text in texts if text)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The numbers of a longest rising part: these rows stayed where they were, the others were moved."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [at]
    staying = set()
    at = places[-1] if places else -1
    while at >= 0:
        staying.add(numbers[at])
        at = before[at]
    return staying
