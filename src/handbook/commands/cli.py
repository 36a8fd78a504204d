"""The command line. Exit codes: 0 well, 1 problems found, 2 wrong use.

Every command imports what it needs when it runs, so that `handbook --help` answers at once.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from handbook.diagnostics.diagnostics import ContentError, Diagnostics, HandbookError
from handbook.diagnostics.messages import message, preferred_language
from handbook.diagnostics.printing import as_json as as_json_data
from handbook.diagnostics.printing import shown_path

if TYPE_CHECKING:
    from handbook.model.handbook import Handbook

KINDS = ("pages", "roles", "procedures", "flows", "templates", "checklists", "contacts", "sources")
SCHEMAS = (
    "page", "regulation", "guideline", "role", "procedure", "flow", "template", "checklist", "rule-pack",
    "contacts", "people", "vehicles", "rooms", "hotels", "sources", "roles", "calendar", "synonyms",
)  # fmt: skip


class Program(click.Group):
    """Shows every error of ours as one line, never as a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except HandbookError as error:
            _fail(str(error), error.exit_code)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except KeyboardInterrupt:
            sys.exit(130)
        except BrokenPipeError:
            sys.stderr.close()  # the reader (`| head`) has gone; Python must not complain about it
            sys.exit(1)
        except Exception as error:  # the last line of defence
            if os.environ.get("HANDBOOK_DEBUG"):
                raise
            _fail(message("internal-error", error=f"{type(error).__name__}: {error}"))


def _fail(message: str, code: int = 1) -> NoReturn:
    if message:
        click.echo(message, err=True)
    sys.exit(code)


def _root(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    root = Path(value).resolve()
    if not (root / "mkdocs.yml").is_file():
        raise click.UsageError(message("no-handbook", root=value), context)
    return root


def _language(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["HANDBOOK_LANG"] = value


root_option = click.option("--root", default=".", callback=_root, help="Folder of the handbook (with mkdocs.yml).")
data_option = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that replaces docs/_data, for private data.",
)
lang_option = click.option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    callback=_language,
    expose_value=False,
    is_eager=True,
    help="Language of messages; by default HANDBOOK_LANG or the locale.",
)
site_option = click.option(
    "--site-dir", type=click.Path(path_type=Path), help="Where the site goes; by default as in mkdocs.yml."
)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handbook-yuli", prog_name="handbook")
def main() -> None:
    """Build and check a handbook of templates, procedures, checklists and emergency flows."""


@main.command()
@root_option
@site_option
@click.option("--strict", is_flag=True, help="Warnings stop publication as well.")
@click.option("--zip", "zip_file", type=click.Path(path_type=Path), help="Also write the whole site into this archive.")
@data_option
@lang_option
def build(root: Path, site_dir: Path | None, strict: bool, zip_file: Path | None, data: Path | None) -> None:
    """Check the handbook and publish it; on any fault the previous site stays as it is."""
    from handbook.site import archive  # noqa: PLC0415

    started = time.monotonic()
    with _progress():
        site = _build(root, site_dir, strict=strict, data=data)
        if zip_file:
            archive.write_archive(site, zip_file)
    click.echo(message("site-built", site=shown_path(site), seconds=time.monotonic() - started))


