"""The lists of a response as spreadsheets (.xlsx, .csv). A template without a response gives empty registers.

Cells have types: dates are dates and numbers are numbers. Everything else is text that no program takes for a formula.
The same values give the same bytes.

The twin is `src/browser/documents/spreadsheet.js`; `tests/contracts/test_spreadsheet.py` binds both to the same cells.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from handbook.diagnostics.terminal_text import display_width
from handbook.documents.printed_values import PrintedValues
from handbook.documents.word.package import unzip_bytes, zip_bytes
from handbook.model.template import Field, Template
from handbook.values.graphemes import cut
from handbook.values.time_spans import ends
from handbook.values.typed import clean, display, parse

BLANK_LINES = 30  # of a register in which nothing is filled in
_FORMATS = {"date": "yyyy-mm-dd", "date-time": "yyyy-mm-dd hh:mm", "time": "hh:mm", "money": "#,##0.00"}
_EARLIEST = "1900-03-01"  # programs count earlier days in different ways
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_LINE = Side(style="thin", color="FF808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFE8ECF2")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_MAX_WIDTH = 40.0
_PAGE_WIDTH = 90.0  # characters that fit across an upright sheet
_SINGLE = "單項內容"


def workbook(template: Template, values: Mapping[str, Any]) -> bytes:
    """An .xlsx file with a sheet for each list and one for the fields outside lists."""
    book = Workbook()
    sheet = book.active
    if isinstance(sheet, Worksheet):
        book.remove(sheet)
    printed = PrintedValues(template, values)
    lists = [field for field in template.fields if field.type == "rows"]
    single = [field for field in template.fields if field.type not in ("rows", "signature")]
    for field in lists:
        _list_sheet(_sheet(book, field.label, template), field, [row for _, row in printed.rows(field.id)])
    if single:
        _single_sheet(_sheet(book, _SINGLE if lists else template.title, template), single, values)
    book.properties.title = clean(template.title)
    book.properties.creator = ""
    raw = io.BytesIO()
    book.save(raw)
    parts = unzip_bytes(raw.getvalue())
    parts["docProps/core.xml"] = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", parts["docProps/core.xml"])
    return zip_bytes(parts)


def csv_bytes(field: Field, values: Mapping[str, Any]) -> bytes:
    """One list as .csv: UTF-8 with the byte order mark by which Excel recognises it."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    columns = _columns(field.fields)
    writer.writerow([_harmless(column.label) for column in columns])
    rows = values.get(field.id)
    for row in rows if isinstance(rows, list) else []:
        cells = (
            [_csv_cell(column, text) for column, text in _cells(field.fields, row)] if isinstance(row, Mapping) else []
        )
        if any(cells):
            writer.writerow(cells)
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", "replace")


def _columns(fields: Iterable[Field]) -> list[Field]:
    """The fields as columns. A time span takes two columns, so that its start can be sorted by."""
    return [column for field in fields for column in _parts(field)]


def _parts(field: Field) -> list[Field]:
    if field.type == "time-span":
        return [replace(field, type="date-time", label=f"{field.label}（{end}）") for end in ("起", "訖")]
    return [] if field.type == "signature" else [field]


def _cells(fields: Iterable[Field], record: Mapping[str, Any]) -> list[tuple[Field, str]]:
    """Each column of a row with its text."""
    return [cell for field in fields for cell in zip(_parts(field), _texts(field, record), strict=False)]


def _texts(field: Field, record: Mapping[str, Any]) -> tuple[str, ...]:
    value = record.get(field.id)
    text = clean(value) if isinstance(value, str) else ""
    if field.type != "time-span":
        return (text,)
    canonical, problem = parse(field.type, text)
    return (text, "") if problem or not canonical else ends(canonical)


def _csv_cell(column: Field, text: str) -> str:
    canonical, problem = parse(column.type, text)
    if column.type in ("number", "money") and canonical and not problem:
        return canonical  # a minus before digits is no formula
    if column.type == "date-time" and canonical and not problem:
        return canonical.replace("T", " ")
    if column.type == "date" and canonical and not problem:
        return canonical
    return _harmless(display(column, text))


