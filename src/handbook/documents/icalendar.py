"""A response becomes a calendar file (iCalendar, RFC 5545) of what the template's `calendar:` names.

What comes again and again, such as the duties of a post, becomes one as well (`recurring_calendar`).

The same response gives the same bytes: identifiers of events are made from the ids of rows, and time stamps from when
the response was saved. Times are those of Asia/Shanghai, which has no summer time.

The twin is `src/browser/documents/icalendar.js`; `tests/fixtures/icalendar` binds both to the same bytes. What comes
again is written by the build alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handbook.documents.printed_values import PrintedRow, PrintedValues
from handbook.model.template import Event, Field, Template
from handbook.values.identities import UNLISTED, Register
from handbook.values.recurring_times import RecurringTime
from handbook.values.time_spans import ends
from handbook.values.typed import clean, display, parse

ZONE = "Asia/Shanghai"
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # sequence numbers are minutes from here
_SAVED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_TIMEZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class Untimed:
    """Something that cannot be an event, because its start is blank or not understood.

    path: of the field with the start, such as `agenda[2].start`.
    """

    path: str
    field: Field


def calendar(
    template: Template,
    values: Mapping[str, Any],
    *,
    person: str = "",
    saved: str = "",
    identity: str = "",
    register: Register = UNLISTED,
) -> tuple[bytes, list[Untimed]]:
    """The calendar file, and what should be in it but has no time.

    values: computed fields must be among them. person: only events that name this person; "" for all events. saved:
    when the response was saved, in ISO 8601. identity: the id of the draft, by which a plan stays the same in calendars
    when its title changes. register: knows the ways in which a person's name is written.
    """
    stamp = _stamp(saved)
    made = _Maker(template, values, clean(person), stamp, identity, register)
    title = _title(template, values) + (f"（{made.person}）" if made.person else "")
    return _file(title, made.lines()), made.untimed


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """Something that is done again and again. id: unlike any other's, and the same for good."""

    id: str
    title: str
    details: str
    time: RecurringTime


def recurring_calendar(title: str, events: Iterable[Recurring], since: date) -> bytes:
    """The calendar file of what comes again. since: the first day on which anything can be."""
    return _file(title, (line for event in events for line in _recurring(event, since)))


