"""What was filled into one field, as rules see it: its value, and what is wrong with it before any rule is asked.

The browser half is `src/browser/values/understanding.js`; tests/fixtures/rules holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handbook.model.template import Field
from handbook.values.fields import is_filled_in, text_of
from handbook.values.identities import is_undecided
from handbook.values.typed import NUMBER_TYPES, TURNING, parse

_NAMING = frozenset({"person", "vehicle", "room"})  # types of field in which somebody or something is named


@dataclass(frozen=True)
class ValueProblem:
    """What is wrong with a value. `code` is one of rules.checking.WORDS; `value` and `limit` are what it speaks of."""

    code: str
    value: str = ""
    limit: str = ""


def understand(field: Field, text: str) -> tuple[str, str]:
    """The canonical value of a text and ""; of a text that is not understood the text and the code of the problem."""
    if not text:
        return "", ""
    canonical, problem = parse(field.type, text)
    return (text, problem or "not-understood") if canonical is None else (canonical, "")


def is_unclear(field: Field, record: Mapping[str, Any]) -> bool:
    """Whether something is filled in that is not understood. record: the values of a response, or a row."""
    return understand(field, text_of(record, field.id))[1] != ""


def seen_value(field: Field, record: Mapping[str, Any]) -> str | float:
    """The value as expressions see it: a double for numbers, text for the rest; what is not understood is blank."""
    canonical, problem = understand(field, text_of(record, field.id))
    known = "" if problem else canonical
    return float(known or 0) if field.type in NUMBER_TYPES else known


def value_problem(field: Field, record: Mapping[str, Any]) -> ValueProblem | None:
    """What is wrong with a value by itself: missing, not understood, not among the choices, too small or too large."""
    if not is_filled_in(field):
        return None
    text = text_of(record, field.id)
    if not text:
        return ValueProblem("required") if field.required else None
    canonical, problem = understand(field, text)
    if problem:
        return ValueProblem(problem, text)
    if field.type == "choice" and text not in [choice.value for choice in field.choices]:
        return ValueProblem("unknown-choice", text)
    if field.type in _NAMING and is_undecided(text):
        return ValueProblem("undecided", text)
    if field.type in NUMBER_TYPES:
        if field.min and float(canonical) < float(field.min):
            return ValueProblem("too-small", text, field.min)
        if field.max and float(canonical) > float(field.max):
            return ValueProblem("too-large", text, field.max)
    return ValueProblem("turning", text) if TURNING.search(text) else None


def is_usable(field: Field, record: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
    """Whether a rule about the field can be judged: it is filled, with something that is understood.

    context: what expressions see, of the response or of the row, for lists and computed values.
    """
    if field.type == "rows":
        return len(context[field.id]) > 0
    if field.type == "computed":
        return bool(context[field.id] != "")
    return text_of(record, field.id) != "" and not is_unclear(field, record)
