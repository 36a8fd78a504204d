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
    r"""!?\[(?:[^\[\]\n]|\n(?![ ]*\n)|\[[^\[\]\n]*\])*\]\([ ]*
    (?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:[^()\n]|\([^()\n]*\))*?))
    (?:[ ]+(?:"[^"\n]*"|'[^'\n]*'))?[ ]*\)""",
    re.VERBOSE,
)
_DEFINITION = re.compile(  # [name]: address
    r"""^[ ]{0,3}\[[^\]\n^]+\]:[ ]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>\S.*?))
    (?:[ ]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ ]*$""",
    re.VERBOSE | re.MULTILINE,
)
_ELSEWHERE = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]+:|^//")  # a single letter is a drive of one computer


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record links to pages, files or headings that do not exist."""
    generated = {section.landing.url for section in SiteOutline.of(handbook).sections}
    generated |= {GALLERY, *(template.url for template in handbook.templates.values())}
    generated -= {page.url for page in handbook.pages.values()}
    for page in handbook.pages.values():
        if "](" in page.body or "]:" in page.body:
            _check_page(handbook, page, diagnostics, generated)


def _check_page(handbook: Handbook, page: Page, diagnostics: Diagnostics, generated: AbstractSet[str]) -> None:
    source = handbook.root / "docs" / page.path
    lines = [""] * (page.body.count("\n") + 1)
    for offset, line in lines_shown(page.body):
        lines[offset] = without_code(line)
    text = "\n".join(lines)
    for link in (*_LINK.finditer(text), *_DEFINITION.finditer(text)):
        name = "bare" if link["angled"] is None else "angled"
        start = link.start(name) if "\n" not in text[link.start() : link.start(name)] else link.start()
        number = page.body_line + text.count("\n", 0, start)
        span = Span(source, number, start - text.rfind("\n", 0, start), max(1, len(link[name])))
        if not link[name]:
            diagnostics.error("link-without-target", span)
        else:
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
