"""One mapping laid over another, key by key; lists of mappings laid over each other by id.

Every node keeps its own place. So a fault is recorded in the file that holds it, whatever it was laid over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode


def laid_over(base: MapNode, own: MapNode) -> MapNode:
    """`base` with the keys of `own`."""
    return MapNode(base.entries | own.entries, base.keys | own.keys, own.span)


def merged_by_id(base: Iterable[YamlNode], own: Iterable[YamlNode]) -> tuple[YamlNode, ...]:
    """The items of `base`, each with what an item of `own` with its id says; then the others of `own`."""
    found = list(base)
    places = {id: at for at, item in enumerate(found) if (id := id_of(item))}
    for item in own:
        at = places.pop(id_of(item), None)  # a second item of that id is a fault, and not one more word about the first
        before = found[at] if at is not None else None
        if at is not None and isinstance(before, MapNode) and isinstance(item, MapNode):
            found[at] = laid_over(before, item)
        else:
            found.append(item)
    return tuple(found)


def id_of(node: YamlNode | None) -> str:
    """The id of a mapping, or ""."""
    return text_in(node, "id")


def text_in(node: YamlNode | None, key: str) -> str:
    """The text below a key of a mapping; "" when there is none."""
    value = node.entries.get(key) if isinstance(node, MapNode) else None
    return value.value.strip() if isinstance(value, TextNode) else ""


def texts_in(node: MapNode, key: str) -> Sequence[TextNode]:
    """The texts below a key that holds one text or a list of them."""
    value = node.entries.get(key)
    if isinstance(value, TextNode):
        return [value] if value.value.strip() else []
    return [item for item in value.items if isinstance(item, TextNode)] if isinstance(value, ListNode) else []


def items_in(node: YamlNode | None, key: str) -> Sequence[YamlNode]:
    """The items of the list below a key of a mapping; none when there is no list."""
    value = node.entries.get(key) if isinstance(node, MapNode) else None
    return value.items if isinstance(value, ListNode) else ()


def with_entries(node: MapNode, entries: dict[str, YamlNode]) -> MapNode:
    """The mapping with other entries. A key that it did not have stands where its value stands."""
    keys = {key: node.keys.get(key, value.span) for key, value in entries.items()}
    return MapNode(entries, keys, node.span)
