"""A filled template in each format of `handbook fill`: one writer for each suffix."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handbook.diagnostics.diagnostics import ContentError, Diagnostics, DocumentError, closest
from handbook.diagnostics.messages import message
from handbook.documents import extracts, html, icalendar, open_points, text
from handbook.documents.blocks import Document
from handbook.documents.filled_paper import fill_paper
from handbook.documents.layout import layout_file
from handbook.model.handbook import Handbook
from handbook.model.template import Layout, Template
from handbook.reading import resources
from handbook.rules.checking import Checker
from handbook.rules.response import Response
from handbook.values.identities import Register, register_of

OPEN_POINTS = "open-points"  # the layout that has no file: what is still missing
_MOST_NAMES = 40  # in a message


@dataclass(frozen=True)
class PaperOptions:
    """Which paper of a response is wanted; each option concerns some formats only."""

    layout: str = ""  # its id; by default the template's first
    person: str = ""  # only what concerns this person, in a calendar
    rows: str = ""  # which list, in a .csv
    sheet: str = ""  # for whom or what, of a layout that is printed once for each


@dataclass(frozen=True)
class Filling:
    """All that a writer may need: the response, its template and handbook, and which paper is wanted."""

    handbook: Handbook
    template: Template
    response: Response
    options: PaperOptions
    diagnostics: Diagnostics

    @cached_property
    def checker(self) -> Checker:
        """The template's rules and computed fields."""
        return Checker(self.template, self.handbook.facts)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The response's values with what is computed of them."""
        return self.checker.compute(self.response.values)

    @cached_property
    def register(self) -> Register:
        """Who and what the names in the response mean."""
        return register_of(self.handbook, self.template)


def paper(
    handbook: Handbook,
    template: Template,
    response: Response,
    suffix: str,
    options: PaperOptions,
    diagnostics: Diagnostics,
) -> bytes:
    """The paper in the format of the suffix, one of WRITERS.

    Raises DocumentError when there is no such paper, ContentError for a faulty layout. What a format leaves out, such
    as an event without a time, is recorded as a warning.
    """
    return WRITERS[suffix](Filling(handbook, template, response, options, diagnostics))


def find_layout(template: Template, id: str) -> Layout:
    """The template's layout with that id, or its first for "". Raises DocumentError."""
    if not id:
        return template.layouts[0]
    found = next((one for one in template.layouts if one.id == id), None)
    if found is None:
        known = ", ".join([*(one.id for one in template.layouts), OPEN_POINTS])
        raise DocumentError(message("no-such-layout", template=template.id, layout=id, known=known))
    return found


def blank_document(template: Template, chosen: Layout, diagnostics: Diagnostics) -> Document:
    """The layout as a block tree. Its faults are recorded, and raised as ContentError."""
    faults = Diagnostics(diagnostics.root)
    document = layout_file.read_layout(template, chosen, faults)
    diagnostics.take(faults)
    if faults.errors:
        raise ContentError(diagnostics)
    return document


def json_bytes(data: Any) -> bytes:
    """JSON as the browser exports it; lone surrogates stay escaped."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def write_file(path: Path, content: bytes) -> None:
    """Write the file, whole or not at all. Raises DocumentError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DocumentError(f"{path}: {error.strerror or error}") from None


# ── papers made of a layout ──


def _sheets(filling: Filling) -> tuple[Layout, Document, list[extracts.Sheet]]:
    """The layout, its block tree, and the values of each paper that is made of it; at least one paper."""
    template, options = filling.template, filling.options
    chosen = find_layout(template, options.layout)
    blank = blank_document(template, chosen, filling.diagnostics)
    # Without a response the paper stays blank: what is computed of nothing would make it a filled one.
    values = filling.values if filling.response.values else {}
    sheets = extracts.sheets(template, chosen, values, filling.register)
    names = [sheet.name for sheet in sheets if sheet.name]
    if options.sheet and options.sheet not in names:
        listed = _listed(names)
        raise DocumentError(message("no-such-sheet", layout=chosen.title, sheet=options.sheet, names=listed))
    if options.sheet:
        sheets = [sheet for sheet in sheets if sheet.name == options.sheet]
    return chosen, blank, sheets or [extracts.Sheet("", values)]  # nobody yet: one to write on


def _documents(filling: Filling) -> tuple[Layout, list[Document]]:
    """The layout and the filled papers that are made of it."""
    template = filling.template
    if filling.options.layout == OPEN_POINTS:
        findings = filling.checker.check(filling.response.values)
        points = open_points.open_points(template, filling.values, findings, filling.register)
        return open_points.open_points_layout(template), [points]
    chosen, blank, sheets = _sheets(filling)
    return chosen, [fill_paper(blank, template, sheet.values) for sheet in sheets]


