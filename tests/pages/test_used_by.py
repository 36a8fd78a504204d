"""The foot of a page says what uses it."""

from __future__ import annotations

from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.views.used_by import used_by
from handbook.reading.loader import load
from support import write_files

RULES = "---\nkind: regulation\nid: rules\ntitle: 車輛辦法\n---\n# 車輛辦法\n\n（一）先批准。{#first}\n"
TRIPS = (
    "---\nkind: procedure\nid: trips\ntitle: 用車\nprocedures:\n  - id: trip\n    title: 派車\n    steps:\n"
    "      - {id: ask, actor: clerk, action: 申請。, cite: rules#first}\n      - {id: go, actor: clerk, action: 出車。, cite: rules#first}\n"
    '---\n# 用車\n\n{{ procedure("trip") }}\n\n見[辦法](rules.md)。\n'
)
CLERK = "---\nkind: role\nid: clerk\ntitle: 科員\n---\n# 科員\n\n1. 登記。{#log}\n"
FILES = {
    "mkdocs.yml": "site_name: 測試手冊\nplugins:\n  - handbook\n",
    "docs/index.md": "# 首頁\n\n[辦法](rules.md)\n",
    "docs/rules.md": RULES,
    "docs/trips.md": TRIPS,
    "docs/clerk.md": CLERK,
    "docs/writing.md": "---\nid: how\ntitle: 怎樣寫\nsection: authoring\n---\n# 怎樣寫\n\n[辦法](rules.md)\n",
}  # fmt: skip


def small_handbook(root: Path) -> Handbook:
    """A regulation that a procedure cites twice and three pages link."""
    diagnostics = Diagnostics(root)
    loaded = load(write_files(root, FILES), diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []
    return loaded


def test_each_document_that_uses_a_page_is_named_once(tmp_path: Path) -> None:
    """By kind. A procedure stands for the page that shows it; authors' pages are not named."""
    found = used_by(small_handbook(tmp_path))["rules.html"]

    assert [(group.title, [(one.title, one.url) for one in group.entries]) for group in found] == [
        ("程序", [("派車", "trips.html#trip")]),
        ("頁面", [("首頁", "index.html")]),
    ]


def test_a_post_has_its_own_view_instead(tmp_path: Path) -> None:
    """What names a post stands in its view; the list at the foot would say it again."""
    assert "clerk.html" not in used_by(small_handbook(tmp_path))
