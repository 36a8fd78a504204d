"""Lists as people write them.

Python-Markdown wants four spaces for whatever belongs to an item, drops the numbers that the author wrote, and goes on
with a list of bullets as if it were the numbered list above. Here two spaces are enough, `1、` and `1．` are numbers as
well, a list of another kind is a list of its own, and every item keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from handbook.pages.markdown.conversion import CurrentPage
from handbook.pages.markdown.indented_blocks import INSIDE, Indented, spaces_before

# Without a space a number or bullet begins an item only where Chinese or a mark follows: 1.甲, but not 1.5 or -5.
_ITEM = re.compile(
    r"""(?P<indent>[ ]{0,3})
    (?:(?P<bullet>[-*+](?=[ \t]+\S)|[-+](?=[\u3400-\u9fff])|[•●◆■▪‧](?=\s*\S))
     |(?P<number>\d{1,3})(?:[.)](?=[ \t]+\S)|[.)．）、](?=[ \t\u3000]*[^\x00-\x7f \u3000．。，、]|[ \t]*[*\[({\x02])))
    (?P<space>[ \t\u3000]*)""",
    re.VERBOSE,
)
_CHINESE = re.compile(r"[ ]{0,1}[\u3400-\u9fff]")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$")
_ENDS_ITEM = re.compile(r"[ ]{0,3}(?:#{1,6}[ \t]*\S|>|\||!!!|\x02)")  # what begins another block without an empty line


class _Item(Indented):
    """An item of a list: its written number, 0 for a bullet, and its lines."""

    def __init__(self, number: int, base: int, line: str) -> None:
        super().__init__(base, [line])
        self.number = number


def starts_item(line: str) -> re.Match[str] | None:
    """The item that begins on a line, if one does."""
    if line.lstrip(" ")[:1] in "-*_" and _RULE.match(line):
        return None
    return _ITEM.match(line)


class ListBlocks(BlockProcessor):
    """Reads a whole list with all that belongs to its items."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md.parser)
        self._current = current

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether a block begins with an item."""
        return starts_item(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Build the list."""
        found = starts_item(blocks[0])
        assert found is not None
        ordered, base = found["number"] is not None, len(found["indent"])
        items: list[_Item] = []
        apart = loose = False  # whether an empty line stands before the next block, and whether items are paragraphs
        while blocks and (not apart or self._goes_on(blocks[0], ordered, base, items)):
            for number, line in enumerate(lines := blocks.pop(0).split("\n")):
                spaces = spaces_before(line)
                item = starts_item(line) if not items or spaces < base + INSIDE else None
                if not line.strip():
                    items[-1].lines.append("")
                    continue
                if item and (item["number"] is not None) == ordered:
                    loose = loose or (apart and bool(items))
                    base = spaces
                    items.append(_Item(int(item["number"] or 0), base, line[item.end() :]))
                elif spaces >= base + INSIDE:
                    if apart:
                        loose = loose or not starts_item(line.lstrip(" "))
                        items[-1].lines.append("")
                    items[-1].add(line)
                elif item or _ENDS_ITEM.match(line) or _RULE.match(line):
                    blocks.insert(0, "\n".join(lines[number:]))
                    return self._build(parent, ordered, items, loose)
                else:
                    items[-1].lines.append(line.lstrip(" "))  # the paragraph goes on
                    self._remark(line)
                apart = False
            apart = True
        return self._build(parent, ordered, items, loose)

    def _remark(self, line: str) -> None:
        """Say that a line without indentation belongs to the item above; a list of attributes does so on purpose."""
        conversion = self._current()
        if conversion is not None and _CHINESE.match(line) and line in conversion.text.prose:
            conversion.diagnostics.warning("text-in-item", conversion.places(line)[0])

    @staticmethod
    def _goes_on(block: str, ordered: bool, base: int, items: Sequence[_Item]) -> bool:
        """Whether the list goes on with a block below an empty line. A list that begins with 1 again is a new one."""
        line = next((line for line in block.split("\n") if line.strip()), "")
        spaces = spaces_before(line)
        if not line or spaces >= base + INSIDE:
            return True
        item = starts_item(line)
        if item is None or (item["number"] is not None) != ordered:
            return False
        return not ordered or item["number"] != "1" or items[-1].number == 1

    def _build(self, parent: etree.Element, ordered: bool, items: Sequence[_Item], loose: bool) -> None:
        box = etree.SubElement(parent, "ol" if ordered else "ul")
        counted = len(items) > 1 and len({item.number for item in items}) == 1  # 1. 1. 1. is counted by Markdown
        expected = 1
        for item in items:
            li = etree.SubElement(box, "li")
            if ordered and not counted and item.number != expected:
                (li if len(box) > 1 else box).set("value" if len(box) > 1 else "start", str(item.number))
            expected = item.number + 1
            self.parser.state.set("looselist")
            self.parser.parseBlocks(li, item.blocks())
            self.parser.state.reset()
            if not loose:
                _without_paragraphs(li)
        if ordered and counted and items[0].number != 1:
            box.set("start", str(items[0].number))


def _without_paragraphs(li: etree.Element) -> None:
    """Make the paragraphs of an item its own text, as in a list without empty lines."""
    before: etree.Element | None = None
    for child in list(li):
        if child.tag == "p" and not child.attrib and not len(child):
            text = child.text or ""
            if before is None:
                li.text = f"{li.text or ''}{text}"
            else:
                before.tail = f"{before.tail or ''}\n{text}"
            li.remove(child)
        else:
            before = child
