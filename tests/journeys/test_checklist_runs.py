"""Many runs of one checklist: named, timed, handed over, exported; what two tabs and a broken storage do to them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser_store import clear, put, stored
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.log import log_files
from javascript import module_page
from support import MINIMAL_CONFIG, BuiltOnce, Place, Served, from_a_folder, until

LIST = """\
id: visit
title: 來訪清單
owner: clerk
version: "1.0"
effective: 2026-01-01
event: {template: plan, name: title, start: begin, end: end}
items:
  - {id: letter, action: 核對來函, role: clerk, due: T-3 workdays 10:00, evidence: 來函}
  - {id: room, action: 訂會議室, role: clerk, due: T-1 days 17:00, owner_from: host, due_from: rooms.by}
  - {id: car, action: 檢查車輛, role: driver, pause: 會議室訂好了嗎？, due: T-30 minutes, owner_from: cars.driver}
  - {id: report, action: 發現問題立即報告, role: clerk, when: 發現時立即}
"""
VERIFY = """\
id: hall
title: 會場核對
owner: clerk
version: "1.0"
effective: 2026-01-01
mode: do-verify
items:
  - {id: seats, action: 擺座位牌, role: clerk}
  - {id: microphone, action: 試話筒, role: clerk, due: E, pause: 由另一人核對。}
"""
DAY = """\
id: day
title: 當天
owner: clerk
version: "1.0"
effective: 2026-01-01
pause_scope: group
items:
  - {id: microphone, group: 座談, action: 試話筒, role: clerk}
  - {id: lunch, group: 食宿, action: 陪同午餐, role: clerk}
  - {id: route, group: 參觀, action: 核對路線, role: driver}
  - {id: explain, action: 講解, role: clerk, pause: 路線核對了嗎？}
"""
PLAN = """\
id: plan
title: 方案
category: plan
owner: clerk
version: "1.0"
effective: 2026-01-01
sections:
  - id: all
    title: 全部
    fields:
      - {id: title, label: 標題}
      - {id: begin, label: 開始, type: date-time}
      - {id: end, label: 結束, type: date-time}
      - {id: host, label: 陪同, type: person}
      - {id: rooms, label: 場地, type: rows, fields: [{id: by, label: 訂好, type: date-time}]}
      - {id: cars, label: 車輛, type: rows, fields: [{id: driver, label: 司機, type: person}]}
checklists: [visit, hall]
layouts:
  - {id: text, title: 文本式, file: text.md.jinja}
"""
PAPER = """\
# {{ title }}

{{ begin }}至{{ end }}，{{ host }}

{% for room in rooms %}
- {{ room.by }}
{% endfor %}

{% for car in cars %}
- {{ car.driver }}
{% endfor %}
"""
CALENDAR = """\
- year: 2026
  source: 測試通知
  public_holidays: [2026-10-01, 2026-10-02, 2026-10-03]
  days_off: [2026-10-05, 2026-10-06, 2026-10-07]
  workdays: [2026-09-20, 2026-10-10]
"""
SITE = {
    "mkdocs.yml": MINIMAL_CONFIG,
    "docs/index.md": "---\nid: home\n---\n\n# 首頁\n\n{{ home() }}\n",
    "docs/visit.md": '---\nid: visit-page\n---\n\n# 來訪\n\n{{ checklist("visit") }}\n',
    "docs/hall.md": '---\nid: hall-page\n---\n\n# 會場\n\n{{ checklist("hall") }}\n\n{{ template("plan") }}\n',
    "docs/day.md": '---\nid: day-page\n---\n\n# 當天\n\n{{ checklist("day") }}\n',
    "docs/_data/roles.yml": (
        "- {id: clerk, title: 接待員, about: visit-page}\n- {id: driver, title: 司機, about: visit-page}\n"
    ),
    "docs/_data/contacts.yml": "- {id: garage, title: 車隊, role: driver, phone: 0000-1001}\n",
    "docs/_data/people.yml": "- {id: chu, name: 褚司機, title: 司機, role: driver, phone: 0000-1009}\n",
    "docs/_data/calendar.yml": CALENDAR,
    "templates/plan/template.yml": PLAN,
    "templates/plan/text.md.jinja": PAPER,
    "templates/checklists/visit.yml": LIST,
    "templates/checklists/hall.yml": VERIFY,
    "templates/checklists/day.yml": DAY,
}
NO_STORAGE = "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('no', 'SecurityError'); }});"
FULL_STORAGE = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
  if (window.full) throw new DOMException('full', 'QuotaExceededError');
  return put.apply(this, given);
};
"""


