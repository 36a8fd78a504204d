"""Text on a terminal: how wide it is, and what of it must not get there."""

from __future__ import annotations

import re
import unicodedata

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def display_width(characters: str) -> int:
    """Columns `characters` take on a terminal: wide ones count two, combining ones none."""
    width = 0
    for character in characters:
        if unicodedata.combining(character):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def printable(text: str) -> str:
    """The text without what a terminal would obey, such as an escape sequence; tabs and line ends stay."""
    return _UNPRINTABLE.sub("\ufffd", text)
