"""Fixtures of all tests. The browser's are here too: components are tested in Chromium beside their own tests."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from support import (
    CHROMIUM_ARGS,
    MINIMAL_CONFIG,
    ROOT,
    Files,
    Place,
    Sink,
    Watch,
    axe_violations,
    build_site,
    chromium,
    playwright,
    run_handbook,
    serving,
    stop_playwright,
    write_files,
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/sites/*/expected.txt anew")


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


@pytest.fixture
def run_cli() -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs the installed command: run_cli("check", cwd=root)."""
    return run_handbook


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own handbook, built once for all workers. Read only."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # the workers' common folder; of a single process it is that of all runs
    output = shared / "handbook" / "site"
    output.parent.mkdir(exist_ok=True)
    with (output.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = output.parent / "done"
        if not done.exists():
            build_site(ROOT, output)
            done.touch()
    return output


@pytest.fixture(scope="session")
def server(built_site: Path) -> Iterator[str]:
    """The address of the built handbook on 127.0.0.1, ending in /."""
    with serving(built_site) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def place(request: pytest.FixtureRequest, built_site: Path, server: str) -> Place:
    """Where the site is opened: the test runs once over http and once from the folder."""
    return Place("http", server) if request.param == "http" else Place("file", built_site.as_uri() + "/")


# ── Chromium ──


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    """The proxy that swallows whatever the browser sends elsewhere."""
    started = Sink()
    yield started
    started.close()


@pytest.fixture(scope="session")
def browser(sink: Sink) -> Iterator[Browser]:
    """Chromium on an intranet: this machine answers, the rest of the world swallows every packet."""
    outside = f"--proxy-server=127.0.0.1:{sink.port}"
    started = playwright().chromium.launch(executable_path=chromium(), args=[*CHROMIUM_ARGS, outside])
    yield started
    started.close()


@pytest.fixture
def watch(built_site: Path, server: str) -> Iterator[Watch]:
    """Fails the test for any console error, page error, policy violation, bad status or request that leaves the site."""
    watching = Watch((server, built_site.as_uri() + "/"))
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
