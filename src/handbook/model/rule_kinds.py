"""The kinds of rules: what a rule demands, said without an expression.

`order: [start, end]` is a rule of the kind `order`. A kind is a record; its attributes that refer to a "field" name
fields of the template, or columns of the list that the rule is about (`each`). `rules/kinds.py` judges them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from handbook.model.base import NamedTexts, Record, attribute

#: keys of kinds with `each` that name fields beside the list, and no columns of it
BESIDE = ("party", "from", "until")
#: a column in the words of a presence: 開{vehicle}
IN_BRACES = re.compile(r"\{(\w+)\}")
#: the data lists whose entries have names that a form may hold
NamedList = Literal["people", "vehicles", "rooms", "hotels", "contacts", "roles"]


class RuleKind(Record):
    """What every kind has."""

    compares_rows: ClassVar[bool] = False  # it compares the rows of a list with each other, so the rule has `each`

    @property
    def variant(self) -> str:
        """Which of the kind's sentences in rule_words.toml fits: "" for the first, "equal" for `says-equal`."""
        return ""


@dataclass(frozen=True, kw_only=True)
class RisingOrder(RuleKind):
    """Times or numbers that rise from the first to the last."""

    shorthand: ClassVar[tuple[str, ...]] = ("fields",)

    fields: tuple[str, ...] = attribute("由先到後（由小到大）的欄位；空白的不比。", refers="field")
    equal: bool = attribute("true 表示可以相同。", False)

    @property
    def variant(self) -> str:
        """Which sentence fits, as `RuleKind.variant` says."""
        return "equal" if self.equal else ""


@dataclass(frozen=True, kw_only=True)
class RequiredIf(RuleKind):
    """Fields that must be filled when another has a certain value, or any."""

    field: str = attribute("看哪一欄；也可以寫「清單.欄」，任何一列合乎即算。", refers="field")
    equals: tuple[str, ...] = attribute("這一欄是這個值（或其中之一）時。", (), key="is", or_one=True)
    filled: bool = attribute("true 表示這一欄只要填了。`is` 與 `filled` 寫一樣。", False)
    then: tuple[str, ...] = attribute("就要填的欄位，或「清單.欄」（有一列填了即可）。", refers="field", or_one=True)

    @property
    def variant(self) -> str:
        """Which sentence fits, as `RuleKind.variant` says."""
        return "filled" if self.filled else ""


@dataclass(frozen=True, kw_only=True)
class StepSequence(RuleKind):
    """Steps in their order: whoever fills a later one has filled those before it, and their dates do not fall."""

    shorthand: ClassVar[tuple[str, ...]] = ("fields",)

    fields: tuple[str, ...] = attribute("各環節的欄位，依序；其中的日期不可倒過來，同一天可以。", refers="field")


@dataclass(frozen=True, kw_only=True)
class NoOverlap(RuleKind):
    """Nobody and nothing is in two rows at the same time."""

    compares_rows: ClassVar[bool] = True

    who: str = attribute("誰或什麼不可同時在兩處：人、車、場地的欄。", refers="field", key="of")
    start: str = attribute("開始，或起訖的欄。", refers="field")
    end: str = attribute("結束；`start` 是起訖的不必寫。", "", refers="field")


@dataclass(frozen=True, kw_only=True)
class DifferentPeople(RuleKind):
    """Fields that must not name the same person."""

    shorthand: ClassVar[tuple[str, ...]] = ("fields",)

    fields: tuple[str, ...] = attribute("不可是同一個人的欄位。", refers="field")


@dataclass(frozen=True, kw_only=True)
class UniqueRows(RuleKind):
    """Rows of which no two are alike."""

    compares_rows: ClassVar[bool] = True
    shorthand: ClassVar[tuple[str, ...]] = ("fields",)

    fields: tuple[str, ...] = attribute("這幾欄全都相同的，算重複；有一欄空白的不比。", refers="field", or_one=True)

    @property
    def variant(self) -> str:
        """Which sentence fits, as `RuleKind.variant` says."""
        return "together" if len(self.fields) > 1 else ""


@dataclass(frozen=True, kw_only=True)
class RowsInOrder(RuleKind):
    """Rows that stand in the order of their time."""

    compares_rows: ClassVar[bool] = True
    shorthand: ClassVar[tuple[str, ...]] = ("fields",)

    fields: tuple[str, ...] = attribute("各列依這一欄（或這幾欄）由先到後；空白的不比。", refers="field", or_one=True)


