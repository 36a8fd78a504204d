"""Published addresses stay good: those of now, those of the record, and where the gone ones lead.

A handbook that wants to keep its links has a record, `addresses.txt` beside mkdocs.yml: one address a line, written by
`handbook addresses`. What was moved says itself where it was (`formerly`), so that this goes along when it moves again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.reading.yaml_nodes import read_text

RECORD_FILE = "addresses.txt"
GALLERY, SEARCH = "fill/index.html", "search.html"
_HEADER = "# 已公布的位址，由 handbook addresses 寫成；用法見「搬移與改名」。\n"
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True)
class Move:
    """A page, heading or clause says that it was found at `old` before. Not `valid`: `old` is no address."""

    old: str
    new: str
    span: Span
    valid: bool = True


def current_addresses(handbook: Handbook) -> set[str]:
    """Every address that the site has now: its pages, and on them headings, clauses, procedures and checklists."""
    found = {page.url for page in handbook.pages.values()}
    found |= {template.url for template in handbook.templates.values()}
    found |= {GALLERY, SEARCH} if handbook.templates else {SEARCH}
    for page in handbook.pages.values():
        found |= {f"{page.url}#{one.id}" for one in page.clauses if one.id and one.heading != 1}
    found |= {address for _, address in _placed(handbook)}
    return found


def _placed(handbook: Handbook) -> Iterator[tuple[Controlled | None, str]]:
    """The address of each procedure and checklist that a page shows; a procedure is no controlled document: None."""
    for procedure in handbook.procedures.values():
        page = handbook.page_by_id(procedure.page)
        if page:
            yield None, f"{page.url}#{procedure.id}"
    for checklist in handbook.checklists.values():
        page = handbook.page_by_id(checklist.page)
        if page:
            yield checklist, f"{page.url}#{checklist.id}"


def read_record(root: Path, diagnostics: Diagnostics) -> dict[str, int]:
    """The addresses of the record, each with its line; none when the handbook keeps no record."""
    path = root / RECORD_FILE
    text = read_text(path, root, diagnostics) if path.exists() else None
    lines = enumerate((text or "").split("\n"), start=1)
    return {line.strip(): number for number, line in lines if line.strip() and not line.startswith("#")}


def write_record(root: Path, addresses: Iterable[str]) -> None:
    """Write the record: each address once, in order."""
    text = _HEADER + "".join(f"{address}\n" for address in sorted(set(addresses)))
    (root / RECORD_FILE).write_text(text, encoding="utf-8", newline="\n")


def listed(value: str) -> list[str]:
    """The addresses that an attribute lists, as they are written: formerly="duties/old.html#a, #b"."""
    return [one for one in re.split(r"[,，、\s]+", value) if one]


def absolute(written: str, page_url: str) -> str:
    """An address as the record writes it, from the site's root; "" for what is no address of a page.

    written: as an author wrote it; `#id` is an address on the page `page_url`.
    """
    text = unquote(written.strip())
    path, mark, fragment = text.partition("#")
    if _ELSEWHERE.match(text) or "?" in path or (mark and not fragment):
        return ""
    path = posixpath.normpath(path.lstrip("/")) if path else page_url
    path = path.removesuffix(".md") + ".html" if path.endswith(".md") else path
    if path.startswith("..") or not path.endswith(".html"):
        return ""
    return f"{path}{mark}{fragment}"


def own_former_ids(value: str, page_url: str) -> list[str]:
    """The ids that a heading or clause had before on its own page. value: its attribute `formerly`."""
    found = (absolute(one, page_url).partition("#") for one in listed(value))
    return [fragment for path, _, fragment in found if path == page_url and fragment]


def declared_moves(handbook: Handbook) -> list[Move]:
    """Every `formerly` of the handbook, in order of the sources."""
    found: list[Move] = []

    def add(written: str, new: str, span: Span) -> None:
        old = absolute(written, new.partition("#")[0])
        found.append(Move(old or written, new, span, valid=bool(old)))

    documents: list[tuple[Controlled | None, str]] = [(page, page.url) for page in handbook.pages.values()]
    documents += [(template, template.url) for template in handbook.templates.values()]
    for document, url in (*documents, *_placed(handbook)):
        for number, written in enumerate(document.formerly if document else ()):
            origin = document.origin if document else None
            if origin:
                add(written, url, origin.keys.get(f"formerly[{number}]", origin.at("formerly")))
    for page in handbook.pages.values():
        for clause in page.clauses:
            for written in listed(clause.attributes.get("formerly", "")):
                add(written, f"{page.url}#{clause.id}", clause.span)
    return found


def redirects(handbook: Handbook, recorded: Iterable[str]) -> dict[str, dict[str, str]]:
    """Where old addresses lead: old page -> old id on it ("" for the page itself) -> address now.

    recorded: the addresses of the record. When a whole page moved, its recorded ids lead to the same ids on the new
    page; without a record, all ids do.
    """
    now = current_addresses(handbook)
    found: dict[str, dict[str, str]] = {}
    for move in declared_moves(handbook):
        if move.valid and move.old not in now:
            page, _, id = move.old.partition("#")
            found.setdefault(page, {}).setdefault(id, move.new)
    ids: dict[str, list[str]] = {}
    for address in sorted(set(recorded) or {old + new[new.index("#") :] for old, new in _kept(found, now)}):
        page, _, id = address.partition("#")
        ids.setdefault(page, []).append(id)
    for old, entries in found.items():
        whole = entries.get("", "").partition("#")[0]
        for id in ids.get(old, ()) if whole else ():
            if id and f"{whole}#{id}" in now:
                entries.setdefault(id, f"{whole}#{id}")
    return found


def _kept(found: Mapping[str, Mapping[str, str]], now: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Of everything on pages that moved as a whole: the old page, and the address now."""
    moved: dict[str, list[str]] = {}
    for old, entries in found.items():
        moved.setdefault(entries.get("", "").partition("#")[0], []).append(old)
    for address in now:
        page, mark, _ = address.partition("#")
        if mark:
            for old in moved.get(page, ()):
                yield old, address
