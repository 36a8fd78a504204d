"""A handbook as passages: what a search result leads to, and whether it is a right one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Spellings that differ between the regions or that machine conversion confuses; only for judging, not for searching.
_ONE_SPELLING = str.maketrans(
    "裡裏後準於牆衞説絶祕並併薄群佔搵証颱臺臟髒復", "里里后准于墻衛說絕秘并并簿羣占温證台台脏脏复"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """One section of a page, as a reader lands on it."""

    location: str  # path of the built page, "#" and the heading's id; no "#" for the page's opening
    level: int  # of its heading, 1–3
    title: str
    above: tuple[str, ...]  # the headings above it, the page's title first
    text: str

    @property
    def page(self) -> str:
        """Path of the built page."""
        return self.location.partition("#")[0]


def fold(text: str) -> str:
    """One spelling for width, case, spaces and a few variants."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).lower()).translate(_ONE_SPELLING)


def right(passages: Iterable[Passage], holds: Iterable[str], within: Iterable[str] = ()) -> set[str]:
    """Locations of the passages whose heading and text hold every string of `holds`.

    Spellings are folded; `a|b` holds when one of the two does. Each string of `within` must be found
    in the passage's heading or in one above it.
    """
    needed = [[fold(one) for one in item.split("|")] for item in holds]
    places = [[fold(one) for one in item.split("|")] for item in within]
    found: set[str] = set()
    for passage in passages:
        text = fold(passage.title + "\n" + passage.text)
        path = fold("\n".join((*passage.above, passage.title)))
        if all(any(one in text for one in item) for item in needed) and all(
            any(one in path for one in item) for item in places
        ):
            found.add(passage.location)
    return found
