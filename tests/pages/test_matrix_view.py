"""A decision table on a page, on a post's page, and in the search, as HTML before any script runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.views.matrix import MatrixView, matrix_view
from handbook.pages.views.role import role_view
from handbook.reading.loader import load
from handbook.search.search_view import SearchView
from support import ROOT, run_process, said

SITE = ROOT / "tests/sites/good-matrices"


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """The golden site with decision tables."""
    return load(SITE, diagnostics=Diagnostics(SITE))


@pytest.fixture(scope="module")
def view(handbook: Handbook) -> MatrixView:
    """Its table of who approves leave."""
    return matrix_view(handbook, handbook.matrices["leave-approver"])


def test_cells_are_read_in_one_way_of_writing(view: MatrixView, handbook: Handbook) -> None:
    """Bounds in words that say whether the number itself counts; a blank cell says that anything will do."""
    posts = matrix_view(handbook, handbook.matrices["present"])

    assert [line.cells[1].words for line in view.lines] == [
        "3 天以下", "超過 3 天", "1 天以上且未滿 3 天", "未滿 1 天、3 天以上", "未滿 1 天、3 天以上",
    ]  # fmt: skip
    assert [line.cells[1].words for line in posts.lines] == ["不論", "不論", "10 以上"]
    assert [link.title for link in posts.lines[1].cells[0].links] == ["局長"]


def test_each_line_has_its_clause_and_time(view: MatrixView) -> None:
    """The clause of the row, the outcome with all who may, the reason where nothing is laid down, and since when."""
    second, third, fourth, fifth = view.lines[1:]

    assert [link.title for link in second.then] == ["科長", "局長"]
    assert third.cite is not None
    assert (third.cite.title, third.cite.url) == ("《請假辦法》二", "leave.html#leaders")
    assert (fourth.open, fourth.period, fifth.period) == (
        "三天歸哪一條，規定沒有寫", "2026-12-30 止", "2026-12-31 起",
    )  # fmt: skip


def test_a_page_cites_its_own_clauses_without_its_title(handbook: Handbook) -> None:
    """The reader is there already; a clause of another page keeps its title."""
    lines = matrix_view(handbook, handbook.matrices["leave-approver"], "leave.html").lines

    assert [line.cite.title for line in lines[2:3] if line.cite] == ["二"]


def test_what_the_row_above_says_is_marked(view: MatrixView) -> None:
    """Cells that repeat those above them, from the left on, are quiet where the table is wide."""
    assert [[cell.is_repeated for cell in line.cells] for line in view.lines] == [
        [False, False], [True, False], [False, False], [True, False], [True, True],
    ]  # fmt: skip


def test_a_post_is_told_what_it_decides(handbook: Handbook) -> None:
    """Its page lists the cases in which it is the outcome."""
    groups = {group.kind: group for group in role_view(handbook, handbook.roles["director"]).groups}

    (entry,) = groups["decision"].entries
    assert entry.title == "請假由誰批"
    assert [link.title for link in entry.details] == [
        "職級 員工，天數 逾 3 天",
        "職級 班長，天數 1 以上未滿 3",
        "職級 班長，天數 未滿 1、3 以上",
    ]


def test_its_words_are_found_where_it_is_shown(handbook: Handbook) -> None:
    """Title, columns, outcomes and reasons are among the words of the page."""
    words = SearchView.of(handbook).call('matrix("leave-approver")')

    assert all(word in words for word in ("請假由誰批", "批准人", "班長", "科長", "規定沒有寫"))


def test_a_page_is_whole_without_a_script(make_site: Callable[..., Path]) -> None:
    """A table with a line for each row, each cell with its title for narrow screens, and links."""
    files = {path.relative_to(SITE).as_posix(): path.read_text("utf-8") for path in SITE.rglob("*") if path.is_file()}
    root = make_site(files)

    done = run_process("build", "--site-dir", root / "site", cwd=root)

    assert done.returncode == 0, said(done)
    html = (root / "site/index.html").read_text(encoding="utf-8")
    table = re.search(r'<figure class="hb-matrix[^>]*id="leave-approver".*?</figure>', html, re.DOTALL)
    assert table is not None
    assert table[0].count('class="hb-matrix__row"') == 5
    assert '<a href="leave.html#leaders">《請假辦法》二</a>' in table[0]
    assert "待定：三天歸哪一條，規定沒有寫" in table[0]
