"""A procedure as its component draws it: steps, and one lane for each actor."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.procedure import Procedure
from handbook.pages.views.links import Link, clause_link, role_link, template_link


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step. lane: that of its actor, from 1."""

    id: str
    number: int
    actor: Link
    action: str
    lane: int = 1
    when: str = ""
    within: str = ""
    template: Link | None = None
    evidence: str = ""
    cite: Link | None = None


@dataclass(frozen=True, kw_only=True)
class ProcedureView:
    """A procedure. lanes: its actors, in the order in which they first act."""

    id: str
    title: str
    steps: tuple[StepView, ...]
    lanes: tuple[Link, ...] = ()
    summary: str = ""
    sources: tuple[str, ...] = ()


def procedure_view(handbook: Handbook, record: Procedure) -> ProcedureView:
    """A procedure with the titles and addresses of all that it names."""
    lanes = {actor: number for number, actor in enumerate(record.actors, start=1)}
    steps = tuple(
        StepView(
            id=step.id,
            number=number,
            actor=role_link(handbook, step.actor),
            action=step.action,
            lane=lanes[step.actor],
            when=step.when,
            within=step.within,
            template=template_link(handbook, step.template),
            evidence=step.evidence,
            cite=clause_link(handbook, step.cite) if step.cite else None,
        )
        for number, step in enumerate(record.steps, start=1)
    )
    actors = tuple(role_link(handbook, actor) for actor in record.actors)
    return ProcedureView(
        id=record.id,
        title=record.title,
        steps=steps,
        lanes=actors,
        summary=record.summary,
        sources=record.sources,
    )
