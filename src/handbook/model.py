"""The handbook as data: what each kind of page, template and list may say.

These classes are declaration, validation and documentation at once. `schema.py` fills them from
source nodes and derives the JSON Schema; the authoring reference is generated from the `help` texts
(Traditional Chinese, because authors read them in their editor).

Everything is frozen: once loaded, a handbook does not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from handbook.errors import Span

Status = Literal["draft", "trial", "in force", "superseded"]
Audience = Literal["public", "internal", "restricted"]
PageKind = Literal["page", "role", "regulation", "procedure", "guideline", "flow"]
Category = Literal["plan", "form", "register", "report"]
FieldType = Literal[
    "text", "long-text", "date", "date-time", "time", "time-span", "number", "money", "choice", "person",
    "vehicle", "room", "phone", "signature", "computed", "rows",
]  # fmt: skip
NodeType = Literal["action", "decision", "outcome"]
ReportKind = Literal["first", "follow-up", "final"]
CheckMode = Literal["read-do", "do-verify"]
PauseScope = Literal["list", "group"]
RuleSeverity = Literal["error", "warning"]
DataList = Literal["people", "vehicles", "rooms", "hotels"]

FIELD_TYPES: tuple[str, ...] = get_args(FieldType)
EMPTY: Mapping[str, str] = MappingProxyType({})


def attribute(help: str, default: Any = MISSING, *, refers: str = "", form: str = "", key: str = "") -> Any:
    """A dataclass field with its meaning.

    help: what an author should know. refers: the kind of thing an id here names ("role", "clause",
    "template" …). form: a textual form that is checked ("id", "name", "date", "duration", "phone", "hours").
    key: the key used in the source when it differs from the attribute's name.
    """
    metadata = {"help": help, "refers": refers, "form": form, "key": key}
    if isinstance(default, (list, dict)):
        raise TypeError("use an immutable default")
    return field(default=default, metadata=metadata, kw_only=True)


@dataclass(frozen=True)
class Origin:
    """Where a record was read from: the record itself and each of its keys."""

    span: Span
    keys: Mapping[str, Span] = field(default_factory=dict)

    def at(self, key: str) -> Span:
        """The place of `key`'s value, or of the record when the key is absent."""
        return self.keys.get(key, self.span)


@dataclass(frozen=True, kw_only=True)
class Record:
    """Anything read from a source file."""

    origin: Origin = field(repr=False, compare=False, metadata={"hidden": True})


# ── document control ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Controlled(Record):
    """What every controlled document says about itself."""

    id: str = attribute("永久編號：小寫英文、數字與連字號；公布後不再改。", "", form="id")
    title: str = attribute("標題。", "")
    summary: str = attribute("一句話說明，用於首頁、清單與搜尋。", "")
    owner: str = attribute("負責維護本文件的崗位編號。", "", refers="role")
    approver: str = attribute("批准本文件的崗位編號。", "", refers="role")
    version: str = attribute("版本，如 1.0。", "")
    effective: str = attribute("生效日期，YYYY-MM-DD。", "", form="date")
    reviewed: str = attribute("最近一次複審的日期，YYYY-MM-DD。", "", form="date")
    review_every: str = attribute("複審週期，ISO 8601 期間，如 P1Y、P6M。", "", form="duration")
    status: Status = attribute("狀態：draft 草稿、trial 試行、in force 現行、superseded 已廢止。", "in force")
    superseded_by: str = attribute("取代本文件的文件編號。", "")
    audience: Audience = attribute("可閱讀的人：public、internal、restricted。", "internal")
    sources: tuple[str, ...] = attribute("依據的來源文件編號，如 D04。", (), refers="source")
    roles: tuple[str, ...] = attribute("與哪些崗位有關（崗位編號）。", (), refers="role")
    formerly: tuple[str, ...] = attribute("本文件以前的位址，如 duties/old.html；舊連結會通到這裡。", ())


@dataclass(frozen=True)
class Clause:
    """One heading or numbered clause of a page: the unit that is cited, linked and searched."""

    id: str
    number: str  # as printed: 一、 （二） 3.
    level: int  # 1 for 一、, 2 for （一）, 3 for 1., 4 for （1） or 1.1
    label: str  # the path of numbers without separators: 二（三）1
    text: str  # without number and attributes
    span: Span
    attributes: Mapping[str, str] = field(default_factory=dict)  # e.g. when, form, to on a duty
    heading: int = 0  # Markdown heading level; 0 for a paragraph
    title: str = ""  # of a heading: its text as it is read, number included
    ambiguous: bool = False  # a heading whose id could not be told from another's


