"""Tables that Markdown would cut short or not see at all: each fault at its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.pages.calls.call_places import PlaceOf
from handbook.pages.markdown.code_in_text import PageText
from handbook.pages.markdown.touching_blocks import DELIMITERS, PIPE

_CALL = re.compile(r"\{\{.*?\}\}")
_STATEMENT = re.compile(r"\s*(?:\{%.*%\}\s*)+$")
_OUTSIDE = re.compile(r"[ >]*(?:(?:[-*+]|\d{1,3}[.)])[ ]+)?(?=\||[ ]*:?-+:?[ ]*\|)")  # quote and item around a row
_WIDE_ROW = re.compile(r"[ >]*｜.*｜")
_Row = tuple[int, int, str]  # offset in the text, column from 0, and the row


def check_tables(text: PageText, place: PlaceOf, diagnostics: Diagnostics) -> None:
    """Record rows with more cells than their table, and tables without a head."""
    if "|" not in text.prose and "｜" not in text.prose:
        return
    for rows in _tables(text.prose):
        _check_rows(rows, place, diagnostics)


def _tables(prose: str) -> Iterator[Sequence[_Row]]:
    """The rows that stand below each other, of each table; rows with full-width marks alone."""
    rows: list[_Row] = []
    offset = 0
    for written in prose.split("\n"):
        line = _CALL.sub(lambda call: "x" * len(call[0]), written) if "{{" in written else written
        if _WIDE_ROW.match(line):
            yield [(offset, 0, line)]
        elif PIPE.search(line):
            outside = _OUTSIDE.match(line)
            start = outside.end() if outside else 0
            rows.append((offset + start, start, line[start:].rstrip()))
        elif not _STATEMENT.match(line):  # a loop around rows does not end the table
            if rows:
                yield rows
            rows = []
        offset += len(written) + 1
    if rows:
        yield rows


def _check_rows(rows: Sequence[_Row], place: PlaceOf, diagnostics: Diagnostics) -> None:
    def at(row: _Row) -> Span:
        span = place(row[0])
        return Span(span.path, span.line, span.column, max(1, len(row[2])))

    if "｜" in rows[0][2] and not PIPE.search(rows[0][2]):
        diagnostics.error("full-width-mark", at(rows[0]), mark="｜", suggestion="|")
        return
    ruler = next((number for number, row in enumerate(rows) if DELIMITERS.match(row[2])), None)
    if not ruler:
        if ruler == 0 or (len(rows) > 1 and all(row[2].startswith("|") for row in rows)) or rows[0][2].count("|") > 2:
            diagnostics.error("table-without-head", at(rows[0]))
        return
    wanted = _cells(rows[ruler][2])
    if ruler > 1 and any(row[2].startswith("|") for row in rows[: ruler - 1]):
        diagnostics.error("table-without-head", at(rows[0]))
    if _cells(rows[ruler - 1][2]) != wanted:
        diagnostics.error("table-ruler", at(rows[ruler]), found=wanted, wanted=_cells(rows[ruler - 1][2]))
        return
    for row in rows[ruler + 1 :]:
        if DELIMITERS.match(row[2]):
            diagnostics.error("table-second-ruler", at(row))
        elif (found := _cells(row[2])) > wanted:
            diagnostics.error("table-cells", at(row), found=found, wanted=wanted)


def _cells(row: str) -> int:
    inner = row.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return len(PIPE.findall(inner)) + 1
