"""The checklist component: what its HTML holds before any script runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest

from handbook.checks.checklists import has_verb
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.components.component_examples import example_value
from handbook.pages.components.components import Components
from handbook.pages.renderer import make_renderer
from handbook.pages.views.checklist import checklist_params
from handbook.site import build
from support import ROOT, run_handbook, write_files

KINDS = {
    "checklist": "Checklist",
    "roles": "mapping of Role",
    "cites": "mapping of Link",
    "dues": "mapping of text",
    "contacts": "list of ContactView",
}


@pytest.fixture(scope="module")
def components(own_handbook: Handbook) -> Components:
    """The components of this repository's handbook."""
    return make_renderer(own_handbook, diagnostics=Diagnostics(ROOT)).components


def tree(html: str) -> Any:
    """The parsed HTML; a parse error fails the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)


def render(components: Components, items: list[dict[str, str]], **params: Any) -> str:
    """A checklist with these items."""
    given = {"checklist": {"id": "list", "title": "清單", "items": items}, "roles": {}, **params}
    return str(
        components.render(
            "checklist", "p.html", **{key: example_value(KINDS[key], value) for key, value in given.items()}
        )
    )


def test_every_example_is_valid_html_without_inline_style(components: Components) -> None:
    """All examples parse strictly, have no style attributes and no id twice."""
    for example in components.known["checklist"].examples:
        html = str(components.example("checklist", example))
        parsed = tree(html)
        ids = [one.get("id") for one in parsed.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), example.name
        assert "style=" not in html
        assert "<script" not in html


def test_every_box_has_its_label(components: Components) -> None:
    """Each item is a real checkbox with a label that names the action."""
    parsed = tree(
        render(components, [{"id": "a", "action": "鎖門", "role": "x"}, {"id": "b", "action": "關燈", "role": "x"}])
    )
    boxes = [one for one in parsed.iter("input") if one.get("type") == "checkbox"]
    labels = {one.get("for"): one.text for one in parsed.iter("label")}
    assert [labels[box.get("id")] for box in boxes] == ["鎖門", "關燈"]
    assert [one.get("id") for one in parsed.iter("li") if one.get("data-item")] == ["item-list-a", "item-list-b"]


def test_items_without_group_continue_the_one_before(components: Components) -> None:
    """A heading stands once per group; an item without group belongs to the group before it."""
    items = [
        {"id": "a", "action": "一", "role": "x", "group": "甲"},
        {"id": "b", "action": "二", "role": "x"},
        {"id": "c", "action": "三", "role": "x", "group": "乙"},
        {"id": "d", "action": "四", "role": "x", "group": "乙"},
    ]
    parsed = tree(render(components, items))
    assert [one.text for one in parsed.iter("h3")] == ["甲", "乙"]
    assert [len(list(one)) for one in parsed.iter("ol")] == [2, 2]


def test_text_is_text(components: Components) -> None:
    """Markup in an item is shown, not obeyed."""
    html = render(components, [{"id": "a", "action": "<img src=x onerror=alert(1)>", "role": "x"}])
    assert "<img" not in html
    assert "&lt;img" in html


def test_role_without_page_is_not_a_link(components: Components) -> None:
    """A role with a page is linked, one without is named, an unknown one is left out."""
    items = [{"id": str(n), "action": "做", "role": role} for n, role in enumerate(("clerk", "driver", "nobody"))]
    roles = {
        "clerk": {"id": "clerk", "title": "接待員", "path": "duties/clerk.md"},
        "driver": {"id": "driver", "title": "司機"},
    }
    parsed = tree(render(components, items, roles=roles))
    shown = [(one.tag, one.text) for one in parsed.iter() if one.get("class") == "hb-checklist__role"]
    assert shown == [("a", "接待員"), ("span", "司機")]


def test_verifying_takes_a_second_box(components: Components) -> None:
    """A do-verify list has a box to verify with at every item, on paper too; a read-do list has none."""
    items = [{"id": "a", "action": "鎖門", "role": "x"}]
    for mode, boxes in (("read-do", 1), ("do-verify", 2)):
        params = {"id": "list", "title": "清單", "mode": mode, "items": items}
        parsed = tree(render(components, items, checklist=params))
        assert len([one for one in parsed.iter("input") if one.get("type") == "checkbox"]) == boxes


def test_due_is_said_in_words(components: Components) -> None:
    """The card says when in words; an author's own words come before the computed ones."""
    items = [
        {"id": "a", "action": "鎖門", "role": "x", "due": "T-3 workdays 10:00"},
        {"id": "b", "action": "關燈", "role": "x", "due": "E", "when": "散會時"},
    ]
    parsed = tree(render(components, items, dues={"a": "開始前第 3 個工作日 10:00", "b": "結束時"}))
    chips = [one.text for one in parsed.iter() if "hb-checklist__chip--due" in (one.get("class") or "")]
    assert chips == ["開始前第 3 個工作日 10:00", "散會時"]


