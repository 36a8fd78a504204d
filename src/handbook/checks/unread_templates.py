"""Is there a template that nobody reads? Some editors save template.yml as template.yml.txt.

The same is asked of `_defaults.yml`, which somebody may have called `_default.yml` or `defaults.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.reading import field_groups, folder_defaults

_SHARED = (folder_defaults.DEFAULTS_FILE, field_groups.GROUPS_FILE)  # for all documents of a folder
_SUFFIXES = (".yml", ".yaml", ".txt", ".jinja")  # what the files of a template may have been saved as


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record each file, or folder of files, that looks like one that is read but has another name."""
    for path in _unread(handbook.root / "templates"):
        inside = sorted(path.iterdir()) if path.is_dir() and not path.is_symlink() else [path]
        looks = [one for one in inside if one.is_file() and one.suffix in _SUFFIXES and one.name not in _SHARED]
        if looks:
            best = next((one for one in looks if one.name.startswith("template")), looks[0])
            diagnostics.error("template-not-read", Span(best), file=best.name)
    for folder, kinds in (("templates", _SHARED), ("docs", _SHARED[:1])):
        for path in sorted((handbook.root / folder).rglob("*.*")):
            meant = next((name for name in kinds if path.name != name and _slip(name).fullmatch(path.name)), "")
            if meant:
                diagnostics.error("shared-file-name", Span(path), suggestion=meant, file=path.name)
    for path in sorted((handbook.root / "docs/_data").rglob(folder_defaults.DEFAULTS_FILE)):
        diagnostics.error("defaults-of-list", Span(path))


def _slip(name: str) -> re.Pattern[str]:
    """What `_defaults.yml` may have been called: `_default.yml`, `Defaults.yml`, `_defaults.yml.txt`."""
    return re.compile(rf"_?{name[1:].removesuffix('s.yml')}s?\.ya?ml(\.txt)?", re.IGNORECASE)


def _unread(folder: Path) -> Iterator[Path]:
    """What lies in the folder of templates and holds none."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        known = path.name in ("checklists", "rule-packs") or path.name.startswith((".", "_"))
        if not known and not (path.is_dir() and any(path.rglob("template.yml"))):
            yield path
