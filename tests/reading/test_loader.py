"""Loading a handbook: what is defined, what points at what, and every fault in one run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, cast, get_args

import pytest

from handbook import model
from handbook.checks import flow_paths, sample_data
from handbook.checks.all_checks import check_handbook
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model import organisation
from handbook.reading import binding, loader

ROLE = "---\nkind: role\nid: driver\ntitle: 司機\n---\n# 司機\n## 職責 {#duties}\n1. 準時出車 {#on-time}\n"
FLOW = """---
kind: flow
id: fire
title: 火警
nodes:
  - {id: call, who: driver, do: 撥打119, next: safe}
  - id: safe
    type: decision
    who: driver
    do: 是否安全?
    choices: [{label: 是, next: done}, {label: 否, next: call, default: "true"}]
  - {id: done, type: outcome, who: driver, do: 記錄}
---
# 火警
"""


def load(folder: Path, files: Mapping[str, str]) -> tuple[model.Handbook, list[tuple[str, str, int]]]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    diagnostics = Diagnostics(folder)
    handbook = loader.load(folder, diagnostics=diagnostics)
    flow_paths.check(handbook, diagnostics)
    return handbook, [(d.code, d.span.path.name, d.span.line) for d in diagnostics]


def test_a_page_without_front_matter_takes_title_and_id_from_itself(tmp_path: Path) -> None:
    """The simplest page needs nothing but a heading."""
    handbook, found = load(tmp_path, {"docs/a/b.md": "# 標題 {#x}\n"})

    assert found == []
    assert (handbook.pages["a/b.md"].title, handbook.pages["a/b.md"].id) == ("標題", "a-b")


def test_a_clause_in_a_list_shows_its_words_not_its_marks(tmp_path: Path) -> None:
    """What names a role is read as text: a link is its words, a reference is how the other clause is cited."""
    rules = (
        "---\nkind: regulation\nid: rules\ntitle: 用車\n---\n# 用車\n## 一、派車 {#dispatch}\n"
        '（一）司機填[檢查卡](../fill/card.md)，見{{ ref("driver#on-time") }}。{#card}\n'
    )

    handbook, _ = load(tmp_path, {"docs/duties/driver.md": ROLE, "docs/rules.md": rules})

    (link,) = [one for one in handbook.backlinks["role:driver"] if one.kind == "clause"]
    assert link.detail == "司機填檢查卡，見《司機》職責1。"


def test_backlinks_tell_what_names_a_role_and_a_clause(tmp_path: Path) -> None:
    """A role knows the steps it takes; a clause knows who cites it."""
    procedure = (
        "---\nkind: procedure\nid: trips\ntitle: 出車\nprocedures:\n  - id: trip\n    title: 出車\n    steps:\n"
        "      - {id: go, actor: driver, action: 出車, cite: driver#on-time}\n---\n# 出車\n"
    )
    handbook, found = load(tmp_path, {"docs/driver.md": ROLE, "docs/trips.md": procedure})

    assert found == []
    assert [link.detail for link in handbook.backlinks["role:driver"]] == ["出車"]
    assert [link.kind for link in handbook.backlinks["clause:driver#on-time"]] == ["step"]


def test_all_faults_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    """Three broken files give three diagnostics, each in its place."""
    _, found = load(
        tmp_path,
        {
            "docs/a.md": ROLE.replace("title: 司機", "title: 司機\nreports_to: dirver"),
            "docs/b.md": "---\ntitle: a\ntitle: b\n---\n",
            "docs/c.md": "---\ntitel: c\n---\n",
        },
    )

    assert found == [("unknown-role", "a.md", 5), ("duplicate-key", "b.md", 3), ("unknown-key", "c.md", 2)]


def test_an_id_belongs_to_one_document(tmp_path: Path) -> None:
    """Two pages with one id are reported at the second."""
    _, found = load(tmp_path, {"docs/a.md": ROLE, "docs/b.md": ROLE})

    assert found == [("duplicate-document-id", "b.md", 3)]


def test_a_sound_flow_passes(tmp_path: Path) -> None:
    """A decision with a default and an outcome is accepted."""
    assert load(tmp_path, {"docs/driver.md": ROLE, "docs/fire.md": FLOW})[1] == []


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (("next: safe}", "next: save}"), {"unknown-node"}),  # a slip is one fault
        (("next: safe}", "next: elsewhere}"), {"unknown-node", "unreachable-node"}),
        ((", next: safe}", "}"), {"dead-end", "unreachable-node"}),
        (("next: done}", "next: call}"), {"unreachable-node", "endless-flow"}),
        ((', default: "true"}', "}"), {"decision-without-default"}),
        (("do: 記錄}", "do: 記錄, next: call}"), {"outcome-goes-on"}),
    ],
)
def test_faults_of_a_flow_are_found(tmp_path: Path, change: tuple[str, str], codes: set[str]) -> None:
    """Dead ends, unreachable nodes, endless cycles and missing defaults stop publication."""
    _, found = load(tmp_path, {"docs/driver.md": ROLE, "docs/fire.md": FLOW.replace(*change)})

    assert {code for code, _, _ in found} == codes


def test_junk_files_are_passed_over(tmp_path: Path) -> None:
    """Word's lock files, backups and hidden files are never read as pages."""
    junk = {f"docs/{name}": "---\nbroken" for name in ("~$a.md", "a.md~", ".a.md", "_data/x.md", "a.bak.md~")}

    assert load(tmp_path, {"docs/index.md": "# a", **junk})[1] == []


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    """A loop of links is one fault, not hundreds of pages."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "loop").symlink_to(tmp_path / "docs", target_is_directory=True)

    assert load(tmp_path, {"docs/index.md": "# a"})[1] == [("linked-folder", "loop", 1)]


def test_private_data_can_lie_elsewhere(tmp_path: Path) -> None:
    """`data` replaces docs/_data."""
    site, private = tmp_path / "site", tmp_path / "private"
    load(site, {"docs/_data/contacts.yml": "- {id: a, title: 甲, phone: '1111'}\n"})
    private.mkdir()
    (private / "contacts.yml").write_text("- {id: a, title: 甲, phone: 01012345}\n", encoding="utf-8")
    handbook = loader.load(site, diagnostics=Diagnostics(site), data=private)

    assert handbook.contacts["a"].phone == "01012345"


def test_a_new_data_list_is_one_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that says its plural is read from its file, told apart by id, resolved, and counted as sample data."""

    @dataclass(frozen=True, kw_only=True)
    class Printer(model.Record):
        plural: ClassVar[str] = "printers"

        id: str = model.attribute("印表機編號。", form="id")
        keeper: str = model.attribute("保管的崗位。", "", refers="role")
        sample: bool = model.attribute("示例資料。", False)

    monkeypatch.setitem(cast("dict[str, type[model.Record]]", organisation.LISTS), Printer.plural, Printer)
    listed = "- {id: hall, keeper: dirver}\n- {id: hall, keeper: driver}\n- {id: yard, sample: true}\n"
    handbook, found = load(tmp_path, {"docs/driver.md": ROLE, "docs/_data/printers.yml": listed})
    samples = Diagnostics(tmp_path)
    sample_data.check(handbook, samples)

    assert [one.keeper for one in handbook.listed(Printer)] == ["dirver", "driver", ""]
    assert found == [("unknown-role", "printers.yml", 1), ("duplicate-document-id", "printers.yml", 2)]
    assert [(one.code, one.params) for one in samples] == [("sample-data", {"list": "printers", "count": 1})]


