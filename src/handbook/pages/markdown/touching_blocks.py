"""Blocks that touch each other are told apart, as if there were an empty line between them.

Markdown wants an empty line above a list, a table or a piece of code, and below a table. People leave it out; then
the list was text of the paragraph, and the paragraph a row of the table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from handbook.pages.markdown.conversion import CurrentPage
from handbook.pages.markdown.indented_blocks import INSIDE, spaces_before
from handbook.pages.markdown.indented_code import is_code
from handbook.pages.markdown.list_blocks import starts_item
from handbook.reading import clauses, notices

DELIMITERS = re.compile(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")  # the row below a table's head
PIPE = re.compile(r"(?<!\\)\|")
_QUOTE = re.compile(r"[ ]{0,3}>")
_HAN = f"[{clauses.HAN_NUMERALS}]+"
_LABELLED = re.compile(  # a line of its own
    rf"[{clauses.CIRCLED}※□☐○◎－—–]|[（(](?:\d+|{_HAN})[)）]|{_HAN}[、.．]|第{_HAN}[條章節款項]|[A-Za-z][.)．、]\s*[\u3400-\u9fff]"
)


class TouchingBlocks(BlockProcessor):
    """Splits a block where another one begins in it."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md.parser)
        self._md = md
        self._current = current

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether a block is several."""
        if "\n" not in block or self._current() is None or starts_item(block) or spaces_before(block) >= 4:
            return False
        return any(True for _ in self._joints(block.split("\n")))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Put its parts in place of a block."""
        lines = blocks[0].split("\n")
        joints = [0, *self._joints(lines), len(lines)]
        blocks[0:1] = ["\n".join(lines[start:end]) for start, end in itertools.pairwise(joints)]

    def _joints(self, lines: Sequence[str]) -> Iterator[int]:
        """The numbers of the lines that begin a block below another."""
        conversion = self._current()
        numbered = conversion is not None and conversion.numbered
        inside = _kind_of_block(lines, 0)
        for number in range(1, len(lines)):
            line = lines[number]
            begins = "stash" if is_code(self._md, line) else _kind_of_block(lines, number)
            if inside == "table" and not begins and PIPE.search(line):
                continue
            if inside == "notice" and line.startswith(" " * INSIDE):
                continue
            if inside == "quote" and begins == "quote":
                continue
            if begins == "label" and numbered and clauses.match(line):  # a clause, see `clause_blocks.py`
                begins = ""
            if begins or inside in ("table", "quote", "stash"):
                yield number
                if begins == "item":
                    return  # the list takes the rest, and says where it ends
                inside = begins
            elif is_code(self._md, lines[number - 1]):
                yield number


def _kind_of_block(lines: Sequence[str], number: int) -> str:
    """What begins on a line, if it is no mere text: an item, a table, a quote, a notice or a line with a label."""
    line = lines[number]
    if starts_item(line):
        return "item"
    if "|" in line and number + 1 < len(lines) and "-" in lines[number + 1] and DELIMITERS.match(lines[number + 1]):
        return "table" if PIPE.search(lines[number + 1]) or line.lstrip().startswith("|") else ""
    if _QUOTE.match(line):
        return "quote"
    if notices.notice_on(line):
        return "notice"
    return "label" if _LABELLED.match(line) else ""
