"""What a clause shows besides its text, whether it is a heading or a block: its foot, and the ids it had before."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as etree

from handbook.model.page import Page
from handbook.pages.markdown.conversion import Conversion
from handbook.pages.views.links import Link, clause_label, clause_link, optional_role, template_link
from handbook.reading import published_addresses


def clause_foot(conversion: Conversion, id: str, attributes: Mapping[str, str]) -> str:
    """The HTML of a clause's citation, facts and backlinks; empty for a clause without an id.

    attributes: the facts written at the clause, such as `when`, `form`, `to` and `same`.
    """
    if not id or conversion.page is None:
        return ""
    page, handbook = conversion.page, conversion.renderer.handbook
    clause = conversion.clauses.get(id)
    form = template_link(handbook, attributes.get("form", ""))
    named = {link.url for link in (form,) if link}  # a form that is to be filled in here need not be told a second time
    links = handbook.backlinks.get(f"clause:{page.id}#{id}", ())
    html = conversion.renderer.components.render(
        "clause",
        conversion.url,
        id=id,
        cite=clause_label(page, clause, version=True) if clause else f"《{page.title}》",
        when=attributes.get("when", ""),
        form=form,
        to=optional_role(handbook, attributes.get("to", "")),
        same=clause_link(handbook, attributes["same"]) if "same" in attributes else None,
        used=[
            Link(title=title, url=url)
            for title, url in dict.fromkeys((x.title, x.url) for x in links)
            if url.partition("#")[0] not in named
        ],
    )
    return str(html).strip()


def mark_former_ids(element: etree.Element, formerly: str, page: Page | None) -> None:
    """Put the ids that a heading or clause had on this page where it begins, so that old links still lead to it."""
    ids = published_addresses.own_former_ids(formerly, page.url) if page else []
    for id in reversed(ids):
        mark = etree.Element("span", {"class": "hb-formerly", "id": id})
        mark.tail, element.text = element.text, None
        element.insert(0, mark)
