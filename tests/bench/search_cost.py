"""Measures what search costs: ours, stock mkdocs-material and Pagefind, on the same text at several sizes.

    python tests/bench/search_cost.py --corpus DIR --pages 57 1000 10000 [--json FILE]

Bytes are those of the files asked for, uncompressed, from the focus on the box to the first answer. Cold figures
are of a new browser profile for each query; warm ones of one page that is asked all queries of search_quality, twice.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # tests/

from playwright.sync_api import Browser, Page, Request, ViewportSize

from bench import search_sites
from bench.counted_requests import counted
from bench.grown_documents import grown
from bench.search_quality import cut_documents, engines, queries
from bench.search_quality.corpora import ROOT
from bench.search_quality.passages import Passage
from support import until

COLD = {
    "term": "病假",
    "role + topic": "司機 請假",
    "question": "請三天假要誰批准",
    "pinyin": "kongtiao",
    "slip": "考情制度",
    "single": "雨",
}
_WIDE: ViewportSize = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Cold:
    """The first query of a reader: bytes and requests asked for, ms from focus to ready and to the first answer."""

    bytes: int
    requests: int
    ready: float
    answered: float


@dataclass(frozen=True)
class Warm:
    """Many queries in one page: median, 95th percentile and longest, in ms."""

    median: float
    p95: float
    longest: float


@dataclass(frozen=True)
class Result:
    """One engine at one size."""

    pages: int
    cpu: float
    memory: float
    disk: int
    files: int
    idle: int  # bytes asked for by the search before anybody uses it
    cold: dict[str, Cold]
    new: Warm  # every query for the first time in the page
    again: Warm


def measure(browser: Browser, built: search_sites.Built, pages: int, runs: int) -> Result:
    """Ask a built site."""
    with counted(built.site, strict=built.strict) as (base, log):

        def opened() -> Page:
            page = browser.new_context(viewport=_WIDE).new_page()
            page.goto(base + built.page, wait_until="networkidle")
            page.evaluate(built.script, built.argument)
            return page

        cold: dict[str, Cold] = {}
        idle = 0
        for name, query in COLD.items():
            times: list[tuple[float, float]] = []
            for _ in range(runs):
                log.clear()
                page = opened()
                on_its_way = _watched(page)
                idle = sum(size for path, size in log.asked if "search" in path)
                log.clear()
                times.append(page.evaluate("query => window.bench.first(query)", query))
                _arrived(page, on_its_way)  # it belongs to the answer
                page.context.close()
            ready, answered = (statistics.median(column) for column in zip(*times, strict=True))
            cold[name] = Cold(log.bytes, len(log.asked), ready, answered)
        page = opened()
        page.evaluate("query => window.bench.first(query)", COLD["term"])
        typed = [query.query for query in queries.load() if query.corpus == "seeds"]
        ask = "async queries => { const all = []; for (const one of queries) all.push(await window.bench.again(one)); return all; }"
        passes = [_warm(page.evaluate(ask, typed)) for _ in range(2)]
        page.context.close()
    return Result(pages, built.cpu, built.memory, *built.size(), idle, cold, *passes)


def _watched(page: Page) -> set[Request]:
    """The requests of the page that are not answered yet, from now on."""
    on_its_way: set[Request] = set()
    page.on("request", lambda one: on_its_way.add(one))  # noqa: PLW0108  (playwright marks its handlers)
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda one: on_its_way.discard(one))  # noqa: PLW0108  (likewise)
    return on_its_way


def _arrived(page: Page, on_its_way: set[Request]) -> None:
    """The page has nothing to do any more, and all that it asked for is there."""
    page.evaluate("() => new Promise(requestIdleCallback)")
    until(page, lambda: not on_its_way)


def _warm(times: Sequence[float]) -> Warm:
    ordered = sorted(times)
    return Warm(statistics.median(ordered), ordered[int(0.95 * len(ordered))], ordered[-1])


def show(results: dict[str, list[Result]]) -> None:
    """Two tables: the index and the warm queries; the first query of each kind."""
    print(
        "\n| engine | pages | index CPU s | peak MiB | index MB | files | idle kB | new: median / p95 ms | again: median / p95 ms |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, rows in results.items():
        for one in rows:
            print(
                f"| {name} | {one.pages} | {one.cpu:.1f} | {one.memory:.0f} | {one.disk / 1e6:.2f} | {one.files} | {one.idle / 1e3:.0f} "
                f"| {one.new.median:.1f} / {one.new.p95:.1f} | {one.again.median:.1f} / {one.again.p95:.1f} |"
            )
    print("\nFirst query of a new reader: raw kB / requests / ready ms / answer ms\n")
    print(f"| engine | pages | {' | '.join(COLD)} |")
    print(f"|---|--:|{'--:|' * len(COLD)}")
    for name, rows in results.items():
        for one in rows:
            cells = [
                f"{cold.bytes / 1e3:.0f} / {cold.requests} / {cold.ready:.0f} / {cold.answered:.0f}"
                for cold in one.cold.values()
            ]
            print(f"| {name} | {one.pages} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        description="Measure what search costs, beside stock mkdocs-material and Pagefind."
    )
    parser.add_argument("--corpus", type=Path, required=True, help="a folder with D01.txt, D02.txt …")
    parser.add_argument("--pages", type=int, nargs="+", default=[57, 1000, 10000])
    parser.add_argument("--runs", type=int, default=3, help="new profiles for each cold query; times are medians")
    parser.add_argument(
        "--engine", action="append", choices=["ours", "material", "pagefind"], help="only this one; may be repeated"
    )
    parser.add_argument("--pagefind", type=Path, default=ROOT / search_sites.PAGEFIND, help="its program")
    parser.add_argument("--longest", type=float, default=600, help="seconds after which a peer's build is given up")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    arguments = parser.parse_args()
    stock = "mkdocs-material + jieba" if search_sites.has_jieba() else "mkdocs-material (no jieba)"
    builders: dict[str, tuple[str, Callable[[Sequence[Passage], Sequence[Passage], Path], search_sites.Built]]] = {
        "ours": ("ours", search_sites.ours),
        "material": (stock, partial(search_sites.material, longest=arguments.longest)),
        "pagefind": ("Pagefind", partial(search_sites.pagefind, program=arguments.pagefind, longest=arguments.longest)),
    }
    base = cut_documents.passages(arguments.corpus)
    results: dict[str, list[Result]] = {}
    with engines.opened() as browser:
        if "ours" in (arguments.engine or builders):
            with tempfile.TemporaryDirectory() as folder:
                built = search_sites.own(Path(folder))
                count = len(list(built.site.rglob("*.html")))
                results["ours: this handbook"] = [measure(browser, built, count, arguments.runs)]
        for engine in arguments.engine or builders:
            name, build = builders[engine]
            for pages in arguments.pages:
                passages = grown(base, pages)
                count = len({passage.page for passage in passages})
                with tempfile.TemporaryDirectory() as folder:
                    try:
                        built = build(passages, base, Path(folder))
                    except search_sites.Left as reason:
                        print(f"{name}, {count} pages, left out: {reason}", file=sys.stderr)
                        continue
                    results.setdefault(name, []).append(measure(browser, built, count, arguments.runs))
                if arguments.json:
                    data = {one: [asdict(row) for row in rows] for one, rows in results.items()}
                    arguments.json.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    show(results)


if __name__ == "__main__":
    main()
