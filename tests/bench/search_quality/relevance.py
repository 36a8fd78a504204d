"""Shows how many sections each query accepts as right; fails on none and on more than a handful.

    python tests/bench/search_quality/relevance.py --corpus DIR
    python tests/bench/search_quality/relevance.py --corpus handbook

Run it after any change of the queries or of how documents are cut.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests/

from bench.search_quality import queries
from bench.search_quality.corpora import HANDBOOK, read
from bench.search_quality.passages import Passage, fold

HANDFUL = 10


def faults(asked: Sequence[queries.Query], passages: Sequence[Passage]) -> list[str]:
    """Queries whose right sections are none or too many, and words without answer that do occur."""
    found: list[str] = []
    texts = [fold(passage.title + passage.text) for passage in passages]
    for query in asked:
        count = len(query.right(passages))
        if query.kind == queries.NO_ANSWER:
            if any(fold(query.query) in text for text in texts):
                found.append(f"{query.id} {query.query}: occurs in the text")
        elif not 1 <= count <= HANDFUL:
            found.append(f"{query.id} {query.query}: {count} right sections for {query.holds}")
    return found


def main() -> None:
    """Print the counts, then the faults."""
    parser = argparse.ArgumentParser(description="Count the right sections of every query.")
    parser.add_argument("--corpus", required=True, help=f"a folder of documents, or {HANDBOOK}")
    parser.add_argument("--queries", default="all", help="tuned, unseen, all, whole, or a file")
    parser.add_argument("--list", action="store_true", help="name the right sections of every query")
    arguments = parser.parse_args()
    name, passages = read(arguments.corpus)
    asked = [query for query in queries.chosen(arguments.queries) if query.corpus == name]
    titles = {passage.location: passage.title for passage in passages}
    counts = Counter(len(query.right(passages)) for query in asked if query.holds)
    print(f"{len(passages)} sections, {len(asked)} queries; right sections: queries", dict(sorted(counts.items())))
    if arguments.list:
        for query in asked:
            places = [f"{place} {titles[place]}" for place in sorted(query.right(passages))]
            print(f"{query.id:12} {query.query:24} {len(places)}  {'; '.join(places)}")
    found = faults(asked, passages)
    print(*found, sep="\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
