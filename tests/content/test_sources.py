"""Every page says where what it says comes from: source documents, or the handbook's own pages."""

from __future__ import annotations

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.compiled.origins import ORIGINS, origins_of
from handbook.pages.compiled.tables import TABLES
from handbook.pages.views.document_control import control_view
from handbook.reading.loader import load
from support import ROOT


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """This handbook."""
    return load(ROOT, diagnostics=Diagnostics())


def test_every_page_names_its_sources_or_of_what_it_is_compiled(handbook: Handbook) -> None:
    """Nothing is said without an origin; a page that is compiled names the parts of the handbook."""
    views = {
        page.path: control_view(handbook, page) for page in handbook.pages.values() if handbook.is_for_readers(page)
    }

    assert [path for path, view in views.items() if not (view.sources or view.compiled_from)] == []


def test_every_template_and_checklist_names_its_sources(handbook: Handbook) -> None:
    """A paper is made by a source document, even where the document names it only."""
    records = (*handbook.templates.values(), *handbook.checklists.values())

    assert [record.id for record in records if not record.sources] == []


def test_every_compiled_table_has_words_for_its_origin() -> None:
    """Otherwise a page that shows it would look as if it had no source."""
    assert set(ORIGINS) == set(TABLES)


def test_a_compiled_page_says_of_what_it_is_made(handbook: Handbook) -> None:
    """Each part once, in the order of the page."""
    page = handbook.page_by_id("duty-times")
    register = handbook.page_by_id("legal-review")
    assert page is not None
    assert register is not None

    assert control_view(handbook, page).compiled_from == ("各崗位的職責",)
    assert origins_of(register) == ("各頁的「法務待審」", "各頁的「禁止」")
