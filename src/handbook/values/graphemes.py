"""Text is cut between the characters that readers see, and not within one.

A character may be several code points: a letter and its accent, an emoji with its colour of skin, the two letters of a
flag. The twin is `src/browser/values/graphemes.js`.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"


def cut(text: str, most: int) -> str:
    """The beginning of a text, of at most that many code points, without a half character at its end."""
    end = min(most, len(text))
    while 0 < end < len(text) and _is_joined(text, end):
        end -= 1
    return text[:end] if end else text[:most]


def _is_joined(text: str, at: int) -> bool:
    """Whether the code points before and at the place are of one character."""
    before, here = text[at - 1], text[at]
    if _JOINER in (before, here) or unicodedata.category(here).startswith("M"):
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff" or "\U000e0020" <= here <= "\U000e007f":
        return True
    flags = 0  # letters of flags directly before the place: two make one
    while flags < at and "\U0001f1e6" <= text[at - 1 - flags] <= "\U0001f1ff":
        flags += 1
    return flags % 2 == 1 and "\U0001f1e6" <= here <= "\U0001f1ff"
