"""Templates: sections, fields, rules and layouts; and rule packs, which add rules to templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal, get_args

from handbook.model.base import NamedTexts, Record, SampleValues, attribute
from handbook.model.organisation import DataList
from handbook.model.page import Controlled
from handbook.model.rule_kinds import (
    RULE_KINDS,
    AddsUp,
    DaysBefore,
    DecidedBy,
    DifferentPeople,
    EveryDay,
    EveryoneAboard,
    ExpectedFields,
    ForbiddenWords,
    KnownName,
    MisspeltNames,
    NoOverlap,
    NumberLimit,
    OnePlace,
    RequiredIf,
    RisingOrder,
    RowsInOrder,
    RuleKind,
    StepSequence,
    UniqueRows,
    WorkdayCount,
)

Category = Literal["plan", "form", "register", "report"]


FieldType = Literal[
    "text", "long-text", "date", "date-time", "time", "time-span", "number", "money", "choice", "person",
    "vehicle", "room", "phone", "signature", "computed", "rows",
]  # fmt: skip


RuleSeverity = Literal["error", "warning"]


FIELD_TYPES: tuple[str, ...] = get_args(FieldType)

#: the data list that a field of such a type offers unless it says another
OFFERED: Mapping[str, DataList] = {"person": "people", "vehicle": "vehicles", "room": "rooms"}


@dataclass(frozen=True, kw_only=True)
class FieldChoice(Record):
    """One option of a choice field."""

    named_by: ClassVar[str] = "value"
    shorthand: ClassVar[tuple[str, ...]] = ("value", "label")

    value: str = attribute("儲存的值。")
    label: str = attribute("顯示的文字；省略時同值。", "")


@dataclass(frozen=True, kw_only=True)
class Field(Record):
    """One blank to fill in. A field of type `rows` is a list, and its `fields` are the columns."""

    id: str = attribute("欄位名稱：小寫英文、數字與底線；規則與版面用它。", form="name")
    label: str = attribute("標籤。", lent=True)
    type: FieldType = attribute("類型。", "text")
    required: bool = attribute("是否必填。", False)
    help: str = attribute("填寫說明。", "")
    example: str = attribute("填寫範例。", "")
    unit: str = attribute("單位，如 元、人、份。", "")
    choices: tuple[FieldChoice, ...] = attribute("選項（類型 choice）。", ())
    use: tuple[str, ...] = attribute("各欄先放進哪些欄位組（類型 rows）。", (), or_one=True)
    without: tuple[str, ...] = attribute("欄位組裡不要的欄。", (), or_one=True)
    fields: tuple[Field, ...] = attribute("各欄（類型 rows）；與欄位組同編號的，只改寫所寫的鍵。", ())
    min: str = attribute("最小值；類型 rows 時為最少列數。", "", form="number")
    max: str = attribute("最大值；類型 rows 時為最多列數。", "", form="number")
    default: str = attribute("預設值。", "")
    value: str = attribute("計算式，CEL（類型 computed）。", "", form="cel")
    matrix: str = attribute("由哪張決策表得出（類型 computed），代替 `value`。", "", refers="matrix")
    inputs: NamedTexts | None = attribute(
        "決策表的各欄取自哪些欄位：`{days: leave_days}`；同編號的不必寫。", None, key="with"
    )
    on: str = attribute("以哪個日期欄位決定用決策表的哪幾列；表有施行日期時要寫。", "")
    completes: DataList | Literal[""] | None = attribute(
        '由哪個資料清單提供候選。不寫時，person 由 people、vehicle 由 vehicles、room 由 rooms；寫 "" 不提供。', None
    )
    private: bool = attribute("個人資料：副本會遮蔽。", False)
    fresh: bool = attribute("照抄上次的草稿時留空：審定時間、車況等當時的事實。", False)
    lines: int = attribute("紙上表格至少印幾列（類型 rows）；不足的印成空白列，供手寫。", 0)
    short: str = attribute("紙上用的短標籤：表頭一格放不下全名時寫。", "")
    wide: bool = attribute("true 表示在紙上的表格裡占一整行；類型 long-text 的本來就是。", False)
    print: bool = attribute("false 表示不印在紙上，如「已確認」這種只供檢查的欄位。", True)

    def column(self, id: str) -> Field | None:
        """The column of a `rows` field with that id."""
        return next((column for column in self.fields if column.id == id), None)


@dataclass(frozen=True, kw_only=True)
class FieldGroup(Record):
    """Fields that several templates ask for in the same words: the approval, the applicant, the visit."""

    title: str = attribute("標題；段落沒有自己的標題時用它。", "")
    help: str = attribute("說明；段落沒有自己的說明時用它。", "")
    cite: str = attribute("依據的條款；段落沒有自己的依據時用它。", "", refers="clause")
    fields: tuple[Field, ...] = attribute("欄位。")


@dataclass(frozen=True, kw_only=True)
class Section(Record):
    """A group of fields under one heading.

    `columns` and the four keys below it are another way to write one list; `reading/field_groups.py` turns them, and
    the groups in `use`, into `fields`. An id alone is a section of the template that this one is part of
    (`reading/lent_sections.py`). A template that was read has sections with fields only.
    """

    shorthand: ClassVar[tuple[str, ...]] = ("id",)

    id: str = attribute("段落編號。", form="id")
    title: str = attribute("標題。", lent=True)
    help: str = attribute("說明。", "")
    cite: str = attribute("依據的條款。", "", refers="clause")
    use: tuple[str, ...] = attribute("先放進哪些欄位組（`_groups.yml` 的編號），依序。", (), or_one=True)
    without: tuple[str, ...] = attribute("欄位組裡不要的欄位。", (), or_one=True)
    fields: tuple[Field, ...] = attribute("欄位；與欄位組同編號的，只改寫所寫的鍵。", lent=True)
    columns: tuple[Field, ...] = attribute("這一段就是一張清單：各欄。清單的編號與標籤取自段落。", ())
    lines: int = attribute("清單在紙上至少印幾列（有 columns 時）。", 0)
    min: str = attribute("清單最少列數（有 columns 時）。", "", form="number")
    max: str = attribute("清單最多列數（有 columns 時）。", "", form="number")
    required: bool = attribute("清單是否必填（有 columns 時）。", False)


@dataclass(frozen=True, kw_only=True)
class Rule(Record):
    """A check on a filled template: a CEL expression (`rule`) that is true when it is filled in well, or one kind.

    What an author leaves out of a rule of a kind, `reading/rule_defaults.py` completes.
    """

    id: str = attribute("規則編號。有種類的可以不寫，由種類與欄位組成，如 order-start-end。", "", form="id")
    rule: str = attribute("CEL 運算式；為真表示合格。不合用任何種類時才寫。", "", form="cel")
    order: RisingOrder | None = attribute("依序，不可倒過來：`[start, end]`。", None)
    required_if: RequiredIf | None = attribute("在某種情形下要填：`{field: off_hours, is: 是, then: leader}`。", None)
    sequence: StepSequence | None = attribute("環節依序：填了後面的，前面的也要填，日期不可倒過來。", None)
    no_overlap: NoOverlap | None = attribute("同一人（車、場地）的時間不重疊：`{of: vehicle, start: used}`。", None)
    different_people: DifferentPeople | None = attribute("不可是同一個人：`[author, reviewer]`。", None)
    unique: UniqueRows | None = attribute("各列不可重複：`[number, sender]`。", None)
    in_order: RowsInOrder | None = attribute("各列依日期先後：`received_on`。", None)
    days_before: DaysBefore | None = attribute("至少提前幾天：`{date: applied_on, before: start, days: 1}`。", None)
    known: KnownName | None = attribute("要在名單裡：`{field: vehicle, in: vehicles}`。", None)
    limit: NumberLimit | None = attribute("數字的限度：`{field: days, least: 0.5, most: 3}`。", None)
    adds_up: AddsUp | None = attribute("合計要對：`{total: total, of: items.amount}`。", None)
    expected: ExpectedFields | None = attribute("應該填：`host` 或 `[host, place]`。", None)
    forbids: ForbiddenWords | None = attribute("不可出現的詞：`{fields: reason, words: [掃墓]}`。", None)
    approver: DecidedBy | None = attribute(
        "要合乎決策表：`leave-approver`，或 `{matrix: leave-approver, field: approved_by_role}`。", None
    )
    one_place: OnePlace | None = attribute("同一個人同一時間只能在一處，不論哪張清單說的。", None)
    aboard: EveryoneAboard | None = attribute("一起出發的車坐得下全部來賓，一個不漏。", None)
    every_day: EveryDay | None = attribute("每一天都有，時間合乎名稱：`{at: start, name: meal, …}`。", None)
    misspelt: MisspeltNames | None = attribute("像名單裡的、又不是的名字：`{fields: agenda.owner, in: people}`。", None)
    workdays: WorkdayCount | None = attribute(
        "天數合乎起訖之間的工作日：`{field: days, start: start, end: end}`。", None
    )
    message: str = attribute("不合格時怎麼說：哪裡不對。有種類的可以不寫。", "")
    fix: str = attribute("怎麼改。", "")
    each: str = attribute("逐列檢查的 rows 欄位；運算式中以 row 與 index 取值。", "")
    fields: tuple[str, ...] = attribute(
        "指向的欄位；有 each 時為該列的欄。用 `rule` 的，這些欄位都填了才檢查；有種類的可以不寫。", ()
    )
    always: bool = attribute("true 表示欄位空白時也檢查。只用於 `rule`，種類自己知道。", False)
    severity: RuleSeverity = attribute("error 須改、warning 請看。不寫是 error；有種類的依種類。", "error")
    cite: str = attribute("依據的條款。有種類的不寫時，用所在段落的。", "", refers="clause")
    sources: tuple[str, ...] = attribute("來源文件。有種類的不寫時，用範本的。", (), refers="source")
    effective: str = attribute("生效日期。", "", form="date")
    inventory: tuple[str, ...] = attribute("對應事實清冊的哪些編號。", (), form="id", or_one=True)
    pack: str = field(default="", metadata={"hidden": True})  # id of the rule pack it comes from
    says: str = field(default="", metadata={"hidden": True})  # what a rule of a kind demands, in a sentence

    @property
    def statement(self) -> str:
        """The rule as a list of rules has it: what is wrong when it does not hold, or what it demands."""
        return self.message or self.says

    @property
    def kind(self) -> RuleKind | None:
        """The kind of rule; None for a rule with an expression."""
        return next((kind for name in RULE_KINDS if (kind := getattr(self, name))), None)

    @property
    def kind_name(self) -> str:
        """The key of its kind, such as "no_overlap"; "" for a rule with an expression."""
        return next((name for name in RULE_KINDS if getattr(self, name)), "")


@dataclass(frozen=True, kw_only=True)
class Layout(Record):
    """One way to set a filled template on paper."""

    id: str = attribute("版面編號。", form="id")
    title: str = attribute("名稱，如 文本式。")
    file: str = attribute(
        "版面檔案，與範本同資料夾：Jinja + Markdown，或本單位自己的 Word 檔（.docx，內寫 {{來賓.姓名}} 之類的標籤）。"
        "不寫時由段落與欄位排出。",
        "",
    )
    sections: tuple[str, ...] = attribute("只印哪些段落（編號）；用於沒有 `file` 的版面，不寫是全部。", ())
    note: str = attribute("印在紙的最後，如填寫須知；用於沒有 `file` 的版面，不寫用範本的 `note`。", "")
    suits: str = attribute("適用情形。", "")
    suits_when: str = attribute(
        'CEL 運算式；為真時，填寫的頁面建議用這個版面（只是建議），如 `count_filled(guests, "name") > 20.0`。',
        "",
        form="cel",
    )
    extract: bool = attribute("true 表示摘錄：只取一部分內容的紙，如房間表。不列在版面切換裡。", False)
    each: str = attribute(
        "摘錄時每人或每值一張：person 為每位具名的人一張；「列表.欄」為該欄每個值一張。版面中以 each 印出。", ""
    )
    sort: tuple[str, ...] = attribute(
        "摘錄中的清單依時間排列：每項寫「清單.欄」，欄須是日期或時間；沒填時間的列排最後。", ()
    )
    landscape: bool | None = attribute(
        "true 表示紙張橫放，用於欄位多的登記簿；false 直放。不寫時，有 `file` 的直放，沒有的由清單的寬度決定。",
        None,
    )
    fold: bool = attribute(
        "true 表示對摺的卡（如席卡）：大字，印在下半張；由頁面打印時上半張倒印同樣的內容，對摺後兩面都看得到。", False
    )
    path: Path = field(default=Path(), metadata={"hidden": True})

    @property
    def is_extract(self) -> bool:
        """Whether the paper holds only a part of what was filled in."""
        return self.extract or bool(self.each)

    @property
    def reads_back(self) -> bool:
        """Whether an edited Word file can be read back: the paper holds every row in the order of the response."""
        return not (self.each or self.sort)


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """An entry in a calendar, made of each row of a list or of the template's own fields."""

    rows: str = attribute("清單欄位（rows），每列一件事；省略時由範本本身的欄位組成一件事。", "")
    start: str = attribute("開始：日期、日期時間或起訖欄位；為 rows 的欄時寫欄名。")
    end: str = attribute("結束欄位；開始是起訖欄位時不必寫。", "")
    summary: tuple[str, ...] = attribute("標題由哪些欄位組成，依序，以空格相連。", ())
    prefix: str = attribute("放在標題前面的固定文字，如「用餐」。", "")
    place: tuple[str, ...] = attribute("地點由哪些欄位組成，以「→」相連。", ())
    people: tuple[str, ...] = attribute("相關人員的欄位；個人行事曆依姓名取用。", ())
    details: tuple[str, ...] = attribute("寫入說明的欄位，每個一行「標籤：值」。", ())
    remind: int = attribute("提前幾分鐘提醒；0 為不提醒。", 0)


