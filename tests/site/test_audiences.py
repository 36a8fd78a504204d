"""What a tree may not show is in no byte of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audience_site import BASE, INTERNAL, SIGNS, WHOLE, traces
from support import MadeOnce, fingerprint, run_process, said, write_files


@pytest.fixture(scope="module")
def site(made_once: MadeOnce) -> Path:
    """The trees of the handbook in which something of every kind is withheld; its sources are in the folder above."""

    def make(root: Path) -> None:
        done = run_process("build", cwd=write_files(root, WHOLE))
        assert done.returncode == 0, said(done)

    return made_once("audiences", make) / "site"


def test_each_audience_has_a_tree(site: Path) -> None:
    """Each is a site of its own, and nothing lies beside them."""
    assert sorted(path.name for path in site.iterdir()) == ["internal", "public", "restricted"]
    for tree in site.iterdir():
        assert {"index.html", "404.html", "build-manifest.json"} <= {path.name for path in tree.iterdir()}


def test_everything_is_in_the_tree_of_its_readers(site: Path) -> None:
    """Otherwise the tests below would hold for a reader that finds nothing."""
    for audience, tree in (("restricted", "restricted"), ("internal", "internal"), ("internal", "restricted")):
        found = {one.rpartition(": ")[2] for one in traces(site / tree, audience)}
        assert len(found) == len(SIGNS[audience]) + 1, (tree, audience)


@pytest.mark.parametrize(
    ("tree", "audience"), [("public", "restricted"), ("public", "internal"), ("internal", "restricted")]
)
def test_what_is_withheld_is_in_no_byte(site: Path, tree: str, audience: str) -> None:
    """By title, address, file name, text, number or picture; raw, in base64, deflated, in Word files and archives."""
    assert traces(site / tree, audience) == []


@pytest.mark.parametrize(
    ("tree", "sources"), [("public", BASE), ("internal", {**BASE, **INTERNAL})], ids=["public", "internal"]
)
def test_a_tree_is_as_if_nothing_else_existed(site: Path, tmp_path: Path, tree: str, sources: object) -> None:
    """Every byte equals that of a handbook without the withheld sources: no count, number, name or order tells."""
    root = write_files(tmp_path / "root", dict(sources))  # type: ignore[call-overload]
    done = run_process("build", "--audience", tree, cwd=root)
    assert done.returncode == 0, said(done)

    assert fingerprint(root / "site" / tree) == fingerprint(site / tree)