@dataclass(frozen=True, kw_only=True)
class DaysBefore(RuleKind):
    """A day that must be some days before another."""

    date: str = attribute("較早的日期，如申請日期。", refers="field")
    before: str = attribute("較晚的日期，如用車日期；起訖取起。", refers="field")
    days: int = attribute("至少提前幾天。")
    workdays: bool = attribute("true 表示只算工作日，自較早那天起算；沒有節假日曆的年份只避開週末。", False)

    @property
    def variant(self) -> str:
        """Which sentence fits, as `RuleKind.variant` says."""
        return "workdays" if self.workdays else ""


@dataclass(frozen=True, kw_only=True)
class KnownName(RuleKind):
    """A name that must be in one of the handbook's lists."""

    field: str = attribute("哪一欄。", refers="field")
    listed_in: NamedList = attribute("在哪個資料清單裡：`docs/_data/` 的同名清單。", key="in")


@dataclass(frozen=True, kw_only=True)
class NumberLimit(RuleKind):
    """A number that must not be too small or too large."""

    field: str = attribute("哪一欄。", refers="field")
    least: str = attribute("不可小於。", "", form="number")
    most: str = attribute("不可大於。", "", form="number")

    @property
    def variant(self) -> str:
        """Which sentence fits, as `RuleKind.variant` says."""
        return "" if self.least and self.most else "least" if self.least else "most"


@dataclass(frozen=True, kw_only=True)
class AddsUp(RuleKind):
    """A total that must be the sum of its parts."""

    total: str = attribute("合計的欄位。", refers="field")
    of: tuple[str, ...] = attribute("各部分：欄位，或「清單.欄」。", refers="field", or_one=True)


@dataclass(frozen=True, kw_only=True)
class ExpectedFields(RuleKind):
    """Fields that should be filled, though the form can do without."""

    shorthand: ClassVar[tuple[str, ...]] = ("fields",)

    fields: tuple[str, ...] = attribute("應該填的欄位。", refers="field", or_one=True)


@dataclass(frozen=True, kw_only=True)
class ForbiddenWords(RuleKind):
    """Words that must not be written, unless they are denied or part of another word."""

    fields: tuple[str, ...] = attribute(
        "看哪些欄位的文字，或「清單.欄」；不寫時看全部的文字欄。", (), refers="field", or_one=True
    )
    words: tuple[str, ...] = attribute("不可出現的詞；「不安排…」「嚴禁…」這樣否定的不算。", (), or_one=True)
    counted: tuple[str, ...] = attribute(
        "只有連著數量或拿取的動作才算的詞：「兩箱白酒」「帶白酒」算，「白酒企業」不算。", (), or_one=True
    )
    names: tuple[str, ...] = attribute(
        "詞的後面（隔三個字以內）接著這些字的，是別的東西的名稱，不算：「局」使「旅遊局」不算。", (), or_one=True
    )
    unless: tuple[str, ...] = attribute("含有這些詞的不算，以免誤認，如「委員會所在地」裡的「會所」。", (), or_one=True)

    @property
    def variant(self) -> str:
        """Which sentence fits, as `RuleKind.variant` says."""
        return "" if self.fields else "everywhere"


@dataclass(frozen=True, kw_only=True)
class Presence(Record):
    """Who is where from when until when, as a list or the template itself says it."""

    named_by: ClassVar[str] = ""

    rows: str = attribute("哪一張清單；不寫時看範本本身的欄位。", "", refers="field")
    who: str = attribute("誰：人的欄。", "", refers="field")
    guests: bool = attribute("true 表示在場的是來賓：`says` 寫了哪幾位的是那幾位，寫明分組的不比，其餘是全體。", False)
    says: tuple[str, ...] = attribute("看哪些欄，知道是全體、分組還是接送。", (), refers="field", or_one=True)
    start: str = attribute("開始，或起訖的欄。", refers="field")
    end: str = attribute("結束；不寫時只算開始的那一刻。", "", refers="field")
    leaves: str = attribute("由哪裡出發；有它的是一趟車。", "", refers="field")
    place: str = attribute("在哪裡；一趟車是到哪裡。", "", refers="field")
    does: str = attribute("在做什麼，說給別處看，如「開{vehicle}」；大括號裡是欄。")
    journeys: tuple[str, ...] = attribute("`says` 有這些詞的，本來就包括乘車，如「接站」；也不是全體來賓的事。", ())
    asides: tuple[str, ...] = attribute("`says` 有這些詞的，來賓不在場，如「會前」。", ())
    waits: bool = attribute("true 表示車等著：從頭到尾都在這一趟裡的事，不算同時在兩處。", False)
    elsewhere: bool = attribute("true 表示這一項的各列彼此不比，只與別項比。", False)


