"""Checks on the handbook's content that go beyond "is it well formed"."""

from __future__ import annotations

from datetime import date

from handbook import assets
from handbook.checks import addresses, calendar, checklists, dates, links, moved, on_call, placement, samples, templates
from handbook.errors import Diagnostics
from handbook.model import Handbook

__all__ = ["run"]


def run(handbook: Handbook, diagnostics: Diagnostics, today: date | None = None) -> None:
    """Record what an author or owner should look at.

    today: for overdue reviews; None leaves out everything that depends on the day, so that a build
    gives the same result tomorrow.
    """
    addresses.check(handbook, diagnostics)
    for path in assets.files(handbook.root / "docs"):
        assets.check(handbook.root / "docs", path, diagnostics)
    templates.check(handbook, diagnostics)
    checklists.check(handbook, diagnostics, today)
    calendar.check(handbook, diagnostics)
    links.check(handbook, diagnostics)
    moved.check(handbook, diagnostics)
    on_call.check(handbook, diagnostics, today)
    placement.check(handbook, diagnostics)
    samples.check(handbook, diagnostics)
    if today is not None:
        dates.check(handbook, diagnostics, today)
