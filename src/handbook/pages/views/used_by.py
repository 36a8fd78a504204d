"""What uses a page or a template: the documents that cite it, link to it or fill it in, by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from handbook.model.handbook import Backlink, Handbook
from handbook.model.organisation import Role
from handbook.pages.reference_counts import named_in
from handbook.pages.views.role import LinkEntry, LinkGroup

_KINDS = {
    "flow": "應急流程",
    "procedure": "程序",
    "checklist": "清單",
    "template": "範本",
    "matrix": "決策表",
    "role": "崗位",
    "page": "頁面",
}
_OF_BACKLINK = {
    "node": "flow", "level": "flow", "step": "procedure", "item": "checklist", "template": "template",
    "rule": "template", "decision": "matrix", "clause": "page", "page": "page",
}  # fmt: skip


def used_by(handbook: Handbook) -> Mapping[str, tuple[LinkGroup, ...]]:
    """What uses each address, by the address of a page or of a template's form; posts have their own view."""
    found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)  # address -> (kind, address) -> title
    shown = {page.url: page for page in handbook.pages.values() if handbook.is_for_readers(page)}
    forms = {template.url for template in handbook.templates.values()}
    for used, link in _backlinks(handbook):
        kind, source = _OF_BACKLINK[link.kind], link.url.partition("#")[0]
        if kind == "page":
            url, title = source, shown[source].title if source in shown else link.parent or link.title
            kind = "role" if isinstance(shown.get(source), Role) else kind
        else:
            url, title = (source if kind == "flow" else link.url), link.title
        if source != used and (source in shown or source in forms):
            found[used][kind, url] = title
    for url, page in shown.items():
        for used in named_in(page, handbook):
            known = {one.partition("#")[0] for _, one in found[used]}
            if used != url and url not in known:
                kind = page.kind if page.kind in ("flow", "role") else "page"
                found[used][kind, url] = page.title
    without = {role.url for role in handbook.roles.values() if role.path}
    return {url: _groups(those) for url, those in found.items() if those and url not in without}


def _backlinks(handbook: Handbook) -> Iterator[tuple[str, Backlink]]:
    """What points at clauses and templates, each with the address that it points at."""
    for key, links in handbook.backlinks.items():
        kind, _, id = key.partition(":")
        page = handbook.page_by_id(id.partition("#")[0]) if kind == "clause" else None
        used = page or (handbook.templates.get(id) if kind == "template" else None)
        if used is not None:
            yield from ((used.url, link) for link in links)


def _groups(those: Mapping[tuple[str, str], str]) -> tuple[LinkGroup, ...]:
    def entries(kind: str) -> tuple[LinkEntry, ...]:
        return tuple(LinkEntry(title=title, url=url) for (of, url), title in sorted(those.items()) if of == kind)

    groups = (LinkGroup(kind=kind, title=title, entries=entries(kind)) for kind, title in _KINDS.items())
    return tuple(group for group in groups if group.entries)
