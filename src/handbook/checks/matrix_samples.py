"""Is every row of a decision table hit by a sample of a template that asks the table?

A row without such a sample was never tried.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.sample_responses import samples_of
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.template import Template
from handbook.rules.checking import Checker


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record the rows that no sample hits, of tables that the handbook's own templates ask."""
    hits: dict[str, set[int]] = {}
    for template in handbook.templates.values():
        if template.path.is_relative_to(handbook.root):
            for id, number in _hits(handbook, template):
                hits.setdefault(id, set()).add(number)
    for id, found in hits.items():
        rows = handbook.matrices[id].rows
        missed = [number for number in range(len(rows)) if number not in found]
        if missed:
            listed = ", ".join(str(number + 1) for number in missed)
            diagnostics.warning("matrix-rows-untried", rows[missed[0]].origin.span, matrix=id, rows=listed)


def _hits(handbook: Handbook, template: Template) -> Iterator[tuple[str, int]]:
    """The rows that the samples of a template hit, by table; -1 for a table that is asked."""
    checker = Checker(template, handbook.facts)
    if not checker.tables:
        return
    yield from ((id, -1) for id in checker.tables)
    for _, response in samples_of(template, Diagnostics(handbook.root)):
        for id, decision in checker.decisions(response.values):
            yield from ((id, number) for number in decision.rows)
