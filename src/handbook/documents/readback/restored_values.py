"""From what stands in a Word file to values, and how they differ from those the file carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handbook.documents.filled import PrintedValues
from handbook.documents.readback.cells import NOT_READ, taken, text_of
from handbook.documents.readback.evidence import Aligned
from handbook.documents.readback.rows import Rows
from handbook.model.template import Template


@dataclass
class Restored:
    """The values a file shows."""

    values: dict[str, Any]
    origins: dict[str, list[int | None]]  # for every row of a list: which row of the file's response it was
    conflicts: list[str]  # labels of fields that were changed in two places in two ways


def restore(template: Template, carried: Mapping[str, Any], values: PrintedValues, aligned: Aligned) -> Restored:
    """The values the file shows."""
    result: dict[str, Any] = dict(carried)
    conflicts: list[str] = []
    origins: dict[str, list[int | None]] = {}
    for field in template.fields:
        if field.type == "rows":
            if groups := aligned.lists.get(field.id):
                result[field.id], origins[field.id] = Rows(field, carried, values).merged(groups, conflicts)
        elif field.type not in NOT_READ:
            places = [place for place in aligned.places if place.slot.path == field.id]
            old = text_of(carried, field.id)
            new = taken(field, old, [(place, values.printed(field.id, place.slot.style)) for place in places])
            if new is None:
                conflicts.append(field.label)
            elif new != old:
                result[field.id] = new
        else:
            result.pop(field.id, None)
    return Restored(result, origins, conflicts)
