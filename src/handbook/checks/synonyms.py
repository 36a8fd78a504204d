"""Does every group of synonyms connect words, and no word two groups?

A group is looked up on its own: the words of two groups never find each other through a word both
have. A word may therefore stand in one two-way group only; one-way groups may share words freely.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.organisation import SynonymGroup


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record what is wrong with each group, and words that two-way groups share."""
    elsewhere: dict[str, tuple[int, Span]] = {}
    for number, group in enumerate(handbook.synonyms):
        words = list(_words(group))
        if len(group.say) + (0 if group.both_ways else len(group.mean)) < 2 or not group.say or not group.mean:
            diagnostics.error("synonym-alone", group.origin.span)
        here: dict[str, Span] = {}
        for word, span, wide in words:
            key = _same(word)
            if not any(character.isalnum() for character in word):
                diagnostics.error("synonym-empty", span)
                continue
            if wide and len(word) == 1:
                diagnostics.warning("synonym-short", span, word=word)
            if key in here:
                diagnostics.warning("synonym-repeated", span, word=word, line=here[key].line)
                continue
            here[key] = span
            if group.both_ways:
                first, place = elsewhere.setdefault(key, (number, span))
                if first != number:
                    diagnostics.warning("synonym-elsewhere", span, word=word, line=place.line)


def _words(group: SynonymGroup) -> Iterator[tuple[str, Span, bool]]:
    """Each written word, its place, and whether it is searched for in the text."""
    keys = ("mean",) if group.both_ways else ("say", "mean")
    for key in keys:
        for index, word in enumerate(getattr(group, key)):
            yield word, group.origin.at(f"{key}[{index}]"), key == "mean"


def _same(word: str) -> str:
    """The form in which the search compares words: 「ＡＢＣ」 and abc have the same."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())
