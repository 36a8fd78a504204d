"""JSON files become plain values, each with its place.

Such files (drafts, logs, samples) are made on other computers and mailed around. They are read with limits on size and
depth; duplicate keys and anything that is not strict JSON are recorded with their line.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from json import decoder
from pathlib import Path
from typing import Any

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.diagnostics.messages import Phrase
from handbook.reading.yaml_nodes import MAX_DEPTH
from handbook.reading.yaml_slips import HALF_WIDTH

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,300})(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?")
_WORDS = {"true": True, "false": False, "null": None}


@dataclass
class PlacedJson:
    """A value, and the place of everything in it by path: "values.guests[2].name"."""

    value: Any = None
    places: dict[str, Span] = field(default_factory=dict)

    def at(self, path: str) -> Span:
        """The place of the value at `path`; for a path that does not exist, that of the nearest value around it."""
        while path and path not in self.places:
            path = re.sub(r"(?:\.[^.\[\]]*|\[\d+\]|^[^.\[\]]*)$", "", path) if re.search(r"[.\[]", path) else ""
        return self.places.get(path, Span(Path()))


def parse_json(text: str, path: Path, diagnostics: Diagnostics) -> PlacedJson | None:
    """The text of the file `path` as values; None after recording why it cannot be read."""
    reader = _Reader(text, path)
    try:
        end = reader.value(reader.space(0), "", 0)
        if reader.space(end) != len(text):
            raise _Fault(Phrase("json-goes-on"), reader.space(end))
    except _Fault as fault:
        meant = HALF_WIDTH.get(text[fault.position : fault.position + 1])
        diagnostics.error("json-syntax", reader.span(fault.position), problem=fault.problem, suggestion=meant)
        return None
    for position, key in reader.duplicates:
        diagnostics.error("json-duplicate-key", reader.span(position), key=repr(key[:60])[1:-1])
    return None if reader.duplicates else reader.result


class _Fault(Exception):
    def __init__(self, problem: Phrase | str, position: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.position = position


class _Reader:
    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.result = PlacedJson()
        self.duplicates: list[tuple[int, str]] = []
        self.line = 0

    def span(self, position: int) -> Span:
        """Line and column of a position; positions asked for mostly rise."""
        if position < self.starts[self.line]:
            self.line = 0
        while self.line + 1 < len(self.starts) and self.starts[self.line + 1] <= position:
            self.line += 1
        return Span(self.path, self.line + 1, position - self.starts[self.line] + 1)

    def space(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int, path: str, depth: int) -> int:
        """Read the value at `at` into the result; the position behind it."""
        value, end = self.read(at, path, depth)
        self.result.value = value
        return end

    def read(self, at: int, path: str, depth: int) -> tuple[Any, int]:
        if depth > MAX_DEPTH:
            raise _Fault(Phrase("json-too-deep", depth=MAX_DEPTH), at)
        self.result.places[path] = self.span(at)
        character = self.text[at : at + 1]
        if character == "{":
            return self.mapping(at + 1, path, depth + 1)
        if character == "[":
            return self.sequence(at + 1, path, depth + 1)
        if character == '"':
            return self.string(at)
        for word, value in _WORDS.items():
            if self.text.startswith(word, at):
                return value, at + len(word)
        if number := _NUMBER.match(self.text, at):
            written = number.group()
            return (float(written) if re.search("[.eE]", written) else int(written)), number.end()
        if not character:
            raise _Fault(Phrase("json-ends-early"), at)
        raise _Fault(Phrase("json-unexpected", character=repr(character)[1:-1]), at)

    def string(self, at: int) -> tuple[str, int]:
        try:
            text, end = decoder.scanstring(self.text, at + 1, True)  # type: ignore[attr-defined]  # not in its stubs
        except json.JSONDecodeError as error:
            raise _Fault(error.msg, error.pos) from None
        return str(text), int(end)

    def mapping(self, at: int, path: str, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self.space(at)
        if self.text[at : at + 1] == "}":
            return found, at + 1
        while True:
            if self.text[at : at + 1] != '"':
                raise _Fault(Phrase("json-key-wanted"), at)
            begin = at
            key, at = self.string(at)
            if key in found:
                self.duplicates.append((begin, key))
            at = self.space(at)
            if self.text[at : at + 1] != ":":
                raise _Fault(Phrase("json-colon-wanted"), at)
            found[key], at = self.read(self.space(at + 1), f"{path}.{key}" if path else key, depth)
            at = self.space(at)
            if self.text[at : at + 1] == "}":
                return found, at + 1
            if self.text[at : at + 1] != ",":
                raise _Fault(Phrase("json-comma-wanted", closing="}"), at)
            at = self.space(at + 1)

    def sequence(self, at: int, path: str, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = self.space(at)
        if self.text[at : at + 1] == "]":
            return found, at + 1
        while True:
            value, at = self.read(at, f"{path}[{len(found)}]", depth)
            found.append(value)
            at = self.space(at)
            if self.text[at : at + 1] == "]":
                return found, at + 1
            if self.text[at : at + 1] != ",":
                raise _Fault(Phrase("json-comma-wanted", closing="]"), at)
            at = self.space(at + 1)
