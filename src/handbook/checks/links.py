"""Do links inside the handbook lead somewhere?"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.model.procedure import ProcedurePage
from handbook.pages.published_files import is_published
from handbook.pages.site_outline import SiteOutline
from handbook.reading import page_links
from handbook.reading.published_addresses import GALLERY


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record links to pages, files or headings that do not exist."""
    generated = {section.landing.url for section in SiteOutline.of(handbook).sections}
    generated |= {GALLERY, *(template.url for template in handbook.templates.values())}
    generated -= {page.url for page in handbook.pages.values()}
    for page in handbook.pages.values():
        for link in page_links.links(page, handbook.root):
            if link.target:
                _check_target(handbook, page, link.target, link.span, diagnostics, generated)
            else:
                diagnostics.error("link-without-target", link.span)


def _check_target(
    handbook: Handbook, page: Page, target: str, span: Span, diagnostics: Diagnostics, generated: AbstractSet[str]
) -> None:
    """generated: the addresses of pages that stand in no file."""
    address, fragment = page_links.address_and_fragment(page.path, target)
    if not address:
        return
    if address.removesuffix(".md") + ".html" in generated:
        return
    if address.endswith(".md"):
        goal = handbook.pages.get(address)
        if goal is None:
            diagnostics.error("broken-link", span, target=target, suggestion=closest(address, handbook.pages))
        elif fragment and fragment not in anchors(goal, handbook):
            near = closest(fragment, anchors(goal, handbook))
            diagnostics.error("broken-anchor", span, target=fragment, page=goal.title, suggestion=near)
    elif not (is_published(address) and (handbook.root / "docs" / address).is_file()):
        near = closest(address, [*generated, *handbook.pages])
        diagnostics.error("broken-link", span, target=target, suggestion=near)


def anchors(page: Page, handbook: Handbook) -> set[str]:
    """Every id a link into `page` may name."""
    found = {clause.id for clause in page.clauses if clause.id}
    if isinstance(page, ProcedurePage):
        found |= {procedure.id for procedure in page.procedures}
        found |= {f"{procedure.id}-{step.id}" for procedure in page.procedures for step in procedure.steps}
    if isinstance(page, Flow):
        found |= {f"node-{node.id}" for node in page.nodes} | {f"{page.id}-ladder"}
    for checklist in handbook.checklists.values():
        if checklist.page == page.id:
            found |= {checklist.id, *(f"item-{checklist.id}-{item.id}" for item in checklist.items)}
    return found