def test_shipped_lists_take_people_and_times_from_the_plan(own_handbook: Handbook) -> None:
    """The reception lists belong to one event: each names the others, and has owners to take over."""
    before = own_handbook.checklists["reception-before"]
    assert before.event
    assert before.event.template == "reception-plan"
    assert sum(bool(item.owner_from) for item in before.items) >= 8
    assert [link.title for link in checklist_params(own_handbook, before)["companions"]] == ["接待中清單", "接待後清單"]
    assert "接待工作組" in [
        one.title for one in checklist_params(own_handbook, before)["contacts"]
    ]  # on the slip: whom to call


def test_announced_years_have_a_source(own_handbook: Handbook) -> None:
    """Whoever counts workdays can look up by which announcement."""
    assert own_handbook.calendar
    assert all("國務院" in year.source and str(number) in year.source for number, year in own_handbook.calendar.items())


# ── items and how to write them ──

NAMES = "座位牌 茶水 話筒 音響 會場 名單 車輛 伴手禮 歡迎牌 空調 投影機 照片 急救箱 備用電池 領導座位 座次 房號 菜單 紅毯 话筒"
ACTIONS = (
    "佩戴工作證 穿好反光背心 熄燈 倒茶水 扶來賓下車 繫好安全帶 充滿電 拉上窗簾 敲門 站在門口迎接 抄送辦公室 譯成英文 插好電源 升旗 "
    "獻花 合影 連接電腦 啟動發電機 評估風險 匯總意見 騎車巡邏 陪同就餐 謝絕禮品 遮蔽姓名 挪車 研判情況 勸離圍觀的人 量體溫 搭帳篷 "
    "卸貨 擰緊螺絲 不得超員 會見家長 先請示，再動筆 逐人確認 锁门 检查车况"
)


def test_items_that_say_what_to_do_are_not_doubted() -> None:
    """Things alone are no items; what is done is one, whatever the verb, in both scripts and in other languages."""
    assert [text for text in NAMES.split() if has_verb(text)] == []
    assert [text for text in ACTIONS.split() if not has_verb(text)] == []
    assert has_verb("Switch off the lights")


def test_a_calendar_without_this_year_is_said(make_site: Callable[..., Path]) -> None:
    """Whoever counts workdays is told in January that the new year is missing; whoever counts days is not."""
    items = "[{id: a, action: 核對, role: r, due: T-3 workdays}, {id: b, action: 核對, role: r, due: T-3 days}]"
    root = make_site(
        {
            "docs/index.md": '---\nid: home\n---\n\n# 頁\n\n{{ checklist("list") }}\n',
            "docs/_data/roles.yml": "- {id: r, title: 員, about: home}\n",
            "docs/_data/calendar.yml": "- {year: 2026, source: 通知}\n",
            "templates/checklists/list.yml": f"{{id: list, title: 清單, owner: r, items: {items}}}\n",
        }
    )
    found = {year: [one.code for one in build.check(root, today=date(year, 1, 2))] for year in (2026, 2027)}
    assert found == {2026: [], 2027: ["calendar-missing"]}
    assert list(build.check(root)) == []  # a build is the same tomorrow


def test_the_tutorial_makes_checklists(tmp_path: Path) -> None:
    """Whoever follows docs/authoring/checklists.md in a new handbook has two sound checklists; no code is left out."""
    page = (ROOT / "docs/authoring/checklists.md").read_text("utf-8")
    blocks = re.findall(r"^```\w+\n(.*?)^```", page, re.MULTILINE | re.DOTALL)

    def one(start: str) -> str:
        return next(block for block in blocks if block.startswith(start))

    run_handbook("new", tmp_path / "site")
    root = write_files(
        tmp_path / "site",
        {
            "templates/checklists/meeting-before.yml": one("id: meeting-before"),
            "templates/checklists/visit-car.yml": one("id: visit-car"),
            "docs/procedures/meetings.md": one("---") + '\n{{ checklist("visit-car") }}\n',
            "docs/_data/calendar.yml": one("- year"),
        },
    )
    for file, start in (("mkdocs.yml", "      inherit"), ("docs/_data/roles.yml", "- {id: office-driver")):
        text = (root / file).read_text("utf-8").replace("  - handbook\n", "  - handbook:\n")
        (root / file).write_text(text + next(b for b in blocks if start in b).removeprefix("plugins:\n  - handbook:\n"))
    found = build.check(root, today=date(2026, 12, 2))

    assert {one.code for one in found} == {"sample-data", "cards-without-address"}, found.render("en")
    codes = re.findall(
        r'diagnostics\.\w+\("([a-z-]+)"', (ROOT / "src/handbook/checks/checklists.py").read_text("utf-8")
    )
    assert [code for code in codes if f"`{code}`" not in page] == []
