"""Emergency flows: nodes, the ladder of authority, and what has to be reported by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handbook.model.base import Record, attribute
from handbook.model.page import Page

NodeType = Literal["action", "decision", "outcome"]


ReportKind = Literal["first", "follow-up", "final"]


@dataclass(frozen=True, kw_only=True)
class Level(Record):
    """One rung of the authority ladder."""

    role: str = attribute("此級的崗位編號。", refers="role")
    when: str = attribute("何時由此級接手。")
    decides: str = attribute("此級可以決定什麼。", "")
    contact: str = attribute("聯絡人編號。", refers="contact")


@dataclass(frozen=True, kw_only=True)
class Choice(Record):
    """One answer to a decision, and where it leads."""

    label: str = attribute("選項文字。")
    next: str = attribute("接著的節點編號。", refers="node")
    default: bool = attribute("true 表示拿不準時選這個。", False)
    severity: str = attribute("選此項即定為哪一級（severities 的編號）；報告時限隨之改變。", "")


@dataclass(frozen=True, kw_only=True)
class Exit(Record):
    """What may change while a flow runs, and where one goes on then: one of `flow`, `node` and `see`."""

    when: str = attribute("什麼變了，如 叫不醒、沒有呼吸。")
    flow: str = attribute("改走哪一條流程（編號）；原來的一起仍留著。", "")
    node: str = attribute("改到本流程的哪一步。", "", refers="node")
    see: str = attribute("改看哪一節（頁面編號#條款編號），如急救動作。", "", refers="clause")


@dataclass(frozen=True, kw_only=True)
class SentReport(Record):
    """A report that is made by doing a step."""

    report: ReportKind = attribute("first 初報、follow-up 續報、final 終報。")
    way: str = attribute("方式，與 limits 的 way 相同；不寫是各種方式都算報出。", "")


@dataclass(frozen=True, kw_only=True)
class ReportLimit(Record):
    """Within how many minutes one report is due."""

    report: ReportKind = attribute("first 初報、follow-up 續報、final 終報。")
    way: str = attribute("方式，如 電話、書面。", "")
    minutes: int = attribute(
        "幾分鐘之內：初報與終報由要求報告的那一步起算（沒有這樣的步驟，由接報起算），"
        "續報由上一次報告起算；沒寫即「待定」。",
        0,
    )
    within: str = attribute("來源的說法，如 立即、隨時；寫在分鐘數前面。", "")
    to: str = attribute("報給誰。", "")


@dataclass(frozen=True, kw_only=True)
class SeverityLevel(Record):
    """One grade of gravity, and which reports it asks for within which time."""

    id: str = attribute("級別編號。", form="id")
    title: str = attribute("名稱，如 重大。")
    limits: tuple[ReportLimit, ...] = attribute("報告時限。", ())
    source: str = attribute("時限出自哪裡；沒有依據的寫「暫定」。")
    effective: str = attribute("時限的生效日期。", "", form="date")


@dataclass(frozen=True, kw_only=True)
class ReportElement(Record):
    """Something that a report must say."""

    id: str = attribute("要素編號。", form="id")
    label: str = attribute("名稱，如 地點。")
    help: str = attribute("怎麼寫。", "")
    personal: bool = attribute("true 表示個人資料：遮蔽本不寫出。", False)
    call: bool = attribute("true 表示打電話時也要說。", False)
    final: bool = attribute("true 表示只有終報要寫。", False)
    names: bool = attribute("true 表示這一起以此為名，如誰、在哪裡。", False)


@dataclass(frozen=True, kw_only=True)
class Node(Record):
    """One step of an emergency flow."""

    id: str = attribute("節點編號。", form="id")
    type: NodeType = attribute("action 行動、decision 判斷、outcome 結果。", "action")
    who: str = attribute("執行的崗位編號。", refers="role")
    do: str = attribute("做什麼（動詞開頭）；判斷節點寫問題。")
    say: tuple[str, ...] = attribute("要說的話或要點。", ())
    within: str = attribute("時限。", "")
    call: tuple[str, ...] = attribute("要撥打的聯絡人編號。", (), refers="contact")
    evidence: tuple[str, ...] = attribute("要留存的憑據。", ())
    next: str = attribute("下一個節點編號。", "", refers="node")
    choices: tuple[Choice, ...] = attribute("判斷節點的選項。", ())
    cite: str = attribute("依據的條款。", "", refers="clause")
    first_aid: tuple[str, ...] = attribute("這一步用得著的急救卡（編號），就在這一步打開。", (), refers="firstaid")
    memory: bool = attribute("true 表示先做、不必先讀的項目。", False)
    demands: tuple[ReportKind, ...] = attribute("由這一步起要求的報告：時限由此起算。", (), or_one=True)
    sends: tuple[SentReport, ...] = attribute("做完這一步就算報出的報告；沒有別的步驟要求，也由這一步要求。", ())
    exits: tuple[Exit, ...] = attribute("情況變了：這一步才有的出口，排在全流程的出口前面。", ())


@dataclass(frozen=True, kw_only=True)
class Entrance(Record):
    """Where somebody begins who comes to the incident later than the one who found it."""

    label: str = attribute("誰從這裡開始，如 我是輔導員，接到通知。")
    node: str = attribute("從哪一步開始。", refers="node")


@dataclass(frozen=True, kw_only=True)
class Flow(Page):
    """An emergency flow: nodes, an authority ladder, contacts and evidence."""

    also: tuple[str, ...] = attribute(
        "慌張的人會打的話，如 失火了；搜尋含有其中一句，第一筆就是這個流程。", (), own=True
    )
    ladder: tuple[Level, ...] = attribute("權限階梯，由下而上。", ())
    nodes: tuple[Node, ...] = attribute("節點；第一個是起點。", ())
    evidence: tuple[str, ...] = attribute("全程要留存的憑據。", ())
    severities: tuple[SeverityLevel, ...] = attribute("級別與報告時限，由輕到重；只寫一級表示不分級。", ())
    elements: tuple[ReportElement, ...] = attribute("報告要說的事。", ())
    entrances: tuple[Entrance, ...] = attribute("另外的入口：不是最先看到的人，從中間的一步開始。", ())
    exits: tuple[Exit, ...] = attribute("情況變了：每一步都有的出口，最要緊的在前。", ())
    ask_after: str = attribute("多久沒有新的記錄，就問這一起結束了沒有，如 P1D、P1W。", "P1D", form="duration")
    keep_days: int = attribute("結束後的記錄在裝置上存幾天；到期後提醒匯出與清除。", 30)
