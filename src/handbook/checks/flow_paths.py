"""Can every node of an emergency flow be reached, and does every path end?"""

from __future__ import annotations

from collections.abc import Mapping

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.flow import Flow, Node
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record dead ends, unreachable nodes, endless cycles and decisions without a default."""
    for flow in handbook.flows.values():
        _check_flow(flow, diagnostics)


def _check_flow(flow: Flow, diagnostics: Diagnostics) -> None:
    if not flow.nodes:
        diagnostics.error("flow-empty", flow.origin.span)
        return
    nodes = {node.id: node for node in flow.nodes}
    for node in flow.nodes:
        _check_node(node, nodes, diagnostics)
    ways = {id: _ways_out(node, nodes) for id, node in nodes.items()}
    escapes = [*(one.node for one in flow.exits), *(one.node for one in flow.entrances)]
    reaching = {id: [*ways[id], *escapes, *(one.node for one in node.exits)] for id, node in nodes.items()}
    lost = _check_reached(flow, reaching, diagnostics)
    backwards: dict[str, list[str]] = {id: [] for id in nodes}
    for id, targets in ways.items():
        for target in targets:
            backwards.get(target, []).append(id)
    ending: set[str] = set()
    for node in flow.nodes:
        # A node that leads nowhere, or to no node, is recorded itself; those before it are not endless as well.
        is_recorded = not ways[node.id] or any(target not in nodes for target, _ in _targets(node))
        if node.type == "outcome" or is_recorded:
            ending |= _closure(node.id, backwards)
    for node in flow.nodes:
        if node.id not in ending | lost:
            diagnostics.error("endless-flow", node.origin.at("id"), id=node.id)


def _check_reached(flow: Flow, ways: dict[str, list[str]], diagnostics: Diagnostics) -> set[str]:
    """Record each node that cannot be reached, except what can be reached from it. Returns the ids of all."""
    reached = _closure(flow.nodes[0].id, ways)
    lost = [node for node in flow.nodes if node.id not in reached]
    led_to = {target for node in lost for target in ways[node.id] if target != node.id}
    for node in sorted(lost, key=lambda node: node.id in led_to):  # of a circle of lost nodes, the first
        if node.id not in reached:
            diagnostics.error("unreachable-node", node.origin.at("id"), id=node.id)
            reached |= _closure(node.id, ways)
    return {node.id for node in lost}


def _targets(node: Node) -> list[tuple[str, Span]]:
    """Where a node leads, and where that is written; a decision leads where its choices lead."""
    if node.choices:
        return [(choice.next, choice.origin.at("next")) for choice in node.choices]
    return [(node.next, node.origin.at("next"))] if node.next else []


def _ways_out(node: Node, nodes: Mapping[str, Node]) -> list[str]:
    """Where a node leads. A misspelt id leads to the node that was meant: it must not seem unreachable as well."""
    return [target if target in nodes else closest(target, nodes) or target for target, _ in _targets(node)]


def _check_node(node: Node, nodes: dict[str, Node], diagnostics: Diagnostics) -> None:
    for target, span in _targets(node):
        if target not in nodes:
            diagnostics.error("unknown-node", span, name=target, suggestion=closest(target, nodes))
    if node.type == "decision":
        if len(node.choices) < 2:
            diagnostics.error("decision-without-choices", node.origin.at("id"), id=node.id)
        elif sum(choice.default for choice in node.choices) != 1:
            diagnostics.error("decision-without-default", node.origin.at("id"), id=node.id)
        if node.choices and node.next:
            diagnostics.error("decision-goes-on", node.origin.at("next"), id=node.id)
    elif node.type == "action" and not node.next and not node.choices:
        diagnostics.error("dead-end", node.origin.at("id"), id=node.id)
    elif node.type == "outcome" and _targets(node):
        diagnostics.error("outcome-goes-on", node.origin.at("id"), id=node.id)
    if node.type != "decision" and node.choices:
        diagnostics.error("choices-without-decision", node.origin.at("choices"), id=node.id)


def _closure(start: str, graph: dict[str, list[str]]) -> set[str]:
    """Everything that can be reached from `start`."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        id = waiting.pop()
        if id in seen or id not in graph:
            continue
        seen.add(id)
        waiting.extend(graph[id])
    return seen
