"""Emergencies without a network: flows as single files, and the worker that keeps the emergency pages."""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import http.server
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from site_sources import CONTACTS, RUNS
from support import Watch, at_rest, build_site, fingerprint, until
from support import serving as serving_strictly

MOST_BYTES = 300_000
IS_WHOLE = """async () => {
  const {active} = await navigator.serviceWorker.ready;
  const {port1, port2} = new MessageChannel();
  active.postMessage("offline-state", [port2]);
  return new Promise(resolve => { port1.onmessage = event => resolve(event.data.isWhole); });
}"""
# What the page has registered; and whether that came to nothing.
REGISTERING = """
const register = ServiceWorkerContainer.prototype.register;
ServiceWorkerContainer.prototype.register = function (...given) { return window.registered = register.apply(this, given); };
"""
FAILED = """async () => {
  const one = window.registered && await window.registered;
  return one && !one.installing && !one.waiting && !one.active;
}"""
READY = "[data-offline-state]:visible"


def worker_set(site: Path) -> dict[str, dict[str, str]]:
    """What the site's worker is told to keep."""
    first = (site / "offline-worker.js").read_text(encoding="utf-8").partition(";\n")[0]
    return json.loads(first.removeprefix("self.handbookOffline="))


class Handler(http.server.SimpleHTTPRequestHandler):
    """Ends the connection after each answer, so that the end of the server is the end of all answers."""

    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


class Strange(Handler):
    """Answers as a network does that is not the site: `how` says which."""

    how = ""
    released = threading.Event()  # of those that were kept waiting

    def do_GET(self) -> None:
        """Answer, or not."""
        if self.how == "hangs":
            self.released.wait(60)
        if self.how in ("login", "moved"):
            gone = self.how == "moved" and "worker" in self.path
            self.send_response(404 if gone else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write("<!doctype html><h1>請先登入</h1>".encode())
        elif self.how == "redirects" and "login" not in self.path:
            self.send_response(302)
            self.send_header("Location", "/login.html")
            self.end_headers()
        elif self.how == "refuses":
            self.send_error(403)
        elif not self.how:
            super().do_GET()


@contextlib.contextmanager
def serving(folder: Path, answering: type[Handler] = Handler) -> Iterator[str]:
    """Serve `folder` on this machine; afterwards nobody answers there."""
    handler = functools.partial(answering, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(autouse=True)
def _places(watch: Watch, tmp_path: Path) -> None:
    """Files of the test are no foreign place."""
    watch.homes = [*watch.homes, tmp_path.as_uri()]


@pytest.fixture
def small_site(runs_site: Path, tmp_path: Path) -> Path:
    """A small built handbook with one flow, for one test: it may change the files."""
    return shutil.copytree(runs_site, tmp_path / "built")


@pytest.fixture
def offline_page(new_context: Callable[..., BrowserContext], watch: Watch) -> Page:
    """A page of a browser that lets workers live; that the server is gone is the point of these tests."""
    watch.expect(lambda problem: "127.0.0.1" in problem or "ERR_CONNECTION_REFUSED" in problem or "503" in problem)
    return new_context(service_workers="allow").new_page()


def flows(site: Path) -> list[Path]:
    """The single files of a built site."""
    return sorted(site.rglob("*.single.html"))


# ── single files ──


def test_every_flow_is_a_single_small_file(built_site: Path) -> None:
    """It stands beside its page, is at most 300 kB, and names no other file."""
    files = flows(built_site)
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        page = path.with_name(path.name.replace(".single", ""))

        assert path.stat().st_size <= MOST_BYTES, path
        assert f'href="{path.name}"' in page.read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|link|img)\b[^>]*\s(?:src|href)=\"(?!data:)", text)
        assert not re.search(r"<a\b[^>]*href=\"(?!#|tel:)", text)


def test_a_single_file_on_a_server_says_what_to_do(
    small_site: Path, new_context: Callable[..., BrowserContext], watch: Watch
) -> None:
    """The server's own policy takes styles and scripts away: the first line says so; in the saved file it is not there."""
    watch.expect(lambda problem: "inline" in problem or "127.0.0.1" in problem)
    page = new_context(viewport={"width": 375, "height": 740}).new_page()
    [path] = flows(small_site)
    with serving_strictly(small_site) as home:
        page.goto(home + path.relative_to(small_site).as_posix())
        expect(page.locator("body > :first-child")).to_have_text(re.compile("^請先存成檔案，再從手機或電腦裡打開"))
        expect(page.locator("body > :first-child")).to_be_in_viewport()
        expect(page.get_by_text("請人員撤出").first).to_be_visible()
    page.goto(path.as_uri())
    expect(page.locator("body > :first-child")).to_be_hidden()


