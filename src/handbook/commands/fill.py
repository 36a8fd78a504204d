"""What `handbook fill` and `handbook read` do: a response checked by its template's rules, and its papers.

Only the template asked for must be sound: a fault elsewhere in the handbook keeps nobody from filling it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handbook.checks.prepared_handbook import data_folder, settings
from handbook.diagnostics.diagnostics import Diagnostics, DocumentError, Span, closest
from handbook.diagnostics.messages import message
from handbook.documents import extracts, html, icalendar, open_points, text
from handbook.documents.blocks import Document
from handbook.documents.filled_paper import fill_paper
from handbook.documents.layout import layout_file
from handbook.model.handbook import Handbook
from handbook.model.template import Layout, Template
from handbook.reading import resources
from handbook.reading.loader import load
from handbook.rules.checking import Checker
from handbook.rules.response import Response
from handbook.values.identities import Register, register_of

OPEN_POINTS = "open-points"  # the layout that has no file: what is still missing
FORMATS = (".docx", ".md", ".html", ".txt", ".ics", ".xlsx", ".csv", ".json")


@dataclass(frozen=True)
class Wanted:
    """What the papers are made of and how."""

    layout: str = ""  # its id; by default the template's first
    person: str = ""  # only what concerns this person, in a calendar
    rows: str = ""  # which list, in a .csv
    sheet: str = ""  # for whom or what, of a layout that is printed once for each


def find_template(root: Path, data: Path | None, name: str, diagnostics: Diagnostics) -> tuple[Handbook, Template]:
    """The handbook and its template of that id. Raises DocumentError when there is none."""
    everywhere = Diagnostics(root)
    found = settings(root, everywhere)
    folder = data_folder(root, data, found)
    handbook = load(root, data=folder, diagnostics=everywhere, inherit=found.inherit, packs=found.rule_packs)
    template = handbook.templates.get(name)
    own = root / "templates" / name if template is None else template.path.parent
    for fault in everywhere:
        if fault.severity == "error" and fault.span.path.is_relative_to(own):
            diagnostics.error(fault.code, fault.span, suggestion=fault.suggestion, **fault.params)
    if template is None:
        diagnostics.raise_if_errors()
        near = closest(name, handbook.templates)
        raise DocumentError(message("no-such-template", name=name, guess=_guess(near)))
    return handbook, template


def report(
    handbook: Handbook, template: Template, response: Response, diagnostics: Diagnostics, file: Path | None = None
) -> None:
    """Record what the rules find. file: a Word file, whose places have no lines; by default the response's .json."""
    for found in Checker(template, handbook.facts).check(response.values):
        path = f"values.{found.field}" if found.field else "values"
        span = Span(file, 0) if file is not None else response.source.at(path)
        shown = label(template, found.field) if file is not None else path
        cited = f"〔{citation}〕" if (citation := _citation(handbook, found.cite)) else ""
        stop = "" if found.message.endswith(("。", "？", "！")) else "。"
        finding = f"{found.message}{stop}{found.fix}{cited}"
        record = diagnostics.error if found.severity == "error" else diagnostics.warning
        record("finding", span, field=shown, finding=finding, rule=found.code)


def _guess(near: str | None) -> str:
    """The closing question of a message."""
    return message("closest-name", name=near) if near else ""


def _citation(handbook: Handbook, reference: str) -> str:
    found = handbook.clause(reference) if reference else None
    return f"《{found[0].title}》{found[1].label}" if found else ""


