"""Ids of headings: readable, and the same whatever else stands on the page.

Ids are never numbered: with `準備_1` and `準備_2`, a heading that is added above would send old links elsewhere without
notice. Headings of the same words take the id of the heading above them in front (`接待前-準備`, `接待後-準備`). All of
them do, so that their order does not matter.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

SEPARATOR = "-"
NAMELESS = "section"  # a heading without a letter or a digit

_CALL = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\x02[^\x03]*\x03")  # as written, and as it stands in the stash
_ATTRIBUTES = re.compile(r"\{:?\s*(?P<list>[#.\w][^{}]*)\}$")
_LONGEST = 400  # characters of a heading that are read; the patterns below take a time that grows with the square
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|\\(?=[\\`*_{}\[\]()>#+.!|-])|\s#+\s*$")

_ANY_MARK = re.compile(r"[{\x02\[<*`_\\#&]")


@dataclass(frozen=True)
class Named:
    """The final id of a heading; `ambiguous` when another heading has the same one."""

    id: str
    ambiguous: bool = False


def slugify(value: str, separator: str = SEPARATOR) -> str:
    """An id for a heading: Chinese stays readable, everything but letters and digits becomes the separator."""
    text = unicodedata.normalize("NFKC", value).strip().lower()
    return re.sub(r"[\W_]+", separator, text).strip(separator) or NAMELESS


def split_attributes(text: str) -> tuple[str, str]:
    """A heading's or clause's text, and the attributes in braces behind it, `#id key=value`, without the braces."""
    text = text.strip()
    start = text.rfind("{") if text.endswith("}") else -1
    block = _ATTRIBUTES.match(text, start) if start >= 0 else None
    return (text[:start].rstrip(), block["list"]) if block else (text, "")


def heading_text(source: str) -> str:
    """The text of a heading as readers see it: its Markdown without calls, marks and attributes."""
    text = split_attributes(source)[0][:_LONGEST]
    if not _ANY_MARK.search(text):  # most headings; reading them must cost next to nothing
        return " ".join(text.split())
    if "{" in text or "\x02" in text:
        text = _CALL.sub("", text)
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", text)
    text = _MARKS.sub("", text)
    return " ".join((html.unescape(text) if "&" in text else text).split())


def name(found: Sequence[tuple[int, str, str]], taken: Collection[str] = ()) -> list[Named]:
    """The ids of a page's headings, in order.

    found: of each heading its level, its text as readers see it, and the id of its author's or "".
    taken: ids that stand elsewhere on the page.
    """
    slugs = ["" if given else slugify(text) for _, text, given in found]
    title = next((number for number, (level, _, given) in enumerate(found) if level == 1 and not given), None)
    used = {*taken, *(given for _, _, given in found if given)}
    counts = Counter(slug for number, slug in enumerate(slugs) if slug and number != title)
    ids: list[str] = []
    above: list[tuple[int, str]] = []  # (level, id) of the headings we are in, below the page's title
    for number, (level, _, given) in enumerate(found):
        while above and above[-1][0] >= level:
            above.pop()
        id = given or slugs[number]
        if not given and above and (counts[id] > 1 or id in used):
            id = f"{above[-1][1]}{SEPARATOR}{id}"
        ids.append(id)
        if level > 1:
            above.append((level, id))
    totals = Counter(id for number, id in enumerate(ids) if number != title and not found[number][2])
    named = [
        Named(id, ambiguous=not given and number != title and (totals[id] > 1 or id in used))
        for number, (id, (_, _, given)) in enumerate(zip(ids, found, strict=True))
    ]
    if title is not None:  # links to the page need no id; it gives way to every other heading
        others = used | {one.id for number, one in enumerate(named) if number != title}
        named[title] = Named(_free(ids[title], others))
    return named


def _free(id: str, taken: Collection[str]) -> str:
    while id in taken:
        id += f"{SEPARATOR}title"
    return id
