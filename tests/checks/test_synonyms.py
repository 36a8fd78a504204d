"""The table of synonyms: what is read from it, and what is said about a bad one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from handbook import model
from handbook.checks import synonyms
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading import binding, loader, resources
from handbook.search.folding import fold
from support import ROOT


def read(folder: Path, text: str | None) -> tuple[tuple[model.SynonymGroup, ...], list[tuple[str, str, int, int]]]:
    """The groups of a handbook with that table, and (severity, code, line, column) of what was said about it."""
    (folder / "docs/_data").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# 手冊\n", encoding="utf-8")
    if text is not None:
        (folder / "docs/_data/synonyms.yml").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics(folder)
    handbook = loader.load(folder, diagnostics=diagnostics)
    synonyms.check(handbook, diagnostics)
    return handbook.synonyms, [(d.severity, d.code, d.span.line, d.span.column) for d in diagnostics]


def test_a_list_works_both_ways_and_a_mapping_one_way(tmp_path: Path) -> None:
    """Groups keep the order of the file, and words that of the line."""
    groups, found = read(tmp_path, "- [空調, 冷氣]\n- {say: [罰單, 紅單], mean: [違章罰款]}\n- [影印, 複印]\n")

    assert found == []
    assert [(group.say, group.mean, group.both_ways) for group in groups] == [
        (("空調", "冷氣"), ("空調", "冷氣"), True),
        (("罰單", "紅單"), ("違章罰款",), False),
        (("影印", "複印"), ("影印", "複印"), True),
    ]


@pytest.mark.parametrize("text", ["", "# 還沒有\n"])
def test_an_empty_table_has_no_synonyms(tmp_path: Path, text: str) -> None:
    """Nothing in the file is an owner's decision, and nothing is said."""
    assert read(tmp_path, text) == ((), [])


def test_a_handbook_without_a_table_has_the_usual_words(tmp_path: Path) -> None:
    """Whoever has not thought of synonyms yet finds 違章罰款 by 罰單 all the same."""
    groups, found = read(tmp_path, None)
    assert found == []
    assert any("罰單" in group.say and "違章罰款" in group.mean for group in groups)


def test_words_that_look_like_numbers_stay_words(tmp_path: Path) -> None:
    """119 and 08 are searched as they stand."""
    groups, found = read(tmp_path, "- [119, 08, 火警, yes]\n")

    assert found == []
    assert groups[0].say == ("119", "08", "火警", "yes")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- [冷氣]\n", ("error", "synonym-alone", 1, 3)),
        ("- []\n", ("error", "synonym-alone", 1, 3)),
        ("- {say: [], mean: [空調]}\n", ("error", "synonym-alone", 1, 3)),
        ("- {say: [冷氣], mean: []}\n", ("error", "synonym-alone", 1, 3)),
        ("- {say: [冷氣]}\n", ("error", "missing-key", 1, 3)),
        ("- [冷氣, '']\n", ("error", "synonym-empty", 1, 8)),
        ("- [冷氣, ……]\n", ("error", "synonym-empty", 1, 8)),
        ("- [冷氣, 空調, 冷氣]\n", ("warning", "synonym-repeated", 1, 12)),
        ("- [U盤, 隨身碟, Ｕ 盤]\n", ("warning", "synonym-repeated", 1, 13)),
        ("- {say: [冷氣, 空調], mean: [空調]}\n", ("warning", "synonym-repeated", 1, 26)),
        ("- [車, 汽車]\n", ("warning", "synonym-short", 1, 4)),
        ("- {say: [誰批], mean: [批]}\n", ("warning", "synonym-short", 1, 22)),
        ("- [罰單, 違章]\n- [超速, 違章]\n", ("warning", "synonym-elsewhere", 2, 8)),
        ("- 冷氣\n", ("error", "wrong-type", 1, 3)),
        ("- [冷氣, [空調]]\n", ("error", "wrong-type", 1, 8)),
        ("冷氣: 空調\n", ("error", "wrong-type", 1, 1)),
        ("- {say: [冷氣], mean: [空調], two-way: true}\n", ("error", "unknown-key", 1, 27)),
    ],
)
def test_a_fault_is_named_at_its_place(tmp_path: Path, text: str, said: tuple[str, str, int, int]) -> None:
    """Each fault is said once, where it stands."""
    assert read(tmp_path, text)[1] == [said]


def test_one_way_groups_may_share_words(tmp_path: Path) -> None:
    """One colloquial word may lead to several; a short word may be typed; both may stand in a two-way group."""
    _, found = read(tmp_path, "- {say: [賠], mean: [賠償]}\n- {say: [賠, 罰], mean: [照價]}\n- [賠償, 賠款]\n")

    assert found == []


def test_the_schema_for_editors_takes_both_forms() -> None:
    """An editor accepts a plain list and a mapping."""
    items = binding.schema_of(model.SynonymGroup, many=True)["items"]

    assert [form["type"] for form in items["anyOf"]] == ["array", "object"]


@pytest.fixture(scope="module", params=[ROOT, resources.scaffold_dir()], ids=["handbook", "usual words"])
def table(request: pytest.FixtureRequest) -> tuple[model.SynonymGroup, ...]:
    """The groups of this handbook, and of one that has no table."""
    diagnostics = Diagnostics(request.param)
    groups = loader.load(request.param, diagnostics=diagnostics).synonyms
    assert [d for d in diagnostics if d.span.path.name == "synonyms.yml"] == []
    assert groups
    return groups


def test_each_group_of_ours_connects_something(table: tuple[model.SynonymGroup, ...]) -> None:
    """After folding, as the search sees it, a group still has two words, and none of them twice."""
    for group in table:
        words = [fold(word) for word in (group.say if group.both_ways else group.say + group.mean)]
        assert len(set(words)) == len(words) >= 2, group.origin.span


def test_no_word_of_ours_stands_in_two_two_way_groups(table: tuple[model.SynonymGroup, ...]) -> None:
    """Or it would seem to join words that do not find each other."""
    words = Counter(fold(word) for group in table if group.both_ways for word in group.say)

    assert [word for word, times in words.items() if times > 1] == []


RULES_TELL_APART = [
    ("事假", "病假"), ("主管", "經理"), ("辭退", "開除"), ("曠工", "曠課"), ("遲到", "早退"), ("雙休日", "法定節假日"),
    ("主管局長", "主要領導"), ("班長", "主管"), ("經理", "總監"), ("退貨", "換貨"), ("文本式", "表格式"),
    ("出車補助", "農機補貼"), ("待崗", "下崗"), ("底薪", "工資"), ("調班", "調休"), ("昏厥", "癲癇"), ("收文", "發文"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), RULES_TELL_APART, ids="/".join)
def test_words_the_rules_tell_apart_do_not_find_each_other(
    table: tuple[model.SynonymGroup, ...], one: str, other: str
) -> None:
    """Who asks for one of them is not led to the rule of the other."""
    for group in table:
        assert not ({one, other} <= {*group.say, *group.mean} and (one in group.say or other in group.say))
