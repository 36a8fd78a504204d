"""The browser asks only those rules again whose values changed: the findings are the same as if it had asked all."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from handbook.model.handbook import Handbook
from handbook.site import manifest
from rule_vectors import all_rules, random_responses, shipped
from support import ROOT, node_environment

EDIT = """([definition, samples, seed, steps]) => {
  let state = seed;
  const random = (most) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor((state / 2147483648) * most); };
  const pick = (list) => list[random(list.length)];
  const values = JSON.parse(JSON.stringify(samples[0]));
  const fields = definition.sections.flatMap((section) => section.fields).filter((field) => field.type !== "computed");
  // Values that make rules break and hold again: those of all samples, and some nobody understands.
  const pool = (id, column) => samples.flatMap((one) => column ? (one[id] || []).map((row) => row[column]) : [one[id]])
    .filter((value) => typeof value === "string").concat(["", "", "上午", "茅台", "0", "2026-12-08T10:00", "999"]);
  const kept = new hb.Checker(definition);
  const wrong = [];
  let changes = 0;
  let before = "";
  for (let step = 0; step < steps && !wrong.length; step += 1) {
    const field = pick(fields);
    if (field.type !== "rows") values[field.id] = pick(pool(field.id));
    else {
      const rows = values[field.id] = values[field.id] || [];
      const action = random(8);
      if (action === 0 && rows.length) rows.splice(random(rows.length), 1);
      else if (action === 1) rows.splice(random(rows.length + 1), 0, { ...(pick(rows.length ? rows : [{}])) });
      else if (action === 2 && rows.length > 1) rows.push(rows.shift());
      else if (rows.length) { const column = pick(field.fields); pick(rows)[column.id] = pick(pool(field.id, column.id)); }
    }
    const answer = (checker) => {
      const context = checker.context(values);
      return JSON.stringify([checker.check(values, context), checker.compute(values, context)]);
    };
    const found = answer(kept);
    if (found !== answer(new hb.Checker(definition))) wrong.push(step);
    if (found !== before) changes += 1;
    before = found;
  }
  return { wrong, changes };
}"""


COUNT = """([definition, values]) => {
  const checker = new hb.Checker(definition);
  checker.check(values);
  const { evaluator } = checker;
  const evaluate = evaluator.evaluate.bind(evaluator);
  let asked = 0;
  evaluator.evaluate = (...given) => { asked += 1; return evaluate(...given); };
  const typed = (list, row, column) => {
    asked = 0;
    values[list][row][column] += "x";
    checker.check(values);
    return asked;
  };
  return { note: typed("agenda", 1, "note"), room: typed("guests", 1, "room"), name: typed("guests", 1, "name") };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the rule engine."""
    entry = tmp_path_factory.mktemp("engine") / "entry.js"
    rules = ROOT / "src/browser/rules"
    entry.write_text(f'export {{ Checker }} from "{(rules / "checking.js").as_posix()}";', encoding="utf-8")
    bundle = subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", entry, "--bundle", "--format=iife", "--global-name=hb", "--target=chrome86"],
        cwd=ROOT, env=node_environment(), capture_output=True, check=True, text=True, encoding="utf-8",
    ).stdout  # fmt: skip
    page = browser.new_page()
    page.add_script_tag(content=bundle)
    yield page
    page.close()


@pytest.fixture(scope="module")
def loaded(own_handbook: Handbook) -> Handbook:
    return own_handbook


def definition_of(loaded: Handbook, id: str) -> dict[str, Any]:
    template = loaded.templates[id]
    return {**manifest.definition(template), **manifest.rule_data(loaded, template)}


def samples_of(id: str) -> list[dict[str, Any]]:
    files = sorted((ROOT / f"templates/{id}/samples").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8"))["values"] for file in files]


@pytest.mark.parametrize(
    ("id", "seed"),
    [("reception-plan", 1), ("reception-plan", 2), ("reception-plan", 3), ("holiday-driver-trip-form", 4),
     ("meeting-room-booking", 5), ("vehicle-list", 6)],
)  # fmt: skip
def test_findings_are_those_of_a_fresh_check(page: Page, loaded: Handbook, id: str, seed: int) -> None:
    """Through a long series of edits of a real template, every check says and computes what a new checker does."""
    result = page.evaluate(EDIT, [definition_of(loaded, id), samples_of(id), seed, 150])

    assert result["wrong"] == []
    assert result["changes"] > 40  # the edits do make findings come and go


def test_findings_of_kinds_are_those_of_a_fresh_check(page: Page) -> None:
    """The same for rules of every kind."""
    template = all_rules()
    result = page.evaluate(EDIT, [shipped(template), list(random_responses(template, 12)), 7, 150])

    assert result["wrong"] == []
    assert result["changes"] > 40


def test_a_keystroke_asks_few_rules(page: Page, loaded: Handbook) -> None:
    """Those of the row, and of other rows only when they can depend on the column."""
    values = samples_of("reception-plan")[-1]
    row = values["agenda"][0]
    values["agenda"] = [{**row, "_id": str(number), "note": "x"} for number in range(100)]
    values["guests"] = [{**values["guests"][0], "_id": f"g{number}"} for number in range(60)]
    asked = page.evaluate(COUNT, [definition_of(loaded, "reception-plan"), values])

    assert asked["note"] < 30
    assert asked["name"] < 30
    assert 100 < asked["room"] < 600
