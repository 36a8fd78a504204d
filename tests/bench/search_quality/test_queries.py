"""The evaluation of search: its queries are sound, varied and mostly not chosen by whoever tunes the engine."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.search_quality import queries
from bench.search_quality.corpora import own
from bench.search_quality.passages import Passage, fold, right
from bench.search_quality.relevance import faults

QUERIES = queries.load()
UNSEEN = queries.load(queries.UNSEEN)
WHOLE = queries.load(queries.WHOLE)
KINDS = {
    "exact", "simplified", "variant", "question", "boundary", "synonym", "pinyin", "initials", "role-topic",
    "clause-number", "figure", "single-character", "wrong-character", "latin", "own-handbook", "no-answer",
    "body", "heading", "two-pieces",
}  # fmt: skip
LITERAL = {
    "figure",
    "single-character",
    "latin",
    "clause-number",
    "own-handbook",
}  # the words themselves are the answer


def test_the_set_is_large_enough_and_half_of_it_is_cut_by_program() -> None:
    """There are at least 200 queries, half of them unseen, and questions and queries without answer besides."""
    counts = Counter(query.kind for query in QUERIES)
    assert len(QUERIES) >= 220
    assert sum(query.cut for query in QUERIES) * 2 >= len(QUERIES)
    assert set(counts) == KINDS
    assert counts["question"] >= 40
    assert counts["no-answer"] >= 10


def test_the_unseen_set_covers_the_same_ground() -> None:
    """The unseen set is large, has every kind that a person can write, and repeats nothing of the tuned set."""
    counts = Counter(query.kind for query in UNSEEN)
    assert len(UNSEEN) >= 120
    assert set(counts) == KINDS - {"own-handbook", "body", "heading", "two-pieces"}
    assert counts["question"] >= 45
    assert counts["synonym"] >= 15
    assert counts["no-answer"] >= 8
    assert {fold(query.query) for query in UNSEEN} & {fold(query.query) for query in QUERIES} == set()
    assert all(query.unseen for query in UNSEEN)
    assert queries.chosen("all") == QUERIES + UNSEEN


def test_the_questions_about_the_whole_handbook_are_spread() -> None:
    """Sixty questions; half are asked in the call centre, the others in every other part of the house."""
    counts = Counter(query.kind for query in WHOLE)
    assert len(WHOLE) == 60
    assert counts["agent"] + counts["leader"] == 30
    assert all(counts[kind] >= 3 for kind in ("host", "clerk", "driver", "duty-officer", "counsellor", "section"))
    assert {query.corpus for query in WHOLE} == {"handbook"}
    assert queries.chosen("whole") == WHOLE


def test_every_query_is_well_formed() -> None:
    """Ids are unique, and only queries without answer have nothing to hold."""
    assert [id for id, count in Counter(query.id for query in QUERIES + UNSEEN + WHOLE).items() if count > 1] == []
    twice = Counter((query.corpus, query.kind, query.query) for query in QUERIES + UNSEEN + WHOLE)
    assert [key for key, count in twice.items() if count > 1] == []
    for query in QUERIES + UNSEEN + WHOLE:
        assert query.query, query
        assert query.query.strip() == query.query, query
        assert query.corpus in {"seeds", "handbook"}, query
        assert all(text.strip() for text in (*query.holds, *query.within)), query
        assert bool(query.holds) == (query.kind != queries.NO_ANSWER), query


def test_relevance_is_not_a_copy_of_the_query() -> None:
    """A right section is named by other words of it, except where the query's words are the answer."""
    for query in QUERIES + UNSEEN + WHOLE:
        for item in query.holds:
            options = [fold(option) for option in item.split("|")]
            if query.cut:
                assert not any(fold(piece) in option for piece in query.query.split() for option in options), query
            elif query.kind not in LITERAL:
                assert fold(query.query) not in options, query


@pytest.mark.slow
def test_queries_of_this_handbook_have_an_answer_in_it() -> None:
    """A change of the handbook's text that takes the answer away must change the query as well."""
    assert faults([query for query in QUERIES + WHOLE if query.corpus == "handbook"], own()) == []


@pytest.mark.parametrize(
    ("holds", "within", "found"),
    [
        (["假單"], [], {"a.html", "a.html#two"}),
        (["假單|假條", "三天"], [], {"a.html#two"}),
        (["假 單"], ["病假"], {"a.html#two"}),
        (["準"], [], {"a.html"}),
        (["沒有"], [], set()),
    ],
)
def test_what_counts_as_right(holds: list[str], within: list[str], found: set[str]) -> None:
    """A section is right when it holds all strings (one of each `a|b`), folded, and `within` in its headings."""
    passages = [
        Passage("a.html", 1, "請假", (), "填假單,病假亦同,核准"),
        Passage("a.html#two", 2, "病假", ("請假",), "三天,假\n單"),
    ]
    assert right(passages, holds, within) == found