def _recurring(event: Recurring, since: date) -> Iterator[str]:
    day, time = f"{event.time.first(since)}", event.time
    stamp = datetime(since.year, since.month, since.day, tzinfo=UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@handbook"
    yield from _version(stamp)
    yield _moment("DTSTART", f"{day}T{time.start}" if time.start else day)
    if time.end:
        yield _moment("DTEND", f"{day}T{time.end}")
    yield f"RRULE:{time.rule}"
    yield f"SUMMARY:{_escaped(event.title)}"
    yield f"DESCRIPTION:{_escaped(event.details)}"
    yield "END:VEVENT"


def _file(title: str, events: Iterable[str]) -> bytes:
    """The file whose events are these lines."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Handbook//handbook//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(title)}", f"X-WR-TIMEZONE:{ZONE}", *_TIMEZONE, *events, "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _version(stamp: datetime) -> Iterator[str]:
    """When an event was written: a calendar that holds an older one puts this in its place."""
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{max(0, int((stamp - _EPOCH).total_seconds() // 60))}"


def people(template: Template, values: Mapping[str, Any], register: Register = UNLISTED) -> list[str]:
    """Everybody who is named in the fields that `people:` of the calendar lists, in order of first appearance."""
    made = _Maker(template, values, "", _EPOCH, "", register)
    records = ((event, row, fields) for event in template.calendar for _, row, fields in made.records(event))
    return list(register.everybody(text for record in records for text in _people(*record)).values())


class _Maker:
    def __init__(
        self,
        template: Template,
        values: Mapping[str, Any],
        person: str,
        stamp: datetime,
        identity: str,
        register: Register,
    ) -> None:
        self.template = template
        self.values = values
        self.person = person
        self.register = register
        self.stamp = stamp
        self.identity = clean(identity)
        self.plan = _checksum(self.identity or _title(template, values))
        self.printed = PrintedValues(template, values)
        self.untimed: list[Untimed] = []

    def records(self, event: Event) -> Iterator[tuple[str, PrintedRow, Mapping[str, Field]]]:
        """(path, row, its fields) of each thing that an entry of `calendar:` makes an event of."""
        own = {field.id: field for field in self.template.fields}
        if not event.rows:
            yield "", self.values, own
        elif (rows := own.get(event.rows)) is not None:
            columns = {column.id: column for column in rows.fields}
            for index, row in self.printed.rows(event.rows):
                yield f"{event.rows}[{index}]", row, columns

    def lines(self) -> Iterator[str]:
        for event in self.template.calendar:
            for path, row, fields in self.records(event):
                named = self.register.everybody(_people(event, row, fields))
                if not self.person or not named.keys().isdisjoint(self.register.names(self.person)):
                    yield from self.event(event, path, row, fields)

    def event(self, event: Event, path: str, row: PrintedRow, fields: Mapping[str, Field]) -> Iterator[str]:
        start, end = _times(event, row, fields)
        if not start:
            if event.start in fields:
                here = f"{path}.{event.start}" if path else event.start
                self.untimed.append(Untimed(here, fields[event.start]))
            return
        summary = " ".join(filter(None, [event.prefix, *self._texts(event.summary, row, fields)]))
        place = "→".join(self._texts(event.place, row, fields))
        names = dict.fromkeys([*event.people, *event.details])
        shown = ((fields[name].label, _text(fields[name], row)) for name in names if name in fields)
        details = "\n".join(f"{label}：{text}" for label, text in shown if text)
        yield "BEGIN:VEVENT"
        yield f"UID:{self.identifier(event, path, row, start)}"
        yield from _version(self.stamp)
        yield _moment("DTSTART", start)
        is_day = len(start) == 10
        if len(end) == len(start) and (end > start or (is_day and end == start)):
            yield _moment("DTEND", end)
        yield f"SUMMARY:{_escaped(summary or self.template.title)}"
        if place:
            yield f"LOCATION:{_escaped(place)}"
        if details:
            yield f"DESCRIPTION:{_escaped(details)}"
        if event.remind and not is_day:
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(summary or self.template.title)}")
            yield from (f"TRIGGER:-PT{event.remind}M", "END:VALARM")
        yield "END:VEVENT"

    def identifier(self, event: Event, path: str, row: PrintedRow, start: str) -> str:
        """The UID of an event. It stays the same when the response is changed and exported again.

        A row is identified by its own id, else by its place in the list. A response without an identity is told apart
        from others of its template by when it begins.
        """
        row_id = row.get("_id") if path else None
        own = "" if self.identity else start
        place = row_id if isinstance(row_id, str) and row_id else re.sub(r"\D", "", path or own)
        parts = [self.template.id, self.plan, event.rows, event.start, re.sub("[^A-Za-z0-9_-]", "_", place)]
        return "-".join(filter(None, parts)) + "@handbook"

    @staticmethod
    def _texts(names: Sequence[str], row: PrintedRow, fields: Mapping[str, Field]) -> list[str]:
        return [text for name in names if name in fields and (text := _text(fields[name], row))]


def _text(field: Field, row: PrintedRow) -> str:
    """A value as it is printed, on one line."""
    value = row.get(field.id)
    return " ".join(display(field, value if isinstance(value, str) else "").split("\n"))


def _people(event: Event, row: PrintedRow, fields: Mapping[str, Field]) -> list[str]:
    return [str(row.get(name) or "") for name in event.people if name in fields]


def _time(field: Field | None, row: PrintedRow) -> str:
    """A moment as 2026-12-08T09:30 or a day as 2026-12-08; "" when it is blank or not understood."""
    value = row.get(field.id) if field is not None else ""
    canonical, problem = parse(field.type, value) if field is not None and isinstance(value, str) else ("", None)
    return canonical if canonical and not problem else ""


def _times(event: Event, row: PrintedRow, fields: Mapping[str, Field]) -> tuple[str, str]:
    """Start and end as `_time` writes them. A field for a time span gives both."""
    start, end = (_time(fields.get(name), row) for name in (event.start, event.end))
    first, last = ends(start)
    return first, ends(end)[1] or (last if last != first else "")


def _moment(name: str, canonical: str) -> str:
    """The property DTSTART or DTEND."""
    day, _, clock = canonical.partition("T")
    digits = day.replace("-", "")
    if clock:
        return f"{name};TZID={ZONE}:{digits}T{clock.replace(':', '')}00"
    if name == "DTEND":  # of whole days: the first day after the event
        digits = f"{date.fromisoformat(day) + timedelta(days=1):%Y%m%d}" if day < "9999-12-31" else digits
    return f"{name};VALUE=DATE:{digits}"


def _title(template: Template, values: Mapping[str, Any]) -> str:
    """The title of the response, else of the template."""
    own = values.get("title") if any(field.id == "title" for field in template.fields) else None
    return " ".join(clean(own).split("\n")) if isinstance(own, str) and clean(own) else template.title


def _checksum(text: str) -> str:
    """FNV-1a over the UTF-8 bytes. It is short, and a few lines in both languages."""
    number = 0x811C9DC5
    for byte in text.encode():
        number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{number:08x}"


def _stamp(saved: str) -> datetime:
    """When the response was saved, to the second; 2020-01-01 when that is not known."""
    found = _SAVED.fullmatch(saved)
    try:
        stamp = datetime.fromisoformat(saved if found and found[1] else f"{saved}+00:00")
        return stamp.astimezone(UTC).replace(microsecond=0) if found else _EPOCH
    except (ValueError, OverflowError):
        return _EPOCH


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets (RFC 5545, 3.1). Each further piece begins with a space."""
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > 75:
            yield piece
            piece, octets = " ", 1
        piece += character
        octets += size
    yield piece
