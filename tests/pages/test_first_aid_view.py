"""First-aid cards: short, with a source, marked until a physician has passed them, and in the steps of flows."""

from __future__ import annotations

import re

import pytest

from handbook.checks.first_steps import FIRST, MOST_CHARACTERS, MOST_STEPS
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.components.components import Components
from handbook.pages.renderer import make_renderer
from handbook.pages.views.first_aid import first_aid_views
from support import ROOT


@pytest.fixture(scope="module")
def handbook(own_handbook: Handbook) -> Handbook:
    """This repository's handbook."""
    return own_handbook


@pytest.fixture(scope="module")
def components(handbook: Handbook) -> Components:
    """Its components."""
    return make_renderer(handbook, diagnostics=Diagnostics(ROOT)).components


def test_each_card_is_short_and_names_its_guideline(handbook: Handbook) -> None:
    """At most seven steps; the first five take a minute; the guideline has an edition or date, or says it shows none."""
    assert len(handbook.first_aid) >= 9
    for card in handbook.first_aid.values():
        assert len(card.steps) <= MOST_STEPS
        assert sum(map(len, card.steps[:FIRST])) <= MOST_CHARACTERS
        assert re.search(r"\d{4} 年|未見日期", card.source), card.id
        assert card.never


def test_each_card_has_its_heading_and_no_counsellor_calls_himself(handbook: Handbook) -> None:
    """An exit can lead to every card. Where the counsellor acts, nobody is told to ring the counsellor."""
    page = handbook.flows["first-aid"]
    assert set(handbook.first_aid) <= {clause.id for clause in page.clauses}
    for flow in handbook.flows.values():
        assert [node.id for node in flow.nodes if node.who == "counsellor" and "counsellor-on-call" in node.call] == []


@pytest.mark.parametrize("id", ["not-breathing", "convulsion", "choking"])
def test_a_card_says_that_it_waits_for_a_physician(handbook: Handbook, components: Components, id: str) -> None:
    """It has drawings with words for whoever cannot see them, and the places of the AED where one is needed."""
    view = first_aid_views(handbook)[id]
    html = str(components.render("first-aid", "p.html", card=view))
    assert "待醫務審定" in html
    assert html.count("<svg") == len(view.card.drawings) == html.count('role="img" aria-label="')
    assert ("AED 在" in html) == view.card.defibrillator
    assert "style=" not in html


def test_the_card_of_a_step_opens_in_it(handbook: Handbook, components: Components) -> None:
    """One card is open, several are closed; nothing leads away from the run."""
    flow = handbook.flows["first-aid"]
    cards = first_aid_views(handbook)
    html = str(components.render("flow", "p.html", flow=flow, roles=handbook.roles, contacts={}, first_aid=cards))
    assert html.count('<details class="hb-aid__fold" open>') == len(cards)
    flow = handbook.flows["student-illness"]
    html = str(components.render("flow", "p.html", flow=flow, roles=handbook.roles, contacts={}, first_aid=cards))
    assert html.count('<details class="hb-aid__fold">') == len(flow.nodes[0].first_aid) > 1
