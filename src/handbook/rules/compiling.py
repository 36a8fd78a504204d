"""Compiles the rules of a template when the handbook is built, and reports what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.handbook import Facts
from handbook.model.template import Field, Layout, Rule, Template
from handbook.rules.checking import Values, context_of
from handbook.rules.expressions import RuleError, check_names, evaluate
from handbook.rules.mentions import scope_of

_SAMPLES = {
    "date": "2026-10-05", "date-time": "2026-10-05T09:30", "time": "09:30",
    "time-span": "2026-10-05T09:30/2026-10-05T11:30", "number": "12", "money": "20.50",
    "phone": "010-12345678",
}  # fmt: skip


def compile_rules(template: Template, facts: Facts, diagnostics: Diagnostics) -> None:
    """Report every fault in the template's rules and computed fields."""
    rows = {field.id: field for field in template.fields if field.type == "rows"}
    probes = [context_of(template, _probe(template, count), facts) for count in (0, 1, 2)]

    def probe_all(expression: str, each: str, kinds: tuple[type, ...], wanted: str) -> str:
        rows_of = [(probe, {"row": row, "index": row["_index"]}) for probe in probes for row in probe.get(each, [])]
        for probe, row in rows_of if each else [(probe, {}) for probe in probes]:
            try:
                result = evaluate(expression, probe | row, facts)
            except RuleError as error:
                return re.split(r"[.:] (?:Check|the operation)\b", str(error))[0]
            if not isinstance(result, kinds) or (bool not in kinds and isinstance(result, bool)):
                return f"{wanted}, not {type(result).__name__}"
        return ""

    def report(
        owner: Rule | Field | Layout, key: str, expression: str, each: str, kinds: tuple[type, ...], wanted: str
    ) -> None:
        span = owner.origin.at(key)
        if check_names(expression, scope_of(template, each), span, diagnostics):
            reason = probe_all(expression, each, kinds, wanted)
            if reason:
                diagnostics.error("rule-type", span, reason=reason)

    for field in template.fields:
        for part, each in ((field, ""), *((column, field.id) for column in field.fields)):
            if part.type == "computed" and not part.value.strip():
                diagnostics.error("missing-key", part.origin.at("type"), key="value")
            elif part.type == "computed":
                report(part, "value", part.value, each, (str, int, float), "the value must be text or a number")
    for layout in template.layouts:
        if layout.suits_when:
            report(layout, "suits_when", layout.suits_when, "", (bool,), "what a layout suits must be true or false")
    for rule in template.rules:
        if _names_are_known(rule, template, rows, diagnostics):
            report(rule, "rule", rule.rule, rule.each, (bool,), "a rule must be true or false")


def _names_are_known(rule: Rule, template: Template, rows: Mapping[str, Field], diagnostics: Diagnostics) -> bool:
    """Report rows and fields that a rule names and the template has not; whether the rule can be tried."""
    if rule.each and rule.each not in rows:
        at = rule.origin.at("each")
        diagnostics.error("rule-unknown-name", at, kind="rows", name=rule.each, suggestion=closest(rule.each, rows))
        return False
    columns = rows[rule.each].fields if rule.each else ()
    known = [field.id for field in (*columns, *template.fields)]
    for number, id in enumerate(rule.fields):
        if id not in known:
            at = rule.origin.at(f"fields[{number}]")
            diagnostics.error("rule-unknown-name", at, kind="field", name=id, suggestion=closest(id, known))
    return True


def _probe(template: Template, count: int) -> Values:
    """Values to try expressions on: none; one row with a single cell; everything filled, two rows."""

    def sample(field: Field) -> str:
        return field.choices[0].value if field.choices else _SAMPLES.get(field.type, "樣本")

    probe: Values = {}
    for field in template.fields:
        if field.type == "rows":
            cells = [column for column in field.fields if column.type != "computed"][: 1 if count < 2 else None]
            probe[field.id] = [{column.id: sample(column) for column in cells} for _ in range(count)]
        elif count == 2:
            probe[field.id] = sample(field)
    return probe
