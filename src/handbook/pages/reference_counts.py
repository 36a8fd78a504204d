"""How often the handbook refers to each of its pages and templates: what is used most is listed first."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping

from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.reading.references import calls

_LINK = re.compile(r"\]\(\s*<?(?P<path>[^)\s>#?:]+)\.(?:md|html)\b")


def reference_counts(handbook: Handbook) -> Mapping[str, int]:
    """The number of readers' pages, procedures and clauses that refer to an address, by the address.

    An address is that of a page or of a template's form. A page counts once, however often it names the other.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for page in handbook.pages.values():
        if handbook.is_for_readers(page):
            for url in named_in(page, handbook):
                if url != page.url:
                    found[url].add(page.url)
    for template in handbook.templates.values():
        links = handbook.backlinks.get(f"template:{template.id}", ())
        found[template.url] |= {link.url for link in links}
    return {url: len(naming) for url, naming in found.items()}


def named_in(page: Page, handbook: Handbook) -> set[str]:
    """The addresses of pages and templates that the text of a page links or shows."""
    folder = posixpath.dirname(page.path)
    found = {posixpath.normpath(posixpath.join(folder, one["path"])) + ".html" for one in _LINK.finditer(page.body)}
    for name, id in calls(page):
        if name == "template" and id in handbook.templates:
            found.add(handbook.templates[id].url)
        elif name == "ref" and (target := handbook.page_by_id(id.partition("#")[0])):
            found.add(target.url)
    return found
