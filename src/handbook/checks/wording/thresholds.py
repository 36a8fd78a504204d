"""Does the same sentence stand elsewhere with another number?

Only sentences with exactly the same words are compared. Whether two other wordings speak of the same matter, a program
cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.diagnostics.printing import shown_path
from handbook.model.handbook import Handbook

_SHORTEST = 8  # Chinese characters besides the number
_SENTENCE = re.compile(r"[^。；;！？!?|\n]+")
_UNIT = "個工作日|工作日|小時|分鐘|個月|公里|天|日|元|人|次|份|歲|倍|周|週|年|分|條|通|秒|臺|台|輛|張"
_AMOUNT = re.compile(rf"(?P<number>\d+(?:[.,]\d+)*|[一二兩三四五六七八九十百千半]+)\s*(?P<unit>{_UNIT}|%|％)")
_DROPPED = re.compile(r"[^\u3400-\u9fffA-Za-z#]")
_HAN = re.compile("[\u3400-\u9fff]")
_OWN_NUMBER = re.compile(r"\s*(?:[#>*|-]+\s*)*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])?\s*")
_ORDINAL = re.compile("第$|T-$")


def check(handbook: Handbook, passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record a sentence that another document has with other numbers."""
    seen: dict[str, tuple[Passage, tuple[str, ...]]] = {}
    for passage in passages:
        if passage.key in ("example", "title", "summary", "default"):
            continue
        own = _OWN_NUMBER.match(passage.text)
        for sentence in _SENTENCE.finditer(passage.text, own.end() if own else 0):
            amounts = [one for one in _AMOUNT.finditer(sentence[0]) if not _ORDINAL.search(sentence[0][: one.start()])]
            if not amounts:
                continue
            words = _DROPPED.sub("", _AMOUNT.sub(lambda one: f"#{one['unit']}", sentence[0]))
            if len(_HAN.findall(words)) < _SHORTEST:
                continue
            numbers = tuple(plain_number(one["number"]) for one in amounts)
            first, other = seen.setdefault(words, (passage, numbers))
            if len(other) == len(numbers) and other != numbers and first.document is not passage.document:
                at = next(n for n, (a, b) in enumerate(zip(numbers, other, strict=True)) if a != b)
                found = amounts[at]
                place = passage.at(sentence.start() + found.start(), found[0])
                where = f"{shown_path(first.span.path, handbook.root)}:{first.span.line}"
                diagnostics.warning("threshold-differs", place, here=found[0], there=other[at], where=where)


def plain_number(number: str) -> str:
    """三 as 3; a longer numeral, and what has digits already, stay as they are."""
    digits = {han: str(value) for value, han in enumerate("〇一二三四五六七八九十")}
    return digits.get(number, "2" if number == "兩" else number)
