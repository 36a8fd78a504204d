"""Analysis of an emergency flow: can every node be reached, and does every path end?"""

from __future__ import annotations

from handbook.errors import Diagnostics, closest
from handbook.model import Flow, Node


def check(flow: Flow, diagnostics: Diagnostics) -> None:
    """Record dead ends, unreachable nodes, endless cycles and decisions without a default."""
    if not flow.nodes:
        diagnostics.error("flow-empty", flow.origin.span)
        return
    nodes = {node.id: node for node in flow.nodes}
    for node in flow.nodes:
        _check_node(node, nodes, diagnostics)
    reached = _closure(flow.nodes[0].id, {id: _ways_out(node) for id, node in nodes.items()})
    backwards: dict[str, list[str]] = {id: [] for id in nodes}
    for id, node in nodes.items():
        for target in _ways_out(node):
            backwards.get(target, []).append(id)
    ending: set[str] = set()
    for node in flow.nodes:
        if node.type == "outcome":
            ending |= _closure(node.id, backwards)
    for node in flow.nodes:
        if node.id not in reached:
            diagnostics.error("unreachable-node", node.origin.at("id"), id=node.id)
        elif node.id not in ending and _ways_out(node) and all(target in nodes for target in _ways_out(node)):
            diagnostics.error("endless-flow", node.origin.at("id"), id=node.id)


def _ways_out(node: Node) -> list[str]:
    return [choice.next for choice in node.choices] + ([node.next] if node.next else [])


def _check_node(node: Node, nodes: dict[str, Node], diagnostics: Diagnostics) -> None:
    targets = [(node.next, node.origin.at("next"))] if node.next else []
    targets += [(choice.next, choice.origin.at("next")) for choice in node.choices]
    for target, span in targets:
        if target not in nodes:
            diagnostics.error("unknown-node", span, name=target, suggestion=closest(target, nodes))
    if node.type == "decision":
        if len(node.choices) < 2:
            diagnostics.error("decision-without-choices", node.origin.at("id"), id=node.id)
        elif sum(choice.default for choice in node.choices) != 1:
            diagnostics.error("decision-without-default", node.origin.at("id"), id=node.id)
    elif node.type == "action" and not node.next:
        diagnostics.error("dead-end", node.origin.at("id"), id=node.id)
    elif node.type == "outcome" and _ways_out(node):
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
