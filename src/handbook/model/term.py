"""The words that a handbook has chosen, the words that it does not use, and what its abbreviations stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from handbook.model.base import ListEntry, attribute


@dataclass(frozen=True, kw_only=True)
class Term(ListEntry):
    """One word and its meaning."""

    plural: ClassVar[str] = "terms"
    named_by: ClassVar[str] = "term"

    term: str = attribute("用的寫法；縮寫也寫在這裡，如 `KPI`。")
    avoid: tuple[str, ...] = attribute("不用的寫法；讀者看的頁面用了，檢查時會提醒。", (), key="not", or_one=True)
    full: str = attribute("縮寫的全稱，如「關鍵績效指標」；頁面第一次用到時，寫在縮寫後面。", "")
    meaning: str = attribute("一句話說明。", "")
    why: str = attribute("為什麼選這個寫法。", "")
