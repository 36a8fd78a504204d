"""Search engines in real Chromium: ours by its own box, stock mkdocs-material by its own worker, MiniSearch."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from playwright.sync_api import Browser, Page

from bench.search_quality.passages import Passage
from support import CHROMIUM_ARGS, chromium, environment, playwright, serving, stop_playwright

MINISEARCH = Path("node_modules/minisearch/dist/umd/index.js")
LIMIT = 10  # results looked at for each query
MATERIAL_WORKER = "assets/javascripts/workers/search.*.min.js"

# Types into the page's own search box and reads its rows, as a reader would. An answer is there when rows are
# shown or the live region speaks, and nothing has changed for a while.
_TYPE = """async ([queries, limit]) => {
  const box = document.querySelector("hb-search"), input = box.querySelector("input");
  const rows = () => Array.from(box.querySelectorAll("[role=option]")).filter(row => row.checkVisibility());
  const said = () => box.querySelector("[role=status]").textContent.trim();
  let changed = 0;
  new MutationObserver(() => { changed = performance.now(); })
    .observe(box, { childList: true, subtree: true, characterData: true, attributes: true });
  const rest = ms => new Promise(done => setTimeout(done, ms));
  const type = async text => {
    const start = performance.now();
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    while (performance.now() - start < 8000) {
      await rest(12);
      const answered = changed > start && !box.querySelector("[aria-busy=true]") && (rows().length || said() || !text);
      if (answered && performance.now() - changed > 40) return;
    }
    if (text) throw new Error("no answer to " + text);
  };
  const found = [];
  input.focus();
  await type(queries[0]);
  await rest(500); // whatever is loaded at the first use is there
  for (const query of queries) {
    await type("");
    await type(query);
    found.push(rows().slice(0, limit).map(row => {
      const link = row.closest("a") || row.querySelector("a");
      const url = new URL(link.href);
      return [url.pathname + url.hash, !!row.closest("[data-weak]")];
    }));
  }
  return found;
}"""

# What Material's page does: fetch the index, set the worker up, send queries, take groups of one page's sections.
_MATERIAL = """async ([address, queries, limit]) => {
  const index = await (await fetch("search/search_index.json")).json();
  const worker = new Worker(address);
  const ask = message => new Promise(done => {
    worker.onmessage = event => done(event.data);
    worker.postMessage(message);
  });
  await ask({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
  const found = [];
  for (const query of queries) {
    const answer = await ask({ type: 2, data: query });
    const rows = answer.data.items.flatMap(group => group.filter(row => row.score > 0));
    found.push(rows.slice(0, limit).map(row => [row.location, false]));
  }
  worker.terminate();
  return found;
}"""

# The tokenizer people write for it: pairs of Chinese characters, words of other scripts; titles count more.
_MINISEARCH = """([passages, queries, limit]) => {
  const tokenize = text => (text.toLowerCase().match(/[\\u3400-\\u9fff]+|[^\\s\\p{P}\\u3400-\\u9fff]+/gu) || []).flatMap(
    run => /^[\\u3400-\\u9fff]{2}/.test(run)
      ? Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)) : [run]);
  const engine = new MiniSearch({ fields: ["title", "path", "text"], idField: "location", tokenize });
  engine.addAll(passages);
  const options = { boost: { title: 4, path: 1.5 }, prefix: false, combineWith: "OR" };
  return queries.map(query => engine.search(query, options).slice(0, limit).map(row => [row.id, false]));
}"""


@dataclass(frozen=True)
class Row:
    """One result: where it leads, and whether the engine itself calls it weak."""

    location: str
    weak: bool


class Engine(Protocol):
    """One way of searching."""

    name: str

    def search(self, queries: Sequence[str]) -> list[list[Row]]:
        """The first rows for every query, best first."""
        ...


@contextlib.contextmanager
def opened() -> Iterator[Browser]:
    """The system's Chromium."""
    browser = playwright().chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
    yield browser
    browser.close()
    stop_playwright()


class Ours:
    """The built handbook's own search box, in the order it shows its rows."""

    name = "ours"

    def __init__(self, browser: Browser, sources: Path, site: Path) -> None:
        self.browser, self.site = browser, site
        _run([str(Path(sys.executable).parent / "handbook"), "build", "--site-dir", str(site)], sources)

    def search(self, queries: Sequence[str]) -> list[list[Row]]:
        """Type every query."""
        return typed(self.browser, self.site, queries)


def typed(browser: Browser, site: Path, queries: Sequence[str]) -> list[list[Row]]:
    """The rows of a built handbook's own search box for every query."""
    with serving(site) as base, _page(browser, base + "index.html") as page:
        return _rows(page.evaluate(_TYPE, [list(queries), LIMIT]))


class Material:
    """Stock mkdocs-material: its index (with jieba, when that is installed) and its worker."""

    name = "mkdocs-material + jieba"

    def __init__(self, browser: Browser, sources: Path, site: Path) -> None:
        self.browser, self.site = browser, site
        _run([str(Path(sys.executable).parent / "mkdocs"), "build", "-q", "--site-dir", str(site)], sources)

    def search(self, queries: Sequence[str]) -> list[list[Row]]:
        """Send every query to the worker; sections of one page stay together, as Material shows them."""
        worker = next(self.site.glob(MATERIAL_WORKER)).relative_to(self.site).as_posix()
        (self.site / "blank.html").write_text("<!doctype html><title>search</title>", encoding="utf-8")
        with serving(self.site) as base, _page(self.browser, base + "blank.html") as page:
            return _rows(page.evaluate(_MATERIAL, [worker, list(queries), LIMIT]))


class MiniSearch:
    """MiniSearch over the same passages, with a tokenizer of character pairs."""

    name = "MiniSearch + bigrams"

    def __init__(self, browser: Browser, passages: Sequence[Passage], script: Path) -> None:
        self.browser, self.passages, self.script = browser, passages, script

    def search(self, queries: Sequence[str]) -> list[list[Row]]:
        """Index the passages and ask."""
        documents = [
            {"location": one.location, "title": one.title, "path": " ".join(one.above), "text": one.text}
            for one in {passage.location: passage for passage in self.passages}.values()
        ]
        with _page(self.browser, "about:blank") as page:
            page.add_script_tag(path=self.script)
            return _rows(page.evaluate(_MINISEARCH, [documents, list(queries), LIMIT]))


@contextlib.contextmanager
def _page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(address)
    yield page
    page.close()


def _rows(found: list[list[tuple[str, bool]]]) -> list[list[Row]]:
    return [[Row(unquote(place).lstrip("/"), weak) for place, weak in rows] for rows in found]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")


def has_jieba(site: Path) -> bool:
    """Whether the stock index was cut into words: without jieba, Chinese search there is dead."""
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    return bool(re.search("\u200b", "".join(document["text"] for document in index["docs"])))
