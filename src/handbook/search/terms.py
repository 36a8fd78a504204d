"""Terms: what the index is looked up by.

Terms are pairs of neighbouring Chinese characters, single characters, words, numbers, and the joints of a number or
word with a character. `50元` gives `50`, `元` and the joint `50元`. No dictionary is needed, because any two
neighbouring characters are a term. The twin is `src/browser/search/terms.js`, for queries;
`tests/fixtures/search/terms.json` binds both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_GAP = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}0-9])|(?<=[0-9]) +(?=[{HAN}])")
_RUN = re.compile(rf"(?P<han>[{HAN}]+)|[a-z0-9]+(?:[.:][0-9]+)*|[^\W_{HAN}]+")
_PARTS = re.compile(r"[a-z]+|[0-9]+(?:[.:][0-9]+)*")


def terms(folded: str) -> Iterator[str]:
    """Every term of a folded text, in order, as often as it occurs."""
    text = _GAP.sub("", folded)
    end, before, word = -1, "", ""
    for run in _RUN.finditer(text):
        found = run.group()
        touching = run.start() == end
        if run["han"]:
            if touching and word:
                yield word + found[0]
            yield from found
            for at in range(len(found) - 1):
                yield found[at : at + 2]
            before, word = found[-1], ""
        else:
            if touching and before:
                yield before + found
            yield found
            parts = _PARTS.findall(found)
            if len(parts) > 1:
                yield from parts
            before, word = "", found
        end = run.end()
