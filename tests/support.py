"""Helpers of the tests: the command line, small sites, a local server, Chromium and what it complains about."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import CliRunner
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from handbook.commands import cli
from handbook.reading.resources import CONTENT_SECURITY_POLICY

ROOT = Path(__file__).resolve().parent.parent
# Chromium opens a window for every page; these put pages of their own into it that nobody sees, for half of its work.
_UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "PreloadTopChromeWebUI"]
# The switch replaces the one Playwright sets, so what matters of that stands here as well: no experiments, no errands.
_UNWANTED = [
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
CHROMIUM_ARGS = [
    "--no-sandbox",  # tests may run as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join([*_UNWANTED, *_UNSEEN])}",
]
NOTE_TYPING = "addEventListener('input', () => { window.typedAt = Date.now(); }, true)"  # for browser_store.saved
AXE_RULES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
MINIMAL_CONFIG = "site_name: 測試手冊\nplugins:\n  - handbook\n"
Files = Mapping[str, str | bytes]
BuiltOnce = Callable[[str, Files], Path]  # of the fixture built_once
MadeOnce = Callable[[str, Callable[[Path], object]], Path]  # of the fixture made_once


def node_environment() -> dict[str, str]:
    """The environment for programs of npm packages: they start `node` by name, which may be ours alone."""
    sys.path.insert(0, str(ROOT))
    from hatch_build import node_command

    path = os.pathsep.join([str(Path(node_command()[0]).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path}


# ── sites and the command line ──


def write_files(root: Path, files: Files) -> Path:
    """Write the files below `root`; text is written as UTF-8, bytes as they are."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def command(*arguments: str | Path) -> list[str]:
    """The `handbook` command of the interpreter that runs the tests."""
    script = Path(sys.executable).parent / "handbook"
    return [str(script), *map(str, arguments)]


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a started command: ours, in English, without colours."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **(changes or {})}


