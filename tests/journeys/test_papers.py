"""Papers on the page: registers with blank lines, extracts, the gallery, and every category alike."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import icalendar
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from support import ROOT, Place, from_a_folder, run_handbook, said

CATEGORIES = {
    "plan": ("reception-plan", "visit", "錢承辦"),
    "form": ("leave-request-form", "sick", "呼叫中心總監"),
    "register": ("duty-log", "night", "搶修隊已到"),
    "report": ("half-year-summary", "first-half", "三份借出文件逾期未還"),
}


def sample(id: str, name: str) -> Path:
    return ROOT / f"templates/{id}/samples/{name}.json"


def opened(page: Page, place: Place, id: str, name: str | Path) -> None:
    """The template's page with a sample in it."""
    page.goto(place.url(f"fill/{id}.html"))
    page.locator("[data-part=file]").set_input_files(sample(id, name) if isinstance(name, str) else name)


@pytest.mark.parametrize("category", CATEGORIES)
@from_a_folder("place")
def test_every_category_is_filled_checked_and_saved_alike(
    category: str, page: Page, place: Place, tmp_path: Path
) -> None:
    """A good sample prints on the paper, gives no error, and is in the Word file."""
    id, name, words = CATEGORIES[category]
    opened(page, place, id, name)
    paper = page.locator(".hb-papers__paper:visible .hb-paper")
    expect(paper).to_contain_text(words)
    page.click("[data-do=check]")
    expect(page.locator("[data-part=findings-count]")).not_to_contain_text("還沒有")
    expect(page.locator("[data-part=summary]")).to_contain_text("沒有須改的地方")
    with page.expect_download() as waiting:
        page.click("[data-do=word]")
    path = tmp_path / "paper.docx"
    waiting.value.save_as(path)
    word = docx.Document(io.BytesIO(path.read_bytes()))
    text = "\n".join(
        [one.text for one in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells]
    )
    assert words in text


@from_a_folder("place")
def test_filled_rows_take_the_place_of_blank_lines(page: Page, place: Place, tmp_path: Path) -> None:
    """A register shows eight lines with one row and with three, and nine with nine; the Word file as well."""
    data = json.loads(sample("incoming-register", "december").read_text("utf-8"))
    row = data["values"]["documents"][0]
    rows = page.locator(".hb-paper tbody tr:visible")
    page.goto(place.url("fill/incoming-register.html"))
    expect(rows).to_have_count(8)
    for count, lines in ((3, 8), (9, 9)):
        data["values"]["documents"] = [{**row, "_id": f"d{n}", "number": f"第{n}號"} for n in range(count)]
        path = tmp_path / f"{count}.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        page.locator("[data-part=file]").set_input_files(path)
        expect(page.locator(".hb-paper tbody tr", has_text=f"第{count - 1}號")).to_have_count(1)
        expect(rows).to_have_count(lines)
        with page.expect_download() as waiting:
            page.click("[data-do=word]")
        file = tmp_path / f"{count}.docx"
        waiting.value.save_as(file)
        assert len(docx.Document(io.BytesIO(file.read_bytes())).tables[0].rows) - 1 == lines


@from_a_folder("place")
def test_a_register_prints_blank_lines_without_javascript(nojs_page: Page, place: Place) -> None:
    """The blank register is a page to write on, lying across."""
    nojs_page.goto(place.url("fill/outgoing-register.html"))
    expect(nojs_page.locator(".hb-paper--landscape tbody tr")).to_have_count(10)
    printed = nojs_page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
    assert box is not None
    assert float(box[1]) > float(box[2])


def test_the_page_of_extracts_is_complete_without_javascript(nojs_page: Page, place: Place) -> None:
    """From the plan to its other papers, each with a heading and blanks; on paper none shares a sheet."""
    nojs_page.goto(place.url("fill/reception-plan.html"))
    nojs_page.get_by_role("link", name="司機行車單").click()
    expect(nojs_page).to_have_url(re.compile(r"reception-plan\.papers\.html#vehicle$"))
    papers = nojs_page.locator(".hb-papers__paper")
    expect(papers).to_have_count(10)  # nine extracts, and what is still open
    expect(papers.nth(1).locator(".hb-paper th", has_text="司機")).to_be_visible()
    assert papers.nth(1).get_attribute("data-each") == "vehicles.vehicle"
    assert len(re.findall(rb"/Type\s*/Page\b", nojs_page.pdf(prefer_css_page_size=True))) >= 8


@from_a_folder("place")
def test_the_gallery_finds_a_template_by_section_role_and_procedure(nojs_page: Page, place: Place) -> None:
    """Each way leads to the template's page."""
    for heading, entry in (
        ("辦公室事務", "值班記錄"),
        ("值班員", "值班記錄"),
        ("方案擬訂、審定與通知", "公務接待方案"),
    ):
        nojs_page.goto(place.url("fill/index.html"))
        named = nojs_page.locator("main").locator("h2, dt").filter(has_text=re.compile(f"^{heading}$"))
        expect(named).to_have_count(1)
        for number in range(nojs_page.locator(".hb-gallery__many").count()):
            nojs_page.locator(".hb-gallery__many > summary").nth(number).click()
        named.locator("xpath=..").get_by_role("link", name=re.compile(entry)).first.click()
        expect(nojs_page.locator("h1")).to_contain_text(entry)


