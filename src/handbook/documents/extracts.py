"""Papers that hold a part of a response: the room list, a sheet for each vehicle, a sheet for each person.

An extract is an ordinary layout with two more attributes. `each` prints it once for each value of a column, such as
each vehicle; the response is then restricted to what names that value, and `{{ each }}` prints the value itself. `sort`
puts the rows of a list in order of time. A person whose name is written in two ways gets one sheet, because `Register`
knows both ways as one person.

The twin is `src/browser/documents/extracts.js`; `tests/fixtures/extracts` binds both to the same sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.documents.blocks import EACH, Document
from handbook.documents.filled_paper import fill_paper
from handbook.model.template import Field, Layout, Template
from handbook.values.fields import rows_of
from handbook.values.identities import UNLISTED, Register
from handbook.values.typed import clean

PERSON = "person"  # as `each`: everybody who is named in any field for persons
_NAMED = (PERSON, "vehicle", "room")  # types of fields whose values are looked up in the register


@dataclass(frozen=True)
class Sheet:
    """One paper. name: for whom or what it is; "" for the only paper of a layout. values: what it prints."""

    name: str
    values: Mapping[str, Any]


def sheets(template: Template, layout: Layout, values: Mapping[str, Any], register: Register = UNLISTED) -> list[Sheet]:
    """The papers of a layout. Computed fields must already be among `values`."""
    values = _sorted(template, layout.sort, values)
    if not layout.each:
        return [Sheet("", values)]
    names: dict[str, str] = {}
    for key, name in _names(template, layout.each, values, register):
        names.setdefault(key, name)
    return [
        Sheet(name, _restricted(template, layout.each, values, key, register) | {EACH: name})
        for key, name in names.items()
    ]


def document(
    template: Template, layout: Layout, blank: Document, values: Mapping[str, Any], register: Register = UNLISTED
) -> Document:
    """All papers of a layout, filled, one after the other. The title of each begins a new page."""
    filled = (fill_paper(blank, template, sheet.values) for sheet in sheets(template, layout, values, register))
    return Document(tuple(block for paper in filled for block in paper.blocks))


def _cell(row: Mapping[str, Any], column: str) -> str:
    return clean(str(row.get(column) or ""))


def _sorted(template: Template, columns: Iterable[str], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with some of their lists in order of time.

    columns: such as "agenda.start". Their values are canonical, so that they sort as text. Rows without a time come
    last.
    """
    result = dict(values)
    for list_id, _, column_id in (column.partition(".") for column in columns):
        if list_id not in result:
            continue  # a list that is not there stays away, so that a paper without any value stays one for the hand
        rows = rows_of(result, list_id)
        result[list_id] = sorted(rows, key=lambda row: (not _cell(row, column_id), _cell(row, column_id)))
    return result


def _named(column: Field, text: object, register: Register) -> list[tuple[str, str]]:
    """What a cell names: for each name what is compared, and how it is written."""
    if column.type in _NAMED:
        return register.written(str(text or ""))
    written = clean(str(text or ""))
    return [(written, written)] if written else []


def _columns(field: Field, each: str) -> list[Field]:
    """The columns of a list that say for whom or what a paper is."""
    return [
        column
        for column in field.fields
        if (column.type == PERSON if each == PERSON else f"{field.id}.{column.id}" == each)
    ]


def _names(template: Template, each: str, values: Mapping[str, Any], register: Register) -> Iterator[tuple[str, str]]:
    """For whom or what there is a paper: what is compared, and how it is written; in order of first appearance."""
    for field in template.fields:
        if columns := _columns(field, each):
            for row in rows_of(values, field.id):
                for column in columns:
                    yield from _named(column, row.get(column.id), register)
        elif each == PERSON and field.type == PERSON:
            yield from _named(field, values.get(field.id), register)


def _restricted(
    template: Template, each: str, values: Mapping[str, Any], key: str, register: Register
) -> dict[str, Any]:
    """The values of which lists keep only the rows that name `key`, and fields for persons only what names it."""

    def is_named(column: Field, text: object) -> bool:
        return any(one == key for one, _ in _named(column, text, register))

    result: dict[str, Any] = dict(values)
    for field in template.fields:
        if each == PERSON and field.type == PERSON:
            result[field.id] = values.get(field.id, "") if is_named(field, values.get(field.id)) else ""
        elif columns := _columns(field, each):
            rows = rows_of(values, field.id)
            result[field.id] = [row for row in rows if any(is_named(one, row.get(one.id)) for one in columns)]
    return result
