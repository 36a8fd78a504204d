"""Decision tables: what follows from what, a row for each case, such as who approves how many days of leave.

`rules/decision_tables.py` compiles a table; the page, the computed field and the rule that use it read the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from handbook.model.base import ListEntry, NamedTexts, Record, attribute

InputType = Literal["number", "choice"]

HitPolicy = Literal["unique", "collect"]


@dataclass(frozen=True, kw_only=True)
class MatrixInput(Record):
    """One thing that a table asks about: a column in front of the outcome."""

    id: str = attribute("編號：小寫英文、數字與底線；範本的欄位同編號的，不必另寫 `with`。", form="name")
    title: str = attribute("欄名，如「天數」。")
    type: InputType = attribute("number 數字、choice 選項。", "choice")
    unit: str = attribute("數字的單位，如 天、元；格子裡可以寫，也可以不寫。", "")
    least: str = attribute("數字最小是多少；更小的不算漏。", "0", form="number")
    most: str = attribute("數字最大是多少；更大的不算漏。", "", form="number")
    step: str = attribute("數字的間隔：只有整數的寫 1，有半天的寫 0.5；之間的不算漏。", "", form="number")
    choices: tuple[str, ...] = attribute("有哪些選項（類型 choice）。", ())
    roles: tuple[str, ...] = attribute("選項是崗位時，寫崗位編號；格子裡也寫編號，讀者看到名稱。", (), refers="role")


@dataclass(frozen=True, kw_only=True)
class MatrixOutput(Record):
    """What a table answers: the column of outcomes."""

    id: str = attribute("編號。", form="name")
    title: str = attribute("欄名，如「批准人」。")
    refers: Literal["role", ""] = attribute("role 表示結果是崗位編號，讀者看到名稱。", "")


@dataclass(frozen=True, kw_only=True)
class MatrixRow(Record):
    """One case: the cells, and what follows."""

    when: NamedTexts = attribute("各欄的格子，如 `{grade: 員工, days: 3 以下}`；不寫的欄不論是什麼。")
    then: tuple[str, ...] = attribute("結果；幾個都可以的，寫成清單。", (), or_one=True)
    open: str = attribute("這一格待定的理由；寫了就不寫 `then`。", "")
    cite: str = attribute("依據的條款；不寫時用表的 `clause`。", "", refers="clause")
    since: str = attribute("自哪一天起，YYYY-MM-DD。", "", form="date")
    until: str = attribute("到哪一天為止（含），YYYY-MM-DD。", "", form="date")
    audience: str = attribute("這一列給誰看；不寫與整張表相同。看不到這一列的人，這種情形顯示為待定。", "")


@dataclass(frozen=True, kw_only=True)
class Matrix(ListEntry):
    """A decision table."""

    plural: ClassVar[str] = "matrices"

    id: str = attribute("編號；頁面、欄位與規則用它。", form="id")
    title: str = attribute("標題。")
    clause: str = attribute("各列共同依據的條款。", "", refers="clause")
    sources: tuple[str, ...] = attribute("來源文件編號，如 D04。", (), refers="source")
    inventory: tuple[str, ...] = attribute("對應事實清冊的哪些編號。", (), form="id", or_one=True)
    hit: HitPolicy = attribute("unique 一次只合一列；collect 合的各列都算。", "unique")
    inputs: tuple[MatrixInput, ...] = attribute("看哪些事，由左到右。")
    output: MatrixOutput = attribute("得出什麼。")
    rows: tuple[MatrixRow, ...] = attribute("各列。")
    note: str = attribute("印在表下的說明。", "")

    @property
    def is_dated(self) -> bool:
        """Whether some rows are in force for a time only, so that the answer depends on the day."""
        return any(row.since or row.until for row in self.rows)
