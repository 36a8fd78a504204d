"""Lists as .xlsx and .csv: typed cells, nothing that could be taken for a formula, the same bytes every time."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.spreadsheet import BLANK_LINES, csv_bytes, workbook
from handbook.documents.word.package import unzip_bytes
from handbook.model.template import Template
from handbook.reading.loader import load
from handbook.site.manifest import definition
from javascript import in_node
from support import MINIMAL_CONFIG, ROOT, run_handbook, said, write_files

TEMPLATE = """\
id: log
title: 登記簿
version: "1.2"
category: register
layouts: [{id: form, title: 單張, file: form.md.jinja}]
sections:
  - id: main
    title: 內容
    fields:
      - {id: unit, label: 單位}
      - {id: since, label: 起用日, type: date}
      - id: entries
        label: "來文/收文:登記[簿]與一個長得不能再長得超過三十一個字的標籤名稱"
        type: rows
        fields:
          - {id: at, label: 時間, type: date-time}
          - {id: day, label: 日期, type: date}
          - {id: clock, label: 鐘點, type: time}
          - {id: what, label: 事由, type: long-text}
          - {id: copies, label: 份數, type: number, unit: 份}
          - {id: cost, label: 金額, type: money}
          - {id: phone, label: 電話, type: phone}
          - {id: kind, label: 密級, type: choice, choices: [{value: open, label: 公開}, {value: inner, label: 內部}]}
          - {id: total, label: 合計, type: computed, value: 'row.copies * 2.0'}
          - {id: sign, label: 簽收, type: signature}
          - {id: used, label: 使用時間, type: time-span}
      - id: people
        label: 人員
        type: rows
        fields: [{id: name, label: 姓名}]
"""
ROW = {
    "at": "2026年10月5日上午9點半", "day": "2026-10-05", "clock": "9點", "what": "第一行\n第二行", "copies": "1,234.5",
    "cost": "20.50", "phone": "010-12345678", "kind": "inner", "total": "2469",
    "used": "2026年10月5日上午9點半至次日12點",
}  # fmt: skip
VALUES: dict[str, Any] = {
    "unit": "縣府辦",
    "since": "2026-01-01",
    "entries": [ROW, {}, {"what": "第二件", "at": "某日"}],
}
FORMULAS = [
    "=1+1",
    "+1",
    "+86-10-12345678",
    "-1+2",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "＝1+1",
    "＠x",
    "-2+3+cmd|' /C calc'!A0",
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    files = {"templates/log/template.yml": TEMPLATE, "templates/log/form.md.jinja": "# {{ unit }}"}
    root = write_files(
        tmp_path_factory.mktemp("site"), {"mkdocs.yml": MINIMAL_CONFIG, "docs/index.md": "# 手冊", **files}
    )
    diagnostics = Diagnostics(root)
    found = load(root, diagnostics=diagnostics).templates["log"]
    assert diagnostics.errors == []
    return found


def moment(text: str) -> datetime:
    """A cell's date: spreadsheets know no zones."""
    return datetime.fromisoformat(text)


