"""`handbook serve`: the built site on 127.0.0.1, rebuilt when a source changes.

It serves what was published and nothing else, with the headers that any server of a handbook should send. A rebuild
that fails prints its diagnostics, and the site stays as it is.
"""

from __future__ import annotations

import errno
import os
import threading
import urllib.parse
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.reading.resources import CONTENT_SECURITY_POLICY

HOST = "127.0.0.1"  # never the network: the pages are internal papers in the making
PORTS_TRIED = 20
POLL_SECONDS = 0.5
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


class Handler(SimpleHTTPRequestHandler):
    """Serves files. A folder is its index page; what does not exist is 404.html."""

    server_version = "handbook"
    sys_version = ""
    extensions_map = {"": "application/octet-stream", **TYPES}  # noqa: RUF012  (never changed)

    def end_headers(self) -> None:
        """Add the policy that the pages also carry as a meta tag."""
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> Any:
        """Refuse what leads out of the site, by `..` or a symbolic link, and names of other hosts (DNS rebinding)."""
        host = urllib.parse.urlsplit("//" + self.headers.get("Host", "")).hostname
        if host not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        inside = os.path.realpath(self.directory)
        target = os.path.realpath(self.translate_path(self.path))
        if target != inside and not target.startswith(inside + os.sep):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Refuse to list a folder: one without an index page does not exist."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the handbook's own page for what does not exist."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the diagnostics."""


class _Server(ThreadingHTTPServer):
    """A server that takes a free port. By default two servers would share one on some systems."""

    allow_reuse_address = os.name == "posix"
    daemon_threads = True


def open_server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server for the folder `site`, on `port` or the next free one. Raises BuildError when 20 are taken."""
    for number in range(port, port + PORTS_TRIED):
        try:
            return _Server((HOST, number), partial(Handler, directory=str(site)))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                address = f"{HOST}:{number}"
                raise BuildError(message("cannot-listen", address=address, reason=error.strerror)) from error
    last = port + PORTS_TRIED - 1
    raise BuildError(message("no-free-port", first=port, last=last))


Snapshot = dict[str, tuple[int, int]]


def snapshot(roots: Iterable[Path]) -> Snapshot:
    """Every source file below the roots: path -> time of change (ns), size (bytes). Hidden files are left out."""
    found: Snapshot = {}
    for root in roots:
        if root.is_file():
            _note(root, found)
        for folder, names, files in os.walk(root):
            names[:] = [name for name in names if not name.startswith(".")]
            for name in files:
                if not name.startswith((".", "~$")):
                    _note(Path(folder) / name, found)
    return found


def _note(path: Path, found: Snapshot) -> None:
    try:
        status = path.stat()
    except OSError:
        return  # gone between listing and looking
    found[str(path)] = (status.st_mtime_ns, status.st_size)


def watch(roots: Iterable[Path], changed: Callable[[], None], stop: threading.Event) -> None:
    """Call `changed` after every change below `roots`, once the files have been still for a moment."""
    watched = tuple(roots)
    seen = snapshot(watched)
    while not stop.wait(POLL_SECONDS):
        now = snapshot(watched)
        if now == seen:
            continue
        while not stop.wait(POLL_SECONDS / 2) and (later := snapshot(watched)) != now:
            now = later  # an editor is still writing
        seen = now
        changed()
