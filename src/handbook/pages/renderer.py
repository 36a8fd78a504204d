"""What renders the pages of one handbook, put together: components, papers, and the engine for authors' calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.diagnostics.diagnostics import ComponentError, Diagnostics, Span
from handbook.documents.blocks import Document
from handbook.model.handbook import Handbook
from handbook.pages.calls.author_calls import author_calls
from handbook.pages.calls.call import Call
from handbook.pages.calls.engine import Engine, Limits
from handbook.pages.calls.macro_module import MacroModule
from handbook.pages.components.components import Components
from handbook.pages.components.icons import icon
from handbook.pages.papers import Papers
from handbook.pages.relative_addresses import link
from handbook.pages.sandbox.bounded_environment import BoundedEnvironment, safe_function
from handbook.reading import resources


@dataclass(frozen=True)
class Renderer:
    """One per site; it holds nothing of a single page."""

    handbook: Handbook
    components: Components
    papers: Papers
    engine: Engine


def make_renderer(
    handbook: Handbook,
    *,
    diagnostics: Diagnostics | None = None,
    folders: Sequence[Path] | None = None,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    module: Path | None = None,
    papers: Mapping[str, Mapping[str, Document]] | None = None,
) -> Renderer:
    """The renderer of a handbook; faults of component folders go to `diagnostics`.

    folders: component folders, of which an earlier one wins; by default the site's `macros/`, then ours.
    module: a mkdocs-macros module whose `define_env` is run (trusted code of the site's owner).
    papers: layouts that were read before: template id -> layout id -> block tree.
    """
    diagnostics = diagnostics if diagnostics is not None else Diagnostics(handbook.root)
    if folders is None:
        folders = list(dict.fromkeys((handbook.root / "macros", resources.macros_dir())))
    environment = BoundedEnvironment()
    environment.globals.update({"link": safe_function(link), "icon": safe_function(icon)})
    components = Components(folders, environment, diagnostics)
    sheets = Papers(papers)
    own = _macro_module(module, diagnostics)
    environment.filters.update(own.filters)
    calls = author_calls(handbook, components, sheets)
    calls.update({name: Call.of_plain_function(name, function) for name, function in own.macros.items()})
    return Renderer(handbook, components, sheets, Engine(environment, calls, own.variables, limits))


def _macro_module(path: Path | None, diagnostics: Diagnostics) -> MacroModule:
    """The site's module; an empty one when there is none or when it failed, which is recorded."""
    if path is None:
        return MacroModule()
    try:
        return MacroModule.load(path)
    except ComponentError as error:
        diagnostics.error("macro-module", Span(path), problem=error.problem)
        return MacroModule()
