"""Checklists: items with their due times, and pauses that hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from handbook.model.base import Record, attribute
from handbook.model.page import Controlled

CheckMode = Literal["read-do", "do-verify"]


PauseScope = Literal["list", "group"]


@dataclass(frozen=True, kw_only=True)
class Item(Record):
    """One thing to do or verify."""

    id: str = attribute("項目編號；改寫文字時不變。", form="id")
    action: str = attribute("做什麼（動詞開頭）。")
    role: str = attribute("負責的崗位編號。", "", refers="role")
    due: str = attribute("何時之前，由事件的開始（T）或結束（E）推算，如 T-3 workdays 10:00、T-1 days 17:00、E。", "")
    when: str = attribute("時限的說法；沒有鐘點可算的（如 發現時立即）只寫這個。", "")
    group: str = attribute("分組標題；接續前一項時省略。", "")
    evidence: str = attribute("留下什麼憑據。", "")
    cite: str = attribute("依據的條款。", "", refers="clause")
    pause: str = attribute("做完此項前的停頓點：未確認不得往下。", "")
    owner_from: str = attribute("由方案的哪一欄取得負責的人，如 liaison、vehicles.driver。", "")
    due_from: str = attribute("由方案的哪一欄取得時限，如 materials.due；有多個時取最早的。", "")


@dataclass(frozen=True, kw_only=True)
class PlannedEvent(Record):
    """The filled template that a run of a checklist may begin from, and the fields that a run takes over."""

    template: str = attribute("範本編號。", refers="template")
    name: str = attribute("哪一欄是這次的名稱。")
    start: str = attribute("哪一欄是開始時間（T）。")
    end: str = attribute("哪一欄是結束時間（E）。", "")


@dataclass(frozen=True, kw_only=True)
class Checklist(Controlled):
    """A list to work through, item by item."""

    mode: CheckMode = attribute("read-do 邊讀邊做；do-verify 做完再核。", "read-do")
    phase: str = attribute("階段，如 接待前。", "")
    pause_scope: PauseScope = attribute("停頓點管到哪裡：list 整份清單；group 只管自己那一組，各組不分先後。", "list")
    event: PlannedEvent | None = attribute("由哪一份已填的範本開始：名稱、時間與負責的人照填。", None)
    items: tuple[Item, ...] = attribute("項目。")
    path: Path = field(default=Path(), metadata={"hidden": True})
    page: str = field(default="", metadata={"hidden": True})  # id of the page that shows it
