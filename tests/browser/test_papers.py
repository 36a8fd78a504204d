"""Papers on the page: registers with blank lines, extracts, the gallery, and every category alike."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from support import ROOT, Place

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
    expect(papers).to_have_count(8)
    expect(papers.nth(1).locator(".hb-paper th", has_text="司機")).to_be_visible()
    assert papers.nth(1).get_attribute("data-each") == "vehicles.vehicle"
    assert len(re.findall(rb"/Type\s*/Page\b", nojs_page.pdf(prefer_css_page_size=True))) >= 8


def test_the_gallery_finds_a_template_by_category_role_and_procedure(nojs_page: Page, place: Place) -> None:
    """Each way leads to the template's page."""
    for heading, entry in (("登記簿", "值班記錄"), ("值班員", "值班記錄"), ("方案擬訂、審定與通知", "公務接待方案")):
        nojs_page.goto(place.url("fill/index.html"))
        main = nojs_page.locator("main")
        group = main.locator("section.hb-gallery__group, .hb-gallery__list").filter(
            has=nojs_page.locator("h3, dt").get_by_text(heading, exact=True)
        )
        expect(group).to_have_count(1)
        group.get_by_role("link", name=re.compile(entry)).first.click()
        expect(nojs_page.locator("h1")).to_contain_text(entry)
