"""Does each post that has duties say to whom it reports?"""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record each post with a page of duties that names no superior and has nobody below it.

    Who has others below is a head, such as the leader of an office. An author says "meant so" of any other. A handbook
    in which no post names a superior has no chart, and is not asked for one.
    """
    heads = {role.reports_to for role in handbook.roles.values()} - {""}
    if not heads:
        return
    pages = {page.id for page in handbook.pages.values()}
    for role in handbook.roles.values():
        if not role.reports_to and role.id in pages and role.id not in heads:
            diagnostics.warning("superior-missing", role.origin.at("unit"), post=role.title)
