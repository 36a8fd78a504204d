"""Finds the tables of an edited Word file again, and reads what stands in their rows.

A table is found by the bookmarks and the words it shares with a table of the blank file. The twin is
`src/browser/documents/readback/tables.js`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile

from handbook.documents.printed_values import PrintedRow
from handbook.documents.readback.evidence import Comparison, Place, RowReading
from handbook.documents.readback.line_values import read_line
from handbook.documents.readback.matched_tables import matched_tables
from handbook.documents.readback.pattern import LinePattern, RowPattern, TablePattern
from handbook.documents.word.text_lines import Grid, GridRow, Part, TextLine, squash

_MOST = 500  # tables of a file that are looked at


def read_tables(comparison: Comparison, parts: Sequence[Part]) -> None:
    """Add to the comparison's evidence what the tables among `parts` show. Paragraphs are passed over."""
    grids = [part for part in parts if isinstance(part, Grid)][:_MOST]
    wanted = [(at, pattern) for at, pattern in enumerate(comparison.patterns) if isinstance(pattern, TablePattern)]
    found, strange = matched_tables(comparison, wanted, grids)
    for order, (_, pattern) in enumerate(wanted):
        if order in found:
            _TableReader(comparison, pattern, found[order]).read()
        elif comparison.is_unfilled or comparison.values.filled(pattern.when):
            _gone(comparison, pattern)
    for grid in strange:
        whole = [" ".join(cell.line.text for cell in row.cells) for row in grid.rows]
        comparison.note_strange(" ".join(whole[:2]), " ".join(whole))


def _gone(comparison: Comparison, pattern: TablePattern) -> None:
    """Record that the whole table was deleted: its lists are empty, its other blanks are gone."""
    for row in pattern.rows:
        if row.rows:
            comparison.evidence.lists[row.rows].append([])
        else:
            comparison.evidence.places += [Place(slot, None) for slot in row.slots]


