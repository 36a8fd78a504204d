"""What the kinds of rules demand: one function for each.

A function is given the kind, which says what it is about, and the values. It answers None where the rule holds, and
else a `Verdict`: the sentence of `reading/rule_words.toml` that says what is wrong, the fields it points at, and what
the sentence speaks of. A kind that compares rows answers for all rows of the list at once;
what looks at the whole response is in `response_kinds.py`.

A blank value breaks no rule but those that demand one. The browser half is `src/browser/rules/kinds.js`;
tests/fixtures/rules/kinds.json holds both to the same answers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

from handbook.model import rule_kinds as kinds
from handbook.model.handbook import Facts
from handbook.reading.rule_words import list_words
from handbook.rules.canonical_times import day_of
from handbook.rules.decision_uses import ask_table, given_value, said_at_any_time, why_open
from handbook.rules.decisions import Decision
from handbook.rules.functions import day_kind
from handbook.rules.loads import load_of, waves
from handbook.rules.presences import party_of
from handbook.rules.row_functions import Cells, overlapping
from handbook.rules.seen_values import SeenCell, SeenValues
from handbook.values.identities import Register, is_nothing, is_undecided, listed_parts
from handbook.values.nearest import nearest
from handbook.values.number_text import number_text
from handbook.values.spelling import one_spelling
from handbook.values.time_spans import ends

_MOST_DAYS = 800  # days that are counted one by one; what is further apart is early enough
_EQUAL = 0.0000005  # sums of doubles that differ by less are printed alike


class Verdict(NamedTuple):
    """Why a rule does not hold."""

    word: str  # the sentence of the kind that says it
    fields: Sequence[str]  # what it points at: ids of columns of the row, or of fields
    params: Mapping[str, str]  # what the sentence speaks of
    instead: str = ""  # what the first of the fields should probably hold


# ── kinds about one row, or about the response ──


def order(kind: kinds.RisingOrder, seen: SeenValues) -> Verdict | None:
    """Each filled value comes after the filled one before it."""
    for (earlier, a), (later, b) in itertools.pairwise(seen.filled(kind.fields)):
        if not _rises(a.value, b.value, equal=kind.equal):
            number = isinstance(a.value, float)
            word = ("less" if number else "earlier") if kind.equal else ("not-more" if number else "not-later")
            return _pair(word, earlier, later, seen)
    return None


def required_if(kind: kinds.RequiredIf, seen: SeenValues) -> Verdict | None:
    """What `then` names is filled, once the field has one of the values, or any."""
    wanted = [one_spelling(value) for value in kind.equals]
    met = next((cell for cell in seen.cells(kind.field) if _meets(cell, kind.filled, wanted)), None)
    missing = seen.missing(kind.then) if met else []
    if not met or not missing:
        return None
    params = {"field": seen.labels([kind.field]), "value": cell_text(met.value), "missing": seen.labels(missing)}
    return Verdict("missing-filled" if kind.filled else "missing", missing, params)


def sequence(kind: kinds.StepSequence, seen: SeenValues) -> Verdict | None:
    """No step before a filled one is blank; no date is before that of an earlier step."""
    filled = seen.filled(kind.fields)
    if not filled:
        return None
    last = filled[-1][0]
    missing = seen.missing(kind.fields[: kind.fields.index(last)])
    if missing:
        return Verdict("missing", missing, {"later": seen.labels([last]), "missing": seen.labels(missing)})
    dated = [(place, cell) for place, cell in filled if day_of(ends(cell_text(cell.value))[0])]
    for (earlier, a), (later, b) in itertools.pairwise(dated):
        if not _rises(a.value, b.value, equal=True):
            return _pair("falls", earlier, later, seen)
    return None


def different_people(kind: kinds.DifferentPeople, seen: SeenValues) -> Verdict | None:
    """No name stands in two of the fields."""
    for (one, a), (other, b) in itertools.combinations(seen.filled(kind.fields), 2):
        shared = [name for key, name in seen.register.written(a.value) if key in seen.register.names(b.value)]
        if shared:
            return Verdict("same", [one, other], {"fields": seen.labels([one, other]), "name": "、".join(shared)})
    return None


def days_before(kind: kinds.DaysBefore, seen: SeenValues) -> Verdict | None:
    """The date is early enough."""
    first, last = (_first_day(seen.cell(place)) for place in (kind.date, kind.before))
    if not first or not last:
        return None
    apart = (last - first).days
    if kind.workdays and 0 < apart < _MOST_DAYS:
        apart = sum(_is_workday(seen.facts, first + timedelta(days=number)) for number in range(apart))
    if apart >= kind.days:
        return None
    params = {"date": seen.labels([kind.date]), "before": seen.labels([kind.before]), "days": str(kind.days)}
    return Verdict("late-workdays" if kind.workdays else "late", [kind.date, kind.before], params)


def known(kind: kinds.KnownName, seen: SeenValues) -> Verdict | None:
    """Every name is in the list. Nobody (無) and who is not decided on (待定) are no names."""
    cell = seen.cell(kind.field)
    if not cell or not cell.is_filled:
        return None
    listed = names_listed(seen.facts, kind.listed_in)
    spelled = {one_spelling(name) for name in listed}
    for key, name in names_written(cell.value, kind.listed_in, seen.register):
        if key not in spelled:
            near = nearest(name, listed)
            params = {"listed_in": list_words()[kind.listed_in], "value": name, "nearest": near}
            return Verdict("near" if near else "unlisted", [kind.field], params)
    return None


def limit(kind: kinds.NumberLimit, seen: SeenValues) -> Verdict | None:
    """The number is neither too small nor too large."""
    cell = seen.cell(kind.field)
    if not cell or not cell.is_filled or not isinstance(cell.value, float):
        return None
    unit = f" {cell.field.unit}" if cell.field.unit else ""
    value = {"field": seen.labels([kind.field]), "value": cell_text(cell.value) + unit}
    if kind.least and cell.value < float(kind.least):
        return Verdict("less", [kind.field], value | {"limit": kind.least + unit})
    if kind.most and cell.value > float(kind.most):
        return Verdict("more", [kind.field], value | {"limit": kind.most + unit})
    return None


def adds_up(kind: kinds.AddsUp, seen: SeenValues) -> Verdict | None:
    """The total is the sum of its parts, once it and one part are there."""
    total = seen.cell(kind.total)
    parts = [cell.value for place in kind.of for cell in seen.cells(place) if cell.is_filled]
    numbers = [part for part in parts if isinstance(part, float)]
    if not total or not total.is_filled or not isinstance(total.value, float) or not numbers:
        return None
    added = sum(numbers)
    if abs(total.value - added) < _EQUAL:
        return None
    params = {"total": seen.labels([kind.total]), "of": seen.labels(kind.of), "value": cell_text(total.value)}
    return Verdict("differs", [kind.total, *kind.of], params | {"sum": number_text(added)})


def expected(kind: kinds.ExpectedFields, seen: SeenValues) -> Verdict | None:
    """All of the fields are filled."""
    missing = seen.missing(kind.fields)
    return Verdict("missing", missing, {"missing": seen.labels(missing)}) if missing else None


def workdays(kind: kinds.WorkdayCount, seen: SeenValues) -> Verdict | None:
    """The number is that of the workdays; a half day more or less is one that is not whole."""
    days, first, last = seen.cell(kind.field), _first_day(seen.cell(kind.start)), _first_day(seen.cell(kind.end))
    if not days or not days.is_filled or not isinstance(days.value, float) or not first or not last:
        return None
    apart = (last - first).days
    if not 0 <= apart < _MOST_DAYS:
        return None
    counted = sum(_is_workday(seen.facts, first + timedelta(days=number)) for number in range(apart + 1))
    if counted - 1 < days.value <= counted:
        return None
    params = {"field": seen.labels([kind.field]), "value": cell_text(days.value), "workdays": str(counted)}
    return Verdict("differs", [kind.field, kind.start, kind.end], params)


def approver(kind: kinds.DecidedBy, seen: SeenValues) -> Verdict | None:
    """The table decides the case, and the value is what it says."""
    table = seen.tables.get(kind.matrix)
    if table is None or kind.inputs is None:
        return None
    places = kind.inputs.texts
    decision = ask_table(table, places, kind.on, seen)
    field = seen.labels([kind.field]) if kind.field else f"「{table.output}」"
    named = seen.cell(kind.field) if kind.field else None
    if named and named.field.type == "person":
        return _of_post(kind, named, decision, seen)
    if decision.state not in ("decided", "blank"):
        params = {"field": field, "reason": why_open(table, decision, places, kind.on, seen)}
        return Verdict("open", [kind.field] if kind.field else list(places.values()), params)
    cell = seen.cell(kind.field)
    if decision.state == "blank" or not cell or not cell.is_filled or cell.field.type == "computed":
        return None
    value = cell_text(cell.value)
    if _is_among(value, decision.then):
        return None
    at_other_times = said_at_any_time(table, [given_value(places[column.id], seen) for column in table.inputs])
    word = "outdated" if _is_among(value, at_other_times) else "differs"
    wanted = ("、" if table.hit == "collect" else "或").join(decision.then)
    return Verdict(word, [kind.field], {"field": field, "value": value, "wanted": wanted})


def _of_post(kind: kinds.DecidedBy, cell: SeenCell, decision: Decision, seen: SeenValues) -> Verdict | None:
    """Whether a person holds a post that the table says; nobody knows it where the list has nobody in such a post."""
    if decision.state != "decided" or not cell.is_filled:
        return None
    posts = {name: post for _, name in seen.register.written(cell.value) if (post := seen.facts.posts.get(name))}
    held = set(seen.facts.posts.values())
    if not posts or not all(one in held for one in decision.then):
        return None
    if any(_is_among(post, decision.then) for post in posts.values()):
        return None
    value = "、".join(f"{name}（{post}）" for name, post in posts.items())
    params = {"field": seen.labels([kind.field]), "value": value, "wanted": "或".join(decision.then)}
    return Verdict("differs", [kind.field], params)


# ── kinds that compare rows; their answers are by the rows' places ──


def no_overlap(kind: kinds.NoOverlap, seen: SeenValues, rows: Sequence[Cells]) -> dict[int, Verdict]:
    """Nothing is in two rows at the same time."""
    found = {}
    for place, (name, others) in overlapping(seen.register, rows, kind.start, kind.end or kind.start, kind.who).items():
        row = next(row for row in rows if row["_index"] == place)
        names = dict(seen.register.written(cell_text(row[kind.who])))
        params = {"name": names.get(name, str(name)), "rows": "、".join(str(int(one) + 1) for one in others)}
        found[int(place)] = Verdict("overlaps", [kind.who, kind.start], params)
    return found


def unique(kind: kinds.UniqueRows, seen: SeenValues, rows: Sequence[Cells]) -> dict[int, Verdict]:
    """A row is unlike all above it; one with a blank cell is like no other."""
    first: dict[tuple[str, ...], int] = {}
    found = {}
    for row in rows:
        key = tuple(seen.register.one(_filled_text(row.get(column, ""))) for column in kind.fields)
        place = int(row["_index"])
        if "" not in key and first.setdefault(key, place) != place:
            params = {"row": str(first[key] + 1), "fields": seen.labels(kind.fields)}
            found[place] = Verdict("again", kind.fields, params)
    return found


def in_order(kind: kinds.RowsInOrder, seen: SeenValues, rows: Sequence[Cells]) -> dict[int, Verdict]:
    """No row is earlier than one above it; rows with a blank cell are passed over."""
    latest: tuple[Any, ...] = ()
    latest_place = 0
    found = {}
    for row in rows:
        key = tuple(_sortable(row.get(column, "")) for column in kind.fields)
        place = int(row["_index"])
        if any(part in ("", 0.0) for part in key):
            continue
        if latest and key < latest:
            params = {"fields": seen.labels(kind.fields), "row": str(latest_place + 1)}
            found[place] = Verdict("earlier", kind.fields, params)
        else:
            latest, latest_place = key, place
    return found


def aboard(kind: kinds.EveryoneAboard, seen: SeenValues, rows: Sequence[Cells]) -> dict[int, Verdict]:
    """The cars that leave a place together hold every guest; names and heads of a car agree."""
    party = party_of(kind.party, seen)
    loads = [load_of(kind, row, party, seen.register) for row in rows]
    found = {}
    for load in loads:
        if load.is_named and load.heads and len(load.names) not in (0, 1, load.heads):
            params = {"heads": str(load.heads), "names": str(len(load.names))}
            found[load.place] = Verdict("heads", [kind.heads, kind.who], params)
    for wave in waves(loads, seen.register):
        guests = list(dict.fromkeys(name for load in wave for name in load.guests))
        carried = len(guests) + sum(load.in_groups for load in wave)
        first = wave[0]
        if carried >= len(party) or any(load.is_part for load in wave) or first.place in found:
            continue
        params = {"time": first.start[11:16], "place": first.leaves, "carried": str(carried), "all": str(len(party))}
        if any(load.in_groups for load in wave):
            found[first.place] = Verdict("few", [kind.who, kind.heads], params)
        elif 2 * len(guests) > len(party):
            missing = "、".join(name for key, name in party.items() if key not in guests)
            found[first.place] = Verdict("missing", [kind.who], params | {"missing": missing})
    return found


OfRecord: TypeAlias = Callable[[Any, SeenValues], Verdict | None]
OfRows: TypeAlias = Callable[[Any, SeenValues, Sequence[Cells]], dict[int, Verdict]]

#: what judges a rule about one row or the response, by its kind
OF_RECORD: Mapping[type[kinds.RuleKind], OfRecord] = {
    kinds.RisingOrder: order,
    kinds.RequiredIf: required_if,
    kinds.StepSequence: sequence,
    kinds.DifferentPeople: different_people,
    kinds.DaysBefore: days_before,
    kinds.KnownName: known,
    kinds.NumberLimit: limit,
    kinds.AddsUp: adds_up,
    kinds.ExpectedFields: expected,
    kinds.WorkdayCount: workdays,
    kinds.DecidedBy: approver,
}
#: what judges the rows of a list together
OF_ROWS: Mapping[type[kinds.RuleKind], OfRows] = {
    kinds.NoOverlap: no_overlap,
    kinds.UniqueRows: unique,
    kinds.RowsInOrder: in_order,
    kinds.EveryoneAboard: aboard,
}


# ── values ──


def _meets(cell: SeenCell, filled: bool, wanted: Sequence[str]) -> bool:
    """Whether a value is there, or is one of those wanted; 「無」 may be wanted."""
    if filled:
        return cell.is_filled
    return (cell.is_filled or isinstance(cell.value, str)) and one_spelling(cell_text(cell.value)) in wanted


def _pair(word: str, earlier: str, later: str, seen: SeenValues) -> Verdict:
    return Verdict(word, [earlier, later], {"earlier": seen.labels([earlier]), "later": seen.labels([later])})


def cell_text(value: Any) -> str:
    """A value as it is printed."""
    return number_text(value) if isinstance(value, float) else str(value)


def _is_among(text: str, allowed: Sequence[str]) -> bool:
    """Whether a text, or each of the names that it lists, is one of those allowed."""
    spelled = [one_spelling(one) for one in allowed]
    return one_spelling(text) in spelled or all(one_spelling(part) in spelled for part in listed_parts(text))


def _filled_text(value: Any) -> str:
    """A cell to compare with others; 0 is blank, for that is how expressions see a number that is not filled in."""
    return "" if value == 0.0 else cell_text(value)


def _sortable(value: Any) -> Any:
    return value if isinstance(value, float) else ends(value)[0]


def _rises(first: Any, last: Any, *, equal: bool) -> bool:
    """Whether `last` comes after `first`. A day and a time on it come neither before nor after each other."""
    if isinstance(first, float) or isinstance(last, float):
        numbers = isinstance(first, float) and isinstance(last, float)
        return not numbers or first < last or (equal and first == last)
    a, b = ends(first)[1], ends(last)[0]
    dated = (day_of(a) is not None, day_of(b) is not None)
    if dated[0] != dated[1]:
        return True  # a time of day, and a day
    if dated[0] and len(a) != len(b):
        return a[:10] <= b[:10]
    return a < b or (equal and a == b)


def _first_day(cell: SeenCell | None) -> date | None:
    return day_of(ends(cell_text(cell.value))[0]) if cell and cell.is_filled else None


def _is_workday(facts: Facts, day: date) -> bool:
    known = day_kind(facts, day.isoformat())
    return known == "workday" if known else day.isoweekday() < 6


def names_listed(facts: Facts, listed_in: str) -> Sequence[str]:
    """The names in a data list, as it writes them."""
    own = {"people": tuple(facts.people), "vehicles": facts.vehicles, "rooms": facts.rooms}
    return own[listed_in] if listed_in in own else facts.names.get(listed_in, ())


def names_written(text: str, listed_in: str, register: Register) -> list[tuple[str, str]]:
    """The names in a text, in one spelling and as written.

    Only people, vehicles and rooms are recognised when they are written in another way.
    """
    if listed_in in ("people", "vehicles", "rooms"):
        return register.written(text)
    parts = [part for part in listed_parts(text) if not is_nothing(part) and not is_undecided(part)]
    return [(one_spelling(part), part) for part in parts]
