"""Placeholders: private-use characters that stand for blanks, loops and conditions while Markdown is read.

Markdown passes them through unchanged, and no author types them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, Protocol

from handbook.documents.blocks import Blank

_FIRST = 0xF0000  # Supplementary Private Use Area-A, with 65,534 characters
_LAST = 0xFFFFD


@dataclass(frozen=True)
class LayoutScope:
    """A loop or condition. path: of the list or field it is about. line: where it begins in the layout."""

    kind: Literal["rows", "when"]
    path: str
    line: int


@dataclass
class Placeholders:
    """Gives each blank and each begin of a scope a character, and knows what the character stands for."""

    END_ROWS = chr(_FIRST)
    END_WHEN = chr(_FIRST + 1)
    BREAK = chr(_FIRST + 2)
    ANY = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")

    _of: dict[str, Blank | LayoutScope] = field(default_factory=dict)

    def reserved(self, text: str) -> bool:
        """Whether the text holds such characters before any was given out."""
        return bool(self.ANY.search(text))

    def blank(self, blank: Blank) -> str:
        """The character for a blank."""
        return self._new(blank)

    def scope(self, scope: LayoutScope) -> str:
        """The character for the begin of a loop or condition."""
        return self._new(scope)

    def get(self, character: str) -> Blank | LayoutScope | None:
        """What a character stands for; None for an end, a line break and ordinary text."""
        return self._of.get(character)

    def opens(self, character: str, kind: str) -> LayoutScope | None:
        """The scope of that kind that a character begins; None when it begins none."""
        found = self._of.get(character)
        return found if isinstance(found, LayoutScope) and found.kind == kind else None

    def _new(self, meaning: Blank | LayoutScope) -> str:
        character = chr(_FIRST + 16 + len(self._of))
        self._of[character] = meaning
        return character


class Reporter(Protocol):
    """Something that reports faults with the layout's file."""

    def fault(self, code: str, line: int, **params: str) -> None:
        """Report a fault in that line of the layout."""
