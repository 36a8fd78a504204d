"""A Word file that was edited, in Word or LibreOffice, gives the response back and says what changed."""

from __future__ import annotations

import json
import re
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bare_template import bare_template
from handbook.commands import papers, word_reading
from handbook.diagnostics.diagnostics import Diagnostics, DocumentError
from handbook.documents.layout import layout_file
from handbook.documents.printed_values import PrintedValues
from handbook.documents.readback.read_back import Reading, read_back
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.package import open_word
from handbook.model.handbook import Handbook
from handbook.model.template import Layout, Template
from handbook.rules.response import Response, read_response
from office import Office
from readback_cases import CASES, HOSTILE, NAMES, OFFICE_CASES, OFFICE_NAMES, SHARED, OfficeFiles, at, bomb, document_of
from support import ROOT, command, environment, run_handbook, said
from word_edits import DOCUMENT, edited, parts, with_part


def read_file(content: bytes, sample: Template, blank: bytes, values: dict[str, Any] | None = None) -> Reading:
    carried = SHARED["values"] if values is None else values
    printed = json.loads(json.dumps(carried))
    for row in printed.get("guests", []):
        row["nights"] = "2"
    return read_back(open_word(content), open_word(blank), sample, carried, printed)


def verify(case: dict[str, Any], reading: Reading) -> None:
    found = [[one.kind, one.path, one.before, one.after] for one in reading.differences]
    assert found == case["differences"]
    assert reading.strange == case.get("strange", [])
    assert reading.conflicts == case.get("conflicts", [])
    for path, value in case.get("values", {}).items():
        assert at(reading.values, path) == value
    if not case["differences"]:
        assert reading.values == SHARED["values"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_an_edited_file_gives_the_response_back(
    case: dict[str, Any], sample: Template, blanks: dict[str, bytes], filled: dict[str, bytes]
) -> None:
    """What was changed is found, nothing else is; what is not on the paper keeps its value."""
    content = edited(filled[case["layout"]], case["edits"])

    verify(case, read_file(content, sample, blanks[case["layout"]]))


@pytest.mark.parametrize("case", OFFICE_CASES, ids=OFFICE_NAMES)
def test_the_same_after_libreoffice_saved_it(
    case: dict[str, Any],
    sample: Template,
    blanks: dict[str, bytes],
    saved_by_office: OfficeFiles,
) -> None:
    """LibreOffice writes every part anew; bookmarks and words are still there."""
    verify(case, read_file(saved_by_office(case["name"]), sample, blanks[case["layout"]]))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_same_in_a_file_that_libreoffice_had_saved_before(
    case: dict[str, Any],
    sample: Template,
    blanks: dict[str, bytes],
    saved_by_office: OfficeFiles,
) -> None:
    """Saved once by LibreOffice, sent on and edited by somebody else."""
    content = edited(saved_by_office(case["layout"]), case["edits"])

    verify(case, read_file(content, sample, blanks[case["layout"]]))


def test_a_blank_file_filled_by_hand(sample: Template, blanks: dict[str, bytes]) -> None:
    """Typed into the underlined space of the blank paper; rows typed into the one empty row and below it."""
    edits = [
        {"op": "replace", "in": "為做好", "from": "\u00a0" * 12, "to": "\u00a0\u00a0省廳\u00a0\u00a0"},
        {"op": "cell", "table": 0, "row": 1, "column": 1, "text": "王小明"},
        {"op": "insert-row", "table": 0, "after": 1, "cells": ["", "李四", "副處長", ""]},
    ]

    reading = read_file(edited(blanks["text"], edits), sample, blanks["text"], {})

    assert reading.values["title"] == "省廳"
    assert [row["name"] for row in reading.values["guests"]] == ["王小明", "李四"]
    assert {(one.kind, one.path) for one in reading.differences} == {
        ("changed", "title"),
        ("added", "guests[0]"),
        ("added", "guests[1]"),
    }


def test_an_untouched_blank_file_says_nothing(sample: Template, blanks: dict[str, bytes]) -> None:
    """Underlined space is no value."""
    for content in blanks.values():
        reading = read_file(content, sample, content, {})
        assert reading.differences == []
        assert reading.strange == []


def test_tracked_deletions_and_hidden_text_are_not_read(
    sample: Template, blanks: dict[str, bytes], filled: dict[str, bytes]
) -> None:
    """A reader does not see them; insertions and content controls are seen."""
    document = parts(filled["text"])[DOCUMENT].decode()
    run = next(found[0] for found in re.finditer(r"<w:r>(?:(?!</w:r>).)*午餐</w:t></w:r>", document))
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    deleted = '<w:del w:id="9" w:author="x"><w:r><w:delText>午餐</w:delText></w:r></w:del>'
    inserted = (
        '<w:ins w:id="8" w:author="x"><w:sdt><w:sdtContent><w:r><w:t>不用餐</w:t></w:r></w:sdtContent></w:sdt></w:ins>'
    )
    content = with_part(filled["text"], DOCUMENT, document.replace(run, deleted + inserted + hidden).encode())

    assert read_file(content, sample, blanks["text"]).values["meal"] == "none"


def test_another_version_of_the_template_is_read_by_field(
    sample: Template, blanks: dict[str, bytes], filled: dict[str, bytes], tmp_path: Path
) -> None:
    """The layout has changed since; bookmarks are numbered differently, and fields are still found."""
    source = (ROOT / SHARED["template"] / "text.md.jinja").read_text("utf-8")
    for name in ("text.md.jinja", "table.md.jinja", "template.yml"):
        (tmp_path / name).write_text((ROOT / SHARED["template"] / name).read_text("utf-8"), "utf-8")
    (tmp_path / "text.md.jinja").write_text(
        source.replace("# {{ title }}", "費用預計{{ cost }}元。\n\n# {{ title }}"), "utf-8"
    )
    newer = bare_template(tmp_path)
    documents = layout_file.read_layouts(newer, Diagnostics())
    blank = blank_docx(newer, newer.layouts[0], documents["text"])
    content = edited(filled["text"], [{"op": "replace", "in": "用餐：", "from": "午餐", "to": "不用餐"}])

    reading = read_file(content, newer, blank)

    assert [(one.path, one.after) for one in reading.differences] == [("meal", "不用餐")]


# ── this handbook's templates ──


@pytest.fixture(scope="module")
def handbook(own_handbook: Handbook) -> Handbook:
    return own_handbook


def samples(handbook: Handbook) -> Iterator[tuple[Template, Path, Layout]]:
    for template in handbook.templates.values():
        for path in sorted((template.path.parent / "samples").glob("*.json")):
            for one in template.layouts:
                if not one.extract and not one.each:
                    yield template, path, one


def word_of(handbook: Handbook, template: Template, path: Path, one: Layout) -> tuple[Response, bytes]:
    response = read_response(path, template, Diagnostics())
    assert response is not None, path
    content = papers.paper(handbook, template, response, ".docx", papers.PaperOptions(layout=one.id), Diagnostics())
    return response, content


def shown_values(template: Template, values: dict[str, Any]) -> dict[str, Any]:
    """What is on the paper: without blank rows and without what nobody filled in."""
    rows = {
        field.id: PrintedValues(template, values).rows(field.id) for field in template.fields if field.type == "rows"
    }
    return {key: [row for _, row in rows[key]] if key in rows else value for key, value in values.items() if value}


@pytest.mark.slow
def test_every_sample_of_every_template_comes_back(handbook: Handbook) -> None:
    """In every layout, sound and faulty samples alike: nothing is different, nothing strange."""
    count = 0
    for template, path, one in samples(handbook):
        response, content = word_of(handbook, template, path, one)
        diagnostics = Diagnostics()
        found = word_reading.read_word(handbook, template, open_word(content), path, diagnostics)

        assert found.reading.differences == [], (path, one.id)
        assert found.reading.strange == [], (path, one.id)
        assert diagnostics.warnings == [], (path, one.id)
        assert shown_values(template, found.response.values) == shown_values(template, response.values), (path, one.id)
        count += 1
    assert count > 40


def test_every_template_comes_back_from_libreoffice(handbook: Handbook, office: Office) -> None:
    """The first sample of each, opened and saved there."""
    chosen = {}
    for template, path, one in samples(handbook):
        chosen.setdefault(f"{template.id}-{one.id}", (template, path, one))
    files = {name: word_of(handbook, *what)[1] for name, what in chosen.items()}

    for name, content in office.converted("docx", files).items():
        template, path, _ = chosen[name]
        found = word_reading.read_word(handbook, template, open_word(content), path, Diagnostics())
        assert found.reading.differences == [], name
        assert found.reading.strange == [], name


# ── the command ──


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reception plan's sample as a Word file."""
    path = tmp_path_factory.mktemp("plan") / "方案.docx"
    done = run_handbook("fill", "reception-plan", "templates/reception-plan/samples/visit.json", "-o", path)
    assert done.returncode == 0, said(done)
    return path


def test_read_says_what_was_changed_and_gives_the_response(plan: Path, tmp_path: Path) -> None:
    """One line for each difference; the response is that of the sample with the changes."""
    file, output = tmp_path / "edited.docx", tmp_path / "response.json"
    file.write_bytes(
        edited(plan.read_bytes(), [{"op": "replace", "in": "聯絡負責人", "from": "周聯絡", "to": "吳聯絡"}])
    )

    done = run_handbook("read", file, "-o", output, "--lang", "zh")

    assert done.returncode == 0, said(done)
    assert "周聯絡 → 吳聯絡" in done.stdout
    before = json.loads((ROOT / "templates/reception-plan/samples/visit.json").read_text("utf-8"))["values"]
    after = json.loads(output.read_text("utf-8"))
    assert after["template"] == "reception-plan"
    assert after["values"] == {**before, "liaison": "吳聯絡"}


def test_read_check_reports_the_rules_on_the_word_file(plan: Path, tmp_path: Path) -> None:
    """A finding names the file and the field as readers call it; errors make the exit code 1."""
    file = tmp_path / "bad.docx"
    file.write_bytes(
        edited(
            plan.read_bytes(),
            [{"op": "replace", "in": "本次接待由", "from": "2026年12月9日16:00", "to": "2026年12月7日16:00"}],
        )
    )

    done = run_handbook("read", file, "--check", "--lang", "zh")

    assert done.returncode == 1
    assert f"{file}: 錯誤[finding]: 接待開始" in done.stderr
    assert run_handbook("read", file).returncode == 0
    assert run_handbook("read", plan, "--check").returncode == 0


def test_read_json_is_for_programs(plan: Path) -> None:
    """Response, differences and findings in one object."""
    found = json.loads(run_handbook("read", plan, "--check", "--json").stdout)

    assert found["differences"] == []
    assert found["response"]["values"]["title"]
    assert found["errors"] == 0


def test_a_file_without_its_record_needs_the_template_s_name(plan: Path, tmp_path: Path) -> None:
    """Programs that drop the record leave the text: named, it is read, and everything counts as new."""
    file = tmp_path / "bare.docx"
    content = plan.read_bytes()
    file.write_bytes(with_part(content, "customXml/item1.xml", None))

    assert "--template" in run_handbook("read", file).stderr
    done = run_handbook("read", file, "--template", "reception-plan", "-o", tmp_path / "out.json")

    assert done.returncode == 0, said(done)
    assert "word-without-record" in done.stderr
    values = json.loads((tmp_path / "out.json").read_text("utf-8"))["values"]
    assert len(values["guests"]) == 4
    assert values["liaison"] == "周聯絡"
    assert values["start"] == "2026-12-08T09:30"


def test_a_file_of_another_template_is_said_to_be_one(plan: Path) -> None:
    """Asked for by name it is read from its words, for templates are renamed; what it was filled with does not count."""
    done = run_handbook("read", plan, "--template", "guest-list")

    assert done.returncode == 0, said(done)
    assert 'word-other-template]: this Word file was made of the template "reception-plan"' in done.stderr
    assert "word-without-record" not in done.stderr


# ── hostile files ──


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason(name: str) -> None:
    """Nothing is unpacked, nothing grows, and the reason fits on a line."""
    content = HOSTILE[name]()

    with pytest.raises(DocumentError) as caught:
        open_word(content)

    assert str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_the_command_refuses_them_without_a_traceback_and_in_little_memory(tmp_path: Path) -> None:
    """A zip bomb costs nothing like what it unpacks to; exit code 1 and one line."""
    file = tmp_path / "bomb.docx"
    file.write_bytes(bomb(300_000_000))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))

    done = subprocess.run(
        command("read", file),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=limit,
        check=False,
    )

    assert done.returncode == 1, said(done)
    assert "bomb.docx" in done.stderr
    assert "Traceback" not in done.stderr
    assert "MemoryError" not in done.stderr


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>" + "接待工作（，" * 150_000 + "</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>" + "\u00a0" * 900_000 + "</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>為做好" + "接待工作（抵達），由帶隊" * 300 + "</w:t></w:r></w:p>" * 1,
        "".join(f"<w:p><w:r><w:t>為做好{'接待工作（抵達）' * 20}{n}</w:t></w:r></w:p>" for n in range(2000)),
        "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 50_000 + "</w:tr></w:tbl>",
        "<w:tbl>" + "<w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc></w:tr>" * 20_000 + "</w:tbl>",
        '<w:bookmarkStart w:id="1" w:name="hb1_title"/>' * 100_000 + "<w:p/>",
        "<w:tbl><w:tr><w:tc>" * 40 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 40,
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        "",
    ],
    ids=range(10),
)
def test_files_made_to_take_long_do_not(body: str, sample: Template, blanks: dict[str, bytes]) -> None:
    """Within seconds, whatever stands in the text."""
    import time

    begun = time.monotonic()
    read_file(document_of(body), sample, blanks["text"])

    assert time.monotonic() - begun < 20


@pytest.mark.slow
def test_what_the_file_carries_is_not_trusted(plan: Path, tmp_path: Path) -> None:
    """Values of wrong types, fields that do not exist and broken JSON in the record are left out and named."""
    content = plan.read_bytes()
    record = parts(content)["customXml/item1.xml"].decode()
    for number, carried in enumerate(
        (
            '{"title": {"a": 1}, "guests": [1, {"name": ["x"]}], "__proto__": {"x": 1}}',
            "[" * 5000,
            '{"title": NaN}',
            "7",
            "{",
        )
    ):
        file = tmp_path / f"{number}.docx"
        begin, end = record.index("values>") + len("values>"), record.rindex("</", 0, record.rindex("values>"))
        changed = record[:begin] + carried + record[end:]
        file.write_bytes(with_part(content, "customXml/item1.xml", changed.encode()))
        done = run_handbook("read", file, "-o", tmp_path / "out.json")
        assert done.returncode == 0, said(done)
        assert "Traceback" not in done.stderr
        assert "word-" in done.stderr
        values = json.loads((tmp_path / "out.json").read_text("utf-8"))["values"]
        assert isinstance(values["title"], str)
        assert len(values["guests"]) == 4
