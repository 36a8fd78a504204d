"""The engine in the browser, on a small handbook: whatever people type, the right section comes first."""

from __future__ import annotations

import json
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from handbook import search
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load
from handbook.search import index
from handbook.search.folding import fold, pairs
from handbook.search.packing import pack
from javascript import ORIGIN, module_page
from support import MINIMAL_CONFIG, ROOT, write_files

FIXTURES = ROOT / "tests/fixtures/search"
SITE = {
    "mkdocs.yml": MINIMAL_CONFIG,
    "docs/index.md": "# 首頁\n",
    "docs/_data/roles.yml": "- {id: driver, title: 駕駛員}\n- {id: hotline-lead, title: TSR主管}\n",
    "docs/_data/synonyms.yml": "- [空調, 冷氣]\n- {say: [盲腸炎], mean: [急性闌尾炎]}\n- {say: [罰單], mean: [違章罰款]}\n",
    "docs/leave.md": """---
kind: regulation
id: leave
title: 考勤制度
---
# 考勤制度
## 二、請假 {#leave}
（一）短假 {#short}
請假三天以內由運營經理批准。
（二）長假 {#long}
請假超過十天由總監簽字，並且提前一個月提出。
（三）病假 {#sick}
急病不能親自辦理手續的，由家屬代辦，復工後補交醫院證明。
## 三、遲到 {#late}
無故超過30分鐘視為曠工半日。
""",
    "docs/cars.md": """---
kind: guideline
id: cars
title: 車輛管理
roles: [driver]
---
# 車輛管理
## 出車補助 {#allowance}
法定節假日出車每天補助50元，駕駛員月底填表。
## 違章罰款 {#fines}
違章罰款由本人負擔，每月不得超過三次。
## 空調使用 {#cooling}
夏季室溫高於28攝氏度方可開空調。
## U盤與資料 {#disks}
TSR主管每週檢查一次，客戶資料不得拷入U盤，保密協議由本人簽署。
## 4.1.5 停放 {#parking}
晚上一律停放在院內車庫，鑰匙交值班室。
## 駕駛員體檢 {#health}
每年一次。
""",
    "docs/sick.md": """---
kind: flow
id: sick
title: 學生突發疾病
also: [有人昏倒, 中暑]
roles: [driver]
nodes:
  - {id: call, who: driver, do: 撥打 120, say: [地點, 症狀], next: done}
  - {id: done, type: outcome, who: driver, do: 送急性闌尾炎病人就醫}
---
# 學生突發疾病

{{ flow("sick") }}
""",
}
ASK = """async ([query, options]) => {
  const { openEngine } = await import("/src/browser/search/engine.js");
  const { handbook } = await import("/src/browser/elements/data-scripts.js");
  window.engine = window.engine || await openEngine(handbook);
  return window.engine.search(query, options || {});
}"""
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def ask(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A function that puts a query to the engine of the small handbook."""
    root = write_files(tmp_path_factory.mktemp("engine"), SITE)
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics)
    assert diagnostics.errors == []
    with module_page(browser) as page:
        page.evaluate("import('/src/browser/elements/data-scripts.js')")
        for content in search.search_scripts(handbook).values():
            page.add_script_tag(content=content.decode())
        yield lambda query, **options: page.evaluate(ASK, [query, options])


def urls(answer: dict[str, Any]) -> list[str]:
    return [row["url"] for row in answer["rows"]]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("出車補助", "cars.html#allowance", id="words of a heading"),
        pytest.param("出车补助", "cars.html#allowance", id="Simplified"),
        pytest.param("冷气", "cars.html#cooling", id="Simplified synonym"),
        pytest.param("資料不得拷", "cars.html#disks", id="across words"),
        pytest.param("攝氏", "cars.html#cooling", id="two characters"),
        pytest.param("鑰", "cars.html#parking", id="one character"),
        pytest.param("50元", "cars.html#allowance", id="figure and unit"),
        pytest.param("30 分鐘", "leave.html#late", id="figure and unit apart"),
        pytest.param("２８攝氏度", "cars.html#cooling", id="full width"),
        pytest.param("4.1.5", "cars.html#parking", id="number of a heading"),
        pytest.param("二（三）", "leave.html#sick", id="number of a clause"),
        pytest.param("u盤", "cars.html#disks", id="Latin joined to Chinese"),
        pytest.param("tsr主管", "cars.html#disks", id="Latin word and role"),
        pytest.param("出 車 補 助", "cars.html#allowance", id="characters apart"),
        pytest.param("罰、款", "cars.html#fines", id="characters apart by a mark"),
        pytest.param("「停放」？", "cars.html#parking", id="in quotation marks"),
        pytest.param("請3天假誰批准", "leave.html#short", id="question with a figure for a numeral"),
        pytest.param("車子晚上停在哪裡", "cars.html#parking", id="question"),
        pytest.param("罰單誰付", "cars.html#fines", id="colloquial question"),
        pytest.param("盲腸炎", "sick.html#node-done", id="lay word, in a flow"),
        pytest.param("kongtiao", "cars.html#cooling", id="pinyin"),
        pytest.param("chuche buzhu", "cars.html#allowance", id="pinyin in two words"),
        pytest.param("ccbz", "cars.html#allowance", id="initials"),
        pytest.param("weizfk", "cars.html#fines", id="pinyin and initials"),
        pytest.param("kongti", "cars.html#cooling", id="pinyin being typed"),
        pytest.param("jiashiyuan tijian", "cars.html#health", id="pinyin of a role"),
    ],
)
def test_finds(ask: Ask, query: str, first: str) -> None:
    """The section that says it comes first, and nothing was corrected on the way."""
    answer = ask(query)
    assert urls(answer)[0] == first
    assert (answer["corrected"], answer["weak"]) == ("", False)


@pytest.mark.parametrize("query", ["出車補助", "駕駛員 體檢", "請3天假誰批准"])
def test_marks_of_a_query_change_nothing(ask: Ask, query: str) -> None:
    """Quotation marks, a question mark, a comma for a space: the rows and their order are the same."""
    plain = ask(query)

    for marked in (f"「{query}」", f"{query}？", f"  {query}。", query.replace(" ", "，")):
        assert urls(ask(marked)) == urls(plain), marked


def test_sections_with_every_word_come_first(ask: Ask) -> None:
    """Of words that were typed apart: one that has both goes before one that has the other often."""
    assert urls(ask("鑰匙 值班室"))[0] == "cars.html#parking"
    assert urls(ask("駕駛員 每年"))[0] == "cars.html#health"


@pytest.mark.parametrize(
    ("query", "corrected", "first"),
    [
        ("闌為炎", "闌尾炎", "sick.html#node-done"),  # sounds alike
        ("未章罰款", "違章罰款", "cars.html#fines"),  # the first character
        ("違章罰宽", "違章罰款", "cars.html#fines"),  # the last one
        ("駕駛貝體檢", "駕駛員體檢", "cars.html#health"),  # looks alike
    ],
)
def test_mends_one_wrong_character(ask: Ask, query: str, corrected: str, first: str) -> None:
    """And says what was searched instead."""
    answer = ask(query)
    assert (answer["corrected"], urls(answer)[0]) == (corrected, first)


def test_words_that_do_not_occur_are_named(ask: Ask) -> None:
    """What is known of the query is found all the same."""
    answer = ask("出車補助 區塊鏈")
    assert urls(answer)[0] == "cars.html#allowance"
    assert answer["missing"] == ["區塊鏈"]


@pytest.mark.parametrize("query", ["股票期權", "護照申請", "blockchain", "元宇宙"])
def test_what_is_not_there_gives_little_and_says_so(ask: Ask, query: str) -> None:
    """At most three rows, each marked as weak."""
    answer = ask(query)
    assert len(answer["rows"]) <= 3
    assert all(row["weak"] for row in answer["rows"])
    assert answer["missing"]


def test_marks_stand_in_the_script_of_the_page(ask: Ask) -> None:
    """The snippet and the title keep their own characters."""
    row = ask("违章罚款 每月")["rows"][0]
    assert ["違章罰款", True] in row["title"]
    assert ["每月", True] in row["snippet"]
    assert "".join(text for text, _ in row["snippet"]) == "違章罰款由本人負擔，每月不得超過三次。"


def test_filters_keep_the_counts_of_everything(ask: Ask) -> None:
    """Kinds and roles are counted before filtering; a filter leaves only its rows."""
    answer = ask("駕駛員")
    assert answer["kinds"]["flow"] >= 1
    assert answer["roles"]["driver"] >= 3
    only = ask("駕駛員", kinds=["flow"])
    assert only["kinds"] == answer["kinds"]
    assert {row["kind"] for row in only["rows"]} == {"flow"}
    assert ask("駕駛員", roles=["hotline-lead"])["rows"] == []


def test_a_flow_that_matches_is_an_emergency(ask: Ask) -> None:
    """A page of another kind is not."""
    rows = {row["url"]: row for row in ask("學生突發疾病")["rows"]}
    assert rows["sick.html"]["emergency"]
    assert rows["sick.html"]["action"] == "start"
    assert not any(row["emergency"] for row in ask("考勤制度")["rows"])


@pytest.mark.parametrize("query", ["有人昏倒", "有人昏倒了怎么办", "車庫 有人 昏倒！", "中暑", "司機中暑了 快來"])
def test_what_is_shouted_leads_to_the_start_of_a_flow(ask: Ask, query: str) -> None:
    """A query that says one of a flow's words has its start as the first row, whatever else it says."""
    answer = ask(query)
    first = answer["rows"][0]
    assert (first["url"], first["target"], first["action"]) == ("sick.html", "sick.html?start", "start")
    assert (first["emergency"], answer["weak"], answer["missing"]) == (True, False, [])
    assert urls(answer).count("sick.html") == 1


@pytest.mark.parametrize("query", ["有人昏倒記錄表", "中暑補助辦法", "昏倒登記單怎麼填", "中暑培训"])
def test_a_paper_or_rule_is_no_shout(ask: Ask, query: str) -> None:
    """Whoever asks for a form, a rule or a training wants that, and no emergency is put before it."""
    assert not any(row["emergency"] and row["url"] == "sick.html" for row in ask(query)["rows"])


def test_a_shout_obeys_the_filters(ask: Ask) -> None:
    """Who filters by another kind or role is not shown the flow."""
    assert ask("有人昏倒", kinds=["guideline"])["rows"] == []
    assert "sick.html" not in urls(ask("中暑", roles=["hotline-lead"]))


@pytest.mark.parametrize("query", ["", "   ", "，。？", "\u0000", "的"])
def test_nothing_to_look_for(ask: Ask, query: str) -> None:
    """No rows and no fault."""
    assert ask(query)["rows"] == [] or query == "的"


def test_both_sides_fold_and_cut_alike(browser: Browser) -> None:
    """Shared fixtures, and every character of the basic plane."""
    folding = json.loads((FIXTURES / "folding.json").read_text(encoding="utf-8"))
    terms = json.loads((FIXTURES / "terms.json").read_text(encoding="utf-8"))
    with module_page(browser) as page:
        found = page.evaluate(
            """async ([pairs, texts, folded]) => {
              const fold = (await import("/src/browser/search/folding.js")).createFold(pairs);
              const { terms } = await import("/src/browser/search/terms.js");
              return [texts.map(text => fold(text)), folded.map(terms), texts.map(text => text.length)];
            }""",
            [every_pair(), [text for text, _ in folding], [text for text, _ in terms]],
        )
    assert [one["text"] for one in found[0]] == [folded for _, folded in folding]
    assert found[1] == [expected for _, expected in terms]
    for one, length in zip(found[0], found[2], strict=True):
        assert one["at"] == sorted(one["at"])
        assert one["at"][-1] == length


def test_both_sides_fold_every_character_alike(browser: Browser) -> None:
    """All Chinese characters and all signs that office text may hold."""
    blocks = [(0x20, 0x3000), (0x3000, 0xA000), (0xF900, 0xFFFE)]
    # What newer versions of Unicode added may differ between the two sides; nobody's handbook holds it.
    characters = [chr(code) for first, last in blocks for code in range(first, last) if known(chr(code))]
    with module_page(browser) as page:
        found = page.evaluate(
            """async ([pairs, characters]) => {
              const fold = (await import("/src/browser/search/folding.js")).createFold(pairs);
              return characters.map(one => fold(one).text);
            }""",
            [every_pair(), characters],
        )
    assert [(one, other) for one, other in zip(characters, found, strict=True) if fold(one) != other] == []


def test_the_index_written_in_python_is_read_in_the_browser(browser: Browser) -> None:
    """Postings far apart and terms of every kind come through."""
    rows = {
        "加油": array("L", [0 << 4 | 1, 200 << 4 | 15, 300_000 << 4 | 8]),
        "tsr": array("L", [5 << 4 | 2]),
        "𠮷野": array("L", [7 << 4 | 3]),
    }
    shards = list(index.shards(rows, 10))
    assert len(shards) == 3
    with module_page(browser) as page:
        found = page.evaluate(
            """async ([first, shards]) => {
              const { handbook } = await import("/src/browser/elements/data-scripts.js");
              const { IndexReader } = await import("/src/browser/search/shards.js");
              shards.forEach((shard, number) => handbook.define(`search/v/terms-${number}`, shard));
              const meta = { version: "v", sections: 1, terms: first, texts: [0], kinds: [], roles: [], facets: [], spoken: "", fold: "", synonyms: [] };
              const lists = await new IndexReader(meta, handbook).postings(["加油", "tsr", "𠮷野", "沒有", "!"]);
              return Array.from(lists, ([term, { sections, levels }]) => [term, Array.from(sections), Array.from(levels)]);
            }""",
            [[first for first, _ in shards], [pack(content) for _, content in shards]],
        )
    assert found == [
        ["加油", [0, 200, 300_000], [1, 15, 8]],
        ["tsr", [5], [2]],
        ["𠮷野", [7], [3]],
        ["沒有", [], []],
        ["!", [], []],
    ]


def every_pair() -> str:
    return pairs(chr(code) for code in range(0x3000, 0x34000))


def known(character: str) -> bool:
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


def test_a_handbook_built_anew_while_a_page_is_open(browser: Browser, tmp_path: Path) -> None:
    """The open page finds what the new build says; parts of the two are never mixed."""
    handbooks = []
    for name, rule in (("old", "每天補助50元"), ("new", "每天補助80元")):
        root = write_files(tmp_path / name, SITE | {"docs/cars.md": SITE["docs/cars.md"].replace("每天補助50元", rule)})
        handbooks.append(search.search_scripts(load(root, diagnostics=Diagnostics(root))))
    served = [handbooks[0]]

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN + "/").partition("?")[0]
        route.fulfill(body=served[0][path], content_type="text/javascript; charset=utf-8")

    with module_page(browser) as page:
        page.route(lambda url: "/assets/handbook/data/" in url, serve)
        page.evaluate(
            "Promise.all([import('/src/browser/search/engine.js'), import('/src/browser/elements/data-scripts.js')])"
            ".then(async ([{ openEngine }, { handbook }]) => { window.engine = await openEngine(handbook); })"
        )
        served[0] = handbooks[1]
        answer = page.evaluate("engine.search('80元')")
    assert urls(answer)[0] == "cars.html#allowance"
    assert answer["missing"] == []
