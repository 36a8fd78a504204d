"""The handbook that a command works on, read as its mkdocs.yml says."""

from __future__ import annotations

from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, DocumentError, guess
from handbook.diagnostics.messages import message
from handbook.model.handbook import Handbook
from handbook.model.template import Template
from handbook.reading.loader import load
from handbook.reading.plugin_settings import data_folder, read_settings


def load_handbook(root: Path, data: Path | None, diagnostics: Diagnostics) -> Handbook:
    """The handbook in `root`, with the lists of `data` if that folder is given. What is wrong is recorded."""
    settings = read_settings(root, diagnostics)
    folder = data_folder(root, data, settings)
    return load(root, data=folder, diagnostics=diagnostics, inherit=settings.inherit, packs=settings.rule_packs)


def find_template(root: Path, data: Path | None, name: str, diagnostics: Diagnostics) -> tuple[Handbook, Template]:
    """The handbook and its template of that id. Raises ContentError for a faulty one, DocumentError for none.

    Only the template asked for must be sound: a fault elsewhere in the handbook keeps nobody from filling it.
    """
    everywhere = Diagnostics(root)
    handbook = load_handbook(root, data, everywhere)
    template = handbook.templates.get(name)
    own = root / "templates" / name if template is None else template.path.parent
    for fault in everywhere.errors:
        path = fault.span.path
        shared = path.name.startswith("_") and own.is_relative_to(path.parent)  # the defaults of a folder above
        if shared or path.is_relative_to(own):
            diagnostics.error(fault.code, fault.span, suggestion=fault.suggestion, **fault.params)
    diagnostics.raise_if_errors()
    if template is None:
        raise DocumentError(message("no-such-template", name=name, guess=guess(name, handbook.templates)))
    return handbook, template


def tree_names(root: Path) -> list[str]:
    """The trees that the handbook in `root` is built as; none when it is one site."""
    return [one.name for one in read_settings(root, Diagnostics(root)).audiences]
