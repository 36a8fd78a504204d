"""Which files beside the pages are published, and which are refused.

Only known kinds are copied: an office folder also holds `~$plan.docx`, `duty.md.bak` and Thumbs.db.
"""

from __future__ import annotations

import re
from pathlib import Path

from handbook.errors import Diagnostics, Span
from handbook.loader import JUNK

PUBLISHED = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".pdf", ".docx", ".xlsx", ".pptx", ".csv", ".ics", ".txt"}
)
# Opened directly, an SVG is a document of our own site and its script would run there.
_ACTIVE_SVG = re.compile(rb"<script|\son\w+\s*=|javascript:|<foreignObject|<!ENTITY", re.IGNORECASE)


def is_published(path: str) -> bool:
    """Whether the file at `path` (below docs/) is copied into the site."""
    return not any(JUNK.search(part) for part in path.split("/")) and Path(path).suffix.lower() in PUBLISHED


def check(docs: Path, path: str, diagnostics: Diagnostics) -> None:
    """Record why an asset must not be published: an address outside the project, not a file, or an active SVG."""
    file = docs / path
    if not file.resolve().is_relative_to(docs.parent.resolve()):
        diagnostics.error("outside-project", Span(file))
    elif not file.is_file():
        diagnostics.error("not-a-file", Span(file))
    elif file.suffix.lower() == ".svg" and _ACTIVE_SVG.search(file.read_bytes()):
        diagnostics.error("active-svg", Span(file))
