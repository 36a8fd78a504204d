"""Is there a template that nobody reads? Some editors save template.yml as template.yml.txt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook

_SUFFIXES = (".yml", ".yaml", ".txt", ".jinja")  # what the files of a template may have been saved as


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record each file, or folder of files, that looks like a template but is not `<folder>/template.yml`."""
    for path in _unread(handbook.root / "templates"):
        inside = sorted(path.iterdir()) if path.is_dir() and not path.is_symlink() else [path]
        looks = [one for one in inside if one.is_file() and one.suffix in _SUFFIXES]
        if looks:
            best = next((one for one in looks if one.name.startswith("template")), looks[0])
            diagnostics.error("template-not-read", Span(best), file=best.name)


def _unread(folder: Path) -> Iterator[Path]:
    """What lies in the folder of templates and holds none."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        known = path.name in ("checklists", "rule-packs") or path.name.startswith(".")
        if not known and not (path.is_dir() and any(path.rglob("template.yml"))):
            yield path
