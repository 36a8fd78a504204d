"""Do superiors run in a circle, so that of two posts each reports to the other? Does a post stand in for itself?"""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record each circle once, at the post whose id comes first; and each post that is its own deputy."""
    for role in handbook.roles.values():
        if role.deputy == role.id:
            diagnostics.error("own-deputy", role.origin.at("deputy"), post=role.title)
        chain = [role.id]
        while (above := handbook.roles[chain[-1]].reports_to) in handbook.roles and above not in chain:
            chain.append(above)
        if above == role.id == min(chain):
            names = " → ".join(handbook.roles[id].title for id in (*chain, role.id))
            diagnostics.error("superiors-in-circle", role.origin.at("reports_to"), posts=names)
