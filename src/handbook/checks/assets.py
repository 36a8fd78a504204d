"""May the files beside the pages be published: pictures, PDFs, Office files?"""

from __future__ import annotations

import html
import re
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.pages.address_policy import external_addresses
from handbook.pages.published_files import published_files

# Opened directly, an SVG is a document of our own site and its script would run there.
_ACTIVE_SVG = re.compile(
    r"<(\w+:)?(script|foreignObject|set|animate\w*|handler|listener)\b|[\s/\"']on\w+\s*=|<!ENTITY|<\?xml-stylesheet"
    r"|data:text|" + r"\s*".join("javascript:"),
    re.IGNORECASE,
)


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record files outside the project, what is no file, and SVG pictures that run scripts or load from elsewhere."""
    docs = handbook.root / "docs"
    for path in published_files(docs):
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
    for address in external_addresses(text):
        diagnostics.error("external-resource", Span(file), address=address[:80])
