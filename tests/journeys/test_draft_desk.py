"""The page of all drafts: what is kept in this browser, and that none of it is lost by a click or a damaged record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

import browser_store
from browser_store import put, saved
from support import Place, Watch, from_a_folder

DESK = "drafts.html"
DAY = 86_400_000


def draft(id: str, name: str, template: str = "reception-plan", **more: Any) -> dict[str, Any]:
    """A stored draft."""
    values = more.pop("values", {"title": name})
    return {
        "id": id,
        "template": template,
        "version": "1.0",
        "name": name,
        "values": values,
        "aside": {},
        "updated": 1,
        "revision": 1,
        **more,
    }


def desk(page: Page, place: Place, *records: dict[str, Any]) -> Page:
    """The page with these drafts in store."""
    page.goto(place.url(DESK))
    expect(page.locator("[data-part=live]")).to_be_visible()
    expect(page.locator("[data-part=none]")).to_be_visible()
    if records:
        put(page, "drafts", *records)
        page.reload()
        expect(page.locator(".hb-desk__row").first).to_be_visible()
    return page


def row(page: Page, name: str) -> Any:
    return page.locator(f'.hb-desk__row[data-name="{name}"]')


def stored(page: Page) -> dict[str, Any]:
    """The drafts in IndexedDB, by name."""
    return {one.get("name", one["id"]): one for one in browser_store.stored(page, "drafts")}


@from_a_folder("place")
def test_every_draft_is_listed_with_its_facts(page: Page, place: Place) -> None:
    """Newest first: name, template, age, size, what is still open; an old one is said to be old; all lead to the form."""
    now = page.evaluate("Date.now()")
    desk(
        page,
        place,
        draft("d1", "舊的", updated=now - 45 * DAY),
        draft("d2", "新的", updated=now - 3 * 3600_000),
        draft("d3", "用車", "vehicle-request", updated=now - DAY, version="0.1"),
    )
    expect(page.locator("[data-part=list] .hb-desk__name")).to_have_text(["新的", "用車", "舊的"])
    facts = row(page, "新的").locator(".hb-desk__facts")
    for words in ("公務接待方案", "3 小時前", " B", "還有"):
        expect(facts).to_contain_text(words)
    expect(row(page, "新的").locator("[data-part=warning]")).to_be_hidden()
    expect(row(page, "舊的")).to_contain_text("已 45 天沒有改動")
    expect(row(page, "用車")).to_contain_text("已從第 0.1 版改為第 1.0 版")
    row(page, "新的").locator(".hb-desk__name").click()
    expect(page.locator("#f-title")).to_have_value("新的")
    page.locator("[data-part=drafts] > summary").click()
    page.get_by_role("link", name="全部草稿").click()
    expect(page.locator("[data-part=list] .hb-desk__name")).to_have_count(3)


@from_a_folder("place")
def test_the_home_page_leads_to_the_drafts(page: Page, place: Place) -> None:
    desk(page, place, draft("d1", "方案"))
    page.goto(place.url())
    page.get_by_role("link", name="管理全部草稿").click()
    expect(row(page, "方案")).to_be_visible()


@from_a_folder("place")
def test_a_visit_is_copied_to_another_day(page: Page, place: Place) -> None:
    """A new draft with all dates moved and last time's facts left blank; the old one is as it was."""
    values = {
        "title": "來訪",
        "start": "2026-12-08T09:30",
        "end": "2026-12-09T16:00",
        "approved_at": "2026-12-01T10:00",
    }
    desk(page, place, draft("d1", "來訪", values=values))
    row(page, "來訪").get_by_role("button", name="照抄").click()
    expect(page.locator("[data-part=ask-hint]")).to_contain_text("2026年12月8日")
    page.keyboard.type("上午")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=ask-hint]")).to_contain_text("看不懂這個日期")
    page.locator("[data-part=ask-input]").fill("2027年1月5日")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=notices]")).to_contain_text("由 2027年1月5日 開始，日期一律順延 28 天")
    expect(page.locator("[data-part=notices]")).to_contain_text("審定時間")
    drafts = stored(page)
    assert drafts["來訪"]["values"] == values
    assert drafts["來訪（照抄）"]["values"] == {
        "title": "來訪",
        "start": "2027-01-05T09:30",
        "end": "2027-01-06T16:00",
    }
    page.get_by_role("button", name="開始改").click()
    expect(page.locator("#f-start")).to_have_value("2027年1月5日09:30")
    page.go_back()
    row(page, "來訪").get_by_role("button", name="照抄").click()
    row(page, "來訪").locator("[data-part=ask-input]").fill("10月5日")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=notices]")).to_contain_text(re.compile(r"由 20\d\d年10月5日 開始"))


