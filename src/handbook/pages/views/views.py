"""What components are given: small plain objects, with every id already resolved to a title and an address.

Components are pure (data in, HTML out). Everything that needs to look something up in the handbook is
here, so that a component's example can be written down as plain YAML. Addresses are relative to the
site's root; components pass them through `link()`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from handbook.model.handbook import Handbook
from handbook.model.organisation import Contact, Role
from handbook.model.page import Clause, Controlled, Page
from handbook.model.procedure import Procedure
from handbook.model.template import Template

CATEGORIES = {"plan": "方案", "form": "表單", "register": "登記簿", "report": "報告"}
STATUSES = {"draft": "草稿", "trial": "試行", "in force": "現行", "superseded": "已廢止"}
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$")
_BACKLINK_GROUPS = (
    ("step", "我執行的步驟"),
    ("item", "我要勾的清單"),
    ("node", "應急時我要做的"),
    ("level", "應急時我的權限"),
    ("template", "我用的範本"),
    ("clause", "提到我的條款"),
    ("rule", "與我有關的檢查"),
    ("page", "相關頁面"),
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """Something one can go to. `url` may be empty: then only the title is shown."""

    title: str
    url: str = ""
    note: str = ""
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step, with its actor's lane (from 1)."""

    id: str
    number: int
    actor: Link
    action: str
    lane: int = 1
    when: str = ""
    within: str = ""
    template: Link | None = None
    evidence: str = ""
    cite: Link | None = None


@dataclass(frozen=True, kw_only=True)
class ProcedureView:
    """A procedure with its lanes: one per actor, in order of first appearance."""

    id: str
    title: str
    steps: tuple[StepView, ...]
    lanes: tuple[Link, ...] = ()
    summary: str = ""
    sources: tuple[str, ...] = ()


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


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A duty of a role: what, how often, on which form, to whom."""

    text: str
    url: str = ""
    number: str = ""
    when: str = ""
    form: Link | None = None
    to: Link | None = None


@dataclass(frozen=True, kw_only=True)
class LinkGroup:
    """Links of one kind under a heading; those of the same title are gathered in `Links.entries`."""

    kind: str
    title: str
    entries: tuple[LinkEntry, ...]


@dataclass(frozen=True, kw_only=True)
class LinkEntry:
    """One document, and what in it is meant (each with its own address)."""

    title: str
    url: str = ""
    details: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RoleView:
    """Everything that names a role."""

    id: str
    title: str
    url: str = ""
    summary: str = ""
    unit: str = ""
    reports_to: Link | None = None
    deputy: Link | None = None
    contact: ContactView | None = None
    duties: tuple[Duty, ...] = ()
    groups: tuple[LinkGroup, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TemplateView:
    """A template as a card. `word` is the address of a blank Word file."""

    id: str
    title: str
    url: str
    category: str = "form"
    category_title: str = "表單"
    summary: str = ""
    version: str = ""
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class TemplateList:
    """The templates that belong to a role or a procedure."""

    heading: Link
    templates: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class ControlView:
    """Document control in the reader's words."""

    status: str = ""
    status_title: str = ""
    version: str = ""
    effective: str = ""
    reviewed: str = ""
    review_every: str = ""
    owner: Link | None = None
    approver: Link | None = None
    superseded_by: Link | None = None
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """The first screen: what do you need now?"""

    flows: tuple[Link, ...] = ()
    templates: tuple[Link, ...] = ()
    checklists: tuple[Link, ...] = ()
    roles: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    all_templates: str = ""


# ── names ───────────────────────────────────────────────────────────────────────────────────────


def role_link(handbook: Handbook, id: str) -> Link:
    """A role's title, linked to its page or to the page that describes it; the id when unknown."""
    role = handbook.roles.get(id)
    if role is None:
        return Link(title=id)
    if role.path:
        return Link(title=role.title, url=role.url)
    about = handbook.page_by_id(role.about) if role.about else None
    return Link(title=role.title or id, url=about.url if about else "")


def optional_role(handbook: Handbook, id: str) -> Link | None:
    """`role_link`, or None for an empty id."""
    return role_link(handbook, id) if id else None


def template_link(handbook: Handbook, id: str) -> Link | None:
    """A template's title and address, or None when there is none."""
    template = handbook.templates.get(id)
    return Link(title=template.title, url=template.url) if template else None


def clause_label(page: Page, clause: Clause, version: bool = False) -> str:
    """How a clause is cited: 《車輛管理辦法》一（二）, with the version when asked for."""
    suffix = f"（{page.version}版）" if version and page.version else ""
    return f"《{page.title}》{clause.label}{suffix}"