@dataclass(frozen=True, kw_only=True)
class Page(Controlled):
    """A Markdown page below docs/. Its front matter is structure, its body is prose."""

    kind: PageKind = attribute("頁面種類：page、role、regulation、procedure、guideline、flow。", "page")
    icon: str = attribute("首頁與導覽用的圖示名稱。", "")
    path: str = field(default="", metadata={"hidden": True})  # below docs/, POSIX form
    body: str = field(default="", repr=False, metadata={"hidden": True})
    body_line: int = field(default=1, metadata={"hidden": True})  # the file's line of the body's first line
    clauses: tuple[Clause, ...] = field(default=(), repr=False, metadata={"hidden": True})

    @property
    def url(self) -> str:
        """Address of the built page, relative to the site's root."""
        return self.path.removesuffix(".md") + ".html"


# ── roles and data lists ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Role(Page):
    """A post: who. Defined by a page of its own, or by an entry in _data/roles.yml (then no path)."""

    unit: str = attribute("所屬單位或部門。", "")
    reports_to: str = attribute("直屬上級的崗位編號。", "", refers="role")
    deputy: str = attribute("代理人的崗位編號。", "", refers="role")
    contact: str = attribute("聯絡方式（聯絡人編號）。", "", refers="contact")
    about: str = attribute("此崗位在哪一頁說明（頁面編號），用於沒有專頁的崗位。", "", refers="page")


@dataclass(frozen=True, kw_only=True)
class Contact(Record):
    """Whom to call. Numbers stay text."""

    id: str = attribute("聯絡人編號。", form="id")
    title: str = attribute("職務或單位，如「帶班領導」。")
    name: str = attribute("姓名。", "")
    role: str = attribute("崗位編號。", "", refers="role")
    phone: str = attribute("上班時間電話。", form="phone")
    night_phone: str = attribute("夜間與假日電話。", "", form="phone")
    hours: str = attribute(
        "上班時間，如 08:30-17:30；不寫按 08:00-18:00。此外與週六、週日，夜間電話排在前面。", "", form="hours"
    )
    note: str = attribute("說明。", "")
    reviewed: str = attribute("核對日期，YYYY-MM-DD。", "", form="date")
    sample: bool = attribute("true 表示示例資料，檢查時會提醒替換。", False)


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """Somebody who can be named in a plan."""

    id: str = attribute("人員編號。", form="id")
    name: str = attribute("姓名。")
    title: str = attribute("職務。", "")
    unit: str = attribute("單位。", "")
    rank: str = attribute("級別。", "")
    phone: str = attribute("電話。", "", form="phone")
    role: str = attribute("崗位編號。", "", refers="role")
    also: tuple[str, ...] = attribute("大家還怎麼叫他，如 `[王主任, 老王]`；檢查時與姓名算同一個人。", ())
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Vehicle(Record):
    """A vehicle that can be assigned."""

    id: str = attribute("車輛編號。", form="id")
    plate: str = attribute("車牌號。")
    model: str = attribute("車型。", "")
    seats: int = attribute("座位數（含司機）。", 0)
    driver: str = attribute("固定司機（人員編號）。", "", refers="person")
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Room(Record):
    """A meeting room or dining room that can be assigned."""

    id: str = attribute("場地編號。", form="id")
    name: str = attribute("名稱。")
    place: str = attribute("地點。", "")
    seats: int = attribute("可容納人數。", 0)
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Hotel(Record):
    """A place where guests can stay the night."""

    id: str = attribute("住處編號。", form="id")
    name: str = attribute("名稱。")
    place: str = attribute("地點。", "")
    phone: str = attribute("訂房電話。", "", form="phone")
    rooms: int = attribute("房間數。", 0)
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """A source document the handbook's facts come from."""

    id: str = attribute("來源編號，如 D04。")
    title: str = attribute("文件標題。")
    dated: str = attribute("文件日期。", "")
    note: str = attribute("說明。", "")


@dataclass(frozen=True, kw_only=True)
class CalendarYear(Record):
    """Public holidays and shifted workdays of one year, as announced."""

    year: int = attribute("西元年。")
    source: str = attribute("公布文件。")
    public_holidays: tuple[str, ...] = attribute("法定節假日當天（YYYY-MM-DD）。", (), form="date")
    days_off: tuple[str, ...] = attribute("因調休而放假的其他日子。", (), form="date")
    workdays: tuple[str, ...] = attribute("調休上班的週末。", (), form="date")
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class SynonymGroup(Record):
    """Words that help a search: who types one of `say` also finds what says one of `mean`.

    A group written as a plain list works both ways: `say` and `mean` are then the same words.
    """

    say: tuple[str, ...] = attribute("讀者會打的字詞。")
    mean: tuple[str, ...] = attribute("手冊裡的說法；打 say 也找得到它，反過來不會。")

    @property
    def both_ways(self) -> bool:
        """Whether each word finds every other."""
        return self.say == self.mean


