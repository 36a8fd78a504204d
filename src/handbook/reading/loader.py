"""A directory becomes a Handbook: read everything, then resolve references.

First pass: every page, list and template is read on its own. Second pass (`references.py`): ids are resolved and
backlinks collected. The faults of both passes are reported together. Whether a handbook that could be read is right
is for `handbook.checks`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.base import Record
from handbook.model.checklist import Checklist
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix
from handbook.model.organisation import LISTS, Role
from handbook.model.page import Page, PageKind
from handbook.model.procedure import ProcedurePage
from handbook.model.template import RulePack, Template
from handbook.reading import (
    binding,
    clauses,
    decision_inputs,
    notices,
    references,
    rule_defaults,
    rule_packs,
    shared_clauses,
)
from handbook.reading.data_lists import read_lists
from handbook.reading.folder_defaults import FolderDefaults
from handbook.reading.record_files import RecordFiles, place_of_word
from handbook.reading.template_folder import TemplateFolder
from handbook.reading.yaml_nodes import MapNode, TextNode, YamlNode

#: What a file of each kind holds; the lists of docs/_data are `LISTS`.
FILES: Mapping[str, type[Record]] = {
    "page": Page,
    "regulation": Page,
    "guideline": Page,
    "role": Role,
    "procedure": ProcedurePage,
    "flow": Flow,
    "template": Template,
    "checklist": Checklist,
    "rule-pack": RulePack,
}
PAGES: Mapping[str, type[Page]] = {name: kind for name, kind in FILES.items() if issubclass(kind, Page)}
_TITLE = re.compile(r"^#\s+(?P<title>.*?)\s*(\{[^{}]*\})?\s*$", re.MULTILINE)


def load(
    root: Path,
    *,
    diagnostics: Diagnostics,
    data: Path | None = None,
    inherit: tuple[str, ...] = (),
    packs: tuple[str, ...] = (),
) -> Handbook:
    """Read the handbook in `root` (the folder with docs/, templates/ and mkdocs.yml).

    data: a folder that replaces docs/_data, for private data outside the repository.
    inherit: ids of templates and checklists taken from the package when the site has none of that id.
    packs: ids of the rule packs that are switched on: the site's own, or the package's.
    Faults are recorded in `diagnostics`; the handbook returned holds whatever could be read.
    """
    root = root.resolve()
    files = RecordFiles(root, diagnostics)
    lists = read_lists(files, data)
    defaults = FolderDefaults(root / "docs", lambda _: PAGES.values(), files)
    pages = shared_clauses.with_shared_clauses({page.path: page for page in _read_pages(files, defaults)})
    own = TemplateFolder.of_site(root, diagnostics)
    templates, checklists = _read_templates(own, inherit, root, diagnostics)
    switched_on = rule_packs.switched_on(packs, own, root, diagnostics)
    matrices = {one.id: one for one in lists[Matrix.plural] if isinstance(one, Matrix)}
    templates = [rule_packs.with_packs(template, switched_on, diagnostics) for template in templates]
    templates = [
        decision_inputs.with_inputs(one, matrices, diagnostics, inherited=not _is_own(one.path, root))
        for one in templates
    ]
    templates = [rule_defaults.completed(template, diagnostics) for template in templates]
    _report_shared_ids(root, pages.values(), [*templates, *checklists], lists, diagnostics)
    handbook = Handbook(
        root=root,
        pages=pages,
        templates={template.id: template for template in templates},
        checklists=references.placed(_in_order(checklists, templates), pages),
        rule_packs={pack.id: pack for pack in switched_on},
        lists=lists,
        folder_marks=defaults.texts("audience"),
    )
    shareable: tuple[Template | Checklist | RulePack, ...] = (*templates, *checklists, *switched_on)
    taken_over = {one.id for one in shareable if not _is_own(one.path, root)}
    references.report_unknown_ids(handbook, diagnostics, taken_over)
    return dataclasses.replace(handbook, backlinks=references.backlinks(handbook))


def _is_own(path: Path, root: Path) -> bool:
    """Whether a template, checklist or rule pack is the site's own and not the package's."""
    return path.is_relative_to(root / "templates")


# ── pages ──


def _read_pages(files: RecordFiles, defaults: FolderDefaults) -> Iterator[Page]:
    docs = files.root / "docs"
    for path in files.below(docs, ".md"):
        page = _read_page(files, defaults, path, path.relative_to(docs).as_posix())
        if page is not None:
            yield page


def _read_page(files: RecordFiles, defaults: FolderDefaults, path: Path, address: str) -> Page | None:
    file = files.parse(path)
    if file is None:
        return None
    kind = _kind(defaults.completed(Page, file.node, path), files.diagnostics)
    numbered = kind in clauses.NUMBERED_KINDS
    found = clauses.scan(file.body, file.body_line, path, numbered, references.shown(file.body))
    page = files.bind(
        PAGES[kind], defaults.completed(PAGES[kind], file.node, path), Span(path), needs_id=kind != "page",
        path=address, body=file.body, body_line=file.body_line, clauses=(listed := tuple(found)),
        notices=tuple(notices.notices_in(file.body, file.body_line, path, listed)),
    )  # fmt: skip
    return _completed(page, kind) if page else None


def _kind(front: YamlNode | None, diagnostics: Diagnostics) -> PageKind:
    """The kind that a page's front matter says, else the one that it seems to mean."""
    if not isinstance(front, MapNode):
        return "page"
    node = front.entries.get("kind")
    if node is None:
        return _meant_kind(front, diagnostics)
    if isinstance(node, TextNode) and node.value in get_args(PageKind):
        return cast("PageKind", node.value)
    return "page"  # the binding records the wrong value


