"""The benchmark's handbook is what the figures say it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import random_handbook
from support import MINIMAL_CONFIG, ROOT, run_handbook, said


def test_pages_are_of_the_stated_size(tmp_path: Path) -> None:
    """A page has about 7 kB and 2,000 Chinese characters, and the handbook is free of faults."""
    size = random_handbook.write(tmp_path / "docs", 60)
    (tmp_path / "mkdocs.yml").write_text(MINIMAL_CONFIG, encoding="utf-8")
    text = (tmp_path / "docs" / random_handbook.place(51)).read_text(encoding="utf-8")

    assert 6_000 < size / 60 < 9_000
    assert 1_600 < len(re.findall(r"[\u4e00-\u9fff]", text)) < 2_600
    assert text.count("\n## ") == 6
    done = run_handbook("check", cwd=tmp_path)
    assert done.returncode == 0, said(done)


@pytest.mark.bench
def test_the_comparison_runs() -> None:
    """The comparison prints its table."""
    command = [sys.executable, "tests/bench/build_speed.py", "--pages", "20", "--runs", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert "| handbook" in done.stdout
