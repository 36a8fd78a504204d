"""Procedures: ordered steps, each with its actor, condition, time limit and paper."""

from __future__ import annotations

from dataclasses import dataclass, field

from handbook.model.base import Record, attribute
from handbook.model.page import Page


@dataclass(frozen=True, kw_only=True)
class Step(Record):
    """One step of a procedure."""

    id: str = attribute("步驟編號。", form="id")
    actor: str = attribute("執行的崗位編號。", refers="role")
    action: str = attribute("做什麼（動詞開頭）。")
    when: str = attribute("在什麼條件下才做。", "")
    within: str = attribute("時限。", "")
    template: str = attribute("用到的範本編號。", "", refers="template")
    evidence: str = attribute("留下什麼憑據。", "")
    cite: str = attribute("依據的條款（頁面編號#條款編號）。", "", refers="clause")


@dataclass(frozen=True, kw_only=True)
class Procedure(Record):
    """Ordered steps, each with its actor."""

    id: str = attribute("程序編號。", form="id")
    title: str = attribute("標題。")
    summary: str = attribute("一句話說明。", "")
    sources: tuple[str, ...] = attribute("來源文件。", (), refers="source")
    inventory: tuple[str, ...] = attribute("對應事實清冊的哪些編號。", (), form="id", or_one=True)
    steps: tuple[Step, ...] = attribute("步驟，依序。")
    page: str = field(default="", metadata={"hidden": True})  # id of the page that defines it

    @property
    def actors(self) -> tuple[str, ...]:
        """The role ids taking part, in order of first appearance."""
        return tuple(dict.fromkeys(step.actor for step in self.steps))


@dataclass(frozen=True, kw_only=True)
class ProcedurePage(Page):
    """A page with one or more procedures."""

    procedures: tuple[Procedure, ...] = attribute("本頁定義的程序。", ())
