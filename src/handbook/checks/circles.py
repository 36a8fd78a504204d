"""Does a relation between records run in a circle, so that following it never ends?

Examples are superiors (of two posts each reports to the other), deputies, and documents that replace each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Controlled


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record each circle once, at the record whose id comes first; and each post that is its own deputy."""
    roles = handbook.roles
    for role in roles.values():
        if role.deputy == role.id:
            diagnostics.error("own-deputy", role.origin.at("deputy"), post=role.title)
    for circle in _circles(roles, lambda one: roles[one].reports_to):
        diagnostics.error("superiors-in-circle", roles[circle[0]].origin.at("reports_to"), posts=_shown(roles, circle))
    for circle in _circles(roles, lambda one: roles[one].deputy):
        if len(circle) > 1:
            diagnostics.error("deputies-in-circle", roles[circle[0]].origin.at("deputy"), posts=_shown(roles, circle))
    records = (handbook.pages, handbook.templates, handbook.checklists, handbook.flows)
    documents: dict[str, Controlled] = {one.id: one for kind in records for one in kind.values() if one.id}
    for circle in _circles(documents, lambda one: documents[one].superseded_by):
        place = documents[circle[0]].origin.at("superseded_by")
        diagnostics.error("documents-in-circle", place, documents=_shown(documents, circle))


def _shown(records: Mapping[str, Role] | Mapping[str, Controlled], circle: Sequence[str]) -> str:
    return " → ".join(records[id].title or id for id in (*circle, circle[0]))


def _circles(ids: Collection[str], following: Callable[[str], str]) -> Iterator[list[str]]:
    """Each circle, as the ids on it from the first in the alphabet. following: the id to which one leads."""
    for id in ids:
        chain = [id]
        while (next_ := following(chain[-1])) in ids and next_ not in chain:
            chain.append(next_)
        if next_ == id == min(chain):
            yield chain
