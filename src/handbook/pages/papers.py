"""The papers of a site's templates, each laid out once."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.blocks import Document
from handbook.documents.layout.layout_file import read_layout
from handbook.model.template import Layout, Template


class Papers:
    """Layouts as block trees.

    known: those that were read when the handbook was checked, by the ids of template and layout.
    """

    def __init__(self, known: Mapping[str, Mapping[str, Document]] | None = None) -> None:
        self._known = {(template, id): tree for template, trees in (known or {}).items() for id, tree in trees.items()}

    def document(self, template: Template, layout: Layout) -> Document:
        """The block tree of a layout. Its faults are not recorded: `handbook check` has said them."""
        key = (template.id, layout.id)
        if key not in self._known:
            self._known[key] = read_layout(template, layout, Diagnostics())
        return self._known[key]
