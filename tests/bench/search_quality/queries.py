"""The queries of queries.yml, queries-unseen.yml and queries-whole.yml, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from bench.search_quality.passages import Passage, right

FILE = Path(__file__).with_name("queries.yml")
UNSEEN = Path(__file__).with_name("queries-unseen.yml")  # not read by whoever tunes the ranking
WHOLE = Path(__file__).with_name("queries-whole.yml")  # sixty questions about the whole of this handbook
NO_ANSWER = "no-answer"


@dataclass(frozen=True, kw_only=True)
class Query:
    """One line of the file; its comment says what the keys mean."""

    id: str
    kind: str
    corpus: Literal["seeds", "handbook"]
    query: str
    holds: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    cut: bool = False  # made by cut_queries.py
    unseen: bool = False  # of queries-unseen.yml

    def right(self, passages: Sequence[Passage]) -> set[str]:
        """Locations of the passages that answer the query; none for a query without answer."""
        return right(passages, self.holds, self.within) if self.holds else set()


def load(path: Path = FILE) -> list[Query]:
    """All queries, in the file's order. Unknown keys are a TypeError."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for row in rows:
        row.update({key: tuple(row[key]) for key in ("holds", "within") if key in row}, unseen=path == UNSEEN)
    return [Query(**row) for row in rows]


def chosen(which: str) -> list[Query]:
    """What --queries names: "tuned" (queries.yml), "unseen", "all" (these two), "whole", or the path of another file."""
    files = {"tuned": [FILE], "unseen": [UNSEEN], "all": [FILE, UNSEEN], "whole": [WHOLE]}.get(which) or [Path(which)]
    return [query for file in files for query in load(file)]
