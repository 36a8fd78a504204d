"""The sections of a site: those of the package, changed and extended by the site's own list.

An entry of the site's list with the id of a section changes it key by key; any other is a new section. What stands
behind another in the site's list stands behind it on the site: `[vehicles, union]` puts the union behind the vehicles,
`[union]` alone puts it at the end. A kind of page that the site gives a section leaves the package's.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.reading.merged_nodes import id_of, items_in, laid_over, with_entries
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode


def merged(usual: Sequence[YamlNode], own: Sequence[YamlNode]) -> list[YamlNode]:
    """The sections as nodes. usual: those of the package; own: those of the site."""
    mine = [_as_mapping(node) for node in own]
    taken = {kind.value for node in mine if isinstance(node, MapNode) for kind in _kinds(node)}
    found = [_without_kinds(node, taken) for node in usual]
    before: YamlNode | None = None
    named: set[str] = set()
    for node in mine:
        id = "" if id_of(node) in named else id_of(node)  # named twice: both stay, and the fault is recorded
        named.add(id)
        at = next((at for at, one in enumerate(found) if id and id_of(one) == id), None)
        known = found[at] if at is not None else None
        entry: YamlNode = laid_over(known, node) if isinstance(known, MapNode) and isinstance(node, MapNode) else node
        if at is not None and before is None:
            found[at] = entry
        else:
            if at is not None:
                del found[at]
            behind = len(found) if before is None else found.index(before) + 1
            found.insert(behind, entry)
        before = entry
    return found


def _as_mapping(node: YamlNode) -> YamlNode:
    """A section named by its id alone, as a mapping."""
    return MapNode({"id": node}, {"id": node.span}, node.span) if isinstance(node, TextNode) else node


def _kinds(node: MapNode) -> list[TextNode]:
    return [one for one in items_in(node, "kinds") if isinstance(one, TextNode)]


def _without_kinds(node: YamlNode, taken: set[str]) -> YamlNode:
    kinds = node.entries.get("kinds") if isinstance(node, MapNode) else None
    if not isinstance(node, MapNode) or not isinstance(kinds, ListNode):
        return node
    left = tuple(one for one in _kinds(node) if one.value not in taken)
    return with_entries(node, {**node.entries, "kinds": ListNode(left, kinds.span)})
