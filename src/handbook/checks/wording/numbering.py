"""Do numbers follow one another, and does each belong to the list in which it stands?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.checks.wording.passages import page_lines
from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.page import Clause, Page
from handbook.reading.clauses import HAN_NUMERALS, NUMBERED_KINDS

_OWN_NUMBER = re.compile(
    rf"\s*(?:#+\s+|[-*]\s+|\|\s*)?(?:(?P<level1>[{HAN_NUMERALS}]+、|第[{HAN_NUMERALS}]+條)"
    rf"|(?P<level2>[（(][{HAN_NUMERALS}]+[)）])|(?P<level3>\d+[.、](?!\d)))?\s*"
)
# Not a size, a date or an amount: a dotted number in front of words, as clauses of another document have it.
_DOTTED = re.compile(
    r"(?P<first>\d{1,2})\.\d{1,2}(?:\.\d{1,2})*(?:[、.]|\s+|(?=[\u3400-\u9fff]))"
    r"(?=[\u3400-\u9fff])(?!億|萬|千|百|元|角|小時|分|秒|天|日|月|年|週|人|次|份|米|公里|公斤|升|倍|折|成|寸|版|度|個|號|至)"
)
_SECOND = re.compile(rf"(?P<number>[{HAN_NUMERALS}]+、|\d+[、.](?=[\u3400-\u9fff]))(?![{HAN_NUMERALS}\d（])")


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record numbers out of sequence, and numbers that were copied along from another list."""
    for page in handbook.pages.values():
        if page.kind in NUMBERED_KINDS:
            _check_sequence(page.clauses, diagnostics)
        elif handbook.is_for_readers(page):
            _check_sequence(_headings(page), diagnostics)
        if handbook.is_for_readers(page):
            _check_foreign(page, diagnostics)


def _headings(page: Page) -> Iterator[Clause]:
    """The numbered headings of a page whose paragraphs are no clauses; levels without number begin anew."""
    return (clause for clause in page.clauses if clause.heading)


def _check_sequence(clauses: Iterable[Clause], diagnostics: Diagnostics) -> None:
    """A number follows the last of its level; a higher level, or a heading above it without number, begins anew."""
    last: dict[int, tuple[int, int]] = {}  # level -> the number that stands there, and the level of its heading
    for clause in clauses:
        if not clause.number:
            last = {level: one for level, one in last.items() if 0 < one[1] < clause.heading}
            continue
        value = _value(clause.number)
        last = {level: one for level, one in last.items() if level <= clause.level}
        expected = last.get(clause.level, (0, 0))[0] + 1
        if value is not None and value != expected:
            diagnostics.warning("clause-number-gap", clause.span, number=clause.number, expected=expected)
        last[clause.level] = (expected if value is None else value, clause.heading)


def _check_foreign(page: Page, diagnostics: Diagnostics) -> None:
    """A line that begins with 9.1 where no 9 stands above it, or with two numbers: 3. 三、."""
    path = page.origin.span.path
    above = ""
    for number, line in page_lines(page):
        own = _OWN_NUMBER.match(line)
        end = own.end() if own else 0
        level = own["level1"] or own["level3"] if own else None
        found = _DOTTED.match(line, end)
        if found and found["first"] != above:
            word = found[0].strip()
            diagnostics.warning("foreign-number", Span(path, number, end + 1, len(word)), number=word)
        elif own and (level or own["level2"]) and (twice := _SECOND.match(line, end)):
            word = twice["number"]
            diagnostics.warning("foreign-number", Span(path, number, end + 1, len(word)), number=word)
        if level:
            above = str(_value(level) or "")


def _value(number: str) -> int | None:
    """What a clause's number counts to by its last part: 3 for 4.1.3 and for 第三條; None for no number."""
    digits = re.findall(r"\d+", number)
    if digits:
        return int(digits[-1])
    han = re.findall(rf"[{HAN_NUMERALS}]+", number)
    return han_number(han[0]) if han else None


def han_number(text: str) -> int | None:
    """一 → 1, 十二 → 12, 二十 → 20, 一百零三 → 103; None when it is not a number."""
    digits = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
    total = current = 0
    for character in text:
        if character in digits:
            current = digits[character]
        elif character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            return None
    return total + current
