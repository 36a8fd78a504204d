"""Abbreviations are explained in place: where one first stands on a page, its full form follows in brackets.

The list of terms says the full forms. Headings, links and code stay as they are. Where the words around an abbreviation
say its full form already, nothing is added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from handbook.model.handbook import Handbook
from handbook.model.term import Term
from handbook.pages.markdown.conversion import CurrentPage
from handbook.pages.markdown.heading_ids import TAGS

_AS_IT_STANDS = TAGS | {"a", "abbr", "code", "pre", "kbd", "script", "style"}


class FullForms(Treeprocessor):
    """Writes the full form behind the first use of each abbreviation."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current
        self._waiting: dict[str, str] = {}  # abbreviations that the page has not used yet, and their full forms
        self._pattern = re.compile("(?!)")

    def run(self, root: etree.Element) -> None:
        """Change the tree in place."""
        conversion = self._current()
        handbook = conversion.renderer.handbook if conversion else None
        page = conversion.page if conversion else None
        if handbook is None or page is None or not handbook.is_for_readers(page):
            return
        self._waiting = dict(_full_forms(handbook))
        if self._waiting:
            self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, self._waiting))})(?![A-Za-z0-9])")
            self._walk(root)

    def _walk(self, element: etree.Element) -> None:
        if not self._waiting or element.tag in _AS_IT_STANDS:
            return
        children = list(element)
        self._explain(element, None, element.text)
        for child in children:
            self._walk(child)
            self._explain(element, child, child.tail)

    def _explain(self, parent: etree.Element, before: etree.Element | None, text: str | None) -> None:
        """Explain what `text` names: the text of `parent`, or the tail of its child `before`."""
        start = 0
        while text and (found := self._pattern.search(text, start)):
            full = self._waiting.pop(found[0], "")
            start = found.end()
            if not full or full in text or text.startswith(("（", "("), start):
                continue
            span = etree.Element("span", {"class": "hb-full-form"})
            span.text, span.tail = f"（{full}）", text[start:].lstrip(" ")
            if before is None:
                parent.text = text[:start]
                parent.insert(0, span)
            else:
                before.tail = text[:start]
                parent.insert(list(parent).index(before) + 1, span)
            before, text, start = span, span.tail, 0


def _full_forms(handbook: Handbook) -> Mapping[str, str]:
    return {term.term: term.full for term in handbook.listed(Term) if term.full}
