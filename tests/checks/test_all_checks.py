"""The checks as a whole."""

from __future__ import annotations

import ast

from support import ROOT

FOLDER = ROOT / "src/handbook/checks"
PLACES = (
    FOLDER / "all_checks.py",
    FOLDER / "wording/all_wording.py",
    FOLDER / "all_samples.py",
    ROOT / "src/handbook/site/build.py",
)  # where checks are run


def test_every_check_is_run_and_asks_a_question() -> None:
    """A module with a `check` is called by `handbook check`; its first line says which question it answers."""
    runs = "".join(path.read_text(encoding="utf-8") for path in PLACES)
    wrong = []
    for path in FOLDER.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "check" for node in tree.body):
            first = (ast.get_docstring(tree) or "").split("\n")[0]
            wrong += [] if "?" in first else [f"{path.stem}: no question"]
            wrong += [] if f" {path.stem}.check(" in runs else [f"{path.stem}: never run"]

    assert wrong == []
