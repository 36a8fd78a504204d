"""Finds the faults of rules of a kind when the handbook is built: unknown fields, and fields of the wrong type."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.model import rule_kinds as kinds
from handbook.model.template import Field, Rule, Template
from handbook.reading.binding import FORMS
from handbook.reading.rule_defaults import places_of

_DAYS = ("date", "date-time", "time-span")
_NUMBERS = ("number", "money")
_TEXTS = ("text", "long-text", "choice", "person", "vehicle", "room")
_TIMES = (*_DAYS, "time")

#: what the fields that a kind names may be, by its attribute in Python; a computed field may stand anywhere
_TYPES: Mapping[type[kinds.RuleKind], Mapping[str, tuple[str, ...]]] = {
    kinds.RisingOrder: {"fields": (*_TIMES, *_NUMBERS)},
    kinds.NoOverlap: {"who": _TEXTS, "start": _TIMES, "end": _TIMES},
    kinds.DifferentPeople: {"fields": _TEXTS},
    kinds.RowsInOrder: {"fields": (*_TIMES, *_NUMBERS)},
    kinds.DaysBefore: {"date": _DAYS, "before": _DAYS},
    kinds.KnownName: {"field": _TEXTS},
    kinds.NumberLimit: {"field": _NUMBERS},
    kinds.AddsUp: {"total": _NUMBERS, "of": _NUMBERS},
    kinds.ForbiddenWords: {"fields": _TEXTS},
    kinds.DecidedBy: {"field": _TEXTS},
    kinds.EveryoneAboard: {"who": _TEXTS, "heads": _NUMBERS, "start": _TIMES, "end": _TIMES},
    kinds.EveryDay: {"at": _DAYS, "name": _TEXTS, "from": _DAYS, "until": _DAYS},
    kinds.MisspeltNames: {"fields": _TEXTS, "also": _TEXTS},
    kinds.WorkdayCount: {"field": _NUMBERS, "start": _DAYS, "end": _DAYS},
}
_OF_LISTS = {  # keys that may name 「list.column」
    (kinds.RequiredIf, "field"),
    (kinds.RequiredIf, "then"),
    (kinds.AddsUp, "of"),
    (kinds.ForbiddenWords, "fields"),
    (kinds.OnePlace, "presences"),
    (kinds.OnePlace, "party"),
    (kinds.EveryoneAboard, "party"),
    (kinds.MisspeltNames, "fields"),
    (kinds.MisspeltNames, "also"),
}


def check_kind(rule: Rule, template: Template, diagnostics: Diagnostics) -> None:
    """Record what is wrong with a rule of a kind."""
    kind = rule.kind
    lists = {field.id: field for field in template.fields if field.type == "rows"}
    rows = lists.get(rule.each)
    if rule.each and rows is None:
        at = rule.origin.at("each")
        diagnostics.error(
            "rule-unknown-name", at, kind=Phrase("kind-rows"), name=rule.each, suggestion=closest(rule.each, lists)
        )
        return
    if kind is None:
        return
    if kind.compares_rows and rows is None:
        diagnostics.error("rule-needs-each", kind.origin.span, kind=rule.kind_name)
        return
    for key, place in places_of(rule):
        if isinstance(kind, kinds.DecidedBy) and key != "field":
            continue  # decision_faults.py looks at these
        _check_place(kind, key, place, _fields(kind, key.partition("[")[0], rows, template), diagnostics)
    if isinstance(kind, kinds.RisingOrder):
        _check_alike(kind, _fields(kind, "fields", rows, template), diagnostics)
    elif isinstance(kind, kinds.RequiredIf):
        _check_condition(kind, _fields(kind, "field", rows, template), diagnostics)
    elif isinstance(kind, kinds.NumberLimit):
        _check_limit(kind, diagnostics)
    elif isinstance(kind, kinds.EveryDay):
        _check_hours(kind, diagnostics)
    elif isinstance(kind, kinds.ForbiddenWords) and not ({"words", "counted"} & kind.origin.keys.keys()):
        diagnostics.error("missing-key", kind.origin.span, key="words")
    for key in ("fields", "of", "then", "words"):
        if isinstance(kind, kinds.ForbiddenWords) and key in kind.origin.keys and not getattr(kind, key):
            diagnostics.error("rule-too-few", kind.origin.at(key), key=key, least=1)
        if isinstance(kind, kinds.ForbiddenWords):
            continue
        least = 2 if isinstance(kind, (kinds.RisingOrder, kinds.StepSequence, kinds.DifferentPeople)) else 1
        given = getattr(kind, key, None)
        if isinstance(given, tuple) and len(given) < least:
            diagnostics.error("rule-too-few", kind.origin.at(key), key=key, least=least)


def _fields(kind: kinds.RuleKind, key: str, rows: Field | None, template: Template) -> dict[str, Field]:
    """What may stand at a key of the kind: the columns of the rule's list, fields, and of some keys 「list.column」."""
    own = {column.id: column for column in rows.fields} if rows else {}
    if kind.compares_rows and key not in kinds.BESIDE:
        return own
    found = {field.id: field for field in template.fields} | own
    if (type(kind), key) in _OF_LISTS:
        found |= {f"{field.id}.{column.id}": column for field in template.fields for column in field.fields}
    return found


