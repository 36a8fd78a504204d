"""The templates, checklists and rule packs of one folder: a site's own `templates/`, or the package's.

What a folder says for all its documents holds for the documents of that folder alone: a template that a site inherits
keeps the package's defaults.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.base import Origin
from handbook.model.checklist import Checklist
from handbook.model.page import Controlled
from handbook.model.template import OFFERED, Field, Layout, RulePack, Template
from handbook.reading import field_groups, lent_sections, resources
from handbook.reading.field_groups import FieldGroups
from handbook.reading.folder_defaults import FolderDefaults, Kinds
from handbook.reading.merged_nodes import id_of
from handbook.reading.record_files import ParsedFile, RecordFiles
from handbook.reading.yaml_nodes import MapNode, YamlNode, is_inside

C = TypeVar("C", bound=Controlled)

#: the folders that hold documents of one kind
ONE_KIND: Mapping[str, type[Controlled]] = {"checklists": Checklist, "rule-packs": RulePack}
ALL_KINDS: tuple[type[Controlled], ...] = (Template, *ONE_KIND.values())


class TemplateFolder:
    """One folder of templates. path: where it lies. files: by which its files are read."""

    def __init__(self, path: Path, files: RecordFiles) -> None:
        self.path = path
        self._files = files
        self._defaults = FolderDefaults(path, self._kinds_in, files)
        self._groups = FieldGroups(path / field_groups.GROUPS_FILE, files)
        self._files_by_path: dict[Path, ParsedFile | None] = {}  # of templates
        self._nodes: dict[Path, YamlNode | None] = {}  # of templates, written out

    @classmethod
    def of_site(cls, root: Path, diagnostics: Diagnostics) -> TemplateFolder:
        """The site's own."""
        return cls(root / "templates", RecordFiles(root, diagnostics))

    @cached_property
    def package(self) -> TemplateFolder:
        """What comes with the package: this folder itself, if it is that."""
        folder = resources.templates_dir()
        return self if folder == self.path else TemplateFolder(folder, RecordFiles(folder, self._files.diagnostics))

    def _kinds_in(self, folder: Path) -> Kinds:
        inside = folder.relative_to(self.path).parts
        return (ONE_KIND[inside[0]],) if inside and inside[0] in ONE_KIND else ALL_KINDS

    def template_path(self, id: str) -> Path:
        """Where the template of that id is looked for, by a site that inherits it."""
        return next(self.path.glob(f"**/{id}/template.yml"), self.path / id / "template.yml")

    def checklist_path(self, id: str) -> Path:
        """Where the checklist of that id is looked for."""
        return self.path / "checklists" / f"{id}.yml"

    def rule_pack_path(self, id: str) -> Path:
        """Where the rule pack of that id is looked for."""
        return self.path / "rule-packs" / f"{id}.yml"

    def template_paths(self) -> list[Path]:
        """All templates."""
        return [path for path in self._files.below(self.path, ".yml") if path.name == "template.yml"]

    def checklist_paths(self) -> list[Path]:
        """All checklists."""
        return list(self._files.below(self.path / "checklists", ".yml"))

    def rule_pack_paths(self) -> list[Path]:
        """All rule packs."""
        return list(self._files.below(self.path / "rule-packs", ".yml"))

    def templates(self, paths: Iterable[Path]) -> Iterator[Template]:
        """The templates in these files, each with the layouts that its papers are made from."""
        for path in paths:
            template = (
                self._files.bind(Template, self.node(path), Span(path), path=path) if self._parsed(path) else None
            )
            if template is not None:
                yield _with_offers(_with_layouts(template, self._files.diagnostics))

    def checklists(self, paths: Iterable[Path]) -> Iterator[Checklist]:
        """The checklists in these files."""
        return self._records(Checklist, paths)

    def rule_packs(self, paths: Iterable[Path]) -> Iterator[RulePack]:
        """The rule packs in these files."""
        return self._records(RulePack, paths)

    def _records(self, kind: type[C], paths: Iterable[Path]) -> Iterator[C]:
        return self._files.records(kind, paths, self._defaults.completed)

    # ── the nodes of templates ──

    def _parsed(self, path: Path) -> ParsedFile | None:
        if path not in self._files_by_path:
            self._files_by_path[path] = self._files.parse(path)
        return self._files_by_path[path]

    def node(self, path: Path, within: tuple[str, ...] = ()) -> YamlNode | None:
        """The node of a template with what stands elsewhere: its folder's defaults, its groups, what it is part of.

        within: the templates that are being written out, because they are part of this one.
        """
        if path not in self._nodes:
            file = self._parsed(path)
            node = self._defaults.completed(Template, file.node if file else None, path)
            around = (*within, id_of(node))
            lender = functools.partial(self._lender, within=around)
            self._nodes[path] = lent_sections.written_out(node, self._groups, lender, around, self._files.diagnostics)
        return self._nodes[path]

    def _lender(self, id: str, within: tuple[str, ...]) -> MapNode | None:
        """The template of that id, written out: one of this folder, else the package's."""
        folder, path = self, self._paths_by_id.get(id)
        if path is None:
            folder, path = self.package, self.package.template_path(id)
        node = folder.node(path, within) if path.is_file() else None
        return node if isinstance(node, MapNode) else None

    @cached_property
    def _paths_by_id(self) -> Mapping[str, Path]:
        paths = self.template_paths()
        return {id_of(file.node): path for path in paths if (file := self._parsed(path))}


def _with_layouts(template: Template, diagnostics: Diagnostics) -> Template:
    """The template whose layouts know the path of their file, which must lie in the template's own folder.

    A template without layouts has one that is made from its fields.
    """
    folder = template.path.parent
    layouts = []
    for layout in template.layouts or (_usual_layout(template),):
        if not layout.file:
            layouts.append(dataclasses.replace(layout, path=template.path))
            continue
        path = folder / layout.file
        if not is_inside(path, folder):
            diagnostics.error("outside-project", layout.origin.at("file"))
        elif not path.is_file():
            near = closest(layout.file, [one.name for one in folder.glob("*") if one != template.path])
            diagnostics.error("missing-file", layout.origin.at("file"), file=layout.file, suggestion=near)
        layouts.append(dataclasses.replace(layout, path=path))
    return dataclasses.replace(template, layouts=tuple(layouts))


def _with_offers(template: Template) -> Template:
    """The template whose fields all say which data list they offer, those of people without a word of the author."""

    def offering(fields: tuple[Field, ...]) -> tuple[Field, ...]:
        return tuple(
            dataclasses.replace(
                field,
                completes=OFFERED.get(field.type, "") if field.completes is None else field.completes,
                fields=offering(field.fields),
            )
            for field in fields
        )

    sections = (dataclasses.replace(section, fields=offering(section.fields)) for section in template.sections)
    return dataclasses.replace(template, sections=tuple(sections))


def _usual_layout(template: Template) -> Layout:
    """The one layout of a template that says none: the whole form."""
    id = "register" if template.category == "register" else "form"
    return Layout(origin=Origin(template.origin.span), id=id, title=template.title)
