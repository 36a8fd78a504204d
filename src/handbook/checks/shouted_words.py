"""Is each word that people in need type (`also:` of a flow) long enough to be meant, and does it lead to one flow?"""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.search.folding import fold

_SHORTEST = 2  # characters: one alone stands in too many queries


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record words that are too short, and words that two flows claim."""
    first: dict[str, tuple[Flow, Span]] = {}
    for flow in handbook.flows.values():
        for index, word in enumerate(flow.also):
            place = flow.origin.at(f"also[{index}]")
            key = "".join(fold(word).split())
            if sum(character.isalnum() for character in key) < _SHORTEST:
                diagnostics.error("shouted-word-short", place, word=word)
                continue
            other, _ = first.setdefault(key, (flow, place))
            if other is not flow:
                diagnostics.error("shouted-word-taken", place, word=word, flow=other.title)
            elif first[key][1] != place:
                diagnostics.warning("shouted-word-repeated", place, word=word, line=first[key][1].line)
