"""The handbook as a search shows it: on which page each thing is, and in which words.

What readers may not see is not in the model of their tree (`reading/narrowed_handbook.py`), so nothing here asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from handbook.model.checklist import Checklist
from handbook.model.handbook import Handbook
from handbook.model.organisation import Contact
from handbook.model.page import Controlled, Page
from handbook.model.template import Template
from handbook.model.term import Term
from handbook.pages.views.links import clause_link
from handbook.reading.references import calls
from handbook.search.plain_text import joined

_STRING = re.compile(r"""(?:(?P<key>\w+)\s*=\s*)?(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)')""")
_NAME = re.compile(r"\s*(?P<name>\w+)\s*\((?P<rest>.*)\)[^()]*$", re.DOTALL)
_SECTIONS_OF_THEIR_OWN = frozenset({"procedure", "checklist", "flow", "home", "gallery", "template_page"})


@dataclass(frozen=True)
class SearchView:
    """What one index holds.

    for_authors: what is shown is for those who write the handbook or develop the program; otherwise what is for all
    others.
    """

    handbook: Handbook
    for_authors: bool = False
    _places: dict[tuple[str, str], list[Page]] = field(default_factory=dict)

    @classmethod
    def of(cls, handbook: Handbook, for_authors: bool = False) -> SearchView:
        """The view of a handbook. The calls on all pages are read once."""
        view = cls(handbook, for_authors)
        for page in handbook.pages.values():
            for call in calls(page):
                view._places.setdefault(call, []).append(page)
        return view

    def shows(self, document: Controlled) -> bool:
        """Whether a page, template or checklist can be found in this view."""
        return self.handbook.is_for_readers(document) != self.for_authors

    def place(self, component: str, id: str, own: Page | None = None) -> Page | None:
        """The page on which a procedure, checklist or flow is shown; None when no page shows it.

        own: the page that belongs to it, which is preferred.
        """
        pages = [page for page in self._places.get((component, id), ()) if self.shows(page)]
        return next((page for page in pages if own is not None and page.path == own.path), pages[0] if pages else None)

    def template(self, id: str) -> Template | None:
        """The template; None when there is none."""
        return self.handbook.templates.get(id)

    def checklist(self, id: str) -> Checklist | None:
        """The checklist; None when no page shows it."""
        return self.handbook.checklists.get(id) if self.place("checklist", id) else None

    def role_title(self, id: str) -> str:
        """The title of a role; "" when there is none."""
        found = self.handbook.roles.get(id)
        return found.title if found is not None else ""

    def roles(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the ids whose roles exist, each once."""
        return tuple(id for id in dict.fromkeys(ids) if self.role_title(id))

    def citation(self, reference: str) -> str:
        """How a clause or page is cited; "" when there is none."""
        link = clause_link(self.handbook, reference)
        return link.title if link else ""

    def template_title(self, id: str) -> str:
        """The title of a template; "" when there is none."""
        found = self.template(id)
        return found.title if found else ""

    def contact(self, id: str) -> str:
        """The words of a contact, with all numbers; "" when there is no such contact."""
        found = self.handbook.contacts.get(id)
        return self._contact(found) if found else ""

    def _contact(self, one: Contact) -> str:
        return joined([one.title, one.name, self.role_title(one.role), one.phone, one.night_phone, one.note])

    def role_facts(self, id: str) -> str:
        """The words of a role's card besides its title: unit, superior, deputy and numbers."""
        role = self.handbook.roles.get(id)
        if role is None:
            return ""
        place = [f"單位 {role.unit}" if role.unit else ""]
        for word, other in (("上級", role.reports_to), ("代理人", role.deputy)):
            title = self.role_title(other)
            place.append(f"{word} {title}" if title else "")
        contact = self.handbook.contacts.get(role.contact)
        if contact:
            place.append(joined(["電話", contact.phone, contact.night_phone]))
        return joined(place)

    def matrix(self, id: str) -> str:
        """The words of a decision table: its title, and row by row what follows from what."""
        found = self.handbook.matrices.get(id)
        if found is None:
            return ""
        roles = {id: self.role_title(id) for id in self.handbook.roles}
        rows = (
            joined([*(roles.get(one, one) for one in (*row.when.texts.values(), *row.then)), row.open])
            for row in found.rows
        )
        return joined([found.title, *(column.title for column in found.inputs), found.output.title, *rows, found.note])

    def call(self, source: str) -> str:
        """The words that a component call on a page shows. source: what stands between `{{` and `}}`."""
        found = _NAME.match(source)
        if not found:
            return " "
        strings = [(one["key"] or "", one["double"] or one["single"] or "") for one in _STRING.finditer(found["rest"])]
        given = [value for key, value in strings if not key]
        return f" {self._words(found['name'], given, dict(strings))} "

    def _words(self, name: str, given: list[str], named: dict[str, str]) -> str:
        first = given[0] if given else named.get("id") or named.get("target") or ""
        if name in _SECTIONS_OF_THEIR_OWN:
            return ""
        if name == "ref":
            return named.get("text") or (given[1] if len(given) > 1 else self.citation(first))
        if name == "contacts":
            return joined(map(self.contact, given or self.handbook.contacts))
        if name == "contact_phone":
            return self.handbook.contacts[first].phone if first in self.handbook.contacts else ""
        if name == "matrix":
            return self.matrix(first)
        if name == "first_aid":
            card = self.handbook.first_aid.get(first)
            return joined([card.signs, *card.steps, *card.never]) if card else ""
        if name == "compiled" and first == "terms":  # other tables repeat what stands elsewhere
            abbreviations = (term for term in self.handbook.listed(Term) if term.full or term.term.isascii())
            return joined(text for term in abbreviations for text in (term.term, term.full, term.meaning))
        if name == "person":
            return self.handbook.people[first].name if first in self.handbook.people else ""
        if name in ("role_card", "role_view"):
            role = self.handbook.roles.get(first)
            summary = role.summary if role and name == "role_card" else ""
            return joined([self.role_title(first), summary, self.role_facts(first)])
        if name == "template":
            template = self.template(first)
            return joined([template.title, template.summary]) if template else ""
        # A component of the site itself: what it shows is not known, so the Chinese words in the call are taken.
        return joined(value for value in (*given, *named.values()) if not value.isascii())
