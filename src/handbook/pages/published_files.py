"""Which files beside the pages are published, and which are refused.

Only known kinds are copied: an office folder also holds `~$plan.docx`, `duty.md.bak` and Thumbs.db.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.pages import html_policy
from handbook.reading.record_files import JUNK

PUBLISHED = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".pdf", ".docx", ".xlsx", ".pptx", ".csv", ".ics", ".txt"}
)
# Opened directly, an SVG is a document of our own site and its script would run there.
_ACTIVE_SVG = re.compile(
    r"<(\w+:)?(script|foreignObject|set|animate\w*|handler|listener)\b|[\s/\"']on\w+\s*=|<!ENTITY|<\?xml-stylesheet"
    r"|data:text|" + r"\s*".join("javascript:"),
    re.IGNORECASE,
)


def is_published(path: str) -> bool:
    """Whether the file at `path` (below docs/) is copied into the site; what lies above docs/ never is."""
    return not any(JUNK.search(part) for part in path.split("/")) and Path(path).suffix.lower() in PUBLISHED


def check(docs: Path, path: str, diagnostics: Diagnostics) -> None:
    """Record why an asset must not be published: an address outside the project, not a file, or an active SVG."""
    file = docs / path
    if not file.resolve().is_relative_to(docs.parent.resolve()):
        diagnostics.error("outside-project", Span(file))
    elif not file.is_file():
        diagnostics.error("not-a-file", Span(file))
    elif file.suffix.lower() == ".svg":
        _check_svg(file, diagnostics)


def _check_svg(file: Path, diagnostics: Diagnostics) -> None:
    raw = file.read_bytes()
    text = html.unescape(raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace"))
    found = _ACTIVE_SVG.search(text)
    if found or "\0" in text:
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        diagnostics.error("active-svg", Span(file, line))
    for address in html_policy.external_addresses(text):
        diagnostics.error("external-resource", Span(file), address=address[:80])


def files(docs: Path) -> Iterator[str]:
    """The files below docs/ that are published beside the pages, in a fixed order."""
    for folder, names, found in os.walk(docs):
        names.sort()
        for name in sorted(found):
            path = (Path(folder) / name).relative_to(docs).as_posix()
            if is_published(path):
                yield path
