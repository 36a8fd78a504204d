"""How well the built handbook's own box answers its own queries: a floor that a change may not break."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from bench.search_quality import corpora, engines, evaluate, queries


def test_the_handbooks_own_queries(browser: Browser, built_site: Path) -> None:
    """Nineteen of twenty have a right section among the first five, three of four as the first."""
    _, known = corpora.read(corpora.HANDBOOK)
    asked = [query for query in queries.load() if query.corpus == corpora.HANDBOOK]
    found = engines.typed(browser, built_site, [query.query for query in asked])
    score = evaluate.score(evaluate.judge(asked, found, known))
    assert score.queries >= 25
    assert score.success_5 >= 0.95, score
    assert score.success_1 >= 0.75, score
    assert score.zero == 0, score