@pytest.fixture(scope="session")
def lists_site(built_once: BuiltOnce) -> Path:
    """A small handbook with three checklists and a plan."""
    return built_once("lists", SITE)


@pytest.fixture(scope="session")
def lists_server(lists_site: Path, served: Served) -> str:
    """Its address on 127.0.0.1."""
    return served(lists_site)


@pytest.fixture(params=["http", "file"])
def where(request: pytest.FixtureRequest, lists_site: Path, lists_server: str) -> Place:
    """Where it is opened."""
    return Place.named(request.param, lists_site, lists_server)


def do(page: Page, what: str) -> None:
    """Press the visible button with that action."""
    page.locator(f"[data-do='{what}']:visible").first.click()


def put_plan(page: Page, values: dict[str, Any]) -> None:
    """A draft of the plan is stored now."""
    now = page.evaluate("Date.now()")
    put(page, "drafts", {"id": "d1", "template": "plan", "name": "省廳", "values": values, "updated": now})


def shown(page: Page, part: str) -> str:
    """The text of a part."""
    return page.locator(f"[data-part='{part}']").first.text_content() or ""


def saved(page: Page) -> None:
    """Wait until everything shown is on disk."""
    expect(page.locator("[data-part=status]")).to_contain_text("已存於本機")


def begin(page: Page, where: Place, name: str = "10月5日省廳來訪", start: str = "2026-10-12T09:00") -> None:
    """Start a run of the visit list."""
    page.goto(where.url("visit.html"))
    do(page, "new-run")
    page.locator("[data-fact=name]").fill(name)
    page.locator("[data-fact=start]").fill(start)
    page.locator("[data-fact=start]").blur()
    expect(page.locator("[data-part=run-facts]")).to_contain_text("開始")
    saved(page)


def moments(page: Page) -> list[str]:
    """The due times shown, without "late"."""
    texts = page.locator("[data-part=moment]:visible").all_text_contents()
    return [text.replace("逾時 ", "") for text in texts]


def test_two_runs_are_apart(page: Page, where: Place) -> None:
    """Each run has its own name, ticks and progress; the list shows both, and the address opens one again."""
    begin(page, where)
    page.locator("[data-item=letter]").click(position={"x": 4, "y": 6})  # a thumb meets the row beside the box
    expect(page.get_by_label("核對來函")).to_be_checked()
    saved(page)
    first = page.url
    do(page, "new-run")
    expect(page.get_by_label("核對來函")).not_to_be_checked()
    page.locator("[data-fact=name]").fill("11月省廳覆查")
    page.locator("[data-fact=name]").blur()
    page.locator("[data-part=run-list] summary").click()
    rows = page.locator("[data-run]")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="10月5日省廳來訪")).to_contain_text("1 / 4")
    expect(rows.filter(has_text="11月省廳覆查")).to_contain_text("0 / 4")
    page.goto(where.url("index.html"))
    expect(page.locator("hb-drafts li")).to_have_count(2)
    page.goto(first)
    expect(page.get_by_label("核對來函")).to_be_checked()
    expect(page.locator("[data-part=run-name]")).to_have_text("10月5日省廳來訪")


def test_a_tick_before_the_runs_are_read_belongs_to_the_open_run(page: Page, where: Place) -> None:
    """On a slow line the boxes are there before the run is; whoever ticks at once goes on with it and begins no other."""
    begin(page, where)
    page.get_by_label("核對來函").check()
    saved(page)
    page.goto(where.url("index.html"))
    held: list[Route] = []
    page.route(re.compile("calendar"), lambda route: held.append(route))  # noqa: PLW0108  (playwright marks its handlers)
    page.goto(where.url("visit.html"), wait_until="domcontentloaded")
    page.get_by_label("訂會議室").check()
    until(page, lambda: len(held) == 1)
    expect(page.get_by_label("訂會議室")).to_be_checked()
    held[0].continue_()
    expect(page.locator("[data-part=count]")).to_have_text("2 / 4")
    saved(page)
    page.unroute(re.compile("calendar"))
    page.reload()
    expect(page.locator("[data-part=count]")).to_have_text("2 / 4")
    assert len(stored(page, "runs")) == 1


