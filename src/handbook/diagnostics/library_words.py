"""What libraries say is wrong, in the reader's language.

YAML, Jinja and CEL explain themselves in English. `library_words.toml` puts the sentences that authors meet into
Chinese; a sentence that is not in it stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from handbook.diagnostics.messages import read_toml

TABLE = Path(__file__).with_suffix(".toml")
_KEYS = ("reason", "problem")  # parameters of messages that hold what a library says


def translated(params: Mapping[str, object], language: str) -> dict[str, object]:
    """The parameters of a message as its sentence in `language` ("en" or "zh") wants them."""
    if language != "zh":
        return dict(params)
    return {key: _chinese(value) if key in _KEYS and isinstance(value, str) else value for key, value in params.items()}


def _chinese(said: str) -> str:
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(said.strip()):
            return chinese.format(*(group.strip() for group in found.groups()))
    return said


@functools.cache
def _patterns() -> Iterable[tuple[re.Pattern[str], str]]:
    """Each sentence of the table as a pattern: `{0}` takes a part over, `*` leaves one out."""
    table: dict[str, str] = read_toml(TABLE)
    return [
        (re.compile(re.escape(said).replace(r"\{0\}", "(.*?)").replace(r"\*", ".*")), chinese)
        for said, chinese in table.items()
    ]
