"""The words of the kinds of rules, from `rule_words.toml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.diagnostics.messages import read_toml
from handbook.model.base import NamedTexts
from handbook.model.rule_kinds import ForbiddenWords
from handbook.model.template import Field, Rule, RuleSeverity, Template
from handbook.reading.binding import attributes_of

_FILE = Path(__file__).with_suffix(".toml")
_MOST_NAMED = 6  # words that a sentence lists, before 「等 n 項」


@dataclass(frozen=True)
class KindWords:
    """The words of one kind."""

    severity: RuleSeverity
    says: Mapping[str, str]  # by the kind's variant: what the rule demands
    fix: str
    found: Mapping[str, str]  # by what is wrong


@functools.cache
def kind_words() -> Mapping[str, KindWords]:
    """The words of every kind, by its key in a rule."""
    return {
        name: KindWords(
            words["severity"],
            {key.removeprefix("says").removeprefix("-"): text for key, text in words.items() if key.startswith("says")},
            words["fix"],
            words["found"],
        )
        for name, words in read_toml(_FILE).items()
        if name != "lists"
    }


@functools.cache
def list_words() -> Mapping[str, str]:
    """How the data lists are called: people -> 人員."""
    names: dict[str, str] = read_toml(_FILE)["lists"]
    return names


def says(rule: Rule, template: Template) -> str:
    """What a rule of a kind demands, in a sentence with the labels of the template's fields."""
    kind = rule.kind
    return kind_words()[rule.kind_name].says[kind.variant].format_map(_said(rule, template)) if kind else ""


def usual_fix(rule: Rule, template: Template) -> str:
    """How to mend what a rule of a kind finds."""
    return kind_words()[rule.kind_name].fix.format_map(_said(rule, template))


def label_of(place: str, template: Template, rows: Field | None) -> str:
    """What a rule calls a place: 「職務」 for a field or a column of its list, 「來賓」的「職務」 for another list's.

    rows: the list of the rule.
    """
    own = rows.column(place) if rows else None
    field = own or next((one for one in template.fields if one.id == place), None)
    if field:
        return f"「{field.label}」"
    name, _, column_id = place.partition(".")
    owner = next((one for one in template.fields if one.id == name), None)
    column = owner.column(column_id) if owner else None
    return f"「{owner.label}」的「{column.label}」" if owner and column else f"「{place}」"


def _said(rule: Rule, template: Template) -> Mapping[str, str]:
    """What a kind says, by attribute: labels of fields, and other values as they stand."""
    kind = rule.kind
    rows = next((field for field in template.fields if field.id == rule.each), None)
    result: dict[str, str] = {}
    for attribute in attributes_of(type(kind)).values() if kind else ():
        value = getattr(kind, attribute.name)
        if isinstance(kind, ForbiddenWords) and attribute.name == "words":
            value = (*kind.words, *kind.counted)
        if isinstance(value, NamedTexts):
            value = tuple(value.texts.values())
        items = value if isinstance(value, tuple) else (value,)
        if attribute.refers == "field":
            result[attribute.name] = "、".join(label_of(item, template, rows) for item in items if item)
        elif attribute.name == "listed_in":
            result[attribute.name] = list_words()[value]
        elif isinstance(value, tuple):
            result[attribute.name] = _listed([one for one in value if isinstance(one, str)])
        else:
            result[attribute.name] = str(value)
    return result


def _listed(words: Sequence[str]) -> str:
    quoted = "、".join(f"「{word}」" for word in words[:_MOST_NAMED])
    return quoted if len(words) <= _MOST_NAMED else f"{quoted}等 {len(words)} 項"
