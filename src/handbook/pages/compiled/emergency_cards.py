"""Each flow as a card for the wall (A4) and for the pocket (A4 folded to A6): first steps, numbers, how to get there.

Whoever scans the code on a card comes to the start of the flow. Without an address of the site (`site_url`) no code can
be made, and the card says in words where the flow is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import segno
from markupsafe import Markup

from handbook.model.flow import Exit, Flow, Node
from handbook.model.handbook import Handbook
from handbook.pages.views.contact import ContactView, contact_view
from handbook.pages.views.links import clause_link

CARDS = "print/emergency-cards.html"  # where the cards of all flows stand
_STEPS = 6  # on a card
_ROOMY = 24  # what stands in large letters, in lines
_FIRST_NUMBERS = 4  # beside the ladder's
_SHORT = 3  # digits of a number that everybody knows


@dataclass(frozen=True, kw_only=True)
class CardStep:
    """A step on a card. choices: the words of each answer and the number of the step it leads to."""

    number: int
    who: str
    node: Node
    choices: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CardRung:
    """A rung of the ladder with its numbers."""

    who: str
    when: str
    contact: ContactView | None


@dataclass(frozen=True, kw_only=True)
class EmergencyCard:
    """One flow as a card. code: an SVG, empty without an address of the site; way: where the flow is, in words."""

    flow: Flow
    steps: tuple[CardStep, ...]
    more: int  # steps that are not on the card
    numbers: tuple[ContactView, ...]
    ladder: tuple[CardRung, ...]
    exits: tuple[tuple[str, str], ...]  # what changes, and where one goes on then
    code: Markup
    way: str

    @property
    def is_dense(self) -> bool:
        """Whether so much stands on the card that it is set in smaller letters."""
        words = sum(len(step.node.do) + sum(map(len, step.node.say)) for step in self.steps)
        answers = sum(len(step.choices) for step in self.steps)
        return words // 20 + answers + len(self.ladder) + len(self.exits) > _ROOMY


def emergency_cards(handbook: Handbook, site_url: str) -> tuple[EmergencyCard, ...]:
    """The cards of all flows. site_url: the address of the site's root, or ""."""
    return tuple(_card(handbook, flow, site_url) for flow in handbook.flows.values())


def _card(handbook: Handbook, flow: Flow, site_url: str) -> EmergencyCard:
    number = {node.id: place for place, node in enumerate(flow.nodes, start=1)}
    steps = tuple(
        CardStep(
            number=number[node.id],
            who=_title(handbook, node.who),
            node=node,
            choices=tuple((choice.label, number.get(choice.next, 0)) for choice in node.choices),
        )
        for node in flow.nodes[:_STEPS]
    )
    contacts = handbook.contacts
    ladder = tuple(
        CardRung(
            who=_title(handbook, rung.role),
            when=rung.when,
            contact=contact_view(handbook, contacts[rung.contact]) if rung.contact in contacts else None,
        )
        for rung in flow.ladder
    )
    section = handbook.section_of(flow)
    return EmergencyCard(
        flow=flow,
        steps=steps,
        more=max(0, len(flow.nodes) - _STEPS),
        numbers=_short_first(contact_view(handbook, contacts[id]) for id in _first_numbers(flow) if id in contacts),
        ladder=ladder,
        exits=tuple((one.when, _goes_on(handbook, one, number)) for one in flow.exits),
        code=_code(site_url, flow),
        way=" → ".join(filter(None, ("手冊首頁", section.title if section else "", flow.title, "開始處置"))),
    )


def _first_numbers(flow: Flow) -> Iterator[str]:
    """What is dialled first: in the steps to be done before reading, then in the first steps."""
    memory = [node for node in flow.nodes if node.memory]
    ids = dict.fromkeys(id for node in (*memory, *flow.nodes[:_STEPS]) for id in node.call)
    yield from list(ids)[:_FIRST_NUMBERS]


def _short_first(contacts: Iterable[ContactView]) -> tuple[ContactView, ...]:
    """Numbers such as 120 and 119 before all others, which otherwise keep their order."""
    return tuple(sorted(contacts, key=lambda one: len(one.dial) > _SHORT))


def _goes_on(handbook: Handbook, one: Exit, number: Mapping[str, int]) -> str:
    if one.node:
        return f"第 {number.get(one.node, 0)} 步"
    if one.flow in handbook.flows:
        return f"《{handbook.flows[one.flow].title}》"
    link = clause_link(handbook, one.see)
    return link.title if link else ""


def _title(handbook: Handbook, role: str) -> str:
    return handbook.roles[role].title if role in handbook.roles else role


def _code(site_url: str, flow: Flow) -> Markup:
    if not site_url:
        return Markup()
    code = segno.make(f"{site_url.rstrip('/')}/{flow.url}?start", error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=2, svgclass="hb-card__code", lineclass=None))
