"""Can every clause be cited for good?"""

from __future__ import annotations

from collections.abc import Iterable

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.page import Clause
from handbook.reading.clauses import NUMBERED_KINDS


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record headings that cannot be told apart; on numbered pages also missing ids, and ids used twice."""
    for page in handbook.pages.values():
        for clause in page.clauses:
            if clause.ambiguous:
                diagnostics.error("ambiguous-heading", clause.span, title=clause.title)
        if page.kind in NUMBERED_KINDS:
            _check_ids(page.clauses, diagnostics)


def _check_ids(clauses: Iterable[Clause], diagnostics: Diagnostics) -> None:
    seen: dict[str, Span] = {}
    for clause in clauses:
        if not clause.id:
            diagnostics.error("clause-without-id", clause.span, number=clause.number)
        elif not clause.ambiguous:
            first = seen.setdefault(clause.id, clause.span)
            if first != clause.span:
                diagnostics.error("duplicate-id", clause.span, id=clause.id, line=first.line)
