"""Whatever stands in a handbook, it can be folded, cut into terms, indexed and packed, and comes back as it was."""

from __future__ import annotations

import json
import re
from array import array

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from unpacking import decode, unpack

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.reading.loader import load
from handbook.search import SearchSection, index, shards, sounds
from handbook.search.folding import fold
from handbook.search.packing import pack, varint
from handbook.search.terms import terms
from support import MINIMAL_CONFIG, write_files

_DEFINED = re.compile(rb'handbook\.define\("([^"]+)","([^"]*)"\);\n')
# Any character there is, broken ones included, and what office text, other scripts and attackers are made of.
CHARACTERS = st.one_of(
    st.characters(),
    st.sampled_from("請假車輛準点裡里后後，。（）二十1234.%:％３　 -_'\"\\/<>&;=KPIü\u0301\u3099ﬁ㍿①Ⅳ⼀豈"),
    st.sampled_from(
        "\x00\n\r\u2028\u200b\u200f\u202e\u2066\ufeff\ufffd\ud800\udfff\U0001f468\u200d\U0001f469🇹🇼\U00020bb7\U0002f9df"
    ),
)
TEXT = st.text(CHARACTERS, max_size=40)
WHOLE = st.one_of(TEXT, st.sampled_from(["__proto__", "constructor", "toString", "</script>", "]]>", "\ufdfa" * 40]))
SECTION = st.builds(
    SearchSection,
    url=st.text(st.sampled_from("abc/#.%-"), max_size=8),
    kind=st.sampled_from(["page", "flow", "role"]),
    title=WHOLE,
    path=st.lists(WHOLE, max_size=2).map(tuple),
    text=WHOLE,
    roles=st.lists(st.sampled_from(["driver", "constructor"]), max_size=2, unique=True).map(tuple),
    label=st.sampled_from(["", "4.1.5", "二（三）1"]) | TEXT,
    names=st.lists(WHOLE, max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """A handbook with a role; its sections are invented by the tests."""
    files = {
        "mkdocs.yml": MINIMAL_CONFIG,
        "docs/index.md": "# 首頁\n",
        "docs/_data/roles.yml": "- {id: driver, title: 駕駛員}\n",
    }
    root = write_files(tmp_path_factory.mktemp("fuzz"), files)
    return load(root, diagnostics=Diagnostics(root))


@settings(max_examples=600, deadline=None)
@given(TEXT)
@example("\ud83d" + "\ude00")  # halves that meet
@example("İ")  # grows when it becomes small
@example("ǅ" * 40 + "\u0345")
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text has no broken and no invisible characters."""
    folded = fold(text)
    assert fold(folded) == folded
    assert not re.search(r"[\ud800-\udfff\u0000\u200b-\u200f]", folded)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_folding_looks_at_one_character_at_a_time(first: str, second: str) -> None:
    """A character folds the same whatever stands beside it, so that the browser can map it back to its place."""
    assert fold(first + second) == fold(first) + fold(second)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_terms_are_pieces_of_the_text(text: str) -> None:
    """Every term stands in the text that it was cut from, and no term is empty."""
    folded = fold(text)
    packed = folded.replace(" ", "")
    for term in terms(folded):
        assert term
        assert term in packed


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.integers(0, 2**31 >> 4), st.integers(1, index.LEVELS), max_size=60))
def test_postings_come_back(levels: dict[int, int]) -> None:
    """Postings of any sections and levels survive encoding."""
    row = [section << 4 | levels[section] for section in sorted(levels)]
    assert decode(index.encode(row)) == row


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_packing_comes_back(content: bytes) -> None:
    """Any bytes survive packing, as text that no script can misread."""
    packed = pack(content)
    assert unpack(packed) == content
    assert re.fullmatch(r"[A-Za-z0-9+/=]*", packed)


@settings(max_examples=150, deadline=None)
@given(st.lists(SECTION, max_size=6), st.integers(1, 400))
def test_shards_hold_what_was_indexed(sections: list[SearchSection], size: int) -> None:
    """Every term stands with its postings in the shard that its place in the order names."""
    rows = index.postings(sections, {"driver": "駕駛員"})
    found: dict[str, list[int]] = {}
    firsts: list[str] = []
    for first, content in index.shards(rows, size):
        shard = read_shard(content)
        assert min(shard) == first
        firsts.append(first)
        found |= shard
    assert found == {term: list(row) for term, row in rows.items()}
    assert firsts == sorted(firsts)
    assert list(found) == sorted(found)


@settings(max_examples=15, deadline=None)
@given(sections=st.lists(SECTION, min_size=2, max_size=8))
def test_the_scripts_hold_every_section(handbook: Handbook, sections: list[SearchSection]) -> None:
    """Whatever sections say, the scripts are well formed, end no script element, and give the texts back."""
    files = shards.section_scripts(sections, handbook)
    records: list[list[object]] = []
    for name, content in files.items():
        found = _DEFINED.fullmatch(content)
        assert found, name
        if "/text-" in name:
            records += json.loads(unpack(found[2].decode()).decode("utf-8", "surrogatepass"))
    assert [record[:4] for record in records] == [[one.url, one.title, list(one.path), one.text] for one in sections]
    assert shards.section_scripts(sections, handbook) == files


@settings(max_examples=10, deadline=None)
@given(st.lists(WHOLE, min_size=2, max_size=20))
def test_sounds_and_shapes_take_any_name(names: list[str]) -> None:
    """A name in any script has readings or none; groups hold single characters."""
    for letter, table in sounds.spoken_pairs(names).items():
        assert re.fullmatch("[a-z]", letter)
        assert all(spoken[0] == letter for spoken in table)
    for groups in sounds.alike(set("".join(map(fold, names)))).values():
        assert all(group.count("|") == 1 for group in groups)


def test_varints_of_every_length() -> None:
    """A varint has seven bits in each byte, the low ones first."""
    numbers = [0, 1, 127, 128, 16383, 16384, 2**28, 2**35]
    assert [len(varint(number)) for number in numbers] == [1, 1, 1, 2, 2, 3, 5, 6]
    assert decode(index.encode(array("L", [2**35 << 4 | 3]))) == [2**35 << 4 | 3]


def read_shard(content: bytes) -> dict[str, list[int]]:
    """The index as src/browser/search/shards.js reads it."""
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = content[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    sizes = []
    for _ in range(number()):
        length = number()
        term = content[at : at + length].decode()
        at += length
        sizes.append((term, number()))
    found = {}
    for term, size in sizes:
        found[term] = decode(content[at : at + size])
        at += size
    assert at == len(content)
    return found
