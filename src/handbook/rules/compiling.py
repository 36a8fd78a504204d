"""Finds the faults of a template's expressions when the handbook is built, before a reader does.

An expression is read, its names are looked up, and it is tried on sample values. What either side's library would
refuse is refused here. The browser has no such half: it is given only what passed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import cel

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.handbook import Facts
from handbook.model.template import Field, Layout, Rule, Template
from handbook.reading.yaml_slips import HALF_WIDTH
from handbook.rules.checking import Checker
from handbook.rules.decision_faults import check_uses
from handbook.rules.expressions import RuleError
from handbook.rules.functions import FUNCTIONS
from handbook.rules.kind_faults import check_kind
from handbook.rules.mentions import MACROS, PLACE, Mention, NotCelError, Scope, names_in, scope_of

_BUILT_IN = (
    "size", "contains", "startsWith", "endsWith", "matches", "has", "int", "double", "string", "dyn", *MACROS,
)  # fmt: skip
_ERROR_PLACE = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?([^\n]*)")  # in a message of the CEL library

# What people type who know how it is written on paper -> CEL; the longer first.
_SLIPS = {
    "=<": "<=",
    "=>": ">=",
    "<>": "!=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "= ": "==",
    "且": "&&",
    "或": "||",
} | HALF_WIDTH

_KINDS = {
    "field": Phrase("kind-field"),
    "column": Phrase("kind-column"),
    "function": Phrase("kind-function"),
    "rows": Phrase("kind-rows"),
}
_SAMPLES = {
    "date": "2026-10-05", "date-time": "2026-10-05T09:30", "time": "09:30",
    "time-span": "2026-10-05T09:30/2026-10-05T11:30", "number": "12", "money": "20.50",
    "phone": "010-12345678",
}  # fmt: skip


def compile_rules(template: Template, facts: Facts, diagnostics: Diagnostics) -> None:
    """Report every fault in the rules, the computed fields and the `suits_when` of `template`."""
    trial = _Trial(template, facts, diagnostics)
    check_uses(template, facts, diagnostics)
    for field in template.fields:
        for part, each in ((field, ""), *((column, field.id) for column in field.fields)):
            if part.type == "computed" and part.matrix:
                continue
            if part.type == "computed" and not part.value.strip():
                diagnostics.error("missing-key", part.origin.at("type"), key="value")
            elif part.type == "computed":
                trial.check(part, "value", part.value, each, (str, int, float), "value-must-be-text")
    for layout in template.layouts:
        if layout.suits_when:
            trial.check(layout, "suits_when", layout.suits_when, "", (bool,), "suits-must-be-truth")
    for rule in template.rules:
        if rule.kind:
            check_kind(rule, template, diagnostics)
        if _fields_are_known(rule, template, diagnostics) and rule.rule:
            trial.check(rule, "rule", rule.rule, rule.each, (bool,), "rule-must-be-truth")


class _Trial:
    """Checks expressions of one template, and tries them on values of nothing, of a little and of everything."""

    def __init__(self, template: Template, facts: Facts, diagnostics: Diagnostics) -> None:
        self.template = template
        self.diagnostics = diagnostics
        checker = Checker(template, facts)
        self.evaluator = checker.evaluator
        self.contexts = [checker.context(_sample_values(template, rows)) for rows in (0, 1, 2)]

    def check(
        self, owner: Rule | Field | Layout, key: str, expression: str, each: str, kinds: tuple[type, ...], wanted: str
    ) -> None:
        """Report what is wrong with an expression.

        owner, key: the record and the attribute in which it stands. each: the list whose rows it is about, or "".
        kinds: what its value may be; wanted: the message that says so.
        """
        span = owner.origin.at(key)
        if check_names(expression, scope_of(self.template, each), span, self.diagnostics):
            reason = self.reason(expression, each, kinds, wanted)
            if reason:
                self.diagnostics.error("rule-type", span, reason=reason)

    def reason(self, expression: str, each: str, kinds: tuple[type, ...], wanted: str) -> Phrase | str:
        """Why the expression cannot be worked out; "" when it can."""
        for context in self.contexts:
            rows = [{"row": row, "index": row[PLACE]} for row in context.get(each, [])] if each else [{}]
            for row in rows:
                try:
                    result = self.evaluator.evaluate(expression, context | row)
                except RuleError as error:
                    return re.split(r"[.:] (?:Check|the operation)\b", str(error))[0]
                if not isinstance(result, kinds) or (bool not in kinds and isinstance(result, bool)):
                    return Phrase(wanted, found=type(result).__name__)
        return ""


def _fields_are_known(rule: Rule, template: Template, diagnostics: Diagnostics) -> bool:
    """Report the list and the fields that a rule points at and the template has not; whether the rule can be tried."""
    rows = {field.id: field for field in template.fields if field.type == "rows"}
    if rule.each and rule.each not in rows:
        at = rule.origin.at("each")
        diagnostics.error(
            "rule-unknown-name", at, kind=_KINDS["rows"], name=rule.each, suggestion=closest(rule.each, rows)
        )
        return False
    columns = rows[rule.each].fields if rule.each else ()
    known = [field.id for field in (*columns, *template.fields)]
    for number, id in enumerate(rule.fields):
        if id not in known:
            at = rule.origin.at(f"fields[{number}]")
            diagnostics.error("rule-unknown-name", at, kind=_KINDS["field"], name=id, suggestion=closest(id, known))
    return True


def _sample_values(template: Template, rows: int) -> dict[str, Any]:
    """Values to try expressions on: with no rows nothing, with one row a single cell, with two everything."""

    def sample(field: Field) -> str:
        return field.choices[0].value if field.choices else _SAMPLES.get(field.type, "樣本")

    values: dict[str, Any] = {}
    for field in template.fields:
        if field.type == "rows":
            cells = [column for column in field.fields if column.type != "computed"][: 1 if rows < 2 else None]
            values[field.id] = [{column.id: sample(column) for column in cells} for _ in range(rows)]
        elif rows == 2:
            values[field.id] = sample(field)
    return values


def check_names(expression: str, scope: Scope, span: Span, diagnostics: Diagnostics) -> bool:
    """Report what is wrong with the grammar and the names of `expression`. True when nothing is.

    `span` is where the expression stands in its source file.
    """
    reason: Phrase | str
    try:
        cel.compile(expression)
        names = names_in(expression, scope)
    except ValueError as error:
        place = _ERROR_PLACE.search(str(error))
        line, column, reason = (int(place[1]), int(place[2]), _plain(place[3])) if place else (1, 1, str(error))
    except NotCelError as error:
        line, column, reason = error.line, error.column, Phrase("rule-not-for-browsers")
    else:
        return _check_known(expression, names, scope, span, diagnostics)
    offset = sum(len(text) + 1 for text in expression.split("\n")[: line - 1]) + column - 1
    meant = next((right for wrong, right in _SLIPS.items() if expression.startswith(wrong, offset)), None)
    diagnostics.error("rule-syntax", locate(expression, offset, span), reason=reason, suggestion=meant)
    return False


def _check_known(expression: str, names: Sequence[Mention], scope: Scope, span: Span, diagnostics: Diagnostics) -> bool:
    """Report each name that `scope` does not have, where it stands first."""
    unknown: dict[tuple[str, str, str], Mention] = {}
    for one in names:
        if one.name not in _known(one, scope):
            unknown.setdefault((one.kind, one.list, one.name), one)
    for one in unknown.values():
        at = locate(expression, one.offset, span, len(one.name))
        near = closest(one.name, _known(one, scope))
        diagnostics.error("rule-unknown-name", at, kind=_KINDS[one.kind], name=one.name, suggestion=near)
    return not unknown


def _known(name: Mention, scope: Scope) -> tuple[str, ...]:
    """What could stand where `name` stands."""
    if name.kind == "function":
        return (*FUNCTIONS, *_BUILT_IN)
    return (*scope.fields, *scope.variables) if name.kind == "field" else scope.columns[name.list]


def _plain(reason: str) -> str:
    """The library's sentence without its list of everything that could have stood there."""
    return re.sub(r"\s*expecting\b.*", "", reason).replace("'<EOF>'", "end of expression")


def locate(expression: str, offset: int, span: Span, length: int = 1) -> Span:
    """The place of the character at `offset` of an expression written at `span`.

    YAML may have quoted or folded the expression: it is followed through the source by its visible
    characters. Where that fails (escapes), the start of the expression is the answer.
    """
    try:
        lines = span.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return span.moved(offset, length)
    wanted = [index for index, character in enumerate(expression) if not character.isspace()]
    target = sum(index < offset for index in wanted)
    at_end = target >= len(wanted)
    line, column = span.line - 1, span.column - 1
    text = lines[line][column:] if line < len(lines) else ""
    if text[:1] in "|>" and text[:1]:
        line, column = line + 1, 0
    elif text[:1] in ("'", '"') and not expression.startswith(text[:1]):
        column += 1
    seen = 0
    while line < len(lines):
        for place in range(column, len(lines[line])):
            character = lines[line][place]
            if character.isspace():
                continue
            if seen == target and not at_end:
                return Span(span.path, line + 1, place + 1, length)
            if seen >= len(wanted) or character != expression[wanted[seen]]:
                return span
            seen += 1
            if at_end and seen == len(wanted):
                return Span(span.path, line + 1, place + 2, length)
        line, column = line + 1, 0
    return span
