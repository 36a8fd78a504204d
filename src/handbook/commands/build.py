"""`handbook build`: the handbook is checked and published."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from handbook.commands.loaded_handbook import tree_names
from handbook.commands.options import audience_option, data_option, language_option, root_option, site_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.diagnostics.printing import shown_path


@click.command("build", cls=SpokenCommand)
@root_option
@site_option
@click.option("--strict", is_flag=True)
@click.option("--zip", "zip_file", type=click.Path(path_type=Path))
@click.option("--pdf", is_flag=True)
@audience_option
@data_option
@language_option
def command(
    root: Path,
    site_dir: Path | None,
    strict: bool,
    zip_file: Path | None,
    pdf: bool,
    audience: str,
    data: Path | None,
) -> None:
    """Check the handbook and publish it; on any fault the previous site stays as it is."""
    from handbook.commands.output_places import refuse_sources
    from handbook.site import archive
    from handbook.site.build import build

    refuse_sources(zip_file, root, data)
    refuse_sources(site_dir, root, data)
    started = time.monotonic()
    if zip_file and not audience and (names := tree_names(root)):
        raise BuildError(message("zip-of-one-tree", names=", ".join(names)))
    with building_note():
        site = build(root, site_dir=site_dir, strict=strict, data=data, pdf=pdf, audience=audience)
        if zip_file:
            archive.write_archive(site, zip_file)
    click.echo(message("site-built", site=shown_path(site), seconds=time.monotonic() - started))


@contextmanager
def building_note() -> Iterator[None]:
    """Say on a terminal, after one second, that something is going on."""
    if not sys.stderr.isatty():
        yield
        return
    note = threading.Timer(1.0, lambda: click.echo(message("building"), err=True))
    note.daemon = True
    note.start()
    try:
        yield
    finally:
        note.cancel()
