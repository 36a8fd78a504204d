"""A Word file that was edited elsewhere is dropped onto a page: what changed is shown, and taken only when wanted."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from browser_store import saved, stored
from office import Office
from support import ROOT, Place, Watch, from_a_folder, run_handbook, said
from word_edits import edited, with_part

TEMPLATE = "fill/reception-plan.html"
DESK = "drafts.html"
SAMPLE = ROOT / "templates/reception-plan/samples/visit.json"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LIAISON = {"op": "replace", "in": "聯絡負責人", "from": "周聯絡", "to": "吳聯絡"}
ROW = {"op": "delete-row", "table": 0, "row": 2}
DROP = """([kind, name, text, type]) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  document.querySelector("h1").dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The reception plan's sample as a Word file."""
    path = tmp_path_factory.mktemp("plan") / "方案.docx"
    done = run_handbook("fill", "reception-plan", SAMPLE, "-o", path)
    assert done.returncode == 0, said(done)
    return path.read_bytes()


def drop(page: Page, content: bytes, name: str = "方案.docx", type: str = WORD, kind: str = "drop") -> None:
    page.evaluate(DROP, [kind, name, base64.b64encode(content).decode(), type])


def opened(page: Page, place: Place, path: str = TEMPLATE) -> Page:
    page.goto(place.url(path))
    live = ".hb-template--live" if path != DESK else "[data-part=live]"
    expect(page.locator(live)).to_be_visible()
    return page


def panel(page: Page) -> Locator:
    return page.locator(".hb-readback")


def drafts_of(page: Page) -> list[dict[str, Any]]:
    """The values of all drafts in store."""
    return [one["values"] for one in stored(page, "drafts")]


@from_a_folder("place")
def test_filled_here_edited_in_word_and_taken_back(page: Page, place: Place, office: Office) -> None:
    """Fill in, save as Word, edit, have LibreOffice save it, drop: the differences are shown, and adopted they are there.

    Before anything is filled in the Word file is the whole blank paper.
    """
    opened(page, place)
    with page.expect_download() as download:
        page.locator("[data-do=word]").click()
    assert "來賓住" in "".join(one.text for one in docx.Document(download.value.path()).paragraphs)
    page.locator("[data-part=file]").set_input_files(SAMPLE)
    saved(page)
    (before,) = drafts_of(page)
    with page.expect_download() as download:
        page.locator("[data-do=word]").click()
    made = Path(download.value.path()).read_bytes()
    content = office.converted("docx", {"plan": edited(made, [LIAISON, ROW])})["plan"]

    drop(page, content)

    expect(panel(page)).to_contain_text("有 2 處不同")
    expect(panel(page).locator("h2")).to_be_focused()
    rows = panel(page).locator("li.hb-readback__row")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="周聯絡")).to_contain_text("吳聯絡")
    expect(page.locator("#f-liaison")).to_have_value("周聯絡")  # nothing is taken yet
    panel(page).get_by_role("button", name="採用全部 2 處").click()
    expect(page.locator("#f-liaison")).to_have_value("吳聯絡")
    expect(page.locator("[data-part=notices]")).to_contain_text("先前的草稿不動")
    expect(page.locator("[data-part=notices]")).not_to_contain_text("合併")
    saved(page)
    drafts = drafts_of(page)
    assert len(drafts) == 2
    assert before in drafts
    new = next(values for values in drafts if values != before)
    guests = [row for at, row in enumerate(before["guests"]) if at != 1]
    assert new == {**before, "liaison": "吳聯絡", "guests": guests}

    page.get_by_role("button", name="復原").click()
    expect(page.locator("#f-liaison")).to_have_value("周聯絡")
    assert drafts_of(page) == [before]

    page.locator("#f-purpose").fill("改了目的")  # the draft goes on: now the file is a copy that has to be merged
    drop(page, content)
    panel(page).get_by_role("button", name="採用全部 2 處").click()
    expect(page.locator("[data-part=notices]")).to_contain_text("請到「草稿」頁把兩份合併")


