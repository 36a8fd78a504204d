"""Which paragraph and which table of an edited Word file is which of the blank one, and what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from handbook.documents.fill import Row as Record
from handbook.documents.fill import Values
from handbook.documents.matching import Effort, fits, read_line
from handbook.documents.package import Entry
from handbook.documents.pattern import LinePattern, Pattern, RowPattern, Slot, TablePattern, base
from handbook.documents.word_text import Grid, Line, Part, Row, squash

_STRANGE = 60  # characters shown of a text that belongs nowhere
_BRIEF = 4_000  # lines beyond this are not compared with everything


@dataclass
class Place:
    """What stands at one blank outside a list. `text` is None where the blank is gone."""

    slot: Slot
    text: str | None


@dataclass
class RowReading:
    """What stands in one row of a list: the slots it has, and which row of the response it was."""

    places: list[Place]
    hint: int | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing was written into it."""
        return not any(place.text and squash(place.text) for place in self.places if not place.slot.is_shown_only)


@dataclass
class Aligned:
    """Everything that was found."""

    places: list[Place] = field(default_factory=list)
    lists: dict[str, list[list[RowReading]]] = field(default_factory=dict)  # by list: each place it is printed
    strange: list[str] = field(default_factory=list)
    found: int = 0


def align(
    patterns: Sequence[Pattern],
    blank: Sequence[Part],
    parts: Sequence[Part],
    blank_entries: Mapping[str, Entry],
    entries: Mapping[str, Entry],
    values: Values,
    *,
    is_unfilled: bool,
) -> Aligned:
    """Find every pattern in the edited file.

    is_unfilled: the file was handed out blank, so that every condition's words stand in it.
    """
    return _Aligner(patterns, blank, parts, _Names(blank_entries, entries), values, is_unfilled).run()


class _Names:
    """Which bookmark of the blank file a bookmark of the edited one is."""

    def __init__(self, blank: Mapping[str, Entry], entries: Mapping[str, Entry]) -> None:
        self.blank = blank
        self.entries = entries
        self.by_meaning: dict[tuple[str, str, str], str] = {}
        for name, entry in blank.items():
            self.by_meaning.setdefault(_meaning(entry), name)

    def own(self, name: str) -> str:
        """Its name in the blank file, "" for a foreign bookmark. Another version may number them differently."""
        plain = base(name)
        entry = self.entries.get(name)
        if entry is None:
            return plain if plain in self.blank and not self.entries else ""
        known = self.blank.get(plain)
        if known is not None and _meaning(known) == _meaning(entry):
            return plain
        return self.by_meaning.get(_meaning(entry), "")

    def of(self, names: Iterable[str]) -> dict[str, str]:
        """The bookmark for each name of the blank file."""
        found: dict[str, str] = {}
        for name in names:
            if own := self.own(name):
                found.setdefault(own, name)
        return found

    def hint(self, lines: Iterable[Line]) -> int | None:
        """The row of the response to which most of the bookmarks with words in them belong."""
        counted: Counter[int] = Counter()
        for line in lines:
            for name in line.names:
                index = self.entries.get(name, {}).get("index", "")
                if index.isdecimal() and len(index) < 6:
                    counted[int(index)] += 2 if squash(line.marked(name) or "") else 1
        return counted.most_common(1)[0][0] if counted else None


def _meaning(entry: Entry) -> tuple[str, str, str]:
    return entry.get("kind", ""), entry.get("path", ""), entry.get("style", "") + entry.get("unit", "")


