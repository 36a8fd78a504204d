"""Clauses that pages have in common: one page holds the words, and the others repeat them by `same=`.

A duty that many posts share stands once. Each post writes `15. {#early same=posts#early to=director}`: its own number,
id and recipient. The line is completed with the words of the shared clause, and with the facts that it does not say
itself. All that comes after reading meets an ordinary clause of the page, which can be cited, counted and found.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from handbook.model.page import Clause, Page
from handbook.reading import clauses, references

_FACTS = ("when", "form", "to")


def with_shared_clauses(pages: Mapping[str, Page]) -> dict[str, Page]:
    """The pages, by path, with the clauses that they share."""
    known = {f"{page.id}#{clause.id}": clause for page in pages.values() for clause in page.clauses if clause.id}
    return {path: _completed(page, known) for path, page in pages.items()}


def _completed(page: Page, known: Mapping[str, Clause]) -> Page:
    """A page with the words of the clauses that it shares, each on the line where it is told."""
    sharing = [
        (clause, known[clause.attributes["same"]])
        for clause in page.clauses
        if not clause.heading and clause.attributes.get("same") in known
    ]
    if not sharing:
        return page
    lines = page.body.split("\n")
    for clause, shared in sharing:
        at = clause.span.line - page.body_line
        lines[at] = _told(lines[at], clause, shared)
    body = "\n".join(lines)
    found = clauses.scan(body, page.body_line, page.clauses[0].span.path, taken=references.shown(body))
    return dataclasses.replace(page, body=body, clauses=tuple(found))


def _told(line: str, clause: Clause, shared: Clause) -> str:
    """The line of a clause with what it takes from the shared one. What it says itself stays."""
    start = line.rindex("{")
    before, facts = line[:start].rstrip(), line[start:].rstrip().removesuffix("}")
    words = before if clause.text else f"{before} {shared.text}"
    missing = [name for name in _FACTS if name in shared.attributes and name not in clause.attributes]
    return " ".join((words, facts, *(f'{name}="{shared.attributes[name]}"' for name in missing))) + "}"
