"""The authoring reference says what the code says."""

from __future__ import annotations

import pytest

from handbook.commands import authoring_reference
from handbook.diagnostics import codes
from support import ROOT

FOLDER = ROOT / "docs" / "authoring" / "reference"


@pytest.mark.parametrize(
    ("name", "text"), list(authoring_reference.pages()), ids=lambda value: value if value.endswith(".md") else ""
)
def test_generated_pages_are_up_to_date(name: str, text: str) -> None:
    """Each generated page equals what `python -m handbook.reference` would write."""
    assert (FOLDER / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("code", sorted(codes.CODES))
def test_each_code_is_explained_in_both_languages(code: str) -> None:
    """No diagnostic comes without a sentence and a remedy in Chinese and in English."""
    message = codes.CODES[code]

    assert all(text.strip() for text in (message.en, message.zh, message.help_en, message.help_zh))
