"""Finds the paragraphs of an edited Word file again, and reads what stands in their blanks.

A paragraph is found by the bookmarks in it, else by its words, else by its place between two paragraphs that were
found. The twin is `src/browser/documents/readback/paragraphs.js`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from handbook.documents.readback.evidence import Comparison, Place, RowReading
from handbook.documents.readback.line_values import fits, read_line
from handbook.documents.readback.pattern import LinePattern
from handbook.documents.readback.typed_numbers import as_handed_out, without_number
from handbook.documents.word.text_lines import Part, TextLine, squash

_BRIEF = 4_000  # lines; in a longer file paragraphs without bookmarks are not looked for by their words


def read_paragraphs(comparison: Comparison, parts: Sequence[Part]) -> None:
    """Add to the comparison's evidence what the paragraphs among `parts` show. Tables are passed over."""
    _Paragraphs(comparison, parts).read()


class _Paragraphs:
    def __init__(self, comparison: Comparison, parts: Sequence[Part]) -> None:
        self.comparison = comparison
        self.patterns = comparison.patterns
        self.parts = parts
        #: the words of each row of a list as it was handed out -> (index of its pattern, index of the row)
        self.unchanged = {
            squash(pattern.shown(comparison.values, row)): (which, index)
            for which, pattern in enumerate(self.patterns)
            if isinstance(pattern, LinePattern) and pattern.rows
            for index, row in comparison.values.rows(pattern.rows)
        }

    def read(self) -> None:
        chosen = self.by_bookmarks()
        self.by_words(chosen)
        self.by_place(chosen)
        groups: dict[int, list[RowReading]] = {}
        read: set[int] = set()
        for at, part in enumerate(self.parts):
            if not isinstance(part, TextLine):
                continue
            which = chosen.get(at)
            pattern = self.patterns[which] if which is not None else None
            if which is None or not isinstance(pattern, LinePattern):
                self.comparison.note_strange(part.text)
            elif pattern.rows:
                reading = self.row_line(pattern, part)
                if reading is not None:
                    groups.setdefault(which, []).append(reading)
            else:
                read.add(which)
                self.single(pattern, part)
        for which, pattern in enumerate(self.patterns):
            if not isinstance(pattern, LinePattern):
                continue
            if pattern.rows:
                if self.comparison.is_visible(pattern) or which in groups:
                    self.comparison.evidence.lists[pattern.rows].append(groups.get(which, []))
            elif which not in read and self.comparison.is_visible(pattern):
                self.comparison.evidence.places += [Place(slot, None) for slot in pattern.slots]

    def by_bookmarks(self) -> dict[int, int]:
        """Index of a paragraph -> index of its pattern, for paragraphs with bookmarks of ours."""
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        owner = self.comparison.owner
        for at, part in enumerate(self.parts):
            if not isinstance(part, TextLine) or not (squash(part.text) or part.names):
                continue
            counted = Counter(owner[own] for own in self.comparison.names.of(part.names) if own in owner)
            options = [which for which, _ in counted.most_common(3) if isinstance(self.patterns[which], LinePattern)]
            # When a paragraph is deleted, Word leaves its bookmarks in the next one. Words decide between the two.
            options.sort(key=lambda which: not self.is_like(which, part))
            if not options or (len(options) > 1 and not squash(part.text)):
                continue
            pattern = self.patterns[options[0]]
            if isinstance(pattern, LinePattern) and (pattern.rows or options[0] not in taken):
                if pattern.words and not self.is_like(options[0], part) and not self.marks_words(pattern, part):
                    continue  # empty bookmarks are all that is left of the paragraph
                chosen[at] = options[0]
                taken.add(options[0])
        return chosen

    def is_like(self, which: int, line: TextLine) -> bool:
        """Whether the line has all words of that pattern."""
        pattern = self.patterns[which]
        return isinstance(pattern, LinePattern) and self.fits(pattern, line)

    def fits(self, pattern: LinePattern, line: TextLine) -> bool:
        """Whether the fixed words of the pattern stand in the line, however its number is written."""
        return fits(pattern, as_handed_out(pattern, line).text, self.comparison.effort)

    def marks_words(self, pattern: LinePattern, line: TextLine) -> bool:
        """Whether any bookmark of the pattern's blanks has words in it."""
        names = self.comparison.names.of(line.names)
        return any(squash(line.marked(names[slot.name]) or "") for slot in pattern.slots if slot.name in names)

    def by_words(self, chosen: dict[int, int]) -> None:
        """Add to `chosen` paragraphs without bookmarks that read like one of the patterns."""
        taken = set(chosen.values())
        lines = [at for at, part in enumerate(self.parts) if isinstance(part, TextLine) and squash(part.text)]
        if len(lines) > _BRIEF:
            return
        exact = {
            squash(pattern.words): which
            for which, pattern in enumerate(self.patterns)
            if isinstance(pattern, LinePattern) and not pattern.slots
        }
        before = -1
        for place, at in enumerate(lines):
            part = self.parts[at]
            if at not in chosen and isinstance(part, TextLine):
                after = next((chosen[later] for later in lines[place + 1 :] if later in chosen), len(self.patterns))
                which = self.same_words(part, exact, taken)
                if which < 0:
                    which = self.best(part, before, after, taken)
                if which >= 0:
                    chosen[at] = which
                    taken.add(which)
            if at in chosen:
                before = chosen[at]

    def same_words(self, line: TextLine, exact: Mapping[str, int], taken: set[int]) -> int:
        """The index of the fixed words, or of the list whose row as handed out, the line repeats; -1 for none."""
        for one in (line, without_number(line)):
            which = exact.get(squash(one.text), -1)
            if which < 0 or which in taken:
                which, _ = self.unchanged.get(squash(one.text), (-1, -1))
            pattern = self.patterns[which] if which >= 0 else None
            if isinstance(pattern, LinePattern) and (one is line or (pattern.is_numbered and not line.is_numbered)):
                return which
        return -1

    def best(self, line: TextLine, before: int, after: int, taken: set[int]) -> int:
        """The index of the pattern that the line reads like, -1 for none.

        before, after: the patterns of the paragraphs around it; a pattern between them is preferred. A line that reads
        like no pattern is a further row of a list when the list stands right before or after it.
        """
        options = []
        for which, pattern in enumerate(self.patterns):
            if not isinstance(pattern, LinePattern) or not pattern.slots or (which in taken and not pattern.rows):
                continue
            if self.fits(pattern, line):
                options.append(which)
        inside = [which for which in options if before <= which <= after]
        if inside or options:
            return max(inside or options, key=lambda which: len(self.words(which)))
        for which in (before, after):
            near = self.patterns[which] if 0 <= which < len(self.patterns) else None
            if isinstance(near, LinePattern) and near.rows and len(squash(near.words)) < 2:
                return which
        return -1

    def words(self, which: int) -> str:
        pattern = self.patterns[which]
        return pattern.words if isinstance(pattern, LinePattern) else ""

    def by_place(self, chosen: dict[int, int]) -> None:
        """Add to `chosen` what stands between two found paragraphs, when it is as many lines as there should be."""
        lines = [at for at, part in enumerate(self.parts) if isinstance(part, TextLine) and squash(part.text)]
        wanted = [
            which
            for which, pattern in enumerate(self.patterns)
            if isinstance(pattern, LinePattern)
            and (pattern.slots or pattern.words)
            and self.comparison.is_visible(pattern)
        ]
        taken = set(chosen.values())
        known = [(-1, -1), *((at, chosen[at]) for at in lines if at in chosen), (len(self.parts), len(self.patterns))]
        for (begin, first), (end, last) in pairwise(known):
            free = [at for at in lines if begin < at < end]
            missing = [which for which in wanted if first < which < last and which not in taken]
            if free and len(free) == len(missing):
                chosen |= dict(zip(free, missing, strict=True))

    def single(self, pattern: LinePattern, line: TextLine) -> None:
        """Read a paragraph that is printed once."""
        line = as_handed_out(pattern, line)
        slots = pattern.slots
        known = self.comparison.known(slots, None)
        found = read_line(pattern, line, self.comparison.names.of(line.names), known, self.comparison.effort)
        if found is None:
            if slots or squash(pattern.words) != squash(line.text):
                self.comparison.note_strange(line.text)
            self.comparison.evidence.places += [Place(slot, before) for slot, before in zip(slots, known, strict=True)]
            return
        texts, whole = found
        if not whole:
            self.comparison.note_strange(line.text)
        for slot, text, before in zip(slots, texts, known, strict=True):
            self.comparison.evidence.found += text is not None
            # A blank that is missing in a line of which all else was understood was deleted. In any other line it keeps
            # its value.
            self.comparison.evidence.places.append(Place(slot, before if text is None and not whole else text))

    def row_line(self, pattern: LinePattern, line: TextLine) -> RowReading | None:
        """Read a paragraph that is printed once for each row of a list. None when nothing in it is understood."""
        line = as_handed_out(pattern, line)
        hint = self.comparison.names.hint([line])
        if hint is None:
            _, hint = self.unchanged.get(squash(line.text), (0, None))
        row = self.comparison.row(pattern.rows, hint)
        known = self.comparison.known(pattern.slots, row)
        found = read_line(pattern, line, self.comparison.names.of(line.names), known, self.comparison.effort)
        if found is None:
            self.comparison.note_strange(line.text)
            places = [Place(slot, before) for slot, before in zip(pattern.slots, known, strict=True)]
            return RowReading(places, hint) if hint is not None else None
        texts, whole = found
        if squash(pattern.shown(self.comparison.values, row)) == squash(line.text):
            texts = list(known)
        if not whole:
            self.comparison.note_strange(line.text)
            texts = [before if text is None else text for text, before in zip(texts, known, strict=True)]
        self.comparison.evidence.found += len(texts)
        return RowReading([Place(slot, text or "") for slot, text in zip(pattern.slots, texts, strict=True)], hint)
