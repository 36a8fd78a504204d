"""Blank papers as one zip: of a group of templates, of a post."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.site_outline import SiteOutline
from handbook.reading.loader import load
from handbook.site.paper_archives import paper_archives
from support import write_files

FIELDS = "sections:\n  - id: main\n    title: 內容\n    fields:\n      - {id: name, label: 姓名}\n"
FILES = {
    "mkdocs.yml": "site_name: 測試手冊\nplugins:\n  - handbook\n",
    "docs/index.md": "# 首頁\n",
    "docs/clerk.md": (
        "---\nkind: role\nid: clerk\ntitle: 科員\n---\n# 科員\n\n1. 登記。{#log form=log}\n2. 申請。{#ask form=request}\n"
    ),
    "docs/porter.md": "---\nkind: role\nid: porter\ntitle: 門衛\n---\n# 門衛\n\n1. 登記。{#log form=log}\n",
    "templates/log/template.yml": f"id: log\ntitle: 收發/登記\ncategory: form\nsection: office\nlayouts:\n  - {{id: form, title: 登記}}\n{FIELDS}",
    "templates/request/template.yml": f"id: request\ntitle: 申請\ncategory: form\nsection: office\nlayouts:\n  - {{id: form, title: 申請}}\n{FIELDS}",
}  # fmt: skip
WORD = {"fill/log.form.docx": b"log", "fill/request.form.docx": b"request"}


def small_handbook(root: Path) -> Handbook:
    """Three templates in one section; one post needs two of them, another one."""
    diagnostics = Diagnostics(root)
    loaded = load(write_files(root, FILES), diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []
    return loaded


def test_a_group_and_a_post_have_their_papers_in_one_zip(tmp_path: Path) -> None:
    """By the papers' titles. A post with a single paper has no zip."""
    handbook = small_handbook(tmp_path)

    found = paper_archives(handbook, SiteOutline.of(handbook), WORD)

    assert sorted(found) == ["fill/papers-of-clerk.zip", "fill/papers-office.zip"]
    for content in found.values():
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "申請.docx": b"request",
            "收發・登記.docx": b"log",
        }


def test_equal_papers_give_equal_bytes(tmp_path: Path) -> None:
    """On any day: a build changes only what its sources changed."""
    handbook = small_handbook(tmp_path)
    outline = SiteOutline.of(handbook)

    assert paper_archives(handbook, outline, WORD) == paper_archives(handbook, outline, WORD)
