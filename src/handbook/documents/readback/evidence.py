"""What an edited Word file shows: the text at each blank, the rows of each list, and texts that belong to no field.

`paragraphs.py` and `tables.py` collect it; `restored_values.py` makes values of it. The twin is
`src/browser/documents/readback/evidence.js`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.documents.printed_values import PrintedRow, PrintedValues
from handbook.documents.readback.line_values import Effort
from handbook.documents.readback.pattern import LinePattern, Pattern, RowPattern, Slot, blank_name
from handbook.documents.word.docx_format import BookmarkEntry
from handbook.documents.word.text_lines import TextLine, squash
from handbook.values.graphemes import cut

_STRANGE = 60  # characters shown of a text that belongs to no field
_MOST = 200  # such texts that are named


@dataclass
class Place:
    """The text that stands at one blank. `text` is None when the blank itself is gone."""

    slot: Slot
    text: str | None


@dataclass
class RowReading:
    """The texts in one row of a list. `hint` is the index of the row in the response, as its bookmarks say."""

    places: list[Place]
    hint: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in the row."""
        return not any(place.text and squash(place.text) for place in self.places if not place.slot.is_shown_only)


@dataclass
class Evidence:
    """Everything that was found in a Word file.

    places: the blanks outside lists. lists: by the id of a list, one group of rows for each time the list is printed.
    strange: texts that belong to no field, cut for showing. unread: the same texts in full. found: how many blanks were
    found.
    """

    places: list[Place] = field(default_factory=list)
    lists: dict[str, list[list[RowReading]]] = field(default_factory=lambda: defaultdict(list))
    strange: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    found: int = 0

    def note_strange(self, text: str, unread: str = "") -> None:
        """Record a text that belongs to no field. unread: the whole text, when `text` is its beginning."""
        if squash(text):
            self.unread.append(squash(unread or text))
            if len(self.strange) < _MOST:
                self.strange.append(cut(squash(text), _STRANGE))


class BookmarkNames:
    """Translates the names of bookmarks: from those of the edited file to those of the blank file.

    The two files may number their bookmarks differently, for example when the template got a new version. Two bookmarks
    are the same when their records say the same.
    """

    def __init__(self, blank: Mapping[str, BookmarkEntry], entries: Mapping[str, BookmarkEntry]) -> None:
        self.blank = blank
        self.entries = entries
        self.by_meaning: dict[tuple[str, str, str], str] = {}
        for name, entry in blank.items():
            self.by_meaning.setdefault(_meaning(entry), name)

    def own(self, name: str) -> str:
        """The name in the blank file of one bookmark; "" for a bookmark that is not ours."""
        plain = blank_name(name)
        entry = self.entries.get(name)
        if entry is None:
            return plain if plain in self.blank and not self.entries else ""
        known = self.blank.get(plain)
        if known is not None and _meaning(known) == _meaning(entry):
            return plain
        return self.by_meaning.get(_meaning(entry), "")

    def of(self, names: Iterable[str]) -> dict[str, str]:
        """Name in the blank file -> name in the edited file, of those bookmarks among `names` that are ours."""
        found: dict[str, str] = {}
        for name in names:
            if own := self.own(name):
                found.setdefault(own, name)
        return found

    def hint(self, lines: Iterable[TextLine]) -> int | None:
        """The index of the row in the response to which most of the lines' bookmarks belong.

        A bookmark with words in it counts twice. None when no bookmark names a row.
        """
        counted: Counter[int] = Counter()
        for line in lines:
            for name in line.names:
                index = self.entries.get(name, {}).get("index", "")
                if index.isdecimal() and len(index) < 6:
                    counted[int(index)] += 2 if squash(line.marked(name) or "") else 1
        return counted.most_common(1)[0][0] if counted else None


def _meaning(entry: BookmarkEntry) -> tuple[str, str, str]:
    return entry.get("kind", ""), entry.get("path", ""), entry.get("style", "") + entry.get("unit", "")


@dataclass
class Comparison:
    """One edited Word file that is held against the patterns of its blank file, and the evidence found so far.

    owner: for each bookmark of the blank file, the index of the pattern in which it begins. values: what the file was
    filled with. is_unfilled: the file was handed out blank, so that the words of every condition stand in it.
    """

    patterns: Sequence[Pattern]
    names: BookmarkNames
    owner: Mapping[str, int]
    values: PrintedValues
    is_unfilled: bool
    effort: Effort = field(default_factory=Effort)
    evidence: Evidence = field(default_factory=Evidence)
    _rows: dict[str, dict[int, PrintedRow]] = field(default_factory=dict)

    def is_visible(self, pattern: LinePattern | RowPattern) -> bool:
        """Whether a paragraph or table row stood in the file when it was handed out."""
        if self.is_unfilled:
            return True
        if pattern.rows:
            return all(self.values.filled(path) for path in pattern.when.split() if "." not in path)
        return self.values.filled(pattern.when)

    def row(self, path: str, index: int | None) -> PrintedRow:
        """The row with that index in the response's list; an empty row when there is none."""
        if path not in self._rows:
            self._rows[path] = dict(self.values.rows(path))
        return self._rows[path].get(-1 if index is None else index, {})

    def known(self, slots: Iterable[Slot], row: PrintedRow | None) -> list[str]:
        """What each blank printed before the file was edited."""
        return [self.values.printed(slot.path, slot.style, row) for slot in slots]

    def note_strange(self, text: str, unread: str = "") -> None:
        """Record a text that belongs to no field; see `Evidence`."""
        self.evidence.note_strange(text, unread)
