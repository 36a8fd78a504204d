"""What a search can find: prose, clauses, steps, nodes, items and fields, each with its own address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handbook import search
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load
from handbook.search.plain_text import plain

ROLES = """
- {id: driver, title: 司機}
- {id: clerk, title: 科員, unit: 辦公室, reports_to: driver, contact: desk}
"""
CONTACTS = '- {id: desk, title: 值班室, phone: "0000-1001", night_phone: "0000-2001"}\n'
PROCEDURE = """---
kind: procedure
id: trips
title: 用車
summary: 派車怎麼辦。
roles: [driver]
procedures:
  - id: trip
    title: 派車
    steps:
      - {id: ask, actor: clerk, action: 填申請單, within: 前一天, cite: rules#days}
---
# 用車

先看[規定](rules.md)，
再辦。

{{ procedure("trip") }}

## 準備

電話：{{ contacts("desk") }}

| 事項 | 期限 |
|---|---|
| 加油 | 週五 |

### 車況
查油。

## 收尾
### 車況
查里程。
"""
RULES = """---
kind: regulation
id: rules
title: 車輛辦法
---
# 車輛辦法
## 一、加油 {#fuel}
（一）每週二、週五上午到指定的加油站加油，由專人在站等候，其他時間不加油。 {#days}
    要登記。
1. 先統計公里數。 {#mileage when="加油前" to=clerk}

!!! gap "加油站在哪"
    還沒有定。

```
（二）不是條款 {#no}
```
"""
SITE = {
    "docs/_data/roles.yml": ROLES,
    "docs/_data/contacts.yml": CONTACTS,
    "docs/trips.md": PROCEDURE,
    "docs/rules.md": RULES,
    "docs/index.md": "# 首頁",
}


def found(root: Path) -> dict[str, search.SearchSection]:
    return {section.url: section for section in search.sections(load(root, diagnostics=Diagnostics(root)))}


def test_clauses_are_sections_with_their_place(make_site: Callable[..., Path]) -> None:
    """A result leads to the clause, says its number, and shows under which headings it stands."""
    sections = found(make_site(SITE))
    days, mileage = sections["rules.html#days"], sections["rules.html#mileage"]

    assert days.title == "（一）每週二、週五上午到指定的加油站加油…"
    assert days.text == "每週二、週五上午到指定的加油站加油，由專人在站等候，其他時間不加油。 要登記。"
    assert days.path == ("車輛辦法", "一、加油")
    assert (days.label, days.action, days.kind) == ("一（一）", "cite", "regulation")
    assert mileage.title == "1. 先統計公里數。"
    assert mileage.label == "一（一）1"
    assert mileage.roles == ("clerk",)
    assert mileage.text.startswith("待定：加油站在哪 還沒有定。")
    assert mileage.text.endswith("加油前 科員")
    assert "rules.html#no" not in sections


def test_headings_without_an_id_are_sections(make_site: Callable[..., Path]) -> None:
    """The address is the one Markdown gives; what a component shows there is found, and so are tables."""
    sections = found(make_site(SITE))

    assert sections["trips.html"].text == "派車怎麼辦。 先看規定，再辦。"
    assert sections["trips.html"].roles == ("driver",)
    assert sections["trips.html#準備"].text == "電話： 值班室 0000-1001 0000-2001 事項 期限 加油 週五"
    assert sections["trips.html#準備-車況"].path == ("用車", "準備")
    assert sections["trips.html#收尾-車況"].text == "查里程。"
    assert sections["trips.html#收尾-車況"].level == 3


def test_each_step_is_a_section(make_site: Callable[..., Path]) -> None:
    """A step says who does it, by when and on what ground."""
    sections = found(make_site(SITE))

    assert sections["trips.html#trip"].names == ("派車",)
    step = sections["trips.html#trip-ask"]
    assert step.title == "填申請單"
    assert step.text == "科員 時限 前一天 依據 《車輛辦法》一（一）"
    assert step.roles == ("clerk",)
    assert step.path == ("用車", "派車")


def test_dotted_numbers_are_labels_by_themselves(make_site: Callable[..., Path]) -> None:
    """4.1.5 is looked up as 4.1.5, whatever stands above it."""
    body = "---\nkind: guideline\nid: g\n---\n# 守則\n4.1 儀容 {#a}\n4.1.5 不穿拖鞋 {#b}\n"
    sections = found(make_site({"docs/g.md": body, "docs/index.md": "# 首頁"}))

    assert sections["g.html#b"].label == "4.1.5"
    assert sections["g.html#b"].path == ("守則", "4.1 儀容")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ('## 一、**用車** {#use}\n\n- [規定](a.md) {{ ref("a#b") }}\n| 甲 | 乙 |', "一、用車 規定 甲 乙"),
        ("一行，\n下一行。\n\n另一段", "一行，下一行。 另一段"),
        ("!!! legal\n    待查", "法務待審 待查"),
        ('!!! prohibited "禁止：酒駕"\n    不得', "禁止：酒駕 不得"),
        ("水<sub>2</sub> \\*星\\* A&amp;B file_name", "水2 *星* A&B file_name"),
        ("|甲|乙|\n|:--|--:|\n|1|2|", "甲 乙 1 2"),
        ("標題\n===\n- 甲\n- 乙", "標題 甲 乙"),
        ("名詞\n: 解釋", "名詞 解釋"),
    ],
)
def test_markup_does_not_reach_the_text(markdown: str, text: str) -> None:
    """Readers see words, not Markdown."""
    assert plain(markdown) == text
