"""Filling templates from the command line: what may be given, what is said about it, what comes out."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import html5lib
import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.template import Template
from handbook.reading.json_nodes import parse_json
from handbook.reading.loader import load
from handbook.rules.response import read_response
from support import MINIMAL_CONFIG, ROOT, fingerprint, run_handbook, run_process, said, write_files

TEMPLATE = """\
id: visit
title: 來訪單
version: "1.0"
category: form
layouts:
  - {id: form, title: 單張, file: form.md.jinja}
  - {id: list, title: 名單, file: list.md.jinja}
sections:
  - id: main
    title: 內容
    fields:
      - {id: title, label: 名稱, required: true}
      - {id: start, label: 開始, type: date-time}
      - {id: meal, label: 用餐, type: choice, choices: [{value: lunch, label: 午餐}, {value: none, label: 不用}]}
      - {id: count, label: 人數, type: computed, value: 'size_of(guests)'}
      - id: guests
        label: 來賓
        type: rows
        fields:
          - {id: name, label: 姓名, required: true}
          - {id: nights, label: 天數, type: number}
rules:
  - {id: r-nights, each: guests, rule: 'row.nights <= 3.0', fields: [nights], message: 住得太久, fix: 改短。}
"""
FORM = "# {{ title }}\n\n{{ start }}起，{{ count }}人，{{ meal }}。\n\n| 姓名 | 天數 |\n|---|---|\n{% for g in guests %}\n| {{ g.name }} | {{ g.nights }} |\n{% endfor %}\n"
SITE = {
    "docs/index.md": "# 手冊\n",
    "templates/visit/template.yml": TEMPLATE.replace("size_of(guests)", 'guests.size() > 0 ? "有" : "無"'),
    "templates/visit/form.md.jinja": FORM,
    "templates/visit/list.md.jinja": "# 名單\n\n{% for g in guests %}\n- {{ g.name }}\n{% endfor %}\n"
    "{% when meal %}\n餐：{{ meal }}\n{% endwhen %}\n",
}
VALUES: dict[str, Any] = {
    "title": "省廳來訪",
    "start": "2026年10月5日上午9點半",
    "meal": "lunch",
    "guests": [{"_id": "g1", "name": "王小明", "nights": 2}, {"name": "李四", "nights": "１"}],
}


@pytest.fixture
def root(make_site: Callable[..., Path]) -> Path:
    return make_site(SITE)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    root = write_files(tmp_path_factory.mktemp("site"), SITE | {"mkdocs.yml": MINIMAL_CONFIG})
    diagnostics = Diagnostics(root)
    found = load(root, diagnostics=diagnostics).templates["visit"]
    assert diagnostics.errors == []
    return found


def response(root: Path, values: Any = VALUES, **more: Any) -> Path:
    path = root / "data.json"
    path.write_text(
        json.dumps({"template": "visit", "version": "1.0", "values": values, **more}, ensure_ascii=False), "utf-8"
    )
    return path


def fill(root: Path, output: str, *options: str | Path, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    return run_handbook("fill", "visit", data or response(root), "-o", output, *options, cwd=root)


# ── papers ──


def test_one_response_every_paper(root: Path) -> None:
    """Each suffix gives its paper; all say the same."""
    said_by: dict[str, str] = {}
    for suffix in ("docx", "md", "html", "txt", "json"):
        done = fill(root, f"paper.{suffix}")
        assert done.returncode == 0, said(done)
        said_by[suffix] = (root / f"paper.{suffix}").read_bytes().decode("utf-8", "replace")
    word = docx.Document(root / "paper.docx")
    words = "\n".join(p.text for p in word.paragraphs) + "".join(
        cell.text for row in word.tables[0].rows for cell in row.cells
    )
    shown = "2026年10月5日09:30起，有人，午餐。"

    assert shown in words
    assert "王小明" in words
    for suffix in ("md", "txt"):
        assert shown in said_by[suffix]
    assert shown in re.sub("<[^>]*>", "", said_by["html"])
    assert json.loads(said_by["json"])["values"]["guests"][1] == {"name": "李四", "nights": "１"}


def test_the_html_paper_is_one_file_that_loads_nothing(root: Path) -> None:
    """Valid, with its styles inside, and without a script."""
    fill(root, "paper.html")
    page = (root / "paper.html").read_text("utf-8")

    html5lib.HTMLParser(strict=True).parse(page)
    assert not re.search(r"<script|\bsrc=|<link|url\(|@import", page)


def test_the_layout_can_be_chosen(root: Path) -> None:
    """By its id; an unknown one is answered with those there are."""
    assert fill(root, "list.md", "--layout", "list").returncode == 0
    assert (root / "list.md").read_text("utf-8") == "# 名單\n\n- 王小明\n- 李四\n\n餐：午餐\n"
    wrong = fill(root, "x.md", "--layout", "lits")
    assert wrong.returncode == 1
    assert "form, list, open-points" in wrong.stderr
    assert not (root / "x.md").exists()


def test_without_values_the_paper_is_blank(root: Path) -> None:
    """It says nothing about what is missing, and leaves nothing out: it is for writing by hand."""
    done = run_handbook("fill", "visit", "-o", "blank.docx", cwd=root)

    assert done.returncode == 0, said(done)
    assert done.stderr == ""
    assert "王" not in "".join(p.text for p in docx.Document(root / "blank.docx").paragraphs)
    for data in ([], [response(root, {})]):
        assert run_handbook("fill", "visit", *data, "--layout", "list", "-o", "b.docx", cwd=root).returncode == 0
        assert [p.text.rstrip("\u00a0") for p in docx.Document(root / "b.docx").paragraphs] == ["名單", "", "餐："]
    assert fill(root, "b.md", "--layout", "list", data=response(root, {"title": "甲"})).returncode == 0
    assert "餐" not in (root / "b.md").read_text("utf-8")


def test_a_word_file_knows_which_draft_it_was_made_of(root: Path) -> None:
    """Of an exported draft the line goes into the Word file and out again, with what the draft was; bad ids do not."""
    exported = response(root, id="line", lineage="line", draft="mine", received={"title": "最初"})
    assert fill(root, "plan.docx", data=exported).returncode == 0
    assert run_handbook("read", "plan.docx", "-o", "back.json", cwd=root).returncode == 0
    back = json.loads((root / "back.json").read_text("utf-8"))
    assert (back["lineage"], back["from"]) == ("line", "mine")
    assert back["received"]["title"] == VALUES["title"]
    assert "draft" not in back  # this copy is in no browser yet
    assert fill(root, "copy.json", data=exported).returncode == 0
    copy = json.loads((root / "copy.json").read_text("utf-8"))
    assert (copy["lineage"], copy["draft"], copy["received"]) == ("line", "mine", {"title": "最初"})

    hostile = response(root, id='"><x/>', lineage="../x", draft=7, received=[1])
    assert fill(root, "plan.docx", data=hostile).returncode == 0
    assert run_handbook("read", "plan.docx", "-o", "back.json", cwd=root).returncode == 0
    assert not {"lineage", "from", "draft"} & set(json.loads((root / "back.json").read_text("utf-8")))


@pytest.mark.slow
def test_the_same_response_gives_the_same_bytes(root: Path) -> None:
    """At any time, in any zone and language."""
    prints = []
    for number, environment in enumerate(
        ({}, {"TZ": "America/New_York", "LC_ALL": "zh_TW.UTF-8", "PYTHONHASHSEED": "7"})
    ):
        folder = root / f"out{number}"
        folder.mkdir()
        for suffix in ("docx", "md", "html", "xlsx"):
            done = run_process("fill", "visit", response(root), "-o", folder / f"p.{suffix}", cwd=root, env=environment)
            assert done.returncode == 0, said(done)
        prints.append(fingerprint(folder))

    assert prints[0] == prints[1]


@pytest.mark.parametrize("suffix", ["pdf", "doc", ""])
def test_an_unknown_suffix_is_wrong_use(root: Path, suffix: str) -> None:
    """Exit code 2, with what is known."""
    done = fill(root, f"paper.{suffix}".rstrip("."))

    assert done.returncode == 2
    assert ".docx" in done.stderr


def test_an_unknown_template_is_said_with_the_nearest(root: Path) -> None:
    done = run_handbook("fill", "vist", response(root), "-o", "x.md", cwd=root)

    assert done.returncode == 1
    assert '"visit"' in done.stderr


def test_a_fault_elsewhere_in_the_handbook_keeps_nobody_from_filling(make_site: Callable[..., Path]) -> None:
    """A fault in the template itself does."""
    site = {**SITE, "docs/bad.md": "---\nkind: rloe\n---\n# X\n"}
    assert fill(make_site(site), "x.md").returncode == 0
    broken = make_site({**SITE, "templates/visit/form.md.jinja": "# {{ titel }}"}, "broken")
    done = fill(broken, "x.md")
    assert done.returncode == 1
    assert "form.md.jinja:1:6: error[unknown-field]" in done.stderr
    assert not (broken / "x.md").exists()


# ── findings ──


def test_findings_are_printed_and_stop_nothing(root: Path) -> None:
    """With file, line and JSON path; --check makes errors count."""
    bad = {**VALUES, "start": "10月5日上午", "guests": [{"name": "", "nights": "5"}]}
    data = response(root, bad)

    done = fill(root, "paper.md", data=data)

    assert done.returncode == 0, said(done)
    assert "values.start" in done.stderr
    assert "vague-time" in done.stderr
    assert "values.guests[0].name" in done.stderr
    assert "住得太久。改短。" in done.stderr
    assert re.search(r"data\.json:1:\d+: error\[finding\]", done.stderr)
    assert "10月5日上午起" in (root / "paper.md").read_text("utf-8")
    strict = fill(root, "again.md", "--check", data=data)
    assert strict.returncode == 1
    assert (root / "again.md").exists()
    assert fill(root, "good.md", "--check").returncode == 0


# ── what may be given ──


def test_all_faults_of_a_response_in_one_run(root: Path) -> None:
    """Each with its line, its path and what to do; nothing is written."""
    data = root / "data.json"
    data.write_text(
        '{"template": "visit", "values": {\n'
        ' "titel": "x",\n'
        ' "start": ["2026"],\n'
        ' "guests": [\n'
        '  {"name": {"a": 1}},\n'
        "  7,\n"
        '  {"nmae": "x", "nights": true}\n'
        "]}}\n",
        "utf-8",
    )

    done = fill(root, "x.md", data=data)

    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines() if ": error[" in line] == [
        "data.json:2:11",
        "data.json:3:11",
        "data.json:5:12",
        "data.json:6:3",
        "data.json:7:12",
        "data.json:7:27",
    ]
    assert 'did you mean "title"' in done.stderr
    assert 'did you mean "name"' in done.stderr
    assert "values.guests[2].nights" in done.stderr
    assert "6 errors" in done.stderr
    assert not (root / "x.md").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "json-syntax"),
        (b"{", "json-syntax"),
        (b"[1, 2", "json-syntax"),
        (b"{'template': 'visit'}", "json-syntax"),
        (b'{"template": "visit", "values": {"title": "a\nb"}}', "json-syntax"),
        (b'{"template": "visit", "values": {"title": NaN}}', "json-syntax"),
        (b'{"template": "visit", "values": {}} x', "json-syntax"),
        (b'{"template": "visit", "values": {"title": "\\ud8"}}', "json-syntax"),
        (b"[" * 200_000, "json-syntax"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "json-syntax"),
        (b'{"template": "visit", "values": {"title": "a", "title": "b"}}', "json-duplicate-key"),
        (b"[]", "response-shape"),
        (b"null", "response-shape"),
        (b'{"template": "visit"}', "response-shape"),
        (b'{"template": 7, "values": {}}', "response-shape"),
        (b'{"template": "visit", "values": []}', "response-shape"),
        (b'{"template": "other", "values": {}}', "response-template"),
        (b'{"template": "visit", "values": {"guests": {}}}', "response-type"),
        (b'{"template": "visit", "values": {"__proto__": {}}}', "response-field"),
        (b'{"template": "visit", "values": {"\\u001b[31m": "x"}}', "response-field"),
        (b'{"template": "visit", "values": {"guests": [' + b"{}," * 6000 + b"{}]}}", "response-rows"),
        (b'{"template": "visit", "values": {"title": "' + b"x" * 200_000 + b'"}}', "response-text"),
        (b'{"template": "visit", "values": {"title": "' + b"x" * 6_000_000 + b'"}}', "file-too-large"),
        ('{"template": "visit", "values": {}}'.encode("utf-16"), "not-utf-8"),
        (b"\xff\xfe\x00", "not-utf-8"),
        (b"PK\x03\x04", "json-syntax"),
    ],
)
def test_what_is_no_response_is_refused(template: Template, tmp_path: Path, content: bytes, code: str) -> None:
    """With the reason, in a diagnostic of bearable length, and the terminal obeys nothing in it."""
    data = tmp_path / "data.json"
    data.write_bytes(content)
    diagnostics = Diagnostics(tmp_path)

    assert read_response(data, template, diagnostics) is None

    shown = diagnostics.render("en")
    assert {found.code for found in diagnostics} == {code}
    assert "\x1b" not in shown
    assert len(shown) < 3000


def test_a_refused_response_writes_nothing(root: Path) -> None:
    """One line of reason, no traceback."""
    data = root / "data.json"
    data.write_bytes(b"[" * 200_000)

    done = fill(root, "x.md", data=data)

    assert done.returncode == 1, said(done)
    assert "error[json-syntax]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "x.md").exists()


def test_what_a_response_may_hold(root: Path) -> None:
    """A byte order mark, numbers, null, text in any script, characters no paper can print, keys of other programs."""
    data = root / "data.json"
    values = '{"title": "\\ud800甲\\u0000\\u202e𠀀\ue001", "start": null, "guests": [{"name": "=1+1", "nights": 2.5}]}'
    data.write_bytes(f'\ufeff{{"template": "visit", "expected": [], "saved": 7, "values": {values}}}'.encode())

    for suffix in ("md", "docx", "html", "json", "xlsx"):
        done = fill(root, f"x.{suffix}", data=data)
        assert done.returncode == 0, said(done)
    assert "甲 \u202e𠀀\ue001" in (root / "x.md").read_text("utf-8")
    assert "2.5" in (root / "x.md").read_text("utf-8")
    again = fill(root, "again.json", data=root / "x.json")
    assert again.returncode == 0, said(again)


@pytest.mark.parametrize("name", ["missing.json", "folder"])
def test_a_file_that_cannot_be_read(root: Path, name: str) -> None:
    (root / "folder").mkdir()
    done = fill(root, "x.md", data=root / name)

    assert done.returncode == 1
    assert re.search(r"error\[(unreadable-file|not-a-file)\]", done.stderr)


def test_an_existing_paper_is_replaced_whole_or_not_at_all(root: Path) -> None:
    """A failed run leaves the paper of before, and no part of a file."""
    (root / "x.md").write_text("舊", "utf-8")
    data = root / "data.json"
    data.write_text("{", "utf-8")
    assert fill(root, "x.md", data=data).returncode == 1
    assert (root / "x.md").read_text("utf-8") == "舊"
    assert fill(root, "nowhere/x.md").returncode == 1
    assert fill(root, "x.md").returncode == 0
    assert [path.name for path in root.iterdir() if "part" in path.name] == []


# ── JSON ──


def test_places_in_json() -> None:
    """Every value has its line and column, found by its path or by what lies around it."""
    diagnostics = Diagnostics()
    parsed = parse_json('{"a": [1,\n {"b": "x"}]}', Path("x.json"), diagnostics)

    assert parsed is not None
    assert parsed.value == {"a": [1, {"b": "x"}]}
    places = {path: (span.line, span.column) for path, span in parsed.places.items()}
    assert places == {"": (1, 1), "a": (1, 7), "a[0]": (1, 8), "a[1]": (2, 2), "a[1].b": (2, 8)}
    assert parsed.at("a[1].missing").line == 2
    assert parsed.at("a[7].b[3]").column == 7
    assert parsed.at("nothing").column == 1


@pytest.mark.parametrize(
    "text",
    ["1", "-0", "1.5e3", '"\\u4e2d"', "true", "null", "[]", "{}", '[1, [2, {"a": null}]]', '  {"a" : "b" }  ', "1e400"],
)
def test_json_is_read_as_python_reads_it(text: str) -> None:
    diagnostics = Diagnostics()
    parsed = parse_json(text, Path("x.json"), diagnostics)

    assert parsed is not None
    assert parsed.value == json.loads(text)


@pytest.mark.parametrize(
    "text", ["01", "1.", "+1", "[1,]", '{"a":1,}', "{a:1}", "tru", '"\t"', "1 2", "[1 2]", '{"a" 1}', "Infinity"]
)
def test_what_is_no_json(text: str) -> None:
    diagnostics = Diagnostics()

    assert parse_json(text, Path("x.json"), diagnostics) is None
    assert [found.code for found in diagnostics] == ["json-syntax"]


def test_word_files_are_readable_by_python_docx(root: Path) -> None:
    fill(root, "paper.docx")

    assert docx.Document(io.BytesIO((root / "paper.docx").read_bytes())).core_properties.title == "來訪單・單張"


def test_the_sample_in_the_file_is_filled_in(make_site: Callable[..., Path]) -> None:
    """`--sample` prints what stands below `sample:`; without one, and beside a file, it is a wrong use."""
    own = (
        SITE["templates/visit/template.yml"] + "sample:\n  title: 省廳來訪\n  meal: lunch\n  guests: [{name: 王小明}]\n"
    )
    root = make_site({**SITE, "templates/visit/template.yml": own, "templates/bare/template.yml": SITE["templates/visit/template.yml"].replace("id: visit", "id: bare").replace(", file: form.md.jinja", "").replace(", file: list.md.jinja", "")})  # fmt: skip
    (root / "data.json").write_text('{"template": "visit", "values": {}}', encoding="utf-8")

    done = run_handbook("fill", "visit", "--sample", "--check", "-o", "paper.txt", cwd=root)

    assert done.returncode == 0, said(done)
    assert "王小明" in (root / "paper.txt").read_text("utf-8")
    assert run_handbook("fill", "visit", "data.json", "--sample", "-o", "paper.txt", cwd=root).returncode == 2
    assert run_handbook("fill", "bare", "--sample", "-o", "paper.txt", cwd=root).returncode == 2


def test_a_list_takes_its_values_from_the_plan(tmp_path: Path) -> None:
    """The response to a plan fills the list that is part of it; what the rules find points into the plan's file."""
    site = ROOT / "tests/sites/good-part-of"
    meals = [{"start": "2026-12-08T12:00", "host": "趙陪同", "place": "食堂"}, {"start": "2026-12-08T18:00"}]
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"template": "visit-plan", "values": {"title": "省廳來訪", "meals": meals}}), "utf-8")
    paper = tmp_path / "paper.txt"

    done = run_handbook("fill", "meal-list", plan, "-o", paper, "--lang", "zh", cwd=site)
    other = run_handbook("fill", "visit-plan", plan, "-o", tmp_path / "plan.txt", cwd=site)
    wrong = run_handbook("fill", "guest-list", plan.with_name("missing.json"), "-o", paper, cwd=site)

    assert (done.returncode, other.returncode, wrong.returncode) == (0, 0, 1), said(done)
    assert "趙陪同" in paper.read_text("utf-8")
    assert "食堂" not in paper.read_text("utf-8")
    assert "values.meals[1].host" in said(done)
    assert "這一餐還沒有陪同" in said(done)
