"""Tables compiled from the whole handbook say what the pages say, each time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.compiled.authority import approves
from handbook.pages.compiled.compiled_table import CompiledTable
from handbook.pages.compiled.organisation_chart import ChartPost, organisation
from handbook.pages.compiled.tables import TABLES
from handbook.reading.loader import load
from handbook.values.recurring_times import frequency
from support import ROOT, write_files

FILES = {
    "mkdocs.yml": "site_name: 測試手冊\nplugins:\n  - handbook\n",
    "docs/index.md": "# 首頁\n",
    "docs/_data/sources.yml": "- {id: D01, title: 車輛辦法}\n- {id: D02, title: 沒人用的}\n",
    "docs/_data/roles.yml": "- {id: chief, title: 局長, about: index}\n- {id: porter, title: 門衛, about: index, unit: 傳達室}\n",
    "docs/clerk.md": (
        "---\nkind: role\nid: clerk\ntitle: 科員\nreports_to: chief\nowner: chief\nsources: [D01]\n"
        "changes:\n  - {on: 2026-12-02, what: 報表改到月末。}\n---\n# 科員\n\n## 職責 {#duties}\n\n"
        "1. 報表。{#report when=每月末 to=chief}\n2. 接電話。{#phone when=有人來電時}\n3. 巡查。{#patrol when=每天兩次}\n\n"
        '!!! gap "待定：報表的份數"\n    沒有寫。\n\n```\n!!! gap "待定：例子裡的不算"\n```\n'
    ),
    "docs/rules.md": (
        "---\nkind: regulation\nid: rules\ntitle: 車輛辦法\nsection: vehicles\nowner: chief\nsources: [D01]\n---\n# 車輛辦法\n\n"
        "（一）不得酒後駕車。{#no-drink}\n\n!!! prohibited \"禁止：酒後駕車\"\n    會出人命。\n\n"
        '!!! legal "法務待審：扣獎金"\n    審定前不扣。\n'
    ),
    "docs/visits.md": (
        "---\nkind: procedure\nid: visits\ntitle: 來訪\nprocedures:\n  - id: visit\n    title: 接待來訪\n    steps:\n"
        "      - {id: ask, actor: clerk, action: 登記。}\n      - {id: agree, actor: chief, action: 批准。}\n---\n# 來訪\n\n"
        '{{ procedure("visit") }}\n'
    ),
    "docs/writing.md": (
        "---\nkind: page\nid: how-to-write\ntitle: 怎樣寫\nsection: authoring\n---\n# 怎樣寫\n\n!!! gap \"待定：給編寫者的\"\n    不列。\n"
    ),
}  # fmt: skip


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    """A small handbook with something for every table."""
    diagnostics = Diagnostics(tmp_path)
    loaded = load(write_files(tmp_path, FILES), diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []
    return loaded


def cells(table: CompiledTable) -> dict[str, list[list[str]]]:
    """The words of a table, by group."""
    return {
        group.title: [["、".join(one.title for one in cell) for cell in row] for row in group.rows]
        for group in table.groups
    }


def test_registers_list_every_notice_with_its_place(handbook: Handbook) -> None:
    """By section; what stands in a code block, or on a page for authors, is not listed."""
    assert cells(TABLES["open-points"](handbook)) == {"我的崗位": [["報表的份數", "《科員》職責3", "局長", "D01"]]}
    assert cells(TABLES["prohibitions"](handbook)) == {"車輛": [["酒後駕車", "《車輛辦法》（一）", "局長", "D01"]]}
    legal = TABLES["legal-reviews"](handbook)
    assert legal.groups[0].rows[0][1][0].url == "rules.html#no-drink"


def test_authority_is_compiled_from_tables_steps_and_ladders(tmp_path: Path) -> None:
    """A table's rows with what is open; a step that cites the same clause as a row is not listed a second time."""
    matrix = (
        "id: trip-approver\ntitle: 用車由誰批\ninputs:\n  - {id: hours, title: 時數, type: number, unit: 小時}\n"
        "output: {id: approver, title: 由誰批, refers: role}\nrows:\n"
        "  - {when: {hours: 8 以下}, then: chief, cite: rules#no-drink}\n"
        "  - {when: {hours: 逾 8}, open: 沒有寫}\n"
    )
    visits = FILES["docs/visits.md"].replace(
        "批准。}", "批准。, when: 外單位來訪}\n      - {id: two, actor: porter, action: 批准。, cite: rules#no-drink}"
    )
    flow = (
        "---\nkind: flow\nid: fire\ntitle: 火警\nladder:\n  - {role: porter, when: 發現時, contact: porter, decides: 撤離。}\n"
        "nodes:\n  - {id: go, type: outcome, who: porter, do: 撤離。}\n---\n# 火警\n"
    )
    files = FILES | {
        "docs/_data/matrices/trips.yml": matrix, "docs/visits.md": visits, "docs/fire.md": flow,
        "docs/_data/contacts.yml": "- {id: porter, title: 傳達室, phone: '1234567'}\n",
    }  # fmt: skip
    diagnostics = Diagnostics(tmp_path)
    loaded = load(write_files(tmp_path, files), diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []

    assert cells(TABLES["authority"](loaded)) == {
        "應急": [["撤離", "發現時", "門衛", "《火警》"]],
        "辦公室事務": [["接待來訪：批准", "外單位來訪", "局長", "《來訪》"]],
        "車輛": [
            ["用車由誰批", "時數：8 小時以下", "局長", "《車輛辦法》（一）"],
            ["用車由誰批", "時數：超過 8 小時", "待定：沒有寫", ""],
        ],
    }


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("審批申請。", True), ("審查並簽字；不簽不調。", True), ("簽字報銷。", True), ("看考勤，決定准不准。", True),
        ("填單，送主任審批。", False), ("請農民在領取表上簽字。", False), ("核對發票，簽字。", False), ("先取得批准。", False),
    ],
)  # fmt: skip
def test_who_sends_for_approval_does_not_approve(action: str, expected: bool) -> None:
    """Only a step that approves itself is a power."""
    assert approves(action) is expected


