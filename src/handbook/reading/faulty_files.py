"""Ids that stand in files with errors. What they name may not have been read: that it is missing is no second fault."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostic, Diagnostics
from handbook.reading.yaml_nodes import MAX_BYTES

_ID = re.compile(r"""(?<![\w-])(?:id|name)["']?\s*[:：]\s*["'“]?([^\s"'”,}]+)""")
_READ_FROM = (".md", ".yml")


def ids_in_faulty_files(diagnostics: Diagnostics) -> set[str]:
    """Every id written in a file of which an error is recorded, and those that its name gives."""
    found: set[str] = set()
    for path in {fault.span.path for fault in diagnostics.errors}:
        found |= {path.stem, path.parent.name} | _ids(path)
    return found


def is_named(fault: Diagnostic, ids: Collection[str]) -> bool:
    """Whether a fault says that one of the ids is not there, or a clause of a page with one of them."""
    name = str(fault.params.get("name", ""))
    return fault.code.startswith("unknown-") and (name in ids or name.partition("#")[0] in ids)


def _ids(path: Path) -> set[str]:
    if path.suffix not in _READ_FROM or path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return set()
    raw = path.read_bytes()
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    return set(_ID.findall(text))
