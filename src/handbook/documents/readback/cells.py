"""One value: from the text that a place of a Word file shows to the value of its field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handbook.documents.filled import INDENT
from handbook.documents.readback.evidence import Place
from handbook.documents.word.visible_text import squash
from handbook.model.template import Field
from handbook.values.time_spans import ends
from handbook.values.typed import DATE_TYPES, clean, parse

NOT_READ = ("computed", "signature")


def taken(field: Field, old: str, places: Sequence[tuple[Place, str]]) -> str | None:
    """The value after the changes in all places where it is printed; None when they contradict each other."""
    if not places:
        return old
    if all(place.text is None for place, _ in places):
        return ""  # every paragraph that showed it was deleted
    new = old
    whole: str | None = None
    for place, before in places:
        if place.text is None or is_same(place.text, before):
            continue
        new = typed(field, place.slot.style, plain(place), new)
        if place.slot.style in ("time", "date", "short"):
            continue  # says only a part of the value
        if whole is not None and whole != new:
            return None
        whole = new
    return new


def is_same(text: str, before: str) -> bool:
    """Whether a place shows what was printed there, spaces aside."""
    return squash(text) == squash(before.replace("\t", " ")) or clean(text) == clean(before)


def plain(place: Place) -> str:
    """The text without the indents that the paper adds."""
    text = place.text or ""
    return re.sub(f"\n{INDENT}", "\n", text) if place.slot.indented else text


def typed(field: Field, style: str, text: str, old: str) -> str:
    """What somebody typed into Word, as the response keeps it. Not understood stays as typed, for the rules to say."""
    text = clean(text)
    if field.type == "choice":
        return next((one.value for one in field.choices if text in (one.label, one.value) and text), text)
    if field.type in DATE_TYPES and text:
        text = _completed(field, style, text, old)
    canonical, _ = parse(field.type, text)
    return text if canonical is None else canonical


def _completed(field: Field, style: str, text: str, old: str) -> str:
    """A date or time of which the paper shows a part, completed from what it was."""
    day, _, clock = old.partition("T")
    if field.type == "date-time" and style == "time" and (found := parse("time", text)[0]) and clock:
        return f"{day}T{found}"
    if field.type == "date-time" and style == "date" and (found := parse("date", text)[0]) and clock:
        return f"{found}T{clock}"
    if field.type == "time-span" and style in ("time", "date"):
        return _completed_span(style, text, old)
    if style == "short" and re.match(r"\d{4}-", old):
        full = f"{old[:4]}年{text}"
        return full if parse(field.type, full)[0] else text
    return text


def _completed_span(style: str, text: str, old: str) -> str:
    """A time span of which the paper shows only the days or only the times."""
    (first_day, _, first_clock), (last_day, _, last_clock) = (moment.partition("T") for moment in ends(old))
    parts = [part.strip(" ") for part in re.split("[\u2013\u2014~至]", text)]
    if not first_clock or not last_clock or len(parts) > 2:
        return text
    if style == "time":
        clocks = [parse("time", part)[0] or "" for part in parts]
        return f"{first_day}T{clocks[0]}/{last_day}T{clocks[-1]}" if len(parts) == 2 and all(clocks) else text
    year = f"{first_day[:4]}年"
    days = [parse("date", part)[0] or parse("date", year + part)[0] or "" for part in parts]
    return f"{days[0]}T{first_clock}/{days[-1]}T{last_clock}" if all(days) else text


def text_of(record: Mapping[str, Any], key: str) -> str:
    """The text under `key`; "" where there is none or it is no text."""
    value = record.get(key, "")
    return value if isinstance(value, str) else ""
