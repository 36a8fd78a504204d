"""Numbers that were worked out, as text. The browser half is `src/browser/values/number-text.js`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def number_text(number: float) -> str:
    """At most six decimals, halves away from zero, no trailing zeros; "" for a number that cannot be printed."""
    if not abs(number) < 1e15:  # not a number, infinite, or beyond what a double can print exactly
        return ""
    text = f"{Decimal(number).quantize(Decimal('0.000001'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
