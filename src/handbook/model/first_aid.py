"""First aid: cards for whoever is with the patient, and where defibrillators hang."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from handbook.model.base import ListEntry, attribute

Drawing = Literal["", "side", "compressions", "cushion", "legs", "blows", "thrusts", "pressure", "thigh"]


@dataclass(frozen=True, kw_only=True)
class FirstAid(ListEntry):
    """One card: what one sees, what one does, what one never does."""

    plural: ClassVar[str] = "first_aid"

    id: str = attribute("急救卡編號。", form="id")
    title: str = attribute("名稱，如「抽搐」。")
    signs: str = attribute("看到什麼就用這張卡。")
    steps: tuple[str, ...] = attribute("做什麼，依序；最多七步，前五步合計最多 240 字。")
    never: tuple[str, ...] = attribute("不要做的事。", ())
    drawings: tuple[Drawing, ...] = attribute("配的圖。", ())
    defibrillator: bool = attribute("true 表示卡上列出 AED 掛在哪裡。", False)
    source: str = attribute("依據哪一份公開指引，連版次或日期。", "")
    reviewed_by: str = attribute("哪個醫務單位審定；不寫顯示「待醫務審定」。", "")
    reviewed: str = attribute("審定日期，YYYY-MM-DD。", "", form="date")


@dataclass(frozen=True, kw_only=True)
class Defibrillator(ListEntry):
    """Where an AED hangs."""

    plural: ClassVar[str] = "defibrillators"

    id: str = attribute("編號。", form="id")
    place: str = attribute("掛在哪裡，說到走過去就看得見。")
    hours: str = attribute("什麼時候拿得到，如「全天」。", "")
    reviewed: str = attribute("最近一次查看的日期，YYYY-MM-DD。", "", form="date")
    sample: bool = attribute("true 表示示例資料，檢查時會提醒替換。", False)
