"""The data scripts of search: a directory, the index in shards, and the text of sections in blocks.

The browser loads the directory (`search.js`) when the search box is opened, and each other script when a query needs
it. So a handbook of ten thousand pages costs a reader little more than one of fifty. `src/browser/search/shards.js`
reads what is written here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from handbook.model.handbook import Handbook
from handbook.pages.data_scripts import AUTHORS_INDEX, DATA_FOLDER, READERS_INDEX, script
from handbook.search.folding import fold, pairs
from handbook.search.index import postings, shards
from handbook.search.packing import pack
from handbook.search.section import SearchSection
from handbook.search.sectioning import sections
from handbook.search.sounds import alike, spoken_pairs

_SHARD = (8_000, 24_000)  # bytes of a shard before packing: in a small handbook, in a large one
_BLOCK = (6_000, 14_000)  # bytes of a block of text before packing
_PIECES = 200  # a handbook that would have more shards or blocks gets larger ones
_LETTER = 40_000  # bytes of spoken pairs up to which they are one script


def search_scripts(handbook: Handbook) -> dict[str, bytes]:
    """The data scripts of search for a handbook: path from the site's root → content.

    Pages for those who write the handbook have an index of their own, which is searched from these pages alone.
    """
    scripts = section_scripts(sections(handbook), handbook)
    if theirs := sections(handbook, for_authors=True):
        scripts |= section_scripts(theirs, handbook, AUTHORS_INDEX)
    return scripts


def section_scripts(found: Sequence[SearchSection], handbook: Handbook, name: str = READERS_INDEX) -> dict[str, bytes]:
    """The scripts of one index, of sections that are given. name: by which the index is loaded."""
    role_titles = {role.id: role.title for role in handbook.roles.values()}
    rows = postings(found, role_titles)
    characters = {character for term in rows for character in term}
    parts: dict[str, bytes] = {}
    first_terms: list[str] = []
    for number, (first, content) in enumerate(shards(rows, _size(sum(map(len, rows.values())), _SHARD))):
        first_terms.append(first)
        parts[f"terms-{number}"] = content
    first_sections: list[int] = []
    for number, (start, records) in enumerate(
        _blocks(found, _size(3 * sum(len(section.text) for section in found), _BLOCK))
    ):
        first_sections.append(start)
        parts[f"text-{number}"] = _json(records)
    spoken = spoken_pairs(_names(found, role_titles))
    if len(whole := _json(spoken)) <= _LETTER:
        parts["spoken"] = whole
    else:
        parts |= {f"spoken-{letter}": _json({letter: table}) for letter, table in spoken.items()}
    for likeness, groups in alike(characters).items():
        parts[likeness] = _json(groups)
    synonyms = _synonyms(handbook)
    also = _also(found)
    version = hashlib.sha256(b"".join(name.encode() + content for name, content in parts.items())).hexdigest()[:8]
    roles = sorted({role for section in found for role in section.roles})
    kinds = list(dict.fromkeys(section.kind for section in found))
    meta = {
        "version": version,
        "sections": len(found),
        "terms": first_terms,
        "texts": first_sections,
        "kinds": kinds,
        "roles": [[role, role_titles.get(role, role)] for role in roles],
        "facets": _facets(found, kinds, roles),
        "spoken": "" if "spoken" in parts else "".join(spoken),
        "fold": pairs(characters.union(*(word for group in synonyms for words in group for word in words))),
        "synonyms": synonyms,
        "also": also,
    }
    named = {f"{DATA_FOLDER}/{name}.js": script(name, pack(_json(meta)))}
    for part, content in parts.items():
        # Parts of two builds are never mixed, because the version is in their names.
        named[f"{DATA_FOLDER}/{name}/{part}.js"] = script(f"{name}/{version}/{part}", pack(content))
    return named


def _size(total: int, bounds: tuple[int, int]) -> int:
    """The size of a piece of `total` bytes, between the two bounds, so that there are about `_PIECES` pieces."""
    return min(bounds[1], max(bounds[0], total // _PIECES))


def _blocks(found: Iterable[SearchSection], most: int) -> Iterator[tuple[int, list[list[object]]]]:
    """Neighbouring sections in blocks of at most `most` bytes: (number of the first section, their records)."""
    start, size = 0, 0
    records: list[list[object]] = []
    for number, section in enumerate(found):
        record: list[object] = [
            section.url, section.title, list(section.path), section.text, section.action, section.cite, section.target,
            [name for name in section.names if name != section.title],
        ]  # fmt: skip
        length = len(_json(record))
        if records and size + length > most:
            yield start, records
            start, records, size = number, [], 0
        records.append(record)
        size += length
    if records:
        yield start, records


def _facets(found: Iterable[SearchSection], kinds: Sequence[str], roles: Sequence[str]) -> list[list[int]]:
    """Kind and roles of all sections in order. Neighbours that are alike are one entry: [how many, kind, role, …]."""
    places = {role: place for place, role in enumerate(roles)}
    numbers = {kind: place for place, kind in enumerate(kinds)}
    runs = groupby((numbers[section.kind], *(places[role] for role in section.roles)) for section in found)
    return [[len(list(same)), *facet] for facet, same in runs]


def _names(found: Iterable[SearchSection], role_titles: dict[str, str]) -> Iterator[str]:
    """What people may type in pinyin: titles, and names of roles, templates and flows."""
    for section in found:
        yield section.title
        yield from section.names
        if section.kind == "role":
            yield from section.path[:1]
    yield from role_titles.values()


def _synonyms(handbook: Handbook) -> list[list[list[str]]]:
    """The synonyms, folded: [words] for words that mean the same, [words typed, words meant] for all others."""
    groups = []
    for group in handbook.synonyms:
        say = [fold(word) for word in group.say]
        groups.append([say] if group.both_ways else [say, [fold(word) for word in group.mean]])
    return groups


def _also(found: Iterable[SearchSection]) -> list[tuple[str, int]]:
    """What somebody in need types, folded and without spaces, and which section comes first then; the longest first."""
    words = [("".join(fold(word).split()), number) for number, section in enumerate(found) for word in section.also]
    return sorted(words, key=lambda one: -len(one[0]))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
