"""The data lists of a handbook: what stands in docs/_data.

A list is a file, `roles.yml`, or a folder of files, `roles/*.yml`, or both. A file of a folder lists records or is one.
So people who write at the same time need not share a file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

from handbook.diagnostics.messages import Phrase
from handbook.model.base import Record
from handbook.model.organisation import LISTS, Role, SynonymGroup
from handbook.model.site_section import SiteSection
from handbook.reading import resources, site_sections
from handbook.reading.record_files import RecordFiles
from handbook.reading.yaml_nodes import ListNode, MapNode, YamlNode


def read_lists(files: RecordFiles, elsewhere: Path | None) -> Mapping[str, tuple[Record, ...]]:
    """The data lists by name; empty where the handbook has no such file. elsewhere: a folder instead of docs/_data."""
    if elsewhere:
        files = RecordFiles(elsewhere, files.diagnostics)
    folder = elsewhere or files.root / "docs/_data"
    nodes = {name: list(_nodes(files, folder, name)) for name in LISTS}
    if not _has(folder, SynonymGroup.plural):  # until the handbook has a list of its own
        nodes[SynonymGroup.plural] = _usual(files, SynonymGroup.plural)
    name = SiteSection.plural
    if folder.resolve() != resources.usual_list(name).parent:
        nodes[name] = site_sections.merged(_usual(files, name), nodes[name])
    lists = {name: tuple(_records(files, LISTS[name], nodes[name])) for name in LISTS}
    roles = (one for one in lists[Role.plural] if isinstance(one, Role))
    lists[Role.plural] = tuple(dataclasses.replace(role, kind="role") for role in roles)
    return lists


def _has(folder: Path, name: str) -> bool:
    return (folder / f"{name}.yml").exists() or (folder / name).is_dir()


def _usual(files: RecordFiles, name: str) -> list[YamlNode]:
    """The records of the list that comes with the package."""
    folder = resources.usual_list(name).parent
    return list(_nodes(RecordFiles(folder, files.diagnostics), folder, name))


def _nodes(files: RecordFiles, folder: Path, name: str) -> Iterator[YamlNode]:
    """The records of a list as nodes: those of its file, then those of the files in its folder."""
    path = folder / f"{name}.yml"
    if path.exists():
        yield from _listed(files, path, or_one=False)
    for path in files.below(folder / name, ".yml"):
        yield from _listed(files, path, or_one=True)


def _listed(files: RecordFiles, path: Path, *, or_one: bool) -> Iterator[YamlNode]:
    """The records in a file. or_one: it may also hold one record and no list."""
    file = files.parse(path)
    node = file.node if file else None
    if isinstance(node, ListNode):
        yield from node.items
    elif isinstance(node, MapNode) and or_one:
        yield node
    elif node is not None:
        files.diagnostics.error("wrong-type", node.span, expected=Phrase("value-list"), key=path.name)


def _records(files: RecordFiles, kind: type[Record], nodes: list[YamlNode]) -> Iterator[Record]:
    for node in nodes:
        record = files.bind(kind, node, node.span)
        if record is not None:
            yield record
