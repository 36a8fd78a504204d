"""The values that a rule of a kind looks at: `order: [start, end]` sees two cells.

The browser half is `src/browser/rules/seen-values.js`; tests/fixtures/rules/kinds.json holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from handbook.model.handbook import Facts
from handbook.model.template import Field, Template
from handbook.reading.rule_words import label_of
from handbook.rules.decisions import DecisionTable
from handbook.rules.row_functions import Cells
from handbook.values.fields import rows_of
from handbook.values.identities import Register, is_nothing
from handbook.values.typed import NUMBER_TYPES
from handbook.values.understanding import is_usable


class SeenCell(NamedTuple):
    """One value with its field."""

    field: Field
    value: Any  # as expressions see it
    is_filled: bool  # something is written that is understood and is not 「無」


@dataclass(frozen=True)
class SeenValues:
    """What a rule of a kind looks at: one row and the response around it, or the response alone."""

    template: Template
    context: Mapping[str, Any]  # what expressions see; see checking.Checker.context
    values: Mapping[str, Any]  # what was filled in
    register: Register
    facts: Facts
    rows: Field | None = None  # the list whose row it is
    row: Cells = field(default_factory=dict)  # that row, as expressions see it
    tables: Mapping[str, DecisionTable] = field(default_factory=dict)  # decision tables by id

    def cells(self, place: str) -> list[SeenCell]:
        """The value at a place: of a column of the row, else of a field; of 「list.column」 those of all its rows."""
        column = self.rows.column(place) if self.rows else None
        if self.rows and column:
            return [self._cell(column, self._filled_in(self.rows, self.row), self.row)]
        name, _, column_id = place.partition(".")
        found = next((one for one in self.template.fields if one.id == name), None)
        if found is None:
            return []
        if not column_id:
            values = self.values if found.id in self.values else {found.id: found.default}
            return [self._cell(found, values, self.context)]
        column = found.column(column_id)
        rows = self.context[found.id] if column else []
        return [self._cell(column, self._filled_in(found, row), row) for row in rows if column]

    def cell(self, place: str) -> SeenCell | None:
        """The one value at a place; None for a place that does not exist."""
        return next(iter(self.cells(place)), None)

    def filled(self, places: Sequence[str]) -> list[tuple[str, SeenCell]]:
        """The places in which something is written, in their order."""
        return [(place, cell) for place in places if (cell := self.cell(place)) and cell.is_filled]

    def missing(self, places: Sequence[str]) -> list[str]:
        """The places in which nothing is written; of 「list.column」 none of the rows counts."""
        return [place for place in places if not any(cell.is_filled for cell in self.cells(place))]

    def paths(self, places: Sequence[str]) -> list[tuple[str, SeenCell]]:
        """What is written at the places, behind its path: `agenda[2].owner`; of 「list.column」 in each row.

        A column of the rule's own list is that of each row as well.
        """
        found = []
        for place in places:
            list_id, _, column_id = place.rpartition(".")
            if self.rows and self.rows.column(place):
                list_id, column_id = self.rows.id, place
            owner = next((one for one in self.template.fields if one.id == list_id), None)
            column = owner.column(column_id) if owner else None
            if owner and column:
                cells = [
                    (
                        f"{list_id}[{int(row['_index'])}].{column_id}",
                        self._cell(column, self._filled_in(owner, row), row),
                    )
                    for row in self.context[list_id]
                ]
            else:
                cells = [(place, cell) for cell in self.cells(place)]
            found += [(path, cell) for path, cell in cells if cell.is_filled]
        return found

    def called(self, path: str) -> str:
        """What a path is called: the label of its field or column."""
        list_id, _, column_id = _parts(path)
        rows = next((one for one in self.template.fields if one.id == list_id), None)
        return label_of(column_id or path, self.template, rows)

    def place_of_path(self, path: str, beside: str) -> str:
        """Where a path is, seen from another: 第 4 列 of the same list, 「車輛」第 4 列, 「迎接人」."""
        list_id, row, column_id = _parts(path)
        if not column_id:
            return label_of(path, self.template, None)
        owner = "" if _parts(beside)[0] == list_id else label_of(list_id, self.template, None)
        return f"{owner}第 {row + 1} 列"

    def labels(self, places: Sequence[str]) -> str:
        """What the places are called: 「甲」、「乙」."""
        return "、".join(label_of(place, self.template, self.rows) for place in places)

    def _filled_in(self, owner: Field, row: Cells) -> Mapping[str, Any]:
        return rows_of(self.values, owner.id)[int(row["_index"])]

    def _cell(self, field: Field, values: Mapping[str, Any], context: Mapping[str, Any]) -> SeenCell:
        value = context[field.id]
        if field.type == "computed":
            counts = value != 0.0  # made of blanks alone, as far as anybody can tell
        else:
            counts = field.type in (*NUMBER_TYPES, "choice", "rows") or not is_nothing(str(value))
        return SeenCell(field, value, counts and is_usable(field, values, context))


def _parts(path: str) -> tuple[str, int, str]:
    """The list, the place of the row and the column of agenda[2].owner; of a field its id alone."""
    list_id, bracket, rest = path.partition("[")
    row, _, column_id = rest.partition("].")
    return (list_id, int(row), column_id) if bracket else (path, 0, "")
