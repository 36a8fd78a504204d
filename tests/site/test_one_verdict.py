"""One verdict: what `handbook check` calls an error stops `handbook build` and `mkdocs build`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, environment, run_handbook

pytestmark = pytest.mark.slow  # whole sites are built or tried

FAULTY = sorted(
    path.parent for path in (ROOT / "tests/sites").glob("*/expected.txt") if path.read_text("utf-8").startswith("1\n")
)


@pytest.mark.parametrize("site", FAULTY, ids=lambda path: path.name)
def test_a_faulty_site_is_not_built(site: Path, tmp_path: Path) -> None:
    """Whatever is wrong with it, nothing is written."""
    done = run_handbook("build", "--site-dir", tmp_path / "out", "--lang", "en", cwd=site)

    assert done.returncode == 1
    assert ": error[" in done.stderr
    assert not (tmp_path / "out").exists()


def test_mkdocs_refuses_a_sample_that_gives_something_else(tmp_path: Path) -> None:
    """A template whose rule was turned round is not published: its samples are checked in a build too."""
    site = ROOT / "tests/sites/wrong-samples"

    mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "out")]
    done = subprocess.run(mkdocs, cwd=site, env=environment(), capture_output=True, text=True, check=False)

    assert "error[sample-findings]" in done.stderr
    assert done.returncode == 1
    assert not (tmp_path / "out").exists()


def test_strict_checks_count_warnings() -> None:
    """`handbook check --strict` fails where `handbook build --strict` would."""
    site = ROOT / "tests/sites/broken-nav"

    assert run_handbook("check", cwd=site).returncode == 0
    assert run_handbook("check", "--strict", cwd=site).returncode == 1