def clause_link(handbook: Handbook, reference: str) -> Link | None:
    """The citation and address of "page#clause" (or of a whole page), or None when there is none."""
    if "#" not in reference:
        page = handbook.page_by_id(reference)
        return Link(title=f"《{page.title}》", url=page.url) if page else None
    found = handbook.clause(reference)
    if found is None:
        return None
    page, clause = found
    return Link(title=clause_label(page, clause), url=f"{page.url}#{clause.id}", note=clause.text)


def place(handbook: Handbook, address: str) -> Link:
    """What stands at an address of the site, named as it is cited; a restricted page is not named."""
    path, _, id = address.partition("#")
    page = handbook.pages.get(path.removesuffix(".html") + ".md")
    if page is not None and page.audience != "restricted":
        clause = next((one for one in page.clauses if one.id == id), None) if id else None
        if clause is not None:
            return Link(title=f"{clause_label(page, clause)}{'　' + clause.text if clause.number else ''}", url=address)
        shown = handbook.checklists.get(id) or handbook.procedures.get(id)
        return Link(title=f"《{page.title}》{shown.title if shown else ''}", url=address)
    template = next((one for one in handbook.templates.values() if one.url == path), None)
    return Link(title=f"《{template.title}》" if template else "新的位置", url=address)


def dial(phone: str) -> str:
    """What follows `tel:`; separators that a telephone does not understand are left out."""
    return re.sub(r"[^0-9+*#,;]", "", phone)


def period(duration: str) -> str:
    """P1Y → 每年, P6M → 每 6 個月; the text as written when it is not a period of years, months, weeks or days."""
    found = _PERIOD.match(duration)
    if not found or not any(found.groups()):
        return duration
    parts = [f"{value} {unit}" for value, unit in zip(found.groups(), ("年", "個月", "週", "日"), strict=True) if value]
    return {"1 年": "每年", "1 個月": "每月", "1 週": "每週", "1 日": "每日"}.get(
        " ".join(parts), "每 " + " ".join(parts)
    )


# ── views ───────────────────────────────────────────────────────────────────────────────────────


def procedure(handbook: Handbook, record: Procedure) -> ProcedureView:
    """A procedure with its references resolved."""
    lanes = {actor: number for number, actor in enumerate(record.actors, start=1)}
    steps = tuple(
        StepView(
            id=step.id,
            number=number,
            actor=role_link(handbook, step.actor),
            action=step.action,
            lane=lanes[step.actor],
            when=step.when,
            within=step.within,
            template=template_link(handbook, step.template),
            evidence=step.evidence,
            cite=clause_link(handbook, step.cite) if step.cite else None,
        )
        for number, step in enumerate(record.steps, start=1)
    )
    actors = tuple(role_link(handbook, actor) for actor in record.actors)
    return ProcedureView(
        id=record.id,
        title=record.title,
        steps=steps,
        lanes=actors,
        summary=record.summary,
        sources=record.sources,
    )


def contact(handbook: Handbook, record: Contact) -> ContactView:
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


def role(handbook: Handbook, record: Role) -> RoleView:
    """Everything that names a role: its place, its duties, and what points at it."""
    card = handbook.contacts.get(record.contact)
    return RoleView(
        id=record.id,
        title=record.title,
        url=role_link(handbook, record.id).url,
        summary=record.summary,
        unit=record.unit,
        reports_to=optional_role(handbook, record.reports_to),
        deputy=optional_role(handbook, record.deputy),
        contact=contact(handbook, card) if card else None,
        duties=tuple(duty(handbook, record, clause) for clause in record.clauses if clause.level == 3),
        groups=_groups(handbook, record),
    )


def duty(handbook: Handbook, page: Page, clause: Clause) -> Duty:
    """A duty clause with its attributes resolved."""
    return Duty(
        text=clause.text,
        url=f"{page.url}#{clause.id}",
        number=clause.number,
        when=clause.attributes.get("when", ""),
        form=template_link(handbook, clause.attributes.get("form", "")),
        to=optional_role(handbook, clause.attributes.get("to", "")),
    )


def _groups(handbook: Handbook, record: Role) -> tuple[LinkGroup, ...]:
    links = handbook.backlinks.get(f"role:{record.id}", ())
    groups = []
    for kind, title in _BACKLINK_GROUPS:
        entries: dict[str, LinkEntry] = {}
        for link in links:
            # A role's own page says nothing new about it.
            if link.kind != kind or (record.path and link.url.partition("#")[0] == record.url):
                continue
            # Clauses are gathered by page and carry their number; the others by document.
            name = link.parent if kind == "clause" and link.parent else link.title
            text = f"{link.title} {link.detail}".strip() if kind == "clause" else link.detail
            url = link.url.partition("#")[0] if kind == "clause" else link.url
            entry = entries.setdefault(name, LinkEntry(title=name, url=url))
            if text:
                entries[name] = replace(entry, details=(*entry.details, Link(title=text, url=link.url)))
        if entries:
            groups.append(LinkGroup(kind=kind, title=title, entries=tuple(entries.values())))
    return tuple(groups)


