"""Papers that hold a part of a response: the room list, one sheet per vehicle, one per person.

An extract is an ordinary layout. With `each` it is printed several times, every time with the response
restricted to one value: the rows that name it stay, and so do the fields that name it. What the paper
is for prints as `{{ each }}`. With `sort` the rows of a list stand in order of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.documents.blocks import EACH, Document
from handbook.documents.fill import fill
from handbook.model import Field, Layout, Template
from handbook.values import clean

PERSON = "person"
_BETWEEN_NAMES = re.compile(r"[、，,；;\n]")


@dataclass(frozen=True)
class Sheet:
    """One paper: for whom or what ("" when there is only one), and the values it prints."""

    name: str
    values: Mapping[str, Any]


def sheets(template: Template, layout: Layout, values: Mapping[str, Any]) -> list[Sheet]:
    """The papers of a layout. `values` are complete: computed fields are in them."""
    values = _sorted(template, layout.sort, values)
    if not layout.each:
        return [Sheet("", values)]
    names = dict.fromkeys(_names(template, layout.each, values))
    return [Sheet(name, _restricted(template, layout.each, values, name)) for name in names]


def document(template: Template, layout: Layout, blank: Document, values: Mapping[str, Any]) -> Document:
    """All papers of a layout, filled, one behind the other; their titles begin new pages."""
    filled = (fill(blank, template, sheet.values) for sheet in sheets(template, layout, values))
    return Document(tuple(block for paper in filled for block in paper.blocks))


def people_in(text: object) -> list[str]:
    """The names a person field holds: 趙陪同、錢承辦 are two."""
    return [name for part in _BETWEEN_NAMES.split(str(text or "")) if (name := clean(part))]


def _rows(field: Field, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = values.get(field.id)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, (list, tuple)) else []


def _cell(row: Mapping[str, Any], column: str) -> str:
    return clean(str(row.get(column) or ""))


def _sorted(template: Template, columns: Iterable[str], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The lists in order of a column that holds times, written so that text sorts; rows without one come last."""
    result = dict(values)
    fields = {field.id: field for field in template.fields}
    for list_id, _, column_id in (column.partition(".") for column in columns):
        if list_id not in result:
            continue  # nothing is not an empty list: paper without values is for the hand
        rows = _rows(fields[list_id], result)
        result[list_id] = sorted(rows, key=lambda row: (not _cell(row, column_id), _cell(row, column_id)))
    return result


def _names(template: Template, each: str, values: Mapping[str, Any]) -> Iterator[str]:
    """For whom or what there is a paper, in order of first appearance."""
    list_id, _, column_id = each.partition(".")
    for field in template.fields:
        if field.type == "rows":
            for row in _rows(field, values):
                for column in field.fields:
                    if each == PERSON and column.type == "person":
                        yield from people_in(row.get(column.id))
                    elif (field.id, column.id) == (list_id, column_id) and (name := _cell(row, column.id)):
                        yield name
        elif each == PERSON and field.type == "person":
            yield from people_in(values.get(field.id))


def _restricted(template: Template, each: str, values: Mapping[str, Any], name: str) -> dict[str, Any]:
    list_id, _, column_id = each.partition(".")
    result: dict[str, Any] = {**values, EACH: name}
    for field in template.fields:
        if each == PERSON and field.type == "person":
            result[field.id] = values.get(field.id, "") if name in people_in(values.get(field.id)) else ""
        elif each == PERSON and any(column.type == "person" for column in field.fields):
            people = [column.id for column in field.fields if column.type == "person"]
            result[field.id] = [
                row for row in _rows(field, values) if any(name in people_in(row.get(id)) for id in people)
            ]
        elif field.id == list_id:
            result[field.id] = [row for row in _rows(field, values) if _cell(row, column_id) == name]
    return result
