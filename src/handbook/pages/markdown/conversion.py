"""The page being converted: where its text comes from and where its faults go."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.page import Clause, Page
from handbook.pages.markdown.code_in_text import PageText, page_text
from handbook.pages.renderer import Renderer
from handbook.reading import clauses


class Conversion:
    """One page on its way from Markdown to HTML.

    page: None for a page that no file of docs/ holds. url: its address, from the site's root. path: the file that
    faults are said of, and first_line: the line in it where the text begins.
    """

    def __init__(
        self, page: Page | None, url: str, path: Path, first_line: int, diagnostics: Diagnostics, renderer: Renderer
    ) -> None:
        self.page = page
        self.url = url
        self.path = path
        self.first_line = first_line
        self.diagnostics = diagnostics
        self.renderer = renderer
        self.text = page_text("")
        self.written = ""  # the text without its calls, its code and its HTML
        self.numbered = page is not None and page.kind in clauses.NUMBERED_KINDS
        self.clauses: dict[str, Clause] = {c.id: c for c in page.clauses if c.id} if page else {}
        self.varies = False  # statements decide what of the text is shown
        self.references: set[str] = set()  # what the page's calls looked up, as "kind:id"
        self._starts: list[int] | None = None

    def read(self, source: str) -> PageText:
        """Take the text that Python-Markdown hands on; offsets count from its first character."""
        self.text, self._starts = page_text(source), None
        return self.text

    def place(self, offset: int) -> Span:
        """Where the character at an offset of the text stands in the file."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in re.finditer("\n", self.text.source))]
        line = bisect.bisect_right(self._starts, offset) - 1
        return Span(self.path, self.first_line + line, offset - self._starts[line] + 1)

    def places(self, words: str) -> list[Span]:
        """Everywhere `words` stands outside code; the first line where they stand nowhere."""
        found = [match.start() for match in re.finditer(re.escape(words), self.text.prose)] if words else []
        spans = [self.place(offset) for offset in found] or [Span(self.path, self.first_line)]
        return [Span(span.path, span.line, span.column, max(1, len(words))) for span in spans]


CurrentPage = Callable[[], Conversion | None]
"""Gives the page that is being converted, or None outside a handbook: the converter serves all pages in turn."""
