"""Does something rest on every source document that the handbook lists?"""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix
from handbook.model.page import Controlled
from handbook.model.template import Rule


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record the sources that no page, template, checklist or decision table names."""
    documents: list[Controlled | Rule | Matrix] = [*handbook.pages.values(), *handbook.checklists.values()]
    documents += [*handbook.templates.values(), *handbook.matrices.values()]
    documents += [rule for template in handbook.templates.values() for rule in template.rules]
    named = {source for one in documents for source in one.sources}
    for source in handbook.sources.values():
        if source.id not in named:
            diagnostics.warning("source-unused", source.origin.at("id"), id=source.id, title=source.title)
