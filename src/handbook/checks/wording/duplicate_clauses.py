"""Do two clauses say the same in nearly the same words, or the same with another number?

Two clauses are alike when most of their pairs of neighbouring characters are the same. Each clause is marked by the
eight pairs whose checksums are lowest, and only clauses with a mark in common are compared. So the time grows with
the number of clauses and not with its square.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.checks.wording.passages import as_text
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.page import Clause, Page

_SHORTEST = 16  # characters; shorter clauses are alike by chance
_ALIKE = 0.78  # share of the pairs of characters that both have
_MARKS = 8
_NUMBER = re.compile(r"\d+")
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")


@dataclass(frozen=True)
class _Compared:
    page: Page
    clause: Clause
    words: str
    pairs: frozenset[str]


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record each clause that repeats an earlier one."""
    marked: dict[int, list[_Compared]] = {}
    for one in _clauses(handbook):
        marks = sorted(zlib.crc32(pair.encode()) for pair in one.pairs)[:_MARKS]
        candidates = {id(other): other for mark in marks for other in marked.get(mark, ())}
        alike = next((other for other in candidates.values() if _likeness(one, other) >= _ALIKE), None)
        if alike:
            where = f"docs/{alike.page.path}:{alike.clause.span.line}"
            here, there = _NUMBER.findall(one.words), _NUMBER.findall(alike.words)
            if here == there:
                diagnostics.warning("near-duplicate", one.clause.span, where=where)
            elif alike.page is not one.page and _NUMBER.sub("#", one.words) != _NUMBER.sub("#", alike.words):
                # thresholds.py reports clauses that differ in numbers alone.
                numbers = {"here": "、".join(here), "there": "、".join(there)}
                diagnostics.warning("threshold-differs", one.clause.span, where=where, **numbers)
        for mark in marks:
            marked.setdefault(mark, []).append(one)


def _clauses(handbook: Handbook) -> Iterator[_Compared]:
    for page in handbook.pages.values():
        if not handbook.is_for_readers(page):
            continue
        for clause in page.clauses:
            if clause.heading or "same" in clause.attributes or "ref(" in clause.text:  # it says what it repeats
                continue
            words = "".join(_WORDS.findall(as_text(clause.text)))
            if len(words) >= _SHORTEST:
                yield _Compared(page, clause, words, frozenset(words[at : at + 2] for at in range(len(words) - 1)))


def _likeness(one: _Compared, other: _Compared) -> float:
    return len(one.pairs & other.pairs) / len(one.pairs | other.pairs)
