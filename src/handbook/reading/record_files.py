"""One way from a file to records: its text is read, parsed into positioned nodes, and bound.

`RecordFiles` serves every kind of file: a page (front matter, then prose), a file that is one record (`template.yml`)
and a file that lists many (`contacts.yml`, see `data_lists.py`). Each step records its own faults and gives up only on
what it cannot use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.base import Record
from handbook.model.page import Controlled
from handbook.reading import binding
from handbook.reading.front_matter import split_front_matter
from handbook.reading.yaml_nodes import YamlNode, is_inside, parse_yaml, read_text

JUNK = re.compile(r"^[.~_]|~$|\.(bak|tmp|swp|orig)$|^Thumbs\.db$|^desktop\.ini$", re.IGNORECASE)

R = TypeVar("R", bound=Record)

Completed = Callable[[type[Record], YamlNode | None, Path], YamlNode | None]


def _as_it_stands(kind: type[Record], node: YamlNode | None, path: Path) -> YamlNode | None:
    return node


@dataclass(frozen=True)
class ParsedFile:
    """A file whose text could be read and parsed."""

    path: Path
    node: YamlNode | None  # the whole file, or a page's front matter; None when that is empty
    body: str = ""  # a page's prose
    body_line: int = 1  # the file's line of the body's first line


@dataclass(frozen=True)
class RecordFiles:
    """Reads files below `root` into records. A file outside `root` is never read, not even through a link."""

    root: Path
    diagnostics: Diagnostics

    def below(self, folder: Path, suffix: str) -> Iterator[Path]:
        """Files below `folder` in the order of their names; junk, hidden and underscored names are passed over."""
        if not folder.is_dir():
            return
        for path in sorted(folder.iterdir(), key=lambda p: p.name):
            if JUNK.search(path.name) or (path.suffix != suffix and not path.is_dir()):
                continue
            if not is_inside(path, self.root):
                self.diagnostics.error("outside-project", Span(path))
            elif path.is_dir():
                if path.is_symlink():  # a link to a folder above would never end
                    self.diagnostics.error("linked-folder", Span(path))
                else:
                    yield from self.below(path, suffix)
            else:
                yield path

    def parse(self, path: Path) -> ParsedFile | None:
        """The file's nodes: of a page (`.md`) those of its front matter. None after recording why it cannot be used."""
        text = read_text(path, self.root, self.diagnostics)
        if text is None:
            return None
        if path.suffix == ".md":
            front, body, body_line = split_front_matter(text, path, self.diagnostics)
            return ParsedFile(path, front, body, body_line)
        node = parse_yaml(text, path, self.diagnostics)
        return None if node is None and text.strip() else ParsedFile(path, node)

    def bind(
        self, kind: type[R], node: YamlNode | None, span: Span, *, needs_id: bool = True, **hidden: Any
    ) -> R | None:
        """The node as a record; None after recording what is missing.

        span: the place of a record that has no node. needs_id: whether a controlled document must say its id; without
        one it is recorded and bound all the same. hidden: values for attributes that authors do not write.
        """
        record = binding.bind(kind, node, self.diagnostics, span, **hidden)
        if needs_id and isinstance(record, Controlled) and not record.id:
            self.diagnostics.error("missing-key", record.origin.span, key="id")
        return record

    def records(self, kind: type[R], paths: Iterable[Path], completed: Completed = _as_it_stands) -> Iterator[R]:
        """The record in each of the files that hold one. completed: adds to a file's node what stands elsewhere."""
        for path in paths:
            file = self.parse(path)
            node = completed(kind, file.node, path) if file else None
            record = self.bind(kind, node, Span(path), path=path) if file else None
            if record is not None:
                yield record


def place_of_word(word: str, path: Path) -> Span:
    """Where a word first stands in a file, remarks apart; the file's beginning when it does not."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1):
        if found := re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line.partition("#")[0]):
            return Span(path, number, found.start() + 1, len(word))
    return Span(path)
