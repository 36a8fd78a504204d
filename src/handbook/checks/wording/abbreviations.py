"""Is every abbreviation explained: in the list of terms, or in brackets on the page?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.term import Term

_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9_./#\\-])[A-Z]{2,}(?![A-Za-z0-9_-])")
_IN_BRACKETS = re.compile(r"[\u3400-\u9fff]\s*[（(]\s*([A-Z]{2,})\s*[)）]|([A-Z]{2,})\s*[（(][\u3400-\u9fff]")


def check(handbook: Handbook, passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record the first place of each abbreviation in each document; nothing in a handbook without a list of terms."""
    terms = handbook.listed(Term)
    if not terms:
        return
    known = {term.term for term in terms} | {word for term in terms for word in term.avoid}
    explained: dict[int, set[str]] = {}
    unknown: list[tuple[Passage, re.Match[str]]] = []
    for passage in passages:
        for found in _ABBREVIATION.finditer(passage.text):
            if found[0] not in known:
                unknown.append((passage, found))
                names = explained.setdefault(id(passage.document), set())
                names |= {one[1] or one[2] for one in _IN_BRACKETS.finditer(passage.text)}
    said = set()
    for passage, found in unknown:
        key = (id(passage.document), found[0])
        if found[0] not in explained[id(passage.document)] and key not in said:
            said.add(key)
            diagnostics.warning("abbreviation-unexplained", passage.at(found.start(), found[0]), word=found[0])
