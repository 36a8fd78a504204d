"""The page being converted: where its text comes from and where its faults go."""

from __future__ import annotations

import bisect
import re
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.page import Clause, Page
from handbook.pages import html_policy
from handbook.reading import clauses


class Conversion:
    """The page being converted: where its text comes from and where faults go."""

    def __init__(self, page: Page | None, path: Path, first_line: int, diagnostics: Diagnostics) -> None:
        self.page = page
        self.path = path
        self.first_line = first_line
        self.diagnostics = diagnostics
        self.text = html_policy.read("")
        self.numbered = page is not None and page.kind in clauses.NUMBERED_KINDS
        self.clauses: dict[str, Clause] = {c.id: c for c in page.clauses if c.id} if page else {}
        self.varies = False  # statements decide what of the text is shown
        self._starts: list[int] | None = None

    def read(self, source: str) -> html_policy.Text:
        """Take the text as it comes from Markdown, from which offsets count."""
        self.text, self._starts = html_policy.read(source), None
        return self.text

    def place(self, offset: int) -> Span:
        """The place in the file of an offset in the text."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in re.finditer("\n", self.text.source))]
        line = bisect.bisect_right(self._starts, offset) - 1
        return Span(self.path, self.first_line + line, offset - self._starts[line] + 1)

    def places(self, words: str) -> list[Span]:
        """Everywhere `words` stands outside code; the first line when nowhere."""
        found = [match.start() for match in re.finditer(re.escape(words), self.text.prose)] if words else []
        spans = [self.place(offset) for offset in found] or [Span(self.path, self.first_line)]
        return [Span(span.path, span.line, span.column, max(1, len(words))) for span in spans]
