"""Headings and numbered clauses (一、 （一） 1. （1） 1.1) of a page, each with a permanent id.

A clause is what is cited, linked and found by a search. The loader scans the clauses before anything is rendered, so
that references can be resolved; the Markdown extension reads them with the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.diagnostics.diagnostics import Span
from handbook.model.page import Clause
from handbook.reading import headings

HAN_NUMERALS = "一二三四五六七八九十百零〇"
CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿"  # as a range of a pattern
_NUMBER = re.compile(
    rf"(?P<level1>[{HAN_NUMERALS}]+(?:、|[.．](?=\s|[^\x00-\x7f]))|第[{HAN_NUMERALS}]+[條章節])\s*"
    rf"|(?P<level2>[（(][{HAN_NUMERALS}]+[)）])\s*"
    rf"|(?P<level5>\d+\.\d+\.\d+\.?(?=\s)|[{CIRCLED}])\s*"
    r"|(?P<level4>[（(]\d+[)）]|\d+\.\d+\.?(?=\s))\s*"
    r"|(?P<level3>\d{1,3}(?:[.．](?=\s|[^\x00-\x7f]|[*\[({])|、|[)）](?=\s|[^\x00-\x7f]|[*\[({])))\s*"
)
_ATTRIBUTE = re.compile(r"""\#(?P<id>[^\s}]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))""")
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]*(?P<rest>[^#].*)$")
_UNDERLINE = re.compile(r"(=+|-+) *$")
EXPLICIT_ID = re.compile(r"\{:?[ ]*(?:[^{}\n]*\s)?#(?P<id>[^\s{}]+)[^{}\n]*\}")
_DOTTED = re.compile(r"\d+(\.\d+)+")
_TICKS_OR_BREAK = re.compile(r"`+|\n[ \t]*\n")
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
NUMBERED_KINDS = frozenset({"role", "regulation", "guideline"})


@dataclass(frozen=True)
class ClauseLine:
    """The line on which a clause starts, taken apart."""

    number: str
    level: int
    text: str
    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    heading: int = 0  # Markdown heading level; 0 for a paragraph
    title: str = ""  # of a heading: its text as it is read, number included


def match(line: str) -> ClauseLine | None:
    """The clause that starts on this line, or None. A heading starts one even without a number."""
    heading = _HEADING.match(line)
    rest = heading["rest"] if heading else line
    found = _NUMBER.match(rest)
    if not found and not heading:
        return None
    title = headings.heading_text(rest) if heading else ""
    number, level = "", 0
    if found:
        number = found.group().strip()
        level = next(int(name[-1]) for name, value in found.groupdict().items() if value)
        rest = rest[found.end() :]
    identifier, attributes = "", {}
    text, block = headings.split_attributes(rest)
    if block:
        for attribute in _ATTRIBUTE.finditer(block):
            if attribute["id"]:
                identifier = attribute["id"]
            else:
                attributes[attribute["key"]] = attribute["quoted"] or attribute["bare"] or ""
    return ClauseLine(number, level, text, identifier, attributes, len(heading["marks"]) if heading else 0, title)


def lines_outside_code(body: str) -> Iterator[tuple[int, str]]:
    """Every line outside fenced code blocks, with its number from 0."""
    fence = ""
    for offset, line in enumerate(body.split("\n")):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening[1][0] == fence[0] and len(opening[1]) >= len(fence):
                fence = ""
            continue
        if opening:
            fence = opening[1]
            continue
        yield offset, line


def code_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Ranges of code spans (`…`) between `start` and `end`; a span ends at a run of as many backticks.

    One pass finds them all. A regular expression with a back reference would take quadratic time on unpaired backticks.
    """
    found = _TICKS_OR_BREAK.finditer(text, start, len(text) if end is None else end)
    runs = [run.span() for run in found]
    closers: dict[tuple[int, int], list[int]] = {}  # (paragraph, length of the run) -> numbers of runs, last first
    paragraph, paragraphs = 0, []
    for first, _ in runs:
        paragraph += text[first] == "\n"
        paragraphs.append(paragraph)
    for number in range(len(runs) - 1, -1, -1):
        first, last = runs[number]
        if text[first] == "`":
            closers.setdefault((paragraphs[number], last - first), []).append(number)
    after = 0
    for number, (first, last) in enumerate(runs):
        if number < after or text[first] != "`":
            continue
        same = closers[paragraphs[number], last - first]
        while same and same[-1] <= number:
            same.pop()
        if same and not (first and text[first - 1] == "\\"):
            after = same[-1] + 1
            yield first, runs[same[-1]][1]


def without_code(line: str) -> str:
    """The line with spaces in place of its code spans; every other character stays in its column."""
    if "`" not in line:
        return line
    for first, last in code_spans(line):
        line = line[:first] + " " * (last - first) + line[last:]
    return line


_COMMENT = re.compile(r"<!--|\{#(?=[\s-])|\{#(?=[^\s{}]*#\})")  # {#id} is none


def comments(prose: str) -> Iterator[tuple[int, int]]:
    """Ranges of comments: `<!-- … -->` and `{# … #}`, which neither calls nor readers see.

    A regular expression for a whole comment would take quadratic time on comments that never end.
    """
    never = set()  # marks that nothing closes from here on
    position = 0
    while start := _COMMENT.search(prose, position):
        close = "-->" if start[0] == "<!--" else "#}"
        end = prose.find(close, start.end()) if close not in never else -1
        if end < 0:
            never.add(close)
            position = start.end()
            continue
        position = end + len(close)
        yield start.start(), position


def lines_shown(body: str) -> Iterator[tuple[int, str]]:
    """Every line outside fenced code blocks, with its number from 0 and with spaces in place of comments."""
    lines = list(lines_outside_code(body))
    if "<!--" not in body and "{#" not in body:
        yield from lines
        return
    text = "\n".join(line for _, line in lines)
    masked = "\n".join(without_code(line) for _, line in lines)
    parts, last = [], 0
    for start, end in comments(masked):
        parts += [text[last:start], re.sub(r"[^\n]", " ", text[start:end])]
        last = end
    shown = "".join([*parts, text[last:]])
    yield from zip((offset for offset, _ in lines), shown.split("\n"), strict=True)


def starts(body: str, numbered: bool = True) -> Iterator[tuple[int, ClauseLine]]:
    """The start of every heading and, when `numbered`, of every numbered clause, with its line's number from 0."""
    lines = list(lines_shown(body))
    before = ""
    for number, (offset, text) in enumerate(lines):
        opens = not before.strip() or before.startswith("#")
        before = line = text
        if opens and line.strip() and line[0] not in "#>|" and number + 1 < len(lines):
            below, underline = lines[number + 1]
            if below == offset + 1 and underline[:1] in ("=", "-") and _UNDERLINE.match(underline):
                line = f"{'#' if underline[0] == '=' else '##'} {line.strip()}"
        if line.startswith("#") if not numbered else line:
            found = match(line)
            if found is not None:
                yield offset, found


def explicit_ids(body: str) -> set[str]:
    """Every id that the author wrote on the page: those of headings, clauses, paragraphs and pictures."""
    if "{" not in body:
        return set()
    found = (EXPLICIT_ID.finditer(without_code(line)) for _, line in lines_outside_code(body) if "{" in line)
    return {id["id"] for ids in found for id in ids}


def scan(body: str, first_line: int, path: Path, numbered: bool = True, taken: Collection[str] = ()) -> list[Clause]:
    """All headings and, when `numbered`, all numbered clauses of a page, in order.

    A heading without an id of its author's gets the id that the rendered page gives it. A numbered clause on a numbered
    page stays without one, because its author must say it.

    body: the page's Markdown. first_line: the file's line of the body's first line. path: the file.
    taken: ids that the page's components bring along.
    """
    found = list(starts(body, numbered))
    titles = [start for _, start in found if start.heading]
    taken = {*taken, *(explicit_ids(body) - {start.id for start in titles})} if titles else ()
    named = iter(headings.name([(start.heading, start.title, start.id) for start in titles], taken))
    lines = body.split("\n") if found else []
    result: list[Clause] = []
    trail: dict[int, str] = {}  # level -> number of the clause we are in
    section = ""  # text of the nearest heading without number; labels below it begin with it
    for offset, start in found:
        name = next(named) if start.heading else headings.Named(start.id)
        number, level = (start.number, start.level) if start.heading != 1 else ("", 0)
        text = start.text if start.heading != 1 else start.title
        label = text
        if number:
            trail = {above: part for above, part in trail.items() if above < level}
            trail[level] = number.rstrip("、.．)）") if number[0] not in "（(" else number
            label = _label(trail)
            if 1 not in trail and section:
                label = f"{section}{label}"
        elif start.heading != 1:
            trail, section = {}, text
        span = Span(path, first_line + offset, 1, max(1, len(lines[offset])))
        result.append(
            Clause(
                id=start.id if numbered and number else name.id,
                number=number,
                level=level,
                label=label,
                text=text,
                span=span,
                attributes=start.attributes,
                heading=start.heading,
                title=start.title,
                ambiguous=name.ambiguous,
            )
        )
    return result


def _label(trail: Mapping[int, str]) -> str:
    """The numbers of a clause and of those above it: 二（三）1. A number such as 4.1.5 is a whole label by itself."""
    own = trail[max(trail)]
    return own if _DOTTED.fullmatch(own) else "".join(trail[level] for level in sorted(trail))