@dataclass(frozen=True, kw_only=True)
class Template(Controlled):
    """What readers fill in: sections of fields, the rules they are held to, the papers that are printed."""

    category: Category = attribute("類別：plan 方案、form 表單、register 登記簿、report 報告。")
    group: str = attribute("在範本總覽裡列在哪一節之下（節的編號）。", "", refers="section")
    part_of: str = attribute(
        "由哪一份範本取出段落（範本編號）；它的草稿可以帶入這一份。", "", refers="template", own=True
    )
    layouts: tuple[Layout, ...] = attribute("版面；第一個是預設。不寫時由段落與欄位排出一個。", ())
    note: str = attribute("印在紙的最後，如填寫須知；用於沒有 `file` 的版面。", "")
    sections: tuple[Section, ...] = attribute("段落；有 `part_of` 時，也可以只寫那份範本的段落編號。")
    rules: tuple[Rule, ...] = attribute("檢查規則。", ())
    checklists: tuple[str, ...] = attribute("相關清單編號。", (), refers="checklist")
    calendar: tuple[Event, ...] = attribute("哪些內容列入行事曆（.ics）。", ())
    sample: SampleValues | None = attribute(
        "一份填好的示例：欄位與它的值。檢查時應該什麼問題都沒有；別的示例放在 `samples/*.json`。", None, own=True
    )
    path: Path = field(default=Path(), metadata={"hidden": True})

    @property
    def fields(self) -> tuple[Field, ...]:
        """All top-level fields, in order; the columns of lists are inside them."""
        return tuple(f for section in self.sections for f in section.fields)

    @property
    def is_by_hand(self) -> bool:
        """Whether its papers are also filled in with a pen, so that they need room for it: forms and registers are."""
        return self.category in ("form", "register")

    @property
    def whole_layouts(self) -> tuple[Layout, ...]:
        """The layouts that print everything; the others are extracts."""
        return tuple(layout for layout in self.layouts if not layout.is_extract)

    @property
    def url(self) -> str:
        """Address of the page where the template is filled in, relative to the site's root."""
        return f"fill/{self.id}.html"

    @property
    def papers_url(self) -> str:
        """Address of the page with the template's extracts; "" when it has none. No id holds a dot, so it is free."""
        return f"fill/{self.id}.papers.html" if any(layout.is_extract for layout in self.layouts) else ""

    def paper_title(self, layout: Layout) -> str:
        """The name of a layout's paper, such as 公務接待方案・房間表. 用車申請單 is not called 用車申請單・申請單."""
        return self.title if self.title.endswith(layout.title) else f"{self.title}・{layout.title}"

    def word_url(self, layout: Layout) -> str:
        """Address of a layout's blank Word file, for readers without JavaScript and for links from elsewhere."""
        return f"fill/{self.id}.{layout.id}.docx"


@dataclass(frozen=True, kw_only=True)
class PackedDefault(Record):
    """The default that a rule pack gives a field of a template."""

    field: str = attribute("欄位名稱，如 `travel_minutes`。")
    value: str = attribute("預先填好的值。")


@dataclass(frozen=True, kw_only=True)
class PackedRules(Record):
    """What a rule pack adds to one template."""

    template: tuple[str, ...] = attribute("範本編號，一個或幾個；本手冊沒有的略過。", or_one=True)
    rules: tuple[Rule, ...] = attribute("檢查規則，寫法與範本的 rules 相同。", ())
    defaults: tuple[PackedDefault, ...] = attribute("改寫欄位預先填好的值，如轉場時間、接待單位。", ())


@dataclass(frozen=True, kw_only=True)
class RulePack(Controlled):
    """Rules and figures from one regulation, which a site switches on in mkdocs.yml."""

    basis: str = attribute("依據的文件全名。")
    legal_review: str = attribute("尚待法務核定時，寫明要核定什麼。", "")
    templates: tuple[PackedRules, ...] = attribute("各範本的規則與數值。")
    path: Path = field(default=Path(), metadata={"hidden": True})
