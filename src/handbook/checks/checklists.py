"""Can a checklist be worked through: who does what by when, and where does one stop?"""

from __future__ import annotations

import re
from datetime import date

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.model.base import Record
from handbook.model.checklist import Checklist, Item
from handbook.model.handbook import Handbook
from handbook.model.template import Field, Template
from handbook.search.folding import fold
from handbook.values.due_times import parse_due

LONGEST = 9  # items between two pauses; more are not read one by one
# Characters that stand in the verbs of office work. One is enough: this finds bare nouns (「座位牌」), not bad style.
_VERBS = frozenset(
    fold(
        "做作辦查核對看檢驗確認問詢記寫填登錄報告送交取拿領收發通知告請示商定擬訂訂排備妥接迎送帶引陪到達離走開關鎖停"
        "鋪擺放掛貼撕拆裝搬運駕駛加換修清掃洗擦消整理歸存留保守護巡防印製複審閱讀講解介說聽簽蓋章批准徵集召"
        "談打撥叫呼試測量數點算付結付報銷還借買購訂預約派調配安落實完成提醒督促協處置控制救撤疏散隔按依照用把將以使讓"
        "列刪改補更移轉選編起草查找搜拍攝錄播剪觀參祝謝回覆應答等候待監視盯換交接替出進入上下"
        "穿戴佩脫熄滅倒斟遞充拉推敲站坐畫插拔退升降默鼓獻評匯彙跟隨學習遮蔽縮減隱挪唱研判捐授揭致敬舉劃晾烘燙扔澆鏟撒搭卸"
        "擰焊禁避免勸得合握抄譯沖噴扶繫綁拴捆蓋遷抽滅燒煮熱冷卻訪述指揭負承辭稱致遣尋追止連啟閉會見吃喝睡休息勿別不"
    )
)
# Things whose names hold such a character: by themselves they are nothing to do.
_NOUNS = re.compile(
    fold(
        "會場|會議室?|會標|空調|投影[機儀]|照片|急救[箱包]|備用|領導|負責人|歡迎[牌詞]|通知單|登記[表簿]|指示牌|出席名單|停車[場證]"
    )
)
_SWITCHES = frozenset({"true", "yes", "on", "1", "是", "有", "要", "停"})  # written as if pause: were to be switched on
_HAN = re.compile("[\u3400-\u9fff]")


def check(handbook: Handbook, diagnostics: Diagnostics, today: date | None = None) -> None:
    """Record due times that cannot be read, items without verb or owner, and stretches without a pause.

    today: the calendar must hold its year where workdays are counted; with None any calendar will do.
    """
    is_announced = today.year in handbook.calendar if today else bool(handbook.calendar)
    for checklist in handbook.checklists.values():
        template = _template(checklist, handbook, diagnostics)
        if not checklist.items:
            diagnostics.error("checklist-empty", checklist.origin.at("items"))
        for item in checklist.items:
            _check_item(item, is_announced, diagnostics)
            if template:
                _check_field(item, "owner_from", item.owner_from, template, diagnostics)
                _check_field(item, "due_from", item.due_from, template, diagnostics, ("date", "date-time"))
        _check_pauses(checklist, diagnostics)


def _check_item(item: Item, is_announced: bool, diagnostics: Diagnostics) -> None:
    if not item.role:
        diagnostics.error("item-without-owner", item.origin.at("id"), id=item.id)
    due = parse_due(item.due)
    if item.due and due is None:
        diagnostics.error("due-unreadable", item.origin.at("due"), due=item.due)
    elif due and due.unit == "workday" and not is_announced:
        diagnostics.warning("calendar-missing", item.origin.at("due"))
    if item.pause.lower() in _SWITCHES:
        diagnostics.error("pause-without-words", item.origin.at("pause"), pause=item.pause)
    if not has_verb(item.action):
        diagnostics.warning("item-without-verb", item.origin.at("action"), id=item.id, action=item.action)


def has_verb(action: str) -> bool:
    """Whether a Chinese text, Traditional or Simplified, holds a verb. Any other language is taken to hold one."""
    return not _HAN.search(action) or bool(_VERBS.intersection(_NOUNS.sub("", fold(action))))


def _check_pauses(checklist: Checklist, diagnostics: Diagnostics) -> None:
    """Record stretches of more than LONGEST items.

    A stretch ends at a pause. With `pause_scope: group` it ends at the next group as well.
    """
    stretch: list[Item] = []
    group = ""
    for item in (*checklist.items, None):
        is_apart = checklist.pause_scope == "group" and item is not None and item.group not in ("", group)
        if item is None or item.pause or is_apart:
            if len(stretch) > LONGEST:
                diagnostics.warning("too-many-items", stretch[LONGEST].origin.at("id"), count=len(stretch))
            stretch = []
        if item is not None:
            stretch.append(item)
            group = item.group or group


def _template(checklist: Checklist, handbook: Handbook, diagnostics: Diagnostics) -> Template | None:
    """The template that the checklist's event takes its name and times from, or None. Those fields are checked.

    An id that names no template has been recorded when the checklist was read.
    """
    event = checklist.event
    template = handbook.templates.get(event.template) if event else None
    if event and template:
        _check_field(event, "name", event.name, template, diagnostics)
        _check_field(event, "start", event.start, template, diagnostics, ("date-time",))
        _check_field(event, "end", event.end, template, diagnostics, ("date-time",))
    return template


def _check_field(
    record: Record, key: str, path: str, template: Template, diagnostics: Diagnostics, kinds: tuple[str, ...] = ()
) -> None:
    """Record a `path` that names no field of the template, or one of a type that is not among `kinds`.

    path: a field's id, or list and column: guests.name.
    """
    if not path:
        return
    known: dict[str, Field] = {}
    for field in template.fields:
        known[field.id] = field
        known |= {f"{field.id}.{column.id}": column for column in field.fields}
    found = known.get(path)
    if found is None:
        near = closest(path, known)
        diagnostics.error("unknown-field", record.origin.at(key), suggestion=near, field=path, template=template.id)
    elif kinds and found.type not in kinds:
        wanted = " / ".join(kinds)
        diagnostics.error("calendar-field", record.origin.at(key), field=path, found=found.type, wanted=wanted)
