"""Finds the values in a line of text: by the bookmarks around them, or by the words between them.

Word and LibreOffice keep bookmarks. But text typed at the edge of a bookmark may fall outside it, and typing over a
whole value may remove the bookmark. So bookmarks are believed only when their texts and the fixed words together make
the whole line. Otherwise the fixed words between the blanks decide, such as
至 in 「（開始）至（結束）」. Values that were not changed are looked for as words as well, where the fixed words alone
would leave a doubt.

The twin is `src/browser/documents/readback/line-values.js`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handbook.documents.readback.pattern import LinePattern, Optional, Segment, Slot
from handbook.documents.word.text_lines import TextLine, squash

_LONGEST = 20_000  # characters of a line in which words are looked for
_STEPS = 5_000  # of the search in one line; some lines fit a pattern in a very large number of ways
_EFFORT = 100_000_000  # characters looked at in one file; an ordinary file takes a thousandth of it
_SPACE = re.compile(r"\s*")
_WIDE = re.compile(r"\s{41,}")

#: the text of each blank, in the order of LinePattern.slots; None when the blank is not in the line
Texts = list[str | None]


@dataclass
class Effort:
    """How many characters may still be looked at in this file."""

    left: int = _EFFORT


def read_line(
    pattern: LinePattern, line: TextLine, names: Mapping[str, str], known: Sequence[str], effort: Effort
) -> tuple[Texts, bool] | None:
    """The text of every blank of `pattern` in `line`, and whether the whole line was understood.

    names: name of a bookmark in the blank file -> its name in the line. known: what each blank printed before the file
    was edited. None when neither bookmarks nor words tell anything.
    """
    slots = pattern.slots
    marked: Texts = [line.marked(names[slot.name]) if slot.name in names else None for slot in slots]
    text = _narrowed(line.text)
    if any(one is not None for one in marked):
        rebuilt = _rebuilt(pattern.segments, marked, names, iter(range(len(slots))).__next__)
        if rebuilt is not None and squash(rebuilt) == squash(text):
            return marked, True
    if len(text) <= _LONGEST and (slots or squash(pattern.words) == squash(text)):
        pins: list[str | None] = [
            before if before and mark is not None and squash(mark) == squash(before) else None
            for mark, before in zip(marked, known, strict=True)
        ]
        loose: list[str | None] = [None] * len(slots)
        for pinned in (pins, loose) if any(pins) else (loose,):
            found = _Search(_program(pattern.segments, pinned), text, len(slots), effort).run()
            if found is not None:
                return found, True
    return (marked, False) if any(one is not None for one in marked) else None


def fits(pattern: LinePattern, text: str, effort: Effort) -> bool:
    """Whether all fixed words of the pattern stand in the text in order. At least two characters of them are needed."""
    text = _narrowed(text)
    if len(squash(pattern.words)) < 2 or len(text) > _LONGEST:
        return False
    slots = pattern.slots
    return _Search(_program(pattern.segments, [None] * len(slots)), text, len(slots), effort).run() is not None


def _narrowed(text: str) -> str:
    """The text with its gaps cut to 40 spaces, because looking for words in wide gaps takes long."""
    return _WIDE.sub(lambda found: found.group()[:40], text)


def _rebuilt(
    segments: Sequence[Segment], marked: Texts, names: Mapping[str, str], number: Callable[[], int]
) -> str | None:
    """The line made of the fixed words and of what stands in the bookmarks; None when a bookmark is missing."""
    parts = []
    for segment in segments:
        if isinstance(segment, str):
            parts.append(segment)
        elif isinstance(segment, Slot):
            text = marked[number()]
            if text is None:
                return None
            parts.append(text)
        elif segment.name in names:
            inner = _rebuilt(segment.inside, marked, names, number)
            if inner is None:
                return None
            parts.append(inner)
        else:
            _count(segment.inside, number)
    return "".join(parts)


def _count(segments: Sequence[Segment], number: Callable[[], int]) -> None:
    """Count the blanks of a condition whose words are not in the line."""
    for segment in segments:
        if isinstance(segment, Slot):
            number()
        elif isinstance(segment, Optional):
            _count(segment.inside, number)


@dataclass
class _Step:
    """One step of the search.

    words: to find. slot: the number of the blank that is filled. other: the step to go on with when the words of a
    condition are not in the line. -1: this step does not do that.
    """

    words: re.Pattern[str] | None = None
    slot: int = -1
    other: int = -1


def _program(segments: Sequence[Segment], pinned: Sequence[str | None]) -> list[_Step]:
    """The steps that find a pattern. pinned: for each blank, the text that is looked for in it; None for any text."""
    steps: list[_Step] = []
    number = iter(range(len(pinned))).__next__

    def add(parts: Sequence[Segment]) -> None:
        for part in _joined(parts):
            if isinstance(part, str):
                steps.append(_Step(words=_words(part)))
            elif isinstance(part, Slot):
                here = number()
                before = pinned[here]
                steps.append(_Step(words=_words(before) if before else None, slot=here))
            else:
                choice = _Step()
                steps.append(choice)
                add(part.inside)
                choice.other = len(steps)

    add(segments)
    return steps


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with neighbouring words made one."""
    found: list[Segment] = []
    for segment in segments:
        if isinstance(segment, str) and found and isinstance(found[-1], str):
            found[-1] += segment
        elif segment != "":
            found.append(segment)
    return found


