"""What emergencies need without a network: each flow as a single file, and a worker that keeps the emergency pages.

Both are made from the rendered site, so that they hold exactly what is published. The worker carries the list of the
files it keeps, each with its SHA-256. A page says that it can be used offline only when all of them are stored and
compared.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from handbook.model.handbook import Handbook
from handbook.pages.views.flow import single_file_url
from handbook.reading import resources
from handbook.site import single_file

_START = "index.html"
_ASSET = re.compile(r"""<(?:script|link|img)\b[^>]*?\s(?:src|href)="([^"]+)\"""", re.I)
_BUNDLE = re.compile(r"""\sdata-(?!search)[a-z-]+="([^"]+\.(?:js|css)(?:\?[^"]*)?)\"""")


def write_offline(site: Path, handbook: Handbook) -> None:
    """Add the single files and the worker to the rendered site."""
    if not handbook.flows:
        return
    for flow in handbook.flows.values():
        target = site / single_file_url(flow.url)
        target.write_text(single_file.make(site, flow.url), encoding="utf-8")
    pages = _pages(handbook)
    files = {name: _sum(site / name) for name in sorted({*pages, *_assets(site, pages)})}
    titles = {flow.url: flow.title for flow in sorted(handbook.flows.values(), key=lambda flow: flow.url)}
    line = _line(
        {"files": files, "pages": titles, "id": hashlib.sha256(_line([files, titles]).encode()).hexdigest()[:16]}
    )
    code = (resources.theme_dir() / "assets" / resources.WORKER).read_text(encoding="utf-8")
    (site / resources.OFFLINE_WORKER).write_text(f"self.handbookOffline={line};\n{code}", encoding="utf-8")


def _pages(handbook: Handbook) -> list[str]:
    """The addresses of the start page, the flows, and the pages in the folders of flows: numbers and common rules."""
    folders = {dirname(flow.url) for flow in handbook.flows.values()} - {""}
    beside = [page.url for page in handbook.pages.values() if dirname(page.url) in folders]
    return sorted({_START, *beside, *(flow.url for flow in handbook.flows.values())})


def _assets(site: Path, pages: list[str]) -> Iterator[str]:
    """The files of the site that these pages load, when they open or when a button is pressed."""
    for page in pages:
        text = (site / page).read_text(encoding="utf-8")
        head = text.partition("<head>")[0]  # the addresses of bundles stand on <html>
        for address in (*_ASSET.findall(text), *_BUNDLE.findall(head)):
            parts = urlsplit(address)
            name = normpath(join(dirname(page), unquote(parts.path)))
            if not parts.scheme and name != resources.OFFLINE_WORKER and (site / name).is_file():
                yield name


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
