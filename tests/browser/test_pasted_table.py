"""A block pasted from a spreadsheet: read as a table, and its columns matched with ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from playwright.sync_api import Browser, Page

from handbook.model.handbook import Handbook
from handbook.site import manifest
from javascript import in_node, module_page

Table = list[list[str]]
FIELDS: list[dict[str, Any]] = [
    {"id": "name", "label": "姓名", "type": "text"},
    {"id": "sex", "label": "性別", "type": "choice", "choices": [{"value": "男"}, {"value": "女"}]},
    {"id": "position", "label": "職務", "type": "text"},
    {"id": "unit", "label": "工作單位", "type": "text"},
    {"id": "room", "label": "房號", "type": "text"},
    {"id": "phone", "label": "電話", "type": "phone"},
    {"id": "arrives", "label": "到達", "type": "date-time"},
    {"id": "days", "label": "天數", "type": "computed", "value": "1.0"},
]


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    with module_page(browser) as page:
        page.evaluate(
            """async () => {
              const names = ["table", "columns", "cells"];
              const modules = await Promise.all(names.map(name => import(`/macros/tools/${name}.js`)));
              window.table = Object.assign({}, ...modules);
            }"""
        )
        yield page


def read(page: Page, text: str) -> Table:
    found: Table = page.evaluate("text => table.readText(text)", text)
    return found


def matched(page: Page, table: Table) -> tuple[int, list[str]]:
    found = page.evaluate("([fields, rows]) => table.matchColumns(fields, rows)", [FIELDS, table])
    return found["header"], found["columns"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("甲\t男\r\n乙\t女\r\n", [["甲", "男"], ["乙", "女"]]),
        ('"第一行\n第二行"\t男\n', [["第一行\n第二行", "男"]]),
        ('"他說""好"""\tx', [['他說"好"', "x"]]),
        ('"沒有結尾\t男\n乙\t女', [['"沒有結尾', "男"], ["乙", "女"]]),
        ('6" 管\t1', [['6" 管', "1"]]),
        ("甲\t\t\n\n\n乙", [["甲"], ["乙"]]),
        ("\u00a0甲 \t 男", [["甲", "男"]]),
        ("", []),
    ],
)
def test_text_from_a_spreadsheet(modules: Page, text: str, table: Table) -> None:
    assert read(modules, text) == table


@pytest.mark.parametrize(
    ("html", "table"),
    [
        (
            "<style>td{}</style><table><tr><td>甲</td><td>男</td></tr><tr><td>乙<br>丙</td><td>女</td></tr></table>",
            [["甲", "男"], ["乙\n丙", "女"]],
        ),
        (
            '<table><tr><td rowspan="2">甲</td><td>1</td></tr><tr><td>2</td></tr></table>',
            [["甲", "1"], ["甲", "2"]],
        ),
        ('<table><tr><td colspan="2">甲</td><td>1</td></tr></table>', [["甲", "", "1"]]),
        ("<table><tr><td><img src=x onerror=window.hit=1>甲<script>window.hit=1</script></td></tr></table>", None),
        ('<table><tr><td colspan="9999" rowspan="9999">甲</td></tr><tr><td>乙</td></tr></table>', None),
        (
            "<table><tr><td>示例省\r\n  政務廳</td><td>Deputy\r\n  Director</td></tr></table>",
            [["示例省政務廳", "Deputy Director"]],
        ),
        ("<p>沒有表格</p>", []),
    ],
)
def test_tables_in_copied_html(modules: Page, html: str, table: Table | None) -> None:
    """Text only; whatever else is in there neither runs nor loads, and huge spans harm nobody."""
    found = modules.evaluate("html => table.readHtml(html)", html)

    assert table is None or found == table
    assert modules.evaluate("window.hit") is None


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        (["姓名", "性别", "职务", "单位"], ["name", "sex", "position", "unit"]),
        (["序号", "單位名稱", "來賓姓名", "性別*"], ["", "unit", "name", "sex"]),
        (["工作單位（全稱）", "職位", "手機號碼", "房間號"], ["unit", "position", "phone", "room"]),
        (["name", "unit"], ["name", "unit"]),
        (["姓名", "身份證", "性別"], ["name", "", "sex"]),
    ],
)
def test_columns_are_known_by_their_headings(modules: Page, heading: list[str], columns: list[str]) -> None:
    assert matched(modules, [heading, ["x"] * len(heading)]) == (1, columns)