class _Aligner:
    def __init__(
        self,
        patterns: Sequence[Pattern],
        blank: Sequence[Part],
        parts: Sequence[Part],
        names: _Names,
        values: Values,
        is_unfilled: bool,
    ) -> None:
        self.patterns = patterns
        self.parts = parts
        self.names = names
        self.values = values
        self.is_unfilled = is_unfilled
        self.effort = Effort()
        self.result = Aligned()
        self.owner = {name: at for at, part in enumerate(blank) for name in part_names(part)}

    def run(self) -> Aligned:
        for pattern in self.patterns:
            units = pattern.rows if isinstance(pattern, TablePattern) else [pattern]
            for unit in units:
                if unit.rows:
                    self.result.lists.setdefault(unit.rows, [])
        self.lines()
        self.tables()
        return self.result

    # ── paragraphs ──

    def lines(self) -> None:
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
                self.odd(part.text)
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
                if self.is_visible(pattern) or which in groups:
                    self.result.lists[pattern.rows].append(groups.get(which, []))
            elif which not in read and self.is_visible(pattern):
                self.result.places += [Place(slot, None) for slot in pattern.slots]

    def is_visible(self, pattern: LinePattern | RowPattern) -> bool:
        """Whether the unit stood in the file when it was handed out."""
        if self.is_unfilled:
            return True
        if pattern.rows:
            return all(self.values.filled(path) for path in pattern.when.split() if "." not in path)
        return self.values.filled(pattern.when)

    def by_bookmarks(self) -> dict[int, int]:
        """Paragraph -> pattern, for those that hold bookmarks of ours."""
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        for at, part in enumerate(self.parts):
            if not isinstance(part, Line) or not (squash(part.text) or part.names):
                continue
            counted = Counter(self.owner[own] for own in self.names.of(part.names) if own in self.owner)
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
        return isinstance(pattern, LinePattern) and fits(pattern, line.text, self.effort)

    def marks_words(self, pattern: LinePattern, line: Line) -> bool:
        names = self.names.of(line.names)
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
            if fits(pattern, line.text, self.effort):
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
            if isinstance(pattern, LinePattern) and (pattern.slots or pattern.words) and self.is_visible(pattern)
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
        known = [self.values.printed(slot.path, slot.style) for slot in slots]
        found = read_line(pattern, line, self.names.of(line.names), known, self.effort)
        if found is None:
            if slots or squash(pattern.words) != squash(line.text):
                self.odd(line.text)
            self.result.places += [Place(slot, before) for slot, before in zip(slots, known, strict=True)]
            return
        texts, whole = found
        if not whole:
            self.odd(line.text)
        for slot, text, before in zip(slots, texts, known, strict=True):
            self.result.found += text is not None
            # What was not understood is kept as it was; what is gone from a line that was understood is gone.
            self.result.places.append(Place(slot, before if text is None and not whole else text))

    def row_line(self, pattern: LinePattern, line: Line) -> RowReading | None:
        hint = self.names.hint([line])
        row = self.row(pattern.rows, hint)
        known = [self.values.printed(slot.path, slot.style, row) for slot in pattern.slots]
        found = read_line(pattern, line, self.names.of(line.names), known, self.effort)
        if found is None:
            self.odd(line.text)
            return None
        texts, whole = found
        if not whole:
            self.odd(line.text)
            texts = [before if text is None else text for text, before in zip(texts, known, strict=True)]
        self.result.found += len(texts)
        return RowReading([Place(slot, text or "") for slot, text in zip(pattern.slots, texts, strict=True)], hint)

    def row(self, path: str, index: int | None) -> Record:
        return next((row for at, row in self.values.rows(path) if at == index), {})

    def odd(self, text: str) -> None:
        if squash(text) and len(self.result.strange) < 200:
            self.result.strange.append(squash(text)[:_STRANGE])

    # ── tables ──

    def tables(self) -> None:
        grids = [part for part in self.parts if isinstance(part, Grid)]
        wanted = [(at, pattern) for at, pattern in enumerate(self.patterns) if isinstance(pattern, TablePattern)]
        scored = sorted(
            ((-self.likeness(at, pattern, grid), abs(place - order), place, order)
             for order, (at, pattern) in enumerate(wanted) for place, grid in enumerate(grids)),
        )  # fmt: skip
        pairs: dict[int, int] = {}
        for score, _, place, order in scored:
            if score < 0 and order not in pairs and place not in pairs.values():
                pairs[order] = place
        for order, (_, pattern) in enumerate(wanted):
            if order in pairs:
                _TableReader(self, pattern, grids[pairs[order]]).read()
            elif self.is_unfilled or self.values.filled(pattern.when):
                self.gone(pattern)
        for place, grid in enumerate(grids):
            if place not in pairs.values():
                self.odd(" ".join(cell.line.text for row in grid.rows[:2] for cell in row.cells))

    def likeness(self, at: int, pattern: TablePattern, grid: Grid) -> int:
        """How many bookmarks and how many of its own words a table shares with a pattern."""
        own = sum(self.owner.get(self.names.own(name), -1) == at for name in grid.names[:200])
        words = {squash(line.words) for row in pattern.rows for _, _, line in row.cells if not line.slots} - {""}
        there = {squash(cell.line.text) for row in grid.rows[:200] for cell in row.cells}
        return 3 * min(own, 20) + len(words & there)

    def gone(self, pattern: TablePattern) -> None:
        """The whole table was deleted."""
        for row in pattern.rows:
            if row.rows:
                self.result.lists[row.rows].append([])
            else:
                self.result.places += [Place(slot, None) for slot in row.slots]


