"""Lines of running text put together, without a space between Chinese characters."""

from __future__ import annotations

import functools
import unicodedata


def joined_lines(before: str, after: str) -> str:
    """Two lines of one paragraph as one text: broken between words, and not between two Chinese characters.

    One of them may be empty: there an element, such as code, stands on that side, and the other side decides.
    """
    ends = (before.rstrip("*_`")[-1:], after.lstrip("*_`[")[:1])  # marks of emphasis are not seen
    wide = all(not end or unicodedata.east_asian_width(end) in "WF" for end in ends)
    return before + ("" if wide else "\n") + after


def unbroken(text: str | None) -> str | None:
    """Running text without those line breaks of its source that a browser would show as gaps in Chinese."""
    if not text or not text.strip() or "\n" not in text:
        return text
    return functools.reduce(joined_lines, text.split("\n"))
