"""Diagnostics as they are printed."""

from __future__ import annotations

from pathlib import Path

from handbook.diagnostics import messages
from handbook.diagnostics.diagnostics import Diagnostics, Span, closest


def test_the_caret_stands_under_chinese_text(tmp_path: Path) -> None:
    """Wide characters count two columns, so that the caret points at the word on a terminal."""
    page = tmp_path / "docs" / "a.md"
    page.parent.mkdir()
    page.write_text("---\n標題: 司機\n---\n", encoding="utf-8")
    diagnostics = Diagnostics(tmp_path)
    diagnostics.error("unknown-role", Span(page, 2, 5, 2), name="司機", suggestion="駕駛")

    assert diagnostics.render("zh").splitlines() == [
        "docs/a.md:2:5: 錯誤[unknown-role]: 沒有崗位「司機」",
        "    2 | 標題: 司機",
        "      |       ^^^^ 是不是「駕駛」？",
        f"      = {messages.remedy('unknown-role', 'zh')}",
        "1 項錯誤，0 項提醒",
    ]


def test_diagnostics_come_in_order_of_place_and_once() -> None:
    """However they were found, an author reads them from top to bottom, each one time."""
    diagnostics = Diagnostics()
    for line in (3, 1, 3, 2):
        diagnostics.error("nul-byte", Span(Path("a.md"), line))

    assert [diagnostic.span.line for diagnostic in diagnostics] == [1, 2, 3]


def test_the_count_says_singular_and_plural() -> None:
    """One error and two errors are worded differently."""
    diagnostics = Diagnostics()
    diagnostics.error("nul-byte", Span(Path("a.md")))
    diagnostics.warning("nul-byte", Span(Path("b.md")))
    diagnostics.warning("nul-byte", Span(Path("c.md")))

    assert diagnostics.summary("en") == "1 error, 2 warnings"


def test_only_near_words_are_suggested() -> None:
    """A wild guess is worse than none."""
    assert closest("dirver", ["driver", "manager"]) == "driver"
    assert closest("reception_plan", ["reception-plan"]) == "reception-plan"
    assert closest("zzz", ["driver", "manager"]) is None
