"""The posts of the call centre: each has all its duties, and whoever does something in a procedure is a post."""

from __future__ import annotations

import re

from test_inventory import handbook, listed

from handbook.model.page import Page

#: how many duties the source names for each post
DUTIES = {
    "operations-manager": 17,
    "deputy-operations-manager": 17,
    "support-manager": 16,
    "tsr-supervisor": 16,
    "quality-supervisor": 13,
    "training-supervisor": 12,
    "trainer": 13,
    "csr-supervisor": 14,
    "csr-team-leader": 15,
    "tsr-team-leader": 18,
    "quality-inspector": 14,
    "data-analyst": 9,
    "it-specialist": 10,
    "front-desk-clerk": 13,
}


def duties_of(post: Page) -> list[str]:
    """The numbers of the duties of a post, in order."""
    return [clause.number for clause in post.clauses if clause.level == 3 and not clause.heading]


def test_every_post_has_all_its_duties() -> None:
    """Each duty is a clause of its own, numbered without a gap: 197 in all."""
    found = {id: duties_of(handbook().roles[id]) for id in DUTIES}

    assert {id: len(numbers) for id, numbers in found.items()} == DUTIES
    assert sum(DUTIES.values()) == 197
    assert all(numbers == [f"{number}." for number in range(1, len(numbers) + 1)] for numbers in found.values())


def test_every_duty_can_be_cited() -> None:
    """A duty has words, its own or those of a duty that posts share, and an id by which other pages link to it."""
    duties = [(id, clause) for id in DUTIES for clause in handbook().roles[id].clauses if clause.number]
    without = [f"{id} {one.number}" for id, one in duties if not one.id or not one.text]

    assert not without, listed(without)


def test_every_step_is_somebodys() -> None:
    """Each step of each procedure names a post that the handbook knows."""
    steps = [(f"{one.id}#{step.id}", step.actor) for one in handbook().procedures.values() for step in one.steps]

    assert steps
    assert not (nobodys := [f"{place}: {actor}" for place, actor in steps if actor not in handbook().roles]), listed(
        nobodys
    )


def test_every_post_has_something_to_do() -> None:
    """Each post has a duty, or a step, a clause, a paper or a list names it."""
    named = {target.removeprefix("role:") for target in handbook().backlinks if target.startswith("role:")}
    idle = [id for id, role in handbook().roles.items() if not role.clauses and id not in named]

    assert not idle, listed(idle)


def test_table_and_form_grade_by_the_same_figures() -> None:
    """What the page says a grade needs is what the sheet of grades asks for."""
    template = handbook().templates["promotion-scoresheet"]
    rule = next(rule.rule for rule in template.rules if rule.id == "r-grade-thresholds")
    asked = re.findall(r"kpi >= ([\d.]+) && row\.cph >= ([\d.]+) && row\.rate >= ([\d.]+)", rule)
    rows = [row.when.texts for row in handbook().matrices["tsr-grade"].rows if len(row.when.texts) == 3]
    said = [tuple(re.findall(r"\d+", " ".join(when[name] for name in ("kpi", "cph", "rate")))) for when in rows]

    assert len(said) == 4
    assert {tuple(map(float, one)) for one in said} == {tuple(map(float, one)) for one in asked}
