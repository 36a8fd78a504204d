"""A word that must not be written, where it stands for the thing itself: 兩箱白酒, and not 白酒企業.

The browser half is `src/browser/values/forbidden.js`; tests/fixtures/rules/forbidden.json holds both to the same
answers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from handbook.values.spelling import contains, one_spelling, undenied

# Everything below is compared after `one_spelling`: simplified, half width, lower case.
_COUNT = "(?:[0-9一二两三四五六七八九十几半数若干各每]+(?:[瓶箱条盒件提份斤壶坛罐包支桶张套]|公斤))"
_TAKE = "(?:带|备|送|赠|放|装|喝|饮|敬|品尝|品鉴|开|上|配|供|发|买|购|捎|附)"
_NEAR = "[^,。;!?、]{0,4}"
_BETWEEN = "[^,。;!?、()送给赠交带放发各到去与和及由向0-9一二两三四五六七八九十几份件箱盒瓶条]{0,3}"


def forbidden(
    text: str, words: Sequence[str], counted: Sequence[str], unless: Sequence[str], names: Sequence[str]
) -> str:
    """The first word that the text holds where it denies nothing and names no other thing; "" when there is none.

    counted: words that mean the thing only beside a quantity or a verb of taking. unless: phrases in which they are
    harmless. names: what stands behind a word that is part of a name, as 局 in 旅遊局.
    """
    if not contains(text, (*words, *counted)):
        return ""
    said = one_spelling(undenied(text))
    for phrase in unless:
        said = said.replace(one_spelling(phrase), "。")
    said = _names_pattern(tuple(words) + tuple(counted), tuple(names)).sub("。", said) if names else said
    for word in words:
        if one_spelling(word) in said:
            return word
    return next((word for word in counted if _counted_pattern(one_spelling(word)).search(said)), "")


@functools.cache
def _names_pattern(words: tuple[str, ...], names: tuple[str, ...]) -> re.Pattern[str]:
    """Words that go on to the name of something: 禮品包裝廠."""
    return re.compile(f"(?:{_any_of(words)}){_BETWEEN}(?:{_any_of(names)})")


@functools.cache
def _counted_pattern(word: str) -> re.Pattern[str]:
    one = re.escape(word)
    return re.compile(f"(?:{_COUNT}|{_TAKE}){_NEAR}{one}|{one}[^,。;!?、]{{0,2}}{_COUNT}")


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(one_spelling(word)) for word in sorted(words, key=len, reverse=True))
