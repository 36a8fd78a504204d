"""The evidence found in a Word file becomes values.

The twin is `src/browser/documents/readback/restored-values.js`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handbook.documents.printed_values import PrintedValues
from handbook.documents.readback.cells import NOT_READ, merged_value, raw_text
from handbook.documents.readback.evidence import Evidence
from handbook.documents.readback.rows import Rows
from handbook.model.template import Template


@dataclass
class RestoredValues:
    """The values that a file shows.

    origins: by the id of a list, for each of its rows the index of the row of the file's response that it was; None
    for a new row. conflicts: labels of fields that were changed in two places in two ways.
    """

    values: dict[str, Any]
    origins: dict[str, list[int | None]]
    conflicts: list[str]


def restore(
    template: Template, carried: Mapping[str, Any], values: PrintedValues, evidence: Evidence
) -> RestoredValues:
    """The values that the file shows. What the evidence does not mention stays as the file carried it."""
    result: dict[str, Any] = dict(carried)
    conflicts: list[str] = []
    origins: dict[str, list[int | None]] = {}
    for field in template.fields:
        if field.type == "rows":
            if groups := evidence.lists.get(field.id):
                result[field.id], origins[field.id] = Rows(field, carried, values).merged(
                    groups, conflicts, evidence.unread
                )
        elif field.type not in NOT_READ:
            places = [place for place in evidence.places if place.slot.path == field.id]
            old = raw_text(carried, field.id)
            new = merged_value(field, old, [(place, values.printed(field.id, place.slot.style)) for place in places])
            if new is None:
                conflicts.append(field.label)
            elif new != old:
                result[field.id] = new
        else:
            result.pop(field.id, None)
    return RestoredValues(result, origins, conflicts)
