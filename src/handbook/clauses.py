"""Numbered clauses: 一、 （一） 1. （1） 1.1 as real text, each with a permanent id.

Clauses are the unit that is cited, linked and searched. The loader scans them before anything is
rendered, so that references can be checked; the Markdown extension uses the same patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.errors import Diagnostics, Span
from handbook.model import Clause

_HAN = "一二三四五六七八九十百零〇"
_NUMBER = re.compile(
    rf"(?P<level1>[{_HAN}]+、|第[{_HAN}]+[條章節])\s*"
    rf"|(?P<level2>[（(][{_HAN}]+[)）])\s*"
    r"|(?P<level5>\d+\.\d+\.\d+\.?)\s+"
    r"|(?P<level4>[（(]\d+[)）]|\d+\.\d+\.?(?=\s))\s*"
    r"|(?P<level3>\d+(?:\.(?=\s)|、))\s*"
)
_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?P<list>[#.\w][^{}]*)\}\s*$")
_ATTRIBUTE = re.compile(r"""\#(?P<id>[^\s}]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))""")
_HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<rest>.*)$")
_TICKS_OR_BREAK = re.compile(r"`+|\n[ \t]*\n")
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
NUMBERED_KINDS = frozenset({"role", "regulation", "guideline"})


@dataclass(frozen=True)
class ClauseLine:
    """One line read as the start of a clause."""

    number: str
    level: int
    text: str
    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    heading: int = 0  # Markdown heading level; 0 for a paragraph


def match(line: str) -> ClauseLine | None:
    """The clause starting on this line, or None. A heading counts even without a number."""
    heading = _HEADING.match(line)
    rest = heading["rest"] if heading else line
    found = _NUMBER.match(rest)
    if not found and not heading:
        return None
    number, level = "", 0
    if found:
        number = found.group().strip()
        level = next(int(name[-1]) for name, value in found.groupdict().items() if value)
        rest = rest[found.end() :]
    identifier, attributes, text = "", {}, rest.strip()
    block = _ATTRIBUTES.search(rest)
    if block:
        text = rest[: block.start()].strip()
        for attribute in _ATTRIBUTE.finditer(block["list"]):
            if attribute["id"]:
                identifier = attribute["id"]
            else:
                attributes[attribute["key"]] = attribute["quoted"] or attribute["bare"] or ""
    return ClauseLine(number, level, text, identifier, attributes, len(heading["marks"]) if heading else 0)


def lines_outside_code(body: str) -> Iterator[tuple[int, str]]:
    """(offset from 0, line) of every line that is not inside a fenced code block."""
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

    Works in one pass: a regular expression with a back reference takes quadratic time on unpaired marks.
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
    """The line with its code spans blanked out; every other character stays in its column."""
    if "`" not in line:
        return line
    for first, last in code_spans(line):
        line = line[:first] + " " * (last - first) + line[last:]
    return line


def scan(body: str, first_line: int, path: Path, numbered: bool = True) -> list[Clause]:
    """All headings with an id and, when `numbered`, all numbered clauses, in order."""
    found: list[Clause] = []
    trail: dict[int, str] = {}  # level -> label part of the clause we are in
    section = ""  # text of the nearest heading without number, prefixed to the labels below it
    for offset, line in lines_outside_code(body):
        if not numbered and not line.startswith("#"):
            continue
        clause = match(line)
        if clause is None or clause.heading == 1:
            continue
        if clause.number:
            trail = {level: part for level, part in trail.items() if level < clause.level}
            trail[clause.level] = clause.number.rstrip("、.")
            label = "".join(trail[level] for level in sorted(trail))
            if 1 not in trail and section:
                label = f"{section}{label}"
        else:
            trail, section = {}, clause.text
            label = clause.text
        if not clause.number and not clause.id:
            continue
        span = Span(path, first_line + offset, 1, max(1, len(line)))
        found.append(Clause(clause.id, clause.number, clause.level, label, clause.text, span, clause.attributes))
    return found


def check(clauses: list[Clause], diagnostics: Diagnostics) -> None:
    """Record clauses without id, ids used twice, and numbers out of sequence."""
    seen: dict[str, Span] = {}
    last: dict[int, int] = {}
    for clause in clauses:
        if not clause.id:
            diagnostics.error("clause-without-id", clause.span, number=clause.number)
        elif clause.id in seen:
            diagnostics.error("duplicate-id", clause.span, id=clause.id, line=seen[clause.id].line)
        else:
            seen[clause.id] = clause.span
        if not clause.number:
            last.clear()
            continue
        value = _value(clause.number)
        last = {level: number for level, number in last.items() if level <= clause.level}
        expected = last.get(clause.level, 0) + 1
        if value is not None and value != expected:
            diagnostics.warning("clause-number-gap", clause.span, number=clause.number, expected=expected)
        last[clause.level] = value if value is not None else expected


def _value(number: str) -> int | None:
    """The counting value of a clause number's last part."""
    digits = re.findall(r"\d+", number)
    if digits:
        return int(digits[-1])
    han = re.findall(rf"[{_HAN}]+", number)
    return han_number(han[0]) if han else None


def han_number(text: str) -> int | None:
    """一 → 1, 十二 → 12, 二十 → 20, 一百零三 → 103; None when it is not a number."""
    digits = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
    total = current = 0
    for character in text:
        if character in digits:
            current = digits[character]
        elif character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            return None
    return total + current
