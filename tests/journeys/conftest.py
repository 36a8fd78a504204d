"""Fixtures of the journeys through the built handbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import handbook
from flow_site import SITE as FLOW_SITE
from support import ROOT, Place, Watch, build_site, serving, write_files


@pytest.fixture(scope="session")
def pages(built_site: Path) -> list[str]:
    """Every page of the built handbook, relative to its root.

    Not 404.html, which only makes sense on a server, nor the single files: they are saved, not visited, and have tests
    of their own.
    """
    return sorted(
        path.relative_to(built_site).as_posix()
        for path in built_site.rglob("*.html")
        if path.name != "404.html" and not path.name.endswith(".single.html")
    )


@pytest.fixture(scope="session")
def one_of_each_kind(built_site: Path) -> dict[str, str]:
    """The largest page of every kind: it shows the most."""
    loaded = handbook.load(ROOT, diagnostics=handbook.Diagnostics(ROOT))
    kinds = [(page.kind, page.url) for page in loaded.pages.values() if page.url != "index.html"]
    kinds += [("template", template.url) for template in loaded.templates.values()]
    kinds += [("home", "index.html"), ("gallery", "fill/index.html")]
    return dict(sorted(kinds, key=lambda pair: (built_site / pair[1]).stat().st_size))


@pytest.fixture(scope="session")
def flow_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built handbook with one flow."""
    folder = tmp_path_factory.mktemp("flow")
    return build_site(write_files(folder / "source", FLOW_SITE), folder / "site")


@pytest.fixture(scope="session")
def flow_server(flow_folder: Path) -> Iterator[str]:
    """Its address on 127.0.0.1."""
    with serving(flow_folder) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def flow_place(request: pytest.FixtureRequest, flow_folder: Path, flow_server: str, watch: Watch) -> Place:
    """Where the small handbook is opened: over http and from its folder."""
    watch.homes += (flow_server, flow_folder.as_uri() + "/")
    return Place("http", flow_server) if request.param == "http" else Place("file", flow_folder.as_uri() + "/")
