"""Does every file of the handbook get an address of its own, on every computer?"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path, PurePosixPath

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.pages.published_files import published_files

START_PAGE = "index.md"
NAME_BYTES = 240  # file systems take 255, and a page's name grows when it becomes .html
# Windows keeps these names for devices, with any ending; and it drops dots and spaces at the end of a name.
_DEVICES = re.compile(r"(?i)(?:^|/)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.[^/]*)?(?:/|$)")
_BAD_END = re.compile(r"[. ](?:/|$)")
_NOT_EVERYWHERE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')  # Windows has no such names


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record bad names, files that would overwrite each other, and what may not be published."""
    docs = handbook.root / "docs"
    if START_PAGE not in handbook.pages and not os.path.lexists(docs / START_PAGE):
        diagnostics.error("missing-start-page", Span(docs / START_PAGE))
    for record in (*handbook.templates.values(), *handbook.checklists.values(), *handbook.flows.values()):
        if _DEVICES.search(record.id):  # a page is named after it
            diagnostics.error("file-name", record.origin.at("id"), name=record.id)
    seen: dict[str, str] = {}
    made = {"404.html", "search.html", *(template.url for template in handbook.templates.values())}
    for path, url in _addresses(handbook, docs):
        span = Span(docs / path)
        name = os.fsencode(PurePosixPath(path).name)
        bad = any(pattern.search(path) for pattern in (_NOT_EVERYWHERE, _DEVICES, _BAD_END))
        if bad or len(name) > NAME_BYTES or not _is_unicode(path):
            shown = name.decode("utf-8", errors="replace")
            diagnostics.error("file-name", span, name=shown[:80])
            continue
        if url in made:
            diagnostics.error("reserved-page", span, url=url)
        if PurePosixPath(path).name == "README.md":
            diagnostics.error("start-page-name", span)
        key = unicodedata.normalize("NFC", url).casefold()
        if key in seen:
            diagnostics.error("duplicate-address", span, path=seen[key])
        seen.setdefault(key, f"docs/{path}")


def _addresses(handbook: Handbook, docs: Path) -> list[tuple[str, str]]:
    """(path below docs/, address) of everything that is published from there."""
    found = [(page.path, page.url) for page in handbook.pages.values()]
    return found + [(path, path) for path in published_files(docs)]


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