def order(page: Page) -> list[str]:
    """Items, pauses and the line of the present, from top to bottom."""
    return page.locator(".hb-checklist__list > li").evaluate_all(
        "all => all.map(one => one.dataset.item || (one.dataset.pause ? 'pause' : 'now'))"
    )


@from_a_folder("where")
def test_due_times_move_with_the_event(page: Page, where: Place) -> None:
    """Workdays are counted with holidays and shifted days; a moved event moves them; an unknown year is said.

    The present stands between what was due and what is to come.
    """
    page.clock.set_fixed_time("2026-10-11T18:00:00")
    begin(page, where)
    assert order(page) == ["letter", "room", "now", "pause", "car", "report"]
    expect(page.locator("[data-part=now]")).to_have_text("2026年10月11日（週日）18:00")
    assert moments(page) == [
        "2026年10月8日（週四）10:00", "2026年10月11日（週日）17:00", "2026年10月12日（週一）08:30",
    ]  # fmt: skip
    page.locator("[data-fact=end]").fill("2026-10-13T17:00")
    page.locator("[data-fact=end]").blur()
    page.locator("[data-fact=start]").fill("2026-10-09T14:00")
    page.locator("[data-fact=start]").blur()
    expect(page.locator("[data-fact=end]")).to_have_value("2026-10-10T17:00")  # three days earlier as well
    expect(page.locator("[data-part=said]")).to_contain_text("結束跟著移到 2026年10月10日（週六）17:00")
    expect(page.locator("[data-part=moment]").first).to_have_text(re.compile("2026年9月29日（週二）10:00$"))
    assert order(page) == ["letter", "room", "pause", "car", "now", "report"]
    expect(page.locator("[data-part=facts-note]")).to_contain_text("2026 年依測試通知")
    page.locator("[data-fact=start]").fill("2027-01-04T09:00")
    page.locator("[data-fact=start]").blur()
    expect(page.locator("[data-part=moment]").first).to_have_text("2027 年的放假安排尚未收錄，算不出時限")
    expect(page.locator("[data-part=problem]")).to_contain_text("2027 年的放假與調休尚未收錄")
    expect(page.locator("[data-part=problem]")).to_contain_text("另定時限")
    assert page.locator("[data-part=problem]").is_visible()
    assert moments(page)[1] == "2027年1月3日（週日）17:00"
    assert order(page) == ["letter", "now", "room", "pause", "car", "report"]


@from_a_folder("where")
def test_not_done_needs_a_reason(page: Page, where: Place) -> None:
    """Without a reason nothing is skipped; with one the pause opens, and the reason is kept and printed."""
    begin(page, where)
    page.get_by_label("核對來函").check()
    room = page.locator("[data-item=room]")
    room.locator("[data-do=more]").click()
    do(page, "skip-na")
    expect(room.get_by_role("alert")).to_contain_text("請寫明理由")
    expect(page.locator("[data-do=pause]")).to_be_disabled()
    room.get_by_label("這次不做的理由").fill("在院內小間座談")
    do(page, "skip-na")
    expect(room).to_contain_text("不適用：在院內小間座談")
    do(page, "go-next")
    expect(page.locator("[data-do=pause]")).to_be_focused()
    do(page, "pause")
    expect(page.get_by_label("檢查車輛")).to_be_enabled()
    do(page, "go-next")
    expect(page.get_by_label("檢查車輛")).to_be_focused()
    saved(page)
    page.reload()
    expect(room).to_contain_text("不適用：在院內小間座談")
    page.get_by_label("核對來函").uncheck()
    expect(page.get_by_label("檢查車輛")).to_be_disabled()
    expect(page.locator("[data-part=pause-state]")).to_contain_text("之後又有未處理的項目")


