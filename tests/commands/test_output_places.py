"""A command never overwrites what it reads, and stops in one line."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.commands import check
from support import MINIMAL_CONFIG, run_handbook

TEMPLATE = """\
id: note
title: 便條
version: "1.0"
category: form
layouts: [{id: form, title: 單張, file: form.md.jinja}]
sections: [{id: main, title: 內容, fields: [{id: title, label: 名稱}]}]
"""
FILES = {
    "mkdocs.yml": MINIMAL_CONFIG,
    "docs/index.md": "# 手冊\n",
    "docs/old.docx": "x",
    "templates/note/template.yml": TEMPLATE,
    "templates/note/form.md.jinja": "{{ title }}\n",
    "data.json": '{"template": "note", "version": "1.0", "values": {"title": "甲"}}',
}


@pytest.mark.parametrize(
    "arguments",
    [
        ("fill", "note", "data.json", "-o", "docs/index.md"),
        ("fill", "note", "data.json", "-o", "docs/old.docx"),
        ("fill", "note", "data.json", "-o", "./data.json"),
        ("build", "--zip", "docs/index.md"),
        ("build", "--zip", "mkdocs.yml"),
        ("build", "--zip", "templates/note/template.yml"),
        ("build", "--site-dir", "templates/note"),
        ("serve", "--site-dir", "docs"),
        ("read", "docs/old.docx", "-o", "docs/old.docx"),
    ],
    ids=" ".join,
)
def test_a_source_is_not_overwritten(make_site: Callable[..., Path], arguments: tuple[str, ...]) -> None:
    root = make_site(FILES)

    done = run_handbook(*arguments, "--lang", "zh", cwd=root)

    assert done.returncode == 1
    assert "不會覆蓋" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert {name: (root / name).read_text("utf-8") for name in FILES} == FILES


def test_a_new_sample_beside_its_template_is_written(make_site: Callable[..., Path]) -> None:
    root = make_site(FILES)

    done = run_handbook("fill", "note", "data.json", "-o", "templates/note/new.json", cwd=root)

    assert done.returncode == 0, done.stderr
    assert (root / "templates/note/new.json").exists()


def test_interrupted_a_command_says_so_in_one_line(
    make_site: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check.command, "callback", stop)
    handler = signal.getsignal(signal.SIGINT)

    done = run_handbook("check", "--lang", "zh", cwd=make_site(FILES))
    signal.signal(signal.SIGINT, handler)

    assert done.returncode == 130
    assert done.stderr.strip() == "已中斷；沒有做完的都沒有寫入"


@pytest.mark.parametrize("name", ["con.md", "nul.txt", "Com1.png", "aux/page.md", "end..pdf", "lpt9.tar.csv"])
def test_names_that_windows_cannot_hold_are_errors(make_site: Callable[..., Path], name: str) -> None:
    root = make_site({**FILES, f"docs/{name}": "# 頁\n"})

    done = run_handbook("check", cwd=root)

    assert ("file-name" in done.stdout + done.stderr) == (name != "end..pdf")


def test_circles_of_deputies_and_of_documents_are_shown(make_site: Callable[..., Path]) -> None:
    head = "---\nid: {}\ntitle: {}\nsuperseded_by: {}\n---\n文字。\n"
    roles = "- {id: one, title: 甲, deputy: two, about: index}\n- {id: two, title: 乙, deputy: one, about: index}\n"
    root = make_site({
        **FILES, "docs/a.md": head.format("first", "第一", "second"), "docs/b.md": head.format("second", "第二", "first"),
        "docs/_data/roles.yml": roles,
    })  # fmt: skip

    done = run_handbook("check", "--lang", "zh", cwd=root)
    said = done.stdout + done.stderr

    assert "甲 → 乙 → 甲" in said
    assert "第一 → 第二 → 第一" in said
