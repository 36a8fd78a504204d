"""What is shown of a flow around its steps: where its exits lead, its single file, how old its numbers are."""

from __future__ import annotations

from datetime import date
from typing import Any

from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.pages.views.links import Link, clause_link
from handbook.values.periods import add

SINGLE_FILE = ".single.html"  # ending of the address of a flow's single file
CHECKED_EVERY = "P6M"  # how often telephone numbers are checked, where the flow says nothing else


def offline_params(handbook: Handbook, flow: Flow) -> dict[str, Any]:
    """The parameters of the component `offline`.

    flow, card: links to the single file and to the cards on paper.
    checked: the date (ISO) of the number that was checked longest ago, empty when one
    never was. due: the date by which they have to be checked again. samples: how many contacts are sample data.
    """
    ids = {rung.contact for rung in flow.ladder} | {id for node in flow.nodes for id in node.call}
    used = [handbook.contacts[id] for id in ids if id in handbook.contacts]
    dates = [contact.reviewed for contact in used if not contact.sample]
    checked = min(dates) if dates and all(dates) else ""
    due = add(date.fromisoformat(checked), flow.review_every or CHECKED_EVERY).isoformat() if checked else ""
    return {
        "flow": Link(title=flow.title, url=single_file_url(flow.url)),
        "card": Link(title="牆卡與口袋卡", url=card_url(flow)),
        "checked": checked,
        "due": due,
        "samples": sum(contact.sample for contact in used),
    }


def exit_links(handbook: Handbook, flow: Flow) -> dict[str, Link]:
    """What the exits of a flow lead to outside of it: by id of a flow, or by "page#clause" of a section to read."""
    exits = (*flow.exits, *(one for node in flow.nodes for one in node.exits))
    flows = {one.flow: handbook.flows[one.flow] for one in exits if one.flow in handbook.flows}
    sections = {one.see: link for one in exits if one.see and (link := clause_link(handbook, one.see))}
    return {id: Link(title=one.title, url=one.url) for id, one in flows.items()} | sections


def card_url(flow: Flow) -> str:
    """The address of a flow's cards for the wall and the pocket."""
    return f"print/emergency-card-{flow.id}.html"


def single_file_url(url: str) -> str:
    """The address of the single file of the flow at `url`."""
    return url.removesuffix(".html") + SINGLE_FILE