@from_a_folder("where")
def test_verifying_and_signing(page: Page, where: Place) -> None:
    """Do-verify: done is not enough; signed only when all is settled and by two different people; then closed."""
    page.goto(where.url("hall.html"))
    page.get_by_label("擺座位牌").check()
    expect(page.locator("[data-part=count]")).to_have_text("0 / 2")
    expect(page.locator("[data-do=pause]")).to_be_disabled()
    page.locator("[data-item=seats]").get_by_label("核對").check()
    expect(page.locator("[data-part=count]")).to_have_text("1 / 2")
    do(page, "sign")
    expect(page.locator("[data-part=signing-note]")).to_contain_text("還有 2 項或停頓點未處理")
    do(page, "pause")
    page.get_by_label("試話筒").check()
    page.locator("[data-item=microphone]").get_by_label("核對").check()
    page.locator("[data-fact=doer]").fill("甲")
    page.locator("[data-fact=verifier]").fill("甲")
    page.locator("[data-fact=verifier]").blur()
    do(page, "sign")
    expect(page.locator("[data-part=signing-note]")).to_contain_text("不同的人")
    page.locator("[data-fact=verifier]").fill("乙")
    page.locator("[data-fact=verifier]").blur()
    do(page, "sign")
    expect(page.locator("[data-part=run-facts]")).to_contain_text("已簽名結束")
    expect(page.locator("[data-part=signing-note]")).to_contain_text("已由甲、乙簽名結束")
    expect(page.get_by_label("擺座位牌")).to_be_disabled()
    expect(page.locator("[data-do=reset]")).to_be_hidden()
    saved(page)
    with page.expect_download() as download:
        do(page, "save")
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    data["marks"]["item/seats"] = {"value": "", "at": data["marks"]["fact/signed"]["at"] + 1}
    other = {"name": "run.json", "mimeType": "application/json", "buffer": json.dumps(data).encode()}
    page.locator("[data-part=file]").set_input_files(other)
    expect(page.locator("[data-part=said]")).to_contain_text("已簽名結束，檔案的內容沒有併入")
    expect(page.locator("[data-part=count]")).to_have_text("2 / 2")
    do(page, "reopen")
    expect(page.get_by_label("擺座位牌")).to_be_enabled()
    page.locator("[data-part=facts] summary").click()
    page.locator("[data-fact=start]").fill("2026-10-12T09:00")
    page.locator("[data-fact=start]").blur()
    expect(page.locator("[data-part=problem]")).to_have_text("還沒有填結束時間，以結束計的時限暫按開始時間算。")


def test_a_pause_of_its_group(page: Page, lists_server: str) -> None:
    """Groups without an order: a pause waits for its own group and holds back nothing else."""
    page.goto(lists_server + "day.html")
    expect(page.get_by_label("陪同午餐")).to_be_enabled()
    expect(page.get_by_label("講解")).to_be_disabled()
    expect(page.locator("[data-do=pause]")).to_have_text("前面還有 1 項未處理")
    page.get_by_label("核對路線").check()
    do(page, "pause")
    expect(page.get_by_label("講解")).to_be_enabled()
    expect(page.get_by_label("試話筒")).to_be_enabled()


@from_a_folder("where")
def test_filter_by_role_and_person(page: Page, where: Place) -> None:
    """Only what a role or a person has to do; how many are not shown is said."""
    begin(page, where)
    page.locator("[data-fact='person.driver']").fill("褚司機")
    page.locator("[data-fact='person.driver']").blur()
    page.locator("[data-part=filter]").select_option(label="褚司機")
    expect(page.locator("[data-item]:visible")).to_have_count(1)
    expect(page.locator("[data-part=filter-note]")).to_have_text("顯示 1 項，另有 3 項未顯示")
    page.locator("[data-part=filter]").select_option(label="接待員")
    expect(page.locator("[data-item]:visible")).to_have_count(3)
    page.reload()
    mine = page.get_by_role("button", name="只看我的（接待員）")
    expect(mine).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-item]:visible")).to_have_count(4)  # nothing is hidden unasked
    mine.click()
    expect(page.locator("[data-item]:visible")).to_have_count(3)
    mine.click()
    expect(page.locator("[data-item]:visible")).to_have_count(4)


@from_a_folder("where")
def test_duplicate_delete_and_undo(page: Page, where: Place) -> None:
    """A copy has the people, not the ticks; a deleted run comes back with everything."""
    begin(page, where)
    page.locator("[data-fact='person.driver']").fill("褚司機")
    page.locator("[data-fact='person.driver']").blur()
    page.get_by_label("核對來函").check()
    saved(page)
    page.locator("[data-part=run-list] summary").click()
    do(page, "copy-run")
    expect(page.locator("[data-part=run-name]")).to_have_text("10月5日省廳來訪（再製）")
    expect(page.get_by_label("核對來函")).not_to_be_checked()
    expect(page.locator("[data-fact='person.driver']")).to_have_value("褚司機")
    expect(page.locator("[data-fact=start]")).to_have_value("")
    rows = page.locator("[data-run]")
    expect(rows).to_have_count(2)
    rows.filter(has=page.get_by_role("button", name="10月5日省廳來訪", exact=True)).locator(
        "[data-do=delete-run]"
    ).click()
    expect(rows).to_have_count(1)
    do(page, "undo-delete")
    expect(rows).to_have_count(2)
    expect(page.get_by_label("核對來函")).to_be_checked()
    page.reload()
    expect(page.get_by_label("核對來函")).to_be_checked()


