"""Is there always somebody to call in a flow, and somebody above them?"""

from __future__ import annotations

from datetime import date

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.organisation import Contact
from handbook.pages.views.flow import CHECKED_EVERY
from handbook.values.periods import add


def check(handbook: Handbook, diagnostics: Diagnostics, today: date | None) -> None:
    """Record gaps of the ladders, steps that nobody holds, and numbers that were not checked in time.

    today: for numbers whose check is overdue; None leaves these out, so that builds are reproducible.
    """
    asked: dict[str, str] = {}  # contact -> the shortest time within which a flow wants it checked
    for flow in handbook.flows.values():
        if not flow.nodes:
            continue  # recorded by flow_paths
        _check_ladder(flow, handbook, diagnostics)
        _check_holders(flow, handbook, diagnostics)
        if flow.status != "superseded":
            every = flow.review_every or CHECKED_EVERY
            for id in _contacts(flow):
                asked[id] = min(asked.get(id, every), every, key=_length)
    for id, every in sorted(asked.items()):
        contact = handbook.contacts.get(id)
        if contact and not contact.sample:  # sample_data counts them
            _check_number(contact, every, diagnostics, today)


def _contacts(flow: Flow) -> set[str]:
    return {rung.contact for rung in flow.ladder} | {id for node in flow.nodes for id in node.call}


def _length(duration: str) -> date:
    return add(date(2000, 1, 1), duration)


def _check_ladder(flow: Flow, handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record a missing ladder, and rungs that lead nobody further up: the same role again, or the same number."""
    if not flow.ladder:
        diagnostics.error("ladder-missing", flow.origin.at("nodes"))
        return
    seen: dict[str, int] = {}
    below: set[str] = set()
    for number, rung in enumerate(flow.ladder, start=1):
        if rung.role in seen:
            diagnostics.error("ladder-repeats-role", rung.origin.at("role"), role=rung.role, rung=seen[rung.role])
        seen.setdefault(rung.role, number)
        contact = handbook.contacts.get(rung.contact)
        numbers = {contact.phone, contact.night_phone} - {""} if contact else set()
        if numbers and numbers <= below:
            diagnostics.error("ladder-same-number", rung.origin.at("contact"), contact=rung.contact)
        below = numbers


def _check_holders(flow: Flow, handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record steps of a role that nobody can be called for, or that stands on no rung of the ladder."""
    rungs = {rung.role for rung in flow.ladder}
    called = {contact.role for contact in handbook.contacts.values()}
    for node in flow.nodes:
        if node.who in rungs or node.who not in handbook.roles:  # an unknown role is recorded when the flow is read
            continue
        if node.who not in called:
            diagnostics.error("node-without-holder", node.origin.at("who"), id=node.id, role=node.who)
        elif flow.ladder:
            diagnostics.error("ladder-gap", node.origin.at("who"), id=node.id, role=node.who)


def _check_number(contact: Contact, every: str, diagnostics: Diagnostics, today: date | None) -> None:
    if not contact.reviewed:
        diagnostics.warning("contact-never-checked", contact.origin.at("id"), id=contact.id)
        return
    due = add(date.fromisoformat(contact.reviewed), every)
    if today is not None and due < today:
        diagnostics.warning("contact-overdue", contact.origin.at("reviewed"), id=contact.id, due=due.isoformat())
