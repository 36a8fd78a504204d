"""Headings of a page get the ids that the loader gave them, before Markdown makes up its own.

References and search results name the loader's ids as well.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from handbook.model.page import Clause
from handbook.pages.markdown.conversion import Conversion, CurrentPage
from handbook.reading import headings
from handbook.reading.clauses import EXPLICIT_ID

TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_GLUED = re.compile(r"(?<=[^\s])(\{:?[ ]*#[^{}]*\}[ ]*)$")  # an id that stands right behind the heading's text


class HeadingIds(Treeprocessor):
    """Gives every heading its id."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current

    def run(self, root: etree.Element) -> None:
        """Set the ids. Those that the author wrote come later, from Markdown's attribute lists."""
        conversion = self._current()
        if conversion is None:
            return
        expected = [clause for clause in conversion.page.clauses if clause.heading] if conversion.page else []
        waiting: dict[tuple[str, str], list[Clause]] = {}  # by level and words, the first one last
        for clause in reversed(expected):
            waiting.setdefault((f"h{clause.heading}", clause.title), []).append(clause)
        others: list[tuple[etree.Element, str]] = []
        for element in root:
            if element.tag in TAGS:
                title = _prepared(element)
                same = waiting.get((element.tag, title))
                if same:
                    _set(element, same.pop())
                else:
                    others.append((element, title))
        missing = sorted((one for same in waiting.values() for one in same), key=lambda one: one.span.line)
        others = _paired(others, missing)
        inner = (element for child in root for element in child.iter() if element is not child)
        others += [(element, _prepared(element)) for element in inner if element.tag in TAGS]
        if others:
            _name(others, {clause.id for clause in expected}, conversion)
        for clause in missing if not conversion.varies else ():
            conversion.diagnostics.warning("heading-not-shown", clause.span, title=clause.title)


def _prepared(element: etree.Element) -> str:
    """The heading's words. An id glued to them gets a space before it, which attribute lists want."""
    text = element.text or ""
    title = headings.heading_text(text)
    if text.endswith("}"):
        element.text = _GLUED.sub(r" \1", text)
    return title


def _set(element: etree.Element, clause: Clause) -> None:
    if clause.id:
        element.set("id", clause.id)


def _paired(others: list[tuple[etree.Element, str]], missing: list[Clause]) -> list[tuple[etree.Element, str]]:
    """Give the missing clauses' ids to headings of their level, in order, and return the headings that are left.

    others: headings whose words no clause has: a call, or a mark that was mended, changed the words.
    """
    left = []
    for element, title in others:
        clause = next((clause for clause in missing if f"h{clause.heading}" == element.tag), None)
        if clause is None:
            left.append((element, title))
        else:
            missing.remove(clause)
            _set(element, clause)
    return left


def _name(others: list[tuple[etree.Element, str]], taken: set[str], conversion: Conversion) -> None:
    """Name the headings that the loader does not see: those of generated pages, and inside lists and notices."""
    given = [found["id"] if (found := EXPLICIT_ID.search(element.text or "")) else "" for element, _ in others]
    rows = [(int(element.tag[1]), title, id) for (element, title), id in zip(others, given, strict=True)]
    for (element, title), id, named in zip(others, given, headings.name(rows, taken), strict=True):
        if not id:
            element.set("id", named.id)
        if named.ambiguous:
            conversion.diagnostics.error("ambiguous-heading", conversion.places(title)[0], title=title)
