"""What a first-aid card shows: its record, and where the nearest defibrillators hang."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.model.first_aid import Defibrillator, FirstAid
from handbook.model.handbook import Handbook


@dataclass(frozen=True, kw_only=True)
class FirstAidView:
    """A card with the defibrillators it names."""

    card: FirstAid
    defibrillators: tuple[Defibrillator, ...] = ()


def first_aid_views(handbook: Handbook) -> Mapping[str, FirstAidView]:
    """All cards by id."""
    hanging = handbook.listed(Defibrillator)
    return {
        id: FirstAidView(card=card, defibrillators=hanging if card.defibrillator else ())
        for id, card in handbook.first_aid.items()
    }