@from_a_folder("place")
def test_a_draft_is_renamed_and_keeps_its_name(page: Page, place: Place) -> None:
    """Also when it is written again; the name is only ever text."""
    hostile = "<b>甲</b>"
    desk(page, place, draft("d1", "來訪"))
    row(page, "來訪").get_by_role("button", name="改名").click()
    page.keyboard.type(hostile)
    page.keyboard.press("Enter")
    expect(page.locator(".hb-desk__name").first).to_have_text(hostile)
    page.locator(".hb-desk__name").first.click()
    expect(page.locator("#f-title")).to_have_value("來訪")
    page.fill("#f-title", "另一個標題")
    saved(page)
    assert set(stored(page)) == {hostile}
    assert stored(page)[hostile]["values"]["title"] == "另一個標題"


@from_a_folder("place")
def test_deleting_can_be_undone(page: Page, place: Place) -> None:
    desk(page, place, draft("d1", "甲"), draft("d2", "乙"))
    before = stored(page)
    row(page, "甲").get_by_role("button", name="刪除").click()
    expect(page.locator("[data-part=list] .hb-desk__name")).to_have_text(["乙"])
    assert set(stored(page)) == {"乙"}
    page.get_by_role("button", name="復原").click()
    expect(page.locator("[data-part=list] .hb-desk__name")).to_have_count(2)
    assert stored(page) == before


def test_a_shared_computer_is_cleared_in_two_steps(page: Page, place: Place) -> None:
    """The first click only asks and says how much; the second clears drafts, damaged ones and runs."""
    desk(page, place, draft("d1", "甲"), {"id": "broken"})
    page.get_by_role("button", name="全部清除…").click()
    expect(page.locator("#desk-wipe")).to_be_focused()
    expect(page.locator("[data-part=wipe-count]")).to_contain_text("2 份草稿")
    page.get_by_role("button", name="取消").click()
    assert len(stored(page)) == 2
    page.get_by_role("button", name="全部清除…").click()
    page.get_by_role("button", name="確定全部清除").click()
    expect(page.locator("[data-part=none]")).to_be_visible()
    assert stored(page) == {}


@pytest.mark.parametrize("unreadable", [False, True], ids=["wrong types", "unreadable"])
def test_a_damaged_record_hides_no_other(page: Page, place: Place, unreadable: bool, tmp_path: Path) -> None:
    """The others are listed and open; the damaged one can be downloaded and deleted."""
    broken = {"id": "bad", "template": "reception-plan", "name": "壞的", "values": "oops", "updated": "x"}
    desk(page, place, draft("d1", "好的"), broken)
    if unreadable:  # as when a value on the disk is damaged: reading all fails, and reading that one
        page.add_init_script(
            """const { get } = IDBObjectStore.prototype;
            IDBObjectStore.prototype.getAll = function () { throw new DOMException("damaged", "DataError"); };
            IDBObjectStore.prototype.get = function (id) {
              if (id === "bad") throw new DOMException("damaged", "DataError");
              return get.call(this, id); };"""
        )
        page.reload()
    expect(page.locator("[data-part=list] .hb-desk__name")).to_have_text(["好的"])
    damaged = page.locator("[data-part=broken-list] .hb-desk__row")
    expect(damaged).to_contain_text("讀不出" if unreadable else "內容損壞")
    with page.expect_download() as download:
        damaged.get_by_role("button", name="下載").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert unreadable or json.loads(text)["values"] == "oops"
    damaged.get_by_role("button", name="刪除").click()
    expect(page.locator("[data-part=broken]")).to_be_hidden()
    row(page, "好的").locator(".hb-desk__name").click()
    expect(page.locator("#f-title")).to_have_value("好的")


@from_a_folder("place")
def test_the_home_page_and_the_form_bear_damaged_records(page: Page, place: Place) -> None:
    """Neither breaks, nor hides the sound draft."""
    desk(page, place, draft("d1", "好的"), {"id": "bad", "template": "reception-plan", "values": 7}, {"id": "worse"})
    page.goto(place.url())
    expect(page.locator(".hb-drafts__name")).to_have_text(["好的"])
    page.goto(place.url("fill/reception-plan.html"))
    page.locator("[data-part=drafts] > summary").click()
    expect(page.locator("[data-do=open-draft]")).to_have_text(["好的"])


