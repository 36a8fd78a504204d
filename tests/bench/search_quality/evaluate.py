"""Measures search: ours, stock mkdocs-material and MiniSearch, in one run, on the same pages and queries.

    python tests/bench/search_quality/evaluate.py --corpus DIR [--engine ours] [--json FILE]
    python tests/bench/search_quality/evaluate.py --corpus handbook
    python tests/bench/search_quality/evaluate.py --corpus DIR --queries unseen

A result counts when the text of the section it leads to holds what the query's line in queries.yml says.
success@n: share of queries with a right section among the first n; MRR: mean of 1/rank, 0 beyond ten.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests/

from bench.search_quality import corpora, cut_documents, engines, queries
from bench.search_quality.passages import Passage

FEW = 3  # rows a query without answer may show


@dataclass(frozen=True)
class Outcome:
    """One query put to one engine."""

    query: queries.Query
    rows: list[engines.Row]
    rank: int  # of the first right section; 0 when there is none

    @property
    def as_data(self) -> dict[str, object]:
        """For --json."""
        rows = [row.location for row in self.rows]
        return {"id": self.query.id, "query": self.query.query, "rank": self.rank, "rows": rows}


@dataclass(frozen=True)
class Score:
    """Some queries of one engine."""

    queries: int
    success_1: float
    success_5: float
    mrr: float
    zero: float  # share of queries without any result


@dataclass(frozen=True)
class Silence:
    """Queries without answer: how much is shown all the same."""

    queries: int
    mean_rows: float
    few: float  # share with at most three rows
    strong: float  # mean rows not marked as weak


def judge(
    asked: Sequence[queries.Query], found: Sequence[list[engines.Row]], known: Sequence[Passage]
) -> list[Outcome]:
    """Find the rank of the first right row of every query."""
    outcomes: list[Outcome] = []
    for query, rows in zip(asked, found, strict=True):
        right = query.right(known)
        rank = next((place for place, row in enumerate(rows, 1) if row.location in right), 0)
        outcomes.append(Outcome(query, rows, rank))
    return outcomes


def score(outcomes: Iterable[Outcome]) -> Score:
    """The figures of queries that have an answer."""
    every = [one for one in outcomes if one.query.holds]
    count = len(every)

    def share(holds: Callable[[Outcome], bool]) -> float:
        return sum(map(holds, every)) / count if count else 0.0

    mrr = sum(1 / one.rank for one in every if one.rank) / count if count else 0.0
    return Score(
        count,
        share(lambda one: one.rank == 1),
        share(lambda one: 1 <= one.rank <= 5),
        mrr,
        share(lambda one: not one.rows),
    )


def silence(outcomes: Iterable[Outcome]) -> Silence:
    """The figures of queries that have none."""
    every = [one for one in outcomes if one.query.kind == queries.NO_ANSWER]
    if not every:
        return Silence(0, 0.0, 0.0, 0.0)
    return Silence(
        len(every),
        statistics.mean(len(one.rows) for one in every),
        sum(len(one.rows) <= FEW for one in every) / len(every),
        statistics.mean(sum(not row.weak for row in one.rows) for one in every),
    )


def groups(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """By kind, those cut by program and the unseen apart from those a person wrote; then the sums."""
    found: dict[str, list[Outcome]] = {}
    sums: dict[str, list[Outcome]] = {}
    for one in outcomes:
        origin = "cut" if one.query.cut else "unseen" if one.query.unseen else "written"
        if one.query.holds:
            found.setdefault(one.query.kind + ("" if origin == "written" else f" ({origin})"), []).append(one)
        sums.setdefault(f"all {origin}", []).append(one)
    if len(sums) > 1:
        found |= sums
    return {**found, "all": list(outcomes)}


def show(results: dict[str, list[Outcome]]) -> None:
    """Print one table: rows are kinds, columns engines."""
    tables = {name: groups(outcomes) for name, outcomes in results.items()}
    kinds = next(iter(tables.values()))
    print("success@1 / success@5 / MRR / no result\n")
    print(f"| {'kind':22} |   n | " + " | ".join(f"{name:25}" for name in tables) + " |")
    print(f"|{'-' * 24}|----:|" + "|".join("-" * 27 for _ in tables) + "|")
    for kind, outcomes in kinds.items():
        cells = []
        for table in tables.values():
            one = score(table[kind])
            cells.append(f"{one.success_1:.2f} / {one.success_5:.2f} / {one.mrr:.2f} / {one.zero:.2f}")
        print(f"| {kind:22} | {score(outcomes).queries:3} | " + " | ".join(f"{cell:25}" for cell in cells) + " |")
    for name, outcomes in results.items():
        quiet = silence(outcomes)
        if quiet.queries:
            print(
                f"\n{name}, {quiet.queries} queries without answer: {quiet.mean_rows:.1f} rows on average, "
                f"{quiet.strong:.1f} of them not marked weak; at most {FEW} rows for {quiet.few:.0%}"
            )


def run(where: str, which: str, wanted: Sequence[str], minisearch: Path) -> dict[str, list[Outcome]]:
    """Build what the wanted engines need in a temporary folder and put every query to them."""
    name, known = corpora.read(where)
    asked = [query for query in queries.chosen(which) if query.corpus == name]
    if not asked:
        sys.exit(f"no query of --queries {which} is about the corpus {name}")
    typed = [query.query for query in asked]
    results: dict[str, list[Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder, engines.opened() as browser:
        work = Path(folder)
        chosen: list[engines.Engine] = []
        if "ours" in wanted:
            sources = own_sources(work / "ours") if name == corpora.HANDBOOK else work / "ours"
            if name != corpora.HANDBOOK:
                cut_documents.write(known, sources, ours=True)
            chosen.append(engines.Ours(browser, sources, work / "ours-site"))
        if "material" in wanted:
            stock = engines.Material(
                browser, cut_documents.write(known, work / "stock", ours=False), work / "stock-site"
            )
            if not engines.has_jieba(stock.site):
                stock.name = "mkdocs-material"
                print("jieba is not installed (group bench): stock search is measured without it", file=sys.stderr)
            chosen.append(stock)
        if "minisearch" in wanted and minisearch.is_file():
            chosen.append(engines.MiniSearch(browser, known, minisearch))
        elif "minisearch" in wanted:
            print("MiniSearch left out; for it: npm install --no-save minisearch@7.2.0", file=sys.stderr)
        for engine in chosen:
            results[engine.name] = judge(asked, engine.search(typed), known)
    return results


def own_sources(folder: Path) -> Path:
    """A copy of this repository's handbook, so that building it leaves the repository alone."""
    folder.mkdir()
    for part in ("docs", "templates"):
        shutil.copytree(corpora.ROOT / part, folder / part)
    shutil.copy(corpora.ROOT / "mkdocs.yml", folder)
    return folder


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure search against stock mkdocs-material and MiniSearch.")
    parser.add_argument("--corpus", required=True, help="a folder with D01.txt, D02.txt …; or handbook")
    parser.add_argument("--queries", default="tuned", help="tuned (queries.yml), unseen, all, whole, or a file")
    names = ["ours", "material", "minisearch"]
    parser.add_argument("--engine", action="append", choices=names, help="only this one; may be repeated")
    parser.add_argument("--minisearch", type=Path, default=corpora.ROOT / engines.MINISEARCH, help="its UMD script")
    parser.add_argument("--json", type=Path, help="write every figure and every answer to this file")
    parser.add_argument("--misses", action="store_true", help="list the queries of the first engine not answered first")
    arguments = parser.parse_args()
    results = run(arguments.corpus, arguments.queries, arguments.engine or names, arguments.minisearch)
    show(results)
    if arguments.misses:
        for one in next(iter(results.values())):
            if one.query.holds and one.rank != 1:
                print(
                    f"{one.query.id:24} {one.query.query:20} rank {one.rank or '–'}: {[r.location for r in one.rows[:3]]}"
                )
    if arguments.json:
        data = {
            name: {
                "kinds": {kind: asdict(score(some)) for kind, some in groups(outcomes).items()},
                "no_answer": asdict(silence(outcomes)),
                "answers": [one.as_data for one in outcomes],
            }
            for name, outcomes in results.items()
        }
        arguments.json.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
