"""What is shared by those who find paragraphs and those who find tables: names, places, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handbook.documents.filled import PrintedValues, Row
from handbook.documents.readback.line_values import Effort
from handbook.documents.readback.pattern import LinePattern, RowPattern, Slot, base
from handbook.documents.word.package import Entry
from handbook.documents.word.visible_text import Line, squash

_STRANGE = 60  # characters shown of a text that belongs nowhere
_MOST = 200  # such texts that are named


@dataclass
class Place:
    """What stands at one blank outside a list. `text` is None where the blank is gone."""

    slot: Slot
    text: str | None


@dataclass
class RowReading:
    """What stands in one row of a list: the slots it has, and which row of the response it was."""

    places: list[Place]
    hint: int | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing was written into it."""
        return not any(place.text and squash(place.text) for place in self.places if not place.slot.is_shown_only)


@dataclass
class Aligned:
    """Everything that was found."""

    places: list[Place] = field(default_factory=list)
    lists: dict[str, list[list[RowReading]]] = field(default_factory=dict)  # by list: each place it is printed
    strange: list[str] = field(default_factory=list)
    found: int = 0


class Names:
    """Which bookmark of the blank file a bookmark of the edited one is."""

    def __init__(self, blank: Mapping[str, Entry], entries: Mapping[str, Entry]) -> None:
        self.blank = blank
        self.entries = entries
        self.by_meaning: dict[tuple[str, str, str], str] = {}
        for name, entry in blank.items():
            self.by_meaning.setdefault(_meaning(entry), name)

    def own(self, name: str) -> str:
        """Its name in the blank file, "" for a foreign bookmark. Another version may number them differently."""
        plain = base(name)
        entry = self.entries.get(name)
        if entry is None:
            return plain if plain in self.blank and not self.entries else ""
        known = self.blank.get(plain)
        if known is not None and _meaning(known) == _meaning(entry):
            return plain
        return self.by_meaning.get(_meaning(entry), "")

    def of(self, names: Iterable[str]) -> dict[str, str]:
        """The bookmark for each name of the blank file."""
        found: dict[str, str] = {}
        for name in names:
            if own := self.own(name):
                found.setdefault(own, name)
        return found

    def hint(self, lines: Iterable[Line]) -> int | None:
        """The row of the response to which most of the bookmarks with words in them belong."""
        counted: Counter[int] = Counter()
        for line in lines:
            for name in line.names:
                index = self.entries.get(name, {}).get("index", "")
                if index.isdecimal() and len(index) < 6:
                    counted[int(index)] += 2 if squash(line.marked(name) or "") else 1
        return counted.most_common(1)[0][0] if counted else None


def _meaning(entry: Entry) -> tuple[str, str, str]:
    return entry.get("kind", ""), entry.get("path", ""), entry.get("style", "") + entry.get("unit", "")


@dataclass
class Context:
    """One Word file that is being read.

    owner: for each bookmark of the blank file, which part it begins in. is_unfilled: the file was handed out blank, so
    that every condition's words stand in it.
    """

    names: Names
    owner: Mapping[str, int]
    values: PrintedValues
    is_unfilled: bool
    effort: Effort = field(default_factory=Effort)
    result: Aligned = field(default_factory=Aligned)
    _rows: dict[str, dict[int, Row]] = field(default_factory=dict)

    def is_visible(self, pattern: LinePattern | RowPattern) -> bool:
        """Whether the unit stood in the file when it was handed out."""
        if self.is_unfilled:
            return True
        if pattern.rows:
            return all(self.values.filled(path) for path in pattern.when.split() if "." not in path)
        return self.values.filled(pattern.when)

    def row(self, path: str, index: int | None) -> Row:
        """The row of the response with that index, or a blank one."""
        if path not in self._rows:
            self._rows[path] = dict(self.values.rows(path))
        return self._rows[path].get(-1 if index is None else index, {})

    def odd(self, text: str) -> None:
        """Name a text that belongs to no field."""
        if squash(text) and len(self.result.strange) < _MOST:
            self.result.strange.append(squash(text)[:_STRANGE])