@pytest.mark.parametrize(
    ("above", "columns"),
    [
        ([["示例省廳來賓名單", "", "", ""]], ["name", "sex", "position", "unit"]),
        ([["來賓名單", "", "", ""], ["填表單位：示例省廳", "", "", "2026年12月"]], ["name", "sex", "position", "unit"]),
        ([["姓名", "", "工作情況", ""]], ["name", "sex", "position", "unit"]),
        ([["來賓名單", "", "", ""], ["姓名", "性別", "工作情況", ""]], ["name", "sex", "position", "unit"]),
    ],
)
def test_headings_may_stand_below_a_title(modules: Page, above: Table, columns: list[str]) -> None:
    """What stands above them is no row; so are the upper ones of headings in two lines."""
    table = [*above, ["姓名", "性别", "职务", "单位"], ["甲", "男", "處長", "省廳"]]

    assert matched(modules, table) == (len(above) + 1, columns)


def test_columns_of_every_template_are_known_in_simplified_characters(own_handbook: Handbook, modules: Page) -> None:
    """What Excel or WPS on the mainland has as heading is found, for each list; so are its choices."""
    simple = OpenCC("t2s").convert
    unknown = []
    for template in own_handbook.templates.values():
        modules.evaluate(
            "pairs => table.knowSimplified(pairs)", manifest.rule_data(own_handbook, template).get("simplified", "")
        )
        for rows in template.fields:
            columns = [column for column in rows.fields if column.type not in ("computed", "signature")]
            fields = [
                {
                    "id": one.id,
                    "label": one.label,
                    "type": one.type,
                    "choices": [{"value": c.value} for c in one.choices],
                }
                for one in columns
            ]
            heading = [simple(column.label) for column in columns]
            found = modules.evaluate("([f, t]) => table.matchColumns(f, t)", [fields, [heading, ["x"] * len(heading)]])
            if fields and found["columns"] != [column.id for column in columns]:
                unknown.append((template.id, rows.id, heading, found["columns"]))
            choices = [(one.id, c.value) for one in columns for c in one.choices]
            for id, value in choices:
                [row] = modules.evaluate("([f, t, c]) => table.rowsFrom(f, t, c)", [fields, [[simple(value)]], [id]])
                if row[id] != value:
                    unknown.append((template.id, rows.id, id, value))
    assert unknown == []


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([["甲", "男", "處長", "省廳"], ["乙", "女", "科員", "省廳"]], ["name", "sex", "position", "unit"]),
        ([["1", "甲", "男"], ["2", "乙", "女"]], ["", "name", "sex"]),
        ([["甲", "處長", "男"], ["乙", "科員", "女"]], ["name", "position", "sex"]),
        ([["甲"], ["乙"]], ["name"]),
        ([["甲", "女", "a", "b", "c", "010-12345678", "2026/12/8 9:30", "多", "餘"]],
         ["name", "sex", "position", "unit", "room", "phone", "arrives", "", ""]),
    ],
)  # fmt: skip
def test_without_headings_position_and_content_decide(modules: Page, rows: Table, columns: list[str]) -> None:
    assert matched(modules, rows) == (0, columns)


@pytest.mark.parametrize(
    ("start", "rows", "columns"),
    [
        ("position", [["處長", "省廳"], ["科員", "市局"]], ["position", "unit"]),
        ("position", [["處長", "省廳", "301", "010-12345678", "2026/12/8 9:30", "多"]], ["name", "position", "unit", "room", "arrives", ""]),
        ("sex", [["男", "處長"], ["女", "科員"]], ["sex", "position"]),
    ],
)  # fmt: skip
def test_without_headings_a_block_begins_where_it_was_pasted(
    modules: Page, start: str, rows: Table, columns: list[str]
) -> None:
    """Unless it is wider than what is left there."""
    found = modules.evaluate("([fields, rows, from]) => table.matchColumns(fields, rows, from)", [FIELDS, rows, start])

    assert (found["header"], found["columns"]) == (0, columns)


