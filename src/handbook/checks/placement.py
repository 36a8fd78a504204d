"""Is everything that is defined also shown somewhere?"""

from __future__ import annotations

from handbook.errors import Diagnostics
from handbook.model import Handbook, ProcedurePage


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record procedures and checklists that no page shows, and flow pages without their flow."""
    bodies = {page.id: page.body for page in handbook.pages.values()}
    everything = "\n".join(bodies.values())
    for page in handbook.pages.values():
        if isinstance(page, ProcedurePage):
            for procedure in page.procedures:
                if not _called("procedure", procedure.id, everything):
                    diagnostics.warning("never-shown", procedure.origin.at("id"), id=procedure.id, call="procedure")
    for flow in handbook.flows.values():
        if not _called("flow", flow.id, flow.body):
            diagnostics.warning("never-shown", flow.origin.at("id"), id=flow.id, call="flow")
    for checklist in handbook.checklists.values():
        if not checklist.page:
            diagnostics.warning("never-shown", checklist.origin.at("id"), id=checklist.id, call="checklist")


def _called(name: str, id: str, text: str) -> bool:
    return f'{name}("{id}"' in text or f"{name}('{id}'" in text