def label(template: Template, path: str) -> str:
    """What a reader calls the field: 來賓第2列的房號."""
    found = re.fullmatch(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", path)
    known = next((field for field in template.fields if found and field.id == found[1]), None)
    if found is None or known is None:
        return path or template.title
    column = known.column(found[3] or "")
    row = f"第{int(found[2]) + 1}列" if found[2] else ""
    return known.label + row + (f"的{column.label}" if column else "")


def paper(
    handbook: Handbook, template: Template, response: Response, suffix: str, wanted: Wanted, diagnostics: Diagnostics
) -> bytes:
    """The paper in the format of that suffix (see FORMATS). Raises DocumentError when there is no such paper."""
    if suffix == ".json":
        return json_bytes(response.as_json())
    checker = Checker(template, handbook.facts)
    values = checker.compute(response.values)
    register = register_of(handbook, template)
    if suffix == ".ics":
        return _calendar(template, response, values, wanted, register, diagnostics)
    if suffix in (".xlsx", ".csv"):
        return _lists(template, values, suffix, wanted)
    if wanted.layout == OPEN_POINTS:
        findings = checker.check(response.values)
        chosen = open_points.open_points_layout(template)
        return _typeset(template, chosen, open_points.open_points(template, values, findings, register), suffix)
    chosen = find_layout(template, wanted.layout)
    blank = blank_document(template, chosen, diagnostics)
    values = values if response.values else {}  # what is computed of nothing would make a paper filled in
    sheets = extracts.sheets(template, chosen, values, register)
    names = [sheet.name for sheet in sheets]
    if wanted.sheet and wanted.sheet not in names:
        raise DocumentError(message("no-such-sheet", layout=chosen.title, sheet=wanted.sheet, names=_listed(names)))
    if wanted.sheet:
        sheets = [sheet for sheet in sheets if sheet.name == wanted.sheet]
    sheets = sheets or [extracts.Sheet("", values)]  # nobody yet: one to write on
    if suffix == ".docx":
        if len(sheets) != 1:
            raise DocumentError(message("one-file-for-each", layout=chosen.title, names=_listed(names)))
        return _word(template, chosen, blank, {**response.as_json(), "values": dict(sheets[0].values)})
    filled = [fill_paper(blank, template, sheet.values) for sheet in sheets]
    if suffix == ".html":
        return _page(Markup("\n").join(html.skeleton(one, template, chosen) for one in filled), template, chosen)
    return _typeset(template, chosen, Document(tuple(block for one in filled for block in one.blocks)), suffix)


def blank_document(template: Template, chosen: Layout, diagnostics: Diagnostics) -> Document:
    """The layout as a block tree. Its faults are recorded, and raised as ContentError."""
    faults = Diagnostics(diagnostics.root)
    document = layout_file.read_layout(template, chosen, faults)
    diagnostics.take(faults)
    faults.raise_if_errors()
    return document


def _typeset(template: Template, chosen: Layout, document: Document, suffix: str) -> bytes:
    """A filled document in a format of text, or as Word."""
    if suffix == ".html":
        return _page(html.skeleton(document, template, chosen), template, chosen)
    if suffix == ".docx":
        return _word(template, chosen, document, {"values": {}})
    return (text.to_markdown(document) if suffix == ".md" else text.to_text(document)).encode("utf-8", "replace")


def _word(template: Template, chosen: Layout, document: Document, response: dict[str, Any]) -> bytes:
    from handbook.documents.word.blank_file import blank_docx  # noqa: PLC0415  (late: python-docx takes half a second)
    from handbook.documents.word.filled_file import fill_docx  # noqa: PLC0415

    blank = blank_docx(template, chosen, document)
    return fill_docx(blank, template, response) if response["values"] else blank


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names) if len(names) < 40 else f"{'、'.join(names[:40])}…"
    return message("known-names", names=shown) if names else ""


def write(path: Path, content: bytes) -> None:
    """The file, whole or not at all. Raises DocumentError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DocumentError(f"{path}: {error.strerror or error}") from None


def find_layout(template: Template, id: str) -> Layout:
    """The layout with that id, or the first. Raises DocumentError."""
    if not id:
        return template.layouts[0]
    found = next((one for one in template.layouts if one.id == id), None)
    if found is None:
        known = ", ".join([*(one.id for one in template.layouts), OPEN_POINTS])
        raise DocumentError(message("no-such-layout", template=template.id, layout=id, known=known))
    return found


def json_bytes(data: Any) -> bytes:
    """JSON as the browser exports it; lone surrogates stay escaped."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _calendar(
    template: Template,
    response: Response,
    values: dict[str, Any],
    wanted: Wanted,
    register: Register,
    diagnostics: Diagnostics,
) -> bytes:
    if not template.calendar:
        raise DocumentError(message("template-without-calendar", template=template.id))
    known = icalendar.people(template, values, register) if wanted.person else []
    if wanted.person and register.everybody(known).keys().isdisjoint(register.names(wanted.person)):
        near = closest(wanted.person, known)
        names = _guess(near) if near else _listed(known)
        raise DocumentError(message("person-without-part", person=wanted.person, names=names))
    content, untimed = icalendar.calendar(
        template,
        values,
        person=wanted.person,
        saved=response.saved or _source_date(),
        identity=response.identity,
        register=register,
    )
    for one in untimed:
        path = f"values.{one.path}"
        diagnostics.warning("calendar-without-time", response.source.at(path), field=path)
    return content


def _source_date() -> str:
    """SOURCE_DATE_EPOCH as a stamp: the only clock that may decide bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).isoformat() if re.fullmatch(r"\d{1,11}", epoch) else ""


def _lists(template: Template, values: dict[str, Any], suffix: str, wanted: Wanted) -> bytes:
    from handbook.documents import spreadsheet  # noqa: PLC0415  (late: openpyxl takes a fifth of a second)

    if suffix == ".xlsx":
        return spreadsheet.workbook(template, values)
    lists = [field for field in template.fields if field.type == "rows"]
    chosen = [field for field in lists if field.id == wanted.rows] if wanted.rows else lists
    if len(chosen) != 1:
        known = ", ".join(field.id for field in lists) or message("no-lists")
        raise DocumentError(message("one-list-only", template=template.id, known=known))
    return spreadsheet.csv_bytes(chosen[0], values)


def _page(article: Markup, template: Template, chosen: Layout) -> bytes:
    """The paper as a page of its own: one file, nothing to load."""
    style = (resources.macros_dir() / "paper" / "paper.css").read_text(encoding="utf-8")
    head = Markup('<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{}</title>\n')
    own = Markup("body{{margin:0;background:#eceef1}}@media print{{body{{background:none}}}}").format()
    page = Markup('<!doctype html>\n<html lang="zh-Hant">\n{}<style>\n{}{}\n</style>\n<body>\n{}\n</body>\n</html>\n')
    title = head.format(f"{template.title}・{chosen.title}")
    return page.format(title, Markup(style), own, article).encode("utf-8", "replace")


# ── reading back ──
