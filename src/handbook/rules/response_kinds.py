"""What the kinds of rules demand that look at the whole response: one function for each.

What a verdict points at is a path here, such as agenda[2].owner. The browser half is
`src/browser/rules/response-kinds.js`; tests/fixtures/rules/kinds.json holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

from handbook.model import rule_kinds as kinds
from handbook.rules.canonical_times import day_of
from handbook.rules.kinds import Verdict, cell_text, names_listed, names_written
from handbook.rules.mentions import free_texts
from handbook.rules.presences import Meeting, meetings
from handbook.rules.seen_values import SeenValues
from handbook.values.forbidden import forbidden
from handbook.values.nearest import slip_of
from handbook.values.spelling import one_spelling

_MOST_DAYS = 800  # days that are looked at one by one
_MOST_VISIT = 31  # days; what is longer has a wrong year, and only the days with a row are looked at
_MOMENT = 16  # characters of a day with a time


def one_place(kind: kinds.OnePlace, seen: SeenValues) -> list[Verdict]:
    """Nobody is in two places at once, and everybody has time to get to the next."""
    return [_meeting(group, seen) for group in meetings(kind, seen)]


def _meeting(group: Sequence[Meeting], seen: SeenValues) -> Verdict:
    """What is said about the meetings of one stay: whom it keeps from being elsewhere, and where they should be."""
    stay, other, _, apart = group[0]
    params = {
        "name": "、".join(dict.fromkeys(name for one in group for name in one.names)),
        "time": _hours(other.start, other.end, stay.start),
        "does": other.does,
        "where": seen.place_of_path(other.path, stay.path),
        "minutes": str(apart),
    }
    fields = [*(one.stay.path for one in group), other.path]
    return Verdict("elsewhere" if apart is None else "hurried", fields, params)


def every_day(kind: kinds.EveryDay, seen: SeenValues) -> list[Verdict]:
    """Each row is at an hour of its name; each day of the period has what its hours ask for."""
    rows = seen.rows
    if rows is None:
        return []
    found = []
    there = set()
    for row in seen.context[rows.id]:
        at, name = cell_text(row.get(kind.at, "")), cell_text(row.get(kind.name, ""))
        hours = kind.hours.texts.get(name, "")
        if len(at) < _MOMENT or not hours:
            continue
        there.add((at[:10], name))
        if not hours[:5] <= at[11:16] <= hours[6:]:
            path = f"{rows.id}[{int(row['_index'])}]"
            params = {"name": name, "time": at[11:16], "hours": hours}
            found.append(Verdict("hour", [f"{path}.{kind.at}", f"{path}.{kind.name}"], params))
    around = replace(seen, rows=None)  # the list may have a column of the same name
    since, until = (around.cell(place) for place in (kind.since, kind.until))
    begins, stops = (cell_text(one.value) if one and one.is_filled else "" for one in (since, until))
    first_day, last_day = day_of(begins), day_of(stops)
    if not there or not first_day or not last_day or len(begins) < _MOMENT or len(stops) < _MOMENT:
        return found
    count = min((last_day - first_day).days, _MOST_DAYS) + 1
    days = [(first_day + timedelta(days=number)).isoformat() for number in range(count)]
    if len(days) > _MOST_VISIT:  # a wrong year, more likely than so long a visit
        days = sorted({day for day, _ in there})
    for day in days:
        missing = [
            name
            for name, hours in kind.hours.texts.items()
            if (day, name) not in there and begins <= f"{day}T{hours[:5]}" and f"{day}T{hours[6:]}" <= stops
        ]
        if missing:
            params = {"names": "、".join(missing), "day": _said_day(day)}
            found.append(Verdict("missing", [rows.id], params))
    return found


def misspelt(kind: kinds.MisspeltNames, seen: SeenValues) -> list[Verdict]:
    """No name is nearly one of the list, or of those that the response itself gives; each such name once."""
    listed = [*names_listed(seen.facts, kind.listed_in), *(cell_text(cell.value) for _, cell in seen.paths(kind.also))]
    spelled = {key for one in listed for key in (one_spelling(one), seen.register.one(one))}
    firm = kind.listed_in != "vehicles"
    found: dict[str, Verdict] = {}
    met: dict[str, str] = {}
    for path, cell in seen.paths(kind.fields):
        for key, name in names_written(cell.value, kind.listed_in, seen.register):
            if key in found:
                verdict = found[key]
                found[key] = verdict._replace(fields=[*verdict.fields, path])
                continue
            if key in spelled or key in met or (kind.listed_in == "people" and not seen.register.is_person(key)):
                continue
            candidates = [*listed, *met.values()] if kind.listed_in == "people" else listed
            near = slip_of(name, candidates, people=kind.listed_in == "people", firm=firm)
            if near:
                instead = cell_text(cell.value).replace(name, near) if name in cell_text(cell.value) else ""
                found[key] = Verdict("near", [path], {"value": name, "nearest": near}, instead)
            else:
                met[key] = name
    return list(found.values())


def forbids(kind: kinds.ForbiddenWords, seen: SeenValues) -> list[Verdict]:
    """None of the words is written without being denied, or being part of another thing's name; each cell once."""
    found = []
    for path, cell in seen.paths(kind.fields or free_texts(seen.template)):
        word = forbidden(cell_text(cell.value), kind.words, kind.counted, kind.unless, kind.names)
        if word:
            field = seen.called(path)
            found.append(Verdict("word", [path], {"field": field, "word": word}))
    return found


OfResponse: TypeAlias = Callable[[Any, SeenValues], list[Verdict]]

#: what judges the whole response at once, by its kind
OF_RESPONSE: Mapping[type[kinds.RuleKind], OfResponse] = {
    kinds.OnePlace: one_place,
    kinds.EveryDay: every_day,
    kinds.MisspeltNames: misspelt,
    kinds.ForbiddenWords: forbids,
}


def _hours(start: str, end: str, beside: str) -> str:
    """10:32–10:45, with the day where it is not that of `beside`."""
    day = "" if start[:10] == beside[:10] else f"{_said_day(start)} "
    if not end:
        return f"{day}{start[11:16]}"
    until = "" if end[:10] == start[:10] else f"{_said_day(end)} "
    return f"{day}{start[11:16]}–{until}{end[11:16]}"


def _said_day(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:10])}日"
