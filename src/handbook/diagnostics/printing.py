"""Diagnostics and paths as the commands print them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.diagnostics.messages import preferred_language


def diagnostics_as_json(diagnostics: Diagnostics, root: Path) -> dict[str, Any]:
    """The diagnostics as JSON has them, paths below `root`, sentences in the preferred language."""
    language = preferred_language()
    return {
        "errors": len(diagnostics.errors),
        "warnings": len(diagnostics.warnings),
        "diagnostics": [
            {
                "code": found.code,
                "severity": found.severity,
                "path": shown_path(found.span.path, root),
                "line": found.span.line,
                "column": found.span.column,
                "length": found.span.length,
                "message": found.message(language),
                "help": found.help(language),
                "suggestion": found.suggestion,
            }
            for found in diagnostics
        ],
    }


def shown_path(path: Path, root: Path | None = None) -> str:
    """The path below `root`, or below the present folder."""
    root = (root or Path.cwd()).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
