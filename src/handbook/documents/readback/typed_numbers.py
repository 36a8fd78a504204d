"""Numbers that somebody typed where the office program wrote them, and the other way round.

Copying through chat and some converters makes typed text of automatic numbers: "1．總結" where the value is 總結. Word
makes an automatic number of a typed one. The twin is `src/browser/documents/readback/typed-numbers.js`.
"""

from __future__ import annotations

import re

from handbook.documents.blocks import INDEX
from handbook.documents.readback.pattern import LinePattern, Slot
from handbook.documents.word.text_lines import Piece, TextLine

_COUNT = "(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})"
_TYPED = re.compile(rf"\s*(?:[(（]\s*{_COUNT}\s*[)）]|{_COUNT}\s*(?:[.](?![0-9])|[．、)）])|[①-⑳⑴-⒛•●▪◦○■◆‣])\s*")
_BEHIND = re.compile(r"[)）.．、]\s*")


def as_handed_out(pattern: LinePattern, line: TextLine) -> TextLine:
    """The line with its number written by whom it was written when the file was handed out."""
    if pattern.is_numbered and not line.is_numbered:
        return without_number(line)
    if line.is_numbered and not pattern.is_numbered and (number := _number_in_words(pattern)):
        return TextLine([("text", number), *line.pieces], line.align)
    return line


def without_number(line: TextLine) -> TextLine:
    """The line without a number typed at its beginning."""
    found = _TYPED.match(line.text)
    left = found.end() if found else 0
    if not left:
        return line
    pieces: list[Piece] = []
    for kind, value in line.pieces:
        if kind == "text" and left:
            pieces.append((kind, value[left:]))
            left -= min(left, len(value))
        else:
            pieces.append((kind, value))
    return TextLine(pieces, line.align, line.is_numbered)


def _number_in_words(pattern: LinePattern) -> str:
    """A number with the words around it, for a line that begins with the number of its row; "" for any other."""
    before = ""
    for at, segment in enumerate(pattern.segments):
        if isinstance(segment, Slot):
            following = pattern.segments[at + 1] if at + 1 < len(pattern.segments) else ""
            found = _BEHIND.match(following) if isinstance(following, str) else None
            is_number = segment.path.endswith(f".{INDEX}") and before.strip() in ("", "(", "（")
            return f"{before}1{found.group()}" if found and is_number else ""
        if not isinstance(segment, str):
            return ""
        before += segment
    return ""
