"""Who takes part in which procedure: each with its posts in the order of the steps."""

from __future__ import annotations

from handbook.model.handbook import Handbook
from handbook.model.procedure import Procedure
from handbook.pages.compiled.compiled_table import CompiledTable, Row, by_section, plain_cell, readers_pages
from handbook.pages.views.links import Link, role_link, template_link


def responsibilities(handbook: Handbook) -> CompiledTable:
    """The procedures, each with who begins it, who goes on, and the papers that it takes."""
    rows = (
        (page, _row(handbook, page.url, procedure))
        for page in readers_pages(handbook)
        for procedure in handbook.procedures.values()
        if procedure.page == page.id
    )
    columns = ("程序", "誰開始", "誰接著做", "用表", "步")
    return CompiledTable(title="誰做哪些程序", columns=columns, groups=by_section(handbook, rows), empty="沒有程序。")


def _row(handbook: Handbook, url: str, procedure: Procedure) -> Row:
    first, *others = procedure.actors
    templates = dict.fromkeys(step.template for step in procedure.steps if step.template)
    papers = (template_link(handbook, id) for id in templates)
    return (
        (Link(title=procedure.title, url=f"{url}#{procedure.id}"),),
        (role_link(handbook, first),),
        tuple(role_link(handbook, actor) for actor in others),
        tuple(paper for paper in papers if paper),
        plain_cell(str(len(procedure.steps))),
    )
