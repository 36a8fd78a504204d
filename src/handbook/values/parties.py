"""Whom a text about guests means: all of them (調研組全體), a part (第一組), or somebody else (工作人員三人).

The browser half is `src/browser/values/parties.js`; tests/fixtures/rules/parties.json holds both to the same answers.
"""

from __future__ import annotations

import re

from handbook.values.spelling import one_spelling

# Everything below is compared after `one_spelling`: simplified, half width, lower case.
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = re.compile("([0-9]+|[零一二两三四五六七八九十百]+)(?:余|多)?(?:人|名|位)")
_AND_OTHERS = re.compile("等([0-9]+|[零一二两三四五六七八九十百]+)(?:人|名|位)?$")
_PART = re.compile(
    "第(?:[0-9]{1,2}|[一二三四五六七八九十])(?:小?组|队|路|批)|(?:[0-9]|[一二两三四五六七八九十甲乙丙丁a-d])小?组"
    "|分(?:[两二三四五几]?(?:个|批|路|组)|头|乘)"
    "|(?:部分|其他|其余|另外|另一)(?:来宾|客人|贵宾|嘉宾|人员|成员|同志|的人|组|批|路)|不参加|未参加|随员"
)
_WHOLE = re.compile("全体|全部|全员|所有|一行")
_GUESTS = re.compile(
    "来宾|客人|贵宾|嘉宾|(?:调研|考察|检查|督导|督查|巡查|评估|验收|访问|代表|参观|学习|观摩|工作|专家)[组团]|客商|一行"
)
_LOCAL = re.compile("工作人员|会务|记者|媒体|服务|保障|陪同|司机|警卫|安保|保安|医护|本地|本单位|接待")
_ONE_NAME = re.compile("[^各众诸全位]来宾")  # 江來賓 is somebody's name
_NOBODY_BY_NAME = re.compile("[组团队]|全体|一行|人员|(?:人|名|位|来宾|客人|记者|代表)$")


def is_part(text: str) -> bool:
    """Whether a text speaks of a part of the guests: 第一組, 分兩路, 其餘來賓."""
    return _PART.search(one_spelling(text)) is not None


def and_others(text: str) -> int:
    """How many people 「江志遠等八人」 are; 0 for a text that does not say so."""
    found = _AND_OTHERS.search(one_spelling(text))
    return _value(found[1]) if found else 0


def is_group(text: str) -> bool:
    """Whether a text names people without their names: 調研組全體, 工作人員三人."""
    said = one_spelling(text)
    if _AND_OTHERS.search(said) or _ONE_NAME.fullmatch(said):
        return False
    return _NOBODY_BY_NAME.search(said) is not None or _GUESTS.fullmatch(said) is not None


def guests_meant(text: str, all_guests: int) -> int:
    """How many guests a group is, where it is one of guests: 調研組八人 is 8, 調研組全體 all; 0 for others."""
    said = one_spelling(text)
    if (
        _ONE_NAME.fullmatch(said)
        or _LOCAL.search(said)
        or not any(one.search(said) for one in (_GUESTS, _WHOLE, _PART))
    ):
        return 0
    if number := _NUMBER.search(said):
        return _value(number[1])
    return 0 if is_part(text) else all_guests


def _value(text: str) -> int:
    """12 for 12 and 十二; numbers of people below a thousand."""
    if text.isascii():
        return int(text[:4])
    total = 0
    digit = 0
    for one in text:
        if one in "十百":
            total += (digit or 1) * (10 if one == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[one]
    return total + digit
