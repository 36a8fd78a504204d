"""What a folder says once for all documents in it: `_defaults.yml`.

A document that does not say `owner:` has the one of `_defaults.yml` in its folder, else that of the nearest folder
above. The nodes are added before the document is bound, with their own places: a fault of a default is recorded where
the default stands, once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from handbook.diagnostics.diagnostics import Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.base import Record
from handbook.reading import binding
from handbook.reading.binding import Attribute, attributes_of
from handbook.reading.record_files import RecordFiles
from handbook.reading.yaml_nodes import MapNode, TextNode, YamlNode

DEFAULTS_FILE = "_defaults.yml"

Kinds = Collection[type[Record]]


def shareable(kinds: Kinds) -> dict[str, Attribute]:
    """The keys that a `_defaults.yml` for documents of these kinds may have.

    Left out is what says something of one document alone, such as `id`, and what is made of records, such as `rules`.
    """
    found: dict[str, Attribute] = {}
    for kind in kinds:
        for key, attribute in attributes_of(kind).items():
            if not attribute.own and not binding.is_made_of_records(attribute.type):
                found.setdefault(key, attribute)
    return found


class FolderDefaults:
    """The defaults of one folder of documents and of the folders below it.

    folder: templates/ or docs/. kinds_in: what the documents in and below a folder are. files: by which they are read.
    The faults of all files are recorded at once, also of a folder that holds no document.
    """

    def __init__(self, folder: Path, kinds_in: Callable[[Path], Kinds], files: RecordFiles) -> None:
        self._folder = folder
        self._kinds_in = kinds_in
        self._files = files
        paths = sorted(folder.rglob(DEFAULTS_FILE)) if folder.is_dir() else ()
        self._said = {path.parent: node for path in paths if (node := self._read(path))}

    def completed(self, kind: type[Record], node: YamlNode | None, path: Path) -> YamlNode | None:
        """The node of the document `path` with what its folders say of keys that a record of `kind` has."""
        if node is not None and not isinstance(node, MapNode):
            return node
        known = attributes_of(kind)
        given = {key: one for key, one in self._given(path.parent).items() if key in known}
        if not given:
            return node
        own = node or MapNode({}, {}, Span(path))
        entries = own.entries | {key: value for key, (value, _) in given.items() if key not in own.entries}
        keys = own.keys | {key: span for key, (_, span) in given.items() if key not in own.entries}
        return MapNode(entries, keys, own.span)

    def _given(self, folder: Path) -> Mapping[str, tuple[YamlNode, Span]]:
        """What holds in a folder: key -> value and the key's place."""
        found: dict[str, tuple[YamlNode, Span]] = {}
        for place in (folder, *folder.parents):
            if node := self._said.get(place):
                found = {key: (value, node.keys[key]) for key, value in node.entries.items()} | found
            if place == self._folder:
                break
        return found

    def texts(self, key: str) -> dict[str, str]:
        """What the folders say of a key that is one text, by the folder's path below the first; "" is the first."""
        found = {}
        for place, node in self._said.items():
            if isinstance(value := node.entries.get(key), TextNode):
                path = place.relative_to(self._folder).as_posix()
                found["" if path == "." else path] = value.value.strip()
        return found

    def _read(self, path: Path) -> MapNode | None:
        file = self._files.parse(path)
        if file is None or file.node is None:
            return None
        diagnostics = self._files.diagnostics
        if not isinstance(file.node, MapNode):
            diagnostics.error("wrong-type", file.node.span, expected=Phrase("value-map"), key=path.name)
            return None
        kinds = self._kinds_in(path.parent)
        allowed = shareable(kinds)
        entries: dict[str, YamlNode] = {}
        for key, value in file.node.entries.items():
            place = file.node.keys[key]
            if key in allowed:
                binding.value_of(allowed[key], value, diagnostics)
                entries[key] = value
            elif any(key in attributes_of(kind) for kind in kinds):
                diagnostics.error("default-not-shared", place, key=key)
            else:
                diagnostics.error("unknown-key", place, key=key, suggestion=closest(key, allowed))
        return MapNode(entries, file.node.keys, file.node.span)
