"""Component folders: finding them, and reading what they say about themselves.

A component is a folder `macros/<name>/` with `<name>.html.jinja` (one macro of that name, `-` read as `_`, keyword
parameters) and `<name>.yml` (summary, params, examples). The yml is the contract: the reference, the tests and the
gallery are made from it, and it is checked against the macro.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode, parse_yaml, read_text

SUFFIX = ".html.jinja"
_PARAM_KEYS = ("name", "type", "required", "help", "description")
_EXAMPLE_KEYS = ("name", "params", "hidden", "help")


@dataclass(frozen=True)
class Param:
    """One keyword parameter.

    type: a plain type such as "text", a class of the model or of `pages/views/`, "list of …" or "mapping of …".
    """

    name: str
    type: str
    required: bool
    help: str
    span: Span


@dataclass(frozen=True)
class Example:
    """A call of the component that is shown, tested and checked for accessibility."""

    name: str
    params: Mapping[str, Any]
    hidden: bool  # only a test case, not shown in the gallery
    span: Span


@dataclass(frozen=True)
class Component:
    """A component folder."""

    name: str
    folder: Path
    summary: str
    params: tuple[Param, ...]
    examples: tuple[Example, ...]

    @property
    def macro(self) -> str:
        """The name of its macro: `role_card` for the folder `role-card`."""
        return self.name.replace("-", "_")

    @property
    def template(self) -> str:
        """The name by which Jinja loads its template."""
        return f"{self.name}/{self.name}{SUFFIX}"

    @property
    def description(self) -> Path:
        """Its yml file."""
        return self.folder / f"{self.name}.yml"


def discover(folders: Sequence[Path], diagnostics: Diagnostics) -> dict[str, Component]:
    """All components by name, in order of name. Where two folders have one of a name, the earlier folder wins."""
    found: dict[str, Component] = {}
    for parent in folders:
        if not parent.is_dir():
            continue
        for folder in sorted(parent.iterdir()):
            template = folder / f"{folder.name}{SUFFIX}"
            if folder.name in found or not os.path.lexists(template):
                continue
            if read_text(template, parent, diagnostics) is not None:  # Jinja's loader would check nothing
                found[folder.name] = _read(folder, diagnostics)
    return dict(sorted(found.items()))


def _read(folder: Path, diagnostics: Diagnostics) -> Component:
    """The component in a folder; one that says nothing about itself when its yml cannot be read."""
    path = folder / f"{folder.name}.yml"
    if not os.path.lexists(path):
        diagnostics.error("component-without-description", Span(folder / f"{folder.name}{SUFFIX}"), name=folder.name)
        return Component(folder.name, folder, "", (), ())
    before = len(diagnostics.errors)
    text = read_text(path, folder.parent, diagnostics)
    node = parse_yaml(text, path, diagnostics) if text is not None else None
    if len(diagnostics.errors) > before:
        return Component(folder.name, folder, "", (), ())
    if not isinstance(node, MapNode):
        diagnostics.error("component-description", Span(path), name=folder.name)
        return Component(folder.name, folder, "", (), ())
    _unknown_keys(node, ("summary", "params", "examples"), diagnostics)
    params = tuple(
        Param(
            str(plain.get("name", "")),
            str(plain.get("type", "text")),
            plain.get("required") == "true",
            str(plain.get("help") or plain.get("description") or ""),
            node.span,
        )
        for node, plain in _maps("params", node, _PARAM_KEYS, diagnostics)
    )
    types_by_name = {param.name: param.type for param in params}
    examples = []
    for entry, plain in _maps("examples", node, _EXAMPLE_KEYS, diagnostics):
        given = entry.entries.get("params")
        for key, span in given.keys.items() if isinstance(given, MapNode) else ():
            if key not in types_by_name:
                diagnostics.error(
                    "component-example-parameter",
                    dataclasses.replace(span, length=len(key)),
                    suggestion=closest(key, types_by_name),
                    name=folder.name,
                    parameter=key,
                )
        values = plain_data(given) if isinstance(given, MapNode) else {}
        examples.append(Example(str(plain.get("name", "")), values, plain.get("hidden") == "true", entry.span))
    return Component(folder.name, folder, str(plain_data(node).get("summary", "")), params, tuple(examples))


def _maps(
    key: str, parent: MapNode, keys: tuple[str, ...], diagnostics: Diagnostics
) -> Iterator[tuple[MapNode, dict[str, Any]]]:
    """Each mapping of the list below `key`, as a node and as plain data. keys: those that a mapping may have."""
    node = parent.entries.get(key)
    if node is not None and not isinstance(node, ListNode) and plain_data(node):
        diagnostics.error("wrong-type", node.span, expected=Phrase("value-list"), key=key)
    for item in node.items if isinstance(node, ListNode) else ():
        if not isinstance(item, MapNode):
            diagnostics.error("wrong-type", item.span, expected=Phrase("value-map"), key=key)
            continue
        _unknown_keys(item, keys, diagnostics)
        for name, value in item.entries.items():
            if name != "params" and not isinstance(value, TextNode):
                diagnostics.error("wrong-type", value.span, expected=Phrase("value-text"), key=name)
        yield item, plain_data(item)


def _unknown_keys(node: MapNode, keys: tuple[str, ...], diagnostics: Diagnostics) -> None:
    for key, span in node.keys.items():
        if key not in keys:
            diagnostics.error("unknown-key", span, suggestion=closest(key, keys), key=key)


def plain_data(node: YamlNode | None) -> Any:
    """A node as text, lists and dicts, without the places of its parts in the file."""
    if isinstance(node, MapNode):
        return {key: plain_data(value) for key, value in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain_data(item) for item in node.items]
    return node.value if isinstance(node, TextNode) else ""
