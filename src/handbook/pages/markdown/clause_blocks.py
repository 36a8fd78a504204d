"""Numbered clauses of regulations, as blocks of their own."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

from handbook.pages.markdown.clause_parts import clause_foot, mark_former_ids
from handbook.pages.markdown.conversion import CurrentPage
from handbook.pages.markdown.indented_blocks import INSIDE, Indented, belongs, spaces_before, take_indented
from handbook.pages.markdown.indented_code import is_code
from handbook.pages.markdown.joined_lines import joined_lines
from handbook.pages.markdown.list_blocks import starts_item
from handbook.reading import clauses

_STARTS_BLOCK = re.compile(r"!!!|\||>")


class ClauseBlocks(BlockProcessor):
    """Lines that start with a clause number become clauses; indented lines below belong to them."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md.parser)
        self._md = md
        self._current = current

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether a block holds a line that begins a clause, or is indented and follows a clause."""
        conversion = self._current()
        if conversion is None or not conversion.numbered or parent.tag in ("li", "dd", "blockquote"):
            return False
        if parent.get("class", "").startswith("hb-clause "):
            return False  # a list inside a clause is a list
        if belongs(block):
            return self._last_clause(parent) is not None
        return any(self._starts(line) for line in block.split("\n"))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Build the clauses of a block."""
        last = self._last_clause(parent)
        if belongs(blocks[0]) and last is not None:
            content = Indented()
            take_indented(blocks, content)
            self.parser.state.set("clause")
            self.parser.parseBlocks(last, content.blocks())
            self.parser.state.reset()
            return
        block = blocks.pop(0)
        plain: list[str] = []
        clause: clauses.ClauseLine | None = None
        more: list[str] = []
        for line in block.split("\n"):
            started = self._starts(line)
            if started is None and clause is not None and spaces_before(line) >= INSIDE:
                more.append(line)
                continue
            if started is None and clause is None:
                plain.append(line)
                continue
            self._flush(parent, plain, clause, more)
            plain, clause, more = ([], started, []) if started else ([line], None, [])
        self._flush(parent, plain, clause, more)

    def _last_clause(self, parent: etree.Element) -> etree.Element | None:
        last = self.lastChild(parent)
        return last if last is not None and last.get("class", "").startswith("hb-clause ") else None

    @staticmethod
    def _starts(line: str) -> clauses.ClauseLine | None:
        """The clause that begins on a line, unless the line is a heading."""
        found = clauses.match(line) if line[:1] not in ("", " ", "#") else None
        return found if found and found.number and not found.heading else None

    def _flush(
        self, parent: etree.Element, plain: list[str], clause: clauses.ClauseLine | None, more: list[str]
    ) -> None:
        """Add plain lines, or a clause and the lines that belong to it, to `parent`."""
        if plain:
            self.parser.parseBlocks(parent, ["\n".join(plain)])
        conversion = self._current()
        if clause is None or conversion is None:
            return
        box = etree.SubElement(parent, "div", {"class": f"hb-clause hb-clause--{clause.level}"})
        if clause.id:
            box.set("id", clause.id)
        if "formerly" in clause.attributes:
            mark_former_ids(box, clause.attributes["formerly"], conversion.page)
        line = etree.SubElement(box, "p", {"class": "hb-clause__line"})
        number = etree.SubElement(line, "span", {"class": "hb-clause__number"})
        number.text = AtomicString(clause.number)
        text = etree.SubElement(line, "span", {"class": "hb-clause__text"})
        text.text = clause.text
        content = Indented()
        for below in more:
            content.add(below)
        more = content.lines
        while more and not _STARTS_BLOCK.match(more[0]) and not starts_item(more[0]) and not is_code(self._md, more[0]):
            text.text = joined_lines(text.text, more.pop(0).strip())
        foot = clause_foot(conversion, clause.id, clause.attributes)
        if foot:
            line.tail = AtomicString(self._md.htmlStash.store(foot))
        if more:
            self.parser.parseBlocks(box, ["\n".join(more)])
