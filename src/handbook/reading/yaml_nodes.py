"""Files become text, and YAML text becomes nodes that know their place.

Nodes of our own are made from PyYAML's events, for three reasons. Each node keeps its line and column. Scalars stay
text: an unquoted phone number 01012345 does not become an octal number. Duplicate keys, aliases and deep nesting are
recorded and not accepted.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.reading import encodings, yaml_slips

MAX_BYTES = 5 * 1024 * 1024
MAX_LINE = 10_000  # characters; the time to read Markdown grows with the square of a line's length
MAX_DEPTH = 32
# Control characters: no XML, and so no Word file, can hold them. Python-Markdown uses two of them for itself, and
# pages/markdown/html_policy.py uses the first private-use characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\ue00f\ufffe\uffff]")
_RUNNING_TAG = "tag:yaml.org,2002:python/object"  # mkdocs would run what it names; python/name only looks it up
_NAMED_TAG = re.compile(r"!!?[A-Za-z][\w-]*")  # !ENV, which mkdocs knows
_TEXT_AFTER_HASH = re.compile(r"[ \t]+(#(?=[^\s#]).*)")  # a remark that is meant has a space behind its #
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster where it is built in


@dataclass(frozen=True)
class TextNode:
    """A scalar as text, whatever YAML would make of it."""

    value: str
    span: Span


@dataclass(frozen=True)
class ListNode:
    """A sequence."""

    items: tuple[YamlNode, ...]
    span: Span


@dataclass(frozen=True)
class MapNode:
    """A mapping; keys are text and unique."""

    entries: dict[str, YamlNode]
    keys: dict[str, Span]
    span: Span


YamlNode = TextNode | ListNode | MapNode


def is_inside(path: Path, root: Path) -> bool:
    """True when `path`, links resolved, lies in `root`."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def read_text(path: Path, root: Path, diagnostics: Diagnostics) -> str | None:
    """The file's text with Unix line ends; None after recording why it cannot be used.

    Only regular files inside `root` are read, so that no link can publish a file from elsewhere.
    """
    start = Span(path)
    try:
        if not is_inside(path, root):
            diagnostics.error("outside-project", start)
            return None
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a named pipe would block for ever
            diagnostics.error("not-a-file", start)
            return None
        if status.st_size > MAX_BYTES:
            diagnostics.error("file-too-large", start, megabytes=MAX_BYTES // 1024 // 1024)
            return None
        raw = path.read_bytes()
    except OSError as error:
        diagnostics.error("unreadable-file", start, reason=error.strerror or str(error))
        return None
    return _decode(raw, path, diagnostics)


def decode_utf8(raw: bytes, path: Path, diagnostics: Diagnostics) -> str | None:
    """The bytes of the file `path` as text with Unix line ends; None after recording that they are no UTF-8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", errors="replace")) + 1
        span = Span(path, before.count(b"\n") + 1, column)
        guess = encodings.guessed_encoding(raw)
        if guess:
            diagnostics.error("not-utf-8", span, guess=guess)
        else:
            diagnostics.error("bad-byte", span, byte=f"{raw[error.start]:02X}")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(raw: bytes, path: Path, diagnostics: Diagnostics) -> str | None:
    text = decode_utf8(raw, path, diagnostics)
    if text is None:
        return None
    found = _CONTROL.search(text)
    if found:
        before_it = text[: found.start()]
        span = Span(path, before_it.count("\n") + 1, found.start() - before_it.rfind("\n"))
        _report_control(found[0], span, diagnostics)
        return None
    if len(text) > MAX_LINE:
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > MAX_LINE:
                diagnostics.error("line-too-long", Span(path, number, MAX_LINE + 1), limit=MAX_LINE)
                return None
    return text


def _report_control(character: str, span: Span, diagnostics: Diagnostics) -> None:
    if character == "\0":
        diagnostics.error("nul-byte", span)
    else:
        diagnostics.error("control-character", span, character=f"U+{ord(character):04X}")


def parse_yaml(text: str, path: Path, diagnostics: Diagnostics, first_line: int = 1) -> YamlNode | None:
    """The YAML document in `text`; None for an empty text, or after recording what is wrong.

    path: the file that the text stands in. first_line: the file's line of the text's first line.
    """
    reader = _Reader(path, diagnostics, first_line, text)
    try:
        return reader.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        yaml_slips.report(error, text, Span(path, first_line), diagnostics)
    except yaml.YAMLError as error:
        diagnostics.error("yaml-syntax", Span(path, first_line), problem=str(error).split("\n")[0])
    except _Refused:
        pass
    return None


class _Refused(Exception):
    """The document is given up; the reason is recorded."""


class _Reader:
    """Builds nodes from YAML events."""

    def __init__(self, path: Path, diagnostics: Diagnostics, first_line: int, text: str) -> None:
        self.path = path
        self.diagnostics = diagnostics
        self.first_line = first_line
        self.text = text

    def span(self, event: yaml.Event, length: int = 1) -> Span:
        mark = event.start_mark
        assert mark is not None  # only events made by hand have none
        return Span(self.path, self.first_line + mark.line, mark.column + 1, max(1, length))

    def document(self, events: Iterator[yaml.Event]) -> YamlNode | None:
        node: YamlNode | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.diagnostics.error("yaml-documents", self.span(event))
                    raise _Refused
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                node = self.node(event, events, 1)
        return node

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> YamlNode:
        if depth > MAX_DEPTH:
            self.diagnostics.error("yaml-too-deep", self.span(event), depth=MAX_DEPTH)
            raise _Refused
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            # Aliases are the tool of "billion laughs"; authors of a handbook have no need for them.
            self.diagnostics.error("yaml-alias", self.span(event))
            raise _Refused
        tag = getattr(event, "tag", None) or ""
        if tag.startswith(_RUNNING_TAG):
            self.diagnostics.error("yaml-tag", self.span(event), tag=tag.rpartition(",2002:")[2])
            raise _Refused
        if tag.startswith("!") and not _NAMED_TAG.fullmatch(tag):  # !(a in b) is meant as it stands
            self.diagnostics.error("yaml-exclamation", self.span(event), suggestion=f"'{tag}…'")
            raise _Refused
        if isinstance(event, yaml.ScalarEvent):
            start, end = event.start_mark, event.end_mark
            length = end.column - start.column if start and end and start.line == end.line else 1
            if hidden := _CONTROL.search(event.value):  # written as an escape, such as "\\x07"
                _report_control(hidden[0], self.span(event, length), self.diagnostics)
            if end and not event.style and (lost := _TEXT_AFTER_HASH.match(self.text, end.index)):
                column = end.column + lost.start(1) - end.index + 1
                place = Span(self.path, self.first_line + end.line, column, len(lost[1]))
                self.diagnostics.warning("text-after-hash", place, text=lost[1])
            return TextNode(_CONTROL.sub("", event.value), self.span(event, length))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    break
                items.append(self.node(inner, events, depth + 1))
            return ListNode(tuple(items), self.span(event))
        return self.mapping(event, events, depth)

    def mapping(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> MapNode:
        entries: dict[str, YamlNode] = {}
        keys: dict[str, Span] = {}
        for inner in events:
            if isinstance(inner, yaml.MappingEndEvent):
                break
            key = self.node(inner, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, TextNode):
                self.diagnostics.error("yaml-key", key.span)
            elif key.value in entries:
                self.diagnostics.error("duplicate-key", key.span, key=key.value, line=keys[key.value].line)
            else:
                entries[key.value] = value
                keys[key.value] = key.span
        return MapNode(entries, keys, self.span(event))
