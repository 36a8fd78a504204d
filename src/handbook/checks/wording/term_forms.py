"""Do pages use the words that the list of terms has chosen, and none that only authors know?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.term import Term
from handbook.reading import clauses

_KEY = re.compile(r"[a-z]+(?:_[a-z]+)*:?")


def check(handbook: Handbook, passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record words that the list says are not used, with what to write; and keys of the sources that readers see."""
    _check_keys(handbook, diagnostics)
    terms = {word: term for term in handbook.listed(Term) for word in term.avoid}
    if not terms:
        return
    chosen = {term.term for term in handbook.listed(Term)}
    for word in chosen & terms.keys():
        diagnostics.warning("term-both-ways", terms[word].origin.at("not"), word=word, term=terms[word].term)
    # Longer ones first, and chosen words too: 網絡 is no finding where the list says 網 is not used.
    words = sorted({*terms, *chosen}, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(_whole(word) for word in words))
    for passage in passages:
        for found in pattern.finditer(passage.text):
            term = terms.get(found[0])
            if term is not None:
                place = passage.at(found.start(), found[0])
                diagnostics.warning("word-not-used", place, word=found[0], term=term.term)


def _check_keys(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record keys such as `severities` in the prose of readers' pages."""
    for page in handbook.pages.values():
        if "`" not in page.body or not handbook.is_for_readers(page):
            continue
        for offset, line in clauses.lines_shown(page.body):
            for start, end in clauses.code_spans(line):
                word = line[start:end].strip("` ")
                if _KEY.fullmatch(word):
                    place = Span(page.origin.span.path, page.body_line + offset, start + 1, end - start)
                    diagnostics.warning("key-shown", place, key=word)


def _whole(word: str) -> str:
    """The word as a pattern; Latin letters do not run on into others."""
    return rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" if word.isascii() else re.escape(word)
