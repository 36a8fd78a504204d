"""The second pass of loading: ids are resolved, and what points at a role, clause or template is collected."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.base import Record
from handbook.model.checklist import Checklist
from handbook.model.handbook import Backlink, Handbook
from handbook.model.matrix import Matrix
from handbook.model.organisation import LISTS, Role
from handbook.model.page import Page
from handbook.model.template import Template  # fmt: skip
from handbook.reading import resources
from handbook.reading.binding import Attribute, attributes_of
from handbook.reading.clause_words import clause_words
from handbook.reading.clauses import lines_shown, without_code
from handbook.reading.faulty_files import ids_in_faulty_files, is_named

_CALL = re.compile(r"""\b(?P<name>[a-z_]+)\(\s*["'](?P<id>[^"']+)["']""")


def calls(page: Page) -> Iterator[tuple[str, str]]:
    """The component and the id of every call in the page's prose that names one: {{ procedure("trip") }}."""
    return calls_in(page.body)


def calls_in(body: str) -> Iterator[tuple[str, str]]:
    """The component and the id of every call in a Markdown text that names one; code is no prose."""
    if "{{" not in body:
        return
    for _, line in lines_shown(body):
        for call in _CALL.finditer(without_code(line)):
            yield call["name"], call["id"]


def shown(body: str) -> set[str]:
    """The ids that the components called in a text bring to its page."""
    return {id for name, id in calls_in(body) if name in ("procedure", "checklist", "flow")}


def placed(checklists: Mapping[str, Checklist], pages: Mapping[str, Page]) -> dict[str, Checklist]:
    """The checklists by id, each with the id of the first page that shows it."""
    shown: dict[str, str] = {}
    for page in pages.values():
        for name, id in calls(page):
            if name == "checklist":
                shown.setdefault(id, page.id)
    return {id: dataclasses.replace(checklist, page=shown.get(id, "")) for id, checklist in checklists.items()}


def report_unknown_ids(handbook: Handbook, diagnostics: Diagnostics, inherited: Collection[str]) -> None:
    """Record every id that names nothing.

    inherited: ids of templates, checklists and rule packs taken from the package. What they cite may be missing here.
    """
    known = _known(handbook)
    found = Diagnostics(handbook.root)
    package = resources.templates_dir()  # a template of the site's own may take sections from there
    for owner, record in _records(handbook):
        lenient = owner in inherited or getattr(record, "pack", "") in inherited
        for attribute in attributes_of(type(record)).values():
            if attribute.refers and attribute.refers in known:
                for value, span in _values(record, attribute):
                    is_lent = span.path.is_relative_to(package) and not span.path.is_relative_to(handbook.root)
                    _resolve(attribute.refers, value, span, known, found, lenient or is_lent)
    for page in handbook.pages.values():
        _check_clause_attributes(page, known, found)
    for matrix in handbook.matrices.values():
        _check_outcomes(matrix, known, found)
    unread = ids_in_faulty_files(diagnostics) if found else set()
    diagnostics.take(found, lambda one: not is_named(one, unread))


def _known(handbook: Handbook) -> dict[str, Mapping[str, object]]:
    clauses = {f"{p.id}#{c.id}": c for p in handbook.pages.values() for c in p.clauses if c.id}
    lists = {kind.__name__.lower(): handbook.by_id(kind) for kind in LISTS.values() if kind.named_by}
    return lists | {
        "role": handbook.roles,
        "section": handbook.sections,
        "template": handbook.templates,
        "checklist": handbook.checklists,
        "page": {page.id: page for page in handbook.pages.values()},
        "clause": clauses,
    }


def _records(handbook: Handbook) -> Iterator[tuple[str, Record]]:
    """Every record of the handbook with the id of the document it belongs to; what a list holds belongs to none."""
    documents: Iterable[Page | Template | Checklist] = (
        *handbook.pages.values(), *handbook.templates.values(), *handbook.checklists.values(),
    )  # fmt: skip
    for document in documents:
        for record in walk(document):
            yield document.id, record
    for records in handbook.lists.values():
        for entry in records:
            for record in walk(entry):
                yield "", record


def walk(record: Record) -> Iterator[Record]:
    """The record and all records inside it."""
    yield record
    for attribute in attributes_of(type(record)).values():
        value = getattr(record, attribute.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Record):
                yield from walk(inner)


def _values(record: Record, attribute: Attribute) -> Iterable[tuple[str, Span]]:
    value = getattr(record, attribute.name)
    if isinstance(value, tuple):
        places = [
            record.origin.keys.get(f"{attribute.key}[{index}]", record.origin.span) for index in range(len(value))
        ]
        return [(item, place) for item, place in zip(value, places, strict=True) if item]
    return [(value, record.origin.at(attribute.key))] if value else []


def _resolve(
    kind: str,
    value: str,
    span: Span,
    known: Mapping[str, Mapping[str, object]],
    diagnostics: Diagnostics,
    lenient: bool = False,
) -> None:
    if value in known[kind]:
        return
    if lenient and kind in ("clause", "role", "source", "checklist", "page", "matrix"):
        return
    if kind == "clause" and "#" in value and value.split("#", maxsplit=1)[0] not in known["page"]:
        suggestion = closest(value.split("#", maxsplit=1)[0], known["page"])
        diagnostics.error("unknown-page", span, name=value.split("#", maxsplit=1)[0], suggestion=suggestion)
        return
    diagnostics.error(f"unknown-{kind}", span, name=value, suggestion=_meant(value, known[kind]))


def _meant(value: str, things: Mapping[str, object]) -> str | None:
    """The id that was probably meant: of something with that title, name or number, else the closest id."""
    for id, thing in things.items():
        if value in (getattr(thing, name, "") for name in ("title", "name", "phone")):
            return id
    return closest(value, things)


def _check_clause_attributes(page: Page, known: Mapping[str, Mapping[str, object]], diagnostics: Diagnostics) -> None:
    """A duty's `form=` names a template and its `to=` a role; `same=` names a clause that has words to share."""
    for clause in page.clauses:
        for attribute, kind in (("form", "template"), ("to", "role"), ("same", "clause")):
            if clause.attributes.get(attribute):
                _resolve(kind, clause.attributes[attribute], clause.span, known, diagnostics)
        if not clause.text and clause.attributes.get("same") in known["clause"]:
            diagnostics.error("shared-clause-without-words", clause.span, name=clause.attributes["same"])


def _check_outcomes(matrix: Matrix, known: Mapping[str, Mapping[str, object]], diagnostics: Diagnostics) -> None:
    """Record outcomes that name no role, in a decision table whose output says `refers: role`."""
    for row in matrix.rows if matrix.output.refers else ():
        for number, id in enumerate(row.then):
            place = row.origin.keys.get(f"then[{number}]", row.origin.at("then"))
            _resolve(matrix.output.refers, id, place, known, diagnostics)


# ── backlinks ───────────────────────────────────────────────────────────────────────────────────


def backlinks(handbook: Handbook) -> dict[str, tuple[Backlink, ...]]:
    """What points at each role, clause and template, by "role:<id>", "clause:<id>", "template:<id>"."""
    found: dict[str, list[Backlink]] = defaultdict(list)

    def add(kind: str, id: str, link: Backlink) -> None:
        if id and link not in found[f"{kind}:{id}"]:
            found[f"{kind}:{id}"].append(link)

    for collect in (_from_pages, _from_procedures, _from_checklists, _from_flows, _from_templates, _from_matrices):
        collect(handbook, add)
    return {key: tuple(links) for key, links in sorted(found.items())}


Add = Callable[[str, str, Backlink], None]


def _from_pages(handbook: Handbook, add: Add) -> None:
    naming: list[Role] = [role for role in handbook.roles.values() if role.path]
    for page in handbook.pages.values():
        if page.kind != "role":
            for role in page.roles:
                add("role", role, Backlink("page", page.title, page.url))
        for clause in page.clauses:
            link = Backlink(
                "clause", clause.label, f"{page.url}#{clause.id}", clause_words(handbook, clause), page.title
            )
            add("template", clause.attributes.get("form", ""), link)
            add("clause", clause.attributes.get("same", ""), Backlink("clause", page.title, f"{page.url}#{clause.id}"))
            if clause.attributes.get("to"):
                add("role", clause.attributes["to"], link)
            if page.kind in ("regulation", "guideline") and clause.number:
                for named in naming:
                    if named.title in clause.text:
                        add("role", named.id, link)


def _from_procedures(handbook: Handbook, add: Add) -> None:
    for procedure in handbook.procedures.values():
        page = handbook.page_by_id(procedure.page)
        url = f"{page.url}#{procedure.id}" if page else ""
        for step in procedure.steps:
            link = Backlink("step", procedure.title, url, step.action, page.title if page else "")
            add("role", step.actor, link)
            add("clause", step.cite, link)
            add("template", step.template, link)


def _from_checklists(handbook: Handbook, add: Add) -> None:
    for checklist in handbook.checklists.values():
        page = handbook.page_by_id(checklist.page)
        url = f"{page.url}#{checklist.id}" if page else ""
        for item in checklist.items:
            link = Backlink("item", checklist.title, url, item.action, page.title if page else "")
            add("role", item.role, link)
            add("clause", item.cite, link)


def _from_flows(handbook: Handbook, add: Add) -> None:
    for flow in handbook.flows.values():
        for level in flow.ladder:
            url = f"{flow.url}#{flow.id}-ladder"
            add("role", level.role, Backlink("level", flow.title, url, level.when, flow.title))
        for node in flow.nodes:
            link = Backlink("node", flow.title, f"{flow.url}#node-{node.id}", node.do, flow.title)
            add("role", node.who, link)
            add("clause", node.cite, link)


def _from_templates(handbook: Handbook, add: Add) -> None:
    for template in handbook.templates.values():
        link = Backlink("template", template.title, template.url, template.summary)
        for role in template.roles:
            add("role", role, link)
        for section in template.sections:
            add("clause", section.cite, link)
        for rule in template.rules:
            add("clause", rule.cite, Backlink("rule", template.title, template.url, rule.statement, template.title))


def _from_matrices(handbook: Handbook, add: Add) -> None:
    """Decision tables that a page shows: the roles that they name as outcomes, and the clauses of their rows."""
    shown: dict[str, Page] = {}
    for page in handbook.pages.values():
        for name, id in calls(page):
            if name == "matrix":
                shown.setdefault(id, page)
    for matrix in handbook.matrices.values():
        home = shown.get(matrix.id)
        for row in matrix.rows if home else ():
            cells = (
                f"{column.title} {row.when.texts[column.id]}"
                for column in matrix.inputs
                if column.id in row.when.texts and not column.roles
            )
            link = Backlink("decision", matrix.title, f"{home.url}#{matrix.id}" if home else "", "，".join(cells))
            add("clause", row.cite or matrix.clause, link)
            for id in row.then if matrix.output.refers else ():
                add("role", id, link)
