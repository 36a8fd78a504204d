"""When an item of a checklist is due: `T-3 workdays 10:00` is counted from the start (T) or the end (E) of an event.

`parse_due` is the twin of `parseDue` in `src/browser/values/due-times.js`; tests/fixtures/due holds both to one answer.
The moment itself is counted in the browser alone, where the event is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DUE = re.compile(
    r"([TE])(?: *([+-]) *([0-9]{1,3}) *(workdays?|days?|hours?|minutes?|個?工作日|天|日|小時|分鐘))?"
    r"(?: +([01][0-9]|2[0-3]):([0-5][0-9]))?"
)
_UNITS = {"workday": "workday", "day": "day", "hour": "hour", "minute": "minute"}
_UNITS |= {"工作日": "workday", "個工作日": "workday", "天": "day", "日": "day", "小時": "hour", "分鐘": "minute"}


@dataclass(frozen=True)
class Due:
    """A due time counted from an event."""

    anchor: str  # T the start of the event, E its end
    count: int = 0  # negative: before the anchor
    unit: str = ""  # workday, day, hour, minute; "" for the anchor itself
    clock: str = ""  # HH:MM; "" for the anchor's own


def parse_due(text: str) -> Due | None:
    """What the text says; None when it cannot be read."""
    found = _DUE.fullmatch(text.strip())
    if not found:
        return None
    anchor, sign, number, written, hours, minutes = found.groups()
    unit = _UNITS.get(written, _UNITS.get(written.removesuffix("s"), "")) if written else ""
    if hours and unit in ("hour", "minute"):
        return None  # two clocks
    count = int(number or 0) * (-1 if sign == "-" else 1)
    return Due(anchor, count, unit, f"{hours}:{minutes}" if hours else "")


def due_in_words(due: Due) -> str:
    """The due time as a reader understands it: 「開始前第 3 個工作日 10:00」."""
    base = "開始" if due.anchor == "T" else "結束"
    clock = f" {due.clock}" if due.clock else ""
    if not due.unit or not due.count:
        return (f"{base}當天{clock}") if clock else f"{base}時"
    side = "前" if due.count < 0 else "後"
    number = abs(due.count)
    if due.unit == "workday":
        return f"{base}{side}第 {number} 個工作日{clock or '同一時刻'}"
    name = {"day": "天", "hour": "小時", "minute": "分鐘"}[due.unit]
    return f"{base}{side} {number} {name}{clock}"