def test_a_file_carries_a_run_and_merges(page: Page, where: Place, tmp_path: Path) -> None:
    """Export, change on both sides, import: both sides' ticks are there. Foreign files are refused in words."""
    begin(page, where)
    page.get_by_label("核對來函").check()
    saved(page)
    with page.expect_download() as download:
        do(page, "save")
    file = tmp_path / "run.json"
    download.value.save_as(file)
    data = json.loads(file.read_text(encoding="utf-8"))
    data["marks"]["item/room"] = {"value": "done", "at": data["marks"]["item/letter"]["at"] + 1}
    data["marks"]["item/__proto__"] = {"value": {"toString": 1}, "at": "x"}
    data["marks"]["fact/end"] = {"value": "2026-99-99T12:00", "at": data["marks"]["fact/start"]["at"]}
    data["marks"]["due/room"] = {"value": "明天", "at": 1}
    data["marks"]["note/room"] = {"value": "來自明年", "at": 1e300}
    file.write_text(json.dumps(data), encoding="utf-8")
    page.get_by_label("核對來函").uncheck()
    saved(page)
    page.locator("[data-part=file]").set_input_files(file)
    expect(page.get_by_label("訂會議室")).to_be_checked()
    expect(page.get_by_label("核對來函")).not_to_be_checked()
    expect(page.locator("[data-part=said]")).to_contain_text("已合併")
    assert page.locator("[data-part=said]").is_visible()  # whichever drawer is open
    for unusable in ("明天", "來自明年", "2026-99"):
        assert unusable not in page.locator("hb-checklist").inner_text()
    for content, words in (
        ("no", "不是 .json"),
        ('{"a": 1}', "不是清單的一次"),
        (json.dumps({**data, "target": "x"}), "另一份清單"),
    ):
        file.write_text(content, encoding="utf-8")
        page.locator("[data-part=file]").set_input_files(file)
        expect(page.locator("[data-part=said]")).to_contain_text(words)
    page.locator("[data-part=run-list] summary").click()
    expect(page.locator("[data-run]")).to_have_count(1)