@main.command()
@root_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the diagnostics as JSON.")
@lang_option
def check(root: Path, data: Path | None, as_json: bool) -> None:
    """Say what is wrong with the handbook, without building it."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from handbook.site.build import check as run  # noqa: PLC0415

    diagnostics = run(root, data=data, today=datetime.now(UTC).astimezone().date())
    if as_json:
        click.echo(json.dumps(as_json_data(diagnostics, root), ensure_ascii=False, indent=1))
    else:
        click.echo(diagnostics.render(preferred_language()), err=bool(diagnostics.errors))
    sys.exit(1 if diagnostics.errors else 0)


@main.command()
@root_option
@site_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-watch", is_flag=True, help="Do not rebuild when a source changes.")
@data_option
@lang_option
def serve(root: Path, site_dir: Path | None, port: int, no_watch: bool, data: Path | None) -> None:
    """Build, show the site on this machine, and rebuild when a source changes."""
    from handbook.reading import resources  # noqa: PLC0415
    from handbook.site import serve as serving  # noqa: PLC0415

    with _progress():
        site = _build(root, site_dir, strict=False, data=data)
    server = serving.open_server(site, port)
    stop = threading.Event()

    def rebuild() -> None:
        click.echo(message("rebuilding"))
        try:
            _build(root, site_dir, strict=False, data=data)
        except HandbookError as error:
            click.echo("\n".join(filter(None, (str(error), message("site-kept")))), err=True)

    if not no_watch:
        roots = [root / "docs", root / "templates", root / "macros", root / "mkdocs.yml", resources.theme_dir()]
        roots += [data] if data else []
        threading.Thread(target=serving.watch, args=(roots, rebuild, stop), daemon=True).start()
    click.echo(message("serving", url=f"http://{serving.HOST}:{server.server_address[1]}/"))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        stop.set()
        server.server_close()


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@lang_option
def new(folder: Path) -> None:
    """Write a small working handbook into FOLDER, to start from."""
    from handbook.reading import resources  # noqa: PLC0415

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(message("folder-not-empty", folder=folder))
    try:
        shutil.copytree(
            resources.scaffold_dir(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
        shutil.copy(resources.synonyms_file(), folder / "docs/_data")
    except OSError as error:
        _fail(f"{folder}: {error.strerror or error}")
    click.echo(message("handbook-created", folder=folder))


@main.command()
@root_option
@lang_option
def addresses(root: Path) -> None:
    """Record the addresses of pages and headings, so that `check` notices when one is gone."""
    from handbook.checks import citable_clauses  # noqa: PLC0415
    from handbook.reading import published_addresses  # noqa: PLC0415

    diagnostics = Diagnostics(root)
    handbook = _load(root, None, diagnostics)
    citable_clauses.check(handbook, diagnostics)
    now = published_addresses.current_addresses(handbook)
    before = published_addresses.read_record(root, diagnostics)
    if diagnostics.errors:  # headings that could not be read would be missing, or have other ids
        _fail(diagnostics.render(preferred_language()))
    published_addresses.write_record(root, {*before, *now})
    fresh = len(now - before.keys())
    file = shown_path(root / published_addresses.RECORD_FILE)
    click.echo(message("addresses-recorded", file=file, count=len({*before, *now}), fresh=fresh))


@main.command("list")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@root_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@lang_option
def list_(kind: str | None, root: Path, data: Path | None, as_json: bool) -> None:
    """Print what the handbook holds: ids and titles of all kinds, or of one KIND."""
    diagnostics = Diagnostics(root)
    handbook = _load(root, data, diagnostics)
    kinds = [kind] if kind else KINDS
    rows = {name: [_row(record) for record in getattr(handbook, name).values()] for name in kinds}
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for name, records in rows.items():
        for row in records:
            click.echo("\t".join([name, row["id"], row["title"], row.get("url", "")]).rstrip())


@main.command()
@click.argument("template")
@click.argument("data_file", metavar="[DATA.json]", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The paper; its suffix decides.")
@click.option("--layout", default="", help="Which layout; by default the template's first.")
@click.option("--person", default="", help="Only what concerns this person (.ics).")
@click.option("--rows", default="", help="Which list (.csv).")
@click.option("--for", "sheet", default="", help="For whom or what, of a layout printed once for each (.docx).")
@click.option("--check", "strict", is_flag=True, help="Findings of the rules that are errors make the exit code 1.")
@root_option
@data_option
@lang_option
def fill(
    template: str,
    data_file: Path | None,
    output: Path,
    layout: str,
    person: str,
    rows: str,
    sheet: str,
    strict: bool,
    root: Path,
    data: Path | None,
) -> None:
    """Fill TEMPLATE with the values of DATA.json; without a file the paper stays blank.

    Suffixes: .docx .md .html .txt .ics .xlsx .csv .json. What the rules find is printed and keeps nothing from
    being written.
    """
    from handbook.commands import fill as filling  # noqa: PLC0415
    from handbook.rules import response  # noqa: PLC0415

    suffix = output.suffix.lower()
    if suffix not in filling.FORMATS:
        raise click.UsageError(message("unknown-suffix", suffix=suffix or output, known=" ".join(filling.FORMATS)))
    diagnostics = Diagnostics(root)
    handbook, found = filling.find_template(root, data, template, diagnostics)
    _stop_at_errors(diagnostics)
    filled = response.read_response(data_file, found, diagnostics) if data_file else response.blank(found)
    if filled is None:
        _stop_at_errors(diagnostics)
        return
    if data_file:
        filling.report(handbook, found, filled, diagnostics)
    try:
        wanted = filling.Wanted(layout, person, rows, sheet)
        content = filling.paper(handbook, found, filled, suffix, wanted, diagnostics)
    except ContentError:
        _stop_at_errors(diagnostics)
        raise
    filling.write(output, content)
    if len(diagnostics):
        click.echo(diagnostics.render(preferred_language()), err=True)
    click.echo(message("paper-written", file=output))
    sys.exit(1 if strict and diagnostics.errors else 0)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--template", default="", help="Which template; by default what the file says.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the response goes (.json).")
@click.option("--check", "strict", is_flag=True, help="Report what the rules find; errors make the exit code 1.")
@click.option("--json", "as_json", is_flag=True, help="Print response, differences and findings as JSON.")
@root_option
@data_option
@lang_option
def read(
    file: Path, template: str, output: Path | None, strict: bool, as_json: bool, root: Path, data: Path | None
) -> None:
    """Read a filled Word FILE back: the response in its visible text, and what was changed since it was made."""
    from handbook.commands import fill as filling  # noqa: PLC0415
    from handbook.commands import read as reading_back  # noqa: PLC0415
    from handbook.diagnostics.diagnostics import DocumentError  # noqa: PLC0415
    from handbook.documents.word.package import MAX_FILE, open_word  # noqa: PLC0415
    from handbook.rules import response  # noqa: PLC0415

    diagnostics = Diagnostics(root)
    content = response.read_bytes(file, MAX_FILE, diagnostics)
    _stop_at_errors(diagnostics)
    try:
        word = open_word(content or b"")
        name = template or word.record.template
        if not name:
            raise DocumentError(message("template-not-named"))
        handbook, found = filling.find_template(root, data, name, diagnostics)
        _stop_at_errors(diagnostics)
        reading = reading_back.read_word(handbook, found, word, file, diagnostics)
    except DocumentError as error:
        _fail(f"{shown_path(file)}: {error}")
    except ContentError:
        _stop_at_errors(diagnostics)
        raise
    reading_back.report_reading(reading, file, diagnostics)
    if strict:
        filling.report(handbook, found, reading.response, diagnostics, file)
    if output:
        filling.write(output, filling.json_bytes(reading.response.as_json()))
    if as_json:
        shown = {**reading_back.as_json(reading), **as_json_data(diagnostics, root)}
        click.echo(json.dumps(shown, ensure_ascii=True, indent=1))
    else:
        for line in reading_back.lines(reading):
            click.echo(line)
        if len(diagnostics):
            click.echo(diagnostics.render(preferred_language()), err=True)
    sys.exit(1 if strict and diagnostics.errors else 0)


def _stop_at_errors(diagnostics: Diagnostics) -> None:
    if diagnostics.errors:
        _fail(diagnostics.render(preferred_language()))


@main.command("verify-log")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--code", default="", help="A code written down during the run: the log must hold it.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@lang_option
def verify_log(file: Path, code: str, as_json: bool) -> None:
    """Say whether the exported log in FILE (.docx, .csv, .json) is as it was written; exit code 1 when it is not.

    Changed, removed, exchanged and moved entries are found. Somebody who makes the whole chain anew is found out
    with --code: the code of an entry, as it was printed or reported while the run went on.
    """
    from handbook.log import log_files  # noqa: PLC0415

    diagnostics = Diagnostics()
    verdict = log_files.verdict(file, code, diagnostics)
    if as_json:
        click.echo(json.dumps({**verdict, **as_json_data(diagnostics, Path.cwd())}, ensure_ascii=True, indent=1))
    else:
        click.echo("\n".join(log_files.verdict_lines(verdict, preferred_language())))
        _stop_at_errors(diagnostics)
    sys.exit(1 if diagnostics.errors else 0)


@main.command("schema")
@click.argument("kind", type=click.Choice(SCHEMAS))
@lang_option
def schema_(kind: str) -> None:
    """Print the JSON Schema of a KIND of source file, for help in an editor."""
    from handbook.model.organisation import LISTS  # noqa: PLC0415
    from handbook.reading import binding, loader  # noqa: PLC0415

    many = kind in LISTS
    record = LISTS[kind] if many else loader.FILES[kind]
    click.echo(json.dumps(binding.json_schema(record, many=many), ensure_ascii=False, indent=2))


def _row(record: Any) -> dict[str, str]:
    row = {"id": record.id, "title": record.title}
    url = getattr(record, "url", "")
    if url and getattr(record, "path", ""):  # a role from roles.yml has no page
        row["url"] = url
    return row


def _load(root: Path, data: Path | None, diagnostics: Diagnostics) -> Handbook:
    from handbook.checks.prepared_handbook import data_folder, settings  # noqa: PLC0415
    from handbook.reading.loader import load  # noqa: PLC0415

    found = settings(root, diagnostics)
    folder = data_folder(root, data, found)
    return load(root, data=folder, diagnostics=diagnostics, inherit=found.inherit, packs=found.rule_packs)


def _build(root: Path, site_dir: Path | None, *, strict: bool, data: Path | None) -> Path:
    from handbook.site.build import build as run  # noqa: PLC0415

    return run(root, site_dir=site_dir, strict=strict, data=data)


@contextmanager
def _progress() -> Iterator[None]:
    """Say that something is going on, on a terminal and after one second."""
    if not sys.stderr.isatty():
        yield
        return
    shown = threading.Timer(1.0, lambda: click.echo(message("building"), err=True))
    shown.daemon = True
    shown.start()
    try:
        yield
    finally:
        shown.cancel()


if __name__ == "__main__":
    main()