def template(record: Template, word: str = "") -> TemplateView:
    """A template as a card. word: the blank Word file to offer, by default that of the first layout."""
    first = next(iter(record.whole_layouts), None)
    return TemplateView(
        id=record.id,
        title=record.title,
        url=record.url,
        category=record.category,
        category_title=CATEGORIES[record.category],
        summary=record.summary,
        version=record.version,
        word=word or (record.word_url(first) if first else ""),
    )


def template_lists(handbook: Handbook, by: str, shown: Container[str]) -> tuple[TemplateList, ...]:
    """The templates by role or by procedure; what has none is left out."""
    found: list[TemplateList] = []
    if by == "role":
        for id in handbook.roles:
            using = [one for one in handbook.templates.values() if id in (*one.roles, one.owner)]
            found.append(_template_list(role_link(handbook, id), using, shown))
    else:
        for record in handbook.procedures.values():
            ids = dict.fromkeys(step.template for step in record.steps if step.template)
            page = handbook.page_by_id(record.page)
            heading = Link(title=record.title, url=f"{page.url}#{record.id}" if page else "")
            using = [handbook.templates[id] for id in ids if id in handbook.templates]
            found.append(_template_list(heading, using, shown))
    return tuple(one for one in found if one.templates)


def _template_list(heading: Link, templates: Iterable[Template], shown: Container[str]) -> TemplateList:
    links = tuple(Link(title=one.title, url=one.url) for one in templates if one.id in shown)
    return TemplateList(heading=heading, templates=links)


def control(handbook: Handbook, record: Controlled) -> ControlView:
    """Document control of a page, template or checklist."""
    return ControlView(
        status=record.status,
        status_title=STATUSES.get(record.status, record.status),
        version=record.version,
        effective=record.effective,
        reviewed=record.reviewed,
        review_every=period(record.review_every),
        owner=optional_role(handbook, record.owner),
        approver=optional_role(handbook, record.approver),
        superseded_by=document_link(handbook, record.superseded_by) if record.superseded_by else None,
        sources=tuple(_source(handbook, id) for id in record.sources),
    )


def _source(handbook: Handbook, id: str) -> Link:
    found, page = handbook.sources.get(id), handbook.page_by_id("sources")
    return Link(title=id, url=page.url if page else "", note=found.title if found else "")


def document_link(handbook: Handbook, id: str) -> Link:
    """The page, template or checklist with that id; only its id when unknown."""
    found = template_link(handbook, id) or checklist_link(handbook, id)
    if found:
        return found
    page = handbook.page_by_id(id)
    return Link(title=page.title, url=page.url) if page else Link(title=id)


def checklist_link(handbook: Handbook, id: str) -> Link | None:
    """A checklist's title, linked to the page that shows it."""
    found = handbook.checklists.get(id)
    if found is None:
        return None
    page = handbook.page_by_id(found.page) if found.page else None
    return Link(title=found.title, url=f"{page.url}#{id}" if page else "", note=found.phase)


def home(handbook: Handbook) -> HomeView:
    """The first screen: emergencies, templates, checklists, roles, regulations and procedures."""
    rank = {path: number for number, path in enumerate(handbook.order)}
    pages = sorted(handbook.pages.values(), key=lambda page: (rank.get(page.path, len(rank)), page.path))
    checklists = [checklist_link(handbook, id) for id in handbook.checklists]
    return HomeView(
        flows=_links(page for page in pages if page.kind == "flow"),
        templates=tuple(
            Link(title=t.title, url=t.url, note=CATEGORIES[t.category])
            for t in sorted(handbook.templates.values(), key=lambda t: (list(CATEGORIES).index(t.category), t.id))
        ),
        checklists=tuple(link for link in checklists if link and link.url),
        roles=_links(page for page in pages if page.kind == "role"),
        pages=_links(page for kind in ("regulation", "procedure", "guideline") for page in pages if page.kind == kind),
        all_templates="fill/index.html" if handbook.templates else "",
    )


def _links(pages: Iterable[Page]) -> tuple[Link, ...]:
    return tuple(Link(title=page.title, url=page.url, note=page.summary, icon=page.icon) for page in pages)
