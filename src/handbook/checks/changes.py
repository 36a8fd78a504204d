"""Are the changes of a document told newest first?"""

from __future__ import annotations

from itertools import chain, pairwise

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record changes that stand below an older one."""
    for document in chain(handbook.pages.values(), handbook.templates.values(), handbook.checklists.values()):
        for newer, older in pairwise(document.changes):
            if newer.on < older.on:
                diagnostics.error("changes-order", older.origin.at("on"), on=older.on, before=newer.on)
