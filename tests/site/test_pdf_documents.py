"""Documents to print as PDF: the contents say on which sheet everything is."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.site.pdf_documents import BROWSER, find_browser
from support import MINIMAL_CONFIG, MadeOnce, run_handbook, write_files

LONG = "\n\n".join(f"第 {number} 段。" + "這一段說明辦法。" * 30 for number in range(12))
FILES = {
    "mkdocs.yml": MINIMAL_CONFIG,
    "docs/index.md": "# 首頁\n",
    "docs/cars.md": f"---\nkind: regulation\nid: cars\ntitle: 用車\n---\n# 用車\n\n## 申請 {{#ask}}\n\n{LONG}\n\n## 派車 {{#send}}\n\n{LONG}\n",
    "docs/trips.md": f"---\nkind: regulation\nid: trips\ntitle: 出差\n---\n# 出差\n\n## 報銷 {{#pay}}\n\n{LONG}\n\n## 借款 {{#lend}}\n\n短。\n",
    "docs/driver.md": "---\nkind: role\nid: driver\ntitle: 司機\n---\n# 司機\n\n## 職責 {#duties}\n\n1. 收車。{#park when=每晚}\n",
}


@pytest.fixture(scope="session")
def pdf_site(made_once: MadeOnce, chromium_path: str) -> Path:
    def make(root: Path) -> None:
        done = run_handbook("build", "--pdf", "--root", write_files(root, FILES))
        assert done.returncode == 0, done.stderr

    return made_once("pdf", make) / "site"


def sheets(file: Path) -> list[str]:
    """The text of each sheet, without any space, as another program reads it."""
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return ["".join(one.split()) for one in text.split("\f")[:-1]]


@pytest.mark.parametrize(
    ("name", "named"),
    [("office", ["出差", "報銷", "借款", "用車", "申請", "派車"]), ("handbook", ["出差", "用車", "司機"])],
)
def test_every_heading_stands_on_the_sheet_that_the_contents_name(name: str, named: list[str], pdf_site: Path) -> None:
    """Also where a page goes over several sheets; numbers are no guess."""
    printed = sheets(pdf_site / f"print/{name}.pdf")
    found = {}
    for title in named:
        line = re.search(rf"{title}(\d+?)(?=\D|$)", printed[0].rpartition("1/")[0])
        assert line, (title, printed[0])
        found[title] = int(line[1])
        assert title in printed[found[title] - 1], (title, found)
    assert len(set(found.values())) >= 3
    assert printed[-1].endswith(f"{len(printed)}/{len(printed)}")


def test_pages_lead_to_the_pdf(pdf_site: Path) -> None:
    """From the landing page of a section, and from the document that the reader prints; nothing else is left."""
    assert 'href="../print/office.pdf"' in (pdf_site / "sections/office.html").read_text("utf-8")
    assert 'href="office.pdf">目錄有頁碼的 PDF' in (pdf_site / "print/office.html").read_text("utf-8")
    assert not [*(pdf_site / "print").glob("*.numbered.html")]
    chart = PdfReader(pdf_site / "print/wall-chart.pdf")
    assert [page.mediabox.width > page.mediabox.height for page in chart.pages] == [True]


def test_a_machine_without_a_browser_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site that is there stays; without --pdf nothing is asked for."""
    monkeypatch.setenv(BROWSER, "no-such-browser")
    with pytest.raises(BuildError, match=re.escape(message("no-browser-for-pdf", variable=BROWSER))):
        find_browser()
    done = run_handbook("build", "--pdf", "--root", write_files(tmp_path, FILES))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_every_chart_of_this_handbook_is_one_sheet(page: Page, built_site: Path) -> None:
    """A department's duties fit on the A4 that hangs on its wall; on the screen nothing is cut off."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((built_site / "print/wall-chart.html").as_uri())
    charts = page.locator(".hb-wall")

    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    assert len(printed.pages) == charts.count() > 1
    assert all(one.mediabox.width > one.mediabox.height for one in printed.pages)
    assert charts.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length") == 0
