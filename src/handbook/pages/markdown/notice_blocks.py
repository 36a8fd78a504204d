"""Notices, `!!! gap "待定：比例"`, as blocks of their own with the indented lines below."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from handbook.pages.markdown.conversion import CurrentPage
from handbook.pages.markdown.indented_blocks import Indented, take_indented
from handbook.reading import notices


class NoticeBlocks(BlockProcessor):
    """Makes a box of each notice."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md.parser)
        self._current = current

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether a block begins with a notice."""
        return block.startswith("!!!") and notices.notice_on(block.split("\n", maxsplit=1)[0]) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Build the notice with everything that is indented below it."""
        first, _, rest = blocks.pop(0).partition("\n")
        if rest:
            blocks.insert(0, rest)
        notice = notices.notice_on(first)
        assert notice is not None
        box = etree.SubElement(parent, "div", {"class": f"admonition {notice.classes}"})
        if notice.title or notice.title is None:
            etree.SubElement(box, "p", {"class": "admonition-title"}).text = notice.title or notice.kind.capitalize()
        content = Indented()
        take_indented(blocks, content)
        conversion = self._current()
        if conversion is not None and not content.lines:
            for place in conversion.places(first)[:1]:
                conversion.diagnostics.error("notice-empty", place, title=notice.title or notice.kind)
        self.parser.state.set("notice")
        self.parser.parseBlocks(box, content.blocks())
        self.parser.state.reset()
