"""Fixtures of the journeys through the built handbook."""

from __future__ import annotations

from pathlib import Path

import pytest

import handbook
from support import ROOT


@pytest.fixture(scope="session")
def pages(built_site: Path) -> list[str]:
    """Every page of the built handbook, relative to its root; 404.html only makes sense on a server."""
    return sorted(
        path.relative_to(built_site).as_posix() for path in built_site.rglob("*.html") if path.name != "404.html"
    )


@pytest.fixture(scope="session")
def one_of_each_kind(built_site: Path) -> dict[str, str]:
    """The largest page of every kind: it shows the most."""
    loaded = handbook.load(ROOT, diagnostics=handbook.Diagnostics(ROOT))
    kinds = [(page.kind, page.url) for page in loaded.pages.values() if page.url != "index.html"]
    kinds += [("template", template.url) for template in loaded.templates.values()]
    kinds += [("home", "index.html"), ("gallery", "fill/index.html")]
    return dict(sorted(kinds, key=lambda pair: (built_site / pair[1]).stat().st_size))
