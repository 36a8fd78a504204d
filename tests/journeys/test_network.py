"""The promise to an intranet: not one request leaves the site, and nothing waits for the outside.

The walk through all pages is in test_pages.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from support import CHROMIUM_ARGS, Sink, playwright, serving

FIRST_PAINT = 1000  # milliseconds, on a processor slowed to a quarter
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"


@pytest.mark.parametrize("where", ["http", "file"])
def test_first_paint_while_the_outside_swallows_packets(where: str, built_site: Path, chromium_path: str) -> None:
    """A page paints at once although nothing outside ever answers, and it does not even ask."""
    sink = Sink()
    args = [*CHROMIUM_ARGS, f"--proxy-server=127.0.0.1:{sink.port}"]
    with serving(built_site) as address:
        browser = playwright().chromium.launch(executable_path=chromium_path, args=args)
        try:
            page = browser.new_page(viewport={"width": 375, "height": 800})
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            base = address if where == "http" else built_site.as_uri() + "/"
            page.goto(base + "index.html")  # the first page of a browser pays for starting it
            debugger = page.context.new_cdp_session(page)
            debugger.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            paints = []
            for _ in range(3):
                page.goto(base + "index.html", wait_until="load")
                paints.append(_first_paint(page))
        finally:
            browser.close()
            sink.close()

    assert sink.asked == []
    assert [url for url in asked if not url.startswith((base, "data:"))] == []
    assert min(paints) < FIRST_PAINT, paints


def _first_paint(page: Page) -> float:
    """Milliseconds from navigation to the first paint with content."""
    return float(
        page.evaluate(
            """() => new Promise(resolve => {
              const seen = performance.getEntriesByName("first-contentful-paint")[0];
              if (seen) return resolve(seen.startTime);
              new PerformanceObserver((list, observer) => {
                const entry = list.getEntriesByName("first-contentful-paint")[0];
                if (entry) { observer.disconnect(); resolve(entry.startTime); }
              }).observe({ type: "paint", buffered: true });
              setTimeout(() => resolve(1e9), 8000);
            })"""
        )
    )


def test_every_page_carries_the_policy(built_site: Path, pages: list[str]) -> None:
    """The content security policy stands in every page, for folders and servers that send no headers."""
    import html

    for path in pages:
        text = (built_site / path).read_text(encoding="utf-8")
        found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)

        assert found, path
        assert html.unescape(found[1]) == POLICY, path
        assert text.index(found[0]) < text.index("<link"), f"{path}: the policy comes after what it should govern"


def test_no_file_loads_from_another_host(built_site: Path) -> None:
    """No style sheet loads from an address, and no script of ours holds one that it could ask."""
    names = re.compile(r"https?://(www\.w3\.org|schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.org)/")
    found = [
        f"{path.name}: {address}"
        for path in sorted(built_site.rglob("*.css"))
        for address in re.findall(
            r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\s\"')]+)", path.read_text(encoding="utf-8")
        )
    ]
    found += [
        f"{path.name}: {address}"
        for path in sorted((built_site / "assets").glob("*.js"))
        for address in re.findall(r"https?://[^\s\"'`)<>\\]+", path.read_text(encoding="utf-8"))
        if not names.match(address)  # names of XML vocabularies, which nothing ever asks for
    ]

    assert found == []
