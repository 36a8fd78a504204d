"""The Python-Markdown extension: component calls, numbered clauses, and what every page's HTML must be.

Order of work on a page (numbers are Python-Markdown's priorities):

1. `call_preprocessor.py`, preprocessor 28: forbidden HTML is found, calls are evaluated, their HTML is put into the
   stash where Markdown does not touch it.
2. `indented_code.py`, preprocessor 26: fenced code inside lists and notices is put into the stash as well.
3. Block processors take the text apart: `touching_blocks.py` (107), `notice_blocks.py` (105), `clause_blocks.py` (95,
   lines that start with a clause number become clauses with real numbers), `list_blocks.py` (45), `quote_blocks.py`
   (20).
4. `heading_ids.py`, tree processor 25 (before inline marks are read): headings get the ids that the loader gave them.
5. `shown_text.py`, tree processor 7: what is shown is held against what was written.
6. `finished_elements.py`, tree processor 4 (after the table of contents): addresses are checked, tables wrapped,
   notices titled.
7. `full_forms.py`, postprocessor 0, when the HTML of calls is in its place: the first use of an abbreviation gets its
   full form.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.markdown.call_preprocessor import CallPreprocessor
from handbook.pages.markdown.clause_blocks import ClauseBlocks
from handbook.pages.markdown.conversion import Conversion
from handbook.pages.markdown.finished_elements import FinishedElements
from handbook.pages.markdown.full_forms import FullForms
from handbook.pages.markdown.heading_ids import HeadingIds
from handbook.pages.markdown.indented_code import IndentedCode
from handbook.pages.markdown.list_blocks import ListBlocks
from handbook.pages.markdown.notice_blocks import NoticeBlocks
from handbook.pages.markdown.quote_blocks import QuoteBlocks
from handbook.pages.markdown.shown_text import ShownText, SourceText
from handbook.pages.markdown.touching_blocks import TouchingBlocks
from handbook.pages.renderer import Renderer, make_renderer


class HandbookExtension(Extension):
    """`Markdown(extensions=[HandbookExtension(handbook=…)])`; call `begin` before each conversion."""

    def __init__(self, handbook: Handbook | None = None, renderer: Renderer | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.renderer = renderer
        self.handbook = handbook if handbook is not None or renderer is None else renderer.handbook
        self.conversion: Conversion | None = None

    def begin(self, page_path: str, body_line: int, diagnostics: Diagnostics) -> None:
        """Say which page comes next.

        page_path: below docs/, with slashes. body_line: the line of the file where the text begins.
        """
        if self.handbook is None:
            return
        if self.renderer is None:
            self.renderer = make_renderer(self.handbook, diagnostics=diagnostics)
        url, path = page_path.removesuffix(".md") + ".html", self.handbook.root / "docs" / page_path
        page = self.handbook.pages.get(page_path)
        self.conversion = Conversion(page, url, path, body_line, diagnostics, self.renderer)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register our processors."""
        md.registerExtension(self)
        # Custom elements are blocks: a stashed one alone in its paragraph replaces the paragraph.
        names = self.renderer.components.known if self.renderer else ()
        md.block_level_elements.extend(["hb-template", "hb-checklist", "hb-flow", "hb-drafts"])
        md.block_level_elements.extend(f"hb-{name}" for name in names if name != "cite")
        md.preprocessors.register(CallPreprocessor(md, self._current), "handbook-calls", 28)
        md.preprocessors.register(IndentedCode(md), "handbook-indented-code", 26)
        md.preprocessors.register(SourceText(md, self._current), "handbook-source-text", 5)
        blocks = md.parser.blockprocessors
        for name in ("admonition", "indent", "olist", "quote", "ulist"):
            blocks.deregister(name, strict=False)
        blocks.register(TouchingBlocks(md, self._current), "handbook-touching", 107)
        blocks.register(NoticeBlocks(md, self._current), "handbook-notices", 105)
        blocks.register(ClauseBlocks(md, self._current), "handbook-clauses", 95)
        blocks.register(ListBlocks(md, self._current), "handbook-lists", 45)
        blocks.register(QuoteBlocks(md), "handbook-quotes", 20)
        md.treeprocessors.register(HeadingIds(md, self._current), "handbook-headings", 25)
        md.treeprocessors.register(ShownText(md, self._current), "handbook-shown-text", 7)
        md.treeprocessors.register(FinishedElements(md, self._current), "handbook-finish", 4)
        md.postprocessors.register(FullForms(md, self._current), "handbook-full-forms", 0)

    def _current(self) -> Conversion | None:
        return self.conversion

    def reset(self) -> None:
        """Called by Python-Markdown between conversions; `begin` does the work."""


def makeExtension(**options: Any) -> HandbookExtension:  # noqa: N802
    """Entry point for hosts that name the extension in their configuration."""
    return HandbookExtension(**options)
