"""Quotes. An empty line without `>` ends one; Python-Markdown would join the next to it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import nearing_recursion_limit

_QUOTED = re.compile(r"[ ]{0,3}>[ ]?")


class QuoteBlocks(BlockProcessor):
    """Makes a quote of each block whose lines begin with `>`."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether a block begins with a quoted line; `touching_blocks.py` has parted it from others."""
        return _QUOTED.match(block) is not None and not nearing_recursion_limit()

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Build the quote."""
        lines = [_QUOTED.sub("", line, count=1) for line in blocks.pop(0).split("\n")]
        self.parser.state.set("blockquote")
        self.parser.parseChunk(etree.SubElement(parent, "blockquote"), "\n".join(lines))
        self.parser.state.reset()