@from_a_folder("where")
def test_hand_over_slip(page: Page, where: Place, tmp_path: Path, new_context: Callable[..., BrowserContext]) -> None:
    """The slip says what is open, what is next and whom to call; as a file and alone on paper; another browser goes on."""
    soon = datetime.now(UTC).date() + timedelta(days=2)
    begin(page, where, start=f"{soon}T09:00")
    page.locator("[data-item=letter] [data-do=more]").click()
    page.get_by_label("憑據、備註").fill("函〔2026〕7號")
    page.get_by_label("另定時限").fill("2026-01-05T10:00")
    page.get_by_label("另定時限").blur()
    do(page, "slip")
    page.locator("[data-fact=from]").fill("甲")
    page.locator("[data-fact=to]").fill("乙")
    page.locator("[data-fact=words]").fill("車停後門")
    page.locator("[data-fact=words]").blur()
    text = page.locator("[data-part=slip-text]")
    expect(text).to_contain_text("交班：甲")
    expect(text).to_contain_text("【已逾時（1）】")
    expect(text).to_contain_text("函〔2026〕7號")
    expect(text).to_contain_text("【其餘未完成（3）】")
    expect(text).to_contain_text("■ 停：會議室訂好了嗎？")
    expect(text).to_contain_text("車隊　0000-1001")
    expect(text).to_contain_text("司機　褚司機　0000-1009")
    expect(text).to_contain_text("接班簽名")
    expect(text).to_contain_text(re.compile("【下一個時限】\n.*訂會議室"))
    with page.expect_download() as download:
        do(page, "slip-file")
    download.value.save_as(tmp_path / "slip.txt")
    assert (tmp_path / "slip.txt").read_text(encoding="utf-8").startswith("交班單　來訪清單：10月5日省廳來訪")
    with page.expect_download() as download:
        page.locator("[data-part=slip] [data-do=save]").click()
    download.value.save_as(tmp_path / "run.json")
    other = new_context().new_page()
    other.goto(where.url("visit.html"))
    other.locator("[data-part=file]").set_input_files(tmp_path / "run.json")
    expect(other.locator("[data-part=said]")).to_have_text(
        "已開啟檔案中的一次，並存於本機。交班：甲 → 乙。要交代的話：車停後門"
    )
    expect(other.locator("[data-item=letter]")).to_contain_text("備註：函〔2026〕7號")
    page.evaluate("window.print = () => { window.printed = document.querySelector('[data-part=slip]').innerText; }")
    do(page, "slip-print")
    page.emulate_media(media="print")
    assert "未完成" in page.evaluate("printed")
    expect(page.get_by_label("核對來函")).to_be_hidden()
    assert page.locator("hb-checklist :is(button, input):visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_label("核對來函")).to_be_visible()
    expect(text).to_be_hidden()  # it is no part of the card


@from_a_folder("where")
def test_calendar_of_due_items(page: Page, where: Place, tmp_path: Path) -> None:
    """Open items with a time are events that icalendar reads; settled ones are left out."""
    begin(page, where)
    page.get_by_label("核對來函").check()
    saved(page)
    with page.expect_download() as download:
        do(page, "calendar")
    download.value.save_as(tmp_path / "due.ics")
    events = icalendar.Calendar.from_ical((tmp_path / "due.ics").read_bytes()).walk("VEVENT")
    assert [(str(one["SUMMARY"]), one.decoded("DTSTART").strftime("%m-%d %H:%M %Z")) for one in events] == [
        ("訂會議室", "10-11 17:00 CST"), ("檢查車輛", "10-12 08:30 CST"),
    ]  # fmt: skip
    expect(page.locator("[data-part=status]")).to_have_text(
        "行事曆有 2 項未完成的時限；另有 1 項沒有算得出的時限，未列入"
    )


def test_a_filled_plan_starts_the_list(page: Page, where: Place) -> None:
    """Name, times and owners come from the plan; a moved event does not move the plan's own times, and that is said."""
    plan = {
        "title": "省廳調研", "begin": "2026-10-12T09:00", "end": "2026-10-13T16:00", "host": "趙陪同",
        "rooms": [{"by": "2026-10-10T12:00"}, {"by": "2026-10-09T12:00"}],
        "cars": [{"driver": "褚司機"}, {"driver": "衛司機、褚司機"}, {}],
    }  # fmt: skip
    page.goto(where.url("visit.html"))
    put_plan(page, plan)
    page.goto(where.url("index.html"))
    page.goto(where.url("visit.html") + "#plan=d1")
    expect(page.locator("[data-part=run-name]")).to_have_text("省廳調研")
    expect(page.locator("[data-item=car]")).to_contain_text("司機：褚司機、衛司機")
    assert moments(page) == [
        "2026年10月8日（週四）10:00", "2026年10月9日（週五）12:00（依方案）", "2026年10月12日（週一）08:30",
    ]  # fmt: skip
    expect(page.locator("[data-part=facts-note]")).to_contain_text("1 項的時限是方案或另定的")
    saved(page)
    page.goto(where.url("fill/plan.html") + "#draft=d1")
    expect(page.locator("[data-part=saved]")).not_to_be_empty()
    page.get_by_role("main").get_by_role("link", name="來訪清單").click()
    expect(page.locator("[data-part=run-name]")).to_have_text("省廳調研")
    page.locator("[data-part=run-list] summary").click()
    expect(page.locator("[data-run]")).to_have_count(1)

    put_plan(page, {**plan, "begin": "2026-10-12T14:00"})  # the visit is put off until the afternoon
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    expect(page.locator("[data-part=problem]")).to_contain_text("方案在帶入以後改過，有 1 處不同")
    assert moments(page)[2] == "2026年10月12日（週一）08:30"  # nothing moves by itself
    page.locator("[data-part=facts] summary").click()
    do(page, "take-plan")
    expect(page.locator("[data-part=problem]")).to_have_text("")
    assert moments(page)[2] == "2026年10月12日（週一）13:30"


def test_two_tabs_lose_nothing(page: Page, where: Place) -> None:
    """What one tab ticks, names or deletes is seen in the other; ticks made at the same time are both kept."""
    begin(page, where)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("[data-part=run-name]")).to_have_text("10月5日省廳來訪")
    page.get_by_label("核對來函").check()
    other.get_by_label("訂會議室").check()
    expect(other.get_by_label("核對來函")).to_be_checked()
    expect(page.get_by_label("訂會議室")).to_be_checked()
    other.locator("[data-part=run-list] summary").click()
    do(other, "delete-run")
    expect(page.locator("[data-part=status]")).to_contain_text("已在另一個分頁刪去")
    expect(page.get_by_label("訂會議室")).to_be_checked()


