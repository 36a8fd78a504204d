"""The words of a clause, for places that hold no markup: a link, a list or a tooltip."""

from __future__ import annotations

import re

from handbook.model.handbook import Handbook
from handbook.model.page import Clause

_REFERENCE = re.compile(
    r"\{\{\s*ref\(\s*[\"']([^\"']+)[\"'](?:\s*,\s*(?:text\s*=\s*)?[\"']([^\"']*)[\"'])?\s*\)\s*\}\}"
)
_CALL = re.compile(r"\{\{[^{}]*\}\}")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")


def clause_words(handbook: Handbook, clause: Clause) -> str:
    """The text of a clause as it is read: a link is its words, a reference is how the clause is cited."""
    if "{{" not in clause.text and "](" not in clause.text:
        return clause.text
    cited = _REFERENCE.sub(lambda found: found[2] or _citation(handbook, found[1]), clause.text)
    return _LINK.sub(r"\1", _CALL.sub("", cited))


def _citation(handbook: Handbook, reference: str) -> str:
    """How a clause or page is cited; "" for what is not there, which is a fault of its own."""
    found = handbook.clause(reference)
    page = found[0] if found else handbook.page_by_id(reference)
    return f"《{page.title}》{found[1].label if found else ''}" if page else ""
