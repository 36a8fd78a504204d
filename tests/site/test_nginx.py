"""The configuration that is shipped for nginx: each tree is its own server, and asks its own readers who they are."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.reading.resources import CONTENT_SECURITY_POLICY
from support import ROOT, write_files

pytestmark = pytest.mark.slow  # whole sites are built or tried

TREES = ("public", "internal", "restricted")
MAIN = "{user}daemon off; pid nginx.pid; error_log stderr; events {{}} http {{ access_log off; {temporary} include server.conf; }}"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """nginx with the shipped configuration, on one machine: folders and port are changed, nothing else."""
    folder, number = tmp_path_factory.mktemp("nginx"), free_port()
    pages = {f"site/{name}/{page}.html": f"{name} {page}" for name in TREES for page in ("index", "404")}
    users = {f"handbook/{name}.htpasswd": f"{name}-reader:{{PLAIN}}pass\n" for name in TREES[1:]}
    text = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    for there, here in (
        ("/srv/handbook", folder),
        ("/etc/nginx/handbook", folder / "handbook"),
        ("8080", f"127.0.0.1:{number}"),
    ):
        assert there in text
        text = text.replace(there, str(here))
    shared = (ROOT / "deploy/tree.conf").read_text("utf-8")
    user = "" if os.geteuid() else "user root; "  # the folders of tests are closed to all others
    temporary = " ".join(f"{name}_temp_path tmp-{name};" for name in TEMPORARY)
    manifests = {f"site/{name}/build-manifest.json": "{}" for name in TREES}
    write_files(folder, {**pages, **users, **manifests, "server.conf": text, "handbook/tree.conf": shared, "main.conf": MAIN.format(temporary=temporary, user=user)})  # fmt: skip
    program = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "main.conf")]
    tested = subprocess.run([*program, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    running = subprocess.Popen(program, stderr=subprocess.DEVNULL)
    try:
        _wait_for(number)
        yield number
    finally:
        running.terminate()
        running.wait(timeout=10)


def _wait_for(number: int) -> None:
    """Until somebody listens on the port; a connection that is refused is tried again."""
    for _ in range(10_000):
        try:
            socket.create_connection(("127.0.0.1", number), timeout=1).close()
        except OSError:
            continue
        return


def get(port: int, name: str, path: str = "/", user: str = "") -> http.client.HTTPResponse:
    """The answer of the server of a tree."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Host": f"{name}.handbook.example"}
    if user:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:pass".encode()).decode()
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def test_each_tree_asks_its_own_readers(port: int) -> None:
    """The public one nobody; the others for a name, and those of one tree are strangers to the other."""
    assert get(port, "public").read() == b"public index"
    for name, other in (("internal", "restricted"), ("restricted", "internal")):
        assert get(port, name).status == 401
        assert get(port, name, user=f"{other}-reader").status == 401
        assert get(port, name, user=f"{name}-reader").read() == f"{name} index".encode()


def test_nothing_is_told_besides_the_pages(port: int) -> None:
    """No other tree by a path, no list of files, no answer to another name; a page that is missing is the tree's own."""
    assert get(port, "public", "/../restricted/index.html").status == 400
    assert get(port, "public", "/build-manifest.json").status == 404
    assert get(port, "public", "/none.html").read() == b"public 404"
    with pytest.raises(http.client.RemoteDisconnected):
        get(port, "other")


def test_the_headers_are_those_of_the_program(port: int) -> None:
    """The same policy as in the pages; no proxy keeps an answer for others."""
    for answer in (get(port, "public"), get(port, "internal")):
        assert answer.getheader("Content-Security-Policy") == CONTENT_SECURITY_POLICY
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert "private" in str(answer.getheader("Cache-Control"))


def test_every_usual_tree_has_a_server() -> None:
    """With the name of its folder."""
    text = Path(ROOT / "deploy/nginx.conf").read_text("utf-8")

    assert [name for name in TREES if f"/srv/handbook/site/{name};" not in text] == []
