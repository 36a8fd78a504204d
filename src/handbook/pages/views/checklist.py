"""What a checklist shows besides its own text: due times in words, whom to call, and the lists of the same event."""

from __future__ import annotations

from typing import Any

from handbook.model.checklist import Checklist
from handbook.model.handbook import Handbook
from handbook.model.organisation import Contact
from handbook.pages.views.contact import ContactView, contact_view
from handbook.pages.views.links import Link, checklist_link
from handbook.values.due_times import due_in_words, parse_due


def checklist_params(handbook: Handbook, checklist: Checklist) -> dict[str, Any]:
    """The parameters of the component `checklist` that have to be looked up in the handbook."""
    return {
        "dues": {item.id: due_in_words(due) for item in checklist.items if (due := parse_due(item.due))},
        "contacts": _contacts(handbook, checklist),
        "companions": _companions(handbook, checklist),
    }


def _contacts(handbook: Handbook, checklist: Checklist) -> list[ContactView]:
    """The contacts of the roles on the list, and the people in those roles who have a number of their own."""
    roles = {item.role for item in checklist.items} - {""}
    people = [
        Contact(origin=one.origin, id=one.id, title=one.title or handbook.roles[one.role].title, name=one.name,
                role=one.role, phone=one.phone, sample=one.sample)
        for one in handbook.people.values()
        if one.phone and one.role in roles and one.role in handbook.roles
    ]  # fmt: skip
    contacts = [one for one in handbook.contacts.values() if one.role in roles and (one.phone or one.night_phone)]
    return [contact_view(handbook, one) for one in (*contacts, *people)]


def _companions(handbook: Handbook, checklist: Checklist) -> list[Link]:
    """The other checklists of the same event, on the pages that show them."""
    if checklist.event is None:
        return []
    others = [
        other
        for other in handbook.checklists.values()
        if other.id != checklist.id and other.event and other.event.template == checklist.event.template
    ]
    links = [checklist_link(handbook, other.id) for other in others]
    return [link for link in links if link and link.url]
