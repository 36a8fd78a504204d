"""Do the data lists still hold samples? They must not be mistaken for real data."""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record, once per list, how many entries are still samples."""
    for name, records in handbook.lists.items():
        places = [record.origin.span for record in records if getattr(record, "sample", False)]
        if places:
            first = min(places)
            diagnostics.warning("sample-data", Span(first.path, first.line, 1), list=name, count=len(places))
