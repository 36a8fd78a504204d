"""Checks responses: what is missing, what is not understood, and what the rules of the template say.

A rule is a CEL expression that holds when it is true, or is of a kind (`kinds.py`). The browser half is
`src/browser/rules/checking.js`; tests/fixtures/rules holds both to the same answers. The browser checks again at every
keystroke, and therefore keeps what it found (`row-memory.js`, `rule-memory.js`, `function-memory.js`); Python checks
once and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from handbook.model.handbook import Facts
from handbook.model.rule_kinds import DecidedBy, RuleKind
from handbook.model.template import Field, Rule, RuleSeverity, Template
from handbook.reading.rule_words import kind_words
from handbook.rules.decision_uses import DECISION_WORDS, answer_text, ask_table, tables_of
from handbook.rules.decisions import Decision
from handbook.rules.expressions import Evaluator, RuleError
from handbook.rules.kinds import OF_RECORD, OF_ROWS, Verdict
from handbook.rules.mentions import PLACE, Mentions, mentions_of_field, mentions_of_rule
from handbook.rules.response_kinds import OF_RESPONSE
from handbook.rules.seen_values import SeenValues
from handbook.values.fields import is_blank_row, rows_of
from handbook.values.identities import Register
from handbook.values.number_text import number_text
from handbook.values.typed import ACCEPTED_EXAMPLES, PROBLEMS
from handbook.values.understanding import is_unclear, is_usable, seen_value, value_problem

Values = dict[str, Any]  # what was filled in, by field: a text, or the rows of a list
Given = Mapping[str, Any]  # the same, as it comes in
Context = dict[str, Any]  # what expressions see, by field: a text, a double, or the rows of a list by column

#: built-in findings: code -> (what is wrong, how to mend it). The browser gets these words with the definition.
WORDS: dict[str, tuple[str, str]] = (
    {
        "required": ("「{label}」還沒有填。", "請填寫「{label}」。"),
        "min-rows": ("「{label}」至少要 {limit} 列，現在是 {count} 列。", "請再加列。"),
        "max-rows": ("「{label}」最多 {limit} 列，現在是 {count} 列。", "請刪去多出的列。"),
        "unknown-choice": ("「{label}」沒有「{value}」這個選項。", "請從清單中選擇。"),
        "undecided": ("「{label}」還沒有定：{value}。", "請寫到具體的人、車或地點；定不下來的先留空。"),
        "too-small": ("「{label}」是 {value}，不可小於 {limit}。", "請核對數字。"),
        "too-large": ("「{label}」是 {value}，不可大於 {limit}。", "請核對數字。"),
        "turning": (
            "「{label}」裡有看不見的控制字元，會調換文字的次序：看到的次序未必是實際的次序。",
            "請清空「{label}」，用鍵盤重新輸入。",
        ),
        "not-understood": ("「{label}」的「{value}」無法辨認。", "請照欄位說明的寫法填寫。"),
        "rule-failed": ("規則「{label}」無法判斷。", "請通知手冊的維護人員。"),
        "row": ("{label}第{number}列的{column}", ""),  # how a cell is called in the sentences above
    }
    | {code: (f"「{{label}}」{wrong}：{{value}}", f"請{mend}。") for code, (wrong, mend) in PROBLEMS.items()}
    | {f"example-{type}": (example, "") for type, example in ACCEPTED_EXAMPLES.items()}
    | DECISION_WORDS
)


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
    instead: str = ""  # what `field` should probably hold


class Checker:
    """Checks responses to one template."""

    def __init__(self, template: Template, facts: Facts) -> None:
        """facts: what functions such as `day_kind` and `seats_of` know of the world."""
        self.template = template
        self.facts = facts
        self.evaluator = Evaluator(facts)
        self.fields = {field.id: field for field in template.fields}
        self.computed_columns = [  # each with its list
            (field, column) for field in template.fields for column in field.fields if column.type == "computed"
        ]
        self.tables = tables_of(template, facts)
        computed = [("", field) for field in template.fields if field.type == "computed"]
        computed += [(field.id, column) for field, column in self.computed_columns]
        self.mentions = {(each, field.id): mentions_of_field(field, template, each) for each, field in computed}
        self.rules = [(rule, mentions_of_rule(rule, template)) for rule in template.rules]

    @cached_property
    def register(self) -> Register:
        """The names that the handbook knows."""
        return Register(self.facts)

    def context(self, values: Mapping[str, Any]) -> Context:
        """What expressions see: every field, rows without the blank ones, computed fields evaluated."""
        context: Context = {}
        for field in self.fields.values():
            if field.type == "rows":
                context[field.id] = [
                    {PLACE: float(index)} | {column.id: _seen(column, row) for column in field.fields}
                    for index, row in enumerate(rows_of(values, field.id))
                    if not is_blank_row(field, row)
                ]
            else:
                # A field that nobody was asked about (an older draft, a file from elsewhere) is as it begins.
                context[field.id] = _seen(field, values if field.id in values else {field.id: field.default})
        for field, column in self.computed_columns:
            for row in context[field.id]:
                row[column.id] = self._computed(column, context, values, field, row)
        for field in self.fields.values():
            if field.type == "computed":
                context[field.id] = self._computed(field, context, values)
        return context

    def _computed(
        self, field: Field, context: Context, values: Given, rows: Field | None = None, row: Context | None = None
    ) -> str | float:
        """The value of a computed field. rows, row: the list and the row in which it stands."""
        if not field.matrix:
            around = context if row is None else context | {"row": row, "index": row[PLACE]}
            return self.evaluator.computed(field.value, around)
        seen = replace(self._seen_values(context, values), rows=rows, row=row or {})
        places = field.inputs.texts if field.inputs else {}
        return answer_text(self.tables.get(field.matrix), field.matrix, places, field.on, seen)

    def _seen_values(self, context: Context, values: Given) -> SeenValues:
        return SeenValues(self.template, context, values, self.register, self.facts, tables=self.tables)

    def compute(self, values: Mapping[str, Any], context: Context | None = None) -> Values:
        """The values with their computed fields filled in, as text; those given stay as they are.

        context: that of these values, where it is known already.
        """
        context = self.context(values) if context is None else context
        result: Values = dict(values)
        for field in self.fields.values():
            if field.type == "computed":
                result[field.id] = _written(context[field.id], self.mentions["", field.id], context, {})
        for field, column in self.computed_columns:
            mentions = self.mentions[field.id, column.id]
            done = {int(row[PLACE]): _written(row[column.id], mentions, context, row) for row in context[field.id]}
            rows = rows_of(result, field.id)
            result[field.id] = [{**row, column.id: done.get(index, "")} for index, row in enumerate(rows)]
        return result

    def decisions(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Decision]]:
        """What each computed field and rule that asks a decision table is told, behind the id of the table."""
        context = self.context(values)
        seen = self._seen_values(context, values)
        asking: list[tuple[Field | DecidedBy, SeenValues]] = [(field, seen) for field in self.fields.values()]
        for field, column in self.computed_columns:
            asking += [(column, replace(seen, rows=field, row=row)) for row in context[field.id]]
        for rule, _ in self.rules:
            rows = self.fields.get(rule.each)
            around = [replace(seen, rows=rows, row=row) for row in context[rows.id]] if rows else [seen]
            asking += [(rule.approver, one) for one in around if rule.approver]
        for asks, one in asking:
            if asks.matrix in self.tables and asks.inputs:
                yield asks.matrix, ask_table(self.tables[asks.matrix], asks.inputs.texts, asks.on, one)

    def check(self, values: Mapping[str, Any], context: Context | None = None) -> list[Finding]:
        """Everything to mend or to look at: fields in their order first, then the template's rules in theirs.

        context: that of these values, where it is known already.
        """
        context = self.context(values) if context is None else context
        found: list[Finding] = []
        for field in self.fields.values():
            if field.type == "rows":
                found += _check_rows(field, rows_of(values, field.id))
            else:
                found += _check_value(field, values, field.id, field.label)
        said: set[tuple[str, str]] = set()
        for rule, mentions in self.rules:
            for one in self._check_rule(rule, mentions, context, values):
                if rule.forbids and (one.field, one.message) in said:
                    continue  # two rule packs may forbid the same word
                found.append(one)
                if rule.forbids:
                    said.add((one.field, one.message))
        return found

    def _check_rule(self, rule: Rule, mentions: Mentions, context: Context, values: Given) -> Iterator[Finding]:
        # A rule that names a value which is not understood is skipped; the value's own finding is enough.
        if any(is_unclear(self.fields[id], values) for id in mentions.fields):
            return
        if rule.kind:
            yield from self._check_kind(rule, rule.kind, mentions, context, values)
        else:
            yield from self._check_expression(rule, mentions, context, values)

    def _check_kind(
        self, rule: Rule, kind: RuleKind, mentions: Mentions, context: Context, values: Given
    ) -> Iterator[Finding]:
        seen = self._seen_values(context, values)
        rows = self.fields.get(rule.each)
        if judge_all := OF_RESPONSE.get(type(kind)):
            yield from (_of_response(rule, verdict) for verdict in judge_all(kind, replace(seen, rows=rows)))
            return
        if rows is None:
            if not rule.each and not kind.compares_rows and (verdict := OF_RECORD[type(kind)](kind, seen)):
                yield _of_kind(rule, verdict, None, 0)
            return
        filled = rows_of(values, rows.id)
        seen = replace(seen, rows=rows)
        of_rows = OF_ROWS[type(kind)](kind, seen, context[rows.id]) if kind.compares_rows else {}
        for row in context[rows.id]:
            index = int(row[PLACE])
            if any(is_unclear(column, filled[index]) for column in rows.fields if column.id in mentions.row):
                continue
            judge = OF_RECORD.get(type(kind))
            verdict = judge(kind, replace(seen, row=row)) if judge else of_rows.get(index)
            if verdict:
                yield _of_kind(rule, verdict, rows, index)

    def _check_expression(self, rule: Rule, mentions: Mentions, context: Context, values: Given) -> Iterator[Finding]:
        rows = self.fields.get(rule.each)
        columns = [column for id in rule.fields if rows is not None and (column := rows.column(id))]
        others = [self.fields[id] for id in rule.fields if not (rows and rows.column(id)) and id in self.fields]
        judged = rule.always or all(is_usable(field, values, context) for field in others)
        if not judged:
            return
        paths = [field.id for field in others]
        if rows is None:
            yield from self._judge(rule, context, paths or [""])
            return
        filled = rows_of(values, rows.id)
        for row in context[rows.id]:
            index = int(row[PLACE])
            if any(is_unclear(column, filled[index]) for column in rows.fields if column.id in mentions.row):
                continue
            if rule.always or all(is_usable(column, filled[index], row) for column in columns):
                cells = [f"{rows.id}[{index}].{column.id}" for column in columns]
                around = context | {"row": row, "index": row[PLACE]}
                yield from self._judge(rule, around, [*cells, *paths] or [f"{rows.id}[{index}]"])

    def _judge(self, rule: Rule, context: Context, paths: Sequence[str]) -> Iterator[Finding]:
        """The finding of a rule that does not hold, or has no value. paths: of the fields it points at."""
        try:
            holds = self.evaluator.evaluate(rule.rule, context)
        except RuleError:
            holds = None
        if holds is False:
            yield Finding(rule.id, rule.severity, paths[0], rule.message, rule.fix, rule.cite, tuple(paths[1:]))
        elif holds is not True:
            yield builtin("rule-failed", paths[0], severity="warning", label=rule.id)


def _seen(field: Field, record: Mapping[str, Any]) -> str | float:
    """A value as expressions see it; of a computed one nothing yet."""
    return "" if field.type == "computed" else seen_value(field, record)


def _written(value: str | float, mentions: Mentions, context: Context, row: Mapping[str, Any]) -> str:
    """A computed value as it is printed. One that is made of blanks alone is blank: paper shows no 0 for it."""
    made_of = [row[column] for column in mentions.row if column != PLACE] + [context[id] for id in mentions.fields]
    if made_of and all(part in ("", 0.0) or part == [] for part in made_of):
        return ""
    return number_text(value) if isinstance(value, float) else value


def _of_kind(rule: Rule, verdict: Verdict, rows: Field | None, index: int) -> Finding:
    """The finding of a rule of a kind. rows, index: the list and the place of the row that it is about, if it is."""
    around = f"{rows.id}[{index}]" if rows else ""
    paths = [
        f"{around}.{place}" if rows and rows.column(place) else place.partition(".")[0]
        for place in rule.fields or verdict.fields
    ]
    first, *others = dict.fromkeys(paths) or [around]
    message = rule.message or kind_words()[rule.kind_name].found[verdict.word].format_map(verdict.params)
    return Finding(rule.id, rule.severity, first, message, rule.fix, rule.cite, tuple(others))


def _of_response(rule: Rule, verdict: Verdict) -> Finding:
    """The finding of a rule of a kind that looks at the whole response: it points at paths."""
    first, *others = dict.fromkeys(verdict.fields)
    message = rule.message or kind_words()[rule.kind_name].found[verdict.word].format_map(verdict.params)
    return Finding(rule.id, rule.severity, first, message, rule.fix, rule.cite, tuple(others), verdict.instead)


def builtin(code: str, path: str, *, severity: RuleSeverity = "error", **params: object) -> Finding:
    """A finding with the words of `WORDS`. path: of the field it is about. params: what the words speak of."""
    message, fix = WORDS.get(code, WORDS["not-understood"])
    return Finding(code, severity, path, message.format_map(params), fix.format_map(params))


def _check_rows(field: Field, rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    filled = [(index, row) for index, row in enumerate(rows) if not is_blank_row(field, row)]
    least, most = int(field.min or 0), int(field.max or 0)
    if field.required and not filled:
        yield builtin("required", field.id, label=field.label)
    elif len(filled) < least:
        yield builtin("min-rows", field.id, label=field.label, limit=least, count=len(filled))
    if most and len(filled) > most:
        yield builtin("max-rows", field.id, label=field.label, limit=most, count=len(filled))
    for index, row in filled:
        for column in field.fields:
            label = WORDS["row"][0].format(label=field.label, number=index + 1, column=column.label)
            yield from _check_value(column, row, f"{field.id}[{index}].{column.id}", label)


def _check_value(field: Field, record: Mapping[str, Any], path: str, label: str) -> Iterator[Finding]:
    if problem := value_problem(field, record):
        severity: RuleSeverity = "warning" if problem.code == "turning" else "error"
        yield builtin(
            problem.code,
            path,
            severity=severity,
            label=label,
            value=problem.value,
            limit=problem.limit,
            example=ACCEPTED_EXAMPLES.get(field.type, ""),
        )