def test_all_drafts_go_through_one_file(page: Page, place: Place, tmp_path: Path) -> None:
    """Exported together and imported elsewhere they are all there, hostile text included."""
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    desk(page, place, draft("d1", hostile), draft("d2", "用車", "vehicle-request", values={"reason": "事由"}))
    with page.expect_download() as download:
        page.get_by_role("button", name="全部匯出").first.click()
    path = tmp_path / "all.json"
    download.value.save_as(path)
    page.get_by_role("button", name="全部清除…").click()
    page.get_by_role("button", name="確定全部清除").click()
    expect(page.locator("[data-part=none]")).to_be_visible()
    page.locator("[data-part=file]").set_input_files(path)
    expect(page.locator("[data-part=notices]")).to_contain_text("匯入 2 份")
    assert stored(page)[hostile]["values"]["title"] == hostile
    assert stored(page)["用車"]["template"] == "vehicle-request"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "已經損壞"),
        ("[" * 5000 + "]" * 5000, "層次太深"),
        ('{"template": "../../evil", "values": {}}', "沒有這份手冊的草稿"),
        ('{"template": "reception-plan", "values": []}', "沒有這份手冊的草稿"),
        ('{"drafts": "x"}', "沒有這份手冊的草稿"),
        ("null", "沒有這份手冊的草稿"),
        ('"' + "x" * (20 * 1024 * 1024) + '"', "20 MB"),
    ],
    ids=["broken", "deep", "address", "types", "list", "null", "large"],
)
@from_a_folder("place")
def test_a_wrong_file_changes_nothing(page: Page, place: Place, tmp_path: Path, content: str, words: str) -> None:
    desk(page, place, draft("d1", "甲"))
    path = tmp_path / "wrong.json"
    path.write_text(content, encoding="utf-8")
    page.locator("[data-part=file]").set_input_files(path)
    expect(page.locator("[data-part=notices]")).to_contain_text(words)
    assert set(stored(page)) == {"甲"}


@from_a_folder("place")
def test_values_of_wrong_types_are_set_aside(page: Page, place: Place, tmp_path: Path) -> None:
    """Only text enters the form; the rest is kept, counted, and harms nobody."""
    values = {
        "title": "甲",
        "purpose": {"a": [1]},
        "guests": [{"name": "A", "room": 301, "sex": {}}, 5],
        "__proto__": {"x": 1},
    }
    content = '{"template": "reception-plan", "values": ' + json.dumps(values) + ', "updated": 1e99, "lineage": "../x"}'
    path = tmp_path / "odd.json"
    path.write_text(content, encoding="utf-8")
    desk(page, place).locator("[data-part=file]").set_input_files(path)
    expect(page.locator("[data-part=notices]")).to_contain_text("沒有對應欄位")
    page.locator(".hb-desk__name").click()
    expect(page.locator("#f-title")).to_have_value("甲")
    expect(page.locator("#f-purpose")).to_have_value("")
    assert [one.input_value() for one in page.locator('.hb-form [name="guests.room"]').all()] == ["301", ""]
    assert page.evaluate("({}).x") is None


def test_two_peoples_copies_are_merged(
    page: Page, new_context: Callable[..., BrowserContext], place: Place, tmp_path: Path
) -> None:
    """Sent to a colleague, filled in there, sent back: both people's changes, and one choice where they differ."""
    desk(page, place, draft("d1", "來訪", values={"title": "來訪", "purpose": "調研"}))
    sent, returned = tmp_path / "sent.json", tmp_path / "returned.json"
    with page.expect_download() as download:
        row(page, "來訪").get_by_role("button", name="匯出").click()
    download.value.save_as(sent)

    other = new_context().new_page()
    desk(other, place).locator("[data-part=file]").set_input_files(sent)
    other.locator(".hb-desk__name").click()
    expect(other.locator("#f-title")).to_have_value("來訪")
    other.fill("#f-host_unit", "示例辦公室")
    other.fill("#f-purpose", "考察")
    saved(other)
    other.goto(place.url(DESK))
    with other.expect_download() as download:
        other.get_by_role("button", name="匯出「").click()
    download.value.save_as(returned)

    row(page, "來訪").locator(".hb-desk__name").click()
    expect(page.locator("#f-title")).to_have_value("來訪")
    page.fill("#f-purpose", "檢查")
    page.fill("#f-title", "來訪方案")
    saved(page)
    page.goto(place.url(DESK))
    page.locator("[data-part=file]").set_input_files(returned)
    page.get_by_role("button", name="與「來訪方案」合併").click()
    expect(page.locator("#desk-merge")).to_be_focused()
    expect(page.locator("[data-part=merge-body]")).to_contain_text("出自同一份草稿")
    expect(page.locator(".hb-desk__conflict")).to_have_count(1)
    expect(page.locator(".hb-desk__conflict")).to_contain_text("來訪目的")
    page.get_by_label("乙：考察").check()
    page.get_by_role("button", name="存成合併後的新草稿").click()
    expect(page.locator("[data-part=notices]")).to_contain_text("原來的兩份都還在")
    drafts = stored(page)
    assert len(drafts) == 3
    values = drafts["來訪方案（合併）"]["values"]
    assert (values["title"], values["purpose"], values["host_unit"]) == ("來訪方案", "考察", "示例辦公室")


