"""Whom to call: a contact with what its telephone links dial."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.organisation import Contact
from handbook.pages.views.links import Link, optional_role


@dataclass(frozen=True, kw_only=True)
class ContactView:
    """Whom to call; `dial` and `night_dial` are what `tel:` takes."""

    title: str
    phone: str
    dial: str = ""
    name: str = ""
    role: Link | None = None
    night_phone: str = ""
    night_dial: str = ""
    hours: str = ""
    note: str = ""
    reviewed: str = ""
    sample: bool = False


def contact_view(handbook: Handbook, record: Contact) -> ContactView:
    """A contact with what its telephone links dial."""
    return ContactView(
        title=record.title,
        phone=record.phone,
        dial=dial(record.phone),
        name=record.name,
        role=optional_role(handbook, record.role),
        night_phone=record.night_phone,
        night_dial=dial(record.night_phone),
        hours=record.hours,
        note=record.note,
        reviewed=record.reviewed,
        sample=record.sample,
    )


def dial(phone: str) -> str:
    """What follows `tel:` in a link that dials `phone`: "021-123 4567" becomes "0211234567"."""
    return re.sub(r"[^0-9+*#,;]", "", phone)
