"""Does every picture have a text that says what it shows?"""

from __future__ import annotations

import re

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.reading import clauses

_PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\](?=[(\[])")


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record pictures on readers' pages whose text is empty: who cannot see the picture is told nothing."""
    for page in handbook.pages.values():
        if "![" in page.body and handbook.is_for_readers(page):
            for offset, line in clauses.lines_shown(page.body):
                for found in _PICTURE.finditer(clauses.without_code(line)):
                    if not found["text"].strip():
                        place = Span(page.origin.span.path, page.body_line + offset, found.start() + 1, len(found[0]))
                        diagnostics.warning("picture-without-text", place)
