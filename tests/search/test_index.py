"""The index: folding, terms, postings, packing, and the scripts they are written to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unpacking import decode, unpack

from handbook import search
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load
from handbook.search import index, sounds
from handbook.search.folding import fold, pairs
from handbook.search.packing import pack
from handbook.search.terms import terms
from support import ROOT

FOLDING = json.loads((ROOT / "tests/fixtures/search/folding.json").read_text(encoding="utf-8"))
TERMS = json.loads((ROOT / "tests/fixtures/search/terms.json").read_text(encoding="utf-8"))
_DEFINED = re.compile(rb'handbook\.define\("([^"]+)","([^"]*)"\);\n')
RULES = (
    "---\nkind: regulation\nid: rules\ntitle: 車輛辦法\n---\n# 車輛辦法\n## 加油 {#fuel}\n\n一、週二加油。 {#tuesday}\n"
)


@pytest.mark.parametrize(("text", "folded"), FOLDING)
def test_folding(text: str, folded: str) -> None:
    """Texts that differ in script, variant, width, case or accent fold to one; folding twice changes nothing."""
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(("folded", "expected"), TERMS)
def test_terms(folded: str, expected: list[str]) -> None:
    """The terms of a text are pairs, single characters, words, numbers and joints."""
    assert list(terms(folded)) == expected


def test_the_browser_gets_the_pairs_it_needs_and_no_others() -> None:
    """The browser's table has the characters that fold to one of the handbook's, and no others."""
    text = pairs("车里")
    table = dict(zip(text[::2], text[1::2], strict=True))
    assert (table["車"], table["裏"], table["裡"]) == ("车", "里", "里")
    assert "龍" not in table
    assert len(text) < len(pairs(map(chr, range(0x3400, 0xA000)))) / 8


def test_the_browser_can_fold_every_question_word() -> None:
    """The table has the characters of question words, although the handbook itself never asks."""
    modules = ("question-words.js", "kind-words.js", "numerals.js", "query.js", "shouted-words.js")
    sources = "".join((ROOT / "src/browser/search" / name).read_text(encoding="utf-8") for name in modules)
    words = {character for character in sources if "\u3400" <= character <= "\u9fff"}
    every = pairs(map(chr, range(0x3400, 0xA000)))
    needed = {one + to for one, to in zip(every[::2], every[1::2], strict=True) if to in words}
    text = pairs("")
    assert needed <= set(map("".join, zip(text[::2], text[1::2], strict=True)))


def test_a_term_says_more_in_a_heading_than_in_the_text() -> None:
    """The level of a posting grows with the place and, slowly, with the number of occurrences."""
    sections = [
        search.SearchSection("a.html", "page", "加油", (), "每週二辦理。"),
        search.SearchSection("b.html", "page", "用車", (), "每週二加油，加油時登記。"),
        search.SearchSection("c.html", "page", "維修", (), "每週二加油，並且登記公里。"),
    ]
    rows = index.postings(sections, {})
    levels = {number >> 4: number & 15 for number in rows["加油"]}
    assert levels[0] > levels[1] > levels[2] > 0
    assert [number >> 4 for number in rows["登记"]] == [1, 2]


def test_a_clause_number_is_a_term_of_its_own() -> None:
    """A clause is found by its number after the numbers above it, in one spelling."""
    section = search.SearchSection("a.html#x", "regulation", "（三）加油", ("車輛",), "週二。", label="二（三）")
    assert f"{index.LABEL}二(三)" in index.postings([section], {})
    assert index.folded_label("二（三）1.") == "二(三)1"


def test_postings_come_back_as_they_were() -> None:
    """Postings survive encoding, whether their distances take one byte or many."""
    row = [0 << 4 | 1, 1 << 4 | 15, 9 << 4 | 7, 10_000 << 4 | 3, 3_000_000 << 4 | 15]
    assert decode(index.encode(row)) == row


def test_packing_comes_back_as_it_was() -> None:
    """Any bytes survive packing, also none."""
    for content in (b"", b"a", bytes(range(256)) * 40):
        assert unpack(pack(content)) == content


def test_characters_that_sound_or_look_alike() -> None:
    """In a group of characters that are alike, those of the handbook stand before the stroke."""
    groups = sounds.alike("工会末")
    assert any("工" in group.split("|")[0] and "公" in group.split("|")[1] for group in groups["sound"])
    assert any(set(group) >= set("待侍") for group in sounds.alike("待")["look"])
    assert all(set("工会末") & set(group.split("|")[0]) for groups in groups.values() for group in groups)


def test_pairs_are_known_by_their_sound() -> None:
    """Pairs stand under their sound, frequent ones first; a character with two readings stands under both."""
    spoken = sounds.spoken_pairs(["空調管理規定", "空調", "銀行", "行為"])
    assert spoken["k"]["kong tiao"] == "空调"
    assert spoken["y"]["yin hang"] == spoken["y"]["yin xing"] == "银行"
    assert spoken["x"]["xing wei"] == "行为"
    assert spoken["k"]["kong"].split(",") == ["空"]


def test_the_scripts_define_what_their_names_say(make_site: Callable[..., Path]) -> None:
    """The name of every script holds the version of the whole, so that two builds are never mixed."""
    scripts = written(make_site({"docs/index.md": "# 首頁", "docs/rules.md": RULES}))
    meta = json.loads(unpack(scripts["search"]))
    assert set(scripts) == {"search"} | {
        f"search/{meta['version']}/{name}" for name in ("terms-0", "text-0", "spoken", "sound", "look")
    }
    records = json.loads(unpack(scripts[f"search/{meta['version']}/text-0"]))
    assert [record[0] for record in records] == ["index.html", "rules.html", "rules.html#fuel", "rules.html#tuesday"]
    assert sum(count for count, *_ in meta["facets"]) == meta["sections"] == len(records)


def test_the_same_sources_give_the_same_bytes(make_site: Callable[..., Path]) -> None:
    """The scripts are the same in any folder; another word gives another version."""
    pages = {"docs/index.md": "# 首頁", "docs/rules.md": RULES}
    first, second = make_site(pages, "one"), make_site(pages, "other")
    assert first != second
    assert written(first) == written(second)
    changed = written(make_site(pages | {"docs/rules.md": RULES.replace("週二", "週三")}, "changed"))
    assert json.loads(unpack(changed["search"]))["version"] != json.loads(unpack(written(first)["search"]))["version"]


def written(root: Path) -> dict[str, Any]:
    """Each script defines what its name says, and none can end a script element."""
    found: dict[str, Any] = {}
    handbook = load(root, diagnostics=Diagnostics(root))
    for path, content in search.search_scripts(handbook).items():
        match = _DEFINED.fullmatch(content)
        assert match, path
        assert b"<" not in content
        found[match[1].decode()] = match[2].decode()
    return found
