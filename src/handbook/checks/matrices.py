"""Does a decision table answer every case, and each only once?"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix, MatrixInput, MatrixRow
from handbook.rules.decision_tables import case_words, compiled, first_hole, overlapping_rows
from handbook.rules.decisions import DecisionTable


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record unreadable cells, rows without outcome or with two, cases that two rows answer, and one that none does."""
    roles = handbook.facts.roles
    for matrix in handbook.matrices.values():
        before = len(diagnostics.errors)
        for column in matrix.inputs:
            _check_input(column, diagnostics)
        for row in matrix.rows:
            _check_row(row, matrix, diagnostics)
        table, faults = compiled(matrix, roles)
        for fault in faults:
            cell, place = fault.row.when.texts[fault.column.id], fault.row.when.places[fault.column.id]
            diagnostics.error(
                "matrix-cell", place, suggestion=fault.fault.suggestion,
                cell=cell, column=fault.column.title, reason=fault.fault.reason,
            )  # fmt: skip
        if not matrix.inputs or not matrix.rows:
            diagnostics.error("matrix-empty", matrix.origin.span)
        elif len(diagnostics.errors) == before:
            _check_cases(table, matrix, diagnostics)


def _check_input(column: MatrixInput, diagnostics: Diagnostics) -> None:
    """Record a column of choices without any, or one whose choices could not be told apart in a cell."""
    if column.type == "number":
        for key in ("choices", "roles"):
            if getattr(column, key):
                diagnostics.error("matrix-input", column.origin.at(key), column=column.id, key=key, type=column.type)
        if column.step and float(column.step) <= 0:
            diagnostics.error("matrix-step", column.origin.at("step"), column=column.id)
        return
    for key in ("unit", "least", "most", "step"):
        if key in column.origin.keys:
            diagnostics.error("matrix-input", column.origin.at(key), column=column.id, key=key, type=column.type)
    if bool(column.choices) == bool(column.roles):
        diagnostics.error("matrix-choices", column.origin.span, column=column.id)
    for number, choice in enumerate(column.choices):
        if "、" in choice or choice in ("-", "不論"):
            diagnostics.error("matrix-choice-name", column.origin.at(f"choices[{number}]"), choice=choice)


def _check_row(row: MatrixRow, matrix: Matrix, diagnostics: Diagnostics) -> None:
    known = [column.id for column in matrix.inputs]
    for key, place in row.when.places.items():
        if key not in known:
            diagnostics.error("matrix-column", place, suggestion=closest(key, known), key=key, known="、".join(known))
    if bool(row.then) == bool(row.open):
        diagnostics.error("matrix-outcome", row.origin.span)
    if row.since and row.until and row.until < row.since:
        diagnostics.error("matrix-period", row.origin.at("until"), since=row.since, until=row.until)
    if not row.cite and not matrix.clause:
        diagnostics.warning("matrix-without-clause", row.origin.span)


def _check_cases(table: DecisionTable, matrix: Matrix, diagnostics: Diagnostics) -> None:
    """Record rows that are alike, rows that answer the same case, and a case that no row answers."""
    alike = set(_alike(table, matrix, diagnostics))
    if table.hit == "unique":
        for first, second, case, day in overlapping_rows(table):
            if (first.number, second.number) not in alike:
                diagnostics.error(
                    "matrix-overlap", matrix.rows[second.number].origin.span, case=case_words(table, case, day),
                    first=first.number + 1, second=second.number + 1, line=matrix.rows[first.number].origin.span.line,
                )  # fmt: skip
    hole = first_hole(table)
    if hole:
        diagnostics.error("matrix-hole", matrix.origin.at("rows"), case=case_words(table, *hole))


def _alike(table: DecisionTable, matrix: Matrix, diagnostics: Diagnostics) -> Iterator[tuple[int, int]]:
    """Record rows with equal cells that are in force at the same time."""
    for first, second in itertools.combinations(table.rows, 2):
        if table.hit == "unique" and (first.since, first.until) != (second.since, second.until):
            continue  # `_check_cases` reports it as an overlap, with a day on which both rows are in force
        meets = (not first.until or second.since <= first.until) and (not second.until or first.since <= second.until)
        if first.guards == second.guards and meets:
            row, other = matrix.rows[second.number], matrix.rows[first.number]
            diagnostics.error(
                "matrix-equal-rows", row.origin.span,
                first=first.number + 1, second=second.number + 1, line=other.origin.span.line,
            )  # fmt: skip
            yield first.number, second.number
