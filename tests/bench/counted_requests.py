"""A local server that counts what is asked of it, in bytes as they lie on the disk."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from handbook.reading.resources import CONTENT_SECURITY_POLICY


@dataclass
class Log:
    """Every request since the last `clear`: path and size of the file."""

    asked: list[tuple[str, int]] = field(default_factory=list)

    def clear(self) -> None:
        """Begin anew."""
        self.asked = []

    @property
    def bytes(self) -> int:
        """What travels when nobody compresses it."""
        return sum(size for _, size in self.asked)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    log: Log
    policy: str

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes its page hangs up; that is no fault."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or small files wait 40 ms for the browser's acknowledgement

    def end_headers(self) -> None:
        if policy := cast(_Server, self.server).policy:
            self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        path = Path(self.translate_path(self.path))
        cast(_Server, self.server).log.asked.append((self.path, path.stat().st_size if path.is_file() else 0))

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@contextlib.contextmanager
def counted(folder: Path, *, strict: bool = True) -> Iterator[tuple[str, Log]]:
    """Serve `folder` on 127.0.0.1, with our content security policy if `strict`; the address, ending in /, and the log."""
    with _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder))) as server:
        server.log, server.policy = Log(), CONTENT_SECURITY_POLICY if strict else ""
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", server.log
        server.shutdown()
