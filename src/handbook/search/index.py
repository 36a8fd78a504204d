"""The index: for every term, the sections that hold it and how much the term says about each.

Weights follow BM25F (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, §3.6): the occurrences of a
term in title, path, roles and text are added up, each with the weight of its place, and the sum saturates. The browser
applies the other half of the formula, how rare a term is (`src/browser/search/match.js`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from handbook.search.folding import fold
from handbook.search.packing import varint
from handbook.search.sectioning import SearchSection
from handbook.search.terms import terms

LABEL = "§"  # begins the terms that are whole clause numbers, such as §二(三)1
LEVELS = 15  # weights are rounded to 1 … 15, which take four bits
_BITS = 4
_SATURATION = 1.2  # BM25's k1
_LENGTH = 0.5  # BM25's b: how much the length of a text lowers the weight of its terms
_TITLE, _NAME, _PATH, _ROLE = 6.0, 3.0, 1.5, 1.5


def postings(sections: Sequence[SearchSection], role_titles: Mapping[str, str]) -> dict[str, array[int]]:
    """Term → its postings, one for each section that holds it: number of the section << 4 | level (1–15).

    role_titles: title of a role by its id.
    """
    found: dict[str, array[int]] = {}
    average = sum(len(section.text) for section in sections) / max(1, len(sections)) or 1.0
    for number, section in enumerate(sections):
        for term, weight in _weights(section, role_titles, average).items():
            level = max(1, round(LEVELS * weight / (_SATURATION + weight)))
            row = found.get(term)
            if row is None:
                row = found[term] = array("L")
            row.append(number << _BITS | level)
    return found


def _weights(section: SearchSection, role_titles: Mapping[str, str], average: float) -> dict[str, float]:
    parts = [
        (section.title, _TITLE),
        *((name, _NAME) for name in section.names if name != section.title),
        *((title, _PATH) for title in section.path),
        *((role_titles.get(role, ""), _ROLE) for role in section.roles),
        (section.text, 1 / (1 - _LENGTH + _LENGTH * len(section.text) / average)),
    ]
    weights: dict[str, float] = {}
    for text, weight in parts:
        for term in terms(fold(text)):
            weights[term] = weights.get(term, 0.0) + weight
    if section.label:
        weights[LABEL + folded_label(section.label)] = _TITLE
    return weights


def folded_label(text: str) -> str:
    """A clause number as it is looked up: 二（三）1. becomes 二(三)1."""
    return "".join(fold(text).split()).rstrip(".、")


def shards(found: Mapping[str, array[int]], size: int) -> Iterator[tuple[str, bytes]]:
    """The index in pieces of about `size` bytes, each with neighbouring terms: (its first term, its content).

    The content is: how many terms there are; for each term the length of its UTF-8 text, the text, and the length of
    its postings in bytes; then the postings of all terms. A posting is the distance from the section of the posting
    before it << 4 | level. All numbers are varints. `src/browser/search/shards.js` reads this.
    """
    first, names, lists, held = "", bytearray(), bytearray(), 0
    for term in sorted(found):
        content = encode(found[term])
        text = term.encode()
        if held and len(names) + len(lists) + len(content) > size:
            yield first, varint(held) + bytes(names) + bytes(lists)
            names, lists, held = bytearray(), bytearray(), 0
        if not held:
            first = term
        names += varint(len(text)) + text + varint(len(content))
        lists += content
        held += 1
    if held:
        yield first, varint(held) + bytes(names) + bytes(lists)


def encode(row: Iterable[int]) -> bytes:
    """Postings as bytes, as `shards` says."""
    content = bytearray()
    before = 0
    mask = (1 << _BITS) - 1
    for posting in row:
        number = (posting >> _BITS) - before << _BITS | posting & mask
        before = posting >> _BITS
        while number > 0x7F:
            content.append(number & 0x7F | 0x80)
            number >>= 7
        content.append(number)
    return bytes(content)
