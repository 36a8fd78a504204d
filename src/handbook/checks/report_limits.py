"""The report limits of an emergency flow: known severities only, and the graver the event, the sooner the report."""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.flow import Flow


def check(flow: Flow, diagnostics: Diagnostics) -> None:
    """Record unknown and unused severities, limits of nothing and limits that grow with the severity."""
    known = {severity.id: severity for severity in flow.severities}
    chosen: set[str] = set()
    for choice in (choice for node in flow.nodes for choice in node.choices if choice.severity):
        chosen.add(choice.severity)
        if choice.severity not in known:
            place = choice.origin.at("severity")
            suggestion = closest(choice.severity, known)
            diagnostics.error("unknown-severity", place, name=choice.severity, suggestion=suggestion)
    for severity in flow.severities if len(flow.severities) > 1 else ():  # a single one counts always
        if severity.id not in chosen:
            diagnostics.error("severity-never-chosen", severity.origin.at("id"), id=severity.id)
    shortest: dict[tuple[str, str], int] = {}
    for severity in flow.severities:
        for limit in severity.limits:
            key = (limit.report, limit.way)
            if not limit.minutes and "minutes" not in limit.origin.keys:
                continue  # not decided yet: the page says so
            if limit.minutes < 1:
                if limit.origin.at("minutes") not in {one.span for one in diagnostics}:  # "ten" has been said
                    diagnostics.error("limit-of-nothing", limit.origin.at("minutes"), id=severity.id)
                continue
            if limit.minutes > (lower := shortest.get(key, limit.minutes)):
                place = limit.origin.at("minutes")
                diagnostics.error("limit-grows", place, id=severity.id, minutes=limit.minutes, lower=lower)
            shortest[key] = min(limit.minutes, shortest.get(key, limit.minutes))
