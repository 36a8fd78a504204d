"""Abbreviations are explained in place: where one first stands on a page, its full form follows in brackets.

The list of terms says the full forms. What components write is explained as well, such as the step of a procedure.
Headings, links, code and controls stay as they are, and so does everything in a custom element, whose texts a script
reads. Where the words around an abbreviation say its full form already, nothing is added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markupsafe import escape

from handbook.model.handbook import Handbook
from handbook.model.term import Term
from handbook.pages.markdown.conversion import CurrentPage
from handbook.pages.markdown.heading_ids import TAGS

_AS_IT_STANDS = TAGS | {
    "a", "abbr", "code", "pre", "kbd", "script", "style", "template", "button", "label", "select", "textarea",
    "summary", "svg", "title",
}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class FullForms(Postprocessor):
    """Writes the full form behind the first use of each abbreviation."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current

    def run(self, text: str) -> str:
        """The page's HTML with full forms."""
        conversion = self._current()
        handbook = conversion.renderer.handbook if conversion else None
        page = conversion.page if conversion else None
        if handbook is None or page is None or not handbook.is_for_readers(page):
            return text
        forms = _full_forms(handbook)
        pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, forms))})(?![A-Za-z0-9])")
        if not forms or not pattern.search(text):
            return text
        reader = _Reader(dict(forms), pattern)
        reader.feed(text)
        reader.close()
        return "".join(reader.parts)


class _Reader(HTMLParser):
    """Copies the HTML of a page, and adds the full forms. waiting: of abbreviations that the page has not used yet."""

    def __init__(self, waiting: dict[str, str], pattern: re.Pattern[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._waiting, self._pattern = waiting, pattern
        self._kept: tuple[str, int] = ("", 0)  # the element that stays as it is, and how deep it is nested in itself

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag as it is written."""
        self.parts.append(self.get_starttag_text() or "")
        named, depth = self._kept
        if named:
            self._kept = (named, depth + (tag == named))
        elif tag not in _VOID and (tag in _AS_IT_STANDS or tag.startswith("hb-") or "hidden" in dict(attrs)):
            self._kept = (tag, 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag that closes itself."""
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Copy the end of a tag."""
        self.parts.append(f"</{tag}>")
        named, depth = self._kept
        if tag == named:
            self._kept = (named, depth - 1) if depth > 1 else ("", 0)

    def handle_data(self, data: str) -> None:
        """Copy text, and explain what it names."""
        self.parts.append(data if self._kept[0] else self._explained(data))

    def handle_entityref(self, name: str) -> None:
        """Copy a reference such as &amp; as it is written."""
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy a reference such as &#39; as it is written."""
        self.parts.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Copy a comment."""
        self.parts.append(f"<!--{data}-->")

    def _explained(self, text: str) -> str:
        made, start = "", 0
        while found := self._pattern.search(text, start):
            full = self._waiting.pop(found[0], "")
            made, start = made + text[start : found.end()], found.end()
            if full and full not in text and not text.startswith(("（", "("), start):
                made += f'<span class="hb-full-form">（{escape(full)}）</span>'
                start += len(text[start:]) - len(text[start:].lstrip(" "))
        return made + text[start:]


def _full_forms(handbook: Handbook) -> Mapping[str, str]:
    return {term.term: term.full for term in handbook.listed(Term) if term.full}
