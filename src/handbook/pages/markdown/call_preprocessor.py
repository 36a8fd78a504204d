"""The first look at a page's text: forbidden HTML is found, and calls are replaced by marks for their HTML."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from handbook.diagnostics.diagnostics import Span
from handbook.model.organisation import Role
from handbook.pages.calls.call import CallingPage
from handbook.pages.markdown import html_policy
from handbook.pages.markdown.code_in_text import PageText
from handbook.pages.markdown.conversion import Conversion, CurrentPage
from handbook.pages.markdown.table_faults import check_tables
from handbook.pages.views.role import role_view
from handbook.reading import clauses

_BLOCK = "\ue004"  # stands on both sides of the mark for a block
_ID = re.compile(r"\{:?[ ]*(?:[^{}\n]*\s)?#(?P<id>[^\s{}]+)[^{}\n]*\}")
_MARKER = re.compile(r"\s*(?:[-*+]|\d+\.)?\s*$")  # of a list item, or nothing


class CallPreprocessor(Preprocessor):
    """Checks the text and replaces calls by their stashed HTML."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current

    def run(self, lines: list[str]) -> list[str]:
        """The lines with calls replaced."""
        conversion = self._current()
        if conversion is None:
            return lines
        renderer = conversion.renderer
        source = "\n".join(lines)
        text = conversion.read(source)
        self._check_ids(text, conversion)
        if text.unclosed is not None:
            conversion.diagnostics.error("code-unclosed", conversion.place(text.unclosed))
        check_tables(text, conversion.place, conversion.diagnostics)
        source = html_policy.check_page_text(text, conversion.place, conversion.diagnostics)
        if "{{" in text.prose or "{%" in text.prose:
            code = tuple(sorted((*text.code, *clauses.comments(text.prose))))
            page = CallingPage(
                conversion.url, conversion.place, self._store, conversion.diagnostics, conversion.references
            )
            source = renderer.engine.expand(source, code, page)
            conversion.varies = "{%" in text.prose
        source = html_policy.unmark(source)
        lines = source.split("\n")
        if _BLOCK in source:
            lines = _own_paragraphs(lines)
        if isinstance(conversion.page, Role) and "role_view(" not in text.prose and conversion.page.id:
            view = role_view(renderer.handbook, conversion.page)
            html = renderer.components.render("role-view", conversion.url, role=view)
            lines += ["", self.md.htmlStash.store(str(html).strip()), "", ""]
        return lines

    def _store(self, html: str, inline: bool) -> str:
        """Keep HTML away from Markdown; the mark for it, which becomes the HTML again at the end."""
        place = self.md.htmlStash.store(str(html).strip())
        return place if inline else f"{_BLOCK}{place}{_BLOCK}"

    def _check_ids(self, text: PageText, conversion: Conversion) -> None:
        """Record ids given twice on the page, except those of two clauses: the check of clauses has said them."""
        if "{" not in text.prose:
            return
        seen: dict[str, int] = {}
        page = conversion.page
        reported = {clause.span.line for clause in page.clauses} if page and conversion.numbered else set()
        for found in _ID.finditer(text.prose):
            span = conversion.place(found.start("id"))
            first = seen.setdefault(found["id"], span.line)
            if first != span.line and not {first, span.line} <= reported:
                span = Span(span.path, span.line, span.column, len(found["id"]))
                conversion.diagnostics.error("duplicate-id", span, id=found["id"], line=first)


def _own_paragraphs(lines: list[str]) -> list[str]:
    """Put blank lines around the marks of blocks; a block keeps its line's indentation, so that it stays in a list."""
    result: list[str] = []
    after_block = False
    for line in lines:
        if _BLOCK not in line:
            if after_block and line.strip():
                result.append("")
            result.append(line)
            after_block = False
            continue
        indent = line[: len(line) - len(line.lstrip())]
        parts = line.split(_BLOCK)
        if _MARKER.match(parts[0]):
            parts[0:2] = [parts[0] + parts[1]]  # a list marker keeps its block
            if not indent and parts[0].strip() != parts[0]:
                parts[0] = parts[0].strip(" ")
        for part in parts:
            if not part.strip():
                continue
            is_item = part.strip()[0] in "-*+" and _MARKER.match(part.split("\x02")[0])
            if result and result[-1].strip() and not is_item:
                result.append("")
            result.append(part if part.startswith(indent) and indent else indent + part.strip(" "))
        after_block = True
    return result
