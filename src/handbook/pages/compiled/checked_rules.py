"""The table of everything that is checked when somebody fills in a template."""

from __future__ import annotations

from handbook.model.handbook import Handbook
from handbook.model.template import Rule, Template
from handbook.pages.compiled.compiled_table import CompiledGroup, CompiledTable, Row, plain_cell, shown_templates
from handbook.pages.views.links import Link, clause_link

_SEVERITIES = {"error": "須改", "warning": "請看"}


def checked_rules(handbook: Handbook) -> CompiledTable:
    """Every rule of every template: what it demands, how strictly, by which clause, from which source."""
    templates = sorted(shown_templates(handbook), key=lambda one: one.title)
    groups = (
        CompiledGroup(title=one.title, rows=tuple(_row(handbook, one, rule) for rule in one.rules)) for one in templates
    )
    return CompiledTable(
        title="填寫時檢查什麼",
        columns=("檢查", "輕重", "依據", "來源"),
        groups=tuple(group for group in groups if group.rows),
        empty="範本都沒有規則。",
    )


def _row(handbook: Handbook, template: Template, rule: Rule) -> Row:
    basis = clause_link(handbook, rule.cite) if rule.cite else None
    return (
        (Link(title=rule.statement, url=template.url),),
        plain_cell(_SEVERITIES[rule.severity]),
        (basis,) if basis else (),
        plain_cell("、".join(rule.sources or template.sources)),
    )
