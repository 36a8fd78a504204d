"""Where a command must not write: over a source of the handbook, or over the file that it was given."""

from __future__ import annotations

from pathlib import Path

from handbook.diagnostics.diagnostics import HandbookError
from handbook.diagnostics.messages import message

_SOURCES = ("docs", "templates", "macros")
_SETTINGS = "mkdocs.yml"


def refuse_sources(target: Path | None, root: Path, *given: Path | None) -> None:
    """Raise HandbookError when the file exists and is a source. given: files and folders that the command reads.

    A new file beside the sources is welcome, such as a sample in the folder of its template.
    """
    if target is None or not target.exists():
        return
    place = target.resolve()
    folders = [root / name for name in _SOURCES] + [one.resolve() for one in given if one and one.is_dir()]
    files = [root / _SETTINGS] + [one.resolve() for one in given if one]
    if place in files or any(place.is_relative_to(folder) for folder in folders):
        raise HandbookError(message("output-is-source", file=target))
