"""Reads the cells of decision tables. What the grammar does not know is refused; nothing is guessed.

A cell that is misread gives a wrong answer without a word, so there is one way to write each thing: `1 至 3`, `3 以上`,
`未滿 5`, `逾 2`, `甲、乙`, `-`. 以上 and 以下 include the number, as in Chinese law. The browser is given what
was read here, and reads no cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.diagnostics.diagnostics import closest
from handbook.diagnostics.messages import Phrase
from handbook.model.matrix import MatrixInput
from handbook.rules.decision_cells import Guard, NumberSpan
from handbook.values.spelling import one_spelling

ANY = ("-", "不論")
_NUMBER = r"(?:0|[1-9]\d*)(?:\.\d+)?"
_AT_LEAST, _ABOVE = (r"{n}\s*以上|(?:≥|>=)\s*{n}", r"(?:逾|超過)\s*{n}|>\s*{n}")
_AT_MOST, _BELOW = (r"{n}\s*以[下內]|(?:≤|<=)\s*{n}", r"(?:未滿|不滿|不足)\s*{n}|<\s*{n}")
_DIGITS = re.compile(_NUMBER)

#: faults that have a name: pattern -> why it is refused. The first that is found counts.
_FAULTS = (
    (re.compile(r"\d,\d"), "cell-thousands"),
    (re.compile(r"(?<![\d.])0\d"), "cell-leading-zero"),
    (re.compile(r"\d\s*\S{0,3}?\s*[<>≤≥=]+\s*$"), "cell-sign-behind"),
    (re.compile(r"=[<>]|[<>]{2}|==|^="), "cell-sign"),
    (re.compile(r"\d\s*[-~～—–]\s*\d|\d\s*(?:到|與|和)\s*\d"), "cell-range-sign"),
    (re.compile(r"[一二兩三四五六七八九十百千萬]"), "cell-han-number"),
)


@dataclass(frozen=True)
class CellFault:
    """Why a cell cannot be read, and what was probably meant."""

    reason: Phrase
    suggestion: str | None = None


def read_cell(text: str, column: MatrixInput, known: Sequence[str]) -> Guard | CellFault | None:
    """What a cell admits; None for everything. known: the choices of the column, as authors write them."""
    if text in ANY:
        return None
    if not text:
        return CellFault(Phrase("cell-blank"), "-")
    return _numbers(text, column.unit) if column.type == "number" else _choices(text, known)


def _choices(text: str, known: Sequence[str]) -> Guard | CellFault:
    named = [part.strip() for part in text.split("、")]
    for part in named:
        if part not in known:
            return CellFault(Phrase("cell-choice", value=part, known="、".join(known)), closest(part, known))
    if len(set(named)) < len(named):
        return CellFault(Phrase("cell-twice"))
    return Guard(texts=tuple(one_spelling(part) for part in named))


def _numbers(text: str, unit: str) -> Guard | CellFault:
    if plain := _half_width(text):
        return CellFault(Phrase("cell-full-width"), plain)
    for pattern, code in _FAULTS:
        if pattern.search(text):
            return CellFault(Phrase(code), _meant(code, text))
    spans = []
    for part in re.split(r"\s*、\s*", text):
        span = _span(part, unit)
        if span is None:
            return CellFault(
                Phrase("cell-unit", unit=unit) if unit and _DIGITS.search(part) else Phrase("cell-unknown")
            )
        if span.is_empty:
            return CellFault(Phrase("cell-nothing"))
        spans.append(span)
    return Guard(spans=tuple(spans))


def _half_width(text: str) -> str | None:
    """The text with full-width digits and signs as half-width ones; None where it has none."""
    plain = "".join(unicodedata.normalize("NFKC", one) if "！" <= one <= "～" and one != "、" else one for one in text)
    return plain if plain != text else None


def _meant(code: str, text: str) -> str | None:
    """What an author probably meant by a faulty cell."""
    if code == "cell-thousands":
        return re.sub(r"(?<=\d),(?=\d)", "", text)
    if code == "cell-leading-zero":
        return re.sub(r"(?<![\d.])0+(?=\d)", "", text)
    if code == "cell-range-sign":
        return re.sub(r"(?<=\d)\s*(?:[-~～—–]|到|與|和)\s*(?=\d)", " 至 ", text)
    return None


def _span(text: str, unit: str) -> NumberSpan | None:
    """A number, a range, one bound or two: 「3」, 「1 至 3」, 「3 以上」, 「3 以上未滿 5」, 「逾 3 且 5 以下」."""
    n = rf"({_NUMBER})" + (rf"(?:\s*{re.escape(unit)})?" if unit else "")
    if found := re.fullmatch(n, text):
        return NumberSpan(float(found[1]), True, float(found[1]), True)
    if found := re.fullmatch(rf"{n}\s*至\s*{n}", text):
        return NumberSpan(float(found[1]), True, float(found[2]), True)
    least = rf"(?P<at_least>{_AT_LEAST})|(?P<above>{_ABOVE})".replace("{n}", n)
    most = rf"(?P<at_most>{_AT_MOST})|(?P<below>{_BELOW})".replace("{n}", n)
    found = re.fullmatch(rf"(?:{least})?\s*(且?)\s*(?:{most})?", text)
    low, high = (found["at_least"] or found["above"], found["at_most"] or found["below"]) if found else (None, None)
    if not found or not (low or high) or ("且" in text and not (low and high)):
        return None
    return NumberSpan(_number(low), bool(found["at_least"]), _number(high), bool(found["at_most"]))


def _number(text: str | None) -> float | None:
    found = _DIGITS.search(text) if text else None
    return float(found[0]) if found else None