@from_a_folder("place")
def test_one_by_one_by_keyboard(page: Page, place: Place, plan: bytes) -> None:
    """A difference whose box is cleared keeps what was there; findings are shown as usual."""
    opened(page, place)
    late = {"op": "replace", "in": "本次接待由", "from": "2026年12月9日16:00", "to": "2026年12月7日16:00"}
    drop(page, edited(plan, [LIAISON, ROW, late]))
    expect(panel(page)).to_contain_text("有 3 處不同")
    box = panel(page).locator("li.hb-readback__row", has_text="聯絡").locator("input")
    box.focus()
    page.keyboard.press("Space")
    accept = panel(page).get_by_role("button", name="採用所選 2 處")
    accept.focus()
    page.keyboard.press("Enter")
    expect(panel(page)).to_have_count(0)
    expect(page.locator("#f-liaison")).to_have_value("周聯絡")
    expect(page.locator("[data-part=summary]")).to_contain_text("接待開始")
    saved(page)
    assert [len(values["guests"]) for values in drafts_of(page)] == [3]


@from_a_folder("place")
def test_cancelled_nothing_has_happened(page: Page, place: Place, plan: bytes) -> None:
    """Escape closes; what was typed before is still there, and no draft was made."""
    opened(page, place)
    page.locator("#f-title").fill("自己寫的")
    drop(page, edited(plan, [LIAISON]))
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(page.locator("#f-title")).to_have_value("自己寫的")
    expect(page.locator("[data-part=notices]")).to_contain_text("沒有採用")
    saved(page)
    assert [values["title"] for values in drafts_of(page)] == ["自己寫的"]


@from_a_folder("place")
def test_text_that_belongs_nowhere_is_named(page: Page, place: Place, plan: bytes) -> None:
    opened(page, place)
    strange = {"op": "insert", "after": "本次接待由", "text": "另附地圖一張。"}
    drop(page, edited(plan, [strange]))
    expect(panel(page)).to_contain_text("沒有改動")
    expect(panel(page)).to_contain_text("不屬於任何欄位")
    expect(panel(page)).to_contain_text("另附地圖一張。")


@from_a_folder("place")
def test_two_places_changed_in_two_ways_are_named(page: Page, place: Place, tmp_path: Path) -> None:
    """The unit stands in the title and below it; which of the two is right nobody can tell, so it stays as it was."""
    file = tmp_path / "summary.docx"
    done = run_handbook(
        "fill", "half-year-summary", ROOT / "templates/half-year-summary/samples/first-half.json", "-o", file
    )
    assert done.returncode == 0, said(done)
    office = "示例縣示例局辦公室"
    edits = [
        {"op": "replace", "in": f"{office}半年工作總結", "from": office, "to": "甲辦公室"},
        {"op": "replace", "in": office, "from": office, "to": "乙辦公室"},
    ]
    opened(page, place, "fill/half-year-summary.html")
    drop(page, edited(file.read_bytes(), edits))
    conflict = panel(page).locator(".hb-readback__warning", has_text="兩處改得不一樣")
    expect(conflict).to_contain_text("單位")
    panel(page).get_by_role("button", name="開成新的草稿").click()
    expect(page.locator("#f-unit")).to_have_value(office)


@from_a_folder("place")
def test_a_file_without_its_record_is_read_from_its_words(page: Page, place: Place, plan: bytes) -> None:
    """On its template's page; on the page of drafts nobody can tell whose it is, and that is said."""
    content = with_part(plan, "customXml/item1.xml", None)
    opened(page, place)
    drop(page, content)
    expect(panel(page)).to_contain_text("沒有填寫記錄")
    panel(page).get_by_role("button", name="採用全部").click()
    expect(page.locator("#f-liaison")).to_have_value("周聯絡")
    expect(page.locator("[data-rows=guests] .hb-rows__row")).to_have_count(4)
    opened(page, place, DESK)
    drop(page, content)
    expect(page.locator("[data-part=notices]")).to_contain_text("請到那個範本的頁面")


@from_a_folder("place")
def test_another_template_s_file_leads_to_its_page(page: Page, place: Place, plan: bytes) -> None:
    """Dropped onto the wrong page it says whose it is, and that page opens with it."""
    opened(page, place, "fill/vehicle-request.html")
    drop(page, edited(plan, [LIAISON]))
    expect(panel(page)).to_contain_text("這是範本「公務接待方案」的檔")
    panel(page).get_by_role("button", name="並打開「公務接待方案」").click()
    page.wait_for_url("**/fill/reception-plan.html#draft=*")
    expect(page.locator("#f-liaison")).to_have_value("吳聯絡")


