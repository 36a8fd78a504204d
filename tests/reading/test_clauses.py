"""Clauses: numbers as office people write them, permanent ids, labels for citation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading import clauses

PATH = Path("rules.md")
BODY = """# 車輛管理辦法

## 一、用車 {#use}
（一）提前一天申請。 {#ahead}
（二）統一調派: {#dispatch}
1. 同日同向合乘。 {#share when="每日" form=vehicle-request}
（1）先到先坐。 {#first}

```
（三）不是條款
```

## 二、司機 {#drivers}
（一）準時。 {#on-time}
"""


@pytest.mark.parametrize(
    ("line", "number", "level", "text"),
    [
        ("一、總則", "一、", 1, "總則"),
        ("第十二條 適用範圍", "第十二條", 1, "適用範圍"),
        ("（三）加油", "（三）", 2, "加油"),
        ("(三) 加油", "(三)", 2, "加油"),
        ("1. 登記", "1.", 3, "登記"),
        ("2、登記", "2、", 3, "登記"),
        ("（2）登記", "（2）", 4, "登記"),
        ("1.1 登記", "1.1", 4, "登記"),
        ("4.1.5 登記", "4.1.5", 5, "登記"),
    ],
)
def test_numbers_are_recognised(line: str, number: str, level: int, text: str) -> None:
    """All usual clause numbers are read with their level."""
    found = clauses.match(line)

    assert found is not None
    assert (found.number, found.level, found.text) == (number, level, text)


@pytest.mark.parametrize("line", ["普通文字", "20元為限", "3.5公里以內", "- 一項", "一般規定", "    （一）縮排"])
def test_ordinary_lines_are_no_clauses(line: str) -> None:
    """Prose that begins with a figure or a numeral is left alone."""
    assert clauses.match(line) is None


def test_labels_are_the_path_of_numbers() -> None:
    """A citation names the whole path, as 二（三）1 does."""
    labels = {clause.id: clause.label for clause in clauses.scan(BODY, 1, PATH) if clause.number}

    assert labels == {
        "use": "一",
        "ahead": "一（一）",
        "dispatch": "一（二）",
        "share": "一（二）1",
        "first": "一（二）1（1）",
        "drivers": "二",
        "on-time": "二（一）",
    }


def test_attributes_of_a_duty_are_read() -> None:
    """Frequency and form stand behind the id."""
    share = next(clause for clause in clauses.scan(BODY, 1, PATH) if clause.id == "share")

    assert dict(share.attributes) == {"when": "每日", "form": "vehicle-request"}


def codes(body: str) -> list[tuple[str, int]]:
    diagnostics = Diagnostics()
    clauses.check(clauses.scan(body, 1, PATH), diagnostics)
    return [(d.code, d.span.line) for d in diagnostics]


def test_a_clause_without_id_is_an_error() -> None:
    """Each clause must be citable for good."""
    assert codes("一、甲") == [("clause-without-id", 1)]


def test_an_id_used_twice_is_an_error() -> None:
    """Two clauses of one page cannot share an id."""
    assert codes("一、甲 {#a}\n二、乙 {#a}") == [("duplicate-id", 2)]


def test_a_missing_number_is_noticed() -> None:
    """1, 2, 3, 5 is noticed at the 5."""
    assert codes("1. a {#a}\n2. b {#b}\n3. c {#c}\n5. d {#d}") == [("clause-number-gap", 4)]


def test_numbering_starts_again_below_each_parent() -> None:
    """（一） below 二、 is not a gap."""
    assert codes(BODY) == []


@given(st.integers(min_value=1, max_value=199))
def test_han_numbers_are_read(value: int) -> None:
    """Chinese numerals up to 199 are counted right."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    text += digits[ones] if ones else ""

    assert clauses.han_number(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲 `乙` 丙", ["`乙`"]),
        ("``甲 ` 乙`` `丙`", ["``甲 ` 乙``", "`丙`"]),
        ("`甲 ``乙", []),
        ("`甲\n乙`", ["`甲\n乙`"]),
        ("`甲\n\n乙`", []),
        (r"\`甲` 乙`", ["` 乙`"]),
    ],
)
def test_code_spans(text: str, expected: list[str]) -> None:
    """A code span ends at as many backticks, within its paragraph."""
    assert [text[start:end] for start, end in clauses.code_spans(text)] == expected
