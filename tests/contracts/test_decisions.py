"""Decision tables: cells and decisions, the same vectors in Python and in Chromium."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from handbook.model.matrix import MatrixInput
from handbook.rules.cell_grammar import CellFault, read_cell
from handbook.rules.decision_cells import Guard, admits
from handbook.rules.decision_tables import compiled, first_hole, overlapping_rows
from handbook.rules.decisions import DecisionTable, decide
from handbook.site.manifest import guard_data, table_data
from rule_vectors import FIXTURES, HERE, bundled, matrix_of

VECTORS: dict[str, Any] = json.loads((FIXTURES / "decisions.json").read_text(encoding="utf-8"))
CHOICES = ("員工", "班長", "司機")
TABLES = {one["id"]: compiled(matrix_of(one), {})[0] for one in VECTORS["tables"]}
ENTRY = """
export { admits } from "{rules}/decision-cells.js";
export { decide } from "{rules}/decisions.js";
"""


def column(type: Any) -> MatrixInput:
    """A column of the vectors: days, or grades."""
    unit = "天" if type == "number" else ""
    return MatrixInput(id="one", title="欄", type=type, unit=unit, choices=CHOICES, origin=HERE)


def read(vector: dict[str, Any]) -> Guard | CellFault | None:
    """What Python reads in a cell of the vectors."""
    return read_cell(vector["cell"], column(vector["type"]), CHOICES)


def number(value: Any) -> Any:
    """A value as Python's half is given it: numbers are doubles."""
    return float(value) if isinstance(value, int) else value


@pytest.mark.parametrize("vector", VECTORS["cells"], ids=lambda one: f"{one['type']} {one['cell']}")
def test_a_cell_admits_what_it_says(vector: dict[str, Any]) -> None:
    """以上 and 以下 include the number, 逾 and 未滿 do not."""
    guard = read(vector)

    assert not isinstance(guard, CellFault)
    assert [value for value in vector["admits"] if not admits(guard, number(value))] == []
    assert [value for value in vector["refuses"] if admits(guard, number(value))] == []


@pytest.mark.parametrize("vector", VECTORS["faults"], ids=lambda one: f"{one['type']} {one['cell']}")
def test_a_cell_that_can_be_misread_is_refused(vector: dict[str, Any]) -> None:
    """With the reason, and with what was probably meant where that is known."""
    fault = read(vector)

    assert isinstance(fault, CellFault)
    assert (fault.reason.code, fault.suggestion) == (vector["fault"], vector["suggestion"])


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda one: f"{one['table']} {one['values']} {one['day']}")
def test_a_table_decides(case: dict[str, Any]) -> None:
    """The outcome; else why there is none: an open row, the column that failed, rows that contradict each other."""
    found = decide(TABLES[case["table"]], [number(value) for value in case["values"]], case["day"])

    assert (found.state, list(found.then), found.reason, found.column) == (
        case["state"], case["then"], case["reason"], case["column"],
    )  # fmt: skip


def test_the_browser_answers_alike(browser: Browser, tmp_path: Path) -> None:
    """All cells and all cases of the vectors, and random cases, get the same answers in the browser."""
    random = Random(11)
    asked = [(TABLES[case["table"]], case["values"], case["day"]) for case in VECTORS["cases"]]
    for table in TABLES.values():
        for _ in range(100):
            values = [
                None
                if random.random() < 0.2
                else random.choice(one.choices)
                if one.choices
                else random.randrange(12) * 1000
                for one in table.inputs
            ]
            asked.append((table, values, random.choice([None, "2026-12-31", "2027-01-01"])))
    cells = [(read(one), value) for one in VECTORS["cells"] for value in (*one["admits"], *one["refuses"])]
    page = browser.new_page()
    page.add_script_tag(content=bundled(ENTRY, tmp_path))
    admitted = page.evaluate(
        "given => given.map(([guard, value]) => hb.admits(guard, value))",
        [[guard_data(guard) if isinstance(guard, Guard) else None, value] for guard, value in cells],
    )
    decided = page.evaluate(
        "given => given.map(([table, values, day]) => hb.decide(table, values, day))",
        [[table_data(table), values, day] for table, values, day in asked],
    )
    page.close()

    assert admitted == [admits(guard, number(value)) for guard, value in cells if not isinstance(guard, CellFault)]
    for (table, values, day), answer in zip(asked, decided, strict=True):
        found = decide(table, [number(value) for value in values], day)
        expected = {"state": found.state, "then": list(found.then), "reason": found.reason, "column": found.column}
        assert answer == expected, (table.id, values, day)


def random_table(random: Random) -> DecisionTable:
    """A small table of random rows, with holes and overlaps."""
    cells = ["-", "1", "2 以上", "未滿 2", "1 至 2", "逾 2", "3、0"]
    rows = [
        {"when": {"a": random.choice(["-", "員工", "班長"]), "n": random.choice(cells)}, "then": f"{number}"}
        for number in range(random.randrange(1, 6))
    ]
    inputs = [
        {"id": "a", "title": "甲", "choices": ["員工", "班長"]},
        {"id": "n", "title": "數", "type": "number", "most": "4", "step": "1"},
    ]
    output = {"id": "o", "title": "果"}
    return compiled(matrix_of({"id": "t", "title": "表", "inputs": inputs, "output": output, "rows": rows}), {})[0]


def test_holes_and_overlaps_are_found_and_are_none() -> None:
    """What is found agrees with trying every case of a small table."""
    random = Random(5)
    every = [*itertools.product(["員工", "班長"], [0.0, 1.0, 2.0, 3.0, 4.0])]
    for _ in range(300):
        table = random_table(random)
        fitting = {case: [row for row in table.rows if all(map(admits, row.guards, case))] for case in every}
        hole = first_hole(table)
        overlaps = list(overlapping_rows(table))

        assert (hole is None) == all(fitting.values())
        assert hole is None or not fitting[hole[0]]
        assert {(a.number, b.number) for a, b, _, _ in overlaps} == {
            (a.number, b.number) for rows in fitting.values() for a, b in itertools.combinations(rows, 2)
        }
        assert all(a in fitting[case] and b in fitting[case] for a, b, case, _ in overlaps)
