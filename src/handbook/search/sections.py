"""Cut the handbook into the sections a search result can lead to.

Taken from the model and the sources rather than from finished pages: what is inside procedures,
checklists, flows and templates is found like prose, and nothing has to be parsed out of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook import clauses
from handbook.model import Checklist, Flow, Handbook, Page, Procedure, ProcedurePage, Template

KIND_WORDS = {
    "flow": "應急",
    "template": "範本",
    "checklist": "清單",
    "role": "職責",
    "procedure": "程序",
    "regulation": "制度",
    "guideline": "指引",
    "page": "頁面",
}
_CALL = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*$")
_NOTICE = re.compile(r"^\s*!!!\s*[\w-]+[ \t]*(?:\"([^\"\n]*)\")?", re.MULTILINE)
_LINE_MARKS = re.compile(r"^[#>\-*+\s|]+|^\s*:?-{3,}.*$|\|", re.MULTILINE)
_INLINE_MARKS = re.compile(r"\*+|`+|__+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Section:
    """One thing a search can find."""

    url: str  # relative to the site's root, with fragment
    kind: str  # a key of KIND_WORDS
    title: str  # what the reader sees first
    path: str  # where it belongs: titles above it
    text: str


def sections(handbook: Handbook) -> list[Section]:
    """All sections of the handbook, in a fixed order."""
    found: list[Section] = []
    for page in handbook.pages.values():
        if page.audience == "restricted":
            continue
        found += _page(page)
        if isinstance(page, ProcedurePage):
            for procedure in page.procedures:
                found.append(_procedure(page, procedure, handbook))
        if isinstance(page, Flow):
            found += _flow(page, handbook)
    found += [_template(template) for template in handbook.templates.values()]
    for checklist in handbook.checklists.values():
        shown_on = handbook.page_by_id(checklist.page)
        if shown_on:
            found.append(_checklist(checklist, shown_on))
    return found


def plain(markdown: str) -> str:
    """Markdown as running text, without marks, calls and attributes."""
    text = _CALL.sub(" ", markdown)
    text = _LINK.sub(r"\1", text)
    text = _NOTICE.sub(r"\1", text)
    text = "\n".join(_ATTRIBUTES.sub("", line) for line in text.split("\n"))
    return " ".join(_INLINE_MARKS.sub("", _LINE_MARKS.sub(" ", text)).split())


def _page(page: Page) -> Iterator[Section]:
    """The page's opening, then one section for each heading that has an id."""
    lines = dict(clauses.lines_outside_code(page.body))
    starts: list[tuple[int, str, str]] = [(0, "", page.title)]
    for offset, line in lines.items():
        found = clauses.match(line)
        if found and found.id and (found.heading or page.kind in clauses.NUMBERED_KINDS) and found.heading != 1:
            name = plain(found.text) if found.heading else _shorten(plain(found.text))
            gap = " " if found.number.endswith(".") else ""
            title = f"{found.number}{gap}{name}"
            starts.append((offset, found.id, title))
    ends = [offset for offset, _, _ in starts[1:]] + [len(page.body)]
    for (offset, id, title), end in zip(starts, ends, strict=True):
        text = plain("\n".join(line for at, line in lines.items() if offset <= at < end))
        if id or text:
            path = page.title if id else ""
            yield Section(f"{page.url}#{id}" if id else page.url, page.kind, title, path, text)


def _shorten(text: str, length: int = 24) -> str:
    return text if len(text) <= length else text[:length] + "…"


def _procedure(page: Page, procedure: Procedure, handbook: Handbook) -> Section:
    parts = [procedure.summary]
    for step in procedure.steps:
        actor = handbook.roles.get(step.actor)
        parts += [actor.title if actor else "", step.action, step.when, step.within, step.evidence]
    return Section(f"{page.url}#{procedure.id}", "procedure", procedure.title, page.title, _join(parts))


def _flow(flow: Flow, handbook: Handbook) -> Iterator[Section]:
    for node in flow.nodes:
        role = handbook.roles.get(node.who)
        parts = [role.title if role else "", *node.say, node.within, *node.evidence, *(c.label for c in node.choices)]
        for contact in filter(None, map(handbook.contacts.get, node.call)):
            parts += [contact.title, contact.phone, contact.night_phone]
        yield Section(f"{flow.url}#node-{node.id}", "flow", node.do, flow.title, _join(parts))


def _template(template: Template) -> Section:
    parts = [template.summary]
    for section in template.sections:
        parts += [section.title, section.help]
        for field in section.fields:
            parts += [field.label, field.help, *(column.label for column in field.fields)]
    return Section(template.url, "template", template.title, "", _join(parts))


def _checklist(checklist: Checklist, page: Page) -> Section:
    parts = [part for item in checklist.items for part in (item.group, item.action, item.due, item.pause)]
    return Section(f"{page.url}#{checklist.id}", "checklist", checklist.title, page.title, _join(parts))


def _join(parts: list[str]) -> str:
    return " ".join(part for part in parts if part)