def part_names(part: Part) -> list[str]:
    """The bookmarks that begin in a paragraph or table."""
    return part.names


class _TableReader:
    """Reads one table: rows that stand alone, and rows that are repeated below a head."""

    def __init__(self, aligner: _Aligner, pattern: TablePattern, grid: Grid) -> None:
        self.aligner = aligner
        self.pattern = pattern
        self.grid = grid
        self.owner = {slot.name: at for at, row in enumerate(pattern.rows) for slot in row.slots}

    def read(self) -> None:
        kinds = self.kinds()
        readings: dict[int, list[RowReading]] = {at: [] for at, row in enumerate(self.pattern.rows) if row.rows}
        seen: set[int] = set()
        columns = {at: self.columns(at, kinds) for at in readings}
        for row, which in zip(self.grid.rows, kinds, strict=True):
            if which is None:
                self.aligner.odd(" ".join(cell.line.text for cell in row.cells))
            elif which in readings:
                reading = self.repeated(self.pattern.rows[which], row, columns[which])
                if not reading.is_blank:
                    readings[which].append(reading)
            elif which not in seen:
                seen.add(which)
                self.alone(self.pattern.rows[which], row)
        for at, found in readings.items():
            self.aligner.result.lists[self.pattern.rows[at].rows].append(found)
        for at, one in enumerate(self.pattern.rows):
            if not one.rows and at not in seen and self.aligner.is_visible(one):
                self.aligner.result.places += [Place(slot, None) for slot in one.slots]

    def kinds(self) -> list[int | None]:
        """For every row of the table: which row of the pattern it is."""
        found: list[int | None] = []
        texts = [[squash(cell.line.text) for cell in row.cells] for row in self.grid.rows]
        for row, cells in zip(self.grid.rows, texts, strict=True):
            found.append(self.by_bookmarks(row) if row.names else None)
            if found[-1] is None:
                found[-1] = self.by_words(cells)
        repeated = [at for at, row in enumerate(self.pattern.rows) if row.rows]
        heads = list(takewhile(lambda at: not self.pattern.rows[at].slots, range(len(self.pattern.rows))))
        for place, which in enumerate(found):
            if which is not None:
                continue
            if place < len(heads) and 0 not in found and not self.grid.rows[place].names:
                found[place] = 0  # a head whose words were changed
            elif repeated:
                before = max((one for one in found[:place] if one is not None), default=-1)
                found[place] = next((at for at in repeated if at >= before), repeated[-1])
        if not repeated:
            self.by_place(found)
        return found

    def by_bookmarks(self, row: Row) -> int | None:
        own = (self.owner[name] for name in self.aligner.names.of(row.names) if name in self.owner)
        counted = Counter(own)
        return counted.most_common(1)[0][0] if counted else None

    def by_words(self, cells: Sequence[str]) -> int | None:
        """A row that has all the words of one that is not repeated."""
        for at, row in enumerate(self.pattern.rows):
            words = [squash(line.words) for _, _, line in row.cells if not line.slots and squash(line.words)]
            if words and not row.rows and not Counter(words) - Counter(cells):
                return at
        return None

    def by_place(self, found: list[int | None]) -> None:
        """In a form, the rows that are left over are those that are missing, if there are as many."""
        free = [place for place, which in enumerate(found) if which is None]
        missing = [at for at in range(len(self.pattern.rows)) if at not in found]
        if len(free) == len(missing):
            for place, which in zip(free, missing, strict=True):
                found[place] = which

    def columns(self, at: int, kinds: Sequence[int | None]) -> dict[int, int | None]:
        """Column of the pattern -> column of the table: found by the cells of the head above it."""
        head = next((one for one in range(at - 1, -1, -1) if not self.pattern.rows[one].slots), None)
        own = [column for column, _, _ in self.pattern.rows[at].cells]
        if head is None or head not in kinds:
            return {column: column for column in own}
        shown = self.grid.rows[kinds.index(head)]
        free = [(squash(cell.line.text), cell.column) for cell in shown.cells]
        found: dict[int, int | None] = {}
        for column, _, line in self.pattern.rows[head].cells:
            there = next((one for one in free if one[0] == squash(line.words)), None)
            found[column] = there[1] if there else None
            if there:
                free.remove(there)
        lost = [column for column, there in found.items() if there is None]
        if len(lost) == len(free):  # heads that were reworded
            found |= {column: there for column, (_, there) in zip(lost, free, strict=True)}
        return {column: found.get(column, column) for column in own}

    def repeated(self, pattern: RowPattern, row: Row, columns: Mapping[int, int | None]) -> RowReading:
        hint = self.aligner.names.hint(cell.line for cell in row.cells)
        record = self.aligner.row(pattern.rows, hint)
        reading = RowReading([], hint)
        for column, _, line in pattern.cells:
            there = columns.get(column, column)
            cell = row.at(there) if there is not None else None
            if there is None:
                continue  # the column was deleted: its values stay as they were
            reading.places += self.cell(line, cell.line if cell else Line(), record)
        return reading

    def alone(self, pattern: RowPattern, row: Row) -> None:
        """A row of a form: each cell by its bookmark, else by its place behind the same words."""
        names = {name: cell for cell in row.cells for name in self.aligner.names.of(cell.line.names)}
        is_shifted = len(pattern.cells) != len(row.cells)
        for number, (column, _, line) in enumerate(pattern.cells):
            if not line.slots:
                continue
            cell = next((names[slot.name] for slot in line.slots if slot.name in names), None)
            if cell is None:
                cell = row.at(column) if is_shifted else row.cells[number]
            self.aligner.result.places += self.cell(line, cell.line if cell else Line(), None)

    def cell(self, pattern: LinePattern, line: Line, record: Record | None) -> list[Place]:
        slots = pattern.slots
        known = [self.aligner.values.printed(slot.path, slot.style, record) for slot in slots]
        if len(slots) == 1 and not squash(pattern.words) and len(pattern.segments) == 1:
            self.aligner.result.found += 1
            return [Place(slots[0], line.text)]
        found = read_line(pattern, line, self.aligner.names.of(line.names), known, self.aligner.effort)
        if found is None:
            if squash(line.text) and slots:
                self.aligner.odd(line.text)
                return [Place(slot, before) for slot, before in zip(slots, known, strict=True)]
            return [Place(slot, "") for slot in slots]
        texts, whole = found
        self.aligner.result.found += len(slots)
        if not whole:
            self.aligner.odd(line.text)
            texts = [before if text is None else text for text, before in zip(texts, known, strict=True)]
        return [Place(slot, text or "") for slot, text in zip(slots, texts, strict=True)]
