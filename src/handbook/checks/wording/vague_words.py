"""Does what has a limit say the limit, and nothing vaguer beside it?

Steps, items of checklists, nodes of flows and duties of posts are looked at, because each may have a limit of its own,
such as `within: 30 分鐘`. Whether any other sentence lacks a limit, a program cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.checklist import Item
from handbook.model.flow import Node
from handbook.model.handbook import Handbook
from handbook.model.procedure import Step

_VAGUE_TIME = "及時|適時|盡快|儘快|儘速|盡速|盡早|儘早|早日|從速"
_TIME = re.compile(_VAGUE_TIME)
_VAGUE = re.compile(rf"{_VAGUE_TIME}|適當(?!時機)|酌情|(?:有關|相關)的?(?=領導|人員|部門|單位|科室|負責人|同志|方面)")
_SENTENCES = re.compile("[。；].")
_LIMIT = re.compile(
    r"[0-9一二兩三四五六七八九十半]\s*(?:個)?(?:工作日|小時|分鐘|天|日|週|周|月|秒)|立即|當[日天場]|即時|馬上|T[-+]?\d*|E$"
)


def check(handbook: Handbook, passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record vague words in a step that has a limit, and limits that are themselves vague."""
    for passage in passages:
        step = passage.record
        if not isinstance(step, (Step, Item, Node)):
            continue
        if passage.key in ("within", "due"):
            _record(passage, _TIME.search(passage.text), "vague-limit", diagnostics)
        elif passage.key in ("action", "do") and _LIMIT.search(_limit(step)):
            _record(passage, _VAGUE.search(passage.text), "vague-word", diagnostics, limit=_limit(step))
    _check_duties(handbook, diagnostics)


def _limit(step: Step | Item | Node) -> str:
    return step.due or step.when if isinstance(step, Item) else step.within


def _record(passage: Passage, found: re.Match[str] | None, code: str, diagnostics: Diagnostics, **params: str) -> None:
    if found:
        diagnostics.warning(code, passage.at(found.start(), found[0]), word=found[0], **params)


def _check_duties(handbook: Handbook, diagnostics: Diagnostics) -> None:
    for page in handbook.pages.values():
        for clause in page.clauses:
            limit = clause.attributes.get("when", "")
            if limit and _LIMIT.search(limit) and handbook.is_for_readers(page) and "same" not in clause.attributes:
                found = _VAGUE.search(clause.text)
                if found and not _SENTENCES.search(clause.text):  # the limit may belong to another sentence
                    diagnostics.warning("vague-word", clause.span, word=found[0], limit=limit)
