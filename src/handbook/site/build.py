"""Building from the command line: mkdocs' build with our plugin, and its failures as one exception.

mkdocs is imported only when something is built or checked; `handbook list` does without.
"""

from __future__ import annotations

import gc
import logging
from datetime import date
from pathlib import Path
from typing import Any

import click

from handbook.checks import prepared_handbook
from handbook.diagnostics import language
from handbook.diagnostics.diagnostics import BuildError, Diagnostics


class Stopped(BuildError):
    """The build ended with a message; an empty one means that everything was printed already."""


def build(root: Path, *, site_dir: Path | None = None, strict: bool = False, data: Path | None = None) -> Path:
    """Build the handbook in `root` and return the folder of the site. Raises Stopped."""
    # Our plugin sets the variable that keeps Material's banner quiet, so it comes before mkdocs' themes.
    from handbook.site import mkdocs_plugin  # noqa: F401, I001, PLC0415
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    found = Diagnostics(root)
    settings_faults(root, found)
    if found.errors:  # mkdocs would stop at the first; say everything that is wrong, as `handbook check` does
        click.echo(check(root, data=data).render(language.preferred()), err=True)
        raise Stopped("")
    if site_dir is not None:
        _check_place(root, site_dir.resolve())
    _quiet()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # a build makes many objects and little garbage; the default costs a tenth
    settings: dict[str, Any] = {"strict": strict}
    if site_dir is not None:
        settings["site_dir"] = str(site_dir.resolve())
    config = None
    try:
        config = load_config(str(root / "mkdocs.yml"), **settings)
        if data is not None:
            config.plugins["handbook"].config.data_dir = str(data.resolve())
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        return Path(config.site_dir)
    except MkDocsException as error:
        raise Stopped(error.format_message()) from error
    except OSError as error:
        what = language.either("the site could not be built", "網站無法建置")
        raise Stopped(f"{what}: {error.strerror or error} ({error.filename or root})") from error
    finally:
        if config is not None:
            config.plugins.on_shutdown()


def check(root: Path, *, data: Path | None = None, today: date | None = None) -> Diagnostics:
    """Everything that is wrong with the handbook in `root`, without building it. today: for overdue reviews."""
    diagnostics = Diagnostics(root)
    found = settings_faults(root, diagnostics)
    folder = prepared_handbook.data_folder(root, data, found)
    prepared = prepared_handbook.prepare(
        root, diagnostics=diagnostics, data=folder, inherit=found.inherit, packs=found.rule_packs, today=today
    )
    renderer = prepared_handbook.renderer(prepared, diagnostics)
    prepared_handbook.render_pages(prepared, renderer, diagnostics)
    # A broken template would only make its samples look broken.
    if not diagnostics.errors and prepared.handbook.templates:
        from handbook.checks import sample_responses  # noqa: PLC0415  (late: for those who have templates)

        sample_responses.check(prepared, diagnostics)
    return diagnostics


def settings_faults(root: Path, diagnostics: Diagnostics) -> prepared_handbook.Settings:
    """The plugin's settings; what is wrong with mkdocs.yml is recorded, also what only mkdocs can tell."""
    found = prepared_handbook.settings(root, diagnostics)
    if diagnostics.errors:
        return found
    from mkdocs.config.defaults import MkDocsConfig  # noqa: PLC0415

    path = root / prepared_handbook.CONFIG
    config: Any = MkDocsConfig(config_file_path=str(path))
    try:
        with path.open("rb") as stream:
            config.load_file(stream)
        faults, _ = config.validate()
    except Exception as error:  # noqa: BLE001 (plugins and hooks named there are code, and may raise anything)
        faults = [("", error)]
    for key, fault in faults:
        problem = str(fault).strip().split("\n")[0]
        diagnostics.error(
            "setting", prepared_handbook.key_place(root, key), key=key or prepared_handbook.CONFIG, problem=problem
        )
    return found


def _check_place(root: Path, site: Path) -> None:
    """Raise Stopped for a site among the sources, or above them."""
    if root.is_relative_to(site) or any(site.is_relative_to(root / name) for name in ("docs", "templates", "macros")):
        text = (
            "{} lies among the handbook's own sources; choose another --site-dir",
            "{} 在手冊的來源之中；請另選 --site-dir",
        )
        raise Stopped(language.either(*text).format(site))


def _quiet() -> None:
    """Show what mkdocs warns about, not what it is doing."""
    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
