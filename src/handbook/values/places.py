"""Whether two places are in one building: 辦公樓二樓第二會議室 and 辦公樓三樓 are, and nobody needs a car between them.

The browser half is `src/browser/values/places.js`; tests/fixtures/rules/places.json holds both to the same answers.
"""

from __future__ import annotations

import re

from handbook.values.spelling import one_spelling

# Everything below is compared after `one_spelling`: simplified, half width, lower case.
_NUMBER = "(?:[0-9]+|[一二三四五六七八九十百两]+)"
_FLOOR = re.compile(f"(?:第?{_NUMBER}(?:楼|层)|[地负]下?{_NUMBER}?(?:楼|层)|[a-z]?[0-9]{{3,4}}(?:号|室|房|房间)?$).*$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
# What a part of a building is called; the name of another building ends otherwise.
_PART = re.compile("[^路街镇村乡县市区]{0,8}(?:楼|层|厅|堂|室|房|间|口|门|前|内|里|旁|廊|大堂|餐厅|窗口|停车场|院)")
_LEAST = 3  # characters that a name must have to be the end of another


def in_one_building(a: str, b: str) -> bool:
    """Whether the places are one, or parts of one building; a blank one is nowhere."""
    first, second = _building(a), _building(b)
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    if short == long:
        return True
    if len(short) >= _LEAST and long.endswith(short):
        return True
    return len(short) > 1 and long.startswith(short) and _PART.fullmatch(long[len(short) :]) is not None


def _building(place: str) -> str:
    """The place without its floor, room and what stands in brackets."""
    return _FLOOR.sub("", _BRACKETS.sub("", one_spelling(place)))
