"""A template that is part of another takes sections of it: `part_of: reception-plan`, `sections: [block-materials]`.

An item of `sections:` is the id of a section of the other template, or a section that changes one of it key by key, or
a section of its own. With the sections come the rules and calendar entries of the other template that are about their
fields and name nothing that this template does not have. All this is done with nodes, before the template is bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.reading.field_groups import FieldGroups
from handbook.reading.merged_nodes import id_of, items_in, merged_by_id, text_in, with_entries
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode

_SAID = frozenset({"id", "message", "fix", "cite", "sources", "severity", "effective", "inventory", "prefix"})
_EXPRESSIONS = frozenset({"rule"})
_VALUES = frozenset({"in", "is", "words", "unless"})  # of kinds of rules: values, and no names of fields
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(r"(\.\s*)?\b([A-Za-z_]\w*)")

#: how a name stands: "alone" in an expression; "bare" in another key; "" behind a dot or in quotes
Standing = Literal["alone", "bare", ""]
Lists = Mapping[str, frozenset[str]]  # fields by id, each with the ids of its columns


def written_out(
    template: YamlNode | None,
    groups: FieldGroups,
    lender: Callable[[str], MapNode | None],
    within: Collection[str],
    diagnostics: Diagnostics,
) -> YamlNode | None:
    """A template's node with the fields of all its sections, and with what comes from the template it is part of.

    groups: those that its sections use. lender: the node of the template with an id, written out; None when there is
    none. within: the templates that are being written out: this one, and those that are part of it.
    """
    sections = template.entries.get("sections") if isinstance(template, MapNode) else None
    if not isinstance(template, MapNode) or not isinstance(sections, ListNode):
        return template
    other = text_in(template, "part_of")
    if other in within:
        diagnostics.error("part-of-circle", template.entries["part_of"].span, name=other)
    whole = lender(other) if other and other not in within else None
    lent = {id_of(one): one for one in items_in(whole, "sections") if isinstance(one, MapNode)}
    found: list[YamlNode] = []
    taken: set[str] = set()  # fields
    for item in sections.items:
        id = item.value.strip() if isinstance(item, TextNode) else id_of(item)
        if isinstance(item, MapNode):
            found.append(groups.section(item, lent.get(id)))
            taken |= set(map(id_of, items_in(lent.get(id), "fields")))
        elif isinstance(item, ListNode):
            found.append(item)  # the binding records what it is not
        elif id in lent:
            found.append(groups.section(MapNode({"id": item}, {"id": item.span}, item.span), lent[id]))
            taken |= set(map(id_of, items_in(lent[id], "fields")))
        elif whole is not None:
            diagnostics.error("unknown-part", item.span, suggestion=closest(id, lent), name=id, template=other)
        elif not other:
            diagnostics.error("part-of-nothing", item.span, name=id)
    entries = {**template.entries, "sections": ListNode(tuple(found), sections.span)}
    template = with_entries(template, entries)
    return _with_rules(template, whole, taken) if whole else template


def _with_rules(template: MapNode, whole: MapNode, taken: set[str]) -> MapNode:
    """The template with the rules and calendar entries of `whole` that are about the fields taken from it."""
    all_fields, fields = _lists_in(whole), _lists_in(template)
    entries = dict(template.entries)
    rules = [one for one in items_in(whole, "rules") if _comes_along(one, taken, all_fields, fields)]
    if rules:
        own = entries.get("rules")
        span = own.span if own else template.span
        entries["rules"] = ListNode(merged_by_id(rules, items_in(template, "rules")), span)
    calendar = [one for one in items_in(whole, "calendar") if _comes_along(one, taken, all_fields, fields)]
    if calendar and "calendar" not in entries:
        entries["calendar"] = ListNode(tuple(calendar), template.span)
    return with_entries(template, entries)


def _lists_in(template: MapNode) -> Lists:
    fields = [field for section in items_in(template, "sections") for field in items_in(section, "fields")]
    return {id_of(field): frozenset(map(id_of, items_in(field, "fields"))) for field in fields}


def _comes_along(node: YamlNode, taken: set[str], whole: Lists, part: Lists) -> bool:
    """Whether a rule or calendar entry names a field that was taken, and no field or column that `part` does not have.

    A text in an expression may name a column: one that is a column of a list named beside it counts as such.
    """
    if not isinstance(node, MapNode):
        return False
    row = text_in(node, "each") or text_in(node, "rows")
    names = list(_names(node))
    own = whole.get(row, frozenset())  # columns; only an expression names them with "row." before them
    fields = {row} & whole.keys()
    fields |= {name for name, stands in names if name in whole and (stands == "alone" or (stands and name not in own))}
    if not fields & taken or not fields <= part.keys():
        return False
    columns = {(id, name) for id in fields for name, _ in names if name in whole[id]}
    return all(name in part[id] for id, name in columns)


def _names(node: MapNode) -> Iterator[tuple[str, Standing]]:
    """Every name in a rule or calendar entry, and how it stands there."""
    for key, value in node.entries.items():
        if key in _SAID:
            continue
        for text in _texts(value):
            quoted = _QUOTED.findall(text) if key in _EXPRESSIONS else []
            bare = _QUOTED.sub(" ", text) if key in _EXPRESSIONS else text
            alone: Standing = "alone" if key in _EXPRESSIONS else "bare"
            yield from ((found[2], "" if found[1] else alone) for found in _NAME.finditer(bare))
            yield from ((name[1:-1], "") for name in quoted)


def _texts(node: YamlNode) -> Iterator[str]:
    """Every text in a node that may name a field; keys of mappings do not."""
    if isinstance(node, TextNode):
        yield node.value
    else:
        entries = node.entries.items() if isinstance(node, MapNode) else (("", item) for item in node.items)
        for key, inner in entries:
            if key not in _VALUES:
                yield from _texts(inner)
