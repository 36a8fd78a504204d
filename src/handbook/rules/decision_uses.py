"""A response is asked by a decision table: for a computed field, and for a rule of the kind `approver`.

The browser half is `src/browser/rules/decision-uses.js`; tests/fixtures/rules/decisions.json holds both to the same
answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import starmap

from handbook.model.handbook import Facts
from handbook.model.template import Template
from handbook.rules.canonical_times import day_of
from handbook.rules.decision_cells import Guard, admits
from handbook.rules.decision_tables import compiled
from handbook.rules.decisions import THE_DAY, Decision, DecisionTable, decide
from handbook.rules.seen_values import SeenValues
from handbook.values.number_text import number_text
from handbook.values.time_spans import ends

#: what is said where a table decides nothing, by the state of the decision; the browser gets these words
DECISION_WORDS: dict[str, tuple[str, str]] = {
    "table-none": ("{label}是 {value}，沒有規定", ""),
    "table-many": ("規定不一致：{reason}", ""),
    "table-open": ("{reason}", ""),
    "table-missing": ("沒有決策表 {label}", ""),
    "table-undecided": ("待定：{reason}", ""),
}


def tables_of(template: Template, facts: Facts) -> Mapping[str, DecisionTable]:
    """The decision tables that a template asks, by id; those that the handbook lacks are left out."""
    used = [field.matrix for field in template.fields]
    used += [column.matrix for field in template.fields for column in field.fields]
    used += [rule.approver.matrix for rule in template.rules if rule.approver]
    return {id: compiled(facts.matrices[id], facts.roles)[0] for id in dict.fromkeys(used) if id in facts.matrices}


def ask_table(table: DecisionTable, places: Mapping[str, str], on: str, seen: SeenValues) -> Decision:
    """What a table says. places: the field or column for each input of the table; on: that of the day, or ""."""
    values = [given_value(places.get(column.id, ""), seen) for column in table.inputs]
    return decide(table, values, _day(on, seen) if on else None)


def answer_text(table: DecisionTable | None, id: str, places: Mapping[str, str], on: str, seen: SeenValues) -> str:
    """What a computed field holds. table: None where the handbook lacks it. id: of the table."""
    if table is None:
        return _said("table-undecided", reason=_said("table-missing", label=id))
    decision = ask_table(table, places, on, seen)
    then = ("、" if table.hit == "collect" else "或").join(decision.then)
    if decision.state in ("decided", "blank"):
        return then
    open_part = _said("table-undecided", reason=why_open(table, decision, places, on, seen))
    return f"{then}；{open_part}" if then else open_part


def why_open(table: DecisionTable, decision: Decision, places: Mapping[str, str], on: str, seen: SeenValues) -> str:
    """Why nothing is decided: the reason of the row, or the column that no row admits and what stands there."""
    if decision.state != "none":
        return _said(f"table-{decision.state}", reason=decision.reason)
    if decision.column == THE_DAY:
        return _said("table-none", label=seen.labels([on]), value=_day(on, seen) or "")
    column = table.inputs[decision.column]
    value = given_value(places.get(column.id, ""), seen)
    text = f"{number_text(value)} {column.unit}".strip() if isinstance(value, float) else value
    return _said("table-none", label=f"「{column.title}」", value=text)


def _said(code: str, **params: object) -> str:
    return DECISION_WORDS[code][0].format_map(params)


def said_at_any_time(table: DecisionTable, values: Sequence[str | float | None]) -> list[str]:
    """What the table says about a case at one time or another."""
    rows = (row for row in table.rows if all(starmap(_fits, zip(row.guards, values, strict=True))))
    return [one for row in rows for one in row.then]


def _fits(guard: Guard | None, value: str | float | None) -> bool:
    return guard is None or (value is not None and admits(guard, value))


def given_value(place: str, seen: SeenValues) -> str | float | None:
    """What is filled in at a place; None for nothing."""
    cell = seen.cell(place)
    return cell.value if cell and cell.is_filled else None


def _day(place: str, seen: SeenValues) -> str | None:
    """The day that is filled in at a place; None for nothing."""
    text = ends(str(given_value(place, seen) or ""))[0][:10]
    return text if day_of(text) else None
