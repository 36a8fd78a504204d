"""Something one can go to: a title and an address, looked up in the handbook by id.

Addresses are relative to the site's root, such as `duties/driver.html#daily`; a component passes them through `link()`.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.page import Clause, Page
from handbook.reading.clause_words import clause_words


@dataclass(frozen=True, kw_only=True)
class Link:
    """Something one can go to. url: where, from the site's root; where it is empty, only the title is shown."""

    title: str
    url: str = ""
    note: str = ""
    icon: str = ""


def role_link(handbook: Handbook, id: str) -> Link:
    """A role's title, linked to its page or to the page that describes it; an unknown role is its id."""
    role = handbook.roles.get(id)
    if role is None:
        return Link(title=id)
    if role.path:
        return Link(title=role.title, url=role.url)
    about = handbook.page_by_id(role.about) if role.about else None
    return Link(title=role.title or id, url=about.url if about else "")


def optional_role(handbook: Handbook, id: str) -> Link | None:
    """A role's title and address, or None for an empty id."""
    return role_link(handbook, id) if id else None


def template_link(handbook: Handbook, id: str) -> Link | None:
    """A template's title and address, or None when there is none."""
    template = handbook.templates.get(id)
    return Link(title=template.title, url=template.url) if template else None


def checklist_link(handbook: Handbook, id: str) -> Link | None:
    """A checklist's title, linked to the page that shows it, or None when there is none."""
    found = handbook.checklists.get(id)
    if found is None:
        return None
    page = handbook.page_by_id(found.page) if found.page else None
    return Link(title=found.title, url=f"{page.url}#{id}" if page else "", note=found.phase)


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
    return Link(title=clause_label(page, clause), url=f"{page.url}#{clause.id}", note=clause_words(handbook, clause))


def document_link(handbook: Handbook, id: str) -> Link:
    """The template, checklist or page of that id; an unknown one is its id."""
    found = template_link(handbook, id) or checklist_link(handbook, id)
    if found:
        return found
    page = handbook.page_by_id(id)
    return Link(title=page.title, url=page.url) if page else Link(title=id)


def link_to_address(handbook: Handbook, address: str) -> Link:
    """What stands at an address of the site, named as it is cited."""
    path, _, id = address.partition("#")
    page = handbook.pages.get(path.removesuffix(".html") + ".md")
    if page is not None:
        clause = next((one for one in page.clauses if one.id == id), None) if id else None
        if clause is not None:
            words = "　" + clause_words(handbook, clause) if clause.number else ""
            return Link(title=f"{clause_label(page, clause)}{words}", url=address)
        shown = handbook.checklists.get(id) or handbook.procedures.get(id)
        return Link(title=f"《{page.title}》{shown.title if shown else ''}", url=address)
    template = next((one for one in handbook.templates.values() if one.url == path), None)
    return Link(title=f"《{template.title}》" if template else "新的位置", url=address)
