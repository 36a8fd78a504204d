"""Who rides in which car: the guests that a trip carries, and the trips that leave a place together.

The browser half is `src/browser/rules/loads.js`; tests/fixtures/rules/kinds.json holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from handbook.model.rule_kinds import EveryoneAboard
from handbook.rules.canonical_times import minutes_of
from handbook.rules.row_functions import Cells
from handbook.values.identities import Register, is_nothing, is_undecided, listed_parts
from handbook.values.number_text import number_text
from handbook.values.parties import and_others, guests_meant, is_group, is_part

_HALF_A_DAY = 720  # minutes; who arrives by a later train is fetched by another car


class Load(NamedTuple):
    """What one trip carries."""

    place: int  # of the row
    start: str
    end: str
    leaves: str
    reaches: str
    names: tuple[str, ...]  # of people, in one spelling
    guests: tuple[str, ...]  # those of them that are guests
    in_groups: int  # guests that are carried without their names
    heads: int  # as written; 0 for none
    is_part: bool  # it says that it carries a part of the guests
    is_named: bool  # everybody in it is named


def load_of(kind: EveryoneAboard, row: Cells, party: Mapping[str, str], register: Register) -> Load:
    """What a row of the list of trips says. party: the guests by their names in one spelling."""
    heads = int(_number(row.get(kind.heads)))
    said = _text(row.get(kind.who))
    names: dict[str, None] = {}
    in_groups = 0
    is_named = True
    for part in listed_parts(said):
        if register.are_known(part, party) and not and_others(part):
            names |= dict.fromkeys(register.names(part))
            continue
        group = guests_meant(part, len(party))
        in_groups += group
        if group or is_group(part) or is_nothing(part) or is_undecided(part):
            is_named = False
            continue
        own = register.names(part)
        names |= dict.fromkeys(own)
        if more := and_others(part):
            is_named = False
            guests_here = sum(name in party for name in own)
            in_groups += max(more - guests_here, 0) if guests_here else 0
    guests = tuple(name for name in names if name in party)
    others = len(names) - len(guests)
    if in_groups and heads:
        in_groups = min(in_groups, max(heads - others - len(guests), 0)) or in_groups
    return Load(
        int(row["_index"]), _text(row.get(kind.start)), _text(row.get(kind.end)), _text(row.get(kind.leaves)),
        _text(row.get(kind.place)), tuple(names), guests, in_groups, heads, is_part(said), is_named,
    )  # fmt: skip


def waves(loads: Sequence[Load], register: Register) -> list[list[Load]]:
    """The trips with guests that leave one place within half a day, to one place or at the same time."""
    found: list[list[Load]] = []
    for load in loads:
        if not (load.guests or load.in_groups) or not load.start or not load.leaves:
            continue
        wave = next((wave for wave in found if _leave_together(wave[0], load, register)), None)
        if wave:
            wave.append(load)
        else:
            found.append([load])
    return found


def _leave_together(a: Load, b: Load, register: Register) -> bool:
    first, second = minutes_of(a.start), minutes_of(b.start)
    if first is None or second is None or abs(first - second) >= _HALF_A_DAY:
        return False
    if not register.in_one_building(a.leaves, b.leaves):
        return False
    return register.in_one_building(a.reaches, b.reaches) or (
        a.start <= (b.end or b.start) and b.start <= (a.end or a.start)
    )


def _text(value: Any) -> str:
    return number_text(value) if isinstance(value, float) else str(value or "")


def _number(value: Any) -> float:
    return value if isinstance(value, float) else 0.0
