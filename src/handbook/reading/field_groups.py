"""Groups of fields, `templates/_groups.yml`, and the sections and lists that use them.

A section that says `use: approval` has the fields of that group, then its own; an own field with the id of one of the
group's changes it key by key, where it stands. A section with `columns:` is one list. Both are written out here, as
nodes, before a template is bound: what follows knows fields alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.template import FieldGroup
from handbook.reading import binding
from handbook.reading.merged_nodes import id_of, items_in, merged_by_id, texts_in, with_entries
from handbook.reading.record_files import RecordFiles
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode

GROUPS_FILE = "_groups.yml"
_HEADING = ("title", "help", "cite")  # what a section takes from its first group
_OF_LIST = ("use", "without", "lines", "min", "max", "required")  # what beside `columns:` is said of the list


class FieldGroups:
    """The groups of one folder of templates. Their faults are recorded when they are read, used or not."""

    def __init__(self, path: Path, files: RecordFiles) -> None:
        self._diagnostics: Diagnostics = files.diagnostics
        file = files.parse(path) if path.exists() else None
        self._known = self._groups(file.node) if file and file.node else {}
        for id, group in self._known.items():
            fields = self._fields(items_in(group, "fields"), (id,))
            written = with_entries(group, {**group.entries, "fields": ListNode(fields, group.span)})
            binding.bind(FieldGroup, written if fields else group, self._diagnostics, group.span)

    def _groups(self, node: YamlNode) -> Mapping[str, MapNode]:
        if not isinstance(node, MapNode):
            self._diagnostics.error("wrong-type", node.span, expected=Phrase("value-map"), key=GROUPS_FILE)
            return {}
        pattern, example = binding.FORMS["id"]
        found: dict[str, MapNode] = {}
        for id, group in node.entries.items():
            if not pattern.fullmatch(id):
                self._diagnostics.error("bad-id", node.keys[id], key=GROUPS_FILE, value=id, example=example)
            if isinstance(group, MapNode):
                found[id] = group
            else:
                self._diagnostics.error("wrong-type", group.span, expected=Phrase("value-map"), key=id)
        return found

    def section(self, section: MapNode, base: MapNode | None = None) -> MapNode:
        """A section's node with its fields.

        base: the section of another template that this one is laid over; its fields come before those of groups.
        """
        used = self._used(section, ())
        entries: dict[str, YamlNode] = {}
        for lender in [*(group for _, group in used[:1]), *([base] if base else ())]:
            entries |= {key: value for key, value in lender.entries.items() if key in _HEADING}
        entries |= section.entries
        if "columns" in entries:
            return with_entries(section, self._as_list(section, entries))
        return self._with_groups(with_entries(section, entries), (), items_in(base, "fields") if base else ())

    def _as_list(self, section: MapNode, entries: dict[str, YamlNode]) -> dict[str, YamlNode]:
        """The entries of a section that is one list: `columns:` and what is said of the list become its one field."""
        columns = entries["columns"]
        if "fields" in section.keys:
            self._diagnostics.error("fields-beside-columns", section.keys["fields"])
        field: dict[str, YamlNode] = {"type": TextNode("rows", columns.span)}
        id, title = entries.get("id"), entries.get("title")
        if isinstance(id, TextNode):
            field["id"] = dataclasses.replace(id, value=id.value.strip().replace("-", "_"))
        if title is not None:
            field["label"] = title
        field |= {key: entries[key] for key in _OF_LIST if key in entries} | {"fields": columns}
        rows = self._field(MapNode(field, {key: value.span for key, value in field.items()}, columns.span), ())
        rest = {key: value for key, value in entries.items() if key not in (*_OF_LIST, "columns")}
        return {**rest, "fields": ListNode((rows,), columns.span)}

    def _fields(self, fields: Sequence[YamlNode], within: tuple[str, ...]) -> tuple[YamlNode, ...]:
        return tuple(self._field(one, within) if isinstance(one, MapNode) else one for one in fields)

    def _field(self, field: MapNode, within: tuple[str, ...], base: Sequence[YamlNode] = ()) -> MapNode:
        """A field whose columns, if it is a list, are written out. base: the columns of the field it is laid over."""
        return self._with_groups(field, within, base) if {"use", "without", "fields"} & field.entries.keys() else field

    def _with_groups(self, owner: MapNode, within: tuple[str, ...], base: Sequence[YamlNode] = ()) -> MapNode:
        """A section or list with the fields that it is lent, by `base` and by its groups, and with its own.

        within: the groups that this is written in.
        """
        lent = list(base)
        for name, group in self._used(owner, within):
            lent += [one for one in self._fields(items_in(group, "fields"), (*within, name)) if id_of(one)]
        left_out = {one.value: one for one in texts_in(owner, "without")}
        known = {id_of(one): one for one in lent}
        for id, node in left_out.items():
            if id not in known:
                self._diagnostics.error("without-unknown", node.span, suggestion=closest(id, known), field=id)
        lent = [one for one in lent if id_of(one) not in left_out]
        own = owner.entries.get("fields")
        if own is not None and not isinstance(own, ListNode):
            return owner  # the binding records that it is no list
        if own is None and not lent and not texts_in(owner, "use"):
            return owner
        changed = [
            self._field(one, within, items_in(known.get(id_of(one)), "fields")) if isinstance(one, MapNode) else one
            for one in (own.items if own else ())
        ]
        span = own.span if own else owner.span
        return with_entries(owner, {**owner.entries, "fields": ListNode(merged_by_id(lent, changed), span)})

    def _used(self, owner: MapNode, within: tuple[str, ...]) -> list[tuple[str, MapNode]]:
        """The groups that a section or list uses, by id; what names none, or the group it stands in, is recorded."""
        found = []
        for name in texts_in(owner, "use"):
            if name.value not in self._known:
                near = closest(name.value, self._known)
                self._diagnostics.error("unknown-group", name.span, suggestion=near, name=name.value)
            elif name.value in within:
                self._diagnostics.error("group-circle", name.span, name=name.value)
            else:
                found.append((name.value, self._known[name.value]))
        return found
