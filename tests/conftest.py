"""Fixtures of all tests. The browser's are here too: components are tested in Chromium beside their own tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, expect

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.reading.loader import load
from handbook.reading.plugin_settings import read_settings
from office import Office
from support import (
    CHROMIUM_ARGS,
    MINIMAL_CONFIG,
    NOTE_TYPING,
    ROOT,
    BuiltOnce,
    Files,
    MadeOnce,
    Place,
    Served,
    Sink,
    Watch,
    axe_violations,
    build_site,
    chromium,
    playwright,
    stop_playwright,
    write_files,
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/sites/*/expected.txt anew")


expect.set_options(timeout=10_000)  # of a machine that is busy; what is there is seen at once

NEEDS = {  # fixture -> the mark of a test that asks for it, by way of any other
    "chromium_path": pytest.mark.browser,
    "office": pytest.mark.office,
    "built_site": pytest.mark.whole,
}


def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as there are processors: a test in a browser waits for about a third of its time."""
    processors = os.cpu_count() or 1
    return processors + (processors + 1) // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever needs Chromium, LibreOffice or this handbook built; let the longest tests begin first.

    A long test that begins last keeps all workers but one waiting for the end.
    """
    for item in items:
        for fixture in NEEDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(NEEDS[fixture])
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None, len(item.path.parts)))


def pytest_sessionfinish() -> None:
    stop_playwright()


# ── sites ──


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a small site: make_site({"docs/index.md": "…"}) -> its root."""

    def make(files: Files, name: str = "site") -> Path:
        root = tmp_path / name
        (root / "docs").mkdir(parents=True, exist_ok=True)
        return write_files(root, {"mkdocs.yml": MINIMAL_CONFIG, **files})

    return make


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A function that fills a folder once for all workers: made_once("leak", make) calls make(folder). Read only."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # the workers' common folder; of a single process it is that of all runs

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / "made" / name
        folder.parent.mkdir(exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            done = folder.with_suffix(".done")
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # another worker failed in the midst of it
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A function that serves a folder until the end of the session: served(folder) -> its address, ending in /."""
    with Served() as servers:
        yield servers


@pytest.fixture(scope="session")
def built_once(made_once: MadeOnce, served: Served) -> BuiltOnce:
    """A function that builds a small site once for all workers: built_once("leak", sources) -> its site. Read only.

    The sources are in the folder above. Requests to the site are at home.
    """

    def built(name: str, files: Files) -> Path:
        sources = {"mkdocs.yml": MINIMAL_CONFIG, **files}
        site = made_once(name, lambda root: build_site(write_files(root, sources), root / "site")) / "site"
        served(site)
        return site

    return built


@pytest.fixture(scope="session")
def own_handbook() -> Handbook:
    """This repository's own handbook, read as its mkdocs.yml says. Read only."""
    diagnostics = Diagnostics(ROOT)
    return load(ROOT, diagnostics=diagnostics, packs=read_settings(ROOT, diagnostics).rule_packs)


@pytest.fixture(scope="session")
def built_site(made_once: MadeOnce, served: Served) -> Path:
    """This repository's own handbook. Read only. Requests to it are at home."""
    site = made_once("handbook", lambda folder: build_site(ROOT, folder / "site")) / "site"
    served(site)
    return site


@pytest.fixture(scope="session")
def server(built_site: Path, served: Served) -> str:
    """The address of the built handbook on 127.0.0.1, ending in /."""
    return served(built_site)


@pytest.fixture(params=["http", "file"])
def place(request: pytest.FixtureRequest, built_site: Path, server: str) -> Place:
    """Where the site is opened: the test runs once over http and once from the folder."""
    return Place.named(request.param, built_site, server)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice, for this worker."""
    return Office(tmp_path_factory.mktemp("office"))


# ── Chromium ──


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The program. A test that starts a Chromium of its own asks for it here, so that it is known for a browser test."""
    return chromium()


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    """The proxy that swallows whatever the browser sends elsewhere."""
    started = Sink()
    yield started
    started.close()


@pytest.fixture(scope="session")
def browser(sink: Sink, chromium_path: str) -> Iterator[Browser]:
    """Chromium on an intranet: this machine answers, the rest of the world swallows every packet."""
    outside = f"--proxy-server=127.0.0.1:{sink.port}"
    started = playwright().chromium.launch(executable_path=chromium_path, args=[*CHROMIUM_ARGS, outside])
    yield started
    started.close()


@pytest.fixture
def watch(served: Served) -> Iterator[Watch]:
    """Fails the test for any console error, page error, policy violation, bad status or request that leaves the site."""
    watching = Watch(served.homes)
    yield watching
    assert watching.verdict() == []


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens a watched browser context with the given playwright options."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-TW", "accept_downloads": True}
        settings |= {"service_workers": "block", **options}  # workers have tests of their own
        context = browser.new_context(**settings)
        context.set_default_timeout(10_000)
        context.add_init_script(NOTE_TYPING)
        watch.attach(context)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page in a fresh profile. Anything its console complains about fails the test (see `watch`)."""
    return new_context().new_page()


@pytest.fixture
def nojs_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page in a browser with JavaScript switched off."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """A function that returns what axe finds on a page, one line a finding: assert axe(page) == []."""
    return axe_violations
