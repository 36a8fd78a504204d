"""`handbook fill`: a template is filled with a response, and printed in any format."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.commands.options import data_option, language_option, root_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.diagnostics.messages import message, preferred_language

if TYPE_CHECKING:
    from handbook.model.handbook import Handbook
    from handbook.model.template import Template
    from handbook.rules.response import Response


@click.command("fill", cls=SpokenCommand)
@click.argument("template")
@click.argument("data_file", metavar="[DATA.json]", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
@click.option("--layout", default="")
@click.option("--person", default="")
@click.option("--rows", default="")
@click.option("--for", "sheet", default="")
@click.option("--sample", is_flag=True)
@click.option("--check", "strict", is_flag=True)
@root_option
@data_option
@language_option
def command(
    template: str,
    data_file: Path | None,
    output: Path,
    layout: str,
    person: str,
    rows: str,
    sheet: str,
    sample: bool,
    strict: bool,
    root: Path,
    data: Path | None,
) -> None:
    """Fill TEMPLATE with the values of DATA.json; without a file the paper stays blank.

    DATA.json may also be filled from the template that TEMPLATE is part of: a list takes its values from the plan.

    Suffixes: .docx .md .html .txt .ics .xlsx .csv .json. What the rules find is printed and keeps nothing from
    being written.
    """
    from handbook.commands import papers
    from handbook.commands.loaded_handbook import find_template
    from handbook.commands.output_places import refuse_sources
    from handbook.commands.rule_findings import record_findings
    from handbook.rules import response

    suffix = output.suffix.lower()
    if suffix not in papers.WRITERS:
        known = " ".join(papers.WRITERS)
        raise click.UsageError(message("unknown-suffix", suffix=suffix or output, known=known))
    refuse_sources(output, root, data_file, data)
    diagnostics = Diagnostics(root)
    handbook, found = find_template(root, data, template, diagnostics)
    if sample and (data_file or found.sample is None):
        raise click.UsageError(message("no-inline-sample" if found.sample is None else "sample-beside-file"))
    filled: response.Response | None = response.blank(found)
    if data_file:
        filled = _response(data_file, handbook, found, diagnostics)
    elif sample:
        filled = response.inline_sample(found, diagnostics)
    if filled is None:
        diagnostics.raise_if_errors()
        return
    if data_file or sample:
        record_findings(handbook, found, filled, diagnostics)
    options = papers.PaperOptions(layout, person, rows, sheet)
    papers.write_file(output, papers.paper(handbook, found, filled, suffix, options, diagnostics))
    if len(diagnostics):
        click.echo(diagnostics.render(preferred_language()), err=True)
    click.echo(message("paper-written", file=output))
    sys.exit(1 if strict and diagnostics.errors else 0)


def _response(path: Path, handbook: Handbook, template: Template, diagnostics: Diagnostics) -> Response | None:
    """The response in a file; from one to the template that this is part of, what can be taken over.

    None after recording what is wrong with the file.
    """
    from handbook.rules.checking import Checker
    from handbook.rules.response import blank, check_response, read_json
    from handbook.rules.taken_values import taken_fields, taken_values

    parsed = read_json(path, diagnostics)
    if parsed is None:
        return None
    whole = handbook.templates.get(template.part_of)
    if whole is None or not isinstance(parsed.value, dict) or parsed.value.get("template") != whole.id:
        return check_response(parsed, template, diagnostics)
    given = check_response(parsed, whole, diagnostics)
    if given is None:
        return None
    values = Checker(whole, handbook.facts).compute(given.values)
    taken = taken_values(values, taken_fields(template, whole))
    return dataclasses.replace(blank(template), values=taken, saved=given.saved, source=given.source)
