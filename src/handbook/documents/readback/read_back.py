"""A Word file that was edited -> the response again, and what changed.

The visible text counts. Blanks are found by their bookmarks and by the words around them (matching.py), rows by
their table's bookmarks and the cells of its head. What cannot be found is named, never guessed; a field that
this layout does not print keeps the value which the file carries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from handbook.documents.filled import PrintedValues
from handbook.documents.readback.differences import Difference, differences
from handbook.documents.readback.evidence import Aligned
from handbook.documents.readback.paragraphs import align
from handbook.documents.readback.pattern import patterns
from handbook.documents.readback.restored_values import restore
from handbook.documents.word.package import WordFile
from handbook.documents.word.visible_text import Part, parts_of
from handbook.model.template import Template

__all__ = ["Difference", "Reading", "read_back"]


@dataclass
class Reading:
    """What a Word file says."""

    values: dict[str, Any]
    differences: list[Difference] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # texts that belong to no field
    conflicts: list[str] = field(default_factory=list)  # fields that were changed differently in two places
    found: int = 0  # blanks that were found: tells which layout it is


def read_back(
    word: WordFile, blank: WordFile, template: Template, carried: Mapping[str, Any], printed: Mapping[str, Any]
) -> Reading:
    """The response in `word`.

    blank: the empty Word file of its layout. carried: the values the file was filled with; printed: the same with
    computed fields.
    """
    growing = {
        name
        for name, entry in word.record.entries.items()
        if entry.get("kind") == "blank" and "." not in entry.get("path", ".")
    }

    def aligned_with(blanks: list[Part], parts: list[Part]) -> Aligned:
        entries = (blank.record.entries, word.record.entries)
        expected = patterns(blanks, blank.record.entries)
        return align(expected, blanks, parts, *entries, PrintedValues(template, printed), is_unfilled=not carried)

    aligned = aligned_with(parts_of(blank.document), parts_of(word.document, growing))
    if blank.edges:
        # Programs rearrange heads and feet, and whoever types there seldom means a field: only what is found counts.
        edges = aligned_with(_edges(blank), _edges(word, growing))
        aligned.places += [place for place in edges.places if place.text is not None]
    restored = restore(template, carried, PrintedValues(template, printed), aligned)
    found = differences(template, carried, restored)
    return Reading(restored.values, found, aligned.strange, restored.conflicts, aligned.found)


def _edges(word: WordFile, growing: Collection[str] = ()) -> list[Part]:
    """The paragraphs and tables in heads and feet."""
    return [part for root in word.edges.values() for part in parts_of(root, growing)]
