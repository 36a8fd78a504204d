"""Folding: one spelling for texts that readers take as the same, such as 計畫 and 计划, Ａ and a.

Script, regional variants, width, case and accents are folded. Each character is folded by itself, so that the browser
can do it with a table of pairs. The twin is `src/browser/search/folding.js`; `tests/fixtures/search/folding.json`
binds both.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from functools import cache

from opencc import OpenCC

# Characters that OpenCC keeps apart although people write one word with either, as in 計畫/計劃: from → to. Some pairs
# differ in meaning, such as 作 and 做. A search that takes them as one only finds more.
_VARIANTS: dict[str, str] = dict(
    zip(
        "画枱覆著賬账黏廻姊紥菓沈掽揹甦汚份姪効盌煖象妳牠甚彷搆瘉凖硏尅〇衞砲倂",
        "划台复着帐帐粘回姐扎果沉碰背苏污分侄效碗暖像你它什仿构愈准研克零卫炮并",
        strict=True,
    )
)

# Characters of question words, numerals and names of papers and of kinds of pages. They stand in src/browser/search and
# not in the handbook.
_ASKED = frozenset(
    "与两严个为么于什从们会你偿儿关册写准几分划则制办千单台同后向吗周块处审对导局应当录总才扣报摄时条来板果标样没温点独现着签系练经结给罚联节范补"
    "岗职骤表规计让训记许诉试话该请谁负责贴费赔车辆辞达过还这远里钟钱长门问间险零面项须预领帐"
)


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


class _Table(dict[int, str]):
    """What each character becomes. It is worked out when the character is first met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(map(_one_spelling, simple(chr(code))))
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The text in the spelling that is indexed and searched. Folding a folded text changes nothing."""
    return text.translate(_TABLE)


def simplified(text: str) -> str:
    """The text in Simplified characters, converted word by word: 回覆 becomes 回复, while 覆 alone stays 覆."""
    return str(_simplified().convert(text))


def simple(character: str) -> str:
    """A character with width, case, accent and kind of space folded, for which no table is needed.

    The result may be several characters, as for ㍿, or none, as for an accent alone.
    """
    if "\x1f" < character < "\x7f":
        return character.lower()
    plain = ""
    for one in unicodedata.normalize("NFKD", character):
        category = unicodedata.category(one)
        if category in {"Cc", "Zs", "Zl", "Zp"}:
            plain += " "
        elif category not in {"Mn", "Cf", "Cs"}:  # accents; what is not seen; halves of broken characters
            plain += one.lower()
    return unicodedata.normalize("NFC", plain)


def pairs(known: Iterable[str]) -> str:
    """The table of the browser: each character that is folded to one of `known`, followed by what it becomes.

    known: the folded characters that occur in the handbook. Those of question words are added.
    """
    wanted = _ASKED.union(known)
    return "".join(f"{character}{folded}" for character, folded in sorted(_all_pairs().items()) if folded in wanted)


@cache
def _all_pairs() -> dict[str, str]:
    blocks = ((0x3007, 0x3008), (0x3400, 0xA000), (0x20000, min(0x2A6E0, sys.maxunicode)))
    found: dict[str, str] = {}
    text = "".join(chr(code) for first, last in blocks for code in range(first, last))
    for character, plain in zip(text, _simplified().convert(text), strict=True):
        folded = _VARIANTS.get(plain, plain)
        if folded != character and simple(character) == character:
            found[character] = folded
    return found


def _one_spelling(character: str) -> str:
    if character < "\u3007":
        return character
    plain: str = _simplified().convert(character)
    return _VARIANTS.get(plain, plain)