def _joined(filling: Filling) -> Document:
    """All papers, one behind the other."""
    return Document(tuple(block for document in _documents(filling)[1] for block in document.blocks))


def _markdown(filling: Filling) -> bytes:
    return text.to_markdown(_joined(filling)).encode("utf-8", "replace")


def _plain_text(filling: Filling) -> bytes:
    return text.to_text(_joined(filling)).encode("utf-8", "replace")


def _html_page(filling: Filling) -> bytes:
    """The papers as a page of their own: one file, nothing to load."""
    template = filling.template
    chosen, documents = _documents(filling)
    articles = Markup("\n").join(html.skeleton(document, template, chosen) for document in documents)
    style = (resources.macros_dir() / "paper" / "paper.css").read_text(encoding="utf-8")
    head = Markup('<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{}</title>\n')
    own = Markup("body{{margin:0;background:#eceef1}}@media print{{body{{background:none}}}}").format()
    page = Markup('<!doctype html>\n<html lang="zh-Hant">\n{}<style>\n{}{}\n</style>\n<body>\n{}\n</body>\n</html>\n')
    title = head.format(template.paper_title(chosen))
    return page.format(title, Markup(style), own, articles).encode("utf-8", "replace")


def _word_file(filling: Filling) -> bytes:
    # Late: python-docx takes half a second.
    from handbook.documents.word.blank_file import blank_docx
    from handbook.documents.word.filled_file import fill_docx

    template = filling.template
    if filling.options.layout == OPEN_POINTS:
        chosen, (points,) = _documents(filling)
        return blank_docx(template, chosen, points)
    chosen, blank, sheets = _sheets(filling)
    if len(sheets) != 1:
        names = _listed([sheet.name for sheet in sheets])
        raise DocumentError(message("one-file-for-each", layout=chosen.title, names=names))
    file = blank_docx(template, chosen, blank)
    response = {**filling.response.as_json(), "values": dict(sheets[0].values)}
    return fill_docx(file, template, response) if response["values"] else file


# ── other formats ──


def _calendar(filling: Filling) -> bytes:
    template, response, person = filling.template, filling.response, filling.options.person
    values, register = filling.values, filling.register
    if not template.calendar:
        raise DocumentError(message("template-without-calendar", template=template.id))
    known = icalendar.people(template, values, register) if person else []
    if person and register.everybody(known).keys().isdisjoint(register.names(person)):
        near = closest(person, known)
        names = message("closest-name", name=near) if near else _listed(known)
        raise DocumentError(message("person-without-part", person=person, names=names))
    content, untimed = icalendar.calendar(
        template,
        values,
        person=person,
        saved=response.saved or _source_date(),
        identity=response.identity,
        register=register,
    )
    for one in untimed:
        path = f"values.{one.path}"
        filling.diagnostics.warning("calendar-without-time", response.source.at(path), field=path)
    return content


def _source_date() -> str:
    """SOURCE_DATE_EPOCH as a stamp: the only clock that may decide bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).isoformat() if re.fullmatch(r"\d{1,11}", epoch) else ""


def _workbook(filling: Filling) -> bytes:
    from handbook.documents import spreadsheet  # late: openpyxl takes a fifth of a second

    return spreadsheet.workbook(filling.template, filling.values)


def _csv(filling: Filling) -> bytes:
    from handbook.documents import spreadsheet  # late: openpyxl takes a fifth of a second

    template, wanted = filling.template, filling.options.rows
    lists = [field for field in template.fields if field.type == "rows"]
    chosen = [field for field in lists if field.id == wanted] if wanted else lists
    if len(chosen) != 1:
        known = ", ".join(field.id for field in lists) or message("no-lists")
        raise DocumentError(message("one-list-only", template=template.id, known=known))
    return spreadsheet.csv_bytes(chosen[0], filling.values)


def _response_file(filling: Filling) -> bytes:
    return json_bytes(filling.response.as_json())


def _listed(names: Sequence[str]) -> str:
    """The names there are, as the end of a sentence; "" for none."""
    shown = "、".join(names[:_MOST_NAMES]) + ("…" if len(names) > _MOST_NAMES else "")
    return message("known-names", names=shown) if names else ""


WRITERS: Mapping[str, Callable[[Filling], bytes]] = {
    ".docx": _word_file,
    ".md": _markdown,
    ".html": _html_page,
    ".txt": _plain_text,
    ".ics": _calendar,
    ".xlsx": _workbook,
    ".csv": _csv,
    ".json": _response_file,
}