def run_handbook(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `handbook …` in this process and return what it said; the exit code is for the caller to judge.

    Starting a process takes longer than most commands. What depends on one (limits, zones, signals) is for run_process.
    """
    given, variables = list(map(str, arguments)), dict(os.environ)
    with contextlib.chdir(cwd):
        try:
            done = CliRunner().invoke(cli.main, given, env=environment(), prog_name="handbook")
        finally:
            os.environ.clear()
            os.environ.update(variables)  # `--lang` sets one
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(given, done.exit_code, done.stdout, done.stderr)


def run_process(
    *arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None, timeout: float = 300, **more: Any
) -> subprocess.CompletedProcess[str]:
    """Run the installed command `handbook …` in a process of its own and return what it said."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(env),
        timeout=timeout,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **more,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """All a command printed, for the message of a failing assertion."""
    return f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file below `folder` with its hash: equal fingerprints mean equal bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build_site(source: Path, output: Path, **options: Any) -> Path:
    """Build the handbook in `source` into `output`; a failing build fails the test.

    With options of `run_process` the build has a process of its own, for example with another seed of hashes.
    """
    run = run_process if options else run_handbook
    done = run("build", "--site-dir", output, cwd=source, **options)
    assert done.returncode == 0, said(done)
    return output


# ── servers ──


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes to the next page hangs up; that is no fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve `folder` on 127.0.0.1 with a strict content security policy; yields the address, ending in /."""
    handler = functools.partial(_Handler, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Served(contextlib.ExitStack):
    """Serves folders until it is closed: served(folder) -> its address, ending in /."""

    def __init__(self) -> None:
        super().__init__()
        self._addresses: dict[Path, str] = {}
        self.homes: list[str] = []  # where the folders' files are found, over http and as files

    def __call__(self, folder: Path) -> str:
        if folder not in self._addresses:
            self._addresses[folder] = self.enter_context(serving(folder))
            self.homes += [self._addresses[folder], folder.as_uri() + "/"]
        return self._addresses[folder]


class Sink:
    """A proxy that takes every connection and never answers: what a firewall does that swallows packets."""

    def __init__(self) -> None:
        self.asked: list[str] = []  # first lines of what was sent, except by Chromium for its own ends
        self._taken: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection = self._listener.accept()[0]
                self._taken.append(connection)
                threading.Thread(target=self._listen, args=(connection,), daemon=True).start()

    def _listen(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line = connection.recv(4096).decode("latin-1").partition("\r\n")[0]
            if line and not re.search(r"[/. ](googleapis|google|gvt1)\.com[:/]", line):
                self.asked.append(line)

    def drained(self) -> list[str]:
        """What was asked for until now: a last line of our own has arrived behind it."""
        last = "the last line"
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(f"{last}\r\n".encode())
            patience = time.monotonic() + 10
            while last not in self.asked:
                assert time.monotonic() < patience
                time.sleep(0.001)
        self.asked.remove(last)
        return self.asked

    def close(self) -> None:
        """Stop listening and let go of what was taken."""
        self._listener.close()
        for connection in self._taken:
            connection.close()


# ── Chromium ──


@functools.cache
def playwright() -> Playwright:
    """The one Playwright of this process: its synchronous interface can be started only once at a time."""
    return sync_playwright().start()


def stop_playwright() -> None:
    """Stop it, if it was ever started."""
    if playwright.cache_info().currsize:
        playwright().stop()
        playwright.cache_clear()


def chromium() -> str:
    """The system's Chromium, best the one without windows: it does the same for half of the work.

    A missing one fails the test: a browser test that is skipped proves nothing.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail("Chromium is not installed; ./dev test installs it")


@dataclass(frozen=True)
class Place:
    """A way of opening the site: over http or from a folder. `url("a.html")` is the page's address there."""

    name: str
    base: str

    @classmethod
    def named(cls, name: str, site: Path, address: str) -> Place:
        """Over "http" at the address, or from the site's folder, the "file"."""
        return cls(name, address if name == "http" else site.as_uri() + "/")

    def url(self, path: str = "index.html") -> str:
        """The address of a page or file, given relative to the site's root."""
        return self.base + path


def until(page: Page, holds: str | Callable[[], object]) -> None:
    """Wait until a question to the page, or one asked here, is answered with yes; at most ten seconds.

    The page goes on meanwhile, and its events arrive.
    """
    patience = time.monotonic() + 10
    while not (page.evaluate(holds) if isinstance(holds, str) else holds()):
        assert time.monotonic() < patience, f"never: {holds}"
        page.evaluate("new Promise(done => setTimeout(done, 20))")


def at_rest(page: Page) -> None:
    """A second passes for a page whose clock is installed, and what its timers and frames begin has been begun."""
    page.clock.run_for(1000)
    page.evaluate("async () => { for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); }")


def from_a_folder(fixture: str) -> pytest.MarkDecorator:
    """Open the page in one way only, the stricter: for what does not depend on the way. `fixture` would give both."""
    return pytest.mark.parametrize(fixture, ["file"], indirect=True)


@dataclass
class Watch:
    """What went wrong in a browser context: everything a careful reader would find in its console."""

    homes: list[str]
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    expected: list[Callable[[str], bool]] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Listen to everything in the context, on pages still to be opened as well."""
        context.add_init_script(
            "addEventListener('securitypolicyviolation', event =>"
            " console.error('content security policy', event.violatedDirective, event.blockedURI, event.sourceFile))"
        )
        context.on("request", lambda request: self.see(request.url))
        context.on("console", lambda message: message.type == "error" and self.problem(f"console: {message.text}"))
        context.on("weberror", lambda error: self.problem(f"page error: {error.error}"))
        context.on("response", self._answered)

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.problem(f"status {response.status}: {response.url}")

    def see(self, url: str) -> None:
        """Note a request; one that leaves the site is a problem."""
        self.requests.append(url)
        if not url.startswith((*self.homes, "blob:", "data:", "about:")):
            self.problem(f"request leaves the site: {url}")

    def problem(self, text: str) -> None:
        """Note a problem."""
        self.problems.append(text)

    def expect(self, matches: Callable[[str], bool]) -> None:
        """Problems for which `matches` is true are the point of this test and do not fail it."""
        self.expected.append(matches)

    def verdict(self) -> list[str]:
        """The problems nobody expected."""
        return [text for text in self.problems if not any(matches(text) for matches in self.expected)]


def axe_violations(page: Page, include: str | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its best practices on the page, one line a finding.

    All rules in the page's light scheme, in the dark one again those that judge colours: nothing else depends on it.
    """
    options = {
        "resultTypes": ["violations"],
        "preload": False,  # it would fetch the style sheets, which no page may do on file://
    }
    found: list[str] = []
    for scheme, rules in AXE_RULES.items():
        system_scheme(page, scheme)
        if not page.evaluate("'axe' in window"):
            session = page.context.new_cdp_session(page)  # the debugger is not bound by the page's policy
            session.send("Runtime.evaluate", {"expression": _axe(), "silent": False})
            session.detach()
        violations = page.evaluate(
            "([include, options]) => axe.run(include || document, options).then(result => result.violations)",
            [include, {**options, "runOnly": rules}],
        )
        found += [
            f"{scheme}: {one['id']} ({one['impact']}): {node['target']} {node['failureSummary']}"
            for one in violations
            for node in one["nodes"]
        ]
    system_scheme(page, "light")
    return found


def system_scheme(page: Page, scheme: Literal["light", "dark"]) -> None:
    """The system changes to light or dark; the page has followed, and no colour is on its way any more."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(
        """async () => { for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
          for (const one of document.getAnimations()) if (one.effect.getTiming().iterations < Infinity) one.finish(); }"""
    )


@functools.cache
def _axe() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
