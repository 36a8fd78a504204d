"""`handbook list`: ids and titles of what a handbook holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from handbook.commands.options import data_option, language_option, root_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import Diagnostics

_KINDS = ("pages", "roles", "procedures", "flows", "templates", "checklists", "contacts", "sources", "matrices")


@click.command("list", cls=SpokenCommand)
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@root_option
@data_option
@click.option("--json", "as_json", is_flag=True)
@language_option
def command(kind: str | None, root: Path, data: Path | None, as_json: bool) -> None:
    """Print what the handbook holds: ids and titles of all kinds, or of one KIND."""
    from handbook.commands.loaded_handbook import load_handbook

    handbook = load_handbook(root, data, Diagnostics(root))
    kinds = [kind] if kind else _KINDS
    rows = {name: [_row(record) for record in getattr(handbook, name).values()] for name in kinds}
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for name, records in rows.items():
        for row in records:
            click.echo("\t".join([name, row["id"], row["title"], row.get("url", "")]).rstrip())


def _row(record: Any) -> dict[str, str]:
    row = {"id": record.id, "title": record.title}
    url = getattr(record, "url", "")
    if url and getattr(record, "path", ""):  # a role from roles.yml has no page
        row["url"] = url
    return row
