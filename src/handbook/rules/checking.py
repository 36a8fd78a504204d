"""Checks filled templates: what is missing, what cannot be understood, and what the rules say.

A rule is a CEL expression that holds when it is true. The browser does the same in
`src/browser/rules/checking.js`; `tests/fixtures/rules/*.json` hold both to the same answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from handbook.model.handbook import Facts
from handbook.model.template import Field, Rule, RuleSeverity, Template
from handbook.rules.expressions import RuleError, evaluate
from handbook.rules.mentions import PLACE, Mentions, mentions_of, scope_of
from handbook.values import typed
from handbook.values.fields import is_blank_row, rows_of
from handbook.values.understanding import is_unclear, is_usable, seen_value, value_problem

Values = dict[str, Any]

#: built-in findings: code -> (what is wrong, how to mend it). The browser gets these words with the definition.
WORDS: dict[str, tuple[str, str]] = {
    "required": ("「{label}」還沒有填。", "請填寫「{label}」。"),
    "min-rows": ("「{label}」至少要 {limit} 列，現在是 {count} 列。", "請再加列。"),
    "max-rows": ("「{label}」最多 {limit} 列，現在是 {count} 列。", "請刪去多出的列。"),
    "unknown-choice": ("「{label}」沒有「{value}」這個選項。", "請從清單中選擇。"),
    "undecided": ("「{label}」還沒有定：{value}。", "請寫到具體的人、車或地點；定不下來的先留空。"),
    "too-small": ("「{label}」是 {value}，不可小於 {limit}。", "請核對數字。"),
    "too-large": ("「{label}」是 {value}，不可大於 {limit}。", "請核對數字。"),
    "not-understood": ("「{label}」的「{value}」無法辨認。", "請照欄位說明的寫法填寫。"),
    "rule-failed": ("規則「{label}」無法判斷。", "請通知手冊的維護人員。"),
    "row": ("{label}第{number}列的{column}", ""),  # how a cell is called in the sentences above
} | {code: (f"「{{label}}」{wrong}：{{value}}", f"請{mend}。") for code, (wrong, mend) in typed.PROBLEMS.items()}


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to look at. `field` is a path such as `guests[2].name`; rows count from 0."""

    code: str
    severity: RuleSeverity
    field: str
    message: str
    fix: str = ""
    cite: str = ""
    others: tuple[str, ...] = ()  # further fields the finding points at


# ── values ──────────────────────────────────────────────────────────────────────────────────────


def number_text(number: float) -> str:
    """A computed number as text: at most six decimals, halves away from zero, no trailing zeros."""
    if not abs(number) < 1e15:  # not a number, infinite, or beyond what a double can print exactly
        return ""
    text = f"{Decimal(number).quantize(Decimal('0.000001'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# ── context ─────────────────────────────────────────────────────────────────────────────────────


def _computed(expression: str, context: Mapping[str, Any], facts: Facts) -> Any:
    """The value of a computed field: text or a double; blank when it cannot be evaluated."""
    try:
        result = evaluate(expression, context, facts)
    except RuleError:
        return ""
    if isinstance(result, (int, float)) and not isinstance(result, bool):
        return float(result)
    return result if isinstance(result, str) else ""


def context_of(template: Template, filled: Mapping[str, Any], facts: Facts) -> Values:
    """What expressions see: every field, rows without the blank ones, computed fields evaluated."""
    context: Values = {}
    for field in template.fields:
        if field.type == "rows":
            context[field.id] = [
                {"_index": float(index)}
                | {column.id: "" if column.type == "computed" else seen_value(column, row) for column in field.fields}
                for index, row in enumerate(rows_of(filled, field.id))
                if not is_blank_row(field, row)
            ]
        else:
            # A field that nobody was asked about (an older draft, a file from elsewhere) is as it begins.
            record = filled if field.id in filled else {field.id: field.default}
            context[field.id] = "" if field.type == "computed" else seen_value(field, record)
    for field in template.fields:
        for column in field.fields:
            if column.type == "computed":
                for row in context[field.id]:
                    around = context | {"row": row, "index": row["_index"]}
                    row[column.id] = _computed(column.value, around, facts)
    for field in template.fields:
        if field.type == "computed":
            context[field.id] = _computed(field.value, context, facts)
    return context


