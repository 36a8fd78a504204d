"""Do the report limits of a flow follow its severities: the graver the event, the sooner the report?"""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record unknown and unused severities, limits of nothing or that grow, and steps that report what has no limit."""
    for flow in handbook.flows.values():
        _check_severities(flow, diagnostics)
        _check_limits(flow, diagnostics)
        _check_steps(flow, diagnostics)


def _check_severities(flow: Flow, diagnostics: Diagnostics) -> None:
    known = {severity.id: severity for severity in flow.severities}
    chosen: set[str] = set()
    for choice in (choice for node in flow.nodes for choice in node.choices if choice.severity):
        chosen.add(choice.severity)
        if choice.severity not in known:
            place = choice.origin.at("severity")
            suggestion = closest(choice.severity, known)
            diagnostics.error("unknown-severity", place, name=choice.severity, suggestion=suggestion)
    for severity in flow.severities if len(flow.severities) > 1 else ():  # the only severity needs no decision
        if severity.id not in chosen:
            diagnostics.error("severity-never-chosen", severity.origin.at("id"), id=severity.id)


def _check_limits(flow: Flow, diagnostics: Diagnostics) -> None:
    shortest: dict[tuple[str, str], int] = {}
    for severity in flow.severities:
        for limit in severity.limits:
            key = (limit.report, limit.way)
            if not limit.minutes and "minutes" not in limit.origin.keys:
                continue  # the page says that it is not decided yet
            if limit.minutes < 1:
                if limit.origin.at("minutes") not in {
                    one.span for one in diagnostics
                }:  # a text such as "ten" has been recorded
                    diagnostics.error("limit-of-nothing", limit.origin.at("minutes"), id=severity.id)
                continue
            if limit.minutes > (lower := shortest.get(key, limit.minutes)):
                place = limit.origin.at("minutes")
                diagnostics.error("limit-grows", place, id=severity.id, minutes=limit.minutes, lower=lower)
            shortest[key] = min(limit.minutes, shortest.get(key, limit.minutes))


def _check_steps(flow: Flow, diagnostics: Diagnostics) -> None:
    """Record steps that demand or send a report which no severity asks for."""
    asked = {(limit.report, limit.way) for severity in flow.severities for limit in severity.limits}
    kinds = {report for report, _ in asked}
    for node in flow.nodes:
        for index, report in enumerate(node.demands):
            if report not in kinds:
                place = node.origin.keys.get(f"demands[{index}]", node.origin.at("demands"))
                diagnostics.error("report-not-asked", place, report=report)
        for sent in node.sends:
            if sent.report not in kinds or (sent.way and (sent.report, sent.way) not in asked):
                place = sent.origin.at("report" if sent.report not in kinds else "way")
                diagnostics.error("report-not-asked", place, report=" ".join(filter(None, (sent.report, sent.way))))
