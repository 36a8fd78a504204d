"""A directory becomes a Handbook: read everything, then resolve references.

First pass: every page, list and template is read on its own. Second pass (`references.py`): ids are resolved and
backlinks collected. The faults of both passes are reported together. Whether a handbook that could be read is right
is for `handbook.checks`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.base import Origin, Record
from handbook.model.checklist import Checklist
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.organisation import CalendarYear, Contact, Hotel, Person, Role, Room, Source, SynonymGroup, Vehicle
from handbook.model.page import Controlled, Page, PageKind
from handbook.model.procedure import ProcedurePage
from handbook.model.template import Field, PackedDefault, RulePack, Template  # fmt: skip
from handbook.reading import binding, clauses, references, resources
from handbook.reading.yaml_nodes import (
    ListNode,
    MapNode,
    Node,
    TextNode,
    is_inside,
    parse_yaml,
    read_text,
    split_front_matter,
)

KINDS: Mapping[str, type[Page]] = {"role": Role, "procedure": ProcedurePage, "flow": Flow}
DATA: Mapping[str, type[Record]] = {
    "contacts": Contact,
    "people": Person,
    "vehicles": Vehicle,
    "rooms": Room,
    "hotels": Hotel,
    "sources": Source,
    "roles": Role,
    "calendar": CalendarYear,
    "synonyms": SynonymGroup,
}
FILES: Mapping[str, type[Record]] = {  # what a file of each kind holds, besides the lists of DATA
    "page": Page,
    "regulation": Page,
    "guideline": Page,
    **KINDS,
    "template": Template,
    "checklist": Checklist,
    "rule-pack": RulePack,
}
JUNK = re.compile(r"^[.~_]|~$|\.(bak|tmp|swp|orig)$|^Thumbs\.db$|^desktop\.ini$", re.IGNORECASE)
_TITLE = re.compile(r"^#\s+(?P<title>.*?)\s*(\{[^{}]*\})?\s*$", re.MULTILINE)

R = TypeVar("R", bound=Record)


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
    reader = _Reader(root, diagnostics)
    lists = {name: reader.data_list(name, kind, data) for name, kind in DATA.items()}
    pages = {page.path: page for page in reader.pages()}
    templates, checklists = reader.templates(inherit)
    rule_packs = reader.rule_packs(packs)
    templates = [_with_packs(template, rule_packs, diagnostics) for template in templates]
    roles = {role.id: dataclasses.replace(role, kind="role") for role in lists["roles"]}
    roles |= {page.id: page for page in pages.values() if isinstance(page, Role)}
    procedures = {
        procedure.id: dataclasses.replace(procedure, page=page.id)
        for page in pages.values()
        if isinstance(page, ProcedurePage)
        for procedure in page.procedures
    }
    handbook = Handbook(
        root=root,
        pages=pages,
        roles=roles,
        procedures=procedures,
        flows={page.id: page for page in pages.values() if isinstance(page, Flow)},
        templates={template.id: template for template in templates},
        checklists=references.placed(_in_order(checklists, templates), pages),
        contacts={contact.id: contact for contact in lists["contacts"]},
        people={person.id: person for person in lists["people"]},
        vehicles={vehicle.id: vehicle for vehicle in lists["vehicles"]},
        rooms={room.id: room for room in lists["rooms"]},
        hotels={hotel.id: hotel for hotel in lists["hotels"]},
        sources={source.id: source for source in lists["sources"]},
        calendar={year.year: year for year in lists["calendar"]},
        rule_packs={pack.id: pack for pack in rule_packs},
        synonyms=tuple(lists["synonyms"]),
    )
    reader.unique(handbook, lists | {"templates": templates, "checklists": checklists})
    _same_years(lists["calendar"], diagnostics)
    references.check(handbook, diagnostics, frozenset((*inherit, *reader.inherited_packs)))
    return dataclasses.replace(handbook, backlinks=references.backlinks(handbook))


class _Reader:
    """Reads the files of one site."""

    def __init__(self, root: Path, diagnostics: Diagnostics) -> None:
        self.root = root
        self.diagnostics = diagnostics
        self.inherited_packs: list[str] = []

    def files(self, folder: Path, suffix: str) -> Iterator[Path]:
        """Files below `folder` in a fixed order; junk, hidden and underscored names are passed over."""
        if not folder.is_dir():
            return
        for path in sorted(folder.iterdir(), key=lambda p: p.name):
            if JUNK.search(path.name) or (path.suffix != suffix and not path.is_dir()):
                continue
            if not is_inside(path, self.root):
                self.diagnostics.error("outside-project", Span(path))
            elif path.is_dir():
                if path.is_symlink():  # a link to a folder above would never end
                    self.diagnostics.error("linked-folder", Span(path))
                else:
                    yield from self.files(path, suffix)
            else:
                yield path

    def data_list(self, name: str, kind: type[Record], elsewhere: Path | None) -> list[Any]:
        path = (elsewhere or self.root / "docs" / "_data") / f"{name}.yml"
        inside = elsewhere or self.root
        if not path.exists() and name == "synonyms":
            path = resources.synonyms_file()  # until the owner has a table of her own
            inside = path.parent
        if not path.exists():
            return []
        text = read_text(path, inside, self.diagnostics)
        node = parse_yaml(text, path, self.diagnostics) if text is not None else None
        if node is None:
            return []
        if not isinstance(node, ListNode):
            self.diagnostics.error("wrong-type", node.span, expected="list", key=path.name)
            return []
        bound = (binding.bind(kind, item, self.diagnostics, item.span) for item in node.items)
        return [record for record in bound if record is not None]

    def pages(self) -> Iterator[Page]:
        docs = self.root / "docs"
        for path in self.files(docs, ".md"):
            page = self.page(path, path.relative_to(docs).as_posix())
            if page is not None:
                yield page

    def page(self, path: Path, address: str) -> Page | None:
        text = read_text(path, self.root, self.diagnostics)
        if text is None:
            return None
        front, body, body_line = split_front_matter(text, path, self.diagnostics)
        kind = self.kind(front)
        numbered = kind in clauses.NUMBERED_KINDS
        found = clauses.scan(body, body_line, path, numbered, references.shown(body))
        if numbered:
            clauses.check(found, self.diagnostics)
        else:
            clauses.check_headings(found, self.diagnostics)
        page = binding.bind(
            KINDS.get(kind, Page), front, self.diagnostics, Span(path),
            path=address, body=body, body_line=body_line, clauses=tuple(found),
        )  # fmt: skip
        if page is None:
            return None
        if kind != "page" and not page.id:
            self.diagnostics.error("missing-key", page.origin.span, key="id", help=binding.slots(Page)["id"].help)
        return self.with_defaults(page)

    def kind(self, front: MapNode | None) -> str:
        node = front.entries.get("kind") if front else None
        if not isinstance(node, TextNode):
            return self.meant_kind(front) if front and node is None else "page"
        return node.value if node.value in get_args(PageKind) else "page"  # schema reports the wrong value

    def meant_kind(self, front: MapNode) -> str:
        """The kind of a page that has none: that of the first key which one kind alone has; recorded unless a page."""
        for key, span in front.keys.items():
            kinds = [name for name, kind in KINDS.items() if key in binding.slots(kind)]
            if key not in binding.slots(Page) and len(kinds) == 1:
                self.diagnostics.error("kind-missing", span, key=key, kind=kinds[0])
                return kinds[0]
        return "page"

    @staticmethod
    def with_defaults(page: Page) -> Page:
        """Pages without id or title take them from their address and first heading."""
        identifier = page.id or page.path.removesuffix(".md").removesuffix("/index").replace("/", "-").lower()
        heading = _TITLE.search(page.body)
        title = page.title or (heading["title"] if heading else identifier)
        return dataclasses.replace(page, id=identifier, title=title)

    def templates(self, inherit: tuple[str, ...]) -> tuple[list[Template], list[Checklist]]:
        own = self.root / "templates"
        templates = self.read_all(Template, self.template_files(own))
        self.not_read(own)
        checklists = self.read_all(Checklist, self.files(own / "checklists", ".yml"))
        have = {record.id for record in (*templates, *checklists)}
        for id in inherit:
            if id in have:
                continue
            shared = resources.templates_dir()
            template, checklist = shared / id / "template.yml", shared / "checklists" / f"{id}.yml"
            inherited = _Reader(shared, self.diagnostics)
            if template.is_file():
                templates += inherited.read_all(Template, iter([template]))
            elif checklist.is_file():
                checklists += inherited.read_all(Checklist, iter([checklist]))
            else:
                known = [path.parent.name for path in shared.glob("*/template.yml")]
                where = _place_of(id, self.root / "mkdocs.yml")
                self.diagnostics.error("unknown-inherited", where, name=id, suggestion=closest(id, known))
        have = {template.id for template in templates}
        inherited_ids = frozenset(inherit)
        # A checklist of ours may start from a template that the site did not ask for: it then starts by hand.
        return templates, [
            dataclasses.replace(one, event=None)
            if one.id in inherited_ids and one.event and one.event.template not in have
            else one
            for one in checklists
        ]

    def rule_packs(self, wanted: tuple[str, ...]) -> list[RulePack]:
        """The rule packs that are switched on: the site's own first, then the package's."""
        own = self.root / "templates" / "rule-packs"
        files = list(self.files(own, ".yml"))
        known = {pack.id: pack for pack in self.read_all(RulePack, iter(files))}
        broken = {path.stem for path in files} - known.keys()  # their faults are recorded already
        shared = resources.templates_dir() / "rule-packs"
        found = []
        for id in dict.fromkeys(wanted):
            path = shared / f"{id}.yml"
            if id in known:
                found.append(known[id])
            elif path.is_file():
                self.inherited_packs.append(id)
                found += _Reader(shared, self.diagnostics).read_all(RulePack, iter([path]))
            elif id not in broken:
                near = closest(id, [*known, *(path.stem for path in shared.glob("*.yml"))])
                where = _place_of(id, self.root / "mkdocs.yml")
                self.diagnostics.error("unknown-rule-pack", where, name=id, suggestion=near)
        return found

    def template_files(self, folder: Path) -> Iterator[Path]:
        return (path for path in self.files(folder, ".yml") if path.name == "template.yml")

    def not_read(self, folder: Path) -> None:
        """Record what looks like a template and is not read as one: template.yml.txt, a file without its folder."""
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.name in ("checklists", "rule-packs") or path.name.startswith("."):
                continue
            inside = sorted(path.iterdir()) if path.is_dir() and not path.is_symlink() else [path]
            looks = [one for one in inside if one.is_file() and one.suffix in (".yml", ".yaml", ".txt", ".jinja")]
            if looks and not (path.is_dir() and any(path.rglob("template.yml"))):
                best = next((one for one in looks if one.name.startswith("template")), looks[0])
                self.diagnostics.error("template-not-read", Span(best), file=best.name)

    def read_all(self, kind: type[R], paths: Iterator[Path]) -> list[R]:
        records = []
        for path in paths:
            text = read_text(path, self.root, self.diagnostics)
            node: Node | None = parse_yaml(text, path, self.diagnostics) if text is not None else None
            if text is None or (node is None and text.strip()):
                continue
            record = binding.bind(kind, node, self.diagnostics, Span(path), path=path)
            if isinstance(record, Template):
                record = self.with_layouts(record)  # type: ignore[assignment]  # R is Template here
            if record is not None:
                if isinstance(record, Controlled) and not record.id:
                    self.diagnostics.error("missing-key", record.origin.span, key="id", help="")
                records.append(record)
        return records

    def with_layouts(self, template: Template) -> Template:
        """Each layout with the path of its file, which must lie in the template's own folder."""
        layouts = []
        for layout in template.layouts:
            path = template.path.parent / layout.file
            if not is_inside(path, template.path.parent):
                self.diagnostics.error("outside-project", layout.origin.at("file"))
            elif not path.is_file():
                near = closest(layout.file, [p.name for p in template.path.parent.glob("*") if p != template.path])
                self.diagnostics.error("missing-file", layout.origin.at("file"), file=layout.file, suggestion=near)
            layouts.append(dataclasses.replace(layout, path=path))
        return dataclasses.replace(template, layouts=tuple(layouts))

    def unique(self, handbook: Handbook, lists: Mapping[str, list[Any]]) -> None:
        """Record ids that two documents share, or that one list holds twice."""
        documents = [
            *handbook.pages.values(),
            *(p for page in handbook.pages.values() if isinstance(page, ProcedurePage) for p in page.procedures),
            *lists["templates"],
            *lists["checklists"],
            *(role for role in lists["roles"]),
        ]
        for records in (documents, *(lists[name] for name in DATA if name not in ("roles", "calendar", "synonyms"))):
            seen: dict[str, Span] = {}
            for record in records:
                span = record.origin.at("id")
                if record.id in seen:
                    other = seen[record.id]
                    where = _relative(other.path, self.root)
                    self.diagnostics.error("duplicate-document-id", span, id=record.id, path=where, line=other.line)
                seen.setdefault(record.id, span)


