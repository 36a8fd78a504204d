"""Templates as cards and in lists."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.template import Template
from handbook.pages.views.links import Link, role_link

CATEGORIES = {"plan": "方案", "form": "表單", "register": "登記簿", "report": "報告"}


@dataclass(frozen=True, kw_only=True)
class TemplateView:
    """A template as a card. word: the address of a blank Word file."""

    id: str
    title: str
    url: str
    category: str = "form"
    category_title: str = "表單"
    summary: str = ""
    version: str = ""
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class TemplateList:
    """The templates that belong to a role or a procedure."""

    heading: Link
    templates: tuple[Link, ...]


def template_view(record: Template, word: str = "") -> TemplateView:
    """A template as a card. word: the address of the blank Word file to offer, by default the first layout's."""
    first = next(iter(record.whole_layouts), None)
    return TemplateView(
        id=record.id,
        title=record.title,
        url=record.url,
        category=record.category,
        category_title=CATEGORIES[record.category],
        summary=record.summary,
        version=record.version,
        word=word or (record.word_url(first) if first else ""),
    )


def template_lists(handbook: Handbook, by: str, shown: Container[str]) -> tuple[TemplateList, ...]:
    """The templates by role or by procedure; a role or procedure without any is left out.

    by: "role" or "procedure". shown: the ids of the templates that may be listed.
    """
    found: list[TemplateList] = []
    if by == "role":
        for id in handbook.roles:
            using = [one for one in handbook.templates.values() if id in (*one.roles, one.owner)]
            found.append(_template_list(role_link(handbook, id), using, shown))
    else:
        for record in handbook.procedures.values():
            ids = dict.fromkeys(step.template for step in record.steps if step.template)
            page = handbook.page_by_id(record.page)
            heading = Link(title=record.title, url=f"{page.url}#{record.id}" if page else "")
            using = [handbook.templates[id] for id in ids if id in handbook.templates]
            found.append(_template_list(heading, using, shown))
    return tuple(one for one in found if one.templates)


def _template_list(heading: Link, templates: Iterable[Template], shown: Container[str]) -> TemplateList:
    links = tuple(Link(title=one.title, url=one.url) for one in templates if one.id in shown)
    return TemplateList(heading=heading, templates=links)
