"""Who is where when, read from several lists of a response: the presences of the kind `one_place`.

The browser half is `src/browser/rules/presences.js`; tests/fixtures/rules/kinds.json holds both to the same answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from handbook.model.rule_kinds import IN_BRACES, OnePlace, Presence
from handbook.rules.canonical_times import minutes_of
from handbook.rules.row_functions import Cells
from handbook.rules.seen_values import SeenValues
from handbook.values.identities import listed_parts
from handbook.values.number_text import number_text
from handbook.values.parties import and_others, guests_meant, is_group, is_part
from handbook.values.spelling import contains, one_spelling
from handbook.values.time_spans import ends

_PARTY = "*"  # the name under which all guests are somewhere
_LONGEST = 16 * 60  # minutes; who is busy for longer has a wrong day typed, and every other row would meet it


class Stay(NamedTuple):
    """Somebody is somewhere from `first` until `last`, in minutes."""

    first: int
    last: int
    name: str  # in one spelling
    written: str
    presence: int  # which of the kind's presences says so
    row: int  # place of the row; -1 for the template's own fields
    path: str  # of the field that names him
    start: str  # canonical
    end: str
    place: str
    leaves: str
    does: str
    is_journey: bool

    @property
    def is_trip(self) -> bool:
        """Whether it is a trip, which is at no place."""
        return self.leaves != ""


class Meeting(NamedTuple):
    """Two stays that cannot both be, of the same people; `apart` minutes lie between them, or None: they overlap."""

    stay: Stay
    other: Stay
    names: tuple[str, ...]
    apart: int | None


def party_of(place: str, seen: SeenValues) -> dict[str, str]:
    """The guests: names in one spelling, and as written. place: 「list.column」."""
    return {seen.register.one(str(cell.value)): str(cell.value) for cell in seen.cells(place) if cell.is_filled}


def stays(kind: OnePlace, seen: SeenValues) -> list[Stay]:
    """Every stay that the response speaks of, in the order of the kind's presences."""
    party = party_of(kind.party, seen) if kind.party else {}
    return [stay for number, one in enumerate(kind.presences) for stay in _of_presence(number, one, party, seen)]


def meetings(kind: OnePlace, seen: SeenValues) -> list[list[Meeting]]:
    """What cannot be: pairs of rows, together those of one row with rows of one list, in the order of time."""
    guests = party_of(kind.party, seen) if kind.party else {}
    travel = seen.cell(kind.travel) if kind.travel else None
    minutes = travel.value if travel and isinstance(travel.value, float) else 0.0
    by_name: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays(kind, seen):
        by_name[stay.name].append(stay)
    pairs: dict[tuple[str, str], Meeting] = {}
    for name, own in sorted(by_name.items()):
        whole = by_name.get(_PARTY, []) if name in guests else []
        in_order = sorted([*own, *whole], key=_beginning)
        for at, earlier in enumerate(in_order):
            for later in in_order[at + 1 :]:
                if later.first >= earlier.last + minutes:
                    break
                if name not in (earlier.name, later.name):
                    continue
                apart = _apart(kind, earlier, later, own, minutes, seen)
                if apart is not False:
                    known = pairs.get((earlier.path, later.path))
                    written = earlier.written if earlier.name == name else later.written
                    names = dict.fromkeys((*(known.names if known else ()), written))
                    pairs[earlier.path, later.path] = Meeting(later, earlier, tuple(names), apart)
    groups: dict[tuple[Any, ...], list[Meeting]] = {}
    for one in sorted(pairs.values(), key=lambda one: (_beginning(one.stay), _beginning(one.other))):
        lists = [kind.presences[stay.presence].rows for stay in (one.other, one.stay)]
        key = (*lists, one.other.row, one.apart is None)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _beginning(stay: Stay) -> tuple[int, int, int]:
    return stay.first, stay.presence, stay.row


