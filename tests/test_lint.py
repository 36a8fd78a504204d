"""The code as the tools see it; `./dev lint` runs this file alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support import ROOT, node_environment

TOOLS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy": [sys.executable, "-m", "mypy"],
    "tsc": ["node_modules/.bin/tsc", "--project", "tsconfig.json"],
}


SLOW = {"mypy": pytest.mark.slow}


@pytest.mark.parametrize("tool", [pytest.param(tool, marks=SLOW.get(tool, ())) for tool in TOOLS])
def test_code_is_clean(tool: str) -> None:
    """The tool finds nothing to say."""
    done = subprocess.run(TOOLS[tool], cwd=ROOT, env=node_environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