@from_a_folder("place")
def test_drafts_of_different_templates_do_not_merge(page: Page, place: Place) -> None:
    desk(page, place, draft("d1", "甲"), draft("d2", "乙", "vehicle-request"))
    page.get_by_role("button", name="合併所選兩份").click()
    expect(page.locator("[data-part=notices]")).to_contain_text("請先勾選兩份")
    for box in page.locator("[data-part=select]").all():
        box.check()
    page.get_by_role("button", name="合併所選兩份").click()
    expect(page.locator("[data-part=notices]")).to_contain_text("不是同一個範本")
    expect(page.locator("[data-part=merge]")).to_be_hidden()


@from_a_folder("place")
def test_what_the_template_has_lost_and_gained_is_listed(page: Page, place: Place) -> None:
    """A draft of an older version: values stay by field id, the others are shown with their label and kept."""
    fields = {
        "title": "標題",
        "slogan": "口號",
        "guests": "來賓",
        "guests.name": "來賓 姓名",
        "guests.car": "來賓 車次",
    }
    values = {"title": "來訪", "slogan": "歡迎", "guests": [{"_id": "a", "name": "甲", "car": "G1"}]}
    desk(page, place, draft("d1", "來訪", version="0.9", values=values, fields=fields))
    row(page, "來訪").locator(".hb-desk__name").click()
    expect(page.locator("#f-title")).to_have_value("來訪")
    notices = page.locator("[data-part=notices]")
    for words in ("第 0.9 版", "口號：歡迎", "來賓 車次：G1", "增加了", "接待單位"):
        expect(notices).to_contain_text(words)
    page.fill("#f-host_unit", "辦公室")
    saved(page)
    assert stored(page)["來訪"]["aside"]["slogan"] == "歡迎"
    page.goto(place.url(DESK))
    expect(row(page, "來訪")).to_contain_text("另存著 2 項")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("Object.defineProperty(window, 'indexedDB', {value: undefined})", "不能儲存草稿"),
        ("IDBFactory.prototype.open = function () { throw new DOMException('no', 'UnknownError'); }", "讀不出來"),
    ],
    ids=["absent", "throwing"],
)
def test_without_storage_the_page_says_so(page: Page, place: Place, fault: str, words: str) -> None:
    page.add_init_script(fault)
    page.goto(place.url(DESK))
    expect(page.locator(".hb-notice--warning")).to_contain_text(words)


def test_a_full_disk_loses_no_copy(page: Page, place: Place) -> None:
    """What could not be stored is offered as a file."""
    desk(page, place, draft("d1", "來訪"))
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    row(page, "來訪").get_by_role("button", name="照抄").click()
    expect(page.locator("[data-part=ask-input]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".hb-notice--warning")).to_contain_text("儲存空間已滿")
    with page.expect_download() as download:
        page.get_by_role("button", name="下載這一份").click()
    assert "來訪（照抄）" in Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_and_width(
    new_context: Callable[..., BrowserContext], server: str, axe: Callable[..., list[str]], width: int
) -> None:
    """With every panel open there is nothing to complain about, and no sideways scroll."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    long = "很長的名稱" * 12
    desk(page, Place("http", server), draft("d1", long), draft("d2", "乙"), {"id": "bad"})
    for box in page.locator("[data-part=select]").all():
        box.check()
    page.get_by_role("button", name="合併所選兩份").click()
    page.get_by_role("button", name="全部清除…").click()
    row(page, "乙").get_by_role("button", name="改名").click()
    page.evaluate("scrollTo(0, 0)")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_templates_are_there(nojs_page: Page, place: Place, watch: Watch) -> None:
    nojs_page.goto(place.url(DESK))
    expect(nojs_page.get_by_role("link", name="公務接待方案")).to_be_visible()
    expect(nojs_page.get_by_role("button", name="全部清除…")).to_be_hidden()
