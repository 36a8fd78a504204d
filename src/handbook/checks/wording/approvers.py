"""Does a procedure let somebody else approve than the decision table of the clause that it cites?"""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.procedure import Step
from handbook.pages.compiled.authority import approves


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record the step that approves where no step of the procedure is that of an approver of the table.

    A chain of approvers is no contradiction, as long as one of them is in the table.
    """
    tables = _approvers(handbook)
    for procedure in handbook.procedures.values():
        cited: dict[str, list[Step]] = {}
        for step in procedure.steps:
            if step.cite in tables and approves(step.action):
                cited.setdefault(step.cite, []).append(step)
        for clause, steps in cited.items():
            matrix, allowed = tables[clause]
            if allowed.isdisjoint(step.actor for step in steps):
                names = {id: handbook.roles[id].title for id in (*allowed, steps[0].actor) if id in handbook.roles}
                diagnostics.warning(
                    "approver-differs",
                    steps[0].origin.at("actor"),
                    here=names.get(steps[0].actor, steps[0].actor),
                    there="、".join(sorted(names.get(id, id) for id in allowed)),
                    table=handbook.matrices[matrix].title,
                )


def _approvers(handbook: Handbook) -> dict[str, tuple[str, set[str]]]:
    """By clause, the table that rests on it and the posts that it names; no table that leaves a case open."""
    found: dict[str, tuple[str, set[str]]] = {}
    for id, matrix in handbook.matrices.items():
        if matrix.output.refers != "role":
            continue
        for row in matrix.rows:
            clause = row.cite or matrix.clause
            if clause:
                found.setdefault(clause, (id, set()))[1].update(row.then or ("",))
    return {clause: (id, posts) for clause, (id, posts) in found.items() if "" not in posts}
