"""What somebody in a post uses, most important first: forms of the post's duties, procedures, checklists, flows."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.pages.views.links import Link, template_link
from handbook.pages.views.template import CATEGORIES

_MOST = 9  # the page of the post has all
_WORDS = {"template": "範本", "step": "程序", "item": "清單", "node": "應急", "level": "應急", "page": "頁面"}


def post_things(handbook: Handbook, role: Role) -> tuple[Link, ...]:
    """The things of a post, each with the word for its kind as note."""
    found: dict[str, Link] = {}
    for link in _things(handbook, role):
        page = link.url.partition("#")[0]
        if page and page != role.url:
            found.setdefault(link.url, link)
    return tuple(found.values())[:_MOST]


def _things(handbook: Handbook, role: Role) -> Iterator[Link]:
    forms = [clause.attributes.get("form", "") for clause in role.clauses]
    steps = [step for one in handbook.procedures.values() for step in one.steps if step.actor == role.id]
    for id in (*forms, *(step.template for step in steps)):
        link, template = template_link(handbook, id), handbook.templates.get(id)
        if link and template:
            yield Link(title=link.title, url=link.url, note=CATEGORIES[template.category])
    forms_by_url = {template.url: template for template in handbook.templates.values()}
    named = handbook.backlinks.get(f"role:{role.id}", ())
    for kind, word in _WORDS.items():
        for one in named:
            if one.kind == kind:
                page = kind in ("node", "level")  # one flow, however many of its steps
                form = forms_by_url.get(one.url)
                title = one.parent if page else one.title
                yield Link(
                    title=title,
                    url=one.url.partition("#")[0] if page else one.url,
                    note=CATEGORIES[form.category] if form else word,
                )