def test_cells_are_taken_in_their_stored_form(modules: Page) -> None:
    """Dates and choices are understood; what is not stays as it was typed; blank rows are no rows."""
    columns = ["name", "sex", "arrives", ""]
    table = [["甲\n乙", "女", "2026/12/8 9:30", "x"], ["丙", "？", "改天", ""], ["", "", "", "y"]]
    found = modules.evaluate("([f, t, c]) => table.rowsFrom(f, t, c)", [FIELDS, table, columns])

    assert found == [
        {"name": "甲，乙", "sex": "女", "arrives": "2026-12-08T09:30"},
        {"name": "丙", "sex": "？", "arrives": "改天"},
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from('甲a"\t\n\r ,\u00a0<>&姓名')))
def test_any_text_is_a_table_of_equal_rows(modules: Page, text: str) -> None:
    """Never an error; rows of one width; the match names each of our columns at most once."""
    table = read(modules, text)
    assert len({len(row) for row in table}) <= 1
    named = [id for id in matched(modules, table)[1] if id]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    "heading",
    [["會議室", "使用時間（起）", "使用時間（訖）"], ["会议室", "开始时间", "结束时间"], ["會議室", "起", "訖"]],
)
def test_a_time_span_comes_from_two_cells(modules: Page, heading: list[str]) -> None:
    """Of our own spreadsheet or another; as Excel copies them, and as somebody typed them into the blank register."""
    fields = [
        {"id": "room", "label": "會議室", "type": "text"},
        {"id": "used", "label": "使用時間", "type": "time-span"},
    ]
    table = [
        ["甲", "2026-12-08 09:00", "2026-12-08 11:30"],
        ["乙", "2026/12/8 9:00", "11:30"],
        ["丙", "", ""],
        ["丁", "下週", ""],
    ]
    columns = modules.evaluate("([f, t]) => table.matchColumns(f, t).columns", [fields, [heading, *table]])
    found = modules.evaluate("([f, t, c]) => table.rowsFrom(f, t, c)", [fields, table, columns])

    span = "2026-12-08T09:00/2026-12-08T11:30"
    assert [row.get("used") for row in found] == [span, span, None, "下週"]


AGENDA = [
    {"id": "start", "label": "起", "type": "date-time"},
    {"id": "end", "label": "訖", "type": "date-time"},
    {"id": "what", "label": "事項", "type": "text"},
]


@pytest.mark.parametrize(
    ("table", "columns", "rows"),
    [
        (
            [["日期", "時間", "內容"], ["10月5日（一）", "9:00-10:30", "座談"], ["", "下午2點", "參觀"], ["10月6日", "", "返程"]],
            ["@day", "start", "what"],
            [["2026-10-05T09:00", "2026-10-05T10:30", "座談"], ["2026-10-05T14:00", None, "參觀"], ["10月6日", None, "返程"]],
        ),
        (
            [["日期", "开始时间", "结束时间", "活动"], ["2026/10/5", "9:00", "10:30", "座談"]],
            ["@day", "start", "end", "what"],
            [["2026-10-05T09:00", "2026-10-05T10:30", "座談"]],
        ),
        (
            [["時間", "事項"], ["2026年10月5日9:00–次日10:30", "值班"], ["上午", "另定"]],
            ["start", "what"],
            [["2026-10-05T09:00", "2026-10-06T10:30", "值班"], ["上午", None, "另定"]],
        ),
        ([["日期", "事項"], ["2026-10-05 9:00", "座談"]], ["start", "what"], [["2026-10-05T09:00", None, "座談"]]),
    ],
)  # fmt: skip
def test_a_day_beside_its_times(modules: Page, table: Table, columns: list[str], rows: list[list[str | None]]) -> None:
    """The day of a cell over several rows counts for all of them; a time from – to fills both ends; nothing is lost."""
    found = modules.evaluate(
        """async ([fields, given]) => {
          const { whichDay } = await import("/src/browser/values/which-day.js");
          const { columns, header } = table.matchColumns(fields, given);
          const guess = (type, text) => whichDay(type, text, "2026-10-01", 0);
          return [columns, table.rowsFrom(fields, given.slice(header), columns, guess)];
        }""",
        [AGENDA, table],
    )

    assert found[0] == columns
    assert [[row.get(id) for id in ("start", "end", "what")] for row in found[1]] == rows


def test_the_column_of_plates_is_the_vehicle(modules: Page) -> None:
    """車號 is often a running number; where the plates have a column of their own, they are meant."""
    fields = [
        {"id": "vehicle", "label": "車輛", "type": "vehicle"},
        {"id": "driver", "label": "司機", "type": "person"},
    ]
    found = modules.evaluate(
        "([f, t]) => table.matchColumns(f, t).columns",
        [fields, [["车号", "车牌号", "驾驶员"], ["一", "示A00001", "褚"]]],
    )

    assert found == ["", "vehicle", "driver"]


def test_one_cell_of_a_spreadsheet_arrives_as_it_is_shown() -> None:
    """Several lines lose their quotes and the break behind the cell; a quotation that somebody wrote keeps its quotes."""
    table = "<table><tr><td>甲</td></tr></table>"
    cases = [
        ['"甲\n乙 ""丙"""\r\n', "", '甲\n乙 "丙"'],
        ["甲\r\n", table, "甲"],
        ['"甲"', "", None],
        ["甲\n乙", "", None],
        ["甲\t乙\r\n", table, None],
    ]
    found = in_node(
        'import { oneCell } from "./macros/tools/table.js";',
        "(cases) => cases.map(([text, html]) => oneCell(text, html))",
        cases,
    )
    assert found == [case[2] for case in cases]
