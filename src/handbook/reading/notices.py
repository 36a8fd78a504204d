"""Notices in the text of a page: `!!! legal "法務待審：扣發獎金"`, each with the clause that it stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.diagnostics.diagnostics import Span
from handbook.model.page import Clause, Notice
from handbook.reading import clauses

_NOTICE = re.compile(
    r"""!!![ \t]*(?P<classes>[A-Za-z][\w-]*(?:[ ]+[A-Za-z][\w-]*)*)
    (?:[ \t]*(?:"(?P<straight>.*)"|[“”](?P<curved>.*)[“”]|「(?P<angled>[^」]*)」|[ \t](?P<bare>[^\x00-\x7f].*?)))?
    [ \t]*$""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True)
class NoticeLine:
    """The line on which a notice starts, taken apart. title: None where none is written, "" for no title at all."""

    classes: str
    title: str | None

    @property
    def kind(self) -> str:
        """The first word behind `!!!`."""
        return self.classes.split(" ")[0]


def notice_on(line: str) -> NoticeLine | None:
    """The notice that begins on a line. Its title stands in quotes of any kind, or without any."""
    found = _NOTICE.match(line) if line.startswith("!!!") else None
    if found is None:
        return None
    title = next((found[name] for name in ("straight", "curved", "angled", "bare") if found[name] is not None), None)
    return NoticeLine(" ".join(found["classes"].lower().split()), title)


def notices_in(body: str, body_line: int, path: Path, found: Sequence[Clause]) -> Iterator[Notice]:
    """The notices of a page that have a title, in order. found: its clauses, in order."""
    for offset, line in clauses.lines_shown(body):
        notice = notice_on(line.lstrip(" ")) if "!!!" in line else None
        if notice and notice.title is not None:
            number = body_line + offset
            above = [clause.id for clause in found if clause.id and clause.span.line < number]
            yield Notice(notice.kind, notice.title.strip(), above[-1] if above else "", Span(path, number))
