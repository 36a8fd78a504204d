"""A time span in the browser: understood as people write it, shown back, on paper, checked, kept."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from handbook.documents.word.package import open_word
from support import ROOT, Place, from_a_folder, run_handbook

FORM = "fill/meeting-room-booking.html"
ROW = ".hb-form [data-rows=bookings] [data-row] >> nth="


def opened(page: Page, place: Place) -> Page:
    page.goto(place.url(FORM))
    expect(page.locator("hb-template.hb-template--live")).to_be_visible()
    if not page.locator(f"{ROW}0").count():
        page.locator("[data-rows=bookings] [data-do=add-row]").click()
    return page


def used(page: Page, row: int = 0) -> Locator:
    return page.locator(f'{ROW}{row} >> [name="bookings.used"]')


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026年12月8日上午9點至11點半", "2026年12月8日09:00–11:30"),
        ("2026-12-08 14:00-16:00", "2026年12月8日14:00–16:00"),
        ("2026年12月8日下午2點到4點", "2026年12月8日14:00–16:00"),
        ("2026年12月8日22:00–次日02:00", "2026年12月8日22:00–12月9日02:00"),
    ],
)
@from_a_folder("place")
def test_a_span_is_understood_and_shown_back(page: Page, place: Place, typed: str, shown: str) -> None:
    opened(page, place)
    used(page).fill(typed)
    used(page).press("Tab")
    expect(used(page)).to_have_value(shown)
    expect(page.locator('[data-paper]:not([hidden]) .hb-blank[data-field="bookings.used"]').first).to_have_text(
        shown.replace("2026年", "")
    )


@from_a_folder("place")
def test_a_year_that_was_not_written_is_taken_and_said(page: Page, place: Place) -> None:
    opened(page, place)
    page.locator("#f-unit").fill("示例局")
    expect(page.locator(".hb-timeline")).to_have_count(1)  # the tools have arrived
    used(page).fill("10月5日9:00–11:30")
    used(page).press("Tab")
    expect(page.locator("[data-part=notices]")).to_contain_text("沒有寫全年份")
    expect(used(page)).to_have_value(re.compile("^20[0-9]{2}年10月5日09:00–11:30$"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026年12月8日上午", "時間不明確"),
        ("2026年12月8日09:00", "只有開始，沒有結束"),
        ("2026年12月8日11:00–09:00", "結束不晚於開始"),
        ("9:00–11:00", "只有時間，沒有日期"),
        ("2026年12月8日9:0o–11:00", "字母"),
    ],
)
@from_a_folder("place")
def test_what_is_no_span_is_refused_with_the_reason(page: Page, place: Place, typed: str, words: str) -> None:
    opened(page, place)
    used(page).fill(typed)
    used(page).press("Tab")
    expect(used(page)).to_have_value(typed)
    expect(page.locator(f"{ROW}0")).to_contain_text(words)


@from_a_folder("place")
def test_bookings_that_clash_do_not_fit_or_name_one_twice_are_found(page: Page, place: Place) -> None:
    """The sample that breaks every rule: findings as in Python, the clash in the timeline; Word carries the span."""
    opened(page, place)
    sample = ROOT / "templates/meeting-room-booking/samples/faulty.json"
    page.locator("[data-part=file]").set_input_files(sample)
    expect(page.locator("[data-part=notices]")).to_contain_text("已開啟")  # what takes files is loaded first
    page.locator("[data-do=check]").click()
    expected = json.loads(sample.read_text("utf-8"))["expected"]
    assert expected
    findings = page.locator("[data-part=findings-list]")
    for words in (
        "同一時間也在第 2 列",
        "座位少於",
        "寫出姓名的人比人數還多",
        "另一個會",
        "申請不到一天",
        "時間不明確",
    ):
        expect(findings).to_contain_text(words)
    expect(page.locator(".hb-timeline")).to_contain_text("個重疊")
    page.locator("[data-do=toggle-findings]").click()
    page.locator(".hb-timeline > summary").click()
    expect(page.locator(".hb-timeline__body")).to_contain_text("12月8日09:00–11:30")


def test_a_word_file_with_a_changed_span_is_read_back(tmp_path: Path) -> None:
    """Fill, change the time in the document, read: the span is what was written, its year kept."""
    sample = ROOT / "templates/meeting-room-booking/samples/december.json"
    file = tmp_path / "register.docx"
    done = run_handbook("fill", "meeting-room-booking", str(sample), "--layout", "register", "-o", str(file), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert open_word(file.read_bytes())
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                assert "12月8日09:00–11:30".encode() in content
                content = content.replace("12月8日09:00–11:30".encode(), "12月8日10:00–12:00".encode())
            new.writestr(name, content)
    file.write_bytes(changed.getvalue())
    answer = tmp_path / "back.json"
    done = run_handbook("read", str(file), "-o", str(answer), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    rows = json.loads(answer.read_text("utf-8"))["values"]["bookings"]
    assert [row["used"] for row in rows] == [
        "2026-12-08T10:00/2026-12-08T12:00",
        "2026-12-08T13:30/2026-12-08T15:00",
        "2026-12-08T13:30/2026-12-09T09:00",
    ]
