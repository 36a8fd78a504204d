"""Fixtures of the journeys through the built handbook."""

from __future__ import annotations

from pathlib import Path

import pytest

import site_sources
from handbook.model.handbook import Handbook
from support import BuiltOnce, Place, Served


@pytest.fixture(scope="session")
def pages(built_site: Path) -> list[str]:
    """Every page of the built handbook, relative to its root.

    Not 404.html, which only makes sense on a server, nor the single files and the documents to print: they are saved or printed, not
    visited, and have tests of their own.
    """
    return sorted(
        path.relative_to(built_site).as_posix()
        for path in built_site.rglob("*.html")
        if path.name != "404.html" and not path.name.endswith(".single.html") and path.parent.name != "print"
    )


@pytest.fixture(scope="session")
def one_of_each_kind(own_handbook: Handbook, built_site: Path) -> dict[str, str]:
    """The largest page of every kind: it shows the most."""
    kinds = [(page.kind, page.url) for page in own_handbook.pages.values() if page.url != "index.html"]
    kinds += [("template", template.url) for template in own_handbook.templates.values()]
    kinds += [("home", "index.html"), ("gallery", "fill/index.html")]
    return dict(sorted(kinds, key=lambda pair: (built_site / pair[1]).stat().st_size))


@pytest.fixture(scope="session")
def runs_site(built_once: BuiltOnce) -> Path:
    """A small handbook with one checklist and one flow."""
    return built_once("runs", site_sources.RUNS)


@pytest.fixture(params=["http", "file"])
def runs_place(request: pytest.FixtureRequest, runs_site: Path, served: Served) -> Place:
    """Where it is opened."""
    return Place.named(request.param, runs_site, served(runs_site))


@pytest.fixture(scope="session")
def flow_site(built_once: BuiltOnce) -> Path:
    """A small handbook with one flow that is reported, and one checklist."""
    return built_once("flow", site_sources.REPORTS)


@pytest.fixture(scope="session")
def flow_server(flow_site: Path, served: Served) -> str:
    """Its address on 127.0.0.1."""
    return served(flow_site)


@pytest.fixture(params=["http", "file"])
def flow_place(request: pytest.FixtureRequest, flow_site: Path, flow_server: str) -> Place:
    """Where it is opened."""
    return Place.named(request.param, flow_site, flow_server)
