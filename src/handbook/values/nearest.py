"""The known name that a misspelt one probably means. The browser half is `src/browser/values/nearest.js`."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.values.spelling import one_spelling


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
