"""The rooms of the code, and who uses whom, read off the imports of both sides."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping
from pathlib import Path

from support import ROOT

PACKAGE = ROOT / "src/handbook"
BROWSER = ROOT / "src/browser"
MACROS = ROOT / "macros"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted([*BROWSER.rglob("*.js"), *MACROS.rglob("*.js")])

# The rooms of each side, in the order in which they are built: a room uses only rooms before it.
ROOMS = (
    "diagnostics", "model", "values", "reading", "rules", "documents", "log", "pages", "search", "checks", "site",
    "commands",
)  # fmt: skip
BROWSER_ROOMS = ("values", "rules", "documents", "log", "search", "storage", "offline", "elements", "bundles")

Edges = Mapping[str, set[str]]


def module_name(path: Path) -> str:
    """The module's name below the package: `documents.word.styles`; the package itself is empty."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path: Path) -> set[str]:
    """Every module a file imports, by full name; late in a function, or for a type checker alone, counts as well."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write absolute imports"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def own_modules(path: Path) -> set[str]:
    """The modules of our package that a file imports, below the package."""
    names = {module_name(module) for module in MODULES} - {""}
    below = {name.removeprefix("handbook.") for name in imports(path) if name.startswith("handbook.")}
    return below & names


def used_scripts(path: Path) -> set[str]:
    """The scripts a script imports, types named in comments included, by their paths from the top."""
    named = re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""", path.read_text(encoding="utf-8"))
    return {os.path.relpath(path.parent / name, ROOT) for name in named}


def python_edges() -> Edges:
    """Which module uses which; a room's own `__init__.py` stands for the room."""
    return {name: own_modules(path) - {name} for path in MODULES if (name := module_name(path))}


def script_edges() -> Edges:
    """Which script uses which."""
    return {path.relative_to(ROOT).as_posix(): used_scripts(path) for path in SCRIPTS}
