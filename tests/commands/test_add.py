"""`handbook add` writes documents that are right as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.commands import add
from handbook.site import build
from support import MINIMAL_CONFIG, run_handbook, said, write_files


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """What `handbook new` writes."""
    run_handbook("new", tmp_path / "site")
    return tmp_path / "site"


def test_every_kind_is_written_and_passes_the_check(site: Path) -> None:
    """All kinds in one handbook: nothing to mend but the sample data, and a checklist that no page shows yet."""
    for kind in add.EXAMPLES:
        done = run_handbook("add", kind, f"my-{kind}", "--title", f"我的{kind}", "--root", site)
        assert done.returncode == 0, said(done)
    found = build.check(site)

    assert {one.code for one in found} <= {"sample-data", "never-shown", "cards-without-address"}, found.render("en")
    listed = run_handbook("list", "--root", site).stdout
    assert all(f"my-{kind}\t我的{kind}" in listed for kind in add.EXAMPLES)


def test_the_smallest_register_is_one_short_file(site: Path) -> None:
    """At most twenty lines, its sample among them."""
    run_handbook("add", "register", "key-register", "--root", site)
    folder = site / "templates/key-register"

    assert [path.name for path in folder.iterdir()] == ["template.yml"]
    assert len((folder / "template.yml").read_text("utf-8").splitlines()) <= 20


def test_a_first_post_needs_no_other(tmp_path: Path) -> None:
    """In an empty handbook a post can be added, and says which comes first for the others."""
    root = write_files(tmp_path, {"mkdocs.yml": MINIMAL_CONFIG, "docs/index.md": "# 首頁\n"})
    refused = run_handbook("add", "procedure", "visits", "--root", root, "--lang", "en")
    assert refused.returncode == 1
    assert "handbook add role" in refused.stderr
    assert run_handbook("add", "role", "clerk", "--root", root).returncode == 0
    assert run_handbook("add", "procedure", "visits", "--root", root).returncode == 0
    refused = run_handbook("add", "flow", "fire", "--root", root, "--lang", "en")
    assert "contacts.yml" in refused.stderr

    assert build.check(root).errors == []


@pytest.mark.parametrize("id", ["office-clerk", "Fire Drill", "../up"])
def test_a_taken_or_impossible_id_is_refused(site: Path, id: str) -> None:
    """Nothing is written over, and nothing outside the folder."""
    before = sorted(site.parent.rglob("*"))
    done = run_handbook("add", "role", id, "--root", site)

    assert done.returncode == 2
    assert sorted(site.parent.rglob("*")) == before
