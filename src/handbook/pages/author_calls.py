"""What authors may call in prose: `{{ procedure("vehicle-dispatch") }}` and its kin.

A call looks an id up in the handbook and gives the component plain objects. An id that does not exist
raises CallError; the engine turns it into a diagnostic at the id's place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup, escape

from handbook.model.base import Record
from handbook.model.organisation import Role
from handbook.model.template import Layout, Template
from handbook.pages.call import Call, CallError, InlineHtml
from handbook.pages.views import flow as flow_views
from handbook.pages.views import flow_map, views
from handbook.pages.views.checklist import parts

if TYPE_CHECKING:
    from handbook.pages.engine import Engine

T = TypeVar("T")
_PLAIN_PARAMS = frozenset({"text", "number", "boolean"})


class Calls:
    """The author-facing functions. Every public method is one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._handbook = engine.handbook

    def _find(self, kind: str, known: Mapping[str, T], id: object) -> T:
        name = str(id)
        if name not in known:
            raise CallError(f"unknown-{kind}", name, known, name=name)
        self._engine.references.add(f"{kind}:{name}")
        return known[name]

    def procedure(self, id: str, heading: bool = True) -> Markup:
        """The steps of a procedure. heading: false where a heading of the page already says its title."""
        found = self._find("procedure", self._handbook.procedures, id)
        view = views.procedure(self._handbook, found)
        return self._engine.components.render("procedure", procedure=view, level=2 if heading else 0)

    def checklist(self, id: str) -> Markup:
        """A checklist to work through."""
        found = self._find("checklist", self._handbook.checklists, id)
        html = self._engine.components.offer(
            "checklist",
            checklist=found,
            roles=self._handbook.roles,
            cites=self._cites(found.items),
            **parts(self._handbook, found),
        )
        return _anchored(html, found.id)

    def flow(self, id: str) -> Markup:
        """An emergency flow."""
        found = self._find("flow", self._handbook.flows, id)
        html = self._engine.components.offer(
            "flow",
            flow=found,
            map=flow_map.rows(found),
            roles=self._handbook.roles,
            contacts={id: views.contact(self._handbook, one) for id, one in self._handbook.contacts.items()},
            cites=self._cites(found.nodes),
        )
        return html + self._engine.components.render("offline", **flow_views.offline(self._handbook, found))

    def template(self, id: str, word: str = "") -> Markup:
        """A card with a link to fill a template. word: address of a blank Word file to offer."""
        found = self._find("template", self._handbook.templates, id)
        return self._engine.components.render("template-card", template=views.template(found, word))

    def template_page(self, id: str) -> Markup:
        """The whole form and paper of a template."""
        found = self._find("template", self._handbook.templates, id)
        return self._engine.components.offer(
            "template",
            definition=found,
            papers=self._papers(found, found.whole_layouts),
            extracts=[layout for layout in found.layouts if layout.is_extract],
            roles=self._handbook.roles,
            people=self._handbook.people,
            vehicles=self._handbook.vehicles,
            rooms=self._handbook.rooms,
            hotels=self._handbook.hotels,
            cites=self._cites((*found.sections, *found.rules)),
            packs={
                id: pack for id, pack in self._handbook.rule_packs.items() if any(r.pack == id for r in found.rules)
            },
            checklists=[link for id in found.checklists if (link := views.checklist_link(self._handbook, id))],
            control=views.control(self._handbook, found),
        )

    def template_papers(self, id: str) -> Markup:
        """The papers that hold a part of a template: room list, one sheet per person."""
        found = self._find("template", self._handbook.templates, id)
        extracts = [layout for layout in found.layouts if layout.is_extract]
        papers = [*self._papers(found, extracts), self._open_points(found)]
        return self._engine.components.offer("papers", definition=found, papers=papers)

    @staticmethod
    def _open_points(template: Template) -> SimpleNamespace:
        from handbook.documents import open_points  # noqa: PLC0415
        from handbook.documents.html import skeleton  # noqa: PLC0415

        layout = open_points.layout(template)
        return SimpleNamespace(layout=layout, html=skeleton(open_points.blank(template), template, layout))

    def _papers(self, template: Template, layouts: Iterable[Layout]) -> list[SimpleNamespace]:
        from handbook.documents.html import skeleton  # noqa: PLC0415  (late: only pages of templates need documents)

        return [
            SimpleNamespace(
                layout=layout,
                html=skeleton(self._engine.paper(template, layout), template, layout),
                word="" if layout.is_extract else template.word_url(layout),
            )
            for layout in layouts
        ]

    def contacts(self, *ids: str) -> Markup:
        """Telephone numbers of the contacts named; of all when none is named."""
        known = self._handbook.contacts
        records = [self._find("contact", known, id) for id in ids] or list(known.values())
        return self._engine.components.render(
            "contact-list", contacts=[views.contact(self._handbook, record) for record in records]
        )

    def contact_phone(self, id: str) -> InlineHtml:
        """A contact's number as a link that dials."""
        found = self._find("contact", self._handbook.contacts, id)
        number, dial = escape(found.phone), escape(views.dial(found.phone))
        return InlineHtml(f'<a class="hb-phone" href="tel:{dial}">{number}</a>')

    def person(self, id: str) -> InlineHtml:
        """A person's name."""
        found = self._find("person", self._handbook.people, id)
        return InlineHtml(f'<span class="hb-person" title="{escape(found.title)}">{escape(found.name)}</span>')

    def role_card(self, id: str) -> Markup:
        """A short card of a role: place, deputy, telephone."""
        return self._engine.components.render("role-card", role=self._role(id))

    def role_view(self, id: str) -> Markup:
        """Everything that names a role."""
        return self._engine.components.render("role-view", role=self._role(id))

    def _role(self, id: str) -> views.RoleView:
        found: Role = self._find("role", self._handbook.roles, id)
        return views.role(self._handbook, found)

    def home(self) -> Markup:
        """The first screen."""
        return self._engine.components.render("home", home=views.home(self._handbook))

    def gallery(self, category: str = "", by: str = "category", level: int = 2) -> Markup:
        """The templates of a category, or all. by: "category" as cards, "role" or "procedure" as lists."""
        if by not in ("category", "role", "procedure"):
            raise CallError("unknown-category", by, ("category", "role", "procedure"), name=by)
        if category and category not in views.CATEGORIES:
            raise CallError("unknown-category", category, views.CATEGORIES, name=category)
        chosen = [
            SimpleNamespace(
                category=key,
                title=title,
                templates=[views.template(t) for t in self._handbook.templates.values() if t.category == key],
            )
            for key, title in views.CATEGORIES.items()
            if not category or key == category
        ]
        groups = [group for group in chosen if group.templates]
        if by != "category":
            shown = {template.id for group in groups for template in group.templates}
            return self._engine.components.render(
                "gallery", groups=[], lists=views.template_lists(self._handbook, by, shown)
            )
        return self._engine.components.render("gallery", groups=groups, level=level)

    def draft_desk(self) -> Markup:
        """All drafts kept in this browser, and what can be done with them."""
        return self._engine.components.render(
            "draft-desk", templates=[views.template(one) for one in self._handbook.templates.values()]
        )

    def ref(self, target: str, text: str = "") -> InlineHtml:
        """A link to a clause ("page#clause") or page, printing how it is cited."""
        link = views.clause_link(self._handbook, str(target))
        if link is None:
            page_id = str(target).partition("#")[0]
            pages = {page.id: page for page in self._handbook.pages.values() if page.id}
            if page_id not in pages:
                raise CallError("unknown-page", str(target), pages, name=page_id)
            known = [f"{page_id}#{clause.id}" for clause in pages[page_id].clauses if clause.id]
            raise CallError("unknown-clause", str(target), known, name=str(target))
        self._engine.references.add(f"clause:{target}")
        return InlineHtml(self._engine.components.render("reference", target=link, text=text).strip())

    def _cites(self, records: Iterable[Record]) -> dict[str, views.Link]:
        named = {cite for record in records if (cite := getattr(record, "cite", ""))}
        return {cite: link for cite in sorted(named) if (link := views.clause_link(self._handbook, cite))}


def _anchored(html: Markup, id: str) -> Markup:
    """`html` with an element of that id, which links from elsewhere point at."""
    if re.search(rf'\sid="{re.escape(id)}"', html):
        return html
    return Markup('<div class="hb-anchor" id="{}">{}</div>').format(id, html)


def author_calls(engine: Engine) -> dict[str, Call]:
    """All calls by name: ours, then the site's own components that take plain values."""
    calls = Calls(engine)
    found = {name: Call.of(name, getattr(calls, name)) for name in dir(Calls) if not name.startswith("_")}
    for component in engine.components.known.values():
        if component.params and all(param.type in _PLAIN_PARAMS for param in component.params):
            found.setdefault(component.macro, Call.of_component(component, engine.components.render))
    return found
