"""Which tables of an edited Word file are which tables of the blank file.

A table that was cut in two is one again. Of two tables that were joined each is one again. The twin is
`src/browser/documents/readback/matched-tables.js`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from handbook.documents.readback.evidence import Comparison
from handbook.documents.readback.pattern import TablePattern
from handbook.documents.word.text_lines import Grid, GridRow, squash

_LOOKED_AT = 200  # rows of a table

Wanted = Sequence[tuple[int, TablePattern]]  # the tables of the blank file, each with its index among the patterns


def matched_tables(comparison: Comparison, wanted: Wanted, grids: Sequence[Grid]) -> tuple[dict[int, Grid], list[Grid]]:
    """Index among `wanted` -> table, of those that are in the file; and the tables that are none of them."""
    grids = list(grids)
    pairs = _pairs(comparison, wanted, grids)
    apart = _taken_apart(comparison, wanted, grids, pairs)
    order_of = {place: order for order, place in pairs.items()}
    rows = {order: _handed_out(comparison, wanted[order][1]) for order in pairs} if len(grids) > len(pairs) else {}
    strange = []
    for place, grid in enumerate(grids):
        if place not in order_of:
            options = [order for order in pairs if _is_piece(comparison, wanted[order], rows[order], grid)]
            if options:
                order_of[place] = max(options, key=lambda order: (_likeness(comparison, wanted[order], grid), -order))
            else:
                strange.append(grid)
    found = dict(apart)
    for place in sorted(order_of):
        found.setdefault(order_of[place], Grid([])).rows.extend(grids[place].rows)
    return found, strange


def _pairs(comparison: Comparison, wanted: Wanted, grids: Sequence[Grid]) -> dict[int, int]:
    """Index among `wanted` -> index among `grids`, the most alike first."""
    scored = sorted(
        (-_likeness(comparison, one, grid), abs(place - order), place, order)
        for order, one in enumerate(wanted)
        for place, grid in enumerate(grids)
    )
    pairs: dict[int, int] = {}
    for score, _, place, order in scored:
        if score < 0 and order not in pairs and place not in pairs.values():
            pairs[order] = place
    return pairs


def _likeness(comparison: Comparison, one: tuple[int, TablePattern], grid: Grid) -> int:
    """How much a table shares with a pattern: three points for each bookmark, one for each cell of fixed words."""
    at, pattern = one
    words = {squash(line.words) for row in pattern.rows for _, _, line in row.cells if not line.slots} - {""}
    there = {squash(cell.line.text) for row in grid.rows[:_LOOKED_AT] for cell in row.cells}
    return 3 * min(_own_bookmarks(comparison, at, grid.names[:_LOOKED_AT]), 20) + len(words & there)


def _own_bookmarks(comparison: Comparison, at: int, names: Iterable[str]) -> int:
    return sum(comparison.owner.get(comparison.names.own(name), -1) == at for name in names)


def _handed_out(comparison: Comparison, pattern: TablePattern) -> list[set[str]]:
    """The words of each row of a list in the table as it was handed out."""
    found = []
    for row in pattern.rows:
        slots = [slot for slot in row.slots if not slot.is_shown_only]
        for _, record in comparison.values.rows(row.rows)[:_LOOKED_AT] if row.rows else ():
            found.append({squash(text) for text in comparison.known(slots, record)} - {""})
    return [words for words in found if words]


def _is_piece(comparison: Comparison, one: tuple[int, TablePattern], rows: Iterable[set[str]], grid: Grid) -> bool:
    """Whether a further table is a piece of that one: it has its bookmarks, its head, or a row as it was handed out."""
    at, pattern = one
    if _own_bookmarks(comparison, at, grid.names[:_LOOKED_AT]):
        return True
    shown = [{squash(cell.line.text) for cell in row.cells} for row in grid.rows[:_LOOKED_AT]]
    everything: set[str] = set().union(*shown)
    for words in rows:
        likely = 2 * len(words & everything) > len(words)
        if likely and any(2 * len(words & cells) > len(words) for cells in shown):
            return True
    return any(_is_head(pattern, row) for row in grid.rows[:_LOOKED_AT])


def _is_head(pattern: TablePattern, row: GridRow) -> bool:
    """Whether the row has all fixed words of a row of the pattern that has no blanks."""
    cells = Counter(squash(cell.line.text) for cell in row.cells)
    for one in pattern.rows:
        words = Counter(squash(line.words) for _, _, line in one.cells if squash(line.words))
        if words and not one.slots and not words - cells:
            return True
    return False


def _taken_apart(
    comparison: Comparison, wanted: Wanted, grids: list[Grid], pairs: Mapping[int, int]
) -> dict[int, Grid]:
    """The tables without a pair whose rows stand in other tables. Their rows are taken out of these."""
    found: dict[int, Grid] = {}
    lost = [order for order in range(len(wanted)) if order not in pairs]
    for place, grid in enumerate(grids) if lost else ():
        own = [order for order, at in pairs.items() if at == place]
        current: int | None = None
        kept: list[GridRow] = []
        for row in grid.rows:
            whose = _owner(comparison, wanted, row)
            if whose is None and not any(_is_head(wanted[order][1], row) for order in own):
                whose = next((order for order in lost if _is_head(wanted[order][1], row)), None)
            current = current if whose is None else whose
            if current in lost:
                found.setdefault(current, Grid([])).rows.append(row)
            else:
                kept.append(row)
        grids[place] = Grid(kept)
    return found


def _owner(comparison: Comparison, wanted: Wanted, row: GridRow) -> int | None:
    """Index among `wanted` of the table to which most bookmarks of the row belong."""
    counted = Counter(comparison.owner.get(comparison.names.own(name), -1) for name in row.names)
    orders = {at: order for order, (at, _) in enumerate(wanted)}
    return next((orders[at] for at, _ in counted.most_common() if at in orders), None)
