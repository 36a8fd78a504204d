"""Addresses as a page writes them: relative to the page, so that a site opens from any folder.

The model's addresses start at the site's root. In `fill/index.html` the address `duties/driver.html` is written
`../duties/driver.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from posixpath import dirname, relpath
from urllib.parse import quote

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")  # `https:`, `tel:`, `//host`
_KEPT = "/%._-~+,;=@!$&'()*:?"  # what stays as written; `%` because an address may be quoted already

_page: ContextVar[str] = ContextVar("page", default="")


def relative_address(url: str, target: str) -> str:
    """`target` as written in the page at `url`; both start at the site's root.

    Addresses outside the site, and those of a fragment alone, stay as they are. A clause of the same page becomes
    its fragment: `#daily`.
    """
    address, mark, fragment = target.partition("#")
    if not address or _ELSEWHERE.match(target):
        return target
    if address == url and fragment:
        return f"#{fragment}"
    return _quoted(dirname(url) or ".", address) + mark + fragment


@cache
def _quoted(folder: str, address: str) -> str:
    return quote(relpath(address, folder), safe=_KEPT)


@contextmanager
def seen_from(url: str) -> Iterator[None]:
    """Inside the block, `link` writes addresses for the page at `url`.

    A component includes others by `{% from … import … %}`, and Jinja hands those no variable of the caller: the page
    is therefore a context variable and no parameter.
    """
    token = _page.set(url)
    try:
        yield
    finally:
        _page.reset(token)


def link(target: str) -> str:
    """The function `link()` of component templates: `target` as written in the page that is being rendered."""
    return relative_address(_page.get(), target)
