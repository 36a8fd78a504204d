"""The known name that a misspelt one probably means. The browser half is `src/browser/values/nearest.js`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handbook.values.spelling import one_spelling

_LEAST = 3  # characters; in shorter names one character makes another name
_FIGURE = re.compile("[0-9一二三四五六七八九十百东西南北中上下左右大小前后]")
_ENDS_WITH_POST = re.compile(
    "(?:长|书记|主任|主席|秘书|经理|总监|主管|师傅|老师|医生|司机|领导|同志|科员|干事|调研员)$"
)


def nearest(name: str, known: Iterable[str]) -> str:
    """The name of `known` that differs from `name` in fewest characters, at most a third of them; "" when none does.

    Of several the first. Characters are compared in one spelling.
    """
    typed = one_spelling(name)
    most = len(typed) // 3
    best = ""
    for one in known:
        distance = _distance(typed, one_spelling(one), most)
        if distance <= most:
            best, most = one, distance - 1
    return best


def slip_of(name: str, known: Iterable[str], *, people: bool, firm: bool) -> str:
    """The name of `known` that was meant by one in which a character is wrong; "" when none is so near.

    people: names of people; two that differ in the surname before a post (衛司機, 褚司機) are two people. firm: figures
    tell things apart (第二會議室, 第三會議室), so they must be the same.
    """
    typed = one_spelling(name)
    if len(typed) < _LEAST:
        return ""
    for one in known:
        other = one_spelling(one)
        if abs(len(typed) - len(other)) > 1 or typed == other:
            continue
        if people and (len(typed) != len(other) or (typed[0] != other[0] and _ENDS_WITH_POST.search(typed))):
            continue
        if firm and _FIGURE.findall(typed) != _FIGURE.findall(other):
            continue
        if _distance(typed, other, 1) <= 1:
            return one
    return ""


def _distance(a: str, b: str, most: int) -> int:
    """How many characters are added, dropped or exchanged between two texts; above `most` any larger number."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before = list(range(len(b) + 1))
    for row, one in enumerate(a, start=1):
        now = [row]
        for column, other in enumerate(b, start=1):
            now.append(min(before[column] + 1, now[column - 1] + 1, before[column - 1] + (one != other)))
        before = now
    return before[-1]
