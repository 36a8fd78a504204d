"""The authoring reference says what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import messages, reference

FOLDER = Path(__file__).parents[1] / "docs" / "authoring" / "reference"


@pytest.mark.parametrize(
    ("name", "text"), list(reference.pages()), ids=lambda value: value if value.endswith(".md") else ""
)
def test_generated_pages_are_up_to_date(name: str, text: str) -> None:
    """Each generated page equals what `python -m handbook.reference` would write."""
    assert (FOLDER / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("code", sorted(messages.CODES))
def test_each_code_is_explained_in_both_languages(code: str) -> None:
    """No diagnostic comes without a sentence and a remedy in Chinese and in English."""
    message = messages.CODES[code]

    assert all(text.strip() for text in (message.en, message.zh, message.help_en, message.help_zh))
