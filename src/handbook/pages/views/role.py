"""A role and everything that names it: its place in the organisation, its duties, and what points at it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Clause, Page
from handbook.pages.views.contact import ContactView, contact_view
from handbook.pages.views.duty_calendar import duty_calendar
from handbook.pages.views.links import Link, optional_role, role_link, template_link
from handbook.pages.views.paper_sets import post_set
from handbook.reading.clause_words import clause_words

_BACKLINK_GROUPS = (
    ("step", "我執行的步驟"),
    ("item", "我要勾的清單"),
    ("node", "應急時我要做的"),
    ("level", "應急時我的權限"),
    ("decision", "由我決定的"),
    ("template", "我用的範本"),
    ("clause", "提到我的條款"),
    ("rule", "與我有關的檢查"),
    ("page", "相關頁面"),
)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A duty of a role: what, how often (`when`), on which form, to whom."""

    text: str
    url: str = ""
    number: str = ""
    when: str = ""
    form: Link | None = None
    to: Link | None = None


@dataclass(frozen=True, kw_only=True)
class LinkEntry:
    """One document that names a role. details: the places in it, each with its own address."""

    title: str
    url: str = ""
    details: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LinkGroup:
    """The documents of one kind that name a role, under a heading."""

    kind: str
    title: str
    entries: tuple[LinkEntry, ...]


@dataclass(frozen=True, kw_only=True)
class RoleView:
    """Everything that names a role. not_in_calendar: which recurring duties its calendar file leaves out."""

    id: str
    title: str
    url: str = ""
    summary: str = ""
    unit: str = ""
    reports_to: Link | None = None
    deputy: Link | None = None
    contact: ContactView | None = None
    duties: tuple[Duty, ...] = ()
    papers: Link | None = None
    calendar: Link | None = None
    not_in_calendar: str = ""
    groups: tuple[LinkGroup, ...] = ()


def role_view(handbook: Handbook, record: Role) -> RoleView:
    """A role's place in the organisation, its duties, and everything that names it."""
    card = handbook.contacts.get(record.contact)
    papers = post_set(handbook, record) if record.path else None
    calendar = duty_calendar(handbook, record)
    return RoleView(
        id=record.id,
        title=record.title,
        url=role_link(handbook, record.id).url,
        summary=record.summary,
        unit=record.unit,
        reports_to=optional_role(handbook, record.reports_to),
        deputy=optional_role(handbook, record.deputy),
        contact=contact_view(handbook, card) if card else None,
        duties=tuple(_duty(handbook, record, clause) for clause in record.clauses if clause.level == 3),
        papers=papers.link if papers else None,
        calendar=calendar.link if calendar else None,
        not_in_calendar=calendar.left_out if calendar else "",
        groups=_groups(handbook, record),
    )


def _duty(handbook: Handbook, page: Page, clause: Clause) -> Duty:
    """A duty clause with the titles and addresses of all that it names."""
    return Duty(
        text=clause_words(handbook, clause),
        url=f"{page.url}#{clause.id}",
        number=clause.number,
        when=clause.attributes.get("when", ""),
        form=template_link(handbook, clause.attributes.get("form", "")),
        to=optional_role(handbook, clause.attributes.get("to", "")),
    )


def _groups(handbook: Handbook, record: Role) -> tuple[LinkGroup, ...]:
    """What names the role, by kind: clauses gathered by page, everything else by document."""
    links = handbook.backlinks.get(f"role:{record.id}", ())
    groups = []
    for kind, title in _BACKLINK_GROUPS:
        entries: dict[str, LinkEntry] = {}
        for link in links:
            # A role's own page says nothing new about it.
            if link.kind != kind or (record.path and link.url.partition("#")[0] == record.url):
                continue
            name = link.parent if kind == "clause" and link.parent else link.title
            text = f"{link.title} {link.detail}".strip() if kind == "clause" else link.detail
            url = link.url.partition("#")[0] if kind == "clause" else link.url
            entry = entries.setdefault(name, LinkEntry(title=name, url=url))
            if text:
                entries[name] = replace(entry, details=(*entry.details, Link(title=text, url=link.url)))
        if entries:
            groups.append(LinkGroup(kind=kind, title=title, entries=tuple(entries.values())))
    return tuple(groups)
