"""The command line: what each command prints, writes and answers with."""

from __future__ import annotations

import html
import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.model.organisation import LISTS
from handbook.reading.json_schemas import DEFAULTS, SCHEMAS
from handbook.reading.loader import FILES
from handbook.reading.resources import CONTENT_SECURITY_POLICY
from support import MINIMAL_CONFIG, build_site, command, environment, fingerprint, run_handbook, run_process, said

OWN_TEMPLATE = """\
id: vehicle-request
title: 本處用車單
category: form
layouts:
  - {id: form, title: 表格, file: form.md.jinja}
sections:
  - {id: main, title: 內容, fields: [{id: name, label: 申請人}]}
"""
OWN_COMPONENT = {
    "macros/role-card/role-card.yml": (
        "summary: 卡片\nparams:\n  - {name: role, type: RoleView, required: true, help: 崗位}\n"
    ),
    "macros/role-card/role-card.html.jinja": "{% macro role_card(role) %}<p>本處卡片 {{ role.title }}</p>{% endmacro %}\n",
}


# ── new, list, schema ──


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook written by `handbook new`, in a folder that had to be made, with Chinese and a space in its path."""
    folder = tmp_path_factory.mktemp("new") / "新的 資料夾" / "手冊"
    done = run_process("new", folder)
    assert done.returncode == 0, said(done)
    return folder


def test_a_new_handbook_is_sound_and_can_be_built(started: Path) -> None:
    """What `handbook new` writes has no errors and builds."""
    done = run_process("check", cwd=started)

    assert done.returncode == 0, said(done)
    assert {"synonyms.yml", "terms.yml"} <= {path.name for path in (started / "docs/_data").iterdir()}
    assert (build_site(started, started / "site") / "index.html").is_file()


def test_new_writes_into_no_folder_that_is_in_use(started: Path) -> None:
    """A folder with something in it is left alone; that is wrong use."""
    before = fingerprint(started / "docs")

    assert run_process("new", started).returncode == 2
    assert fingerprint(started / "docs") == before


def test_list_prints_ids_and_titles(started: Path) -> None:
    """All kinds as lines of text, one kind as JSON; an unknown kind is wrong use."""
    lines = run_process("list", cwd=started).stdout.splitlines()
    roles = json.loads(run_process("list", "roles", "--json", cwd=started).stdout)["roles"]

    assert {line.split("\t")[0] for line in lines} >= {"pages", "roles", "templates", "checklists", "flows"}
    assert {"id": "office-clerk", "title": "辦事員", "url": "duties/office-clerk.html"} in roles
    assert run_process("list", "nothing", cwd=started).returncode == 2


def test_private_data_replaces_the_data_folder(make_site: Callable[..., Path], tmp_path: Path) -> None:
    """--data names another folder of lists, outside the handbook."""
    root = make_site({"docs/index.md": '# 手冊\n\n{{ contact_phone("duty") }}\n'})
    private = tmp_path / "private"
    private.mkdir()
    (private / "contacts.yml").write_text("- {id: duty, title: 值班, phone: 0123}\n", encoding="utf-8")

    assert run_handbook("check", cwd=root).returncode == 1
    assert run_handbook("check", "--data", private, cwd=root).returncode == 0


def test_schemas_are_offered_for_every_kind_of_file() -> None:
    """`handbook schema` knows what the loader reads, and nothing else: documents as objects, lists as arrays."""
    schemas = {kind: json.loads(run_handbook("schema", kind).stdout) for kind in SCHEMAS}

    assert {kind for kind, schema in schemas.items() if schema["type"] == "object"} == {*FILES, *DEFAULTS, "groups"}
    assert {kind for kind, schema in schemas.items() if schema["type"] == "array"} == {*LISTS}
    assert "sections" in schemas["template"]["required"]
    assert schemas["contacts"]["items"]["properties"]["phone"]["description"]


# ── a site's own parts ──


def test_own_components_and_templates_shadow_ours(make_site: Callable[..., Path]) -> None:
    """A component or template of the site wins over ours of that name, also over one it asked to inherit."""
    root = make_site(
        {
            "mkdocs.yml": "site_name: 手冊\nplugins:\n  - handbook:\n      inherit: [vehicle-request, reception-before]\n",
            "docs/index.md": '# 手冊\n\n{{ role_card("clerk") }}\n\n{{ checklist("reception-before") }}\n',
            "docs/_data/roles.yml": "- {id: clerk, title: 辦事員}\n",
            "templates/vehicle-request/template.yml": OWN_TEMPLATE,
            "templates/vehicle-request/form.md.jinja": "# 用車單\n\n{{ name }}\n",
            **OWN_COMPONENT,
        }
    )

    site = build_site(root, root / "site")

    html = (site / "index.html").read_text(encoding="utf-8")
    assert "本處卡片 辦事員" in html
    assert "hb-checklist" in html
    assert "本處用車單" in (site / "fill/vehicle-request.html").read_text(encoding="utf-8")


# ── build ──


def test_mkdocs_builds_the_same_site_without_its_banner(make_site: Callable[..., Path], tmp_path: Path) -> None:
    """`mkdocs build` gives the bytes of `handbook build`, and nothing is advertised."""
    root = make_site({"docs/index.md": "# 手冊\n", "docs/頁.md": "# 頁\n"})
    other = tmp_path / "other"
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(other)]

    variables = {key: value for key, value in environment().items() if key != "NO_MKDOCS_2_WARNING"}
    done = subprocess.run(mkdocs, cwd=root, env=variables, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert fingerprint(other) == fingerprint(build_site(root, root / "site"))


@pytest.mark.parametrize("place", ["docs/site", ".", "..", "file", "file/site"])
def test_a_site_goes_into_no_unsuitable_place(make_site: Callable[..., Path], place: str) -> None:
    """Among the sources, above them, or where a file is, no site is written."""
    root = make_site({"docs/index.md": "# 手冊\n", "file": "text"})
    before = fingerprint(root)

    done = run_process("build", "--site-dir", root / place, cwd=root)

    assert done.returncode == 1, said(done)
    assert "Traceback" not in said(done)
    assert fingerprint(root) == before


def test_a_page_of_the_whole_list_shows_titles_as_text(make_site: Callable[..., Path]) -> None:
    """A title with marks of HTML, Markdown and calls is text wherever it is printed."""
    title = '<img src=x onerror=alert(1)>*[a](b)* {{ nothing() }} "</script>\\u2028'
    root = make_site({"docs/index.md": "# 手冊\n", "docs/a/index.md": f"---\ntitle: {json.dumps(title)}\n---\n# 題\n"})

    site = build_site(root, root / "site")

    for path in site.rglob("*.html"):
        assert "<img src=x" not in path.read_text(encoding="utf-8"), path
    for path in (site / "assets/handbook").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert "</script" not in text
        assert "\u2028" not in text
    assert "{{ nothing() }}" in html.unescape((site / "search.html").read_text(encoding="utf-8"))


# ── serve ──


@pytest.fixture
def served(make_site: Callable[..., Path]) -> Iterator[tuple[Path, str, subprocess.Popen[str]]]:
    """A small handbook, served: its root, the address, the process."""
    root = make_site({"docs/index.md": "# 手冊\n\n第一版\n", "mkdocs.yml": MINIMAL_CONFIG})
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored, and inherited so, in a shell's background job
    process = subprocess.Popen(
        command("serve", "--port", "18431"),
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    address = next(line.split()[0] for line in process.stdout if "http://" in line)
    yield root, address, process
    process.kill()
    process.wait()


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        return str(answer.read().decode())


@pytest.mark.slow
def test_serving_follows_the_sources(served: tuple[Path, str, subprocess.Popen[str]]) -> None:
    """A change is shown, a faulty change leaves the site, a taken port is passed over, Ctrl+C ends it well."""
    root, address, process = served
    page = root / "docs/index.md"
    assert "第一版" in fetch(address)

    page.write_text("# 手冊\n\n{{ nothing() }}\n", encoding="utf-8")
    assert process.stdout is not None
    next(line for line in process.stdout if "nothing" in line)  # it has been built, and refused
    assert "第一版" in fetch(address)

    page.write_text("# 手冊\n\n第二版\n", encoding="utf-8")
    deadline = time.monotonic() + 30
    while "第二版" not in fetch(address) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert "第二版" in fetch(address)

    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(address + "nothing.html")

    second = subprocess.Popen(
        command("serve", "--port", "18431", "--no-watch"),
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert second.stdout is not None
    other = next(line.split()[0] for line in second.stdout if "http://" in line)
    second.kill()
    second.wait()
    assert other != address

    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
