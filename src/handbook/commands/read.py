"""`handbook read`: an edited Word file becomes a response again, and what is different is said."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from handbook.commands.options import data_option, language_option, root_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import Diagnostics, DocumentError
from handbook.diagnostics.messages import message, preferred_language
from handbook.diagnostics.printing import diagnostics_as_json, shown_path


@click.command("read", cls=SpokenCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--template", default="")
@click.option("-o", "--output", type=click.Path(path_type=Path))
@click.option("--check", "strict", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@root_option
@data_option
@language_option
def command(
    file: Path, template: str, output: Path | None, strict: bool, as_json: bool, root: Path, data: Path | None
) -> None:
    """Read a filled Word FILE back: the response in its visible text, and what was changed since it was made."""
    from handbook.commands import papers, word_reading
    from handbook.commands.loaded_handbook import find_template
    from handbook.commands.output_places import refuse_sources
    from handbook.commands.rule_findings import record_findings
    from handbook.documents.word.package import MAX_FILE, open_word
    from handbook.rules import response

    refuse_sources(output, root, file, data)
    diagnostics = Diagnostics(root)
    content = response.read_bytes(file, MAX_FILE, diagnostics)
    diagnostics.raise_if_errors()
    try:
        word = open_word(content or b"")
        name = template or word.record.template
        if not name:
            raise DocumentError(message("template-not-named"))
        handbook, found = find_template(root, data, name, diagnostics)
        reading = word_reading.read_word(handbook, found, word, file, diagnostics)
    except DocumentError as error:
        raise DocumentError(f"{shown_path(file)}: {error}") from None
    word_reading.record_reading(reading, file, diagnostics)
    if strict:
        record_findings(handbook, found, reading.response, diagnostics, file)
    if output:
        papers.write_file(output, papers.json_bytes(reading.response.as_json()))
    if as_json:
        shown = {**word_reading.reading_as_json(reading), **diagnostics_as_json(diagnostics, root)}
        click.echo(json.dumps(shown, ensure_ascii=True, indent=1))
    else:
        for line in word_reading.difference_lines(reading):
            click.echo(line)
        if len(diagnostics):
            click.echo(diagnostics.render(preferred_language()), err=True)
    sys.exit(1 if strict and diagnostics.errors else 0)
