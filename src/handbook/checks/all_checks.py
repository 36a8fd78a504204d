"""All checks of a handbook's content that need no rendered page and no filled template, a line each."""

from __future__ import annotations

from datetime import date

from handbook.checks import (
    addresses,
    assets,
    audiences,
    calendar,
    changes,
    checklists,
    circles,
    citable_clauses,
    first_steps,
    flow_exits,
    flow_paths,
    links,
    matrices,
    moved_pages,
    on_call,
    page_order,
    placement,
    report_limits,
    sample_data,
    shouted_words,
    site_sections,
    synonyms,
    templates,
    unread_templates,
    unused_sources,
)
from handbook.checks.wording import all_wording
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook


def check_handbook(handbook: Handbook, diagnostics: Diagnostics, today: date | None = None) -> None:
    """Record what an author or owner should look at.

    today: for what is overdue; None leaves out everything that depends on the day, so that a build gives the same
    result tomorrow.
    """
    addresses.check(handbook, diagnostics)
    assets.check(handbook, diagnostics)
    audiences.check(handbook, diagnostics)
    calendar.check(handbook, diagnostics)
    changes.check(handbook, diagnostics)
    checklists.check(handbook, diagnostics, today)
    citable_clauses.check(handbook, diagnostics)
    flow_exits.check(handbook, diagnostics)
    first_steps.check(handbook, diagnostics)
    flow_paths.check(handbook, diagnostics)
    links.check(handbook, diagnostics)
    matrices.check(handbook, diagnostics)
    moved_pages.check(handbook, diagnostics)
    on_call.check(handbook, diagnostics, today)
    page_order.check(handbook, diagnostics)
    placement.check(handbook, diagnostics)
    all_wording.check(handbook, diagnostics, today)
    report_limits.check(handbook, diagnostics)
    sample_data.check(handbook, diagnostics)
    shouted_words.check(handbook, diagnostics)
    site_sections.check(handbook, diagnostics)
    circles.check(handbook, diagnostics)
    synonyms.check(handbook, diagnostics)
    templates.check(handbook, diagnostics)
    unread_templates.check(handbook, diagnostics)
    unused_sources.check(handbook, diagnostics)
