"""`handbook verify-log`: is an exported log as it was written?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from handbook.commands.options import language_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.diagnostics.messages import preferred_language
from handbook.diagnostics.printing import diagnostics_as_json


@click.command("verify-log", cls=SpokenCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--code", default="")
@click.option("--json", "as_json", is_flag=True)
@language_option
def command(file: Path, code: str, as_json: bool) -> None:
    """Say whether the exported log in FILE (.docx, .csv, .json) is as it was written; exit code 1 when it is not.

    Changed, removed, exchanged and moved entries are found. Somebody who makes the whole chain anew is found out
    with --code: the code of an entry, as it was printed or reported while the run went on.
    """
    from handbook.log import log_files

    diagnostics = Diagnostics()
    verdict = log_files.verdict(file, code, diagnostics)
    if as_json:
        shown = {**verdict, **diagnostics_as_json(diagnostics, Path.cwd())}
        click.echo(json.dumps(shown, ensure_ascii=True, indent=1))
        sys.exit(1 if diagnostics.errors else 0)
    click.echo("\n".join(log_files.verdict_lines(verdict, preferred_language())))
    diagnostics.raise_if_errors()
