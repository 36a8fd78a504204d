"""Documents to print as PDF, with the number of the sheet behind each line of their contents.

No browser can print such numbers from a style sheet. So Chromium prints a document twice: the first time tells on which
sheet everything is, the second prints that. What the second tells has to be the same.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.site.printable import PrintableDocument, pdf_address

BROWSER = "HANDBOOK_BROWSER"  # the variable of the environment that names the browser
_NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "microsoft-edge", "chrome", "msedge",
)  # fmt: skip
_PLACES = (
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_OPTIONS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer", "--generate-pdf-document-outline",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_SECONDS = 900  # for one document on a slow machine
_PRINTS = 3  # the second print shows what the first has told; a third is for luck
_DATES = re.compile(rb"/(CreationDate|ModDate) ?\(D:[0-9]{14}")


def find_browser() -> str:
    """Chromium, Chrome or Edge on this machine. Raises BuildError."""
    wanted = os.environ.get(BROWSER, "")
    found = [shutil.which(wanted)] if wanted else [*map(shutil.which, _NAMES), *map(shutil.which, _PLACES)]
    browser = next((one for one in found if one), None)
    if browser is None:
        raise BuildError(message("no-browser-for-pdf", variable=BROWSER))
    return browser


def write_pdfs(site: Path, documents: Iterable[PrintableDocument], browser: str) -> None:
    """Add each document as PDF to the site, in which it stands as a page already. Raises BuildError."""
    with tempfile.TemporaryDirectory(prefix="handbook-pdf-") as profile:
        for one in documents:
            target = site / pdf_address(one.url)
            target.write_bytes(_numbered(site, one, browser, Path(profile)))


def _numbered(site: Path, document: PrintableDocument, browser: str, profile: Path) -> bytes:
    """The PDF whose contents say the numbers of the sheets."""
    page = (site / document.url).with_suffix(".numbered.html")  # beside the page: its styles and pictures are there
    numbers: Mapping[str, int] = {}
    try:
        for _ in range(_PRINTS):
            page.write_text(document.html(numbers), encoding="utf-8")
            made = _print(page, document, browser, profile)
            found = _sheets(made, document)
            if found == numbers:
                return _DATES.sub(rb"/\1 (D:20000101000000", made.read_bytes())
            numbers = found
    finally:
        page.unlink(missing_ok=True)
    raise BuildError(message("pdf-unsettled", document=document.url))


def _print(page: Path, document: PrintableDocument, browser: str, profile: Path) -> Path:
    target = profile / "printed.pdf"
    target.unlink(missing_ok=True)
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    command = [browser, *_OPTIONS, *as_root, f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri()]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        problem = "" if target.is_file() else done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
    except (OSError, subprocess.TimeoutExpired) as error:
        problem = str(error)
    if problem or not target.is_file():
        raise BuildError(message("pdf-not-printed", document=document.url, browser=browser, problem=problem))
    return target


def _sheets(printed: Path, document: PrintableDocument) -> dict[str, int]:
    """The sheet of everything that the contents name, by id."""
    from pypdf import PdfReader  # noqa: PLC0415  (late: only who makes PDFs waits for it)

    reader = PdfReader(printed)
    count = len(reader.pages)
    if f"{count}/{count}" not in re.sub(r"\s", "", reader.pages[-1].extract_text()):
        raise BuildError(message("pdf-without-numbers", document=document.url))
    places = {unquote(name.removeprefix("/")): place for name, place in reader.named_destinations.items()}
    sheets = {id: reader.get_destination_page_number(places[id]) for id in document.named if id in places}
    missing = [id for id in document.named if sheets.get(id) is None]
    if missing:
        raise BuildError(message("pdf-place-missing", document=document.url, id=missing[0]))
    return {id: sheet + 1 for id, sheet in sheets.items() if sheet is not None}
