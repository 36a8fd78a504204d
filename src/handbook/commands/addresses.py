"""`handbook addresses`: the addresses that are published are recorded."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.commands.options import language_option, root_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.diagnostics.messages import message
from handbook.diagnostics.printing import shown_path


@click.command("addresses", cls=SpokenCommand)
@root_option
@language_option
def command(root: Path) -> None:
    """Record the addresses of pages and headings, so that `check` notices when one is gone."""
    from handbook.checks import citable_clauses
    from handbook.commands.loaded_handbook import load_handbook
    from handbook.reading import published_addresses

    diagnostics = Diagnostics(root)
    handbook = load_handbook(root, None, diagnostics)
    citable_clauses.check(handbook, diagnostics)
    now = published_addresses.current_addresses(handbook)
    before = published_addresses.read_record(root, diagnostics)
    diagnostics.raise_if_errors()  # headings that could not be read would be missing, or have other ids
    addresses = {*before, *now}
    published_addresses.write_record(root, addresses)
    file = shown_path(root / published_addresses.RECORD_FILE)
    click.echo(message("addresses-recorded", file=file, count=len(addresses), fresh=len(now - before.keys())))