# ── procedures ──────────────────────────────────────────────────────────────────────────────────


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


# ── flows ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Level(Record):
    """One rung of the authority ladder."""

    role: str = attribute("此級的崗位編號。", refers="role")
    when: str = attribute("何時由此級接手。")
    decides: str = attribute("此級可以決定什麼。", "")
    contact: str = attribute("聯絡人編號。", refers="contact")


@dataclass(frozen=True, kw_only=True)
class Choice(Record):
    """One way out of a decision."""

    label: str = attribute("選項文字。")
    next: str = attribute("接著的節點編號。", refers="node")
    default: bool = attribute("true 表示拿不準時選這個。", False)
    severity: str = attribute("選此項即定為哪一級（severities 的編號）；報告時限隨之改變。", "")


@dataclass(frozen=True, kw_only=True)
class ReportLimit(Record):
    """Within how many minutes one report is due."""

    report: ReportKind = attribute("first 初報、follow-up 續報、final 終報。")
    way: str = attribute("方式，如 電話、書面。", "")
    minutes: int = attribute("幾分鐘之內：初報與終報由接報起算，續報由上一次報告起算；沒寫即「待定」。", 0)
    within: str = attribute("來源的說法，如 立即、隨時；寫在分鐘數前面。", "")
    to: str = attribute("報給誰。", "")


@dataclass(frozen=True, kw_only=True)
class SeverityLevel(Record):
    """How grave an event is, and what must be reported when."""

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
    memory: bool = attribute("true 表示先做、不必先讀的項目。", False)


@dataclass(frozen=True, kw_only=True)
class Flow(Page):
    """An emergency flow: nodes, an authority ladder, contacts and evidence."""

    ladder: tuple[Level, ...] = attribute("權限階梯，由下而上。", ())
    nodes: tuple[Node, ...] = attribute("節點；第一個是起點。", ())
    evidence: tuple[str, ...] = attribute("全程要留存的憑據。", ())
    severities: tuple[SeverityLevel, ...] = attribute("級別與報告時限，由輕到重；只寫一級表示不分級。", ())
    elements: tuple[ReportElement, ...] = attribute("報告要說的事。", ())
    keep_days: int = attribute("結束後的記錄在裝置上存幾天；到期後提醒匯出與清除。", 30)


# ── templates ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class FieldChoice(Record):
    """One option of a choice field."""

    value: str = attribute("儲存的值。")
    label: str = attribute("顯示的文字；省略時同值。", "")


@dataclass(frozen=True, kw_only=True)
class Field(Record):
    """One blank to fill in; with type `rows`, a list whose columns are fields."""

    id: str = attribute("欄位名稱：小寫英文、數字與底線；規則與版面用它。", form="name")
    label: str = attribute("標籤。")
    type: FieldType = attribute("類型。", "text")
    required: bool = attribute("是否必填。", False)
    help: str = attribute("填寫說明。", "")
    example: str = attribute("填寫範例。", "")
    unit: str = attribute("單位，如 元、人、份。", "")
    choices: tuple[FieldChoice, ...] = attribute("選項（類型 choice）。", ())
    fields: tuple[Field, ...] = attribute("各欄（類型 rows）。", ())
    min: str = attribute("最小值；類型 rows 時為最少列數。", "", form="number")
    max: str = attribute("最大值；類型 rows 時為最多列數。", "", form="number")
    default: str = attribute("預設值。", "")
    value: str = attribute("計算式，CEL（類型 computed）。", "", form="cel")
    completes: DataList | Literal[""] = attribute("由哪個資料清單提供候選。", "")
    private: bool = attribute("個人資料：副本會遮蔽。", False)
    fresh: bool = attribute("照抄上次的草稿時留空：審定時間、車況等當時的事實。", False)
    lines: int = attribute("紙上表格至少印幾列（類型 rows）；不足的印成空白列，供手寫。", 0)

    def column(self, id: str) -> Field | None:
        """The column of a `rows` field with that id."""
        return next((column for column in self.fields if column.id == id), None)


@dataclass(frozen=True, kw_only=True)
class Section(Record):
    """A group of fields under one heading."""

    id: str = attribute("段落編號。", form="id")
    title: str = attribute("標題。")
    help: str = attribute("說明。", "")
    cite: str = attribute("依據的條款。", "", refers="clause")
    fields: tuple[Field, ...] = attribute("欄位。")