def sheets(content: bytes) -> list[Worksheet]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets)


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # else Excel shows Chinese as nonsense
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_cells_have_the_type_of_their_field(template: Template) -> None:
    """A date can be sorted, a sum can be made; a telephone number keeps its zero."""
    sheet = sheets(workbook(template, VALUES))[0]

    assert [cell.value for cell in sheet[1]] == [
        "時間", "日期", "鐘點", "事由", "份數（份）", "金額", "電話", "密級", "合計", "使用時間（起）", "使用時間（訖）",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[2]] == [
        moment("2026-10-05T09:30"), moment("2026-10-05"), time(9, 0), "第一行\n第二行", 1234.5, 20.5,
        "010-12345678", "內部", 2469, moment("2026-10-05T09:30"), moment("2026-10-06T12:00"),
    ]  # fmt: skip
    assert sheet["A2"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet["F2"].number_format == "#,##0.00"
    assert sheet["G2"].number_format == "@"
    assert [cell.value for cell in sheet[3]][:4] == ["某日", None, None, "第二件"]  # blank rows are left out
    assert sheet.max_row == 3


def test_sheets_are_named_and_printed_with_their_head(template: Template) -> None:
    """One sheet a list, one for what stands alone; head row on every page, whole width on the paper."""
    found = sheets(workbook(template, VALUES))

    assert [sheet.title for sheet in found] == [
        "來文 收文 登記 簿 與一個長得不能再長得超過三十一個字", "人員", "單項內容",
    ]  # fmt: skip
    assert all(len(sheet.title) <= 31 for sheet in found)
    for sheet in found:
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "A2"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert found[0].page_setup.orientation == "landscape"
    assert [[cell.value for cell in row] for row in found[2].iter_rows(min_row=2)] == [
        ["單位", "縣府辦"],
        ["起用日", moment("2026-01-01")],
    ]
    assert found[0].column_dimensions["D"].width > 8
    assert all(found[0].column_dimensions[letter].width <= 40 for letter in "ABCDEFGHI")


def test_a_blank_register_has_lines_to_write_on(template: Template) -> None:
    """Bordered, empty, with the choices offered."""
    sheet = sheets(workbook(template, {}))[0]

    assert sheet.max_row == BLANK_LINES + 1
    assert all(cell.value is None for row in sheet.iter_rows(min_row=2) for cell in row)
    assert sheet.cell(BLANK_LINES + 1, 1).border.bottom.style == "thin"
    [offer] = sheet.data_validations.dataValidation
    assert offer.formula1 == '"公開,內部"'
    assert str(offer.sqref) == f"H2:H{BLANK_LINES + 1}"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(template: Template, text: str) -> None:
    """In .xlsx it is a string cell that stays one when it is edited; in .csv an apostrophe stands before it."""
    values = {
        "unit": text,
        "entries": [{"what": text, "kind": text, "copies": text, "at": text}],
        "people": [{"name": text}],
    }
    content = workbook(template, values)

    for sheet in sheets(content):
        for row in sheet.iter_rows(min_row=2):
            assert all(cell.data_type != "f" for cell in row)
    cell = sheets(content)[1]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix or not text.isascii()
    assert b"<f>" not in b"".join(part for name, part in unzip_bytes(content).items() if "sheet" in name)
    people = next(field for field in template.fields if field.id == "people")
    assert rows(csv_bytes(people, values)) == [["姓名"], [f"'{text}"]]


def test_csv_has_dates_and_numbers_that_are_understood(template: Template) -> None:
    """As Excel reads them; a negative number is a number."""
    field = next(field for field in template.fields if field.id == "entries")
    values = {"entries": [ROW, {}, {"copies": "-5", "what": '含,逗號"引號"\n換行', "used": "下週"}]}

    assert rows(csv_bytes(field, values)) == [
        ["時間", "日期", "鐘點", "事由", "份數", "金額", "電話", "密級", "合計", "使用時間（起）", "使用時間（訖）"],
        [
            "2026-10-05 09:30",
            "2026-10-05",
            "09:00",
            "第一行\n第二行",
            "1234.5",
            "20.50",
            "010-12345678",
            "內部",
            "2469",
            "2026-10-05 09:30",
            "2026-10-06 12:00",
        ],
        ["", "", "", '含,逗號"引號"\n換行', "-5", "", "", "", "", "下週", ""],
    ]


@pytest.mark.parametrize(
    "values", [{}, VALUES, *[{"unit": text, "entries": [{"phone": text, "used": text}]} for text in FORMULAS]]
)
def test_the_browser_writes_the_same_cells(template: Template, values: dict[str, Any]) -> None:
    """The same kinds, formats and texts in .xlsx, the same bytes in .csv."""
    field = next(field for field in template.fields if field.id == "entries")
    book, text = in_node(
        'import { csvText, workbook } from "./src/browser/documents/spreadsheet.js";',
        """([definition, values]) => {
          const field = definition.sections[0].fields.find((one) => one.id === "entries");
          return [Buffer.from(workbook(definition, values)).toString("base64"), csvText(field, values)];
        }""",
        [definition(template), values],
    )

    def cells(content: bytes) -> list[list[tuple[object, ...]]]:
        return [
            [
                (cell.value, cell.data_type, cell.number_format, cell.quotePrefix)
                for row in sheet.iter_rows()
                for cell in row
            ]
            for sheet in sheets(content)
        ]

    assert cells(base64.b64decode(book)) == cells(workbook(template, values))
    assert text.encode() == csv_bytes(field, values)


def test_the_same_values_give_the_same_bytes(template: Template) -> None:
    """Whatever the clock says."""
    assert workbook(template, VALUES) == workbook(template, VALUES)
    properties = unzip_bytes(workbook(template, VALUES))["docProps/core.xml"]
    assert properties.count(b"2000-01-01T00:00:00Z") == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text())
def test_any_text_survives(template: Template, what: str, number: str) -> None:
    """Control characters, other scripts, half numbers: the file opens and nothing is a formula."""
    values = {"entries": [{"what": what, "copies": number, "at": number, "cost": what, "total": number}]}
    field = next(field for field in template.fields if field.id == "entries")

    for sheet in sheets(workbook(template, values)):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    for row in rows(csv_bytes(field, values))[1:]:
        assert all(not cell.startswith(("=", "@", "\t", "\r")) for cell in row)


def test_days_before_the_calendar_of_spreadsheets_stay_text(template: Template) -> None:
    """Excel counts from 1900 and does that wrong; 1898 would become another day."""
    sheet = sheets(workbook(template, {"entries": [{"day": "1898-06-11", "at": "0099-01-01T00:00"}]}))[0]

    assert sheet["B2"].value == "1898年6月11日"
    assert isinstance(sheet["A2"].value, str)


def test_the_command_writes_both(tmp_path: Path) -> None:
    """The reception plan's guests as .csv, everything as .xlsx; a .csv without a list says which there are."""
    sample = "templates/reception-plan/samples/visit.json"
    for arguments in (["-o", tmp_path / "x.xlsx"], ["-o", tmp_path / "x.csv", "--rows", "guests"]):
        done = run_handbook("fill", "reception-plan", sample, *arguments)
        assert done.returncode == 0, said(done)

    assert len(rows((tmp_path / "x.csv").read_bytes())) == 5
    assert sheets((tmp_path / "x.xlsx").read_bytes())[0].max_row == 5
    which = run_handbook("fill", "reception-plan", sample, "-o", tmp_path / "y.csv")
    assert which.returncode == 1
    assert "guests" in which.stderr


def test_a_form_without_lists_has_one_sheet(make_site: Callable[..., Path]) -> None:
    """What stands alone is what there is."""
    files = {
        "docs/index.md": "# 手冊",
        "templates/log/template.yml": TEMPLATE.partition("      - id: entries")[0],
        "templates/log/form.md.jinja": "# {{ unit }}{{ since }}",
    }
    root = make_site(files)
    assert run_handbook("fill", "log", "-o", "x.xlsx", cwd=root).returncode == 0

    [sheet] = sheets((root / "x.xlsx").read_bytes())
    assert sheet.title == "登記簿"
    assert [cell.value for cell in sheet["A"]] == ["項目", "單位", "起用日"]
    assert ROOT not in root.parents
