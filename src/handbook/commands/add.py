"""`handbook add`: a filled, valid document in a handbook, to write over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import click

from handbook.commands.options import data_option, language_option, root_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import Diagnostics, HandbookError
from handbook.diagnostics.messages import message

if TYPE_CHECKING:
    from handbook.model.handbook import Handbook

_FOLDER = Path(__file__).parent / "examples"


@dataclass(frozen=True)
class DocumentExample:
    """What is written for one kind of document. file: the example. path: where it goes. title: what it is called.

    An author may give another title.
    """

    file: str
    path: str
    title: str


EXAMPLES: Mapping[str, DocumentExample] = {
    "template": DocumentExample("template.yml", "templates/{id}/template.yml", "新的表單"),
    "register": DocumentExample("register.yml", "templates/{id}/template.yml", "新的登記簿"),
    "role": DocumentExample("role.md", "docs/duties/{id}.md", "新的崗位"),
    "procedure": DocumentExample("procedure.md", "docs/procedures/{id}.md", "新的程序"),
    "regulation": DocumentExample("regulation.md", "docs/procedures/{id}.md", "新的制度"),
    "flow": DocumentExample("flow.md", "docs/emergency/{id}.md", "新的應急流程"),
    "checklist": DocumentExample("checklist.yml", "templates/checklists/{id}.yml", "新的清單"),
}


@click.command("add", cls=SpokenCommand)
@click.argument("kind", type=click.Choice(list(EXAMPLES)))
@click.argument("id")
@click.option("--title")
@root_option
@data_option
@language_option
def command(kind: str, id: str, title: str | None, root: Path, data: Path | None) -> None:
    """Write an example of a KIND of document, called ID, into the handbook: filled and valid, to write over."""
    from handbook.commands.loaded_handbook import load_handbook
    from handbook.reading.binding import FORMS

    pattern, example = FORMS["id"]
    if not pattern.fullmatch(id):
        raise click.UsageError(message("not-an-id", id=id, example=example))
    handbook = load_handbook(root, data, Diagnostics(root))
    path = root / EXAMPLES[kind].path.format(id=id)
    if path.exists() or id in _ids(handbook):
        raise click.UsageError(message("id-taken", id=id))
    written = _filled(kind, id, title or EXAMPLES[kind].title, handbook)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8", newline="\n")
    except OSError as error:
        raise HandbookError(f"{path}: {error.strerror or error}") from None
    click.echo(message("document-added", path=path.relative_to(root).as_posix()))
    if kind == "checklist":
        click.echo(message("show-checklist", id=id))


def _ids(handbook: Handbook) -> set[str]:
    pages = {page.id for page in handbook.pages.values()}
    return {*pages, *handbook.templates, *handbook.checklists, *handbook.roles}


def _filled(kind: str, id: str, title: str, handbook: Handbook) -> str:
    """The example, with a post and a contact that the handbook has. Raises HandbookError where it has none."""
    today = datetime.now().astimezone().date().isoformat()
    names = {"id": id, "title": title, "today": today, "role": next(iter(handbook.roles), "")}
    if kind == "role":
        names["superior"] = f"reports_to: {names['role']}\n" if names["role"] else ""
        names["role"] = names["role"] or id
    if not names["role"]:
        raise HandbookError(message("no-role-yet"))
    if kind == "flow":
        names["contact"] = next(iter(handbook.contacts), "")
        if not names["contact"]:
            raise HandbookError(message("no-contact-yet"))
    return Template((_FOLDER / EXAMPLES[kind].file).read_text(encoding="utf-8")).substitute(names)
