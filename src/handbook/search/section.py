"""What a search can find: a section, with everything that a result shows of it."""

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
    """One thing that a search can find: a page, a clause, a step, an item or a section of a form."""

    url: str  # from the site's root, with fragment
    kind: str  # a key of KIND_WORDS
    title: str  # the first line of a result
    path: tuple[str, ...]  # the titles above it, the page's first
    text: str  # running text, without the title
    roles: tuple[str, ...] = ()  # ids of the roles it concerns
    label: str = ""  # the number of a clause after those above it: 二（三）1, 4.1.5
    names: tuple[str, ...] = ()  # what a reader would type as a whole, such as 請假單
    level: int = 1  # of the heading; 1 is the page itself
    action: str = ""  # what the result offers: "fill", "start", "cite" or nothing
    cite: str = ""  # how the clause is cited, with its version
    target: str = ""  # the address that the action leads to; "" means `url`
    also: tuple[str, ...] = ()  # what somebody in need types; a query that says one of them has this section first


def names(title: str, aliases: bool = False) -> tuple[str, ...]:
    """The names in a title that a reader would type as a whole: the form names in 《…》.

    aliases: the whole title is a name, too, such as the title of a role.
    """
    return tuple(dict.fromkeys((*((title,) if aliases else ()), *_FORM_NAME.findall(title))))


def started(page: Page) -> str:
    """The address of a flow's page that opens at the first step of a new run."""
    return f"{page.url}?start"
