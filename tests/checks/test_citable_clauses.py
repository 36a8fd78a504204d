"""Clauses can be cited for good, and their numbers are in sequence."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from handbook.checks import citable_clauses
from handbook.checks.wording import numbering
from handbook.checks.wording.numbering import han_number
from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.base import Origin
from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.reading.clauses import scan

PATH = Path("rules.md")
NUMBERED = """## 一、用車 {#use}
（一）提前一天申請。 {#ahead}
（二）統一調派: {#dispatch}
1. 同日同向合乘。 {#share}
（1）先到先坐。 {#first}

```
（三）不是條款
```

## 二、司機 {#drivers}
（一）準時。 {#on-time}
"""


def codes(body: str) -> list[tuple[str, int]]:
    diagnostics = Diagnostics()
    page = Page(
        origin=Origin(Span(PATH)), id="rules", kind="regulation", path="rules.md", clauses=tuple(scan(body, 1, PATH))
    )
    handbook = Handbook(root=Path("/nowhere"), pages={page.path: page})
    citable_clauses.check(handbook, diagnostics)
    numbering.check(handbook, diagnostics)
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
    assert codes(NUMBERED) == []


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

    assert han_number(text) == value
