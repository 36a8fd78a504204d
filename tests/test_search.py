"""What a search can find: prose, clauses, steps, nodes, items and fields, each with its own address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handbook import search
from handbook.errors import Diagnostics
from handbook.loader import load
from handbook.search.sections import plain

ROLES = "- {id: driver, title: 司機}\n- {id: clerk, title: 科員}\n"
PROCEDURE = """---
kind: procedure
id: trips
title: 用車
procedures:
  - id: trip
    title: 派車
    steps:
      - {id: ask, actor: clerk, action: 填申請單, within: 前一天}
---
# 用車

先看[規定](rules.md)。

{{ procedure("trip") }}
"""
RULES = """---
kind: regulation
id: rules
title: 車輛辦法
---
# 車輛辦法
## 一、加油 {#fuel}
（一）每週二、週五上午加油。 {#days}

```
（二）不是條款 {#no}
```
"""


def found(root: Path) -> dict[str, search.Section]:
    return {section.url: section for section in search.sections(load(root, diagnostics=Diagnostics(root)))}


def test_clauses_and_steps_are_sections_of_their_own(make_site: Callable[..., Path]) -> None:
    """A result leads to the clause or the procedure, not only to the page."""
    root = make_site(
        {"docs/_data/roles.yml": ROLES, "docs/trips.md": PROCEDURE, "docs/rules.md": RULES, "docs/index.md": "# 首頁"}
    )
    sections = found(root)

    assert sections["rules.html#days"].text == "（一）每週二、週五上午加油。"
    assert sections["rules.html#days"].path == "車輛辦法"
    assert sections["trips.html#trip"].text == "科員 填申請單 前一天"
    assert "rules.html#no" not in sections


def test_restricted_pages_are_not_searchable(make_site: Callable[..., Path]) -> None:
    """The text of a restricted page is in no section."""
    root = make_site({"docs/secret.md": "---\naudience: restricted\n---\n# 機密\n暗號\n", "docs/index.md": "# 首頁"})

    assert all("暗號" not in section.text for section in found(root).values())


def test_markup_does_not_reach_the_text() -> None:
    """Readers see words, not Markdown."""
    assert plain('## 一、**用車** {#use}\n\n- [規定](a.md) {{ ref("a#b") }}\n| 甲 | 乙 |') == "一、用車 規定 甲 乙"