def faults_of(file: Path) -> list[str]:
    """What `handbook verify-log` finds in an exported log."""
    diagnostics = Diagnostics()
    log_files.verdict(file, "", diagnostics)
    return [one.code for one in diagnostics]


def test_every_tick_is_in_a_log_that_can_be_verified(page: Page, lists_server: str, tmp_path: Path) -> None:
    """Ticks, second thoughts, reasons and names are entries of their own, over tabs, files and a full disk."""
    page.add_init_script(FULL_STORAGE)
    begin(page, Place("http", lists_server))
    page.locator("[data-fact=doer]").fill("王小明")
    page.locator("[data-fact=doer]").blur()
    page.get_by_label("核對來函").check()
    saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("核對來函").uncheck()
    expect(page.get_by_label("核對來函")).not_to_be_checked()
    page.bring_to_front()
    page.evaluate("window.full = true")
    page.locator("[data-item=letter] [data-do=more]").click()
    page.get_by_label("這次不做的理由").fill("=電話已確認")
    do(page, "skip-na")
    expect(page.locator("[data-part=warning]")).to_contain_text("空間已滿")
    page.evaluate("window.full = false")
    page.get_by_label("訂會議室").check()
    expect(page.locator("[data-part=warning]")).to_be_hidden()
    page.reload()
    do(page, "pause")
    saved(page)
    page.get_by_text("這一次的記錄").click()
    files = {}
    for kind in ("json", "csv", "docx"):
        with page.expect_download() as download:
            do(page, f"log-{kind}")
        files[kind] = tmp_path / f"log.{kind}"
        download.value.save_as(files[kind])
        assert faults_of(files[kind]) == []
    entries = json.loads(files["json"].read_text(encoding="utf-8"))["entries"]
    assert [entry["text"] for entry in entries if entry["node"] in ("letter", "room", "car", "doer")] == [
        "執行人", "勾選：核對來函", "取消勾選：核對來函", "記為不適用：核對來函", "勾選：訂會議室", "確認停頓點：停：會議室訂好了嗎？",
    ]  # fmt: skip
    assert [(entry["who"], entry["note"]) for entry in entries if entry["note"]] == [("王小明", "=電話已確認")]
    changed = files["csv"].read_text(encoding="utf-8-sig").replace("記為不適用", "勾選", 1)
    files["csv"].write_text(changed, encoding="utf-8")
    assert faults_of(files["csv"]) == ["log-shown"]


def test_what_is_wiped_elsewhere_does_not_come_back(page: Page, lists_server: str) -> None:
    """All wiped in another tab: the page is emptied and says so. Wiped unannounced: said, and kept only with the next tick."""
    place = Place("http", lists_server)
    begin(page, place)
    page.get_by_label("核對來函").check()
    saved(page)
    desk = page.context.new_page()
    desk.goto(place.url("drafts.html"))
    desk.get_by_role("button", name="全部清除…").click()
    desk.get_by_role("button", name="確定全部清除").click()
    expect(page.locator("[data-part=status]")).to_contain_text("全部清除，這一頁的也已清空")
    expect(page.get_by_label("核對來函")).not_to_be_checked()
    expect(page.locator("[data-fact=name]")).to_have_value("")
    assert stored(desk, "runs") == []

    page.bring_to_front()
    page.get_by_label("訂會議室").check()
    saved(page)
    clear(desk, "runs")
    page.get_by_label("核對來函").check()
    expect(page.locator("[data-part=warning]")).to_contain_text("已在別處清除")
    assert "未存" in shown(page, "when")
    assert stored(desk, "runs") == []
    page.get_by_label("核對來函").uncheck()
    expect(page.locator("[data-part=warning]")).to_be_hidden()
    [kept] = stored(desk, "runs")
    assert kept["state"]["marks"]["item/room"]["value"] == "done"


