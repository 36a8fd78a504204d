"""The text that readers see, piece by piece, each with its place in the sources.

A passage is a line of a page or of a layout, or a text in a record, such as a label or the action of a step. Code,
remarks, component calls, attributes and addresses are no text: spaces stand in their place. What authors and
developers read is left out, and so are templates and checklists that belong to the package and not to the site.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.diagnostics.diagnostics import Span
from handbook.model.base import Record
from handbook.model.checklist import Checklist
from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix
from handbook.model.organisation import Contact, Role
from handbook.model.page import Page
from handbook.model.rule_kinds import ForbiddenWords
from handbook.model.template import Template
from handbook.reading import clauses

_HAN = re.compile("[\u3400-\u9fff]")
_NO_TEXT = re.compile(
    r"\{\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\}|\{%[^%]*%\}"  # component calls, Jinja
    r"|\{:?[ ]*[#.\w][^{}\n]*\}"  # attributes
    r"|(?<=\])\([^()\s]*\)|(?<=\])\[[^\]\n]*\]|<[a-zA-Z/!][^<>\n]*>|https?://[\w./#?=&%-]+"  # addresses, tags
)
_JINJA_REMARK = re.compile(r"\{#[^#]*#\}")
_TEXT_KEYS: dict[type[Record], tuple[tuple[str, str], ...]] = {}  # of each kind, once looked up
_INVISIBLE = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Passage:
    """One piece of text.

    document: the page, template, checklist or record of a data list it belongs to. record, key: where a text of a
    record stands; None and "" for a line of a page or a layout.
    """

    text: str
    span: Span
    document: Record
    record: Record | None = None
    key: str = ""

    def at(self, start: int, word: str) -> Span:
        """The place of `word`, which begins at the character `start`."""
        if self.record is None:
            return self.span.moved(start, len(word))
        nth = self.text.count(word, 0, start)
        return _place_in_file(self.span, word, nth)


def all_passages(handbook: Handbook) -> list[Passage]:
    """Every passage of a handbook, document by document."""
    return [passage for document in documents(handbook) for passage in _of_document(document)]


def documents(handbook: Handbook) -> Iterator[Record]:
    """What readers read of a site: its own pages, templates, checklists and lists."""
    for page in handbook.pages.values():
        if handbook.is_for_readers(page):
            yield page
    shareables: tuple[Template | Checklist, ...] = (*handbook.templates.values(), *handbook.checklists.values())
    for shareable in shareables:
        if handbook.is_for_readers(shareable) and shareable.path.is_relative_to(handbook.root):
            yield shareable
    yield from handbook.listed(Role)
    yield from handbook.listed(Contact)
    yield from handbook.listed(Matrix)
    yield from (section for section in handbook.sections.values() if section.readers == "readers")


def page_lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of a page's prose, with their numbers in the file."""
    shown = list(clauses.lines_shown(page.body))
    text = as_text("\n".join(clauses.without_code(line) for _, line in shown))
    for (offset, _), line in zip(shown, text.split("\n"), strict=True):
        yield page.body_line + offset, line


def as_text(source: str) -> str:
    """The source with spaces in place of what is no text; every character stays in its line and column."""
    if "{" not in source and "](" not in source and "<" not in source and "//" not in source:
        return source
    return _NO_TEXT.sub(_spaces, source)


def _spaces(found: re.Match[str]) -> str:
    return _INVISIBLE.sub(" ", found[0])


def _of_document(document: Record) -> Iterator[Passage]:
    yield from _of_record(document, document)
    if isinstance(document, Page) and document.path:
        path = document.origin.span.path
        told = {clause.span.line for clause in document.clauses if "same" in clause.attributes}
        for number, line in page_lines(document):
            if number not in told and _HAN.search(line):  # shared words are judged on their own page
                yield Passage(line, Span(path, number), document)
    for layout in getattr(document, "layouts", ()):
        if layout.file.endswith(".jinja"):
            path = document.path.parent / layout.file  # type: ignore[attr-defined]  # only templates have layouts
            source = _JINJA_REMARK.sub(_spaces, "\n".join(file_lines(path)))
            for number, line in enumerate(as_text(source).split("\n"), start=1):
                if _HAN.search(line):
                    yield Passage(line, Span(path, number), document)


def _of_record(record: Record, document: Record) -> Iterator[Passage]:
    for name, key in _text_keys(type(record)):
        value = getattr(record, name)
        if isinstance(value, str):
            if value and _HAN.search(value):
                yield Passage(value, record.origin.at(key), document, record, key)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, Record):
                    yield from _of_record(item, document)
                elif isinstance(item, str) and _HAN.search(item):
                    yield Passage(item, record.origin.at(f"{key}[{number}]"), document, record, key)
        elif isinstance(value, Record) and not isinstance(value, ForbiddenWords):  # those no paper may hold
            yield from _of_record(value, document)


def _text_keys(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """The attributes of a kind of record that may hold text: names, and keys in the source."""
    if kind not in _TEXT_KEYS:
        _TEXT_KEYS[kind] = _text_keys_of(kind)
    return _TEXT_KEYS[kind]


def _text_keys_of(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.name, one.metadata.get("key") or one.name)
        for one in dataclasses.fields(kind)
        if not one.metadata.get("hidden") and not one.metadata.get("refers") and not one.metadata.get("form")
    )


@functools.cache
def _lines_of(path: Path, changed: float) -> tuple[str, ...]:
    return tuple(re.split("\r\n?|\n", path.read_bytes().decode("utf-8-sig", errors="replace")))


def file_lines(path: Path) -> tuple[str, ...]:
    """The lines of a source file; none of a file that is not there."""
    try:
        return _lines_of(path, path.stat().st_mtime)
    except OSError:
        return ()


def _place_in_file(span: Span, word: str, nth: int) -> Span:
    """Where the `nth` occurrence of `word` stands in the value that begins at `span`; else the value's beginning."""
    lines = file_lines(span.path)
    for number in range(span.line, min(span.line + 40, len(lines) + 1)):
        line = lines[number - 1]
        start = line.find(word, span.column - 1 if number == span.line else 0)
        while start >= 0:
            if nth == 0:
                return Span(span.path, number, start + 1, len(word))
            nth -= 1
            start = line.find(word, start + len(word))
    return span
