"""Does every document stand in a tree, and does nothing point at what its own readers may not see?

A link or relation is judged before any tree is built. It is a fault when some tree holds the document that points and
not what it points at: its readers would miss something, or learn that it exists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.audience import MARKS
from handbook.model.base import ListEntry, Record
from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix, MatrixRow
from handbook.model.organisation import LISTS
from handbook.model.page import Controlled, Page
from handbook.model.procedure import ProcedurePage
from handbook.pages.published_files import published_files
from handbook.reading import page_links
from handbook.reading.binding import attributes_of
from handbook.reading.clauses import lines_outside_code
from handbook.reading.narrowed_handbook import documents_and_entries
from handbook.reading.references import walk
from handbook.reading.visibility import TreeNames, Visibility, mark_of

#: A line that was meant as a mark and stands in the text: below an empty line, behind a tab, with a full-width colon,
#: as JSON or TOML, in a table, in bold type, in a comment.
_MARK_IN_TEXT = re.compile(
    r"""^[\s>*_\-+#<!{["']*(?:\[?//\]?:?\s*#?\s*[("']?\s*)?audience["'*_\s]*[:：=﹕]|^\s*\|\s*audience\s*\|\s*[a-z-]+\s*\|""",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s*(?:```|~~~)")
#: What a call names by its first text; any other component may name anything.
_NAMED: Mapping[str, tuple[str, ...]] = {
    "procedure": ("page",), "flow": ("page",), "ref": ("page",), "checklist": ("checklist",),
    "template": ("template",), "template_page": ("template",), "template_papers": ("template",),
    "matrix": ("matrix",), "contacts": ("contact",), "contact_phone": ("contact",), "person": ("person",),
    "role_card": ("role",), "role_view": ("role",),
}  # fmt: skip
_NO_DOCUMENT = frozenset({"section", "node"})  # sections are where something stands; nodes are parts of a flow
Targets = Mapping[str, Mapping[str, Record]]


@dataclass(frozen=True)
class Pointing:
    """Something that points, and at what."""

    source: Record
    target: Record
    span: Span


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record marks that name no tree, and whatever points at something that not all of its readers may see."""
    seen = Visibility(handbook)
    known = sorted({*MARKS, *(mark for tree in handbook.trees for mark in tree.sees)})
    for record in documents_and_entries(handbook):
        _check_mark(record, seen, known, diagnostics)
    for row in (row for matrix in handbook.matrices.values() for row in matrix.rows):
        if row.audience or "audience" in row.origin.keys:
            _check_row(row, seen, known, diagnostics)
    for page in handbook.pages.values():
        _check_text(page, handbook, diagnostics)
    for one in _pointings(handbook, seen.included):
        if missing := seen.of(one.source) - seen.wanted_by(one.target):
            mark = "private" if missing <= seen.of(one.target) else mark_of(one.target)
            _record(one.source, one.span, name_of(one.target), mark, missing, diagnostics)
    _check_inclusions(handbook, seen, diagnostics)
    _check_packs(handbook, seen, diagnostics)
    _check_folders(handbook, seen, diagnostics)
    if handbook.audiences:
        _check_files(handbook, seen, diagnostics)


def name_of(record: Record) -> str:
    """What a diagnostic calls a document or an entry: its title or name, else its id."""
    named = (getattr(record, key, "") for key in ("title", "name", "plate", "term", record.named_by))
    return next((str(name) for name in named if name), type(record).__name__)


def _record(
    source: Record, span: Span, target: str, mark: str, missing: TreeNames, diagnostics: Diagnostics, code: str = ""
) -> None:
    own = getattr(source, "audience", "") or mark_of(source)
    trees = ", ".join(sorted(one for one in missing if one)) or "site"
    diagnostics.error(
        code or "points-higher", span, source=name_of(source), mark=own, target=target, other=mark,
        trees=trees,
    )  # fmt: skip


# ── marks ──


def _check_mark(record: Record, seen: Visibility, known: list[str], diagnostics: Diagnostics) -> None:
    mark = mark_of(record)
    written = getattr(record, "audience", "")
    place = record.origin.at("audience")
    if (isinstance(record, Controlled) or "audience" in record.origin.keys) and not written:
        diagnostics.error("unknown-audience", place, value=written, allowed=", ".join(known))
    elif mark and mark not in known:
        near = closest(mark, known)
        diagnostics.error("unknown-audience", place, value=mark, allowed=", ".join(known), suggestion=near)
    elif not seen.of(record):
        diagnostics.error("in-no-tree", place, name=name_of(record), mark=mark)


def _check_row(row: MatrixRow, seen: Visibility, known: list[str], diagnostics: Diagnostics) -> None:
    place = row.origin.at("audience")
    if row.audience not in known:
        near = closest(row.audience, known)
        diagnostics.error("unknown-audience", place, value=row.audience, allowed=", ".join(known), suggestion=near)
    elif not seen.of_mark(row.audience):
        diagnostics.error("in-no-tree", place, name=", ".join(row.then), mark=row.audience)


def _check_text(page: Page, handbook: Handbook, diagnostics: Diagnostics) -> None:
    """A mark in the text of a page is none: what was to be withheld would be published with the mark in its text."""
    for offset, line in (*_opening_fence(page), *lines_outside_code(page.body)):
        if any(_MARK_IN_TEXT.match(part) for part in line.splitlines()):  # some signs break lines and are no \n
            span = Span(handbook.root / "docs" / page.path, page.body_line + offset, 1, len(line))
            diagnostics.error("audience-in-text", span)
            return


def _opening_fence(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of a code block that a page without front matter begins with: front matter pasted with its fence."""
    lines = page.body.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if page.body_line == 1 and _FENCE.match(lines[first]):
        for number, line in enumerate(lines[first + 1 :], start=first + 1):
            if _FENCE.match(line):
                return
            yield number, line


# ── what points at what ──


def _pointings(handbook: Handbook, included: Mapping[str, Mapping[Path, str]]) -> Iterator[Pointing]:
    targets = _targets(handbook)
    for record in documents_and_entries(handbook):
        yield from _relations(record, targets)
    for page in handbook.pages.values():
        yield from _of_page(page, included[page.path], handbook, targets)


def _targets(handbook: Handbook) -> Targets:
    """What ids name, by kind. A clause, procedure or flow stands for the page that holds it."""
    pages: dict[str, Record] = {page.id: page for page in handbook.pages.values()}
    clauses = {f"{page.id}#{one.id}": page for page in handbook.pages.values() for one in page.clauses if one.id}
    procedures = {
        one.id: page for page in handbook.pages.values() if isinstance(page, ProcedurePage) for one in page.procedures
    }
    lists = {kind.__name__.lower(): handbook.by_id(kind) for kind in LISTS.values() if kind.named_by}
    return lists | {
        "page": {**procedures, **clauses, **pages},
        "clause": {**clauses, **pages},
        "role": handbook.roles,
        "template": handbook.templates,
        "checklist": handbook.checklists,
        "document": {**handbook.checklists, **handbook.templates, **pages},
    }


def _relations(record: Record, targets: Targets) -> Iterator[Pointing]:
    """What the attributes of a document or entry, and of all records inside it, name by id."""
    for inner in walk(record):
        for attribute in attributes_of(type(inner)).values():
            kind = "document" if attribute.name == "superseded_by" else attribute.refers
            value = getattr(inner, attribute.name)
            if not kind or kind in _NO_DOCUMENT or not value:
                continue
            for number, id in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(id, str) and (target := targets.get(kind, {}).get(id)):
                    place = inner.origin.keys.get(f"{attribute.key}[{number}]", inner.origin.at(attribute.key))
                    yield Pointing(_or_row(record, inner), target, place)
        if isinstance(inner, MatrixRow) and isinstance(record, Matrix) and record.output.refers:
            for id in inner.then:
                if target := targets["role"].get(id):
                    yield Pointing(_or_row(record, inner), target, inner.origin.at("then"))


def _or_row(record: Record, inner: Record) -> Record:
    """What points: a row of a table that has a mark of its own is seen by fewer than the table."""
    return (
        ListEntry(origin=inner.origin, audience=inner.audience)
        if getattr(inner, "audience", "") and isinstance(inner, MatrixRow)
        else record
    )


def _of_page(page: Page, included: Mapping[Path, str], handbook: Handbook, targets: Targets) -> Iterator[Pointing]:
    """What the prose of a page leads to: by links, calls and attributes of clauses, also in files that it includes."""
    yield from _of_prose(page, handbook, targets)
    for file, text in included.items():
        for one in _of_prose(replace(page, body=text, body_line=1), handbook, targets):
            yield replace(one, source=page, span=replace(one.span, path=file))
    for clause in page.clauses:
        for attribute, kind in (("form", "template"), ("to", "role"), ("same", "clause")):
            if target := targets[kind].get(clause.attributes.get(attribute, "")):
                yield Pointing(page, target, clause.span)


def _of_prose(page: Page, handbook: Handbook, targets: Targets) -> Iterator[Pointing]:
    """What a text leads to by links and calls. page: the page, with the text as its body."""
    root = handbook.root
    for link in page_links.links(page, root):
        address, _ = page_links.address_and_fragment(page.path, link.target)
        if target := _at_address(handbook, address):
            yield Pointing(page, target, link.span)
    for call in page_links.written_calls(page, root):
        kinds = _NAMED.get(call.name, tuple(targets))
        for text in call.texts:
            for kind in kinds:
                if target := targets[kind].get(text) or (targets[kind].get(text.partition("#")[0])):
                    yield Pointing(page, target, call.span)


def _check_inclusions(handbook: Handbook, seen: Visibility, diagnostics: Diagnostics) -> None:
    """An included file shows everything that it says, so also every record that was read from it."""
    sources: dict[Path, list[Record]] = defaultdict(list)
    for record in documents_and_entries(handbook):
        sources[record.origin.span.path].append(record)
    for page in handbook.pages.values():
        place = Span(handbook.root / "docs" / page.path, page.body_line)
        for file in seen.included[page.path]:
            folder = [one for one in handbook.templates.values() if file.is_relative_to(one.path.parent)]
            for target in {id(one): one for one in (*sources[file], *folder)}.values():
                if missing := seen.of(page) - seen.of_source(target):
                    mark = "private" if missing <= seen.of(target) else mark_of(target)
                    _record(page, place, name_of(target), mark, missing, diagnostics)


def _at_address(handbook: Handbook, address: str) -> Record | None:
    """The page or template at an address below docs/, as prose writes it: with `.md` or `.html`."""
    path = address.removesuffix(".html").removesuffix(".md")
    page = handbook.pages.get(f"{path}.md")
    return page or next((one for one in handbook.templates.values() if one.url == f"{path}.html"), None)


# ── packs and files ──


def _check_packs(handbook: Handbook, seen: Visibility, diagnostics: Diagnostics) -> None:
    """A rule pack changes templates: all of their readers would read its rules and defaults."""
    for pack in handbook.rule_packs.values():
        for packed in pack.templates:
            for id in packed.template:
                template = handbook.templates.get(id)
                if template and (missing := seen.of(template) - seen.of(pack)):
                    place = packed.origin.at("template")
                    _record(template, place, name_of(pack), mark_of(pack), missing, diagnostics)


def _check_files(handbook: Handbook, seen: Visibility, diagnostics: Diagnostics) -> None:
    """A file in a folder whose `_defaults.yml` withholds it from some readers of a page that uses it."""
    for file, pages in seen.users.items():
        allowed, mark = seen.of_folder(file)
        for page in pages:
            if missing := seen.of(page) - allowed:
                place = _place_of(file, page, handbook)
                _record(page, place, file.relative_to(handbook.root).as_posix(), mark, missing, diagnostics)


def _check_folders(handbook: Handbook, seen: Visibility, diagnostics: Diagnostics) -> None:
    """Files of a folder whose `_defaults.yml` lets no tree have them: one site would publish them."""
    docs = handbook.root / "docs"
    for path in published_files(docs):
        allowed, mark = seen.of_folder(docs / path)
        if not allowed:
            diagnostics.error("in-no-tree", Span(docs / path), name=path, mark=mark)


def _place_of(file: Path, page: Page, handbook: Handbook) -> Span:
    """Where a page links a file; the page's beginning for a file that it uses in another way."""
    for link in page_links.links(page, handbook.root):
        if handbook.root / "docs" / page_links.address_and_fragment(page.path, link.target)[0] == file:
            return link.span
    return Span(handbook.root / "docs" / page.path)
