"""What a folder says once for all its documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.reading.loader import load
from support import ROOT


def read(root: Path, *inherit: str) -> Handbook:
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics, inherit=inherit)
    assert [one.render("en") for one in diagnostics.errors] == []
    return handbook


def test_the_nearest_folder_and_the_document_itself_win_key_by_key() -> None:
    """A template has its own version, the status of its folder, and the rest from the folder above."""
    handbook = read(ROOT / "tests/sites/good-defaults")
    trip = handbook.templates["trip-form"]
    list = handbook.checklists["before-trip"]
    driver = handbook.roles["driver"]

    assert (trip.version, trip.status, trip.category, trip.owner) == ("2.0", "in force", "form", "office")
    assert (list.version, list.status, list.mode) == ("1.0", "trial", "do-verify")
    assert isinstance(driver, Role)
    assert (driver.unit, driver.review_every, driver.reviewed) == ("車隊", "P6M", "2026-12-01")
    assert handbook.pages["duties/index.md"].kind == "page"
    assert handbook.pages["index.md"].version == ""


def test_what_a_site_inherits_keeps_its_own(make_site: Callable[..., Path]) -> None:
    """The defaults of a site hold for its own templates alone."""
    root = make_site(
        {
            "docs/index.md": "# 手冊\n",
            "templates/_defaults.yml": 'version: "9"\nstatus: superseded\n',
            "templates/note/template.yml": (
                "id: note\ntitle: 便條\ncategory: form\nsections:\n"
                "  - {id: a, title: 便條, fields: [{id: text, label: 內容}]}\n"
            ),
        }
    )
    handbook = read(root, "meal-list")

    assert handbook.templates["note"].version == "9"
    assert handbook.templates["meal-list"].version == "1.0"
    assert handbook.templates["meal-list"].status == "trial"


def test_a_fault_of_a_default_is_said_once(make_site: Callable[..., Path]) -> None:
    """Two pages have a default that names nobody; it is recorded where the default stands."""
    root = make_site(
        {"docs/index.md": "# 手冊\n", "docs/a.md": "# 甲\n", "docs/_defaults.yml": "owner: nobody\nreviewed: soon\n"}
    )
    diagnostics = Diagnostics(root)
    load(root, diagnostics=diagnostics)

    assert [(one.code, one.span.path.name, one.span.line) for one in diagnostics] == [
        ("unknown-role", "_defaults.yml", 1),
        ("bad-date", "_defaults.yml", 2),
    ]