def test_single_files_are_bound_to_their_own_code(built_site: Path) -> None:
    """The policy names the hash of every script and style and allows nothing else."""
    text = flows(built_site)[0].read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    inlined = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", text, flags=re.S)
    sums = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inlined]

    assert len(sums) >= 3
    assert "default-src &#x27;none&#x27;" in policy[1]
    assert "unsafe" not in policy[1]
    assert all(one in policy[1] for one in sums)


def test_a_single_file_runs_from_start_to_end(
    small_site: Path, tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    """Moved to an empty folder and opened on a phone: two taps to the first step, up the ladder, to the end, and logged."""
    alone = tmp_path / "sent by chat" / "水管爆裂.html"
    alone.parent.mkdir()
    alone.write_bytes(flows(small_site)[0].read_bytes())
    context = new_context(viewport={"width": 375, "height": 740})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(alone.as_uri())

    page.get_by_role("button", name="開始處置").click()
    now = page.locator("[data-part='now']")
    expect(now).to_have_text("關總閥")
    page.get_by_role("button", name="已完成，下一步").click()
    expect(now).to_have_text("水還在漲嗎？")
    page.get_by_role("button", name="無權限，請示上一級").click()
    expect(page.locator("[data-part='next-who']")).to_have_text("往上一級：科長")
    page.locator(".hb-flow__option").first.click()
    expect(now).to_have_text("請人員撤出")
    page.get_by_role("button", name="已完成，下一步").click()
    expect(now).to_have_text("登記交班")
    page.get_by_role("button", name="已完成，結束處置").click()

    expect(page.get_by_role("heading", name="處置已結束：水管爆裂")).to_be_visible()
    assert asked == [alone.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_single_file_survives_being_reopened(
    small_site: Path, tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    """A run that was begun in the file goes on where it stood."""
    page = new_context().new_page()
    address = flows(small_site)[0].as_uri()
    page.goto(address)
    page.get_by_role("button", name="開始處置").click()
    page.get_by_role("button", name="已完成，下一步").click()
    expect(page.locator("[data-part='now']")).to_have_text("水還在漲嗎？")
    expect(page.locator("[data-part='status']")).to_contain_text("已存於本機")

    page.goto("about:blank")
    page.goto(address)
    page.locator("[data-do=resume]").click()

    expect(page.locator("[data-part='now']")).to_have_text("水還在漲嗎？")


def test_a_single_file_can_be_read_without_javascript(small_site: Path, nojs_page: Page) -> None:
    """All steps, numbers and the ladder stand in the file itself."""
    nojs_page.goto(flows(small_site)[0].as_uri())

    for text in ("關總閥", "請人員撤出", "科長電話", "這是存成檔案的副本"):
        expect(nojs_page.get_by_text(text).first).to_be_visible()
    expect(nojs_page.get_by_role("link", name="存成一個檔案")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320])
def test_single_files_are_accessible(
    width: int,
    built_site: Path,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
) -> None:
    """axe finds nothing in the file of a flow, and it is not wider than a telephone; nor is its drawing."""
    page = new_context(viewport={"width": width, "height": 740}).new_page()
    page.goto((built_site / "emergency/call-centre-incident.single.html").as_uri())
    assert page.locator("h1:visible").count() == 1
    assert page.locator("article").bounding_box()["width"] > 0.7 * min(width, 900)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator(".hb-flow-map__row").count() == page.locator("li[data-node]").count()


def test_the_drawing_fits_its_text(built_site: Path, new_context: Callable[..., BrowserContext]) -> None:
    """The lines of a row are as high as the row, on a desk and on a phone: none hangs out, none is too short."""
    page = new_context().new_page()
    page.goto((built_site / "emergency/call-centre-incident.html").as_uri())
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        heights = page.evaluate(
            "[...document.querySelectorAll('.hb-flow-map__row')].map(row => [row.getBoundingClientRect().height,"
            " row.querySelector('.hb-flow-map__lines').getBoundingClientRect().height])"
        )
        assert heights
        assert all(abs(row - lines) <= 1 for row, lines in heights), heights


# ── the worker ──


def test_the_set_is_listed_with_the_hashes_of_what_is_published(built_site: Path) -> None:
    """Start page, emergency pages and all they load, by SHA-256."""
    sums = fingerprint(built_site)
    told = worker_set(built_site)["files"]

    assert told == {name: sums[name] for name in told}
    assert {"index.html", "emergency/index.html", "emergency/student-illness.html"} <= told.keys()
    assert {
        "assets/handbook.css",
        "assets/handbook.js",
        "assets/handbook-flow.js",
        "assets/handbook-flow.css",
    } <= told.keys()


def test_emergency_pages_open_when_the_server_is_gone(small_site: Path, offline_page: Page) -> None:
    """Said to be ready, the flow opens without a server, with a banner of its age, and runs to the end."""
    with serving(small_site) as home:
        offline_page.goto(f"{home}runs/leak.html")
        expect(offline_page.locator(READY)).to_contain_text("已可離線")
        assert offline_page.locator("[data-offline-copy]").count() == 0
    offline_page.goto(f"{home}index.html")
    expect(offline_page.locator("[data-offline-copy]")).to_contain_text("離線副本")

    offline_page.get_by_role("link", name="水管爆裂").click()

    expect(offline_page.locator("[data-offline-copy]")).to_contain_text("0 分鐘前")
    offline_page.get_by_role("button", name="開始處置").click()
    expect(offline_page.locator("[data-part='now']")).to_have_text("關總閥")
    expect(offline_page.locator("[data-offline-copy]")).to_be_visible()  # in the run as well
    expect(offline_page.get_by_role("link", name=re.compile("119")).first).to_be_visible()


def test_only_the_site_itself_takes_a_kept_page_away(
    small_site: Path, offline_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A login page, a refusal, a server that hangs: the flow is there, under the banner. Another site at the address is shown."""
    with serving(small_site, Strange) as home:
        offline_page.goto(f"{home}runs/leak.html")
        expect(offline_page.locator(READY)).to_contain_text("已可離線")
        for how in ("login", "redirects", "refuses", "hangs"):
            monkeypatch.setattr(Strange, "how", how)
            offline_page.goto(f"{home}runs/leak.html")
            expect(offline_page.locator("[data-offline-copy]"), how).to_contain_text("離線副本")
            offline_page.locator("[data-do=start]").click()
            expect(offline_page.locator("[data-part='now']"), how).to_have_text("關總閥")
        Strange.released.set()
        monkeypatch.setattr(Strange, "how", "moved")
        offline_page.goto(f"{home}runs/leak.html")
        expect(offline_page.get_by_role("heading")).to_have_text("請先登入")


def test_a_page_that_is_not_kept_says_what_is(small_site: Path, offline_page: Page) -> None:
    """Without the server another page says so and leads to the flows."""
    with serving(small_site) as home:
        offline_page.goto(f"{home}runs/leak.html")
        expect(offline_page.locator(READY)).to_be_visible()
    offline_page.goto(f"{home}search.html")

    expect(offline_page.get_by_role("heading")).to_have_text("連不上伺服器")
    expect(offline_page.get_by_role("link", name="水管爆裂")).to_be_visible()


def test_one_wrong_file_and_nothing_is_claimed(small_site: Path, offline_page: Page) -> None:
    """A file that is not what the build said: no word of being ready, and nothing is kept."""
    offline_page.add_init_script(REGISTERING)
    with (small_site / "assets/handbook-flow.js").open("a", encoding="utf-8") as file:
        file.write("\n// changed on the server\n")
    with serving(small_site) as home:
        offline_page.goto(f"{home}runs/leak.html")
        until(offline_page, FAILED)

        assert offline_page.locator(READY).count() == 0
        assert offline_page.evaluate("caches.keys()") == []


def test_a_spoilt_store_is_noticed_and_mended(small_site: Path, offline_page: Page) -> None:
    """The store is looked at again on every page: what is lost or spoilt is no longer claimed, until it is whole again."""
    style, saved = small_site / "assets/handbook.css", (small_site / "assets/handbook.css").read_bytes()
    os.utime(small_site / "runs/leak.html", (0, 0))  # what is old a browser remembers by itself, too
    with serving(small_site) as home:
        offline_page.goto(f"{home}runs/leak.html")
        expect(offline_page.locator(READY)).to_be_visible()
        offline_page.evaluate(
            """async () => {
              const cache = await caches.open((await caches.keys())[0]);
              const keys = await cache.keys();
              await cache.delete(keys.find(one => one.url.endsWith("handbook.js")));
              await cache.put(keys.find(one => one.url.endsWith("handbook.css")), new Response("body {}"));
            }"""
        )
        style.write_bytes(saved + b"\n")  # nor is the server's what the build said
        offline_page.reload()
        assert offline_page.evaluate(IS_WHOLE) is False
        assert offline_page.locator(READY).count() == 0

        style.write_bytes(saved)
        debugger = offline_page.context.new_cdp_session(offline_page)
        debugger.send("ServiceWorker.enable")
        debugger.send("ServiceWorker.stopAllWorkers")  # as the browser does when a worker has nothing to do
        offline_page.reload()
        expect(offline_page.locator(READY)).to_be_visible()
        assert offline_page.evaluate(IS_WHOLE) is True
        offline_page.evaluate(
            """async () => {
              const cache = await caches.open((await caches.keys())[0]);
              await cache.put(location.href, new Response("<body>0000-6666"));
            }"""
        )
    offline_page.goto(f"{home}runs/leak.html")  # without a server, numbers that nobody has published are not shown
    expect(offline_page.get_by_role("heading")).to_have_text("連不上伺服器")


def test_new_numbers_come_from_the_server_at_once(
    make_site: Callable[..., Path], tmp_path: Path, offline_page: Page
) -> None:
    """While the server answers its numbers are shown; then the store holds them too, and only them, no withdrawn page."""
    source, output = make_site({**RUNS, "docs/runs/note.md": "# 已撤下\n"}), tmp_path / "built"
    build_site(source, output)
    contacts = source / "docs/_data/contacts.yml"
    with serving(output) as home:
        offline_page.goto(f"{home}runs/leak.html")
        expect(offline_page.locator(READY)).to_be_visible()
        contacts.write_text(contacts.read_text(encoding="utf-8").replace("0000-1002", "0000-7777"), encoding="utf-8")
        (source / "docs/runs/note.md").unlink()
        build_site(source, output, env={})  # by a program of its own, as at an office

        offline_page.goto(f"{home}runs/leak.html")
        expect(offline_page.get_by_text("0000-7777").first).to_be_visible()
        until(
            offline_page,
            "async () => { const names = await caches.keys(); if (names.length !== 1) return false;"
            " const page = await (await caches.open(names[0])).match(location.href);"
            " return page && (await page.text()).includes('0000-7777'); }",
        )
    offline_page.goto(f"{home}runs/leak.html")

    expect(offline_page.get_by_text("0000-7777").first).to_be_visible()
    expect(offline_page.locator("[data-offline-copy]")).to_be_visible()
    offline_page.goto(f"{home}runs/note.html")
    expect(offline_page.get_by_role("heading")).to_have_text("連不上伺服器")


def test_nothing_is_registered_from_a_folder(small_site: Path, offline_page: Page) -> None:
    """On file:// there is no worker and no word about it."""
    offline_page.clock.install()
    offline_page.goto((small_site / "runs/leak.html").as_uri())
    at_rest(offline_page)

    assert offline_page.locator(READY).count() == 0
    expect(offline_page.get_by_role("link", name="存成一個檔案")).to_be_visible()


def test_nothing_is_registered_on_plain_http(
    small_site: Path, new_context: Callable[..., BrowserContext], watch: Watch
) -> None:
    """By the address of a machine, without https, there is no worker, no word about it and no error."""
    watch.expect(lambda problem: "handbook.test" in problem)
    page = new_context(service_workers="allow").new_page()
    page.route("http://handbook.test/**", lambda route: route.fulfill(
        path=small_site / route.request.url.removeprefix("http://handbook.test/").partition("?")[0]
    ))  # fmt: skip
    page.clock.install()
    page.goto("http://handbook.test/runs/leak.html")
    at_rest(page)

    assert page.locator(READY).count() == 0
    assert page.evaluate("isSecureContext") is False


def test_numbers_past_their_date_are_under_a_banner(
    make_site: Callable[..., Path], tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    """Numbers that were to be checked again are shown only under a banner, also while the flow runs."""
    numbers = CONTACTS.replace("}", ", reviewed: 2020-01-31}")
    site = build_site(make_site({**RUNS, "docs/_data/contacts.yml": numbers}), tmp_path / "built")
    for path in (site / "runs/leak.html", *flows(site)):
        page = new_context().new_page()
        page.goto(path.as_uri())
        expect(page.locator(".hb-stale")).to_contain_text("核對於 2020-01-31，已過核對期限")
        page.get_by_role("button", name="開始處置").click()

        expect(page.locator(".hb-stale")).to_be_visible()
