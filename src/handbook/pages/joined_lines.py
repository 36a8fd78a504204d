"""Lines of running text put together: between Chinese characters no space may arise."""

from __future__ import annotations

import functools
import unicodedata


def joined_lines(before: str, after: str) -> str:
    """Two lines of one paragraph; between Chinese characters no space arises."""
    if not before or not after:
        return before + after
    ends = (before.rstrip("*_`")[-1:], after.lstrip("*_`[")[:1])  # emphasis marks are not what is seen
    wide = all(end and unicodedata.east_asian_width(end) in "WF" for end in ends)
    return before + ("" if wide else "\n") + after


def unbroken(text: str | None) -> str | None:
    """Running text without the line breaks of its source that would show as gaps between Chinese characters."""
    if not text or not text.strip() or "\n" not in text:
        return text
    return functools.reduce(joined_lines, text.split("\n"))