def test_a_colleagues_word_file_is_merged_with_the_draft_it_was_made_of(page: Page, place: Place) -> None:
    """Word out, both go on working, Word back onto the page of drafts: what either changed is kept, without a question."""
    opened(page, place)
    page.locator("[data-part=file]").set_input_files(SAMPLE)
    saved(page)
    with page.expect_download() as download:
        page.locator("[data-do=word]").click()
    made = Path(download.value.path()).read_bytes()
    page.locator("#f-title").fill("改過的名稱")
    saved(page)
    (mine,) = drafts_of(page)
    opened(page, place, DESK)
    drop(page, edited(made, [LIAISON, ROW]))
    panel(page).get_by_role("button", name="採用全部 2 處").click()
    page.get_by_role("button", name="與「改過的名稱」合併").click()
    body = page.locator("[data-part=merge-body]")
    expect(body).to_contain_text("出自同一份草稿")
    expect(body).to_contain_text("沒有互相衝突")
    page.get_by_role("button", name="存成合併後的新草稿").click()
    expect(page.locator("[data-part=list] .hb-desk__row")).to_have_count(3)
    # Mine was opened from a file, too; what was merged here was not.
    expect(page.locator("[data-part=age]", has_text="由檔案讀入")).to_have_count(2)
    guests = [row for at, row in enumerate(mine["guests"]) if at != 1]
    assert {**mine, "liaison": "吳聯絡", "guests": guests} in drafts_of(page)


@from_a_folder("place")
def test_dropped_onto_the_page_of_drafts(page: Page, place: Place, plan: bytes) -> None:
    """The same there; it becomes a draft in the list. A .json is taken by the same drop."""
    opened(page, place, DESK)
    drop(page, edited(plan, [LIAISON]))
    expect(panel(page)).to_contain_text("有 1 處不同")
    panel(page).get_by_role("button", name="採用全部 1 處").click()
    expect(page.locator("[data-part=list] .hb-desk__row")).to_have_count(1)
    drop(page, SAMPLE.read_bytes(), "visit.json", "application/json")
    expect(page.locator("[data-part=list] .hb-desk__row")).to_have_count(2)
    sample = json.loads(SAMPLE.read_text("utf-8"))["values"]
    assert sorted(values["liaison"] for values in drafts_of(page)) == sorted(["吳聯絡", sample["liaison"]])
    page.get_by_role("button", name="打開").click()
    expect(page.locator("#f-liaison")).to_have_value("吳聯絡")


def test_a_draft_file_is_dropped_onto_a_template(page: Page, place: Place) -> None:
    opened(page, place)
    drop(page, SAMPLE.read_bytes(), "visit.json", "application/json")
    expect(page.locator("#f-liaison")).to_have_value("周聯絡")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no zip at all", "這不是 Word 檔"),
        (b"%PDF-1.7\n", "這是 PDF"),
        (b"", "檔案是空的"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "舊的 .doc"),
    ],
)
@from_a_folder("place")
def test_bad_files_are_refused_and_nothing_is_lost(page: Page, place: Place, content: bytes, said: str) -> None:
    opened(page, place)
    page.locator("#f-title").fill("自己寫的")
    drop(page, content)
    expect(page.locator("[data-part=notices]")).to_contain_text(said)
    expect(panel(page)).to_have_count(0)
    expect(page.locator("#f-title")).to_have_value("自己寫的")


@pytest.mark.parametrize("path", [TEMPLATE, DESK])
@pytest.mark.parametrize("width", [1280, 320])
@from_a_folder("place")
def test_the_panel_is_accessible_and_fits(
    new_context: Callable[..., BrowserContext],
    place: Place,
    plan: bytes,
    axe: Callable[..., list[str]],
    path: str,
    width: int,
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    opened(page, place, path)
    strange = {"op": "insert", "after": "本次接待由", "text": "另附地圖一張。"}
    drop(page, edited(plan, [LIAISON, ROW, strange]))
    expect(panel(page)).to_be_visible()
    assert axe(page, ".hb-readback") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_script_comes_only_when_it_is_wanted(page: Page, place: Place, plan: bytes, watch: Watch) -> None:
    """And while a file is held over the page, the page says what will happen."""
    opened(page, place)
    assert not [url for url in watch.requests if "handbook-readback" in url]
    drop(page, plan, kind="dragover")
    expect(page.locator("hb-template[data-dropping]")).to_be_visible()
    drop(page, plan)
    expect(page.locator("[data-dropping]")).to_have_count(0)
    expect(panel(page)).to_contain_text("沒有改動")
    assert [url for url in watch.requests if "handbook-readback" in url]