def _words(text: str) -> re.Pattern[str]:
    """A pattern of the words in which any space stands for any other.

    Nothing but space is repeated in it, so that matching takes a time that grows with the text and not faster.
    """
    if not text.strip():
        return re.compile(r"\s+")
    pieces = [re.escape(piece) for piece in re.split(r"\s+", text)]
    return re.compile(r"\s*".join(pieces))


class _Search:
    """Finds the words of a line in order; what lies between them is the text of the blanks."""

    def __init__(self, steps: list[_Step], text: str, count: int, effort: Effort) -> None:
        self.steps = steps
        self.text = text
        self.found: Texts = [None] * count
        self.failed: set[tuple[int, int, bool]] = set()
        self.left = _STEPS
        self.effort = effort

    def run(self) -> Texts | None:
        """The text of each blank; None when the line does not fit or the search was given up."""
        at = _SPACE.match(self.text)
        return self.found if self.go(0, at.end() if at else 0, None) else None

    def go(self, step: int, at: int, slot: tuple[int, int] | None) -> bool:
        """Whether the steps from `step` on fit the text from `at` on.

        slot: the blank that is open, as (its number, where its text begins).
        """
        key = (step, at, slot is not None)
        self.left -= 1
        self.effort.left -= len(self.text) - at
        if key in self.failed or self.left < 0 or self.effort.left < 0:
            return False
        if step >= len(self.steps):
            good = slot is not None or not self.text[at:].strip()
            if good and slot is not None:
                self.found[slot[0]] = self.text[slot[1] :]
        else:
            good = self.take(self.steps[step], step, at, slot)
        if not good:
            self.failed.add(key)
        return good

    def take(self, one: _Step, step: int, at: int, slot: tuple[int, int] | None) -> bool:
        """Do one step in each way it can be done until the steps behind it fit as well."""
        if one.other >= 0:
            if self.go(step + 1, at, slot):
                return True
            for inside in self.steps[step : one.other]:
                if inside.slot >= 0:
                    self.found[inside.slot] = None
            return self.go(one.other, at, slot)
        if one.words is None:
            if not self.go(step + 1, at, (one.slot, at)):
                return False
            if slot is not None:
                self.found[slot[0]] = self.text[slot[1] : at]
            return True
        found = one.words.match(self.text, at) if slot is None else one.words.search(self.text, at)
        while found is not None and self.left >= 0 and self.effort.left >= 0:
            if self.go(step + 1, found.end(), None):
                if slot is not None:
                    self.found[slot[0]] = self.text[slot[1] : found.start()]
                if one.slot >= 0:
                    self.found[one.slot] = found.group()
                return True
            found = one.words.search(self.text, found.start() + 1) if slot is not None else None
        return False