def _harmless(text: str) -> str:
    """The text, after an apostrophe if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_RISKY) or unicodedata.normalize("NFKC", text).startswith(_RISKY) else text


def _sheet(book: Workbook, title: str, template: Template) -> Worksheet:
    name = cut(re.sub(r"[\\/*?:\[\]']", " ", clean(title)).strip(), 28) or "Sheet"
    taken = {one.casefold() for one in book.sheetnames}
    number = 1
    unique = name
    while unique.casefold() in taken:
        number += 1
        unique = f"{name} {number}"
    sheet = book.create_sheet(unique)
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    heading = f"{template.title}・{title}" if title != template.title else title
    sheet.oddHeader.center.text = heading.replace("&", "&&")
    version = f"版本 {template.version}　" if template.version else ""
    sheet.oddFooter.center.text = f"{version}第 &P 頁，共 &N 頁".replace("&&", "&")
    return sheet


def _list_sheet(sheet: Worksheet, field: Field, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = _columns(field.fields)
    for place, column in enumerate(columns, start=1):
        unit = f"（{column.unit}）" if column.unit else ""
        _head(sheet.cell(1, place), f"{column.label}{unit}")
    lines = len(rows) or max(BLANK_LINES, field.lines)
    for at in range(lines):
        for place, (column, text) in enumerate(_cells(field.fields, rows[at] if rows else {}), start=1):
            _write(sheet.cell(at + 2, place), column, text)
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _width(sheet, place)
        if column.type == "choice":
            _offer(sheet, column, f"{letter}2:{letter}{lines + 1}")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    total = sum(sheet.column_dimensions[get_column_letter(place)].width for place in range(1, len(columns) + 1))
    if total > _PAGE_WIDTH:
        sheet.page_setup.orientation = "landscape"


def _single_sheet(sheet: Worksheet, fields: Sequence[Field], values: Mapping[str, Any]) -> None:
    for place, text in enumerate(("項目", "內容"), start=1):
        _head(sheet.cell(1, place), text)
    for at, (field, text) in enumerate(_cells(fields, values), start=2):
        _write(sheet.cell(at, 1), None, field.label)
        _write(sheet.cell(at, 2), field, text)
        sheet.cell(at, 2).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    sheet.column_dimensions["A"].width = _width(sheet, 1)
    sheet.column_dimensions["B"].width = 60
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _head(cell: Cell | MergedCell, text: str) -> None:
    _write(cell, None, text)
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _write(cell: Cell | MergedCell, field: Field | None, text: str) -> None:
    """Write one cell. A text that begins like a formula stays text, also when somebody edits it."""
    cell.border = _BORDER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    kind = field.type if field is not None else "text"
    cell.number_format = _FORMATS.get(kind, "General" if kind in ("number", "computed") else "@")
    value = _typed(kind, text)
    if isinstance(cell, MergedCell) or value is None:
        return
    if not isinstance(value, str):
        cell.value = value
        return
    shown = display(field, value) if field is not None else clean(value)
    cell.value = cut(shown, 32_767)
    cell.data_type = "s"  # otherwise openpyxl takes a text that begins with = for a formula
    cell.number_format = "@"
    if shown.startswith(_RISKY):
        cell.quotePrefix = True  # the apostrophe that people type before such a text in Excel


def _typed(kind: str, text: str) -> str | float | int | datetime | time | None:
    """The value as a spreadsheet keeps it. A value that is not what the field asks for stays text."""
    if not text:
        return None
    canonical, problem = parse("number" if kind == "computed" else kind, text)
    if problem or not canonical:
        return text
    if kind in ("number", "money", "computed"):
        number = float(canonical)  # at most 15 digits before the point, which a double can hold
        return int(number) if number.is_integer() else number
    if kind == "date" and canonical >= _EARLIEST:
        return datetime.strptime(canonical, "%Y-%m-%d")  # noqa: DTZ007  (a day has no zone)
    if kind == "date-time" and canonical >= _EARLIEST:
        return datetime.strptime(canonical, "%Y-%m-%dT%H:%M")  # noqa: DTZ007  (local time, as typed)
    if kind == "time":
        return time.fromisoformat(canonical)
    return text


def _width(sheet: Worksheet, place: int) -> float:
    """The width of a column in characters, by its longest line, up to `_MAX_WIDTH`."""
    widest = 0
    for (value,) in sheet.iter_rows(min_col=place, max_col=place, values_only=True):
        shown = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else "" if value is None else str(value)
        widest = max(widest, *(display_width(line) for line in shown.split("\n")))
    return min(_MAX_WIDTH, max(8.0, widest + 2.5))


def _offer(sheet: Worksheet, column: Field, cells: str) -> None:
    """Add a drop-down of the choices, if they fit into one. It accepts other values as well."""
    listed = ",".join((choice.label or choice.value) for choice in column.choices)
    if not listed or len(listed) > 250 or '"' in listed or any("," in (c.label or c.value) for c in column.choices):
        return
    validation = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(validation)
    validation.add(cells)
