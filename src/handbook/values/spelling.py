"""One spelling of names, plates and words, however they were typed: 钱 承办 and 錢承辦, 示a·00001 and 示A00001.

The twin is `src/browser/values/spelling.js`, where the table of characters is written out; the vectors in
tests/fixtures/rules and a test of the table hold both to the same answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from opencc import OpenCC

# Characters between the parts of a name (張 三, 示A·00001, 阿不都·熱西提), and those that nobody sees.
_UNHEARD = re.compile("[ \t\r\n\u200b-\u200d\ufeff\u00b7\u2022\u2027\u2219\u30fb]")
# 「不贈送紀念品、禮品」 plans no gift. A denial reaches to the end of the clause; 、 ends it only before a new verb.
_CLAUSE = "[^,。;!?、 \t\r\n]*"
_DENIED = re.compile(
    "(?:不(?:得|准|许|要|再|予|可(?![少缺])|安排|设|赠|送|收|备|上|含|喝|饮|沾|吸|抽|劝|敬|陪|清|封|拦|去|到|进|搞|摆|挂|发|组织|提供|使用|接受|举行|参加|涉|宜|必|需)"
    "|没有|无(?:任何|需|须|涉)|非涉|未(?:涉|安排|备|设)|严禁|禁止|禁用|杜绝|谢绝|婉拒|拒绝|避免|取消|切勿|请勿)"
    f"{_CLAUSE}(?:、(?![爱喜好备赠送安配请用]){_CLAUSE})*"
)  # fmt: skip


@lru_cache(maxsize=4096)
def one_spelling(text: str) -> str:
    """The text in one spelling: script, width, case, spaces and middle dots make no difference."""
    return _UNHEARD.sub("", one_script(text))


@lru_cache(maxsize=4096)
def one_script(text: str) -> str:
    """The text in simplified characters, half width and lower case, with its spaces."""
    return unicodedata.normalize("NFKC", text).lower().translate(_table())


def contains(text: str, words: Iterable[str]) -> bool:
    """Whether the text holds one of the words, in whatever spelling."""
    said = one_spelling(text)
    return any(folded in said for word in words if (folded := one_spelling(word)))


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether the text holds one of the words where it denies nothing: 「不安排宴請」 does not mention 宴請."""
    words = tuple(words)
    return contains(text, words) and contains(undenied(text), words)


def undenied(text: str) -> str:
    """The text in one script, with a full stop for each clause that denies something."""
    return _DENIED.sub("。", one_script(text))


def without(text: str, phrases: Iterable[str]) -> str:
    """The text in one script, with those phrases cut out."""
    left = one_script(text)
    for phrase in phrases:
        if folded := one_script(phrase):
            left = left.replace(folded, " ")
    return left


def simplified_pairs() -> dict[str, str]:
    """Traditional characters in use (Big5), each with its simplified one (GB 2312): the table of the browser."""
    used = [chr(code) for code in range(0x4E00, 0xA000) if _encodable(chr(code), "big5")]
    plain = OpenCC("t2s").convert("\n".join(used)).split("\n")  # line by line: no phrases across characters
    return {one: to for one, to in zip(used, plain, strict=True) if one != to and _encodable(to, "gb2312")}


@cache
def _table() -> dict[int, str]:
    return str.maketrans(simplified_pairs())


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
