"""Clauses: numbers as office people write them, permanent ids, labels for citation."""

from __future__ import annotations

from pathlib import Path

import pytest

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