def _with_packs(template: Template, packs: list[RulePack], diagnostics: Diagnostics) -> Template:
    """The template with the rules that the packs add to it, behind its own, and with the values they set."""
    added = [
        dataclasses.replace(rule, pack=pack.id, effective=rule.effective or pack.effective)
        for pack in packs
        for part in pack.templates
        if part.template == template.id
        for rule in part.rules
    ]
    seen = {rule.id: rule for rule in reversed(template.rules)}
    for rule in added:
        first = seen.setdefault(rule.id, rule)
        if first is not rule:
            other = first.origin.at("id")
            path = f"{other.path.parent.name}/{other.path.name}"
            diagnostics.error("duplicate-document-id", rule.origin.at("id"), id=rule.id, path=path, line=other.line)
    presets = [
        preset for pack in packs for part in pack.templates if part.template == template.id for preset in part.defaults
    ]
    return _with_defaults(dataclasses.replace(template, rules=(*template.rules, *added)), presets, diagnostics)


def _with_defaults(template: Template, presets: list[PackedDefault], diagnostics: Diagnostics) -> Template:
    """The template with what its fields are filled with to begin with; of two packs the later one counts."""
    known = {field.id: field for field in template.fields}
    for preset in presets:
        if preset.field not in known:
            near = closest(preset.field, known)
            at = preset.origin.at("field")
            diagnostics.error("rule-unknown-name", at, kind="field", name=preset.field, suggestion=near)
    wanted = {preset.field: preset for preset in presets}

    def filled(field: Field) -> Field:
        if field.id not in wanted:
            return field
        keys = {**field.origin.keys, "default": wanted[field.id].origin.at("value")}
        return dataclasses.replace(field, default=wanted[field.id].value, origin=Origin(field.origin.span, keys))

    sections = tuple(
        dataclasses.replace(section, fields=tuple(map(filled, section.fields))) for section in template.sections
    )
    return dataclasses.replace(template, sections=sections)


def _place_of(word: str, path: Path) -> Span:
    """Where a word first stands in a file."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1):
        if found := re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line.partition("#")[0]):
            return Span(path, number, found.start() + 1, len(word))
    return Span(path)


def _same_years(years: list[CalendarYear], diagnostics: Diagnostics) -> None:
    """Record years that stand twice in the calendar."""
    seen: dict[int, Span] = {}
    for one in years:
        first = seen.setdefault(one.year, one.origin.span)
        if first != one.origin.span:
            diagnostics.error("duplicate-id", one.origin.at("year"), id=str(one.year), line=first.line)


def _in_order(checklists: list[Checklist], templates: list[Template]) -> dict[str, Checklist]:
    """Checklists by id: as the templates list them (before, during, after), then the others."""
    order = [id for template in templates for id in template.checklists]
    ranked = sorted(checklists, key=lambda c: (order.index(c.id) if c.id in order else len(order), c.id))
    return {checklist.id: checklist for checklist in ranked}


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
