"""Slips in a layout that would only show on paper: braces, marks that are no Markdown here, lists and tables.

A layout's Markdown is small. What is beyond it would be printed as it was typed, or run together with the line above;
so it is an error, at its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.reading.yaml_slips import HALF_WIDTH

_FULL_WIDTH = re.compile("｛[｛%％]|[%％}｝]｝|｛ *[a-z_.]+ *｝|^ *｜.*｜")
_CALL = re.compile(r"\{\{.*?\}\}")
_STATEMENT = re.compile("{%.*?%}")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_ONE_BRACE = re.compile(r"(?<![{\\])\{ *([a-z_]\w*(?:\.\w+)?(?:\|\w+)?) *\}(?!\})")
_PIPE = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$")
_ITEM = re.compile(r"(?P<kind>[-*+]|(?P<number>\d+)\.) ")
_HAN = "[一二三四五六七八九十]+"
_LABEL = re.compile(rf"\d{{1,3}}[.．、)）](?!\d)|[①-⑳]|[（(](?:\d+|{_HAN})[)）]|{_HAN}、|[•●◆■-](?=\S)")
_NO_ATTRIBUTE = re.compile(r"\{:[^{}]*?(?P<words>[^\x00-\x7f][^\s{}]*)[^{}]*\}")
_LOOP_OF_ROWS = re.compile(
    r"(?:\s*\{%.*%\}\n)+\s*\|.*(?!\n\s*\|?\s*:?-)(?:\n|$)"
)  # goes on with the table above, empty line or not
_NOT_HERE = re.compile(r"(?P<rule>(?:[-*_] *){3,}$)|(?P<heading>#{5,6}\s)")
_MARK = re.compile(r"!\[|\]\(|`+|^>|^!!!|^＃|</?(?!br\b)[A-Za-z][^<>]*>|&#?\w+;")


class Slips:
    """The slips of one layout. lines: its text as it was typed."""

    def __init__(self, path: Path, lines: Sequence[str], diagnostics: Diagnostics) -> None:
        self._path = path
        self._lines = lines
        self._diagnostics = diagnostics
        self._item = 0  # number of the list item above, -1 for a bullet, 0 where the line above is in no list
        self._above = ""  # what the line above is: "text", "row", "item" or "" for none

        self._tag_above = False  # whether a line with nothing but tags stands above

    def report(self) -> None:
        """Record every slip."""
        rows: list[tuple[int, str]] = []
        for number, line in enumerate(self._lines, start=1):
            self._marks(number, line)
        for number, line in self._printed():
            text = line.strip()
            if not text.startswith("|") and (text or not self._lines[number - 1].strip()):
                self._table(rows)
                rows = []
            if text.startswith("|"):
                rows.append((number, text))
            self._line(number, line)
        self._table(rows)

    def _printed(self) -> Iterator[tuple[int, str]]:
        """Every line with its number, with x for a blank and without statements and comments."""
        text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(self._lines))
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip() or not _LOOP_OF_ROWS.match("\n".join(self._lines[number : number + 6])):
                yield number, _STATEMENT.sub("", _CALL.sub("x", line)) if "{" in line else line

    def _marks(self, number: int, line: str) -> None:
        for found in _FULL_WIDTH.finditer(line):
            meant = "|" if "｜" in found[0] else "".join(HALF_WIDTH.get(one, one) for one in found[0])
            mark = "｜" if "｜" in found[0] else found[0]
            self._error("full-width-mark", number, found.start(), len(found[0]), mark=mark, suggestion=meant)
        if lost := _NO_ATTRIBUTE.search(line):
            self._error("words-lost", number, lost.start("words"), len(lost["words"]), words=lost["words"])
        without_calls = _CALL.sub(lambda one: " " * len(one[0]), line)
        for found in _ONE_BRACE.finditer(without_calls):
            self._error("layout-brace", number, found.start(), len(found[0]), suggestion=f"{{{{ {found[1]} }}}}")
        without_calls = _STATEMENT.sub(lambda one: " " * len(one[0]), without_calls)
        for found in _MARK.finditer(without_calls):
            if not found.start() or without_calls[found.start() - 1] != "\\":
                self._error("mark-shown", number, found.start(), len(found[0]), mark=found[0])
                return
        stars = [found.start() for found in re.finditer(r"(?<![*\\])\*\*(?!\*)", without_calls)]
        if len(stars) % 2:
            self._error("mark-shown", number, stars[-1], 2, mark="**")

    def _line(self, number: int, line: str) -> None:
        """Hold a line against the one above it."""
        text, indent = line.strip(), len(line) - len(line.lstrip(" "))
        if not text:
            self._tag_above = bool(self._lines[number - 1].strip())
            if not self._tag_above:
                self._above = ""
            return
        if other := _NOT_HERE.match(text):
            self._error("layout-markup", number, indent, 0, element="---" if other["rule"] else "#####")
            self._above = "heading"
            return
        item = None if line.startswith("\u3000") else _ITEM.match(text)  # 附件 1 above, 2 below it: see outline.py
        kind = "row" if text.startswith("|") else "item" if item else "heading" if text.startswith("#") else "text"
        if self._item and indent >= 2 and kind != "heading":
            self._error("layout-markup", number, indent, 0, element="nested list" if item else "indented text")
            return
        printed_alone = self._tag_above and (kind == "text" or (item is not None and item["number"] is not None))
        self._tag_above = False
        mixed = item is not None and self._above == "item" and (item["number"] is None) != (self._item < 0)
        joined = kind == "text" and (self._above in ("row", "item") or (self._above and _LABEL.match(text)))
        if mixed or (self._above and self._above not in (kind, "heading") and kind != "heading") or joined:
            if not text.startswith("{:") and not printed_alone:
                self._error("layout-apart", number, indent, 0)
        elif item and item["number"]:
            expected = max(self._item, 0) + 1
            if int(item["number"]) not in (1, expected):
                self._error("layout-number", number, indent, len(item["number"]), printed=expected)
        if item:
            continues = self._item > 0 and item["number"] is not None
            self._item = -1 if item["number"] is None else self._item + 1 if continues else 1
        else:
            self._item = 0
        self._above = kind

    def _table(self, rows: Sequence[tuple[int, str]]) -> None:
        if not rows:
            return
        number, first = rows[0]
        if len(rows) < 2 or _RULER.fullmatch(first) or not _RULER.fullmatch(rows[1][1]):
            self._error("layout-head", number, 0, 0)
            return
        wanted = len(_PIPE.findall(first.removesuffix("|")))
        for below, text in rows[1:]:
            cells = len(_PIPE.findall(text.removesuffix("|")))
            if cells != wanted:
                self._error("layout-table", below, 0, 0, found=cells, wanted=wanted)

    def _error(
        self, code: str, line: int, start: int, length: int, suggestion: str | None = None, **params: object
    ) -> None:
        """Record a fault; its length is 0 when it reaches to the end of the line."""
        span = Span(self._path, line, start + 1, max(1, length or len(self._lines[line - 1].strip())))
        self._diagnostics.error(code, span, suggestion=suggestion, **params)