@dataclass(frozen=True, kw_only=True)
class Rule(Record):
    """A check on a filled template, in CEL. It holds when the expression is true."""

    id: str = attribute("規則編號。", form="id")
    rule: str = attribute("CEL 運算式；為真表示合格。", form="cel")
    message: str = attribute("不合格時怎麼說：哪裡不對。")
    fix: str = attribute("怎麼改。", "")
    each: str = attribute("逐列檢查的 rows 欄位；運算式中以 row 與 index 取值。", "")
    fields: tuple[str, ...] = attribute("指向的欄位；有 each 時為該列的欄。這些欄位都填了才檢查。", ())
    always: bool = attribute("true 表示欄位空白時也檢查。", False)
    severity: RuleSeverity = attribute("error 須改、warning 請看。", "error")
    cite: str = attribute("依據的條款。", "", refers="clause")
    sources: tuple[str, ...] = attribute("來源文件。", (), refers="source")
    effective: str = attribute("生效日期。", "", form="date")
    pack: str = field(default="", metadata={"hidden": True})  # id of the rule pack it comes from


@dataclass(frozen=True, kw_only=True)
class Layout(Record):
    """How a filled template is set on paper."""

    id: str = attribute("版面編號。", form="id")
    title: str = attribute("名稱，如 文本式。")
    file: str = attribute(
        "版面檔案，與範本同資料夾：Jinja + Markdown，或本單位自己的 Word 檔（.docx，內寫 {{來賓.姓名}} 之類的標籤）。"
    )
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
    landscape: bool = attribute("true 表示紙張橫放，用於欄位多的登記簿。", False)
    fold: bool = attribute(
        "true 表示對摺的卡（如席卡）：大字，印在下半張；由頁面列印時上半張倒印同樣的內容，對摺後兩面都看得到。", False
    )
    path: Path = field(default=Path(), metadata={"hidden": True})

    @property
    def is_extract(self) -> bool:
        """Whether the paper holds only a part of what was filled in."""
        return self.extract or bool(self.each)

    @property
    def reads_back(self) -> bool:
        """Whether an edited Word file of it can give the response back: every row, in the order it was filled in."""
        return not (self.each or self.sort)


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """What of a filled template goes into a calendar: each row of a list, or the template's own fields."""

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
    """What readers copy and fill."""

    category: Category = attribute("類別：plan 方案、form 表單、register 登記簿、report 報告。")
    layouts: tuple[Layout, ...] = attribute("版面；第一個是預設。")
    sections: tuple[Section, ...] = attribute("段落。")
    rules: tuple[Rule, ...] = attribute("檢查規則。", ())
    checklists: tuple[str, ...] = attribute("相關清單編號。", (), refers="checklist")
    calendar: tuple[Event, ...] = attribute("哪些內容列入行事曆（.ics）。", ())
    path: Path = field(default=Path(), metadata={"hidden": True})

    @property
    def fields(self) -> tuple[Field, ...]:
        """All top-level fields, in order."""
        return tuple(f for section in self.sections for f in section.fields)

    @property
    def whole_layouts(self) -> tuple[Layout, ...]:
        """The layouts that print everything; the others are extracts."""
        return tuple(layout for layout in self.layouts if not layout.is_extract)

    @property
    def url(self) -> str:
        """Address of the template's page, relative to the site's root."""
        return f"fill/{self.id}.html"

    @property
    def papers_url(self) -> str:
        """Address of the page with the template's extracts; empty when it has none. Ids hold no dot."""
        return f"fill/{self.id}.papers.html" if any(layout.is_extract for layout in self.layouts) else ""

    def word_url(self, layout: Layout) -> str:
        """Address of a layout's blank Word file, for readers without JavaScript and for links from elsewhere."""
        return f"fill/{self.id}.{layout.id}.docx"


@dataclass(frozen=True, kw_only=True)
class PackedDefault(Record):
    """What a field of a template is filled with to begin with, here."""

    field: str = attribute("欄位名稱，如 `travel_minutes`。")
    value: str = attribute("預先填好的值。")


@dataclass(frozen=True, kw_only=True)
class PackedRules(Record):
    """What a rule pack checks in one template."""

    template: str = attribute("範本編號；本手冊沒有這份範本時略過。")
    rules: tuple[Rule, ...] = attribute("檢查規則，寫法與範本的 rules 相同。", ())
    defaults: tuple[PackedDefault, ...] = attribute("改寫欄位預先填好的值，如轉場時間、接待單位。", ())


