"""Building and checking a handbook, as the commands do it.

mkdocs is imported only when something is built, or when the settings are checked; `handbook list` does without.
"""

from __future__ import annotations

import gc
import logging
from datetime import date
from pathlib import Path

import click

from handbook.checks import all_samples, page_calls
from handbook.checks.prepared_handbook import prepare, prepared_renderer
from handbook.checks.prepared_to_build import prepare_to_build
from handbook.diagnostics.diagnostics import BuildError, Diagnostics
from handbook.diagnostics.messages import message, preferred_language
from handbook.reading.plugin_settings import (
    CONFIG,
    PluginSettings,
    data_folder,
    read_settings,
    setting_place,
    site_address,
)
from handbook.site.trees import Trees, chosen


def build(
    root: Path,
    *,
    site_dir: Path | None = None,
    strict: bool = False,
    data: Path | None = None,
    pdf: bool = False,
    audience: str = "",
) -> Path:
    """Build the handbook in `root` and return the folder of the site, or of the one tree that was asked for.

    site_dir: the site's folder, by default that of mkdocs.yml. strict: warnings keep the site from being replaced.
    data: a folder that takes the place of docs/_data. pdf: documents to print as PDF as well. audience: the one
    tree to build; by default all are. Raises BuildError; its text is empty when the faults have been printed already.
    """
    from handbook.site.mkdocs_plugin import build_site  # noqa: PLC0415

    found = Diagnostics(root)
    settings = check_settings(root, found)
    if found.errors:  # mkdocs would stop at the first; say everything that is wrong, as `handbook check` does
        click.echo(check(root, data=data).render(preferred_language()), err=True)
        raise BuildError("")
    if site_dir is not None:
        _check_place(root, site_dir.resolve())
    _quiet()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # a build makes many objects and little garbage; the default costs a tenth
    try:
        if settings.audiences:
            return _build_trees(root, settings, site_dir=site_dir, strict=strict, data=data, pdf=pdf, audience=audience)
        if audience:
            raise BuildError(message("no-trees", name=audience))
        return build_site(root, site_dir=site_dir, strict=strict, data=data, pdf=pdf)
    except OSError as error:
        reason, place = error.strerror or error, error.filename or root
        raise BuildError(message("site-not-built", reason=reason, place=place)) from error


def _build_trees(
    root: Path,
    settings: PluginSettings,
    *,
    site_dir: Path | None,
    strict: bool,
    data: Path | None,
    pdf: bool,
    audience: str,
) -> Path:
    """Build all trees, or one, from a handbook that is read and checked once."""
    from handbook.site.mkdocs_plugin import build_site, site_folder  # noqa: PLC0415

    found = Diagnostics(root)
    folder = data_folder(root, data, settings)
    prepared = prepare_to_build(root, settings, found, data=folder)
    if found.errors or found.warnings:
        click.echo(found.render(settings.lang or preferred_language()), err=True)
    if found.errors:
        raise BuildError("")
    if strict and found.warnings:
        raise BuildError(message("strict-stop"))
    wanted = [chosen(settings.audiences, audience)] if audience else settings.audiences
    site = site_dir.resolve() if site_dir else site_folder(root)
    trees = Trees(site, settings.audiences, wait=settings.wait, say=lambda line: click.echo(line, err=True))
    try:
        trees.begin()
        for one in wanted:
            place = trees.folder(one.name)
            build_site(root, site_dir=place, strict=strict, data=data, pdf=pdf, audience=one.name, part_of=prepared)
        trees.commit(prepared.handbook)
    finally:
        trees.discard()
    return trees.site / audience if audience else trees.site


def check(root: Path, *, data: Path | None = None, today: date | None = None) -> Diagnostics:
    """Everything that is wrong with the handbook in `root`, without building it. today: for overdue reviews."""
    diagnostics = Diagnostics(root)
    found = check_settings(root, diagnostics)
    folder = data_folder(root, data, found)
    prepared = prepare(
        root,
        diagnostics=diagnostics,
        data=folder,
        inherit=found.inherit,
        packs=found.rule_packs,
        audiences=found.audiences,
        today=today,
    )
    all_samples.check(prepared, diagnostics)
    if any(flow.version for flow in prepared.handbook.flows.values()) and not site_address(root):
        diagnostics.warning("cards-without-address", setting_place(root, "site_url"))
    page_calls.check(prepared.handbook, prepared_renderer(prepared, diagnostics), diagnostics)
    return diagnostics


def check_settings(root: Path, diagnostics: Diagnostics) -> PluginSettings:
    """The plugin's settings; everything wrong with mkdocs.yml is recorded, including what only mkdocs can tell."""
    found = read_settings(root, diagnostics)
    if diagnostics.errors:
        return found
    from handbook.site.mkdocs_plugin import faulty_settings  # noqa: PLC0415

    for key, problem in faulty_settings(root / CONFIG):
        place = setting_place(root, key)
        diagnostics.error("setting", place, key=key or CONFIG, problem=problem)
    return found


def _check_place(root: Path, site: Path) -> None:
    """Raise BuildError for a site among the sources, or above them."""
    if root.is_relative_to(site) or any(site.is_relative_to(root / name) for name in ("docs", "templates", "macros")):
        raise BuildError(message("site-among-sources", site=site))


def _quiet() -> None:
    """Show what mkdocs warns about, not what it is doing."""
    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
