"""Rule packs: which of them are switched on, and what they add to a template."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.base import Origin
from handbook.model.template import Field, PackedDefault, Rule, RulePack, Template
from handbook.reading.record_files import place_of_word
from handbook.reading.template_folder import TemplateFolder


def switched_on(wanted: Sequence[str], own: TemplateFolder, root: Path, diagnostics: Diagnostics) -> list[RulePack]:
    """The packs with the ids `wanted`, in that order: the site's own, else the package's.

    own: the site's folder of templates; root: the site. An id that no pack has is recorded at its place in mkdocs.yml.
    """
    paths = own.rule_pack_paths()
    known = {pack.id: pack for pack in own.rule_packs(paths)}
    broken = {path.stem for path in paths} - known.keys()  # their faults are recorded already
    shared = own.package if set(wanted) - known.keys() else own
    found = []
    for id in dict.fromkeys(wanted):
        path = shared.rule_pack_path(id)
        if id in known:
            found.append(known[id])
        elif path.is_file():
            found += shared.rule_packs([path])
        elif id not in broken:
            near = closest(id, [*known, *(path.stem for path in path.parent.glob("*.yml"))])
            where = place_of_word(id, root / "mkdocs.yml")
            diagnostics.error("unknown-rule-pack", where, name=id, suggestion=near)
    return found


def with_packs(template: Template, packs: Sequence[RulePack], diagnostics: Diagnostics) -> Template:
    """The template with the rules that the packs add behind its own, and with the defaults that they set.

    A rule whose id is taken and a default for a field that the template does not have are recorded.
    """
    parts = [(pack, part) for pack in packs for part in pack.templates if template.id in part.template]
    added = [
        dataclasses.replace(rule, pack=pack.id, effective=rule.effective or pack.effective)
        for pack, part in parts
        for rule in part.rules
    ]
    _report_shared_ids(template.rules, added, diagnostics)
    presets = {preset.field: preset for _, part in parts for preset in part.defaults}  # the later pack counts
    _report_unknown_fields(template, [preset for _, part in parts for preset in part.defaults], diagnostics)
    sections = tuple(
        dataclasses.replace(
            section, fields=tuple(_with_default(field, presets.get(field.id)) for field in section.fields)
        )
        for section in template.sections
    )
    return dataclasses.replace(template, rules=(*template.rules, *added), sections=sections)


def _report_shared_ids(own: Sequence[Rule], added: Sequence[Rule], diagnostics: Diagnostics) -> None:
    seen = {rule.id: rule for rule in reversed(own)}
    for rule in (one for one in added if one.id):
        first = seen.setdefault(rule.id, rule)
        if first is not rule:
            other = first.origin.at("id")
            path = f"{other.path.parent.name}/{other.path.name}"
            diagnostics.error("duplicate-document-id", rule.origin.at("id"), id=rule.id, path=path, line=other.line)


def _report_unknown_fields(template: Template, presets: Sequence[PackedDefault], diagnostics: Diagnostics) -> None:
    known = [field.id for field in template.fields]
    for preset in presets:
        if preset.field not in known:
            near = closest(preset.field, known)
            at = preset.origin.at("field")
            diagnostics.error("rule-unknown-name", at, kind=Phrase("kind-field"), name=preset.field, suggestion=near)


def _with_default(field: Field, preset: PackedDefault | None) -> Field:
    """The field with the preset's value as its default; a fault of that value is then found where the pack says it."""
    if preset is None:
        return field
    keys = {**field.origin.keys, "default": preset.origin.at("value")}
    return dataclasses.replace(field, default=preset.value, origin=Origin(field.origin.span, keys))
