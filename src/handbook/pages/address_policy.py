"""Which addresses a page may not hold: those that run something, and those that make a browser ask another host."""

from __future__ import annotations

import html
import re

# A browser asks for what these elements name by itself; a plain <a href> it follows only on a click.
_LOADING_TAG = re.compile(
    r"<(?:script|img|link|iframe|frame|source|track|video|audio|embed|object|input|image|use|form|base)\b[^>]*>", re.I
)
_LOADED = re.compile(
    r"""\b(?:src|srcset|href|data|poster|action|formaction)\s*=\s*["']?\s*((?:[a-z][a-z0-9+.-]*:)?//[^\s"'>]*)""", re.I
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_UNSAFE_SCHEMES = frozenset({"javascript", "data", "vbscript"})


def scheme(address: str) -> str:
    """The scheme that a browser sees: "javascript" in `&#106;avaScript:`, also with spaces in it; empty without one."""
    plain = html.unescape(address)
    plain = re.sub(r"[\x00-\x20\x7f-\xa0]", "", plain)
    found = _SCHEME.match(plain)
    return found[1].lower() if found else ""


def is_unsafe(address: str) -> bool:
    """Whether an address runs or embeds something: javascript:, data:, vbscript:."""
    return scheme(address) in _UNSAFE_SCHEMES


def is_external(address: str) -> bool:
    """Whether an address lies outside the site."""
    return scheme(address) in ("http", "https", "ftp") or address.strip().replace("\\", "/").startswith("//")


def external_addresses(html: str) -> list[str]:
    """Addresses on other hosts that a browser asks for by itself when it shows `html`."""
    if "//" not in html:
        return []
    return [address for tag in _LOADING_TAG.findall(html) for address in _LOADED.findall(tag)]
