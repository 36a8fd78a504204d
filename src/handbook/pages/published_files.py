"""Which files beside the pages are published.

Only known kinds are: an office's folder also holds `~$plan.docx`, `duty.md.bak` and `Thumbs.db`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from handbook.reading.record_files import JUNK

PUBLISHED = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".pdf", ".docx", ".xlsx", ".pptx", ".csv", ".ics", ".txt"}
)


def is_published(path: str) -> bool:
    """Whether the file at `path` (below docs/) is copied into the site; what lies above docs/ never is."""
    return not any(JUNK.search(part) for part in path.split("/")) and Path(path).suffix.lower() in PUBLISHED


def published_files(docs: Path) -> Iterator[str]:
    """The files below docs/ that are published beside the pages, in a fixed order."""
    for folder, names, found in os.walk(docs):
        names.sort()
        for name in sorted(found):
            path = (Path(folder) / name).relative_to(docs).as_posix()
            if is_published(path):
                yield path
