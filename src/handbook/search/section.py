"""What a search can find: one section, with everything a result shows of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.model.page import Page

KIND_WORDS = {
    "flow": "應急",
    "template": "範本",
    "checklist": "清單",
    "role": "職責",
    "procedure": "程序",
    "regulation": "制度",
    "guideline": "指引",
    "page": "頁面",
}
_FORM_NAME = re.compile(r"《([^《》]+)》")


@dataclass(frozen=True)
class SearchSection:
    """One thing a search can find."""

    url: str  # relative to the site's root, with fragment
    kind: str  # a key of KIND_WORDS
    title: str  # what the reader sees first
    path: tuple[str, ...]  # titles above it, the page's title first
    text: str  # plain text, without the title
    roles: tuple[str, ...] = ()  # ids of the roles it concerns
    label: str = ""  # clause number with those above it, as written: 二（三）1, 4.1.5
    names: tuple[str, ...] = ()  # other names a reader would type as a whole
    level: int = 1  # of its heading; 1 is the page itself
    action: str = ""  # "fill", "start", "cite" or ""
    cite: str = ""  # how the clause is cited, with its version
    target: str = ""  # address that the action leads to; empty: `url`


def names(title: str, aliases: bool = False) -> tuple[str, ...]:
    """Names a reader would type as a whole: the form names 《…》 in a title, and the title of a thing with a name."""
    return tuple(dict.fromkeys((*((title,) if aliases else ()), *_FORM_NAME.findall(title))))


def started(page: Page) -> str:
    """The address of a flow's page that opens at the first step of a new run."""
    return f"{page.url}?start"
