"""An edited Word file becomes the response again, together with what was changed.

Only the visible text counts. Blanks are found by their bookmarks and by the words around them (`line_values.py`).
Rows are found by the bookmarks of their table and by the cells of its head (`tables.py`). A text whose field cannot
be found is reported, never guessed. A field that the layout does not print keeps the value the file carries.

The twin is `src/browser/documents/readback/read-back.js`; `tests/fixtures/readback/cases.json` binds both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handbook.documents.printed_values import PrintedValues
from handbook.documents.readback.differences import Difference, differences
from handbook.documents.readback.evidence import BookmarkNames, Comparison, Evidence
from handbook.documents.readback.paragraphs import read_paragraphs
from handbook.documents.readback.pattern import patterns
from handbook.documents.readback.restored_values import restore
from handbook.documents.readback.tables import read_tables
from handbook.documents.word.package import WordFile
from handbook.documents.word.text_lines import Part, lines_of
from handbook.documents.word.text_runs import UNKNOWN_SIGN, boxed_texts
from handbook.documents.word.visible_text import visible_parts
from handbook.model.template import Template

__all__ = ["Difference", "Reading", "read_back"]


@dataclass
class Reading:
    """The response that a Word file shows, and how it differs from the one that the file carries.

    strange: texts that belong to no field. conflicts: labels of fields that were changed in two places in two ways.
    found: how many blanks were found; the layout with the most is the file's.
    """

    values: dict[str, Any]
    differences: list[Difference] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    found: int = 0


def read_back(
    word: WordFile, blank: WordFile, template: Template, carried: Mapping[str, Any], printed: Mapping[str, Any]
) -> Reading:
    """The response that the edited file `word` shows.

    blank: the empty Word file of the same layout. carried: the values the file was filled with; empty when it was
    handed out blank. printed: the same values together with the computed ones.
    """
    values = PrintedValues(template, printed)
    growing = {
        name
        for name, entry in word.record.entries.items()
        if entry.get("kind") == "blank" and "." not in entry.get("path", ".")
    }

    def evidence_in(blanks: Sequence[Part], parts: Sequence[Part]) -> Evidence:
        names = BookmarkNames(blank.record.entries, word.record.entries)
        owner = {name: at for at, part in enumerate(blanks) for name in part.names}
        expected = patterns(blanks, blank.record.entries)
        comparison = Comparison(expected, names, owner, values, is_unfilled=not carried)
        read_paragraphs(comparison, parts)
        read_tables(comparison, parts)
        return comparison.evidence

    shown = visible_parts(word.document, growing)
    evidence = evidence_in(visible_parts(blank.document), shown)
    if blank.edges:
        # Office programs rearrange heads and feet, and words typed there are seldom meant for a field. So a blank that
        # is missing there does not mean that its value was deleted.
        edges = evidence_in(_edges(blank), _edges(word, growing))
        evidence.places += [place for place in edges.places if place.text is not None]
    _note_unread(shown, word, blank, evidence)
    restored = restore(template, carried, values, evidence)
    found = differences(template, carried, restored)
    return Reading(restored.values, found, evidence.strange, restored.conflicts, evidence.found)


def _note_unread(shown: Sequence[Part], word: WordFile, blank: WordFile, evidence: Evidence) -> None:
    """Name what stands in the file and cannot be read: text in boxes, and signs that no character is known for."""
    known = boxed_texts(blank.document)
    lines = [line for part in shown for line in lines_of(part)]
    unknown = [line.text for line in lines if UNKNOWN_SIGN in line.text]
    for text in [*(one for one in boxed_texts(word.document) if one not in known), *unknown]:
        evidence.note_strange(text)


def _edges(word: WordFile, growing: Collection[str] = ()) -> list[Part]:
    """The paragraphs and tables in the heads and feet of pages."""
    return [part for root in word.edges.values() for part in visible_parts(root, growing)]
