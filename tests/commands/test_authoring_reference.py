"""The authoring reference says what the code says."""

from __future__ import annotations

import pytest

from handbook.commands import authoring_reference
from support import ROOT

FOLDER = ROOT / "docs" / "authoring" / "reference"


@pytest.mark.parametrize(
    ("name", "text"), list(authoring_reference.pages()), ids=lambda value: value if value.endswith(".md") else ""
)
def test_generated_pages_are_up_to_date(name: str, text: str) -> None:
    """Each generated page equals what `python -m handbook.commands.authoring_reference` would write."""
    assert (FOLDER / name).read_text(encoding="utf-8") == text