@dataclass(frozen=True, kw_only=True)
class OnePlace(RuleKind):
    """Nobody is in two places at once, whatever list says that he is there, and has time to get to the next."""

    presences: tuple[Presence, ...] = attribute("哪些清單與欄位說誰在哪裡。")
    party: str = attribute("來賓的姓名：「清單.欄」。", "", refers="field")
    travel: str = attribute("由一處到另一處至少幾分鐘的欄位；同一棟樓裡不算。", "", refers="field")


@dataclass(frozen=True, kw_only=True)
class EveryoneAboard(RuleKind):
    """No guest is left behind: the cars that leave one place together hold all of them."""

    compares_rows: ClassVar[bool] = True

    who: str = attribute("乘坐何人的欄。", refers="field")
    heads: str = attribute("乘坐人數的欄。", refers="field")
    start: str = attribute("出發時間。", refers="field")
    end: str = attribute("到達時間。", refers="field")
    leaves: str = attribute("由何地。", refers="field")
    place: str = attribute("到何地。", refers="field")
    party: str = attribute("來賓的姓名：「清單.欄」。", refers="field")


@dataclass(frozen=True, kw_only=True)
class EveryDay(RuleKind):
    """What each day has, at its hours: the meals of a visit."""

    compares_rows: ClassVar[bool] = True

    at: str = attribute("時間的欄。", refers="field")
    name: str = attribute("名稱的欄，如餐別。", refers="field")
    hours: NamedTexts = attribute("各名稱的時段：`{早餐: 05:30-10:00}`；那一天整段都在期間內的，就要有。")
    since: str = attribute("期間的開始。", refers="field", key="from")
    until: str = attribute("期間的結束。", refers="field")


@dataclass(frozen=True, kw_only=True)
class MisspeltNames(RuleKind):
    """Names that are nearly those of a list, or of the response itself."""

    fields: tuple[str, ...] = attribute("看哪些欄：欄位，或「清單.欄」。", refers="field", or_one=True)
    listed_in: NamedList = attribute("像哪個資料清單裡的：`docs/_data/` 的同名清單。", key="in")
    also: tuple[str, ...] = attribute("這些欄裡寫的也算已知，如來賓的姓名。", (), refers="field", or_one=True)


@dataclass(frozen=True, kw_only=True)
class WorkdayCount(RuleKind):
    """A number of days that is that of the workdays between two dates."""

    field: str = attribute("天數的欄；半天可以。", refers="field")
    start: str = attribute("第一天。", refers="field")
    end: str = attribute("最後一天。", refers="field")


@dataclass(frozen=True, kw_only=True)
class DecidedBy(RuleKind):
    """A value must be what a decision table says. Without `field`, the table need only decide the case.

    `reading/decision_inputs.py` completes what the author leaves out.
    """

    shorthand: ClassVar[tuple[str, ...]] = ("matrix",)

    matrix: str = attribute("哪張決策表（編號）。", refers="matrix")
    field: str = attribute("要合乎這張表的欄位；不寫時是由同一張表得出的欄位。", "", refers="field")
    inputs: NamedTexts | None = attribute(
        "表的各欄取自哪些欄位：`{days: leave_days}`；同編號的不必寫。", None, refers="field", key="with"
    )
    on: str = attribute("以哪個日期欄位決定用哪幾列；表有施行日期時要寫。", "", refers="field")

    @property
    def variant(self) -> str:
        """Which sentence fits, as `RuleKind.variant` says."""
        return "" if self.field else "open"


#: every kind by its key in a rule
RULE_KINDS: Mapping[str, type[RuleKind]] = {
    "order": RisingOrder,
    "required_if": RequiredIf,
    "sequence": StepSequence,
    "no_overlap": NoOverlap,
    "different_people": DifferentPeople,
    "unique": UniqueRows,
    "in_order": RowsInOrder,
    "days_before": DaysBefore,
    "known": KnownName,
    "limit": NumberLimit,
    "adds_up": AddsUp,
    "expected": ExpectedFields,
    "forbids": ForbiddenWords,
    "approver": DecidedBy,
    "one_place": OnePlace,
    "aboard": EveryoneAboard,
    "every_day": EveryDay,
    "misspelt": MisspeltNames,
    "workdays": WorkdayCount,
}
