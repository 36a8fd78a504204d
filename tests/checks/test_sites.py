"""Golden mini-sites: sources, sound and broken, and what `handbook check` says about them.

Each folder of tests/sites/ is a small handbook with an expected.txt: the exit code in its first line, then
the output. `pytest tests/checks/test_sites.py --update-golden` writes them anew; the diff is what to review.
"""

from __future__ import annotations

import re
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from handbook.site import build
from support import ROOT, run_handbook, run_process, said

CASES = sorted(path.parent for path in (ROOT / "tests/sites").glob("*/mkdocs.yml"))


def outcome(root: Path) -> str:
    """What `handbook check` says about the site in `root`, and how long it may take: ten seconds of one processor."""
    limit = partial(resource.setrlimit, resource.RLIMIT_CPU, (10, 10))  # whatever else the machine has to do
    done = run_process("check", "--lang", "en", cwd=root, timeout=60, preexec_fn=limit)
    assert done.returncode >= 0, "took more than ten seconds"
    assert "Traceback" not in done.stderr, said(done)
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_check_says_what_is_expected(case: Path, request: pytest.FixtureRequest) -> None:
    """The check of a mini-site prints exactly the expected text."""
    golden = case / "expected.txt"
    done = run_handbook("check", "--lang", "en", cwd=case)
    found = f"{done.returncode}\n{done.stdout}{done.stderr}"
    if request.config.getoption("--update-golden"):
        golden.write_text(found, encoding="utf-8")

    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_diagnostics_point_into_the_sources(case: Path) -> None:
    """Every diagnostic names a file of the site and a line it has, and can be said in both languages."""
    found = build.check(case)

    for one in found:
        path = one.span.path
        assert path.is_relative_to(case)
        assert "{" not in (one.message("zh") + one.message("en")).replace("{{", "").replace("{%", "").replace("{#", "")
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.exists() else [""]
        assert 1 <= one.span.line <= len(lines)
        assert one.span.column >= 1


def test_no_case_lies_where_it_is_not_run() -> None:
    """Every expected.txt belongs to a case."""
    assert sorted(path.parent for path in (ROOT / "tests").rglob("expected.txt")) == CASES


def test_authors_read_their_own_language() -> None:
    """What YAML, CEL and JSON say in English is said in Chinese, and the slips of a Chinese keyboard by their names."""
    cases = ("typed-as-in-word", "broken-extracts", "bad-rule", "wrong-samples")
    said = [one.message("zh") for case in cases for one in build.check(ROOT / "tests/sites" / case)]

    assert "這個運算式看不懂：「=<」不能用在這裡" in said
    assert "這個運算式算不出來：兩邊的類型不同，例如文字和數字" in said
    assert "這裡沒有名為「nme」的欄位" in said
    assert not [text for text in said if re.search(r"token|overload|expected '|\bfield\b|\bcolumn\b", text)]


# Sources that version control should not hold: links out of the project, pipes, very large files.


def test_a_link_out_of_the_project_is_refused(make_site: Callable[..., Path], tmp_path: Path) -> None:
    """A symbolic link to a file outside the handbook is a fault, and its text is not repeated."""
    secret = tmp_path / "secret.md"
    secret.write_text("# 密件\n\n內部電話\n", encoding="utf-8")
    root = make_site({"docs/index.md": "# 手冊\n"})
    (root / "docs/leak.md").symlink_to(secret)

    found = outcome(root)

    assert found.startswith("1\n")
    assert "docs/leak.md:1:1: error[" in found
    assert "內部電話" not in found


def test_a_pipe_is_refused(make_site: Callable[..., Path]) -> None:
    """A named pipe in place of a page is a fault and does not hang the check."""
    import os

    root = make_site({"docs/index.md": "# 手冊\n"})
    os.mkfifo(root / "docs/pipe.md")

    assert "docs/pipe.md:1:1: error[" in outcome(root)


def test_a_very_long_line_is_read_in_time(make_site: Callable[..., Path]) -> None:
    """A line of twenty megabytes is refused or read, within ten seconds of a processor (see `outcome`)."""
    root = make_site({"docs/index.md": "# 手冊\n", "docs/long.md": "# 長\n\n" + "一" * 7_000_000})

    outcome(root)


