"""The browser asks only those rules again whose values changed: the findings are the same as if it had asked all."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import handbook
from handbook import manifest
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
    const found = JSON.stringify(kept.check(values));
    if (found !== JSON.stringify(new hb.Checker(definition).check(values))) wrong.push(step);
    if (found !== before) changes += 1;
    before = found;
  }
  return { wrong, changes };
}"""


@pytest.mark.parametrize("seed", range(3))
def test_findings_are_those_of_a_fresh_check(browser: Browser, tmp_path: Path, seed: int) -> None:
    """Through a long series of edits of a real template, every check says what a new checker says."""
    loaded = handbook.load(ROOT, diagnostics=handbook.Diagnostics(ROOT))
    template = loaded.templates["reception-plan"]
    definition = {**manifest.definition(template), **manifest.rule_data(loaded, template)}
    files = sorted((ROOT / "templates/reception-plan/samples").glob("*.json"))
    samples = [json.loads(file.read_text(encoding="utf-8"))["values"] for file in files]
    entry = tmp_path / "entry.js"
    entry.write_text(f'export {{ Checker }} from "{(ROOT / "macros/common/rules.js").as_posix()}";', encoding="utf-8")
    bundle = subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", entry, "--bundle", "--format=iife", "--global-name=hb", "--target=chrome86"],
        cwd=ROOT, env=node_environment(), capture_output=True, check=True, text=True, encoding="utf-8",
    ).stdout  # fmt: skip
    page = browser.new_page()
    try:
        page.add_script_tag(content=bundle)
        result = page.evaluate(EDIT, [definition, samples, seed + 1, 150])
    finally:
        page.close()

    assert result["wrong"] == []
    assert result["changes"] > 40  # the edits do make findings come and go
