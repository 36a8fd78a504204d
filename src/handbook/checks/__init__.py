"""What `handbook check` says about a handbook that could be read: its content, not its form.

Look first at `run` below: each line is one module with one `check`. `prepared_handbook.py` is the one way through
reading, checks and rendering for `handbook check` and for the build.
"""

from __future__ import annotations

from datetime import date

from handbook.checks import (
    addresses,
    assets,
    calendar,
    checklists,
    citable_clauses,
    flow_paths,
    links,
    moved_pages,
    on_call,
    placement,
    report_limits,
    review_dates,
    sample_data,
    synonyms,
    templates,
    unread_templates,
)
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook

__all__ = ["run"]


def run(handbook: Handbook, diagnostics: Diagnostics, today: date | None = None) -> None:
    """Record what an author or owner should look at.

    today: for overdue reviews; None leaves out everything that depends on the day, so that a build
    gives the same result tomorrow.
    """
    addresses.check(handbook, diagnostics)
    citable_clauses.check(handbook, diagnostics)
    synonyms.check(handbook.synonyms, diagnostics)
    for flow in handbook.flows.values():
        flow_paths.check(flow, diagnostics)
        report_limits.check(flow, diagnostics)
    assets.check(handbook, diagnostics)
    templates.check(handbook, diagnostics)
    unread_templates.check(handbook, diagnostics)
    checklists.check(handbook, diagnostics, today)
    calendar.check(handbook, diagnostics)
    links.check(handbook, diagnostics)
    moved_pages.check(handbook, diagnostics)
    on_call.check(handbook, diagnostics, today)
    placement.check(handbook, diagnostics)
    sample_data.check(handbook, diagnostics)
    if today is not None:
        review_dates.check(handbook, diagnostics, today)