def test_a_phone_number_stays_text(make_site: Callable[..., Path]) -> None:
    """01012345 is eight digits, not an octal number; yes, 12:30 and 1.10 stay what the author wrote."""
    import json

    record = "- {id: duty, title: 值班室, phone: 01012345, night_phone: 0123}\n"
    page = '---\nid: rules\ntitle: 規定\nversion: 1.10\nsummary: yes\n---\n# 規定\n\n{{ contacts("duty") }}\n'
    root = make_site({"docs/index.md": "# 手冊\n", "docs/rules.md": page, "docs/_data/contacts.yml": record})

    done = run_process("build", "--site-dir", root / "site", cwd=root)
    listed = json.loads(run_handbook("list", "contacts", "--json", cwd=root).stdout)

    assert done.returncode == 0, said(done)
    html = (root / "site/rules.html").read_text(encoding="utf-8")
    assert "01012345" in html
    assert "1.10" in html
    assert listed["contacts"][0]["id"] == "duty"


# ── what version control cannot hold on every system, and what would make a reader wait ──


def test_links_and_pipes_are_refused_wherever_they_stand(make_site: Callable[..., Path], tmp_path: Path) -> None:
    """Neither data, layouts, components nor pictures are read through a link out of the project, or from a pipe."""
    import os

    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "contacts.yml").write_text("- {id: a, title: 密件, phone: 123}\n", encoding="utf-8")
    (outside / "box.html.jinja").write_text("{% macro box() %}密件{% endmacro %}\n", encoding="utf-8")
    (outside / "box.yml").write_text("summary: 框\n", encoding="utf-8")
    root = make_site({"docs/index.md": "# 手冊\n", "macros/pipe/pipe.yml": "summary: 框\n"})
    (root / "docs/_data").symlink_to(outside)
    (root / "docs/loop.md").symlink_to("loop.md")
    (root / "docs/picture.png").symlink_to(outside / "box.yml")
    (root / "macros/box").symlink_to(outside)
    os.mkfifo(root / "docs/pipe.png")
    os.mkfifo(root / "macros/pipe/pipe.html.jinja")

    found = outcome(root)

    assert found.startswith("1\n")
    assert "密件" not in found
    for place in (
        "docs/_data/contacts.yml:1:1: error[outside-project]",
        "docs/loop.md:1:1: error[outside-project]",
        "docs/picture.png:1:1: error[outside-project]",
        "macros/box/box.html.jinja:1:1: error[outside-project]",
        "docs/pipe.png:1:1: error[not-a-file]",
        "macros/pipe/pipe.html.jinja:1:1: error[not-a-file]",
    ):
        assert place in found


def test_names_that_are_one_name_elsewhere(make_site: Callable[..., Path]) -> None:
    """Files that differ in case alone, and names that some systems do not have, are faults."""
    front = "---\nid: {}\n---\n# 頁\n"
    root = make_site(
        {
            "docs/index.md": "# 手冊\n",
            "docs/A/p.md": front.format("p1"),
            "docs/a/p.md": front.format("p2"),
            "docs/caf\u00e9.md": front.format("p3"),
            "docs/cafe\u0301.md": front.format("p4"),
            "docs/甲?乙.md": front.format("p5"),
            "docs/司 機#一%20.md": front.format("p6"),
        }
    )

    found = outcome(root)

    assert found.count("error[duplicate-address]") == 2
    assert "docs/甲?乙.md:1:1: error[file-name]" in found
    assert "司" not in found


HOSTILE = {
    "brackets": ("[" * 9000, "page-timeout"),
    "deep list": ("".join("    " * depth + "- 項\n" for depth in range(300)), ""),
    "backticks": ("\n".join("`" * (number % 90 + 1) + "字" for number in range(4000)), ""),
    "open tags": ("\n".join("<a " * 2000 for _ in range(10)), ""),
    "open comments": ("<!--" * 2400, "raw-html"),
    "open attributes": ("{: " * 3000, ""),
    "shared lists": (
        "{% set ns = namespace(a=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a }}",
        "macro-limit",
    ),
    "json": ("{{ (['a' * 900000] * 1000)|tojson }}", "macro-limit"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_takes_for_ever(name: str, make_site: Callable[..., Path]) -> None:
    """Texts that make Markdown or a template slow or large end within ten seconds, with a fault or without."""
    text, code = HOSTILE[name]
    root = make_site({"docs/index.md": "# 手冊\n", "docs/hostile.md": f"# 頁\n\n{text}\n"})

    found = outcome(root)

    assert f"error[{code}]" in found if code else "internal error" not in found
