"""`handbook schema`: the JSON Schema of a kind of source file."""

from __future__ import annotations

import json

import click

from handbook.commands.options import language_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.reading.json_schemas import SCHEMAS, json_schema


@click.command("schema", cls=SpokenCommand)
@click.argument("kind", type=click.Choice(SCHEMAS))
@language_option
def command(kind: str) -> None:
    """Print the JSON Schema of a KIND of source file, for help in an editor."""
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
