"""A handbook read and checked as a build does it: with its samples, and after a fault with the faults of its pages."""

from __future__ import annotations

from pathlib import Path

from handbook.checks import all_samples, page_calls
from handbook.checks.prepared_handbook import PreparedHandbook, prepare, prepared_renderer
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.plugin_settings import PluginSettings


def prepare_to_build(
    root: Path, settings: PluginSettings, diagnostics: Diagnostics, *, data: Path | None
) -> PreparedHandbook:
    """As `prepare`, by the settings of mkdocs.yml; everything that keeps the handbook from being built is recorded."""
    prepared = prepare(
        root, diagnostics=diagnostics, data=data, inherit=settings.inherit, packs=settings.rule_packs,
        audiences=settings.audiences,
    )  # fmt: skip
    all_samples.check(prepared, diagnostics)
    if diagnostics.errors:  # the pages' faults are wanted in the same run
        page_calls.check(prepared.handbook, prepared_renderer(prepared, diagnostics), diagnostics)
    return prepared
