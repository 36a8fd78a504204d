"""Is what the rules say written well? All checks of that, a line each, less findings that a remark suppresses."""

from __future__ import annotations

from datetime import date

from handbook.checks import missing_superiors, review_dates
from handbook.checks.wording import (
    abbreviations,
    approvers,
    attachments,
    cited_numbers,
    duplicate_clauses,
    labels,
    numbering,
    pictures,
    signatures,
    steps_without_actor,
    suppressions,
    term_forms,
    thresholds,
    vague_words,
)
from handbook.checks.wording.passages import all_passages
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics, today: date | None) -> None:
    """Record the findings that no remark suppresses, and the remarks that suppress nothing.

    today: the day from which overdue reviews are counted; None looks for none.
    """
    found = Diagnostics(handbook.root)
    passages = all_passages(handbook)
    abbreviations.check(handbook, passages, found)
    approvers.check(handbook, found)
    attachments.check(handbook, passages, found)
    cited_numbers.check(handbook, passages, found)
    duplicate_clauses.check(handbook, found)
    labels.check(passages, found)
    missing_superiors.check(handbook, found)
    numbering.check(handbook, found)
    pictures.check(handbook, found)
    review_dates.check(handbook, found, today)
    signatures.check(passages, found)
    steps_without_actor.check(handbook, found)
    term_forms.check(handbook, passages, found)
    thresholds.check(handbook, passages, found)
    vague_words.check(handbook, passages, found)
    suppressions.settle(passages, found, diagnostics, judged_days=today is not None)
