"""Who approves what, up to which limit: from decision tables, steps that approve, and the ladders of flows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix
from handbook.model.page import Page
from handbook.pages.compiled.compiled_table import CompiledTable, Row, by_section, plain_cell, readers_pages
from handbook.pages.views.links import Link, clause_link, role_link
from handbook.pages.views.matrix import MatrixLine, matrix_view
from handbook.reading.references import calls

_COLUMNS = ("什麼事", "條件或限額", "誰決定", "依據")
_APPROVER = re.compile(r"批|審|核准")  # in what a decision table answers
#: how an action is worded whose actor approves; 「送主任審批」「請農民簽字」「核對，簽字」 are not
_APPROVES = re.compile(
    r"^(對.{1,12}作(最後)?)?(審批|批准|核准)|^簽字(批准|同意|報銷)|簽字同意$|^(審[查核]並|在.{1,12}上)簽字|^決定(准不准|是否)"
)


def authority(handbook: Handbook) -> CompiledTable:
    """Every power to approve or decide, by section. A step that cites a row of a decision table is not listed again."""
    tables = [one for one in handbook.matrices.values() if _APPROVER.search(one.output.title)]
    laid_down = {row.cite for table in tables for row in table.rows if row.cite}
    rows = [
        *(found for table in tables for found in _from_matrix(handbook, table)),
        *_from_steps(handbook, laid_down),
        *_from_ladders(handbook),
    ]
    groups = by_section(handbook, rows)
    return CompiledTable(title="誰批什麼", columns=_COLUMNS, groups=groups, empty="沒有寫明由誰批的事。")


def approves(action: str) -> bool:
    """Whether a step with this action approves something: 「審批申請。」 does, 「送主任審批。」 does not."""
    return any(_APPROVES.search(part) for part in re.split("[，；。]", action))


def _from_matrix(handbook: Handbook, matrix: Matrix) -> Iterator[tuple[Page, Row]]:
    """The rows of a table, with the page of the clause on which it rests, else the page that shows it."""
    cited = next((one for one in (matrix.clause, *(row.cite for row in matrix.rows)) if one), "")
    basis = handbook.page_by_id(cited.partition("#")[0]) if cited else None
    shown = next((page for page in readers_pages(handbook) if ("matrix", matrix.id) in calls(page)), None)
    home = basis or shown
    if home is None or not handbook.is_for_readers(home):
        return
    view = matrix_view(handbook, matrix)
    title = Link(title=matrix.title, url=f"{shown.url}#{matrix.id}" if shown else home.url)
    for line in view.lines:
        who = line.then or plain_cell(f"待定：{line.open}")
        clause = line.cite or view.clause
        yield home, ((title,), plain_cell(_condition(line)), who, (clause,) if clause else ())


def _condition(line: MatrixLine) -> str:
    words = (
        f"{cell.title}：{'、'.join(one.title for one in cell.links) or cell.words}"
        for cell in line.cells
        if not cell.is_any
    )
    return "；".join((*words, *((line.period,) if line.period else ())))


def _from_steps(handbook: Handbook, laid_down: set[str]) -> Iterator[tuple[Page, Row]]:
    for page in readers_pages(handbook):
        for procedure in handbook.procedures.values():
            for step in procedure.steps if procedure.page == page.id else ():
                if not approves(step.action) or step.cite in laid_down:
                    continue
                basis = clause_link(handbook, step.cite) if step.cite else None
                title = f"{procedure.title}：{step.action.removesuffix('。')}"
                yield (
                    page,
                    (
                        (Link(title=title, url=f"{page.url}#{procedure.id}"),),
                        plain_cell(step.when),
                        (role_link(handbook, step.actor),),
                        (basis or Link(title=f"《{page.title}》", url=f"{page.url}#{procedure.id}"),),
                    ),
                )


def _from_ladders(handbook: Handbook) -> Iterator[tuple[Page, Row]]:
    for flow in handbook.flows.values():
        url = f"{flow.url}#{flow.id}-ladder"
        for level in flow.ladder if handbook.is_for_readers(flow) else ():
            if level.decides:
                yield (
                    flow,
                    (
                        (Link(title=level.decides.removesuffix("。"), url=url),),
                        plain_cell(level.when),
                        (role_link(handbook, level.role),),
                        (Link(title=f"《{flow.title}》", url=url),),
                    ),
                )
