"""From what each compiled table is compiled, in the reader's words: such a page has no other source than the handbook.

Every row of a table names or links its own place; what it says stands there, with the source documents of that page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from handbook.model.page import Page

ORIGINS: Mapping[str, str] = {
    "authority": "各頁的決策表、程序和應急流程",
    "calendars": "各崗位的職責",
    "changes": "各份文件的修訂說明",
    "duty-times": "各崗位的職責",
    "legal-reviews": "各頁的「法務待審」",
    "open-points": "各頁的「待定」",
    "prohibitions": "各頁的「禁止」",
    "responsibilities": "各程序的步驟",
    "rules": "各份範本的檢查",
    "sources": "各份文件所寫的來源",
    "terms": "用語表",
}
_CHART, _LISTS = "各崗位的上級", "各頁"
_CALL = re.compile(r"""\{\{\s*(?P<call>compiled|org_chart|section_pages|gallery)\(\s*(?:["'](?P<name>[\w-]+)["'])?""")


def origins_of(page: Page) -> tuple[str, ...]:
    """From what the tables, charts and lists of a page are compiled, each once, in the order of the page."""
    return tuple(dict.fromkeys(filter(None, map(_origin, _CALL.finditer(page.body)))))


def _origin(call: re.Match[str]) -> str:
    if call["call"] == "compiled":
        return ORIGINS.get(call["name"] or "", "")
    return _CHART if call["call"] == "org_chart" else _LISTS
