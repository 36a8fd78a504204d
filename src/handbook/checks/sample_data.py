"""Sample data must not be mistaken for real data."""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record, once per list, how many entries are still samples."""
    lists = {
        "contacts": handbook.contacts,
        "people": handbook.people,
        "vehicles": handbook.vehicles,
        "rooms": handbook.rooms,
        "hotels": handbook.hotels,
    }
    for name, records in lists.items():
        places = [record.origin.span for record in records.values() if getattr(record, "sample", False)]
        if places:
            first = min(places)
            diagnostics.warning("sample-data", Span(first.path, first.line, 1), list=name, count=len(places))
