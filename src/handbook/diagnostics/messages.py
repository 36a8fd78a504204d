"""What the program says to people, in English and in Chinese, found by its code.

Each room keeps its messages in a file `messages.toml`. A message that several rooms use stands in the file of the
first of them, in the order of the rooms. `diagnostics/messages.toml` says how a message is written.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

MESSAGES_FILE = "messages.toml"
ROOMS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Message:
    """A sentence in both languages. `help_en` and `help_zh` say how to mend what a diagnostic reports."""

    en: str
    zh: str
    help_en: str = ""
    help_zh: str = ""


class Phrase:
    """A message that stands within another one: "map" in "must be: map" is `expected=Phrase("value-map")`."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params

    def in_language(self, language: str) -> str:
        """The phrase in "en" or "zh"."""
        return message(self.code, language, **self.params)

    def __str__(self) -> str:
        return self.in_language(preferred_language())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self) -> int:
        return hash(self.code)


@functools.cache
def all_messages() -> Mapping[str, Message]:
    """Every message by its code. The files are read at the first call: a run that says nothing reads none."""
    found: dict[str, Message] = {}
    for path in sorted(ROOMS.glob(f"*/{MESSAGES_FILE}")):
        found |= read_messages(path)
    return found


def read_messages(path: Path) -> dict[str, Message]:
    """The messages of one file by their codes."""
    return {code: Message(**texts) for code, texts in read_toml(path).items()}


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file of this package."""
    import tomllib  # noqa: PLC0415  (late: most runs say nothing)

    return tomllib.loads(path.read_text(encoding="utf-8"))


def message(code: str, language: str = "", /, **params: object) -> str:
    """The sentence of `code` with its parameters filled in.

    language: "en" or "zh"; by default the preferred one. Raises KeyError for a code that no file explains.
    """
    found = all_messages()[code]
    language = language or preferred_language()
    given = {name: one.in_language(language) if isinstance(one, Phrase) else one for name, one in params.items()}
    return _SENTENCES.format(found.zh if language == "zh" else found.en, **given)


def remedy(code: str, language: str) -> str:
    """How to mend what the diagnostic `code` reports, in "en" or "zh"."""
    found = all_messages()[code]
    return found.help_zh if language == "zh" else found.help_en


def preferred_language() -> str:
    """Either "en" or "zh": HANDBOOK_LANG, or else the locale of the environment. What is not Chinese is English."""
    for name in ("HANDBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


class _Sentences(Formatter):
    """Fills sentences: `{name}` is a parameter, `{count:entry|entries}` a number with the word that fits it."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """A parameter; a missing one shows its name instead of raising."""
        return kwargs.get(str(key), f"{{{key}}}")

    def format_field(self, value: Any, format_spec: str) -> str:
        """The parameter as text: 1 and "entry|entries" give "1 entry"."""
        one, bar, many = format_spec.partition("|")
        return f"{value} {one if value == 1 else many}" if bar else super().format_field(value, format_spec)


_SENTENCES = _Sentences()