def test_duties_stand_under_how_often_they_are_done(handbook: Handbook) -> None:
    """Daily before monthly; what waits for an event is not listed."""
    assert cells(TABLES["duty-times"](handbook)) == {
        "每天": [["巡查。", "每天兩次", "科員", "", ""]],
        "每月": [["報表。", "每月末", "科員", "", "局長"]],
    }


@pytest.mark.parametrize(
    ("when", "often"),
    [("每小時", "每小時"), ("每日 10:00 前", "每天"), ("每週一", "每週"), ("每個月 20 日", "每月"), ("月末", "每月"),
     ("每季度末", "每季"), ("半年", "每半年"), ("年底", "每年"), ("每年 6 月底", "每年"),
     ("12月底", "每年"), ("上半年", "每年"), ("報名當天", ""), ("有人來電時", ""), ("", "")],
)  # fmt: skip
def test_how_often(when: str, often: str) -> None:
    """The words of a time say how often; an event has no frequency."""
    assert frequency(when) == often


def test_the_other_tables(handbook: Handbook) -> None:
    """Procedures with their posts, sources with their pages, changes by day."""
    assert cells(TABLES["responsibilities"](handbook)) == {"辦公室事務": [["接待來訪", "科員", "局長", "", "2"]]}
    assert cells(TABLES["sources"](handbook)) == {
        "": [["D01", "車輛辦法", "科員、車輛辦法", ""], ["D02", "沒人用的", "", ""]]
    }
    assert cells(TABLES["changes"](handbook)) == {"2026-12-02": [["科員", "報表改到月末。", ""]]}
    assert TABLES["rules"](handbook).count == 0


def test_a_column_in_which_a_group_says_nothing_is_left_out(handbook: Handbook) -> None:
    """No form is named by the one procedure, so the table has no column for forms."""
    (group,) = TABLES["responsibilities"](handbook).groups

    assert group.filled == (0, 1, 2, 4)
    assert not group.lists


def test_the_chart_hangs_each_post_below_its_superior(handbook: Handbook) -> None:
    """Those without superior or subordinates come last."""

    def shape(posts: tuple[ChartPost, ...]) -> list[object]:
        return [(one.post.title, shape(one.below)) for one in posts]

    assert shape(organisation(handbook)) == [("局長", [("科員", [])]), ("門衛", [])]


def test_a_circle_of_superiors_ends() -> None:
    """Every post stands in the chart once, although nobody stands above the circle."""
    handbook = load(ROOT / "tests/sites/broken-superiors", diagnostics=Diagnostics())

    def names(posts: tuple[ChartPost, ...]) -> list[str]:
        return [name for one in posts for name in (one.post.title, *names(one.below))]

    assert sorted(names(organisation(handbook))) == sorted(role.title for role in handbook.roles.values())


def test_every_notice_of_this_handbook_is_in_a_register(own_handbook: Handbook, built_site: Path) -> None:
    """The published registers have a row for each notice on a page for readers; none is written by hand."""
    notices = [one for page in own_handbook.pages.values() if own_handbook.is_for_readers(page) for one in page.notices]
    kinds = Counter(one.kind for one in notices)
    rows = {
        name: (built_site / page).read_text("utf-8").count('class="hb-compiled__row"')
        for name, page in (("open", "reference/open-points.html"), ("review", "compliance/index.html"))
    }

    assert rows == {"open": kinds["gap"], "review": kinds["legal"] + kinds["prohibited"]}
