"""Is a document overdue for review?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.values.periods import add


def check(handbook: Handbook, diagnostics: Diagnostics, today: date | None) -> None:
    """Record controlled documents whose review date has passed. today: None leaves all out."""
    if today is None:
        return
    kinds: list[Iterable[Controlled]] = [
        handbook.pages.values(), handbook.templates.values(), handbook.checklists.values(),
    ]  # fmt: skip
    for document in chain.from_iterable(kinds):
        if document.reviewed and document.review_every and document.status != "superseded":
            due = add(date.fromisoformat(document.reviewed), document.review_every)
            if due < today:
                diagnostics.warning("review-overdue", document.origin.at("reviewed"), due=due.isoformat())
