"""Papers that hold a part of a response: the same sheets and the same open points from Python and from the browser."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Browser

from handbook.commands.papers import PaperOptions, paper
from handbook.diagnostics.diagnostics import Diagnostics, DocumentError
from handbook.documents.blocks import Document, Inline, Table, Text
from handbook.documents.extracts import sheets
from handbook.documents.open_points import open_points
from handbook.model.handbook import Facts, Handbook
from handbook.model.template import Template
from handbook.reading.loader import load
from handbook.rules.response import Response, read_response
from handbook.site.manifest import definition
from handbook.values.identities import Register
from javascript import in_node, module_page
from support import MINIMAL_CONFIG, ROOT, write_files

FIXTURES = ROOT / "tests/fixtures/extracts"
SHEETS: list[dict[str, Any]] = json.loads((FIXTURES / "sheets.json").read_text("utf-8"))
OPEN: list[dict[str, Any]] = json.loads((FIXTURES / "open-points.json").read_text("utf-8"))
KNOWN = {"people": {"李建國": ["科長"], "王秀英": ["主任"]}, "vehicles": ["示A00001"]}
REGISTER = Register(Facts(people={"李建國": ("科長",), "王秀英": ("主任",)}, vehicles=("示A00001",)))
NAMED = 'import { Register } from "./src/browser/values/identities.js"; const named = (known) => (text) => new Register(known).written(text);'


@dataclass(frozen=True)
class Finding:
    field: str
    message: str
    fix: str


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    names = ("template.yml", "form.md.jinja")
    files = {f"templates/sample-visit/{name}": (FIXTURES / name).read_bytes() for name in names}
    root = write_files(
        tmp_path_factory.mktemp("site"), {"mkdocs.yml": MINIMAL_CONFIG, "docs/index.md": "# 手冊", **files}
    )
    diagnostics = Diagnostics(root)
    found = load(root, diagnostics=diagnostics).templates["sample-visit"]
    assert diagnostics.errors == []
    return found


def differs(values: Mapping[str, Any], given: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a sheet does not print as it was filled in; for whom it is, and blanks that were not there, are no difference."""
    assert values.get("each", "") == name
    return {key: one for key, one in values.items() if key != "each" and one != (given.get(key) or type(one)())}


@pytest.mark.parametrize("case", SHEETS, ids=[case["name"] for case in SHEETS])
def test_sheets(template: Template, case: dict[str, Any]) -> None:
    layout = replace(template.layouts[0], each=case["each"], sort=tuple(case.get("sort", ())))
    found = sheets(template, layout, case["values"], REGISTER)

    shown = [{"name": one.name, "differs": differs(one.values, case["values"], one.name)} for one in found]
    assert shown == case["sheets"]


def test_the_browser_makes_the_same_sheets(template: Template) -> None:
    found = in_node(
        f'import {{ sheetsOf }} from "./src/browser/documents/extracts.js"; {NAMED}',
        "([definition, known, cases]) => cases.map("
        "({ each, sort, values }) => sheetsOf(definition, { each, sort: sort || [] }, values, named(known)))",
        [definition(template), KNOWN, SHEETS],
    )

    for case, made in zip(SHEETS, found, strict=True):
        shown = [{"name": one["name"], "differs": differs(one["values"], case["values"], one["name"])} for one in made]
        assert shown == case["sheets"], case["name"]


def words(inlines: tuple[Inline, ...]) -> str:
    return "".join(one.text for one in inlines if isinstance(one, Text))


def parts(document: Document) -> dict[str, Any]:
    title, note, *tables = document.blocks
    rows = [[words(cell.inlines) for cell in row.cells] for one in tables if isinstance(one, Table) for row in one.rows]
    return {"title": words(title.inlines), "note": words(note.inlines), "rows": rows}  # type: ignore[union-attr]


@pytest.mark.parametrize("case", OPEN, ids=[case["name"] for case in OPEN])
def test_open_points(template: Template, case: dict[str, Any]) -> None:
    found = open_points(template, case["values"], [Finding(**one) for one in case["findings"]])

    assert parts(found) == {key: case[key] for key in ("title", "note", "rows")}


def test_the_browser_lists_the_same_open_points(template: Template) -> None:
    found = in_node(
        'import { openPoints } from "./src/browser/documents/open-points.js";',
        "([definition, cases]) => cases.map((one) => openPoints(definition, one.values, one.findings))",
        [definition(template), OPEN],
    )

    assert found == [{key: case[key] for key in ("title", "note", "rows")} for case in OPEN]


def test_every_sheet_is_a_page_of_its_own_and_none_is_a_blank_one(own_handbook: Handbook) -> None:
    """All cards of a plan in one file; of an empty plan one card to write on, for the screen and for Word."""
    plan = own_handbook.templates["reception-plan"]
    sample = read_response(ROOT / "templates/reception-plan/samples/visit.json", plan, Diagnostics())
    empty = Response(plan.id, plan.version, {})
    assert sample is not None

    def made(response: Response, suffix: str) -> bytes:
        return paper(own_handbook, plan, response, suffix, PaperOptions(layout="seat-card"), Diagnostics())

    assert made(sample, ".html").count(b"<article") == 4
    assert made(empty, ".html").count(b"<article") == 1
    card = docx.Document(io.BytesIO(made(empty, ".docx")))
    assert card.sections[0].top_margin.mm > 148.5  # the lower half
    with pytest.raises(DocumentError, match="江來賓"):
        made(sample, ".docx")


def test_the_version_is_never_alone_on_a_page(browser: Browser, tmp_path: Path) -> None:
    """However full the last page is, the line before the version goes with it, and who signs with the text."""
    body = '<article class="hb-paper"><div class="hb-paper__body"></div><footer class="hb-paper__foot">版本</footer></article>'
    with module_page(browser, body, css=("macros/paper/paper.css",)) as page:
        for lines in range(19, 23):
            page.evaluate(
                """(lines) => {
                  const texts = [...Array(lines).fill(["", "字".repeat(20)]), [" hb-paper__text--right", "單位"], [" hb-paper__text--right", "日期"]];
                  document.querySelector(".hb-paper__body").replaceChildren(...texts.map(([kind, words]) =>
                    Object.assign(document.createElement("p"), { className: `hb-paper__text${kind}`, textContent: words })));
                }""",
                lines,
            )
            page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
            printed = subprocess.run(
                ["pdftotext", tmp_path / "paper.pdf", "-"], check=True, capture_output=True, text=True
            )
            assert "字" in printed.stdout.split("\f")[-2], lines
