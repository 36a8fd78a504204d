"""The text at a blank of a Word file becomes the value of its field.

The twin is `src/browser/documents/readback/cells.js`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handbook.documents.printed_values import INDENT, without_isolates
from handbook.documents.readback.evidence import Place
from handbook.documents.word.text_lines import squash
from handbook.model.template import Field
from handbook.values.time_spans import ends
from handbook.values.typed import DATE_TYPES, clean, parse

_BOXES = "□☐"  # not ticked
_OPTION = re.compile(f"([{_BOXES}■☑☒√✓✔])([^{_BOXES}■☑☒√✓✔]*)")
NOT_READ = ("computed", "signature")  # types of fields whose text in a Word file is no value


def merged_value(field: Field, old: str, places: Sequence[tuple[Place, str]]) -> str | None:
    """The value of a field after the changes at all blanks that print it.

    old: the value before. places: each blank that prints the field, with what it printed before the file was edited.
    None when two blanks were changed in different ways. "" when all of them are gone.
    """
    if not places:
        return old
    if all(place.text is None for place, _ in places):
        return ""
    new = old
    whole: str | None = None
    for place, before in places:
        if place.text is None or is_same(place.text, before):
            continue
        new = typed_value(field, place.slot.style, without_indents(place), new)
        if place.slot.style in ("time", "date", "short"):
            continue  # a part of the value, which cannot contradict the whole
        if whole is not None and whole != new:
            return None
        whole = new
    return new


def is_same(text: str, before: str) -> bool:
    """Whether a blank shows what it printed before; how words are spaced does not count."""
    return squash(text) == squash(before.replace("\t", " ")) or clean(text) == clean(before)


def without_indents(place: Place) -> str:
    """The text of a blank without what the paper adds: indents of further lines, and marks of direction."""
    text = without_isolates(place.text or "")
    return re.sub(f"\n{INDENT}", "\n", text) if place.slot.indented else text


def typed_value(field: Field, style: str, text: str, old: str) -> str:
    """What somebody typed into Word, as the response keeps it.

    style: how the blank prints the value, such as "time". old: the value before. A text that is not understood is
    returned as typed; the rules report it.
    """
    text = clean(text)
    if field.type == "choice":
        text = _ticked(field, text)
        return next((one.value for one in field.choices if text in (one.label, one.value) and text), text)
    if field.type in DATE_TYPES and text:
        text = _completed(field, style, text, old)
    canonical, _ = parse(field.type, text)
    return text if canonical is None else canonical


def _ticked(field: Field, text: str) -> str:
    """The option with a tick where a blank paper prints boxes (□男　☑女 gives 女); "" where none has one.

    Several ticks, or words that are no option, are returned as typed.
    """
    parts = [(box, squash(label)) for box, label in _OPTION.findall(text)]
    labels = {squash(one.label or one.value) for one in field.choices}
    if _OPTION.sub("", text).strip() or not all(label in labels for _, label in parts):
        return text
    ticked = [label for box, label in parts if box not in _BOXES]
    return text if len(ticked) > 1 or not parts else "".join(ticked)


def _completed(field: Field, style: str, text: str, old: str) -> str:
    """A date or time of which the blank prints a part: 9:30 of 2026-10-05T09:00 gives 2026-10-05T09:30."""
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
    """A time span of which the blank prints only the days or only the times; the other half comes from `old`."""
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


def raw_text(record: Mapping[str, Any], key: str) -> str:
    """The text of a record under `key`; "" when there is none or it is no text."""
    value = record.get(key, "")
    return value if isinstance(value, str) else ""
