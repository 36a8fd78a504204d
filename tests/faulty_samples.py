"""Faulty samples made from the rules themselves: the good sample of a template, changed so that one rule is broken.

A rule of a kind says what breaks it: `order: [start, end]` is broken when the end comes first. What a rule with an
expression forbids, nobody can read off it: a sample written by hand breaks such a rule.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from handbook.model.rule_kinds import (
    AddsUp,
    DaysBefore,
    DecidedBy,
    DifferentPeople,
    EveryDay,
    EveryoneAboard,
    ExpectedFields,
    ForbiddenWords,
    KnownName,
    MisspeltNames,
    NoOverlap,
    NumberLimit,
    OnePlace,
    RequiredIf,
    RisingOrder,
    RowsInOrder,
    RuleKind,
    StepSequence,
    UniqueRows,
    WorkdayCount,
)
from handbook.model.template import Field, Rule, Template

Values = dict[str, Any]
DAY = date(2026, 12, 8)  # a Tuesday


class Response:
    """The good sample of a template while it is being spoilt. row: the one whose columns a rule names, for `each`."""

    def __init__(self, template: Template, values: Values, each: str) -> None:
        self.fields = {field.id: field for section in template.sections for field in section.fields}
        self.values = copy.deepcopy(values)
        self.each = each
        self.row = self._rows(each)[0] if each else self.values

    def _rows(self, list_id: str) -> list[Values]:
        rows: list[Values] = self.values.setdefault(list_id, [])
        if not rows:
            rows.append({"_id": "made"})
        return rows

    def holder(self, name: str) -> tuple[Values, str, Field]:
        """Where a field lies: the values or the row, its id there, and what the template says of it."""
        outer, _, inner = name.partition(".")
        if inner:
            column = self.fields[outer].column(inner)
            assert column is not None
            return self._rows(outer)[0], inner, column
        column = self.fields[self.each].column(name) if self.each else None
        return (self.row, name, column) if column else (self.values, name, self.fields[name])

    def set(self, name: str, value: str) -> None:
        """Fills a field with what somebody typed."""
        values, id, _ = self.holder(name)
        values[id] = value

    def clear(self, name: str) -> None:
        """Leaves a field blank, in every row of its list."""
        values, id, _ = self.holder(name)
        for row in self.values[name.partition(".")[0]] if "." in name else [values]:
            row[id] = ""

    def set_nth(self, name: str, nth: int) -> None:
        """Fills a field with the nth of values that rise: days, times of day, numbers, names."""
        _, _, field = self.holder(name)
        day = (DAY + timedelta(days=nth)).isoformat()
        rising = {
            "date": day,
            "date-time": f"{day}T09:00",
            "time-span": f"{day}T09:00/{day}T10:00",
            "time": f"{9 + nth:02}:00",
            "number": str(1 + nth),
            "money": str(1 + nth),
            "choice": field.choices[nth % len(field.choices)].value if field.choices else "",
        }
        self.set(name, rising.get(field.type, f"示例{nth}"))

    def again(self) -> Values:
        """A second row that says the same as the first."""
        rows = self.values[self.each]
        rows[1:] = [{**copy.deepcopy(rows[0]), "_id": "again"}]
        second: Values = rows[1]
        return second


def _falling(response: Response, names: tuple[str, ...]) -> None:
    for nth, name in enumerate(reversed(names)):
        response.set_nth(name, nth)


def _order(kind: RisingOrder, response: Response) -> None:
    _falling(response, kind.fields)


def _required_if(kind: RequiredIf, response: Response) -> None:
    for name in kind.then:
        response.clear(name)
    if kind.equals:
        response.set(kind.field, kind.equals[0])
    elif response.holder(kind.field)[0].get(response.holder(kind.field)[1]) in (None, ""):
        response.set_nth(kind.field, 0)


def _sequence(kind: StepSequence, response: Response) -> None:
    for name in kind.fields[:-1]:
        response.clear(name)
    response.set_nth(kind.fields[-1], 0)


def _no_overlap(kind: NoOverlap, response: Response) -> None:
    if response.holder(kind.who)[0].get(kind.who) in (None, ""):
        response.set_nth(kind.who, 0)
    response.set_nth(kind.start, 0)
    if kind.end:
        response.set_nth(kind.end, 1)
    response.again()


def _different_people(kind: DifferentPeople, response: Response) -> None:
    for name in kind.fields:
        response.set(name, "錢承辦")


def _unique(kind: UniqueRows, response: Response) -> None:
    for name in kind.fields:
        if response.row.get(name) in (None, ""):
            response.set_nth(name, 0)
    response.again()


def _in_order(kind: RowsInOrder, response: Response) -> None:
    first = response.row
    second = response.again()
    for response.row, nth in ((first, 1), (second, 0)):
        for name in kind.fields:
            response.set_nth(name, nth)


def _days_before(kind: DaysBefore, response: Response) -> None:
    response.set_nth(kind.date, 0)
    response.set_nth(kind.before, 0)


def _known(kind: KnownName, response: Response) -> None:
    response.set(kind.field, "查無此名")


def _limit(kind: NumberLimit, response: Response) -> None:
    response.set(kind.field, str(float(kind.most) + 1) if kind.most else str(float(kind.least) - 1))


def _adds_up(kind: AddsUp, response: Response) -> None:
    for name in kind.of:
        if "." not in name or response.holder(name)[0].get(name.partition(".")[2]) in (None, ""):
            response.set(name, "1")
    response.set(kind.total, "99999")


def _expected(kind: ExpectedFields, response: Response) -> None:
    for name in kind.fields:
        response.clear(name)


def _forbids(kind: ForbiddenWords, response: Response) -> None:
    place = kind.fields[0] if kind.fields else next(id for id, field in response.fields.items() if field.type == "text")
    response.set(place, kind.words[0] if kind.words else f"兩瓶{kind.counted[0]}")


def _approver(kind: DecidedBy, response: Response) -> None:
    person = response.holder(kind.field)[2].type == "person"
    response.set(kind.field, "孫現場" if person else "查無此職")


def _misspelt(kind: MisspeltNames, response: Response) -> None:
    slips = {"people": "孫現埸", "vehicles": "示A0001", "rooms": "辦公樓三樓第一會義室", "hotels": "示例縣招侍所"}
    response.set(kind.fields[0], slips[kind.listed_in])


def _workdays(kind: WorkdayCount, response: Response) -> None:
    response.set_nth(kind.start, 0)
    response.set_nth(kind.end, 3)
    response.set(kind.field, "1")


def _every_day(kind: EveryDay, response: Response) -> None:
    response.set(kind.name, next(iter(kind.hours.texts)))
    response.set(kind.at, f"{DAY.isoformat()}T23:00")


def _aboard(kind: EveryoneAboard, response: Response) -> None:
    response.set(kind.who, "錢承辦、周聯絡")
    response.set(kind.heads, "9")


def _one_place(kind: OnePlace, response: Response) -> None:
    first, second = [one for one in kind.presences if one.rows and one.who][:2]
    for presence in (first, second):
        response.set(f"{presence.rows}.{presence.who}", "錢承辦")
        response.set(f"{presence.rows}.{presence.start}", f"{DAY.isoformat()}T09:00")
        response.set(f"{presence.rows}.{presence.place}", f"示例{presence.rows}")


_SPOIL: Mapping[type[RuleKind], Callable[[Any, Response], None]] = {
    RisingOrder: _order,
    RequiredIf: _required_if,
    StepSequence: _sequence,
    NoOverlap: _no_overlap,
    DifferentPeople: _different_people,
    UniqueRows: _unique,
    RowsInOrder: _in_order,
    DaysBefore: _days_before,
    KnownName: _known,
    NumberLimit: _limit,
    AddsUp: _adds_up,
    ExpectedFields: _expected,
    ForbiddenWords: _forbids,
    DecidedBy: _approver,
    MisspeltNames: _misspelt,
    WorkdayCount: _workdays,
    EveryDay: _every_day,
    EveryoneAboard: _aboard,
    OnePlace: _one_place,
}


def spoilt(template: Template, rule: Rule, good: Values) -> Values | None:
    """The good values of a template changed so that they break a rule; None for a rule that has no kind."""
    if rule.kind is None or type(rule.kind) not in _SPOIL:
        return None
    response = Response(template, good, rule.each)
    if rule.approver and (not rule.approver.field or response.holder(rule.approver.field)[2].type == "computed"):
        return None  # what the table leaves open, a sample written by hand shows
    _SPOIL[type(rule.kind)](rule.kind, response)
    return response.values
