"""`handbook new`: a handbook to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from handbook.commands.options import language_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import HandbookError
from handbook.diagnostics.messages import message


@click.command("new", cls=SpokenCommand)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@language_option
def command(folder: Path) -> None:
    """Write a small working handbook into FOLDER, to start from."""
    from handbook.reading import resources

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(message("folder-not-empty", folder=folder))
    try:
        shutil.copytree(
            resources.scaffold_dir(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
        shutil.copy(resources.usual_list("synonyms"), folder / "docs/_data")
    except OSError as error:
        raise HandbookError(f"{folder}: {error.strerror or error}") from None
    click.echo(message("handbook-created", folder=folder))
