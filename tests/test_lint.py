"""The code as the tools see it; `./dev lint` runs this file alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT

sys.path.insert(0, str(ROOT))
from hatch_build import node_command

TOOLS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy": [sys.executable, "-m", "mypy"],
    "tsc": ["node_modules/.bin/tsc", "--project", "tsconfig.json"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_code_is_clean(tool: str) -> None:
    """The tool finds nothing to say."""
    # tsc starts `node` by name; the machine's own may be missing
    path = os.pathsep.join([str(Path(node_command()[0]).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(TOOLS[tool], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
