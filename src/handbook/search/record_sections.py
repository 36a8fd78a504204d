"""The sections of procedures, flows, checklists and templates: one for each step, item and section of a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.model.checklist import Checklist, Item
from handbook.model.flow import Flow, Node
from handbook.model.page import Page
from handbook.model.procedure import Procedure, Step
from handbook.model.template import Field, Template
from handbook.pages.views.template import CATEGORIES
from handbook.search.plain_text import joined
from handbook.search.search_view import SearchView
from handbook.search.section import SearchSection, names, started
from handbook.values.due_times import due_in_words, parse_due

_MODES = {"read-do": "邊讀邊做", "do-verify": "做完再核"}
_TYPES = {"action": "", "decision": "判斷", "outcome": "結束"}
_SEVERITIES = {"error": "須改", "warning": "請看"}


def of_records(view: SearchView) -> Iterator[SearchSection]:
    """The sections of every procedure, flow, checklist and template, in a fixed order."""
    handbook = view.handbook
    for procedure in handbook.procedures.values():
        place = view.place("procedure", procedure.id, handbook.page_by_id(procedure.page))
        if place:
            yield from _procedure(procedure, place, view)
    for flow in handbook.flows.values():
        place = view.place("flow", flow.id, flow)
        if place:
            yield from _flow(flow, place, view)
    for checklist in handbook.checklists.values():
        place = view.place("checklist", checklist.id)
        if place:
            yield from _checklist(checklist, place, view)
    for id in handbook.templates:
        template = view.template(id)
        if template and view.shows(template):
            yield from _template(template, view)


def _named(word: str, value: str) -> str:
    """A value after the word that the page sets before it, such as 時限; "" without a value."""
    gap = "" if word.endswith("：") else " "
    return f"{word}{gap}{value}" if value else ""


# ── procedures ──────────────────────────────────────────────────────────────────────────────────


def _procedure(procedure: Procedure, page: Page, view: SearchView) -> Iterator[SearchSection]:
    url = f"{page.url}#{procedure.id}"
    actors = view.roles((*procedure.actors, *page.roles))
    titles = "、".join(filter(None, map(view.role_title, procedure.actors)))
    yield SearchSection(
        url, "procedure", procedure.title, (page.title,), joined([procedure.summary, titles]), actors,
        names=(procedure.title, *names(procedure.title)), level=2,
    )  # fmt: skip
    path = (page.title, procedure.title)
    for step in procedure.steps:
        yield SearchSection(
            f"{url}-{step.id}", "procedure", step.action, path, _step(step, view), view.roles((step.actor,)),
            names=names(step.action), level=3,
        )  # fmt: skip


def _step(step: Step, view: SearchView) -> str:
    return joined(
        [
            view.role_title(step.actor),
            _named("若", step.when),
            _named("時限", step.within),
            _named("填寫", view.template_title(step.template)),
            _named("留存", step.evidence),
            _named("依據", view.citation(step.cite) if step.cite else ""),
        ]
    )


# ── flows ───────────────────────────────────────────────────────────────────────────────────────


def _flow(flow: Flow, page: Page, view: SearchView) -> Iterator[SearchSection]:
    path = tuple(dict.fromkeys((page.title, flow.title)))
    roles = view.roles((*(rung.role for rung in flow.ladder), *flow.roles))
    if flow.ladder:
        rungs = (
            [view.role_title(rung.role), rung.when, rung.decides, view.contact(rung.contact)] for rung in flow.ladder
        )
        text = joined(part for rung in rungs for part in rung)
        yield _of_flow(page, f"{flow.id}-ladder", "權限階梯", path, text, roles)
    for node in flow.nodes:
        yield _of_flow(page, f"node-{node.id}", node.do, path, _node(node, view), view.roles((node.who,)))
    if flow.evidence:
        yield _of_flow(page, f"evidence-{flow.id}", "全程要留存的憑據", path, joined(flow.evidence), ())


def _of_flow(
    page: Page, id: str, title: str, path: tuple[str, ...], text: str, roles: tuple[str, ...]
) -> SearchSection:
    level = len(path) + 1
    return SearchSection(
        f"{page.url}#{id}", "flow", title, path, text, roles,
        names=names(title), level=level, action="start", target=started(page),
    )  # fmt: skip


def _node(node: Node, view: SearchView) -> str:
    return joined(
        [
            _TYPES[node.type],
            view.role_title(node.who),
            node.within,
            *node.say,
            _named("留存", "；".join(node.evidence)),
            _named("依據", view.citation(node.cite) if node.cite else ""),
            *map(view.contact, node.call),
            *(choice.label for choice in node.choices),
        ]
    )


# ── checklists ──────────────────────────────────────────────────────────────────────────────────


def _checklist(checklist: Checklist, page: Page, view: SearchView) -> Iterator[SearchSection]:
    url = f"{page.url}#{checklist.id}"
    groups = dict.fromkeys(item.group for item in checklist.items if item.group)
    text = joined([checklist.summary, checklist.phase, _MODES[checklist.mode], *groups])
    roles = view.roles((*(item.role for item in checklist.items), *checklist.roles))
    yield SearchSection(
        url, "checklist", checklist.title, (page.title,), text, roles,
        names=(checklist.title, *names(checklist.title)), level=2, action="start",
    )  # fmt: skip
    group = ""
    for item in checklist.items:
        group = item.group or group
        path = tuple(filter(None, (page.title, checklist.title, group)))
        yield SearchSection(
            f"{page.url}#item-{checklist.id}-{item.id}", "checklist", item.action, path, _item(item, view),
            view.roles((item.role,)), names=names(item.action), level=len(path) + 1, action="start", target=url,
        )  # fmt: skip


def _item(item: Item, view: SearchView) -> str:
    return joined(
        [
            _named("停：", item.pause),
            view.role_title(item.role),
            item.when or (due_in_words(due) if (due := parse_due(item.due)) else ""),
            _named("留存：", item.evidence),
            _named("依據：", view.citation(item.cite) if item.cite else ""),
        ]
    )


# ── templates ───────────────────────────────────────────────────────────────────────────────────


def _template(template: Template, view: SearchView) -> Iterator[SearchSection]:
    category = CATEGORIES[template.category]
    layouts = [part for layout in template.layouts for part in (layout.title, layout.suits)]
    lists = [found.title for id in template.checklists if (found := view.checklist(id))]
    text = joined([template.summary, category, *layouts, *lists])
    roles = view.roles(template.roles)
    yield SearchSection(
        template.url, "template", template.title, (), text, roles,
        names=(template.title, *names(template.title)), action="fill",
    )  # fmt: skip
    for section in template.sections:
        parts = [section.help, view.citation(section.cite) if section.cite else "", *_fields(section.fields)]
        yield _of_template(template, f"section-{section.id}", section.title, parts, roles)
    if template.rules:
        parts = []
        for rule in template.rules:
            cite = view.citation(rule.cite) if rule.cite else ""
            parts += [_SEVERITIES[rule.severity], rule.statement, rule.fix, cite]
        yield _of_template(template, "template-rules", "會檢查什麼", parts, roles)


def _of_template(
    template: Template, id: str, title: str, parts: Iterable[str], roles: tuple[str, ...]
) -> SearchSection:
    return SearchSection(
        f"{template.url}#{id}", "template", title, (template.title,), joined(parts), roles,
        names=names(title), level=2, action="fill", target=template.url,
    )  # fmt: skip


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        yield from (field.label, field.unit, field.help, *(choice.label or choice.value for choice in field.choices))
        yield from _fields(field.fields)
