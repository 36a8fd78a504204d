"""Blank papers to carry away together: all of a group of templates, and all that a post needs, each set one zip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.template import Template
from handbook.pages.views.links import Link

FEWEST = 2  # of papers: a single one is loaded from its own page
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, kw_only=True)
class PaperSet:
    """A zip of blank Word files. papers: the address of each by its name in the zip."""

    title: str
    url: str
    papers: Mapping[str, str]

    @property
    def link(self) -> Link:
        """The way to the zip, which says how many papers it holds."""
        return Link(title=f"{len(self.papers)} 份空白的 Word 一次下載", url=self.url)


def group_set(group: str, title: str, templates: Iterable[Template]) -> PaperSet | None:
    """The papers of a group of templates; None when there are too few."""
    return _set(title, f"fill/papers-{group}.zip", templates)


def post_set(handbook: Handbook, role: Role) -> PaperSet | None:
    """The papers that the duties and the steps of a post name; None when there are too few."""
    forms = [clause.attributes.get("form", "") for clause in role.clauses]
    steps = [step for one in handbook.procedures.values() for step in one.steps if step.actor == role.id]
    named = dict.fromkeys((*forms, *(step.template for step in steps)))
    templates = (handbook.templates[id] for id in named if id in handbook.templates)
    return _set(role.title, f"fill/papers-of-{role.id}.zip", templates)


def post_sets(handbook: Handbook) -> Iterator[PaperSet]:
    """The sets of all posts that have a page."""
    for role in handbook.roles.values():
        if role.path and (found := post_set(handbook, role)):
            yield found


def _set(title: str, url: str, templates: Iterable[Template]) -> PaperSet | None:
    papers: dict[str, str] = {}
    for template in templates:
        for layout in template.whole_layouts:
            name = _NOT_IN_FILE_NAMES.sub("・", template.paper_title(layout))
            if f"{name}.docx" in papers:
                name = f"{name}（{template.id}.{layout.id}）"
            papers[f"{name}.docx"] = template.word_url(layout)
    return PaperSet(title=title, url=url, papers=papers) if len(papers) >= FEWEST else None