def compute(template: Template, response: Mapping[str, Any], facts: Facts) -> Values:
    """The response with its computed fields filled in (as text). The response given stays as it is."""
    filled = response.get("values", {})
    context = context_of(template, filled, facts)
    result: Values = dict(filled)

    def written(field: Field, value: Any, row: Values, each: str = "") -> str:
        if _are_blank(mentions_of(field.value, scope_of(template, each)), context, row):
            return ""
        return number_text(value) if isinstance(value, float) else value

    for field in template.fields:
        if field.type == "computed":
            result[field.id] = written(field, context[field.id], {})
        elif any(column.type == "computed" for column in field.fields):
            done = {int(row["_index"]): row for row in context[field.id]}
            columns = [column for column in field.fields if column.type == "computed"]
            result[field.id] = [
                dict(row)
                | {c.id: written(c, done[index][c.id], done[index], field.id) if index in done else "" for c in columns}
                for index, row in enumerate(rows_of(filled, field.id))
            ]
    return {**response, "values": result}


def _are_blank(mentions: Mentions, context: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """True when nothing the expression is made from is filled: then paper shows a blank rather than 0."""
    values = [row[column] for column in mentions.row if column != PLACE] + [context[id] for id in mentions.fields]
    return bool(values) and all(value in ("", 0.0) or value == [] for value in values)


# ── findings ────────────────────────────────────────────────────────────────────────────────────


def check(template: Template, response: Mapping[str, Any], facts: Facts) -> list[Finding]:
    """Everything to mend or to look at: fields in their order first, then the template's rules in theirs."""
    filled = response.get("values", {})
    found: list[Finding] = []
    for field in template.fields:
        found += (
            _check_rows(field, rows_of(filled, field.id))
            if field.type == "rows"
            else _check_value(field, filled, field.id, field.label)
        )
    context = context_of(template, filled, facts)
    for rule in template.rules:
        found += _check_rule(template, rule, context, filled, facts)
    return found


def builtin(code: str, path: str, *, severity: RuleSeverity = "error", **params: object) -> Finding:
    """A finding with the words of `WORDS`."""
    words = WORDS.get(code, WORDS["not-understood"])
    return Finding(code, severity, path, words[0].format_map(params), words[1].format_map(params))


def _check_rows(field: Field, rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    filled = [(index, row) for index, row in enumerate(rows) if not is_blank_row(field, row)]
    least = int(field.min or 0)
    if field.required and not filled:
        yield builtin("required", field.id, label=field.label)
    elif len(filled) < least:
        yield builtin("min-rows", field.id, label=field.label, limit=least, count=len(filled))
    if field.max and len(filled) > int(field.max):
        yield builtin("max-rows", field.id, label=field.label, limit=int(field.max), count=len(filled))
    for index, row in filled:
        for column in field.fields:
            label = WORDS["row"][0].format(label=field.label, number=index + 1, column=column.label)
            yield from _check_value(column, row, f"{field.id}[{index}].{column.id}", label)


def _check_value(field: Field, record: Mapping[str, Any], path: str, label: str) -> Iterator[Finding]:
    if problem := value_problem(field, record):
        yield builtin(problem.code, path, label=label, value=problem.value, limit=problem.limit)


def _check_rule(
    template: Template, rule: Rule, context: Values, filled: Mapping[str, Any], facts: Facts
) -> Iterator[Finding]:
    by_id = {field.id: field for field in template.fields}
    rows = by_id.get(rule.each)
    mentions = mentions_of(rule.rule, scope_of(template, rule.each))
    if any(is_unclear(by_id[id], filled) for id in mentions.fields):
        return
    if rows is None:
        pointed = [by_id[id] for id in rule.fields if id in by_id]
        if rule.always or all(is_usable(field, filled, context) for field in pointed):
            yield from _judge(rule, context, [field.id for field in pointed] or [""], facts)
        return
    entered = rows_of(filled, rule.each)
    for row in context[rule.each]:
        index = int(row["_index"])
        columns = [column for id in rule.fields if (column := rows.column(id))]
        others = [by_id[id] for id in rule.fields if not rows.column(id) and id in by_id]
        judged = all(is_usable(column, entered[index], row) for column in columns)
        judged = judged and all(is_usable(field, filled, context) for field in others)
        if any(is_unclear(column, entered[index]) for column in rows.fields if column.id in mentions.row):
            continue
        if rule.always or judged:
            paths = [f"{rule.each}[{index}].{column.id}" for column in columns] + [field.id for field in others]
            around = context | {"row": row, "index": row["_index"]}
            yield from _judge(rule, around, paths or [f"{rule.each}[{index}]"], facts)


def _judge(rule: Rule, context: Values, paths: Sequence[str], facts: Facts) -> Iterator[Finding]:
    try:
        holds = evaluate(rule.rule, context, facts)
    except RuleError:
        holds = None
    if holds is True:
        return
    if holds is False:
        yield Finding(rule.id, rule.severity, paths[0], rule.message, rule.fix, rule.cite, tuple(paths[1:]))
    else:
        yield builtin("rule-failed", paths[0], severity="warning", label=rule.id)


# ── when the handbook is built ──────────────────────────────────────────────────────────────────
