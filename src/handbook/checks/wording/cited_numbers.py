"""Does a rule, step or item say the same numbers as the clause that it cites?

A rule, a step or an item that says 三天 and cites a clause that says 兩天 contradicts it. Only lengths of time, money,
distances and shares are compared, and only those of a unit that both have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.checks.wording.passages import Passage, as_text
from handbook.checks.wording.thresholds import plain_number
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.checklist import Item
from handbook.model.flow import Node
from handbook.model.handbook import Handbook
from handbook.model.page import Clause, Page
from handbook.model.procedure import Step
from handbook.model.template import Rule

_SAYING = {"action", "do", "within", "when", "message", "fix"}
_AMOUNT = re.compile(
    r"(?<![第哪某每同一二三四五六七八九十百\d.\-–:])(?P<number>\d+(?:\.\d+)?|[一二兩三四五六七八九十半])\s*個?"
    r"(?P<unit>工作日|小時|分鐘|(?<=個)月|公里|天|元|歲|週|%)"
)  # 日 is left out: 25 日 is a day of the month


def check(handbook: Handbook, passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record numbers that differ from those of the cited clause and of the clauses below it."""
    for passage in passages:
        record = passage.record
        if not isinstance(record, (Rule, Step, Item, Node)) or not record.cite or passage.key not in _SAYING:
            continue
        amounts = list(_AMOUNT.finditer(passage.text))
        cited = handbook.clause(record.cite) if amounts else None
        if cited is None:
            continue
        there = _amounts(_words(*cited))
        for found in amounts:
            unit = found["unit"]
            if unit in there and plain_number(found["number"]) not in there[unit]:
                place = passage.at(found.start(), found[0])
                numbers = "、".join(f"{number} {unit}" for number in sorted(there[unit]))
                diagnostics.warning("cited-number-differs", place, here=found[0], there=numbers, cite=record.cite)


def _words(page: Page, clause: Clause) -> str:
    """What a clause says, with the clauses below it and its own facts."""
    words = [clause.text, clause.attributes.get("when", "")]
    for below in page.clauses[page.clauses.index(clause) + 1 :]:
        if below.heading or (not clause.heading and below.level <= clause.level):
            break
        words += [below.text, below.attributes.get("when", "")]
    return as_text("\n".join(words))


def _amounts(words: str) -> dict[str, set[str]]:
    amounts: dict[str, set[str]] = {}
    for found in _AMOUNT.finditer(words):
        amounts.setdefault(found["unit"], set()).add(plain_number(found["number"]))
    return amounts
