"""Can every clause be cited for good, and are the numbers in sequence?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.page import Clause
from handbook.reading.clauses import HAN_NUMERALS, NUMBERED_KINDS


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record headings that cannot be told apart; on numbered pages also ids, and numbers out of sequence."""
    for page in handbook.pages.values():
        for clause in page.clauses:
            if clause.ambiguous:
                diagnostics.error("ambiguous-heading", clause.span, title=clause.title)
        if page.kind in NUMBERED_KINDS:
            _check_ids(page.clauses, diagnostics)
            _check_numbers(page.clauses, diagnostics)


def _check_ids(clauses: Iterable[Clause], diagnostics: Diagnostics) -> None:
    seen: dict[str, Span] = {}
    for clause in clauses:
        if not clause.id:
            diagnostics.error("clause-without-id", clause.span, number=clause.number)
        elif not clause.ambiguous:
            first = seen.setdefault(clause.id, clause.span)
            if first != clause.span:
                diagnostics.error("duplicate-id", clause.span, id=clause.id, line=first.line)


def _check_numbers(clauses: Iterable[Clause], diagnostics: Diagnostics) -> None:
    """A number follows the last of its level; a higher level, or a heading without number, begins anew."""
    last: dict[int, int] = {}  # level -> the number that stands there
    for clause in clauses:
        if not clause.number:
            last.clear()
            continue
        value = _value(clause.number)
        last = {level: number for level, number in last.items() if level <= clause.level}
        expected = last.get(clause.level, 0) + 1
        if value is not None and value != expected:
            diagnostics.warning("clause-number-gap", clause.span, number=clause.number, expected=expected)
        last[clause.level] = expected if value is None else value


def _value(number: str) -> int | None:
    """What a clause's number counts to by its last part: 3 for 4.1.3 and for 第三條; None for no number."""
    digits = re.findall(r"\d+", number)
    if digits:
        return int(digits[-1])
    han = re.findall(rf"[{HAN_NUMERALS}]+", number)
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
