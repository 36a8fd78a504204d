"""Does every item of a list say who does it, where the items beside it do?

Only lists in which some items begin with a post, a person or an office are looked at. Beside those, an item that begins
with a verb reads as if anybody might do it. In a list of which no item names anybody, the line above names who acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.page import Clause

_BEGINS_WITH_VERB = re.compile(
    "(?:填寫|填報|提交|報送|上報|通知|登記|檢查|檢修|核對|審核|審批|批准|匯報|聯繫|準備|備好|備齊|安排|整理|歸檔|存檔|印發|發放|收回|"
    "清點|驗收|購買|採購|派人|派車|打印|蓋章|登錄|記錄|備份|刪除|銷毀|移交|交接|接收|簽收|公示|張貼|組織|召開|調試|打掃|"
    "布置|撰寫|起草|送交|寄送|錄入)(?![了的、，：；做要以後表簿人])"
)
_BEGINS_WITH_SOMEBODY = re.compile(
    "(?:由|請)?[^聽報交向送找問通請給跟和與\x00-\u33ff]{0,4}?(?:領導|主管|經理|總監|主任|科長|局長|處長|院長|班長|組長|秘書|司機|輔導員|管理員|培訓師|"
    "業務科|科室|部|處|辦公室|團委|座席|質檢|學員|申請人|經辦人|負責人|用車人|使用人)(?=[按把向與和在於負依將對收簽填報送審批通提到辦決])"
)
_NAMES_SOMEBODY = re.compile("領導|主管|經理|總監|主任|班長|組長|秘書|司機|輔導員|職責|負責|[人員]$")


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record items of procedures and regulations that begin with a verb, beside items that name who acts."""
    for page in handbook.pages.values():
        if page.kind in ("procedure", "regulation") and handbook.is_for_readers(page):
            for items in _lists(page.clauses):
                if any(_BEGINS_WITH_SOMEBODY.match(one.text) for one in items):
                    for item in items:
                        if _BEGINS_WITH_VERB.match(item.text):
                            diagnostics.warning("step-without-actor", item.span, number=item.number)


def _lists(clauses: Sequence[Clause]) -> Iterator[list[Clause]]:
    """Clauses of one level that stand below one another; none below a heading that names who acts."""
    open_lists: dict[int, list[Clause]] = {}
    named = False
    for clause in clauses:
        level = 0 if clause.heading else clause.level
        for ended in [at for at in open_lists if at > level]:
            yield open_lists.pop(ended)
        if clause.heading:
            named = bool(_NAMES_SOMEBODY.search(clause.title))
        elif level and not named:
            open_lists.setdefault(level, []).append(clause)
    yield from open_lists.values()
