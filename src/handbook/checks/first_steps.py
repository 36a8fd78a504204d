"""Can what comes first in an emergency be read aloud in a minute?"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook

MOST_STEPS = 7  # of a card
FIRST = 5
MOST_CHARACTERS = 240  # of the first steps: a minute read aloud


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record cards with too many steps, and first steps of cards and flows with too many characters."""
    for card in handbook.first_aid.values():
        if len(card.steps) > MOST_STEPS:
            place = card.origin.at("steps")
            diagnostics.error("card-too-long", place, title=card.title, count=len(card.steps), most=MOST_STEPS)
        _check_words(card.title, card.steps, card.origin.at("steps"), diagnostics)
    for flow in handbook.flows.values():
        steps = ["".join((node.do, *node.say)) for node in flow.nodes]
        _check_words(flow.title, steps, flow.origin.at("nodes"), diagnostics)


def _check_words(title: str, steps: Sequence[str], place: Span, diagnostics: Diagnostics) -> None:
    count = sum(len(step) for step in steps[:FIRST])
    if count > MOST_CHARACTERS:
        diagnostics.warning("steps-too-wordy", place, title=title, count=count, most=MOST_CHARACTERS)