class _TableReader:
    """Reads one table: the rows of a form, each once, and below a head the rows of a list, any number of times."""

    def __init__(self, comparison: Comparison, pattern: TablePattern, grid: Grid) -> None:
        self.comparison = comparison
        self.pattern = pattern
        self.grid = grid
        self.owner = {slot.name: at for at, row in enumerate(pattern.rows) for slot in row.slots}

    def read(self) -> None:
        """Add what the table's rows show to the evidence."""
        kinds = self.kinds()
        readings: dict[int, list[RowReading]] = {at: [] for at, row in enumerate(self.pattern.rows) if row.rows}
        seen: set[int] = set()
        columns = {at: self.columns(at, kinds) for at in readings}
        for row, which in zip(self.grid.rows, kinds, strict=True):
            if which is None or (which in seen and self.is_other(which, row)):
                self.comparison.note_strange(" ".join(cell.line.text for cell in row.cells))
            elif which in readings:
                reading = self.repeated(self.pattern.rows[which], row, columns[which])
                if not reading.is_blank:
                    readings[which].append(reading)
            elif which not in seen:
                seen.add(which)
                self.alone(self.pattern.rows[which], row)
        for at, found in readings.items():
            self.comparison.evidence.lists[self.pattern.rows[at].rows].append(found)
        for at, one in enumerate(self.pattern.rows):
            if not one.rows and at not in seen and self.comparison.is_visible(one):
                self.comparison.evidence.places += [Place(slot, None) for slot in one.slots]

    def kinds(self) -> list[int | None]:
        """For every row of the table, the index of the row of the pattern that it is; None where that is not known."""
        found: list[int | None] = []
        texts = [[squash(cell.line.text) for cell in row.cells] for row in self.grid.rows]
        for row, cells in zip(self.grid.rows, texts, strict=True):
            found.append(self.by_bookmarks(row) if row.names else None)
            if found[-1] is None:
                found[-1] = self.by_words(cells)
        repeated = [at for at, row in enumerate(self.pattern.rows) if row.rows]
        heads = list(takewhile(lambda at: not self.pattern.rows[at].slots, range(len(self.pattern.rows))))
        has_head = 0 in found
        before = -1
        for place, which in enumerate(found):
            if which is None and place < len(heads) and not has_head and not self.grid.rows[place].names:
                found[place] = 0  # the head, with other words
            elif which is None and repeated:
                found[place] = next((at for at in repeated if at >= before), repeated[-1])
            before = max(before, -1 if which is None else which)
        if not repeated:
            self.by_place(found)
        return found

    def is_other(self, which: int, row: GridRow) -> bool:
        """Whether a further row of a kind that stands once says more than the words of its head."""
        words = {squash(line.words) for _, _, line in self.pattern.rows[which].cells}
        return any(squash(cell.line.text) not in words for cell in row.cells if squash(cell.line.text))

    def by_bookmarks(self, row: GridRow) -> int | None:
        """The row of the pattern to which most of a row's bookmarks belong."""
        own = (self.owner[name] for name in self.comparison.names.of(row.names) if name in self.owner)
        counted = Counter(own)
        return counted.most_common(1)[0][0] if counted else None

    def by_words(self, cells: Sequence[str]) -> int | None:
        """The row of the pattern, not one of a list, all of whose fixed words are among `cells`."""
        for at, row in enumerate(self.pattern.rows):
            words = [squash(line.words) for _, _, line in row.cells if not line.slots and squash(line.words)]
            if words and not row.rows and not Counter(words) - Counter(cells):
                return at
        return None

    def by_place(self, found: list[int | None]) -> None:
        """Fill in `found` for a form: when as many rows are left over as are missing, they are these in order."""
        free = [place for place, which in enumerate(found) if which is None]
        missing = [at for at in range(len(self.pattern.rows)) if at not in found]
        if len(free) == len(missing):
            for place, which in zip(free, missing, strict=True):
                found[place] = which

    def columns(self, at: int, kinds: Sequence[int | None]) -> dict[int, int | None]:
        """Column of the pattern -> column of the table, by the words of the head; None for a deleted column."""
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
        if len(lost) == len(free):  # the rest of the head has other words
            found |= {column: there for column, (_, there) in zip(lost, free, strict=True)}
        return {column: found.get(column, column) for column in own}

    def repeated(self, pattern: RowPattern, row: GridRow, columns: Mapping[int, int | None]) -> RowReading:
        """Read a row of a list."""
        hint = self.comparison.names.hint(cell.line for cell in row.cells)
        record = self.comparison.row(pattern.rows, hint)
        reading = RowReading([], hint)
        columns_of = [columns.get(column, column) for column, _, _ in pattern.cells]
        cells = [None if there is None else row.at(there) for there in columns_of]
        for number, cell in enumerate(cells):
            _, _, line = pattern.cells[number]
            if columns_of[number] is None:
                continue  # deleting a column deletes no values
            shared = [other for other in range(len(cells)) if cells[other] is cell]
            if cell and len(shared) > 1:
                reading.places += self.shared_cell(line, shared.index(number), len(shared), cell.line, record)
            else:
                reading.places += self.cell(line, cell.line if cell else TextLine(), record)
        return reading

    def shared_cell(
        self, own: LinePattern, at: int, count: int, line: TextLine, record: PrintedRow | None
    ) -> list[Place]:
        """Read one column of a cell that was merged over several. Word writes a paragraph for each of them."""
        texts = [text for text in line.text.split("\n") if squash(text)]
        if len(texts) == count:
            return self.cell(own, TextLine([("text", texts[at])]), record)
        if texts and at == 0:
            self.comparison.note_strange(line.text)
        known = self.comparison.known(own.slots, record)
        return [Place(slot, before if texts else "") for slot, before in zip(own.slots, known, strict=True)]

    def alone(self, pattern: RowPattern, row: GridRow) -> None:
        """Read a row of a form. A cell is found by its bookmark, else by its column."""
        names = {name: cell for cell in row.cells for name in self.comparison.names.of(cell.line.names)}
        is_shifted = len(pattern.cells) != len(row.cells)
        for number, (column, _, line) in enumerate(pattern.cells):
            if not line.slots:
                continue
            cell = next((names[slot.name] for slot in line.slots if slot.name in names), None)
            if cell is None:
                cell = row.at(column) if is_shifted else row.cells[number]
            self.comparison.evidence.places += self.cell(line, cell.line if cell else TextLine(), None)

    def cell(self, pattern: LinePattern, line: TextLine, record: PrintedRow | None) -> list[Place]:
        """Read a cell's blanks. record: the row of the response, for blanks of a list."""
        slots = pattern.slots
        known = self.comparison.known(slots, record)
        if len(slots) == 1 and not squash(pattern.words) and len(pattern.segments) == 1:
            self.comparison.evidence.found += 1
            return [Place(slots[0], line.text)]
        found = read_line(pattern, line, self.comparison.names.of(line.names), known, self.comparison.effort)
        if found is None:
            if squash(line.text) and slots:
                self.comparison.note_strange(line.text)
                return [Place(slot, before) for slot, before in zip(slots, known, strict=True)]
            return [Place(slot, "") for slot in slots]
        texts, whole = found
        self.comparison.evidence.found += len(slots)
        if not whole:
            self.comparison.note_strange(line.text)
            texts = [before if text is None else text for text, before in zip(texts, known, strict=True)]
        return [Place(slot, text or "") for slot, text in zip(slots, texts, strict=True)]