@from_a_folder("where")
def test_full_storage_is_said_and_nothing_is_lost(page: Page, where: Place) -> None:
    """A tick that cannot be written stays, says 未存, can be exported, and is written with the next one that can."""
    page.add_init_script(FULL_STORAGE)
    begin(page, where)
    page.evaluate("window.full = true")
    page.get_by_label("核對來函").check()
    expect(page.locator("[data-part=warning]")).to_contain_text("空間已滿")
    assert "未存" in shown(page, "when")
    with page.expect_download() as download:
        do(page, "save")
    assert "item/letter" in Path(download.value.path()).read_text(encoding="utf-8")
    page.evaluate("window.full = false")
    page.get_by_label("訂會議室").check()
    expect(page.locator("[data-part=warning]")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("核對來函")).to_be_checked()
    expect(page.get_by_label("訂會議室")).to_be_checked()


def test_without_storage_a_run_still_works(page: Page, where: Place) -> None:
    """Storage switched off: said at once, ticking works, the run can be saved as a file."""
    page.add_init_script(NO_STORAGE)
    page.goto(where.url("visit.html"))
    expect(page.locator("[data-part=warning]")).to_contain_text("未能存入本機")
    page.get_by_label("核對來函").check()
    expect(page.locator("[data-part=count]")).to_have_text("1 / 4")
    with page.expect_download() as download:
        do(page, "save")
    assert "item/letter" in Path(download.value.path()).read_text(encoding="utf-8")


@from_a_folder("where")
def test_changed_list_is_said(page: Page, where: Place) -> None:
    """Reworded, new and vanished items of a run begun with an older list are marked, none of its ticks is lost."""
    begin(page, where)
    page.get_by_label("核對來函").check()
    page.get_by_label("訂會議室").check()
    saved(page)
    [run] = stored(page, "runs")
    marks = run["state"]["marks"]
    marks["item/letter"] |= {"hash": "old", "text": "看來函"}
    marks["item/flag"] = {"value": "done", "at": 5, "text": "掛旗"}
    marks["note/flag"] = {"value": "紅旗", "at": 5}
    marks["fact/items"]["value"] = "letter room flag car:old"
    marks["fact/version"]["value"] = "0.9"
    put(page, "runs", run)
    page.reload()
    expect(page.get_by_label("核對來函")).to_be_checked()
    expect(page.locator("[data-item=letter] [data-part=changed]")).to_have_text("已更新")
    expect(page.locator("[data-item=letter]")).to_contain_text("勾選時寫的是：看來函")
    expect(page.locator("[data-item=car] [data-part=changed]")).to_have_text("已更新")  # not ticked yet
    expect(page.locator("[data-item=room] [data-part=changed]")).to_be_hidden()
    expect(page.locator("[data-item=report] [data-part=changed]")).to_have_text("新增")
    changed = page.locator("[data-part=template-changed]")
    expect(changed).to_contain_text("第 0.9 版，清單現在是第 1.0 版")
    expect(changed).to_contain_text(re.compile("掛旗（已勾 .*備註：紅旗）"))


@pytest.mark.parametrize("width", [1280, 320])
def test_accessible_at_every_width(
    new_context: Callable[..., BrowserContext],
    lists_server: str,
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    """No finding of axe and no sideways scrolling with everything open; nothing to press is small."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    begin(page, Place("http", lists_server))
    page.locator("[data-part=run-list] summary").click()
    page.locator("[data-item=room] [data-do=more]").click()
    do(page, "skip-undone")
    do(page, "slip")
    page.evaluate("scrollTo(0, 0)")  # else the header lies over whatever is beneath it
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.locator("hb-checklist :is(button, summary, select, input:not([type=checkbox])):visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 40).map(one => one.textContent || one.outerHTML)"
    )
    assert small == []


def test_the_line_of_the_present_disturbs_the_fewest_items(browser: Browser) -> None:
    """As few past items as can be lie below it, and as few coming ones above."""
    lists = [[], ["1", "2"], ["3", "4"], ["1", "3"], ["1", "5", "1", "4"], ["5", "1", "1"]]
    with module_page(browser) as page:
        found = page.evaluate(
            """async (lists) => {
              const {placeOfNow} = await import("/macros/checklist/now-line.js");
              return lists.map((all) => placeOfNow(all, "2"));
            }""",
            lists,
        )
    assert found == [0, 1, 0, 1, 1, 3]
