"""Whatever is typed, pasted or written into a handbook, the search answers in time, and with text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load
from handbook.search import SearchSection, shards
from javascript import module_page
from support import MINIMAL_CONFIG, Watch, write_files

SEED = 20261125
QUERIES = 500
LONGEST_WAIT = 2000  # ms for one answer on a busy machine; a hang takes for ever
HOSTILE = [
    "", " ", "\0", "\0請假\0", "\ud800", "\udfff請假", "請\ud83d假", "\u202e請假\u202c", "\u200f\u200b\ufeff", "請\u0301假\u0323",
    "a" + "\u0301" * 500, "👩‍👩‍👧‍👦請假🇹🇼", "\U00020bb7野家", "\ufdfa", "İstanbul ſ ŉ ǰ ﬃ", "10" * 5000, "請" * 10_000, "請假" * 5_000,
    "a" * 10_000, "qingjia" * 1500, "z" * 40, "zhizhizhi" * 5, "ab " * 3000, " " * 10_000, "一" * 5000, "1." * 4000, "(一)" * 3000,
    "（", "[", "(", ")", "*", "+?", "\\", "^$", ".*", "(?:(a+)+)+$", "[\\u4e00-", "{1,99999}", "|", "請假|病假", "/請假/g",
    "<b>請假</b>", "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "&lt;&#x8acb;", "'\"`", "${7*7}", "{{7*7}}",
    "javascript:alert(1)", "%00%E8%AB%8B%E5%81%87", "%", "%u8acb", "../../etc/passwd", "C:\\請假", "\u2028請假\u2029", "\r\n請假\t",
    "__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype constructor", "__proto__ 請假", "§", "§4.1.5",
    "?", "？", "。。。", "的", "誰", "半", "半小", "三", "三天", "9999天", "99999999999999999999天", "第", "第三條", "4.1.5.", "-1", "1e309", "NaN", "null", "undefined",
]  # fmt: skip
SECTIONS = [
    SearchSection("a.html", "page", "請假", (), "請假三天以內由主管批准，超過30分鐘視為曠工。", ("driver",), names=("請假單",)),
    SearchSection("a.html#b", "regulation", "<b>重要</b> & \"引號\" 請假", ("請假",), "<img src=x onerror=alert(1)> 請假 </script>", ("constructor",)),
    SearchSection("a.html#c", "flow", "__proto__ constructor", ("請假", "toString"), "hasOwnProperty valueOf 請假 \u202e反\u202c", ("constructor",)),
    SearchSection("b.html", "role", "駕駛員\u0301 ﬁ ㍿", (), "出車補助50元。" * 200, ("driver",), label="4.1.5"),
    SearchSection("b.html#d", "procedure", "👩‍👩‍👧‍👦 \U00020bb7野家", ("駕駛員",), "", label="二（三）1"),
    SearchSection("b.html#e", "page", "", (), ""),
]  # fmt: skip
ROLES = "- {id: driver, title: 駕駛員}\n- {id: constructor, title: 建造師}\n"

# Strings come as UTF-16 units: halves of characters cannot travel otherwise.
ASK = """async ([queries, options]) => {
  const { openEngine } = await import("/src/browser/search/engine.js");
  const { handbook } = await import("/src/browser/elements/data-scripts.js");
  const engine = window.engine = window.engine || await openEngine(handbook);
  const found = [];
  for (const units of queries) {
    const query = units.reduce((text, unit) => text + String.fromCharCode(unit), "");
    const start = performance.now();
    try {
      const answer = await engine.search(query, options);
      found.push({ answer, time: performance.now() - start, error: "" });
    } catch (error) {
      found.push({ answer: null, time: performance.now() - start, error: String(error && error.stack) });
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def modules(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the data of the sections above."""
    files = {"mkdocs.yml": MINIMAL_CONFIG, "docs/index.md": "# 首頁\n", "docs/_data/roles.yml": ROLES}
    files["docs/_data/synonyms.yml"] = "- [請假, 休假, constructor]\n- {say: [__proto__], mean: [toString]}\n"
    root = write_files(tmp_path_factory.mktemp("fuzz"), files)
    handbook = load(root, diagnostics=Diagnostics(root))
    with module_page(browser) as page:
        page.evaluate("import('/src/browser/elements/data-scripts.js')")
        for content in shards.section_scripts(SECTIONS, handbook).values():
            page.add_script_tag(content=content.decode())
        yield page


def ask(page: Page, queries: list[str], **options: Any) -> list[dict[str, Any]]:
    """Put the queries to the engine, one after the other; each must be answered in time, without a fault."""
    units = [list(memoryview(query.encode("utf-16-le", "surrogatepass")).cast("H")) for query in queries]
    answers: list[dict[str, Any]] = []
    for query, found in zip(queries, page.evaluate(ASK, [units, options]), strict=True):
        assert found["error"] == "", repr(query[:60])
        assert found["time"] < LONGEST_WAIT, repr(query[:60])
        answers.append(found["answer"])
    return answers


def random_queries() -> list[str]:
    """Strings of all kinds of characters, and pieces of what the handbook says with something broken in them."""
    chance = random.Random(SEED)
    said = "".join(section.title + section.text[:60] for section in SECTIONS)
    signs = "的誰嗎三十兩半0123456789.:%()（）「」-_'\"\\/<>&;=?*+[]{}|^$ \t\0\u200f\u202e\u0301\u200d"
    kinds = [
        lambda: chr(chance.randrange(0x11_0000)),
        lambda: chr(chance.randrange(0xD800, 0xE000)),
        lambda: chr(chance.randrange(0x4E00, 0xA000)),
        lambda: chance.choice(signs),
        lambda: chance.choice("abcdefghijklmnopqrstuvwxyz"),
        lambda: chance.choice(said),
        lambda: said[(at := chance.randrange(len(said))) : at + chance.randint(2, 6)],
    ]
    found = []
    for _ in range(QUERIES):
        some = chance.sample(kinds, chance.randint(1, 3))
        found.append("".join(chance.choice(some)() for _ in range(chance.choice((1, 2, 3, 5, 8, 13, 40)))))
    return found


@pytest.mark.parametrize("queries", [HOSTILE, random_queries()], ids=["hostile", "random"])
def test_any_string_is_answered_with_text(modules: Page, queries: list[str]) -> None:
    """Never a fault, never a wait; rows lead to sections that exist, and show their titles as they are."""
    titles = {section.url: section.title for section in SECTIONS}
    texts = {section.url: section.text for section in SECTIONS}
    for query, answer in zip(queries, ask(modules, queries), strict=True):
        assert all(count >= 1 for count in [*answer["kinds"].values(), *answer["roles"].values()]), query[:60]
        assert answer["weak"] or answer["total"] >= len(answer["rows"]), query[:60]
        assert len(answer["rows"]) <= (3 if answer["weak"] else 30), query[:60]
        for row in answer["rows"]:
            assert "".join(text for text, _ in row["title"]) == titles[row["url"]], query[:60]
            assert "".join(text for text, _ in row["snippet"]).strip("…") in texts[row["url"]], query[:60]
            assert all(word for word in row["words"]), query[:60]


def test_counts_by_role_are_numbers_whatever_the_role_is_called(modules: Page) -> None:
    """A role may be called like something every object has."""
    answer = ask(modules, ["請假"])[0]
    assert answer["roles"] == {"driver": 1, "constructor": 2}
    assert [row["url"] for row in ask(modules, ["請假"], roles=["constructor"])[0]["rows"]] == ["a.html#b", "a.html#c"]


def test_what_looks_like_markup_is_found_as_text(modules: Page) -> None:
    """Names of properties are words like others."""
    for query, url in [
        ("hasOwnProperty", "a.html#c"),
        ("__proto__", "a.html#c"),
        ("onerror", "a.html#b"),
        ("重要", "a.html#b"),
    ]:
        assert ask(modules, [query])[0]["rows"][0]["url"] == url, query


def test_the_box_shows_any_string_as_text(browser: Browser, server: str, watch: Watch) -> None:
    """In the built page: nothing runs, nothing is loaded, no element appears that the panel does not draw."""
    context = browser.new_context()
    watch.attach(context)
    page = context.new_page()
    page.goto(server + "index.html")
    tags = page.evaluate(
        """async queries => {
          const box = document.querySelector("hb-search"), input = box.querySelector("input");
          const rest = ms => new Promise(done => setTimeout(done, ms));
          const tags = new Set();
          input.focus();
          for (const query of queries) {
            input.value = query;
            input.dispatchEvent(new InputEvent("input", { bubbles: true }));
            await rest(30);
            for (let wait = 0; box.querySelector("[aria-busy=true]"); wait += 10) {
              if (wait > 5000) throw new Error("no answer to " + query.slice(0, 60));
              await rest(10);
            }
            for (const one of box.querySelectorAll("*")) {
              tags.add(one.localName);
              for (const name of one.getAttributeNames()) if (name.startsWith("on") || name === "style") tags.add(name);
            }
          }
          return Array.from(tags);
        }""",
        [query for query in HOSTILE if not broken(query)],
    )
    context.close()
    assert "mark" in tags  # something was found and drawn
    assert set(tags) & {"img", "script", "iframe", "style", "onerror"} == set()


def broken(text: str) -> bool:
    """Whether it holds half a character, which cannot be sent to the page."""
    return any("\ud800" <= one <= "\udfff" for one in text)
