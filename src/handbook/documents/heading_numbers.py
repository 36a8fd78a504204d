"""The numbers before headings, as official documents write them: 一、 （一） 1.

The twin is `src/browser/documents/heading-numbers.js`.
"""

from __future__ import annotations

_NUMERALS = "〇一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """1 … 99 as 一 … 九十九; any other number in digits."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return head + (_NUMERALS[ones] if ones else "")


class HeadingNumbers:
    """Counts the numbered headings of one document."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0]

    def next(self, level: int) -> str:
        """The number of the next heading, as printed.

        level: 2 for 一、, 3 for （一）, 4 for "1. ". A heading lets the levels below it begin at one again.
        """
        place = level - 2
        self._counts[place] += 1
        self._counts[place + 1 :] = [0] * (2 - place)
        count = self._counts[place]
        return (f"{chinese_numeral(count)}、", f"（{chinese_numeral(count)}）", f"{count}. ")[place]
