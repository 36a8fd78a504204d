"""How characters sound and look, for queries in pinyin and for queries with one wrong character.

A query in pinyin is read as syllables or initials. Two neighbouring ones name a pair of characters that stands in a
title. Pairs are kept by the first letter of their sound, so that `ktgl`, `kongtiao` and `kongtgl` find the same.
`src/browser/search/pinyin.js` and `typo-correction.js` use what is written here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from handbook.search.folding import fold

_READINGS = 3  # readings of a character that are used; further ones are archaic


@cache
def _readings() -> Mapping[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415  (a large table; only when an index is written)

    return pinyin_dict


@cache
def syllables(character: str) -> tuple[str, ...]:
    """The readings of a character without tones, the usual one first: `lv` for 旅."""
    readings: list[str] = []
    for reading in _readings().get(ord(character), "").split(",")[:_READINGS]:
        letters = unicodedata.normalize("NFD", reading.replace("ü", "v"))
        plain = "".join(one for one in letters if "a" <= one <= "z")
        if plain and plain not in readings:
            readings.append(plain)
    return tuple(readings)


def spoken_pairs(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """First letter → `kong tiao` → the pairs of characters that sound so, separated by commas, frequent ones first.

    names: the titles and names in which the pairs stand. Single characters stand under one syllable alone.
    """
    counted: Counter[str] = Counter()
    for name in names:
        run = ""
        for character in fold(name) + " ":
            if _is_han(character):
                counted[character] += 1
                if run:
                    counted[run + character] += 1
                run = character
            else:
                run = ""
    found: dict[str, dict[str, list[str]]] = {}
    for pair, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        for spoken in dict.fromkeys(product(*map(syllables, pair))):
            found.setdefault(spoken[0][0], {}).setdefault(" ".join(spoken), []).append(pair)
    return {
        letter: {spoken: ",".join(pairs) for spoken, pairs in sorted(table.items())}
        for letter, table in sorted(found.items())
    }


def alike(known: Iterable[str]) -> dict[str, list[str]]:
    """Groups of characters that are typed for one another: under "sound" and under "look".

    A group is written as the characters of the handbook (`known`), a stroke, and others that may be typed for them.
    """
    wanted = set(known)
    groups: dict[str, dict[str, list[str]]] = {"sound": {}, "look": {}}
    for character in sorted(wanted.union(_typed())):
        for syllable in dict.fromkeys(map(_blurred, syllables(character))):
            groups["sound"].setdefault(syllable, []).append(character)
        for shape in _shapes(character):
            groups["look"].setdefault(shape, []).append(character)
    return {
        likeness: sorted(
            "".join(one for one in group if one in wanted) + "|" + "".join(one for one in group if one not in wanted)
            for group in found.values()
            if len(group) > 1 and not wanted.isdisjoint(group)
        )
        for likeness, found in groups.items()
    }


@cache
def _typed() -> tuple[str, ...]:
    """The 3,755 frequent characters: the first level of GB 2312."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    characters = {fold(pair.decode("gb2312", errors="ignore")) for pair in rows}
    return tuple(sorted(one for one in characters if len(one) == 1))


def _blurred(syllable: str) -> str:
    """A syllable in which sounds are one that many speakers do not keep apart: zh/z, ch/c, sh/s, ng/n."""
    for mark, plain in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(mark):
            syllable = plain + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


@cache
def _shapes(character: str) -> tuple[str, ...]:
    """The Wubi code of a character with each of its letters left out. Characters that share one differ in one part."""
    from pywubi import wubi  # noqa: PLC0415  (a large table; only when an index is written)

    code = next(iter(wubi(character)), "")
    return tuple(f"{code[:at]}*{code[at + 1 :]}" for at in range(len(code))) if len(code) >= 3 else ()


def _is_han(character: str) -> bool:
    return bool(character) and ("\u3400" <= character <= "\u9fff" or character >= "\U00020000")
