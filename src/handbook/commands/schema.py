"""`handbook schema`: the JSON Schema of a kind of source file."""

from __future__ import annotations

import json

import click

from handbook.commands.options import language_option
from handbook.model.organisation import LISTS
from handbook.reading import binding
from handbook.reading.loader import FILES


@click.command("schema")
@click.argument("kind", type=click.Choice([*FILES, *LISTS]))
@language_option
def command(kind: str) -> None:
    """Print the JSON Schema of a KIND of source file, for help in an editor."""
    many = kind in LISTS
    record = LISTS[kind] if many else FILES[kind]
    click.echo(json.dumps(binding.json_schema(record, many=many), ensure_ascii=False, indent=2))