@from_a_folder("place")
def test_calendars_and_lists_are_those_of_the_command_line(page: Page, place: Place, tmp_path: Path) -> None:
    """The page's .xlsx has the cells, its .csv the bytes and its .ics the events that `handbook fill` writes."""
    opened(page, place, "reception-plan", "visit")
    expect(page.locator(".hb-papers__paper:visible .hb-paper")).to_contain_text("錢承辦")
    saved = {kind: exported(page, kind, tmp_path) for kind in ("xlsx", "csv", "calendar", "calendar-person")}
    for name, more in (("all.xlsx", []), ("all.csv", ["--rows", "guests"]), ("all.ics", [])):
        done = run_handbook("fill", "reception-plan", sample("reception-plan", "visit"), "-o", tmp_path / name, *more)
        assert done.returncode == 0, said(done)
    assert cells(saved["xlsx"]) == cells(tmp_path / "all.xlsx")
    assert saved["csv"].read_bytes() == (tmp_path / "all.csv").read_bytes()
    assert events(saved["calendar"]) == events(tmp_path / "all.ics")
    assert 0 < len(events(saved["calendar-person"])) < len(events(saved["calendar"]))


def exported(page: Page, kind: str, folder: Path) -> Path:
    """What the menu 日曆、表格 saves."""
    if not page.evaluate("document.querySelector('[data-part=export-menu]').open"):
        page.locator("[data-part=export-menu] summary").click()
    with page.expect_download() as waiting:
        page.locator(f"[data-export={kind}]").click()
    path = folder / f"{kind}{Path(waiting.value.suggested_filename).suffix}"
    waiting.value.save_as(path)
    return path


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def events(path: Path) -> list[tuple[str, str]]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return [(str(event["SUMMARY"]), event["DTSTART"].to_ical().decode()) for event in calendar.walk("VEVENT")]


@from_a_folder("place")
def test_every_paper_comes_from_one_entry(
    page: Page, place: Place, tmp_path: Path, axe: Callable[[Page], list[str]]
) -> None:
    """A sheet for each person, vehicle and guest named in the draft, each with what concerns that one."""
    opened(page, place, "reception-plan", "visit")
    expect(page.locator("[data-part=saved]").first).to_contain_text("已存")
    page.get_by_role("link", name="每人一張").click()
    expect(page.locator("[data-part=count]")).to_contain_text("共 30 份紙，選了 30 份")
    people = page.locator("#person .hb-paper__title").all_inner_texts()
    assert len(people) == len(set(people)) == 16
    assert "錢承辦任務單" in people
    page.locator("#person input[type=checkbox]").first.uncheck()
    expect(page.locator("[data-part=count]")).to_contain_text("選了 29 份")

    # Together each sheet is a page of its own, and no number counts on from one person's sheet to the next.
    pages = printed(page, tmp_path)
    assert [text for text in pages if "趙陪同任務單" in text] == []
    assert sum("任務單" in text for text in pages) == 15
    assert sum("行車單" in text for text in pages) == 2
    assert not re.search(r"—\s*\d+\s*—|\d+ / \d+\s*$", "".join(pages))
    assert [text for text in pages if "桌次：" in text and "江來賓" in text and "夏來賓" not in text] != []
    assert page.locator("#seat-card .hb-paper").first.locator(".hb-paper__title").all_text_contents() == ["江來賓"] * 2
    # Singly: this sheet alone, with its number.
    page.evaluate("window.print = () => {}")
    page.locator("#rooms [data-do=print-one]").click()
    [alone] = printed(page, tmp_path)
    assert "房間表" in alone
    assert re.search(r"—\s*1\s*—", alone)

    page.set_viewport_size({"width": 375, "height": 800})
    page.locator("[data-part=export-menu] summary").click()
    menu = page.locator("[data-part=export-menu] .hb-menu__list").bounding_box()
    assert menu is not None
    assert 0 <= menu["x"] < menu["x"] + menu["width"] <= 375
    assert axe(page) == []


def printed(page: Page, folder: Path) -> list[str]:
    """The words on each page that the printer gets."""
    path = folder / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    words = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True, timeout=60)
    return words.stdout.split("\f")[:-1]


@from_a_folder("place")
def test_the_layout_that_suits_is_advised_and_changed_without_loss(page: Page, place: Place) -> None:
    """By the size of the visit; a press takes it. The commands stand in one row on a phone."""
    opened(page, place, "reception-plan", "visit")
    page.select_option("[name=scale]", "大型")
    advice = page.locator(".hb-advice")
    expect(page.locator("[data-paper=text]")).to_be_visible()
    page.check("input[name=layout][value=table]")
    expect(advice).to_contain_text("宜用文本式（大型會議")
    expect(page.locator("[data-paper=table]")).to_contain_text("錢承辦")
    # Columns follow what is filled in: a name needs less than where its bearer works.
    columns = page.locator("[data-paper=table] table", has_text="對口陪同").locator("col")
    expect(columns.first).to_have_attribute("data-width", re.compile("%"))
    name, _, _, unit = (float((one.get_attribute("width") or "").rstrip("%")) for one in columns.all()[:4])
    assert unit > 1.5 * name
    page.select_option("[name=scale]", "小型")
    expect(advice).to_be_hidden()
    page.check("input[name=layout][value=text]")
    expect(advice).to_contain_text("宜用表格式（小型來訪")
    advice.get_by_role("button", name="改用表格式").click()
    expect(advice).to_be_hidden()
    expect(page.locator("[data-paper=text]")).to_be_hidden()
    expect(page.locator("[data-paper=table]")).to_contain_text("錢承辦")

    page.set_viewport_size({"width": 375, "height": 800})
    page.locator("[data-part=export-menu] summary").click()
    boxes = page.evaluate(
        """() => Array.from(document.querySelectorAll(".hb-findings__actions > *, [data-part=export-menu] .hb-menu__list"))
          .map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right, box.top, box.height])"""
    )
    assert all(0 <= left < right <= 375 for left, right, _, _ in boxes)
    assert len({(round(top), round(height)) for _, _, top, height in boxes}) == 2  # six commands, and the open list
