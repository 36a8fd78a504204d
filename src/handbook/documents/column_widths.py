"""How wide the columns of a filled table are: by what stands in them.

Widths are counted in half-width characters. `src/browser/documents/column-widths.js` is the twin;
`tests/fixtures/columns.json` holds both to the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor, sqrt

from handbook.documents.blocks import Table

TEXT_WIDTH = 8844  # 156 mm in twentieths of a point
LANDSCAPE_WIDTH = 14400  # 254 mm: registers are no official documents, their columns need the room
UNIT, DENSE_UNIT = 120, 105  # a half-width character of 12 and of 10.5 pt
PADDING = 2  # half-width characters of a column that no text can use: the margins of its cells
_WIDE = 0x2E80  # from here on, characters are as wide as they are high
_BETWEEN = re.compile(r"[\s、]+|(?<=日)(?=[0-9])")
_DIGIT = re.compile(r"[0-9]")
_NAME, _MOMENT = 8, 15  # what is not broken, if there is room: a name of four characters, 2026年12月18日


def fitted(widths: Sequence[int], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The columns' widths, together `room`; `rows` begin with the head. A column to be filled by hand keeps its share.

    Beyond what keeps names and dates in one piece, room goes where most is written: to the square root of it, by
    which the lines of all cells together become fewest.
    """
    columns = list(zip(*rows, strict=True))
    shares = [room * width // (sum(widths) or 1) for width in widths]
    if not any(text for row in rows[1:] for text in row):
        return shares
    for cap in range(_MOMENT, 1, -1):
        low = [PADDING + min(cap, max(min(_label(texts[0]), _NAME), *map(_piece, texts[1:]))) for texts in columns]
        low = [low[at] if any(texts[1:]) else max(low[at], shares[at]) for at, texts in enumerate(columns)]
        if sum(low) <= room:
            break
    else:
        return shares
    high = [
        max(low[at], PADDING + max(_length(line) for text in texts for line in text.split("\n")))
        if any(texts[1:])
        else low[at]
        for at, texts in enumerate(columns)
    ]
    wanted = [sqrt(sum(_length(text) for text in texts[1:])) for texts in columns]
    found = _between(low, high, wanted, room)
    for at in range(len(found)):  # what is over, for all
        found[at] += (room - sum(found)) // (len(found) - at)
    return found


def room(table: Table, *, landscape: bool) -> int:
    """Half-width characters in a line of the table."""
    return (LANDSCAPE_WIDTH if landscape else TEXT_WIDTH) // (DENSE_UNIT if table.is_dense else UNIT)


def _between(low: Sequence[int], high: Sequence[int], wanted: Sequence[float], room: int) -> list[int]:
    """The widths in proportion to what is wanted, none below `low` or above `high`, together at most `room`."""
    least, most = 0.0, float(room)
    found = list(low)
    for _ in range(30):
        scale = (least + most) / 2
        tried = [min(high[at], max(low[at], floor(scale * want))) for at, want in enumerate(wanted)]
        if sum(tried) <= room:
            least, found = scale, tried
        else:
            most = scale
    return found


def _length(text: str) -> int:
    return sum(2 if ord(character) >= _WIDE else 1 for character in text)


def _piece(text: str) -> int:
    """The longest part of a text that should stay on one line: names, and what has digits, which may be wide."""
    parts = [(_length(part), bool(_DIGIT.search(part))) for part in _BETWEEN.split(text)]
    return max(length + 1 if digits and length < _MOMENT else min(length, _NAME) for length, digits in parts)


def _label(text: str) -> int:
    """A head of four characters may stand on two lines."""
    return max(4, (_length(text) + 3) // 4 * 2)
