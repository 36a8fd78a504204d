"""A decision table as its component draws it: a line for each row, each with its clause."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix, MatrixInput, MatrixRow
from handbook.pages.views.links import Link, clause_link, role_link
from handbook.rules.decision_tables import compiled, guard_words
from handbook.rules.decisions import DecisionRow


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """One cell. title: of its column. words: what it says, unless it names posts. links: the posts, with their pages.

    is_any: the cell admits every case. is_repeated: this cell and all in front of it say the same as in the row above.
    """

    title: str
    words: str = ""
    links: tuple[Link, ...] = ()
    is_any: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, kw_only=True)
class MatrixLine:
    """One row. period: while it is in force, if not always. open: why nothing is laid down."""

    cells: tuple[MatrixCell, ...]
    then: tuple[Link, ...] = ()
    open: str = ""
    cite: Link | None = None
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class MatrixView:
    """A table. output: the title of its last column. cites: whether rows have clauses of their own."""

    id: str
    title: str
    inputs: tuple[str, ...]
    output: str
    lines: tuple[MatrixLine, ...]
    clause: Link | None = None
    cites: bool = False
    dated: bool = False
    collects: bool = False
    note: str = ""
    sources: tuple[str, ...] = ()


def matrix_view(handbook: Handbook, record: Matrix, shown_on: str = "") -> MatrixView:
    """A table with the titles and addresses of all that it names.

    shown_on: the address of the page that shows it; its own clauses are cited without its title.
    """
    table, _ = compiled(record, handbook.facts.roles)
    return MatrixView(
        id=record.id,
        title=record.title,
        inputs=tuple(column.title for column in record.inputs),
        output=record.output.title,
        lines=tuple(_marked(_line(handbook, record, row, shown_on) for row in table.rows)),
        clause=clause_link(handbook, record.clause) if record.clause else None,
        cites=any(row.cite for row in record.rows),
        dated=record.is_dated,
        collects=record.hit == "collect",
        note=record.note,
        sources=record.sources,
    )


def _line(handbook: Handbook, record: Matrix, row: DecisionRow, shown_on: str) -> MatrixLine:
    written = record.rows[row.number]
    names_roles = record.output.refers == "role"
    return MatrixLine(
        cells=tuple(_cell(handbook, written, row, number, column) for number, column in enumerate(record.inputs)),
        then=tuple(role_link(handbook, one) if names_roles else Link(title=one) for one in written.then),
        open=written.open,
        cite=_cite(handbook, written.cite, shown_on) if written.cite else None,
        period=_period(written),
    )


def _cite(handbook: Handbook, reference: str, shown_on: str) -> Link | None:
    link = clause_link(handbook, reference)
    if link and shown_on and link.url.startswith(f"{shown_on}#"):
        return replace(link, title=link.title.partition("》")[2] or link.title)
    return link


def _cell(handbook: Handbook, written: MatrixRow, row: DecisionRow, number: int, column: MatrixInput) -> MatrixCell:
    guard = row.guards[number]
    texts = [part.strip() for part in written.when.texts[column.id].split("、")] if guard and guard.texts else []
    links = tuple(role_link(handbook, id) for id in texts) if column.roles else ()
    words = "" if links else guard_words(guard, column, texts)
    return MatrixCell(title=column.title, words=words, links=links, is_any=guard is None)


def _marked(lines: Iterable[MatrixLine]) -> Iterator[MatrixLine]:
    """The lines with their repeated cells marked."""
    above: tuple[MatrixCell, ...] = ()
    for line in lines:
        alike = sum(
            1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(line.cells, above, strict=False))
        )
        above = line.cells
        cells = (replace(cell, is_repeated=place < alike) for place, cell in enumerate(line.cells))
        yield replace(line, cells=tuple(cells))


def _period(row: MatrixRow) -> str:
    since = f"{row.since} 起" if row.since else ""
    return f"{since}{'，' if since and row.until else ''}{f'{row.until} 止' if row.until else ''}"
