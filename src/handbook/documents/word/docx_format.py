"""What the Word file format calls its parts, and how our record of a file's blanks is named in it.

Every module of this room takes these names from here. The twin is `src/browser/documents/word/docx-format.js`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"  # before the name of each of Word's elements
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DOCUMENT = "word/document.xml"
NAMESPACE = "urn:handbook:response"  # of the custom XML part that holds our record
EDGE = "edge"  # the `place` of a blank that stands in the head or foot of a page

#: What one bookmark stands for, such as {"name": "hb3_guests_name", "kind": "blank", "path": "guests.name"}.
BookmarkEntry = dict[str, str]

_EDGES = re.compile(r"word/(header|footer)\d*\.xml")


def custom_parts(names: Iterable[str]) -> list[str]:
    """The custom XML parts among a file's parts, by name. Other programs may have renumbered them."""
    return sorted(
        name for name in names if name.startswith("customXml/item") and "Props" not in name and name.endswith(".xml")
    )


def edges(names: Iterable[str]) -> list[str]:
    """The parts with heads and feet of pages: all heads, then all feet."""
    return sorted((name for name in names if _EDGES.fullmatch(name)), key=lambda name: ("footer" in name, name))


def has_edges(entries: Collection[BookmarkEntry]) -> bool:
    """Whether any blank stands in a head or foot, so that those parts have to be read as well."""
    return any(entry.get("place") == EDGE for entry in entries)
