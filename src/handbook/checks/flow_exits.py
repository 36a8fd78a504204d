"""Does every exit of a flow, 「情況變了」, lead to one place that exists, and every entrance?"""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.flow import Exit, Flow
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record exits that lead nowhere, to several places, to the flow they leave, or to what does not exist."""
    for flow in handbook.flows.values():
        for one in (*flow.exits, *(one for node in flow.nodes for one in node.exits)):
            _check_exit(one, flow, handbook, diagnostics)
        nodes = {node.id for node in flow.nodes}
        for entrance in flow.entrances:
            if entrance.node not in nodes:
                suggestion = closest(entrance.node, nodes)
                diagnostics.error("unknown-node", entrance.origin.at("node"), name=entrance.node, suggestion=suggestion)


def _check_exit(one: Exit, flow: Flow, handbook: Handbook, diagnostics: Diagnostics) -> None:
    if sum(map(bool, (one.flow, one.node, one.see))) != 1:
        diagnostics.error("exit-not-one", one.origin.at("when"))
    if one.flow == flow.id:
        diagnostics.error("exit-to-itself", one.origin.at("flow"), id=flow.id)
    elif one.flow and one.flow not in handbook.flows:
        suggestion = closest(one.flow, handbook.flows)
        diagnostics.error("unknown-flow", one.origin.at("flow"), name=one.flow, suggestion=suggestion)
    nodes = {node.id for node in flow.nodes}
    if one.node and one.node not in nodes:
        diagnostics.error("unknown-node", one.origin.at("node"), name=one.node, suggestion=closest(one.node, nodes))
