"""The chart of the organisation: who reports to whom, by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.pages.views.links import Link, role_link


@dataclass(frozen=True, kw_only=True)
class ChartPost:
    """A post in the chart, and those that report to it."""

    post: Link
    unit: str = ""
    below: tuple[ChartPost, ...] = ()


def organisation(handbook: Handbook) -> tuple[ChartPost, ...]:
    """The posts that report to nobody, each with all below it; last those with nobody below, sorted by unit.

    Of posts whose superiors run in a circle, one stands at the top: `checks` records such a circle.
    """
    below: dict[str, list[Role]] = {}
    for role in handbook.roles.values():
        below.setdefault(_superior(handbook, role), []).append(role)
    tops = sorted(below.get("", ()), key=lambda role: (role.id not in below, role.unit if role.id not in below else ""))
    return tuple(_post(handbook, role, below, ()) for role in tops)


def _superior(handbook: Handbook, role: Role) -> str:
    """The id of the post above, or "" at the top: also for one whose superiors run in a circle."""
    seen = [role.id]
    above = handbook.roles.get(role.reports_to)
    while above is not None:
        if above.id in seen:
            return "" if role.id == min(seen[seen.index(above.id) :]) else role.reports_to
        seen.append(above.id)
        above = handbook.roles.get(above.reports_to)
    return role.reports_to if role.reports_to in handbook.roles else ""


def _post(handbook: Handbook, role: Role, below: Mapping[str, Sequence[Role]], above: tuple[str, ...]) -> ChartPost:
    chain = (*above, role.id)
    under = tuple(_post(handbook, one, below, chain) for one in below.get(role.id, ()) if one.id not in chain)
    return ChartPost(post=role_link(handbook, role.id), unit=role.unit, below=under)
