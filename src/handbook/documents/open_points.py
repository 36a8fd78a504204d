"""The list of what is still open in a response (待落實清單): each finding with how to mend it and whom to call.

The twin is `src/browser/documents/open-points.js`; `tests/fixtures/extracts` binds both to the same table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from handbook.documents.blocks import Cell, Document, Heading, Paragraph, Table, TableRow, Text
from handbook.model.base import Origin
from handbook.model.template import Layout, Section, Template
from handbook.rules.checking import Finding
from handbook.values.identities import UNLISTED, Register
from handbook.values.typed import clean

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?")
HEAD = ("段落", "還沒有落實", "怎麼辦", "問誰", "結果")
_BLANK_LINES = 12
WIDTHS = (5, 12, 10, 4, 6)


def open_points_layout(template: Template) -> Layout:
    """The layout by which the pages know this paper. It has no file."""
    return Layout(
        id="open-points",
        title="待落實清單",
        file="",
        suits="還缺什麼、問誰",
        extract=True,
        landscape=False,
        origin=Origin(template.origin.span),
    )


def open_points(
    template: Template, values: Mapping[str, Any], findings: Iterable[Finding], register: Register = UNLISTED
) -> Document:
    """A table of all findings, in the order of the form. Whom to ask is read from the row that a finding is about."""
    place = {field.id: section for section in template.sections for field in section.fields}
    order = {section.id: number for number, section in enumerate(template.sections)}
    listed = sorted(findings, key=lambda one: order.get(_section(place, one.field), len(order)))
    title = Heading(1, (Text(f"{_name(template, values)}　待落實清單"),))
    if not listed:
        return Document((title, Paragraph((Text("檢查沒有發現缺漏。本檢查不代替審批。"),))))
    rows = tuple(
        _row(
            place[_field(one.field)].title if _field(one.field) in place else "",
            one.message,
            one.fix,
            "、".join(_people(template, values, one.field, register)),
            "",
        )
        for one in listed
    )
    note = Paragraph((Text(f"共{len(listed)}項。逐項電話核實，填上結果。本檢查不代替審批。"),), "no-indent")
    return Document((title, note, Table((_row(*HEAD),), rows, WIDTHS)))


def blank_open_points(template: Template) -> Document:
    """The table with nothing in it. It is filled by hand or by the browser."""
    title = Heading(1, (Text(f"{template.title}　待落實清單"),))
    note = Paragraph((Text("逐項電話核實，填上結果。"),), "no-indent")
    return Document((title, note, Table((_row(*HEAD),), (_row(*[""] * len(HEAD)),) * _BLANK_LINES, WIDTHS)))


def _row(*texts: str) -> TableRow:
    return TableRow(tuple(Cell((Text(text),) if text else ()) for text in texts))


def _name(template: Template, values: Mapping[str, Any]) -> str:
    """The title of the response, else of the template."""
    return clean(str(values.get("title") or "")) or template.title


def _field(path: str) -> str:
    """The id of the field or list in which a finding lies."""
    found = _PATH.match(path)
    return found[1] if found else ""


def _section(place: Mapping[str, Section], path: str) -> str:
    """The id of the section in which a finding lies. place: the section of each field, by the field's id."""
    section = place.get(_field(path))
    return section.id if section else ""


def _people(template: Template, values: Mapping[str, Any], path: str, register: Register) -> list[str]:
    """The people who are named in the row that a finding is about."""
    found = _PATH.match(path)
    field = next((one for one in template.fields if found and one.id == found[1]), None)
    rows = values.get(field.id) if field else None
    if not found or not found[2] or field is None or not isinstance(rows, list) or int(found[2]) >= len(rows):
        return []
    row = rows[int(found[2])]
    texts = [str(row.get(column.id) or "") for column in field.fields if column.type == "person"]
    return list(register.everybody(texts).values())
