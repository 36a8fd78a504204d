"""Do links inside the handbook lead somewhere?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.model.procedure import ProcedurePage
from handbook.pages.published_files import is_published
from handbook.pages.site_outline import SiteOutline
from handbook.reading.clauses import lines_shown, without_code
from handbook.reading.published_addresses import GALLERY

_LINK = re.compile(
    r"""!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*
    (?:<(?P<angled>[^<>]*)>|(?P<bare>(?:[^()]|\([^()]*\))*?))
    (?:\s+(?:"[^"]*"|'[^']*'))?\s*\)""",
    re.VERBOSE,
)
_DEFINITION = re.compile(  # [name]: address
    r"""^[ ]{0,3}\[[^\]\n^]+\]:\s*(?:<(?P<angled>[^<>]*)>|(?P<bare>\S.*?))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*$""",
    re.VERBOSE,
)
_ELSEWHERE = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:|^//")


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record links to pages, files or headings that do not exist."""
    generated = {section.landing.url for section in SiteOutline.of(handbook).sections}
    generated |= {GALLERY, *(template.url for template in handbook.templates.values())}
    generated -= {page.url for page in handbook.pages.values()}
    for page in handbook.pages.values():
        source = handbook.root / "docs" / page.path
        for offset, line in lines_shown(page.body):
            if "](" not in line and "]:" not in line:
                continue
            masked = without_code(line)
            for link in (*_LINK.finditer(masked), *_DEFINITION.finditer(masked)):
                name = "bare" if link["angled"] is None else "angled"
                span = Span(source, page.body_line + offset, link.start(name) + 1, max(1, len(link[name])))
                if not link[name]:
                    diagnostics.error("link-without-target", Span(source, span.line, link.start() + 1, len(link[0])))
                    continue
                _check_target(handbook, page, unquote(link[name]), span, diagnostics, generated)


def _check_target(
    handbook: Handbook, page: Page, target: str, span: Span, diagnostics: Diagnostics, generated: AbstractSet[str]
) -> None:
    """generated: the addresses of pages that stand in no file."""
    if _ELSEWHERE.match(target):
        return
    path, _, fragment = target.partition("#")
    path = path.partition("?")[0]
    address = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path
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
