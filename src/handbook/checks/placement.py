"""Is everything that is defined also shown somewhere?"""

from __future__ import annotations

from collections.abc import Mapping

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.base import Record
from handbook.model.handbook import Handbook
from handbook.reading.references import calls


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record procedures, flows and checklists that no page shows."""
    shown = {call for page in handbook.pages.values() for call in calls(page)}
    defined: dict[str, Mapping[str, Record]] = {
        "procedure": handbook.procedures,
        "flow": handbook.flows,
        "checklist": handbook.checklists,
    }
    for name, records in defined.items():
        for id, record in records.items():
            if id and (name, id) not in shown:  # a missing id has been recorded
                diagnostics.warning("never-shown", record.origin.at("id"), id=id, call=name)
