"""Remarks by which authors suppress a finding: `meant so:` with the code of the finding and the reason.

    <!-- meant so: near-duplicate 兩個崗位本來就一樣 -->      on a page
    # meant so: vague-word 來源如此                        in YAML
    {# meant so: … #}                                     in a layout

The remark stands on the line of the finding or on the line above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.checks.wording.passages import Passage, file_lines
from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.base import Record
from handbook.model.page import Page
from handbook.reading import clauses

CODES = (
    "abbreviation-unexplained",
    "approver-differs",
    "attachment-missing",
    "cited-number-differs",
    "clause-number-gap",
    "foreign-number",
    "key-shown",
    "label-as-question",
    "near-duplicate",
    "picture-without-text",
    "review-overdue",
    "signature-without-purpose",
    "step-without-actor",
    "superior-missing",
    "term-both-ways",
    "threshold-differs",
    "vague-limit",
    "vague-word",
    "word-not-used",
)
_MARK = "meant so:"
_REMARK = re.compile(r"(?:<!--|\{#|(?:^|\s)#)\s*meant so:[ ]*(?P<code>[\w-]*)[ ]*(?P<reason>.*?)\s*(?:-->|#\}|$)")


@dataclass(frozen=True)
class Remark:
    """One remark. lines: those whose findings it suppresses."""

    code: str
    reason: str
    span: Span
    lines: tuple[int, ...]


def settle(passages: Sequence[Passage], found: Diagnostics, diagnostics: Diagnostics, *, judged_days: bool) -> None:
    """Record those of `found` that no remark suppresses, and remarks that suppress nothing or give no reason.

    passages: all text, for the files in which remarks may stand. judged_days: whether overdue reviews were looked for.
    If not, a remark on one is not reported as needless.
    """
    remarks = list(_remarks(passages, found))
    covering = {(one.span.path, line, one.code): one for one in remarks if one.reason for line in one.lines}
    used = set()
    for one in found:
        remark = covering.get((one.span.path, one.span.line, one.code))
        if remark is None:
            diagnostics.warning(one.code, one.span, suggestion=one.suggestion, **one.params)
        else:
            used.add(remark)
    for remark in remarks:
        if remark.code not in CODES:
            near = closest(remark.code, CODES)
            diagnostics.warning("meant-so-unknown", remark.span, name=remark.code, suggestion=near)
        elif not remark.reason:
            diagnostics.warning("meant-so-without-reason", remark.span, name=remark.code)
        elif remark not in used and (judged_days or remark.code != "review-overdue"):
            diagnostics.warning("meant-so-unused", remark.span, name=remark.code)


def _remarks(passages: Sequence[Passage], found: Diagnostics) -> Iterator[Remark]:
    for path, skipped in _sources(passages, found):
        lines = file_lines(path)
        for number, line in enumerate(lines, start=1):
            if _MARK not in line or number in skipped:
                continue
            for remark in _REMARK.finditer(line):
                yield Remark(
                    code=remark["code"],
                    reason=remark["reason"],
                    span=Span(path, number, remark.start() + 1, len(remark[0])),
                    lines=(number, _below(lines, number)),
                )


def _below(lines: tuple[str, ...], number: int) -> int:
    """The next line after `number` that holds something else than a remark or nothing."""
    for below in range(number + 1, len(lines) + 1):
        if _REMARK.sub("", lines[below - 1]).strip():
            return below
    return number


def _sources(passages: Sequence[Passage], found: Diagnostics) -> Iterator[tuple[Path, frozenset[int]]]:
    """The files that hold remarks, and the lines of each that are examples in a code block."""
    owners: dict[Path, Record | None] = {one.span.path: None for one in found}
    owners |= {passage.span.path: passage.document for passage in passages}
    for path, owner in owners.items():
        if path.is_file() and _MARK.encode() in path.read_bytes():
            yield path, _code_lines(owner) if path.suffix == ".md" and isinstance(owner, Page) else frozenset()


def _code_lines(page: Page) -> frozenset[int]:
    outside = {offset for offset, _ in clauses.lines_outside_code(page.body)}
    return frozenset(page.body_line + offset for offset in range(page.body.count("\n") + 1) if offset not in outside)