@dataclass(frozen=True, kw_only=True)
class RulePack(Controlled):
    """Rules and figures from one regulation, which a site switches on in mkdocs.yml."""

    basis: str = attribute("依據的文件全名。")
    legal_review: str = attribute("尚待法務核定時，寫明要核定什麼。", "")
    templates: tuple[PackedRules, ...] = attribute("各範本的規則與數值。")
    path: Path = field(default=Path(), metadata={"hidden": True})


# ── checklists ──────────────────────────────────────────────────────────────────────────────────


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
    """The filled template a run of a checklist can begin from."""

    template: str = attribute("範本編號。", refers="template")
    name: str = attribute("哪一欄是這次的名稱。")
    start: str = attribute("哪一欄是開始時間（T）。")
    end: str = attribute("哪一欄是結束時間（E）。", "")


@dataclass(frozen=True, kw_only=True)
class Checklist(Controlled):
    """A list to work through."""

    mode: CheckMode = attribute("read-do 邊讀邊做；do-verify 做完再核。", "read-do")
    phase: str = attribute("階段，如 接待前。", "")
    pause_scope: PauseScope = attribute("停頓點管到哪裡：list 整份清單；group 只管自己那一組，各組不分先後。", "list")
    event: PlannedEvent | None = attribute("由哪一份已填的範本開始：名稱、時間與負責的人照填。", None)
    items: tuple[Item, ...] = attribute("項目。")
    path: Path = field(default=Path(), metadata={"hidden": True})
    page: str = field(default="", metadata={"hidden": True})  # id of the page that shows it


# ── the whole ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Backlink:
    """Something that points at a role or a clause."""

    kind: Literal["clause", "step", "item", "node", "template", "page", "rule", "level"]
    title: str  # what the reader sees
    url: str  # relative to the site's root, with fragment
    detail: str = ""  # e.g. the step's action
    parent: str = ""  # title of the page, procedure, checklist or flow it belongs to


@dataclass(frozen=True)
class Facts:
    """What rules may ask about the world: which days are holidays, how many people a room holds, who is who."""

    calendar: Mapping[int, CalendarYear] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)  # by the room's name or the vehicle's plate
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by name: the post, then other names
    vehicles: tuple[str, ...] = ()  # plates
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handbook:
    """Everything that was loaded, with references resolved. Mappings are keyed by id."""

    root: Path
    pages: Mapping[str, Page]  # every page, by its path below docs/
    roles: Mapping[str, Role]
    procedures: Mapping[str, Procedure]
    flows: Mapping[str, Flow]
    templates: Mapping[str, Template]
    checklists: Mapping[str, Checklist]
    contacts: Mapping[str, Contact]
    people: Mapping[str, Person]
    vehicles: Mapping[str, Vehicle]
    rooms: Mapping[str, Room]
    sources: Mapping[str, Source]
    calendar: Mapping[int, CalendarYear]
    rule_packs: Mapping[str, RulePack] = field(default_factory=dict)  # those switched on
    synonyms: tuple[SynonymGroup, ...] = ()  # in the order of the file
    hotels: Mapping[str, Hotel] = field(default_factory=dict)
    order: tuple[str, ...] = ()  # paths of pages, as the `nav:` of mkdocs.yml has them
    backlinks: Mapping[str, tuple[Backlink, ...]] = field(default_factory=dict)
    # keys of backlinks: "role:office-driver", "clause:vehicle-rules#dispatch", "template:vehicle-request"

    @property
    def facts(self) -> Facts:
        """What rules may ask about."""
        seats = {car.plate: car.seats for car in self.vehicles.values() if car.seats}
        seats |= {room.name: room.seats for room in self.rooms.values() if room.seats}
        people = {one.name: (one.title, *one.also) for one in self.people.values()}
        plates, rooms = ([one.plate for one in self.vehicles.values()], [one.name for one in self.rooms.values()])
        return Facts(self.calendar, seats, people, tuple(plates), tuple(rooms))

    def page_by_id(self, id: str) -> Page | None:
        """The page with that id."""
        return self._pages_by_id.get(id)

    def clause(self, reference: str) -> tuple[Page, Clause] | None:
        """The page and clause named by "page-id#clause-id"."""
        page_id, _, clause_id = reference.partition("#")
        page = self.page_by_id(page_id)
        if page is None:
            return None
        found = next((clause for clause in page.clauses if clause.id == clause_id), None)
        return (page, found) if found else None

    @property
    def _pages_by_id(self) -> dict[str, Page]:
        cache: dict[str, Page] | None = self.__dict__.get("_by_id")
        if cache is None:
            cache = {page.id: page for page in self.pages.values() if page.id}
            object.__setattr__(self, "_by_id", cache)
        return cache
