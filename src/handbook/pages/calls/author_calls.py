"""What authors may call in prose: `{{ procedure("vehicle-dispatch") }}` and its kin.

A call looks an id up in the handbook and hands plain objects to a component. An id that does not exist raises
CallError; the engine turns the error into a diagnostic at the id's place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import TypeVar

from markupsafe import Markup, escape

from handbook.model.base import Record
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.template import Layout, Template
from handbook.pages.calls.call import Call, CallError, CallingPage, InlineHtml
from handbook.pages.compiled.organisation_chart import organisation
from handbook.pages.compiled.tables import TABLES
from handbook.pages.components.components import Components
from handbook.pages.papers import Papers
from handbook.pages.site_outline import SiteOutline
from handbook.pages.views.checklist import checklist_params
from handbook.pages.views.contact import contact_view, dial
from handbook.pages.views.document_control import control_view
from handbook.pages.views.first_aid import first_aid_views
from handbook.pages.views.flow import exit_links, offline_params
from handbook.pages.views.flow_map import map_rows
from handbook.pages.views.home import home_view
from handbook.pages.views.links import Link, checklist_link, clause_link
from handbook.pages.views.matrix import matrix_view
from handbook.pages.views.procedure import procedure_view
from handbook.pages.views.role import RoleView, role_view
from handbook.pages.views.template import CATEGORIES, template_lists, template_view

T = TypeVar("T")
_PLAIN_PARAMS = frozenset({"text", "number", "boolean"})


class Calls:
    """The author-facing functions: every public method is one. Each is given the page on which it is called."""

    def __init__(self, handbook: Handbook, components: Components, papers: Papers) -> None:
        self._handbook = handbook
        self._components = components
        self._sheets = papers

    @cached_property
    def _outline(self) -> SiteOutline:
        return SiteOutline.of(self._handbook)

    @staticmethod
    def _find(page: CallingPage, kind: str, known: Mapping[str, T], id: object) -> T:
        """The record of that id, noted as looked up by the page. Raises CallError."""
        name = str(id)
        if name not in known:
            raise CallError(f"unknown-{kind}", name, known, name=name)
        page.references.add(f"{kind}:{name}")
        return known[name]

    def procedure(self, page: CallingPage, id: str, heading: bool = True) -> Markup:
        """The steps of a procedure. heading: false where a heading of the page already says its title."""
        found = self._find(page, "procedure", self._handbook.procedures, id)
        view = procedure_view(self._handbook, found)
        return self._components.render("procedure", page.url, procedure=view, level=2 if heading else 0)

    def matrix(self, page: CallingPage, id: str) -> Markup:
        """A decision table: what follows in which case, by which clause."""
        found = self._find(page, "matrix", self._handbook.matrices, id)
        return self._components.render("matrix", page.url, matrix=matrix_view(self._handbook, found, page.url))

    def checklist(self, page: CallingPage, id: str) -> Markup:
        """A checklist to work through."""
        found = self._find(page, "checklist", self._handbook.checklists, id)
        html = self._components.offer(
            "checklist",
            page.url,
            checklist=found,
            roles=self._handbook.roles,
            cites=self._cites(found.items),
            **checklist_params(self._handbook, found),
        )
        return _anchored(html, found.id)

    def flow(self, page: CallingPage, id: str) -> Markup:
        """An emergency flow."""
        found = self._find(page, "flow", self._handbook.flows, id)
        html = self._components.offer(
            "flow",
            page.url,
            flow=found,
            map=map_rows(found),
            roles=self._handbook.roles,
            contacts={id: contact_view(self._handbook, one) for id, one in self._handbook.contacts.items()},
            cites=self._cites(found.nodes),
            ways=exit_links(self._handbook, found),
            first_aid=first_aid_views(self._handbook),
        )
        return html + self._components.render("offline", page.url, **offline_params(self._handbook, found))

    def first_aid(self, page: CallingPage, id: str) -> Markup:
        """A first-aid card."""
        self._find(page, "firstaid", self._handbook.first_aid, id)
        return self._components.render("first-aid", page.url, card=first_aid_views(self._handbook)[id])

    def template(self, page: CallingPage, id: str, word: str = "") -> Markup:
        """A card with a link to fill a template. word: address of a blank Word file to offer."""
        found = self._find(page, "template", self._handbook.templates, id)
        return self._components.render("template-card", page.url, template=template_view(found, word))

    def template_page(self, page: CallingPage, id: str) -> Markup:
        """The whole form and paper of a template."""
        found = self._find(page, "template", self._handbook.templates, id)
        return self._components.offer(
            "template",
            page.url,
            definition=found,
            papers=self._papers(found, found.whole_layouts),
            extracts=[layout for layout in found.layouts if layout.is_extract],
            whole=self._handbook.templates.get(found.part_of),
            roles=self._handbook.roles,
            people=self._handbook.people,
            vehicles=self._handbook.vehicles,
            rooms=self._handbook.rooms,
            hotels=self._handbook.hotels,
            cites=self._cites((*found.sections, *found.rules)),
            packs={
                id: pack for id, pack in self._handbook.rule_packs.items() if any(r.pack == id for r in found.rules)
            },
            checklists=[link for id in found.checklists if (link := checklist_link(self._handbook, id))],
            control=control_view(self._handbook, found),
        )

    def template_papers(self, page: CallingPage, id: str) -> Markup:
        """The papers that hold a part of a template: room list, one sheet per person."""
        found = self._find(page, "template", self._handbook.templates, id)
        extracts = [layout for layout in found.layouts if layout.is_extract]
        papers = [*self._papers(found, extracts), self._open_points(found)]
        return self._components.offer("papers", page.url, definition=found, papers=papers)

    @staticmethod
    def _open_points(template: Template) -> SimpleNamespace:
        """The paper that lists what a filled-in template leaves open."""
        from handbook.documents import open_points  # noqa: PLC0415
        from handbook.documents.html import skeleton  # noqa: PLC0415

        layout = open_points.open_points_layout(template)
        return SimpleNamespace(layout=layout, html=skeleton(open_points.blank_open_points(template), template, layout))

    def _papers(self, template: Template, layouts: Iterable[Layout]) -> list[SimpleNamespace]:
        """Each layout with its blank paper, and the address of its Word file."""
        from handbook.documents.html import skeleton  # noqa: PLC0415  (late: only pages of templates need documents)

        return [
            SimpleNamespace(
                layout=layout,
                html=skeleton(self._sheets.document(template, layout), template, layout),
                word="" if layout.is_extract else template.word_url(layout),
            )
            for layout in layouts
        ]

    def call_buttons(self, page: CallingPage, *ids: str) -> Markup:
        """Large buttons to dial the contacts named, side by side: for short numbers such as 120."""
        found = {id: self._find(page, "contact", self._handbook.contacts, id) for id in ids}
        views = {id: contact_view(self._handbook, one) for id, one in found.items()}
        return self._components.render("call-buttons", page.url, contacts=views, beside=True)

    def contacts(self, page: CallingPage, *ids: str) -> Markup:
        """Telephone numbers of the contacts named; of all when none is named."""
        known = self._handbook.contacts
        records = [self._find(page, "contact", known, id) for id in ids] or list(known.values())
        return self._components.render(
            "contact-list", page.url, contacts=[contact_view(self._handbook, record) for record in records]
        )

    def contact_phone(self, page: CallingPage, id: str) -> InlineHtml:
        """A contact's number as a link that dials."""
        found = self._find(page, "contact", self._handbook.contacts, id)
        number, digits = escape(found.phone), escape(dial(found.phone))
        return InlineHtml(f'<a class="hb-phone" href="tel:{digits}">{number}</a>')

    def person(self, page: CallingPage, id: str) -> InlineHtml:
        """A person's name."""
        found = self._find(page, "person", self._handbook.people, id)
        return InlineHtml(f'<span class="hb-person" title="{escape(found.title)}">{escape(found.name)}</span>')

    def role_card(self, page: CallingPage, id: str) -> Markup:
        """A short card of a role: place, deputy, telephone."""
        return self._components.render("role-card", page.url, role=self._role(page, id))

    def role_view(self, page: CallingPage, id: str) -> Markup:
        """Everything that names a role."""
        return self._components.render("role-view", page.url, role=self._role(page, id))

    def _role(self, page: CallingPage, id: str) -> RoleView:
        found: Role = self._find(page, "role", self._handbook.roles, id)
        return role_view(self._handbook, found)

    def home(self, page: CallingPage) -> Markup:
        """The first screen."""
        return self._components.render("home", page.url, home=home_view(self._handbook, self._outline))

    def gallery(self, page: CallingPage, category: str = "", by: str = "category", level: int = 2) -> Markup:
        """The templates of a category, or all. by: "category" as cards, "role" or "procedure" as lists."""
        if by not in ("category", "role", "procedure"):
            raise CallError("unknown-category", by, ("category", "role", "procedure"), name=by)
        if category and category not in CATEGORIES:
            raise CallError("unknown-category", category, CATEGORIES, name=category)
        chosen = [
            SimpleNamespace(
                category=key,
                title=title,
                templates=[template_view(t) for t in self._handbook.templates.values() if t.category == key],
            )
            for key, title in CATEGORIES.items()
            if not category or key == category
        ]
        groups = [group for group in chosen if group.templates]
        if by != "category":
            shown = {template.id for group in groups for template in group.templates}
            return self._components.render(
                "gallery", page.url, groups=[], lists=template_lists(self._handbook, by, shown)
            )
        return self._components.render("gallery", page.url, groups=groups, level=level)

    def section_pages(self, page: CallingPage, section: str = "", level: int = 2) -> Markup:
        """Everything in a section: pages, templates, checklists. section: by default that of the page itself."""
        place = self._outline.place(page.url.removesuffix(".html") + ".md")
        found = next((one for one in self._outline.sections if one.section.id == section), None)
        if section and section not in self._handbook.sections:
            raise CallError("unknown-section", section, self._handbook.sections, name=section)
        if not section and place:
            found = place[0]
        return self._components.render("section-pages", page.url, groups=found.groups if found else (), level=level)

    def draft_desk(self, page: CallingPage) -> Markup:
        """All drafts kept in this browser, and what can be done with them."""
        return self._components.render(
            "draft-desk", page.url, templates=[template_view(one) for one in self._handbook.templates.values()]
        )

    def compiled(self, page: CallingPage, name: str, level: int = 3) -> Markup:
        """A table compiled from the whole handbook, such as "open-points"."""
        if name not in TABLES:
            raise CallError("unknown-table", name, TABLES, name=name)
        return self._components.render("compiled-table", page.url, table=TABLES[name](self._handbook), level=level)

    def org_chart(self, page: CallingPage) -> Markup:
        """Who reports to whom."""
        return self._components.render("org-chart", page.url, posts=organisation(self._handbook))

    def ref(self, page: CallingPage, target: str, text: str = "") -> InlineHtml:
        """A link to a clause ("page#clause") or page, printing how it is cited."""
        link = clause_link(self._handbook, str(target))
        if link is None:
            page_id = str(target).partition("#")[0]
            pages = {page.id: page for page in self._handbook.pages.values() if page.id}
            if page_id not in pages:
                raise CallError("unknown-page", str(target), pages, name=page_id)
            known = [f"{page_id}#{clause.id}" for clause in pages[page_id].clauses if clause.id]
            raise CallError("unknown-clause", str(target), known, name=str(target))
        page.references.add(f"clause:{target}")
        return InlineHtml(self._components.render("reference", page.url, target=link, text=text).strip())

    def _cites(self, records: Iterable[Record]) -> dict[str, Link]:
        """The clauses that records cite, by how they cite them: "page#clause" -> link."""
        named = {cite for record in records if (cite := getattr(record, "cite", ""))}
        return {cite: link for cite in sorted(named) if (link := clause_link(self._handbook, cite))}


def _anchored(html: Markup, id: str) -> Markup:
    """`html` in an element of that id, at which links from elsewhere point, unless one inside it has the id."""
    if re.search(rf'\sid="{re.escape(id)}"', html):
        return html
    return Markup('<div class="hb-anchor" id="{}">{}</div>').format(id, html)


def author_calls(handbook: Handbook, components: Components, papers: Papers) -> dict[str, Call]:
    """All calls by name: ours, and components whose parameters are all plain values."""
    calls = Calls(handbook, components, papers)
    found = {name: Call.of_method(name, getattr(calls, name)) for name in dir(Calls) if not name.startswith("_")}
    for component in components.known.values():
        if component.params and all(param.type in _PLAIN_PARAMS for param in component.params):
            found.setdefault(component.macro, Call.of_component(component, components))
    return found