def _apart(
    kind: OnePlace, earlier: Stay, later: Stay, own: Sequence[Stay], minutes: float, seen: SeenValues
) -> int | bool | None:
    """Minutes between two stays that are too close, None when they overlap, False when both can be."""
    a, b = earlier, later
    one, other = kind.presences[a.presence], kind.presences[b.presence]
    if one.rows == other.rows and a.row == b.row:
        return False
    if a.presence == b.presence and one.elsewhere:
        return False
    parties = (a.name == _PARTY) + (b.name == _PARTY)
    if parties and a.is_trip and b.is_trip:  # the guests are in several cars
        return False
    if (a.is_journey and (b.is_trip or b.is_journey)) or (b.is_journey and a.is_trip):
        return False
    if (one.waits and _within(b, a)) or (other.waits and _within(a, b)):
        return False
    if a.first < b.last and b.first < a.last:
        alike = not a.is_trip and not b.is_trip and a.place and one_spelling(a.place) == one_spelling(b.place)
        return False if alike else None
    apart = later.first - earlier.last
    left, reached = earlier.place, later.leaves or later.place
    if parties or apart >= minutes or not left or not reached or seen.register.in_one_building(left, reached):
        return False
    if earlier.is_journey or later.is_journey:
        return False
    between = any(
        stay is not earlier and stay is not later and earlier.last <= stay.first and stay.last <= later.first
        for stay in own
    )
    return False if between else apart


def _within(inner: Stay, outer: Stay) -> bool:
    return not inner.is_trip and outer.first <= inner.first and inner.last <= outer.last


def _of_presence(number: int, one: Presence, party: dict[str, str], seen: SeenValues) -> Iterator[Stay]:
    rows: Sequence[Cells] = seen.context[one.rows] if one.rows else [seen.context]
    for cells in rows:
        start, end = _text(cells, one.start), _text(cells, one.end)
        first, last = minutes_of(ends(start)[0]), minutes_of(ends(end or start)[1] if end or "/" in start else "")
        if first is None or "T" not in start:
            continue
        if last is None or not first < last <= first + _LONGEST:
            last, end = first + 1, ""
        row = int(cells["_index"]) if one.rows else -1
        around = f"{one.rows}[{row}]." if one.rows else ""
        says = " ".join(_text(cells, column) for column in one.says)
        is_journey = contains(says, one.journeys)
        parts = IN_BRACES.split(one.does)
        path = around + (one.who or (one.says[0] if one.says else one.start))
        for name, written in _who(one, cells, says, is_journey, party, seen):
            yield Stay(
                first, last, name, written, number, row, path, ends(start)[0], end and ends(end)[1],
                _text(cells, one.place), _text(cells, one.leaves),
                "".join(_text(cells, part) if at % 2 else part for at, part in enumerate(parts)), is_journey,
            )  # fmt: skip


def _who(
    one: Presence, cells: Cells, says: str, is_journey: bool, party: dict[str, str], seen: SeenValues
) -> Iterator[tuple[str, str]]:
    """Who is there: the names, each in one spelling and as written."""
    if one.guests:
        if is_journey or contains(says, one.asides):
            return
        named = {key: name for key, name in party.items() if len(key) > 1 and key in one_spelling(says)}
        if named:
            yield from named.items()
        elif party and not is_part(says):
            yield _PARTY, "來賓"
        return
    for part in listed_parts(_text(cells, one.who)):
        if seen.register.are_known(part, party) and not and_others(part):
            yield from seen.register.written(part)
        elif party and guests_meant(part, len(party)) >= len(party):
            yield _PARTY, "來賓"
        elif not is_group(part) or len(seen.register.names(part)) > 1:
            written = seen.register.written(part)
            if party and and_others(part) >= len(party) and any(name in party for name, _ in written):
                written = [(_PARTY, "來賓")]
            yield from written


def _text(cells: Cells, column: str) -> str:
    value: Any = cells.get(column, "") if column else ""
    return number_text(value) if isinstance(value, float) else str(value)
