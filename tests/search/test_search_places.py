"""Every address that a search can lead to has its element on the built page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path

from handbook import search
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load
from handbook.reading.plugin_settings import read_settings
from support import ROOT, run_process, said

_ID = re.compile(r'\sid="([^"]*)"')


def ids(page: Path) -> list[str]:
    """The ids of a built page, without what is in templates of the script."""
    return [unescape(id) for id in _ID.findall(page.read_text(encoding="utf-8"))]


def dead(root: Path, site: Path) -> list[str]:
    """Addresses of sections that lead nowhere."""
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics, inherit=read_settings(root, diagnostics).inherit)
    assert diagnostics.errors == []
    known: dict[str, set[str]] = {}
    missing = []
    for section in search.sections(handbook):
        for address in filter(None, (section.url, section.target.removesuffix("?start"))):
            path, _, id = address.partition("#")
            if path not in known:
                known[path] = {*ids(site / path), ""}
            if id not in known[path]:
                missing.append(address)
    return missing


def test_every_section_of_this_handbook_has_its_place(built_site: Path) -> None:
    """Every section of this handbook, from clause to item, has its element on a page."""
    assert dead(ROOT, built_site) == []


def test_no_id_stands_twice_on_a_page(built_site: Path) -> None:
    """No id stands twice on a page: a link would lead to the first."""
    twice = {
        page.relative_to(built_site).as_posix(): [id for id, count in Counter(ids(page)).items() if count > 1]
        for page in sorted(built_site.rglob("*.html"))
    }
    assert {page: found for page, found in twice.items() if found} == {}


def test_no_heading_is_numbered_by_its_place(built_site: Path) -> None:
    """No id counts, as 準備_1 would: it would lead elsewhere after the next edit."""
    numbered = [id for page in built_site.rglob("*.html") for id in ids(page) if re.search(r"_\d+$", id)]
    assert numbered == []


HARD = """# 難題 {.wide}

甲乙 **丙** `丁`
================

## **粗** 與 `碼` [連結](index.md) {.x}
## 一、總則（ABC）ＡＢＣ
##無空格
## 結尾井號 ##
## 有編號 {#given}
## 黏著{#glued}
## 電話 {{ contact_phone("desk") }}
## {{ person("wang") }}的事
## a_b_c \\* 星
## A&amp;B <kbd>鍵</kbd>
<!--
## 註解裡
-->
```
## 程式裡
```
- 項目
## 緊跟清單

!!! note
    ## 提示裡
    字

底線
---

> ## 引文裡

### 同名
## 下一節
### 同名
"""


def test_every_kind_of_heading_has_its_place(make_site: Callable[..., Path]) -> None:
    """Whatever Markdown can do to a heading, the loader and the page agree on its id."""
    root = make_site(
        {
            "docs/index.md": "# 首頁\n",
            "docs/hard.md": HARD,
            "docs/_data/contacts.yml": '- {id: desk, title: 值班室, phone: "123"}\n',
            "docs/_data/people.yml": "- {id: wang, name: 王某}\n",
        }
    )
    done = run_process("build", "--site-dir", root / "site", cwd=root)
    assert done.returncode == 0, said(done)

    found = ids(root / "site/hard.html")
    assert dead(root, root / "site") == []
    assert "heading-not-shown" not in said(done)
    expected = [
        "甲乙-丙-丁", "粗-與-碼-連結", "一-總則-abc-abc", "無空格", "結尾井號", "given", "glued", "電話", "的事", "a-b-c-星",
        "a-b-鍵", "緊跟清單", "底線", "底線-同名", "下一節", "下一節-同名", "提示裡", "引文裡",
    ]  # fmt: skip
    assert set(expected) <= set(found)
    assert "註解裡" not in found
    assert "{#glued}" not in (root / "site/hard.html").read_text(encoding="utf-8")
