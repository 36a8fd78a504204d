"""How well the built handbook's own box answers its own queries: a floor that a change may not break."""

from __future__ import annotations

from pathlib import Path

import yaml
from playwright.sync_api import Browser

from bench.search_quality import corpora, engines, evaluate, queries


def test_the_handbooks_own_queries(browser: Browser, built_site: Path) -> None:
    """Nineteen of twenty have a right section among the first five, three of four as the first."""
    score = asked(browser, built_site, queries.load())
    assert score.queries >= 25
    assert score.success_5 >= 0.95, score
    assert score.success_1 >= 0.75, score
    assert score.zero == 0, score


def test_sixty_questions_about_the_whole_handbook(browser: Browser, built_site: Path) -> None:
    """Nine of ten have a right section among the first five, more than half as the first."""
    score = asked(browser, built_site, queries.load(queries.WHOLE))
    assert score.queries == 60
    assert score.success_5 >= 0.9, score
    assert score.success_1 >= 0.55, score
    assert score.zero == 0, score


def test_what_strangers_shout(browser: Browser, built_site: Path) -> None:
    """The flow's page is the first row; where a form or a rule is asked for, no page of a flow is."""
    shouted = yaml.safe_load((Path(__file__).parent / "shouted.yml").read_text(encoding="utf-8"))
    found = engines.typed(browser, built_site, [one["query"] for one in shouted])
    assert len([one for one in shouted if "flow" in one]) >= 60
    first = {one["query"]: rows[0].location if rows else "" for one, rows in zip(shouted, found, strict=True)}
    wrong = {
        query: place
        for one in shouted
        if (query := one["query"])
        and (place := first[query]) is not None
        and (
            place != f"emergency/{one['flow']}.html"
            if "flow" in one
            else place.startswith("emergency/") and "#" not in place
        )
    }
    assert wrong == {}


def asked(browser: Browser, site: Path, of: list[queries.Query]) -> evaluate.Score:
    """The figures of those queries that are about this handbook, typed into the box of its built site."""
    _, known = corpora.read(corpora.HANDBOOK)
    about = [query for query in of if query.corpus == corpora.HANDBOOK]
    found = engines.typed(browser, site, [query.query for query in about])
    return evaluate.score(evaluate.judge(about, found, known))
