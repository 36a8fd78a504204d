"""Which paragraph and which table of an edited Word file is which of the blank one, and what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from handbook.documents.filled import PrintedValues
from handbook.documents.readback.evidence import Aligned, Context, Names, Place, RowReading
from handbook.documents.readback.line_values import fits, read_line
from handbook.documents.readback.pattern import LinePattern, Pattern, TablePattern
from handbook.documents.readback.tables import align_tables
from handbook.documents.word.package import Entry
from handbook.documents.word.visible_text import Line, Part, squash

_BRIEF = 4_000  # lines beyond this are not compared with everything


def align(
    patterns: Sequence[Pattern],
    blank: Sequence[Part],
    parts: Sequence[Part],
    blank_entries: Mapping[str, Entry],
    entries: Mapping[str, Entry],
    values: PrintedValues,
    *,
    is_unfilled: bool,
) -> Aligned:
    """Find every pattern in the edited file.

    is_unfilled: the file was handed out blank, so that every condition's words stand in it.
    """
    owner = {name: at for at, part in enumerate(blank) for name in part.names}
    context = Context(Names(blank_entries, entries), owner, values, is_unfilled)
    for pattern in patterns:
        for unit in pattern.rows if isinstance(pattern, TablePattern) else [pattern]:
            if unit.rows:
                context.result.lists.setdefault(unit.rows, [])
    _Lines(context, patterns, parts).run()
    align_tables(context, patterns, parts)
    return context.result


class _Lines:
    """Finds the paragraphs: by bookmarks, then by words, then by what is left over between those found."""

    def __init__(self, context: Context, patterns: Sequence[Pattern], parts: Sequence[Part]) -> None:
        self.context = context
        self.patterns = patterns
        self.parts = parts
        self.unchanged = {  # what a row says that was not touched: which pattern and which row it is
            squash(pattern.shown(context.values, row)): (which, index)
            for which, pattern in enumerate(patterns)
            if isinstance(pattern, LinePattern) and pattern.rows
            for index, row in context.values.rows(pattern.rows)
        }

    def run(self) -> None:
        chosen = self.by_bookmarks()
        self.by_words(chosen)
        self.by_place(chosen)
        groups: dict[int, list[RowReading]] = {}
        read: set[int] = set()
        for at, part in enumerate(self.parts):
            if not isinstance(part, Line):
                continue
            which = chosen.get(at)
            pattern = self.patterns[which] if which is not None else None
            if which is None or not isinstance(pattern, LinePattern):
                self.context.odd(part.text)
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
                if self.context.is_visible(pattern) or which in groups:
                    self.context.result.lists[pattern.rows].append(groups.get(which, []))
            elif which not in read and self.context.is_visible(pattern):
                self.context.result.places += [Place(slot, None) for slot in pattern.slots]

    def by_bookmarks(self) -> dict[int, int]:
        """Paragraph -> pattern, for those that hold bookmarks of ours."""
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        for at, part in enumerate(self.parts):
            if not isinstance(part, Line) or not (squash(part.text) or part.names):
                continue
            counted = Counter(
                self.context.owner[own] for own in self.context.names.of(part.names) if own in self.context.owner
            )
            options = [which for which, _ in counted.most_common(3) if isinstance(self.patterns[which], LinePattern)]
            # A deleted paragraph's bookmarks stay behind in its neighbour: words decide between the two.
            options.sort(key=lambda which: not self.is_like(which, part))
            if not options or (len(options) > 1 and not squash(part.text)):
                continue
            pattern = self.patterns[options[0]]
            if isinstance(pattern, LinePattern) and (pattern.rows or options[0] not in taken):
                if pattern.words and not self.is_like(options[0], part) and not self.marks_words(pattern, part):
                    continue  # nothing is left of it but empty bookmarks
                chosen[at] = options[0]
                taken.add(options[0])
        return chosen

    def is_like(self, which: int, line: Line) -> bool:
        pattern = self.patterns[which]
        return isinstance(pattern, LinePattern) and fits(pattern, line.text, self.context.effort)

    def marks_words(self, pattern: LinePattern, line: Line) -> bool:
        names = self.context.names.of(line.names)
        return any(squash(line.marked(names[slot.name]) or "") for slot in pattern.slots if slot.name in names)

    def by_words(self, chosen: dict[int, int]) -> None:
        """Paragraphs without bookmarks that read like one of the patterns; those in its neighbourhood first."""
        taken = set(chosen.values())
        lines = [at for at, part in enumerate(self.parts) if isinstance(part, Line) and squash(part.text)]
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
            if at not in chosen and isinstance(part, Line):
                after = next((chosen[later] for later in lines[place + 1 :] if later in chosen), len(self.patterns))
                which = exact.get(squash(part.text), -1)
                if which < 0 or which in taken:
                    which, _ = self.unchanged.get(squash(part.text), (-1, -1))
                if which < 0:
                    which = self.best(part, before, after, taken)
                if which >= 0:
                    chosen[at] = which
                    taken.add(which)
            if at in chosen:
                before = chosen[at]

    def best(self, line: Line, before: int, after: int, taken: set[int]) -> int:
        """The pattern the line reads like; a further row of a list has its list directly before or behind it."""
        options = []
        for which, pattern in enumerate(self.patterns):
            if not isinstance(pattern, LinePattern) or not pattern.slots or (which in taken and not pattern.rows):
                continue
            if fits(pattern, line.text, self.context.effort):
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
        """Between two paragraphs that are known, as many unknown ones as there should be: these are they."""
        lines = [at for at, part in enumerate(self.parts) if isinstance(part, Line) and squash(part.text)]
        wanted = [
            which
            for which, pattern in enumerate(self.patterns)
            if isinstance(pattern, LinePattern)
            and (pattern.slots or pattern.words)
            and self.context.is_visible(pattern)
        ]
        taken = set(chosen.values())
        known = [(-1, -1), *((at, chosen[at]) for at in lines if at in chosen), (len(self.parts), len(self.patterns))]
        for (begin, first), (end, last) in pairwise(known):
            free = [at for at in lines if begin < at < end]
            missing = [which for which in wanted if first < which < last and which not in taken]
            if free and len(free) == len(missing):
                chosen |= dict(zip(free, missing, strict=True))

    def single(self, pattern: LinePattern, line: Line) -> None:
        slots = pattern.slots
        known = [self.context.values.printed(slot.path, slot.style) for slot in slots]
        found = read_line(pattern, line, self.context.names.of(line.names), known, self.context.effort)
        if found is None:
            if slots or squash(pattern.words) != squash(line.text):
                self.context.odd(line.text)
            self.context.result.places += [Place(slot, before) for slot, before in zip(slots, known, strict=True)]
            return
        texts, whole = found
        if not whole:
            self.context.odd(line.text)
        for slot, text, before in zip(slots, texts, known, strict=True):
            self.context.result.found += text is not None
            # What was not understood is kept as it was; what is gone from a line that was understood is gone.
            self.context.result.places.append(Place(slot, before if text is None and not whole else text))

    def row_line(self, pattern: LinePattern, line: Line) -> RowReading | None:
        hint = self.context.names.hint([line])
        if hint is None:
            _, hint = self.unchanged.get(squash(line.text), (0, None))
        row = self.context.row(pattern.rows, hint)
        known = [self.context.values.printed(slot.path, slot.style, row) for slot in pattern.slots]
        found = read_line(pattern, line, self.context.names.of(line.names), known, self.context.effort)
        if found is None:
            self.context.odd(line.text)
            return None
        texts, whole = found
        if squash(pattern.shown(self.context.values, row)) == squash(line.text):
            texts = list(known)
        if not whole:
            self.context.odd(line.text)
            texts = [before if text is None else text for text, before in zip(texts, known, strict=True)]
        self.context.result.found += len(texts)
        return RowReading([Place(slot, text or "") for slot, text in zip(pattern.slots, texts, strict=True)], hint)
