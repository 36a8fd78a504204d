"""The last look at a page's elements: addresses, alignments, tables, notices, and headings that are clauses."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from handbook.pages import address_policy
from handbook.pages.markdown.clause_parts import clause_foot, mark_former_ids
from handbook.pages.markdown.conversion import Conversion, CurrentPage
from handbook.pages.markdown.heading_ids import TAGS
from handbook.pages.markdown.joined_lines import unbroken

# The kinds of notice, with the word that a notice of the kind begins with.
NOTICES = {"gap": "待定", "legal": "法務待審", "prohibited": "禁止", "note": "說明"}
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_VERBATIM = {"pre", "code"}  # elements whose line breaks are seen


class FinishedElements(Treeprocessor):
    """Finishes every element of the page in one walk."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current
        self._tables = 0  # of the page so far

    def run(self, root: etree.Element) -> None:
        """Change the tree in place."""
        self._tables = 0
        conversion = self._current()
        if conversion is not None:
            self._walk(root, conversion)

    def _walk(self, parent: etree.Element, conversion: Conversion) -> None:
        """Finish what is below `parent`."""
        for index, element in enumerate(parent):
            if element.attrib:
                self._attributes(element, conversion)
            tag = element.tag
            if tag == "table":
                parent[index] = self._wrapped(element)
            elif tag == "div" and element.get("class", "").startswith("admonition"):
                _title(element)
            elif tag in TAGS and conversion.numbered:
                self._heading(element, conversion)
            if tag not in _VERBATIM:
                element.text = unbroken(element.text)
            element.tail = unbroken(element.tail)
            if len(element):
                self._walk(element, conversion)

    def _attributes(self, element: etree.Element, conversion: Conversion) -> None:
        """Take away what the content security policy forbids, and check addresses; an alignment becomes a class."""
        for name in list(element.attrib):
            value = element.attrib[name]
            if name in {"style", "align"}:
                del element.attrib[name]
                align = _ALIGN.search(value) if name == "style" else None
                word = align[1] if align else value if name == "align" else ""
                if word in ("left", "center", "right"):
                    classes = f"{element.get('class', '')} hb-align-{word}".strip()
                    element.set("class", classes)
            elif name.startswith("on"):
                del element.attrib[name]
            elif name == "formerly":
                del element.attrib[name]
                if element.tag in TAGS:
                    mark_former_ids(element, value, conversion.page)
            elif name in ("href", "src"):
                self._address(element, name, value, conversion)

    def _address(self, element: etree.Element, name: str, value: str, conversion: Conversion) -> None:
        """Replace an address that a page may not hold by `#`, and record it."""
        address = HTML_PLACEHOLDER_RE.sub(self._stashed, value).replace(AMP_SUBSTITUTE, "&")
        if " " in value:
            element.set(name, value.replace(" ", "%20"))
        code = ""
        if address_policy.is_unsafe(address):
            code = "unsafe-link"
        elif name == "src" and address_policy.is_external(address):
            code = "external-resource"
        if code:
            element.set(name, "#")
            for span in conversion.places(address):
                conversion.diagnostics.error(code, span, address=address[:80])

    def _stashed(self, found: re.Match[str]) -> str:
        return str(self.md.htmlStash.rawHtmlBlocks[int(found[1])])

    def _wrapped(self, table: etree.Element) -> etree.Element:
        """The table in a box that scrolls by itself when the table is wide, also by keyboard."""
        self._tables += 1
        label = f"表格 {self._tables}"
        box = etree.Element(
            "div", {"class": "hb-scroll hb-table", "role": "region", "tabindex": "0", "aria-label": label}
        )
        box.tail, table.tail = table.tail, "\n"
        box.append(table)
        return box

    def _heading(self, heading: etree.Element, conversion: Conversion) -> None:
        """Add the foot of a clause to a heading that is one."""
        clause = conversion.clauses.get(heading.get("id", ""))
        if clause is None or not clause.number:
            return
        heading.set("class", f"{heading.get('class', '')} hb-clause-heading".strip())
        foot = clause_foot(conversion, clause.id, clause.attributes)
        if foot:
            heading.tail = f"\n{self.md.htmlStash.store(foot)}{heading.tail or ''}"


def _title(box: etree.Element) -> None:
    """Begin a notice with the word of its kind, for those who do not see its colour."""
    words = box.get("class", "").split()
    kind = next((word for word in words if word in NOTICES), None)
    if kind is None:
        return
    box.set("role", "note")
    title = box.find("p[@class='admonition-title']")
    if title is None:
        title = etree.Element("p", {"class": "admonition-title"})
        box.insert(0, title)
    text = "".join(title.itertext())
    if not text or text == kind.capitalize():
        title.text = NOTICES[kind]
    elif not text.startswith(NOTICES[kind]):
        title.text = f"{NOTICES[kind]}：{title.text or ''}"
