"""How wide the columns of a filled table are, by what stands in them.

Widths are counted in half-width characters (a Chinese character is two of them). The twin is
`src/browser/documents/column-widths.js`; `tests/fixtures/columns.json` binds both to the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor, sqrt

from handbook.documents.blocks import Table

TEXT_WIDTH = 8844  # 156 mm, in twentieths of a point: a line of an upright page
LANDSCAPE_WIDTH = 14400  # 254 mm: a line of a page that lies across, as registers have it
UNIT, DENSE_UNIT = 120, 105  # a half-width character of 12 pt and of 10.5 pt, in twentieths of a point
PADDING = 2  # the margins of a cell
_WIDE = 0x2E80  # from here on, characters are as wide as they are high
_BETWEEN = re.compile(r"[\s、]+|(?<=日)(?=[0-9])")
_DIGIT = re.compile(r"[0-9]")
_NAME = 8  # a name of four characters stays on one line if there is room,
_MOMENT = 15  # and so does 2026年12月18日


def fitted(widths: Sequence[int], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of a table's columns, which together are `room`.

    widths: those of the blank table, in any unit. rows: the texts of all cells, the head first. A column in which
    nothing is written keeps its share of the width, because it is filled in by hand.

    Each column first gets what keeps its names and dates on one line. The rest of the room is divided by the square
    root of how much is written in a column, because then all cells together have the fewest lines.
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
    for at in range(len(found)):  # what is left over goes to all columns
        found[at] += (room - sum(found)) // (len(found) - at)
    return found


def room(table: Table, *, landscape: bool) -> int:
    """How many half-width characters a line of the table holds."""
    return (LANDSCAPE_WIDTH if landscape else TEXT_WIDTH) // (DENSE_UNIT if table.is_dense else UNIT)


def _between(low: Sequence[int], high: Sequence[int], wanted: Sequence[float], room: int) -> list[int]:
    """Widths in proportion to `wanted`, none below `low` or above `high`, together at most `room`."""
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
    """How many half-width characters a text takes."""
    return sum(2 if ord(character) >= _WIDE else 1 for character in text)


def _piece(text: str) -> int:
    """How wide the longest part of a text is that should stay on one line: a name, or a part with digits.

    A part with digits gets one more, because some fonts have wide ones.
    """
    parts = [(_length(part), bool(_DIGIT.search(part))) for part in _BETWEEN.split(text)]
    return max(length + 1 if digits and length < _MOMENT else min(length, _NAME) for length, digits in parts)


def _label(text: str) -> int:
    """How wide the head of a column is when it stands on two lines; at least two characters."""
    return max(4, (_length(text) + 3) // 4 * 2)
