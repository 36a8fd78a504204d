"""`handbook check`: what is wrong with the handbook."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from handbook.commands.options import data_option, language_option, root_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.messages import preferred_language
from handbook.diagnostics.printing import diagnostics_as_json


@click.command("check", cls=SpokenCommand)
@root_option
@data_option
@click.option("--strict", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@language_option
def command(root: Path, data: Path | None, strict: bool, as_json: bool) -> None:
    """Say what is wrong with the handbook, without building it."""
    from handbook.site.build import check

    diagnostics = check(root, data=data, today=datetime.now(UTC).astimezone().date())
    failed = bool(diagnostics.errors or (strict and diagnostics.warnings))
    if as_json:
        click.echo(json.dumps(diagnostics_as_json(diagnostics, root), ensure_ascii=False, indent=1))
    else:
        click.echo(diagnostics.render(preferred_language()), err=failed)
    sys.exit(1 if failed else 0)
