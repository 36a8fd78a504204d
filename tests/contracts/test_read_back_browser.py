"""The browser reads an edited Word file back as the command line does: the same cases, the same refusals."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from handbook.commands import papers
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.layout import layout_file
from handbook.documents.readback.read_back import read_back
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.package import open_word
from handbook.model.handbook import Handbook
from handbook.model.template import Template
from handbook.rules.checking import Checker
from handbook.rules.response import read_response
from handbook.site.manifest import definition
from javascript import module_page
from readback_cases import CASES, HOSTILE, LAYOUTS, NAMES, OFFICE_CASES, OFFICE_NAMES, SHARED, OfficeFiles, at
from word_edits import edited

READ = """async ([file, blank, definition, carried, computed]) => {
  const { openWord } = await import("/src/browser/documents/word/package.js");
  const { readBack } = await import("/src/browser/documents/readback/read-back.js");
  const { valuesWithout } = await import("/src/browser/documents/readback/differences.js");
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const found = readBack(openWord(bytes(file)), openWord(bytes(blank)), definition, carried, computed);
  const none = valuesWithout(carried, found.restored, found.differences);
  return {
    differences: found.differences.map(({ kind, path, label, before, after }) => [kind, path, label, before, after]),
    values: found.restored.values, strange: found.strange, conflicts: found.restored.conflicts, found: found.found,
    none,
  };
}"""


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    with module_page(browser) as page:
        yield page


def text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def read(
    page: Page, template: Template, content: bytes, blank: bytes, carried: dict[str, Any], computed: dict[str, Any]
) -> dict[str, Any]:
    """What the browser reads, after seeing to it that Python reads the same."""
    found: dict[str, Any] = page.evaluate(
        READ, [text_of(content), text_of(blank), definition(template), carried, computed]
    )
    ours = read_back(open_word(content), open_word(blank), template, carried, computed)
    assert found["differences"] == [[one.kind, one.path, one.label, one.before, one.after] for one in ours.differences]
    assert found["strange"] == ours.strange
    assert found["conflicts"] == ours.conflicts
    assert found["found"] == ours.found
    assert anonymous(found["values"]) == anonymous(ours.values)
    return found


def anonymous(values: dict[str, Any]) -> dict[str, Any]:
    """Without the ids of rows: those of new rows are made up on either side."""
    plain: dict[str, Any] = json.loads(json.dumps(values))
    for rows in plain.values():
        for row in rows if isinstance(rows, list) else []:
            row.pop("_id", None)
    return plain


def with_computed(values: dict[str, Any]) -> dict[str, Any]:
    """As the rules would have it: every guest stays two nights."""
    printed: dict[str, Any] = json.loads(json.dumps(values))
    for row in printed.get("guests", []):
        row["nights"] = "2"
    return printed


def verify(case: dict[str, Any], found: dict[str, Any]) -> None:
    """As the shared case says; and nothing is taken when every difference is refused."""
    shown = [[kind, path, before, after] for kind, path, _, before, after in found["differences"]]
    assert shown == case["differences"]
    assert found["strange"] == case.get("strange", [])
    assert found["conflicts"] == case.get("conflicts", [])
    for path, value in case.get("values", {}).items():
        assert at(found["values"], path) == value
    assert found["none"] == SHARED["values"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_browser_reads_the_shared_cases(
    case: dict[str, Any], modules: Page, sample: Template, blanks: dict[str, bytes], filled: dict[str, bytes]
) -> None:
    """The same values, differences, strange texts and conflicts."""
    content = edited(filled[case["layout"]], case["edits"])

    carried = SHARED["values"]
    verify(case, read(modules, sample, content, blanks[case["layout"]], carried, with_computed(carried)))


@pytest.mark.parametrize("case", OFFICE_CASES, ids=OFFICE_NAMES)
def test_the_same_after_libreoffice_saved_it(
    case: dict[str, Any], modules: Page, sample: Template, blanks: dict[str, bytes], saved_by_office: OfficeFiles
) -> None:
    """LibreOffice writes every part anew."""
    carried = SHARED["values"]
    content = saved_by_office(case["name"])

    verify(case, read(modules, sample, content, blanks[case["layout"]], carried, with_computed(carried)))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_blank_file_filled_by_hand(name: str, modules: Page, sample: Template, blanks: dict[str, bytes]) -> None:
    """Untouched, it says nothing; a row typed into it is found."""
    content = blanks[name]
    assert read(modules, sample, content, content, {}, {})["differences"] == []

    if name == "text":
        typed = edited(content, [{"op": "cell", "table": 0, "row": 1, "column": 1, "text": "王小明"}])
        found = read(modules, sample, typed, content, {}, {})
        assert [[one[0], one[1]] for one in found["differences"]] == [["added", "guests[0]"]]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason(name: str, modules: Page) -> None:
    """In a sentence for readers; a bomb is let go before it has grown."""
    said = modules.evaluate(
        """async (file) => {
          const { openWord } = await import("/src/browser/documents/word/package.js");
          const { ImportError } = await import("/src/browser/rules/response.js");
          try { openWord(Uint8Array.from(atob(file), (one) => one.charCodeAt(0))); return "taken"; }
          catch (error) { return error instanceof ImportError ? error.message : `failed: ${error}`; }
        }""",
        text_of(HOSTILE[name]()),
    )

    assert said.endswith("。"), said
    assert len(said) < 150


def test_a_bomb_that_lies_about_its_size_is_let_go_early(modules: Page) -> None:
    """The directory says ten bytes; inflating stops at the limit all the same."""
    content = HOSTILE["zip bomb"]()
    directory = content.rindex(b"PK\x01\x02")
    lying = content[: directory + 24] + (10).to_bytes(4, "little") + content[directory + 28 :]

    said, grown = modules.evaluate(
        """async (file) => {
          const { openWord } = await import("/src/browser/documents/word/package.js");
          const begin = performance.now();
          try { openWord(Uint8Array.from(atob(file), (one) => one.charCodeAt(0))); return ["taken", 0]; }
          catch (error) { return [error.message, performance.now() - begin]; }
        }""",
        text_of(lying),
    )

    assert "大於 16 MB" in said
    assert grown < 5000


def test_samples_of_every_template_come_back(own_handbook: Handbook, modules: Page) -> None:
    """The first sample of each, in every layout: nothing is different, nothing strange, as on the command line."""
    count = 0
    for template in own_handbook.templates.values():
        documents = layout_file.read_layouts(template, Diagnostics())
        for path in sorted((template.path.parent / "samples").glob("*.json"))[:1]:
            for one in template.layouts:
                if one.extract or one.each:
                    continue
                response = read_response(path, template, Diagnostics())
                assert response is not None
                wanted = papers.PaperOptions(layout=one.id)
                content = papers.paper(own_handbook, template, response, ".docx", wanted, Diagnostics())
                blank = blank_docx(template, one, documents[one.id])
                carried = json.loads(open_word(content).record.values)
                computed = Checker(template, own_handbook.facts).compute(carried)
                found = read(modules, template, content, blank, carried, computed)
                assert found["differences"] == [], (template.id, one.id)
                assert found["strange"] == [], (template.id, one.id)
                count += 1
    assert count > 10


KEPT: dict[str, tuple[list[str], list[str]]] = {  # refused kinds -> names of the guests, in order
    "added": (["added"], ["張五", "李四"]),
    "removed": (["removed"], ["王小明", "張五", "李四", "陳七"]),
    "moved": (["moved"], ["李四", "張五", "陳七"]),
    "moved and removed": (["moved", "removed"], ["王小明", "李四", "張五", "陳七"]),
    "everything": (["moved", "removed", "added"], ["王小明", "李四", "張五"]),
    "nothing": ([], ["張五", "李四", "陳七"]),
}


@pytest.mark.parametrize("name", KEPT)
def test_each_difference_of_a_list_can_be_refused(
    name: str, modules: Page, sample: Template, blanks: dict[str, bytes], filled: dict[str, bytes]
) -> None:
    """A row comes back to where it stood, stays where it was, or is not added; cells go with their row."""
    case = next(case for case in CASES if case["name"].startswith("all bookmarks lost"))
    content = edited(filled[case["layout"]], case["edits"])
    kinds, names = KEPT[name]
    carried = SHARED["values"]

    found = modules.evaluate(
        READ.replace(
            "found.restored, found.differences)", "found.restored, found.differences.filter(refused))"
        ).replace(
            "definition, carried, computed]) => {",
            f"definition, carried, computed]) => {{ const refused = (one) => {json.dumps(kinds)}.includes(one.kind);",
        ),
        [text_of(content), text_of(blanks["text"]), definition(sample), carried, with_computed(carried)],
    )

    rows = {row["name"]: row for row in carried["guests"]}
    assert [row["name"] for row in found["none"]["guests"]] == names
    for row in found["none"]["guests"]:
        assert row["name"] == "陳七" or row == rows[row["name"]]
