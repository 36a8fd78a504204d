"""A Word file that was edited, in Word or LibreOffice, gives the response back and says what changed."""

from __future__ import annotations

import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from handbook.documents import layout
from handbook.documents.docx import blank_docx
from handbook.documents.docx_fill import fill_docx
from handbook.documents.package import open_word
from handbook.documents.read_back import Reading, read_back
from handbook.errors import Diagnostics, DocumentError
from handbook.model import Template
from support import ROOT, command, environment, run_handbook, said
from test_documents import load
from word_edits import DOCUMENT, edited, parts, through_libreoffice, with_part

SHARED: dict[str, Any] = json.loads((ROOT / "tests/fixtures/readback/cases.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = SHARED["cases"]
NAMES = [case["name"] for case in CASES]
LAYOUTS = ("text", "table")


@pytest.fixture(scope="module")
def sample() -> Template:
    return load(ROOT / SHARED["template"])


@pytest.fixture(scope="module")
def blanks(sample: Template) -> dict[str, bytes]:
    documents = layout.check(sample, Diagnostics())
    return {one.id: blank_docx(sample, one, documents[one.id]) for one in sample.layouts}


@pytest.fixture(scope="module")
def filled(sample: Template, blanks: dict[str, bytes]) -> dict[str, bytes]:
    return {name: fill_docx(content, sample, {"values": SHARED["values"]}) for name, content in blanks.items()}


@pytest.fixture(scope="module")
def saved_by_office(
    filled: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Every case as LibreOffice saves it after the edit, and the unedited files, to be edited afterwards."""
    files = {f"case{number}": edited(filled[case["layout"]], case["edits"]) for number, case in enumerate(CASES)}
    saved = through_libreoffice(tmp_path_factory.mktemp("office"), files | filled)
    after = {name: saved[f"case{number}"] for number, name in enumerate(NAMES)}
    return after, {name: saved[name] for name in LAYOUTS}


def read(content: bytes, sample: Template, blank: bytes, values: dict[str, Any] | None = None) -> Reading:
    carried = SHARED["values"] if values is None else values
    printed = json.loads(json.dumps(carried))
    for row in printed.get("guests", []):
        row["nights"] = "2"
    return read_back(open_word(content), open_word(blank), sample, carried, printed)


def at(values: dict[str, Any], path: str) -> Any:
    """guests[1].phone of nested values."""
    found: Any = values
    for key in re.findall(r"\w+", path):
        found = found[int(key)] if key.isdecimal() else found[key]
    return found


def verify(case: dict[str, Any], reading: Reading) -> None:
    found = [[one.kind, one.path, one.before, one.after] for one in reading.differences]
    assert found == case["differences"]
    assert reading.strange == case.get("strange", [])
    assert reading.conflicts == case.get("conflicts", [])
    for path, value in case.get("values", {}).items():
        assert at(reading.values, path) == value
    if not case["differences"]:
        assert reading.values == SHARED["values"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_an_edited_file_gives_the_response_back(
    case: dict[str, Any], sample: Template, blanks: dict[str, bytes], filled: dict[str, bytes]
) -> None:
    """What was changed is found, nothing else is; what is not on the paper keeps its value."""
    content = edited(filled[case["layout"]], case["edits"])

    verify(case, read(content, sample, blanks[case["layout"]]))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_same_after_libreoffice_saved_it(
    case: dict[str, Any],
    sample: Template,
    blanks: dict[str, bytes],
    saved_by_office: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    """LibreOffice writes every part anew; bookmarks and words are still there."""
    verify(case, read(saved_by_office[0][case["name"]], sample, blanks[case["layout"]]))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_same_in_a_file_that_libreoffice_had_saved_before(
    case: dict[str, Any],
    sample: Template,
    blanks: dict[str, bytes],
    saved_by_office: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    """Saved once by LibreOffice, sent on and edited by somebody else."""
    content = edited(saved_by_office[1][case["layout"]], case["edits"])

    verify(case, read(content, sample, blanks[case["layout"]]))
