"""How the values that a Word file shows differ from the response that the file carries.

The twin is `src/browser/documents/readback/differences.js`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handbook.documents.readback.cells import NOT_READ, raw_text
from handbook.documents.readback.restored_values import RestoredValues
from handbook.model.template import Field, Template
from handbook.values.typed import display

Kind = Literal["changed", "added", "removed", "moved"]


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was.

    path: such as `guests[2].name`; rows count from 0. label: the same for readers, such as 來賓第3列的姓名.
    """

    kind: Kind
    path: str
    label: str
    before: str = ""
    after: str = ""


def differences(template: Template, carried: Mapping[str, Any], restored: RestoredValues) -> list[Difference]:
    """What changed, in the order of the template's fields. `carried`: the values the file was filled with."""
    found: list[Difference] = []
    for field in template.fields:
        if field.type == "rows":
            if field.id in restored.origins:
                found += _row_differences(
                    field, carried.get(field.id), restored.values[field.id], restored.origins[field.id]
                )
        elif field.type not in NOT_READ:
            before, after = raw_text(carried, field.id), raw_text(restored.values, field.id)
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
            old, new = raw_text(before[index], column.id), raw_text(row, column.id)
            if column.type not in NOT_READ and old != new:
                shown = (display(column, old), display(column, new))
                found.append(Difference("changed", f"{here}.{column.id}", f"{name}的{column.label}", *shown))
    for index, row in enumerate(before):
        if index not in origins and isinstance(row, Mapping) and (summary := _summary(field, row)):
            name = f"{field.label}原第{index + 1}列"
            found.append(Difference("removed", f"{field.id}[{index}]", name, summary))
    return found


def _summary(field: Field, row: Mapping[str, Any]) -> str:
    """All cells of a row on one line."""
    texts = (display(column, raw_text(row, column.id)) for column in field.fields if column.type not in NOT_READ)
    return "，".join(" ".join(text.split("\n")) for text in texts if text)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The numbers of a longest rising subsequence: 1 2 3 of 4 1 2 3.

    `numbers` are the old places of rows in their new order. Rows of the longest rise count as unmoved, so that as few
    rows as possible are reported as moved.
    """
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
