"""What pages load: Material's stylesheet without the parts that no page of ours has."""

from __future__ import annotations

from pathlib import Path

from handbook.diagnostics.diagnostics import Span
from handbook.model.base import Origin
from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.site.bundle_files import read_bundle_files


def sheet(body: str = "") -> str:
    """Material's stylesheet as it is published for a handbook of one page."""
    page = Page(origin=Origin(Span(Path("p.md"))), path="p.md", body=body)
    files = read_bundle_files(Handbook(root=Path("/nowhere"), pages={"p.md": page}))
    assert files.addresses["main"].partition("?")[0] in files.contents
    return next(text for name, text in files.contents.items() if "/main." in name).decode()


def test_what_no_page_has_is_left_out_and_what_markdown_makes_stays() -> None:
    """Not the tabs of Material's own pages; but notes, tabbed sets, buttons, and what an author's page names."""
    assert ".md-tabs__list" not in sheet()
    assert {name for name in (".admonition", ".tabbed-set", ".md-button", ".md-typeset") if name in sheet()} == {
        ".admonition", ".tabbed-set", ".md-button", ".md-typeset",
    }  # fmt: skip
    assert ".md-tabs__list" in sheet('<ul class="md-tabs__list"></ul>')
