"""Fixtures of the journeys through the built handbook."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest


class _Kind(HTMLParser):
    kind = "page"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            classes = (dict(attrs).get("class") or "").split()
            self.kind = next(
                (name.removeprefix("hb-kind--") for name in classes if name.startswith("hb-kind--")), "page"
            )


@pytest.fixture(scope="session")
def pages(built_site: Path) -> list[str]:
    """Every page of the built handbook, relative to its root."""
    return sorted(path.relative_to(built_site).as_posix() for path in built_site.rglob("*.html"))


@pytest.fixture(scope="session")
def one_of_each_kind(built_site: Path, pages: list[str]) -> dict[str, str]:
    """One page of every kind, by kind, and the largest of that kind: it shows the most."""
    found: dict[str, str] = {}
    for path in sorted(pages, key=lambda path: (built_site / path).stat().st_size):
        parser = _Kind()
        parser.feed((built_site / path).read_text(encoding="utf-8"))
        kind = parser.kind
        if path.startswith("fill/"):
            kind = "gallery" if path == "fill/index.html" else "template"
        elif path == "index.html":
            kind = "home"
        found[kind] = path
    return found
