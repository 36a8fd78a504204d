"""Building from the command line: mkdocs' build with our plugin, and its failures as one exception.

mkdocs is imported only when something is built; `handbook check` and `list` do without.
"""

from __future__ import annotations

import gc
import logging
from pathlib import Path
from typing import Any

from handbook.errors import BuildError


class Stopped(BuildError):
    """The build ended with a message; an empty one means that everything was printed already."""


def build(root: Path, *, site_dir: Path | None = None, strict: bool = False, data: Path | None = None) -> Path:
    """Build the handbook in `root` and return the folder of the site. Raises Stopped."""
    # Our plugin sets the variable that keeps Material's banner quiet, so it comes before mkdocs' themes.
    from handbook import mkdocs_plugin  # noqa: F401, I001, PLC0415
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    _quiet()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # a build makes many objects and little garbage; the default costs a tenth
    settings: dict[str, Any] = {"strict": strict}
    if site_dir is not None:
        settings["site_dir"] = str(site_dir.resolve())
    config = None
    try:
        config = load_config(str(root / "mkdocs.yml"), **settings)
        if "handbook" not in config.plugins:
            raise Stopped(f'{root / "mkdocs.yml"}: the plugin "handbook" is not listed under `plugins:`')
        if data is not None:
            config.plugins["handbook"].config.data_dir = str(data.resolve())
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        return Path(config.site_dir)
    except MkDocsException as error:
        raise Stopped(error.format_message()) from error
    except OSError as error:
        raise Stopped(f"the site could not be built: {error.strerror or error} ({error.filename or root})") from error
    finally:
        if config is not None:
            config.plugins.on_shutdown()


def _quiet() -> None:
    """Show what mkdocs warns about, not what it is doing."""
    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