def _meant_kind(front: MapNode, diagnostics: Diagnostics) -> PageKind:
    """The kind of a page that has none: that of the first key which one kind alone has; recorded unless a page."""
    for key, span in front.keys.items():
        kinds = [name for name, kind in PAGES.items() if key in binding.attributes_of(kind)]
        if len(kinds) == 1:
            diagnostics.error("kind-missing", span, key=key, kind=kinds[0])
            return cast("PageKind", kinds[0])
    return "page"


def _completed(page: Page, kind: PageKind) -> Page:
    """The page with its kind, an id and a title: without its own, from its address and its first heading."""
    identifier = page.id or page.path.removesuffix(".md").removesuffix("/index").replace("/", "-").lower()
    heading = _TITLE.search(page.body)
    title = page.title or (heading["title"] if heading else identifier)
    page = dataclasses.replace(page, kind=kind, id=identifier, title=title)
    if isinstance(page, ProcedurePage):
        procedures = tuple(dataclasses.replace(procedure, page=page.id) for procedure in page.procedures)
        return dataclasses.replace(page, procedures=procedures)
    return page


# ── templates and checklists ──


def _read_templates(
    own: TemplateFolder, inherit: Sequence[str], root: Path, diagnostics: Diagnostics
) -> tuple[list[Template], list[Checklist]]:
    """The site's own templates and checklists, then those of `inherit` that the site has none of its own for."""
    templates = list(own.templates(own.template_paths()))
    checklists = list(own.checklists(own.checklist_paths()))
    have = {record.id for record in (*templates, *checklists)}
    wanted = [id for id in inherit if id not in have]
    shared = own.package if wanted else own
    for id in wanted:
        template, checklist = shared.template_path(id), shared.checklist_path(id)
        if template.is_file():
            templates += shared.templates([template])
        elif checklist.is_file():
            checklists += shared.checklists([checklist])
        else:
            known = [path.parent.name for path in shared.path.glob("*/template.yml")]
            where = place_of_word(id, root / "mkdocs.yml")
            diagnostics.error("unknown-inherited", where, name=id, suggestion=closest(id, known))
    have = {template.id for template in templates}
    # A template may be part of one of ours that the site did not ask for: no drafts of that one are there.
    templates = [
        dataclasses.replace(one, part_of="")
        if one.part_of not in have and own.package.template_path(one.part_of).is_file()
        else one
        for one in templates
    ]
    # A checklist of ours may start from a template that the site did not ask for: it then starts by hand.
    return templates, [
        dataclasses.replace(one, event=None)
        if one.event and one.event.template not in have and not _is_own(one.path, root)
        else one
        for one in checklists
    ]


def _in_order(checklists: Sequence[Checklist], templates: Sequence[Template]) -> dict[str, Checklist]:
    """Checklists by id: as the templates list them (before, during, after), then the others."""
    order = [id for template in templates for id in template.checklists]
    ranked = sorted(checklists, key=lambda c: (order.index(c.id) if c.id in order else len(order), c.id))
    return {checklist.id: checklist for checklist in ranked}


# ── ids ──


def _report_shared_ids(
    root: Path,
    pages: Iterable[Page],
    others: Iterable[Template | Checklist],
    lists: Mapping[str, Sequence[Record]],
    diagnostics: Diagnostics,
) -> None:
    """Record ids that two documents share, and those that two records of one list share.

    Documents are pages, procedures, `others` and the roles of the data list.
    """
    procedures = (one for page in pages if isinstance(page, ProcedurePage) for one in page.procedures)
    _report_doubles("id", [*pages, *procedures, *others, *lists[Role.plural]], root, diagnostics)
    for name, kind in LISTS.items():
        if kind is not Role and kind.named_by:
            _report_doubles(kind.named_by, lists[name], root, diagnostics)


def _report_doubles(key: str, records: Iterable[Record], root: Path, diagnostics: Diagnostics) -> None:
    code = "duplicate-document-id" if key == "id" else "duplicate-id"  # a year names no document
    seen: dict[object, Span] = {}
    for record in records:
        name, place = getattr(record, key), record.origin.at(key)
        first = seen.setdefault(name, place)
        if first != place:
            path = first.path.relative_to(root).as_posix() if first.path.is_relative_to(root) else first.path.name
            diagnostics.error(code, place, id=str(name), path=path, line=first.line)
