"""Notices in the text of a page: `!!! legal "法務待審：扣發獎金"`, each with the clause that it stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from handbook.diagnostics.diagnostics import Span
from handbook.model.page import Clause, Notice
from handbook.reading import clauses

_NOTICE = re.compile(r"^ {0,12}!!!\s*(?P<kind>[a-z]+)[\w -]*?[ \t]*\"(?P<title>[^\"]*)\"\s*$")


def notices_in(body: str, body_line: int, path: Path, found: Sequence[Clause]) -> Iterator[Notice]:
    """The notices of a page that have a title, in order. found: its clauses, in order."""
    for offset, line in clauses.lines_shown(body):
        notice = _NOTICE.match(line) if "!!!" in line else None
        if notice:
            number = body_line + offset
            above = [clause.id for clause in found if clause.id and clause.span.line < number]
            yield Notice(notice["kind"], notice["title"].strip(), above[-1] if above else "", Span(path, number))
