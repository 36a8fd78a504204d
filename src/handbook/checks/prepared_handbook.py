"""The one way from a folder to a handbook that was read and checked, for `handbook check` and for the build.

Because both go through here they find the same faults. What only rendered pages can show stands in `page_calls.py`,
what only filled templates can show in `sample_responses.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handbook.checks.all_checks import check_handbook
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.blocks import Document
from handbook.documents.layout import layout_file
from handbook.model.audience import Audience
from handbook.model.handbook import Handbook
from handbook.pages.renderer import Renderer, make_renderer
from handbook.reading import resources
from handbook.reading.loader import load
from handbook.reading.narrowed_handbook import narrowed, without_private
from handbook.reading.plugin_settings import included_from, nav_lines
from handbook.rules import compiling


@dataclass(frozen=True)
class PreparedHandbook:
    """A handbook that was read and checked, and its layouts as block trees: template id -> layout id -> tree."""

    handbook: Handbook
    papers: Mapping[str, Mapping[str, Document]]

    def for_audience(self, audience: Audience) -> PreparedHandbook:
        """What the readers of one tree may see of it."""
        handbook = narrowed(self.handbook, audience)
        return PreparedHandbook(handbook, {id: self.papers[id] for id in handbook.templates})

    def without_private(self) -> PreparedHandbook:
        """What the readers of the one site of a handbook without audiences may see of it."""
        return replace(self, handbook=without_private(self.handbook))


def prepare(
    root: Path,
    *,
    diagnostics: Diagnostics,
    data: Path | None,
    inherit: tuple[str, ...],
    packs: tuple[str, ...] = (),
    audiences: tuple[Audience, ...] = (),
    today: date | None = None,
) -> PreparedHandbook:
    """Read the handbook in `root` and record everything that can be said without rendering its pages.

    data: the folder that replaces docs/_data. inherit, packs, audiences: as in the settings of
    mkdocs.yml.
    today: for what is overdue; None leaves out what depends on the day, so that builds are reproducible.
    """
    loaded = load(root, data=data, diagnostics=diagnostics, inherit=inherit, packs=packs)
    handbook = replace(loaded, nav=nav_lines(root), included_from=included_from(root), audiences=audiences)
    check_handbook(handbook, diagnostics, today)
    papers = {}
    for template in handbook.templates.values():
        papers[template.id] = layout_file.read_layouts(template, diagnostics)
        compiling.compile_rules(template, handbook.facts, diagnostics)
    return PreparedHandbook(handbook, papers)


def prepared_renderer(prepared: PreparedHandbook, diagnostics: Diagnostics) -> Renderer:
    """The renderer of the handbook's pages; faults of the site's own components are recorded."""
    handbook = prepared.handbook
    renderer = make_renderer(handbook, diagnostics=diagnostics, papers=prepared.papers)
    own = handbook.root / "macros"
    if own != resources.macros_dir():  # ours are tested, not checked at each build
        renderer.components.check(diagnostics, below=own)
    return renderer