def _check_place(
    kind: kinds.RuleKind, key: str, place: str, known: Mapping[str, Field], diagnostics: Diagnostics
) -> None:
    at, field = _at(kind, key), known.get(place)
    if field is None:
        diagnostics.error(
            "rule-unknown-name", at, kind=Phrase("kind-field"), name=place, suggestion=closest(place, known)
        )
        return
    name = {"of": "who"}.get(key, key.partition("[")[0]) if isinstance(kind, kinds.NoOverlap) else key.partition("[")[0]
    allowed = _TYPES.get(type(kind), {}).get(name, ())
    if allowed and field.type not in (*allowed, "computed"):
        diagnostics.error("rule-field-type", at, field=place, found=field.type, wanted=" / ".join(allowed))


def _check_alike(kind: kinds.RisingOrder, known: Mapping[str, Field], diagnostics: Diagnostics) -> None:
    """Record a time of day that is compared with a day, or a number with either."""
    named = [
        (f"fields[{number}]", id, known[id].type)
        for number, id in enumerate(kind.fields)
        if id in known and known[id].type in (*_TIMES, *_NUMBERS)
    ]
    for (_, first, a), (key, second, b) in pairwise(named):
        if not any(a in family and b in family for family in (_DAYS, _NUMBERS, ("time",))):
            diagnostics.error("rule-fields-unlike", kind.origin.at(key), field=second, found=b, other=first, type=a)


def _check_condition(kind: kinds.RequiredIf, known: Mapping[str, Field], diagnostics: Diagnostics) -> None:
    if bool(kind.equals) == kind.filled:
        diagnostics.error("rule-condition", kind.origin.span)
    field = known.get(kind.field)
    if field is None or field.type != "choice":
        return
    allowed = [choice.value for choice in field.choices]
    for number, value in enumerate(kind.equals):
        if value not in allowed:
            at, near = _at(kind, f"is[{number}]"), closest(value, allowed)
            said = ", ".join(allowed)
            diagnostics.error("unknown-value", at, suggestion=near, key=kind.field, value=value, allowed=said)


def _at(kind: kinds.RuleKind, key: str) -> Span:
    """The place of `then[0]`; of `then` where that is one text; of a presence for what it names."""
    return kind.origin.keys.get(
        key, kind.origin.at(key.rpartition("].")[0] + "]" if "]." in key else key.partition("[")[0])
    )


def _check_limit(kind: kinds.NumberLimit, diagnostics: Diagnostics) -> None:
    if not kind.least and not kind.most:
        diagnostics.error("missing-key", kind.origin.span, key="least")
    elif kind.least and kind.most and float(kind.least) > float(kind.most):
        at = kind.origin.at("least")
        diagnostics.error("min-above-max", at, field=kind.field, min=kind.least, max=kind.most)


def _check_hours(kind: kinds.EveryDay, diagnostics: Diagnostics) -> None:
    pattern, example = FORMS["hours"]
    for name, hours in kind.hours.texts.items():
        if not pattern.fullmatch(hours):
            diagnostics.error("bad-hours", kind.hours.places[name], key=name, value=hours, example=example)
