"""Fixtures of the tests that print the sample template and read an edited Word file back, in Python and in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from bare_template import bare_template
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.layout import layout_file
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.filled_file import fill_docx
from handbook.model.template import Template
from office import Office
from readback_cases import CASES, NAMES, SHARED, OfficeFiles
from support import ROOT, MadeOnce
from word_edits import edited


@pytest.fixture(scope="session")
def sample() -> Template:
    """The template of the shared cases of documents and of reading back."""
    return bare_template(ROOT / SHARED["template"])


@pytest.fixture(scope="session")
def blanks(sample: Template) -> dict[str, bytes]:
    """Its blank Word file by layout."""
    documents = layout_file.read_layouts(sample, Diagnostics())
    return {one.id: blank_docx(sample, one, documents[one.id]) for one in sample.layouts}


@pytest.fixture(scope="session")
def filled(sample: Template, blanks: dict[str, bytes]) -> dict[str, bytes]:
    """The Word file filled with the shared values, by layout."""
    return {name: fill_docx(content, sample, {"values": SHARED["values"]}) for name, content in blanks.items()}


@pytest.fixture(scope="session")
def saved_by_office(filled: dict[str, bytes], made_once: MadeOnce, office: Office) -> OfficeFiles:
    """Every case as LibreOffice saves it after the edit, and the unedited files by layout, to be edited afterwards."""

    def save(folder: Path) -> None:
        files = {f"case{number}": edited(filled[case["layout"]], case["edits"]) for number, case in enumerate(CASES)}
        for name, content in office.converted("docx", files | filled).items():
            (folder / name).write_bytes(content)

    folder = made_once("office", save)
    return lambda name: (folder / (f"case{NAMES.index(name)}" if name in NAMES else name)).read_bytes()
