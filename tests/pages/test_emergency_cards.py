"""Flows on paper: a card for the wall and one for the pocket, with what is done and dialled first."""

from __future__ import annotations

import re

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.compiled.emergency_cards import EmergencyCard, emergency_cards
from handbook.pages.components.components import Components
from handbook.pages.renderer import make_renderer
from support import ROOT

ADDRESS = "https://handbook.example.org/"


@pytest.fixture(scope="module")
def components(own_handbook: Handbook) -> Components:
    """The handbook's components."""
    return make_renderer(own_handbook, diagnostics=Diagnostics(ROOT)).components


def cards(handbook: Handbook, address: str) -> dict[str, EmergencyCard]:
    """The cards by flow."""
    return {card.flow.id: card for card in emergency_cards(handbook, address)}


def test_a_card_says_what_is_first(own_handbook: Handbook) -> None:
    """119 comes first on the card of a fire; steps keep their numbers, so that an answer says where it leads."""
    fire = cards(own_handbook, ADDRESS)["fire"]
    assert fire.numbers[0].phone == "119"
    assert [step.number for step in fire.steps] == [1, 2, 3, 4, 5, 6]
    assert fire.steps[2].choices == (("出不去，或者路上有濃煙", 4), ("已經出來", 5))
    assert fire.more == len(fire.flow.nodes) - 6
    assert ("火大了、煙過來了", "第 1 步") in fire.exits


def test_every_flow_has_its_card_with_a_code_or_the_way_in_words(
    own_handbook: Handbook, components: Components
) -> None:
    """The code is an SVG without inline style; without an address the way stands there instead."""
    coded, worded = cards(own_handbook, ADDRESS), cards(own_handbook, "")
    assert set(coded) == set(worded) == set(own_handbook.flows)
    for id, card in coded.items():
        html = str(components.render("emergency-card", "print/c.html", card=card))
        assert html.count('class="hb-card__code"') == 2
        assert "style=" not in html
        assert card.ladder
        plain = str(components.render("emergency-card", "print/c.html", card=worded[id]))
        assert "<svg" not in plain
        assert plain.count(f"{card.flow.title} → 開始處置") == 2


def test_the_code_leads_to_the_start_of_the_flow(own_handbook: Handbook) -> None:
    """The modules of the code are those of the address of the flow's first step."""
    import segno

    card = cards(own_handbook, ADDRESS)["first-aid"]
    wanted = segno.make(f"{ADDRESS}emergency/first-aid.html?start", error="m", micro=False).svg_inline(border=2)
    drawing = re.compile(r' d="([^"]+)"')
    assert drawing.findall(str(card.code)) == drawing.findall(wanted)