def test_a_list_that_completes_a_field_exists() -> None:
    """What `completes:` may say are names of data lists."""
    assert set(get_args(model.DataList)) <= set(organisation.LISTS)


def test_loading_does_not_judge(tmp_path: Path) -> None:
    """What could be read is recorded as wrong by the checks alone: clauses, headings, files beside the templates."""
    rules = "---\nkind: regulation\nid: rules\ntitle: 規定\n---\n一、甲\n三、乙 {#b}\n\n## 丙\n\n## 丙\n"
    handbook, found = load(tmp_path, {"docs/index.md": "# 首頁", "docs/rules.md": rules, "templates/a/form.yml": ""})
    judged = Diagnostics(tmp_path)
    check_handbook(handbook, judged)

    assert found == []
    assert sorted(one.code for one in judged) == [
        "ambiguous-heading", "ambiguous-heading", "clause-number-gap", "clause-without-id", "template-not-read",
    ]  # fmt: skip


def test_the_json_schema_follows_the_model() -> None:
    """The schema names every key of a template and nests fields in fields."""
    made = binding.schema_of(model.Template)

    assert set(made["required"]) == {"category", "sections"}
    assert made["properties"]["category"]["enum"] == ["plan", "form", "register", "report"]
    assert made["$defs"]["Field"]["properties"]["fields"]["items"] == {"$ref": "#/$defs/Field"}
    json.dumps(made)
