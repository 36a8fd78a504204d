"""What was filled into one field, as rules see it: its value, and what is wrong with it before any rule is asked.

The twin is `src/browser/values/understanding.js`; tests/fixtures/rules holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handbook.model.template import Field
from handbook.values.fields import is_filled_in, text_of
from handbook.values.identities import is_undecided
from handbook.values.typed import NUMBER_TYPES, parse

#: types of fields that name somebody or something
NAME_TYPES = frozenset({"person", "vehicle", "room"})


@dataclass(frozen=True)
class Problem:
    """What is wrong with a value: a code, the value as typed, and the limit that it breaks."""

    code: str
    value: str = ""
    limit: str = ""


def understood(field: Field, text: str) -> tuple[str, str]:
    """The canonical value and "", or the text as it stands and the code of its problem."""
    if not text:
        return "", ""
    canonical, problem = parse(field.type, text)
    return (text, problem or "not-understood") if canonical is None else (canonical, "")


def is_unclear(field: Field, record: Mapping[str, Any]) -> bool:
    """Whether something was filled in that is not understood."""
    return understood(field, text_of(record, field.id))[1] != ""


def value_of(field: Field, record: Mapping[str, Any]) -> str | float:
    """The value as expressions see it: a double or a text. What is not understood is 0 or blank to them."""
    canonical, problem = understood(field, text_of(record, field.id))
    value = "" if problem else canonical
    return float(value or 0) if field.type in NUMBER_TYPES else value


def problem_of(field: Field, record: Mapping[str, Any]) -> Problem | None:
    """What is wrong with a value before any rule is asked; None when nothing is."""
    if not is_filled_in(field):
        return None
    text = text_of(record, field.id)
    if not text:
        return Problem("required") if field.required else None
    value, problem = understood(field, text)
    if problem:
        return Problem(problem, text)
    if field.type == "choice":
        return None if text in [choice.value for choice in field.choices] else Problem("unknown-choice", text)
    if field.type in NAME_TYPES:
        return Problem("undecided", text) if is_undecided(text) else None
    if field.type in NUMBER_TYPES and field.min and float(value) < float(field.min):
        return Problem("too-small", text, field.min)
    if field.type in NUMBER_TYPES and field.max and float(value) > float(field.max):
        return Problem("too-large", text, field.max)
    return None


def is_usable(field: Field, record: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
    """Whether a rule about the field can be judged: it is filled in with something that is understood.

    context: what expressions see, for lists and computed fields.
    """
    if field.type == "rows":
        return len(context.get(field.id, ())) > 0
    if field.type == "computed":
        return bool(context.get(field.id, "") != "")
    text = text_of(record, field.id)
    return text != "" and understood(field, text)[1] == ""
