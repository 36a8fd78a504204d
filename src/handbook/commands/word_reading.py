"""A Word file that was edited becomes a response again, and what is different is said."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from handbook.commands.papers import blank_document
from handbook.diagnostics.diagnostics import Diagnostics, DocumentError, Span
from handbook.diagnostics.messages import message
from handbook.documents.readback.read_back import Reading, read_back
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.package import FileRecord, WordFile, open_word
from handbook.model.handbook import Handbook
from handbook.model.template import Layout, Template
from handbook.reading.json_nodes import parse_json
from handbook.reading.yaml_nodes import MAX_BYTES
from handbook.rules.checking import Checker
from handbook.rules.response import Response, known_values
from handbook.values.typed import clean

_CHANGES = {"changed": "read-changed", "added": "read-added", "removed": "read-removed", "moved": "read-moved"}


@dataclass
class WordReading:
    """What was read back from a Word file: by which template and layout, the response, and how it was found."""

    template: Template
    layout: Layout
    response: Response
    reading: Reading


def read_word(
    handbook: Handbook, template: Template, word: WordFile, path: Path, diagnostics: Diagnostics
) -> WordReading:
    """The response in the visible text of a Word file that was made of the template.

    The layout is the one the file names, or else the one of which most is found in the file. Faults of the record
    that the file carries are warnings. Raises DocumentError for an extract, and for a file that holds nothing of the
    template.
    """
    record = word.record if word.record.template == template.id else FileRecord()
    known = [one for one in template.layouts if one.id == record.layout]
    if known and not known[0].reads_back:
        raise DocumentError(message("read-extract", layout=known[0].title))
    carried = _carried(word.record, template, path, diagnostics)
    computed = Checker(template, handbook.facts).compute(carried.values)
    best: WordReading | None = None
    for chosen in known or [one for one in template.layouts if one.reads_back]:
        blank = open_word(blank_docx(template, chosen, blank_document(template, chosen, diagnostics)))
        reading = read_back(word, blank, template, carried.values, computed)
        if best is None or reading.found > best.reading.found:
            found = Response(template.id, template.version, reading.values, kept=carried.kept)
            best = WordReading(template, chosen, found, reading)
    if best is None or not best.reading.found:
        raise DocumentError(message("read-nothing", template=template.title))
    return best


def _carried(record: FileRecord, template: Template, path: Path, diagnostics: Diagnostics) -> Response:
    """The response that the file carries in its record; an empty one when the record is missing or of no use."""
    if record.is_there and record.template != template.id:
        found = clean(record.template)[:60] or "?"
        diagnostics.warning("word-other-template", Span(path, 0), found=found, wanted=template.id)
        return Response(template.id, template.version, {})
    if not record.is_there:
        diagnostics.warning("word-without-record", Span(path, 0))
        return Response(template.id, template.version, {})
    aside = Diagnostics()
    parsed = parse_json(record.values, path, aside) if len(record.values) <= MAX_BYTES else None
    if parsed is None or not isinstance(parsed.value, dict):
        diagnostics.warning("word-without-record", Span(path, 0))
        return Response(template.id, template.version, {})
    values = known_values(parsed.value, template, aside)
    if record.version != template.version:
        diagnostics.warning("word-version", Span(path, 0), found=record.version or "?", current=template.version or "?")
    for fault in aside.errors:
        diagnostics.warning("word-dropped", Span(path, 0), field=str(fault.params.get("field", "")))
    kept: dict[str, Any] = {"received": values}
    kept |= {key: value for key, value in (("lineage", record.lineage), ("from", record.draft)) if value}
    return Response(template.id, template.version, values, kept=kept)


def record_reading(reading: WordReading, file: Path, diagnostics: Diagnostics) -> None:
    """Record as warnings what could not be taken over: text of no field, and values changed in two ways."""
    for strange in reading.reading.strange:
        diagnostics.warning("word-strange-text", Span(file, 0), text=strange)
    for conflict in reading.reading.conflicts:
        diagnostics.warning("word-conflict", Span(file, 0), field=conflict)


def difference_lines(reading: WordReading) -> list[str]:
    """The paper and each difference to what the file was filled with, a line each, for people."""
    whose = reading.template.paper_title(reading.layout)
    differences = reading.reading.differences
    head = "read-differences" if differences else "read-no-difference"
    told = [message(head, paper=whose, count=len(differences))]
    for one in differences:
        before, after = (" ".join(part.split()) or message("read-blank") for part in (one.before, one.after))
        told.append("  " + message(_CHANGES[one.kind], label=one.label, before=before, after=after))
    return told


def reading_as_json(reading: WordReading) -> dict[str, Any]:
    """The response and the differences, for programs."""
    return {
        "template": reading.template.id,
        "layout": reading.layout.id,
        "response": reading.response.as_json(),
        "differences": [asdict(one) for one in reading.reading.differences],
    }
