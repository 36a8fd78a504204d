"""Puts values into a blank Word file that `blank_file.py` made. The blanks are found by their bookmarks.

The twin is `src/browser/documents/word/filled-file.js`; `tests/fixtures/documents` binds both to the same XML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from handbook.diagnostics.diagnostics import DocumentError
from handbook.diagnostics.messages import message
from handbook.documents.printed_values import INDENT, PrintedRow, PrintedValues
from handbook.documents.word.docx_format import (
    DOCUMENT,
    NAMESPACE,
    XML_SPACE,
    BookmarkEntry,
    W,
    custom_parts,
    edges,
    has_edges,
)
from handbook.documents.word.fitted_columns import fit_table
from handbook.documents.word.package import unzip_bytes, zip_bytes
from handbook.model.template import Template

_UNITS = {"paragraph": "p", "row": "tr", "table": "tbl"}


def fill_docx(content: bytes, template: Template, response: Mapping[str, Any]) -> bytes:
    """The Word file with the response's values in its blanks.

    content: the blank file. response: has `values`, among which are computed fields, and may have `lineage` (the id
    that all copies of a draft share) and `draft` (the id of this copy). Raises DocumentError for a file that was not
    made here.
    """
    parts = unzip_bytes(content)
    name = response_part(parts)
    if name is None or DOCUMENT not in parts:
        raise DocumentError(message("word-not-ours"))
    document, record = _parse(parts[DOCUMENT]), _parse(parts[name])
    entries = {one.get("name", ""): dict(one.attrib) for one in record.iter(f"{{{NAMESPACE}}}bookmark")}
    roots = {DOCUMENT: document}
    if has_edges(entries.values()):
        roots |= {edge: _parse(parts[edge]) for edge in edges(parts)}
    values = PrintedValues(template, response.get("values", {}))
    free = _free_id(roots.values())
    filled = [entry for root in roots.values() for entry in _Filler(root, entries, values, free).fill()]
    _write_record(record, filled, response)
    parts |= {one: _bytes(root) for one, root in roots.items()}
    parts[name] = _bytes(record)
    return zip_bytes(parts)


def response_part(parts: Mapping[str, bytes]) -> str | None:
    """The name of the part that holds our record; None when there is none."""
    needle = f'"{NAMESPACE}"'.encode()
    return next((name for name in custom_parts(parts) if needle in parts[name].replace(b"'", b'"')), None)


def _parse(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write_record(record: etree._Element, filled: list[BookmarkEntry], response: Mapping[str, Any]) -> None:
    holder = record.find(f"{{{NAMESPACE}}}bookmarks")
    values = record.find(f"{{{NAMESPACE}}}values")
    if holder is None or values is None:
        raise DocumentError(message("word-record-damaged"))
    for old in list(holder):
        holder.remove(old)
    for entry in filled:
        etree.SubElement(holder, f"{{{NAMESPACE}}}bookmark", entry)
    for key in ("lineage", "draft"):  # with these a copy that is read back is recognised as one of this draft
        if response.get(key):
            record.set(key, response[key])
        elif key in record.attrib:
            del record.attrib[key]
    # Escaped to ASCII, because XML cannot hold control characters and halves of surrogate pairs.
    values.text = json.dumps(response.get("values", {}), ensure_ascii=True, separators=(",", ":"))


def _free_id(roots: Iterable[etree._Element]) -> int:
    """The first of the numbers above those of all bookmarks."""
    return 1 + max((int(one.get(W + "id", "0")) for root in roots for one in root.iter(W + "bookmarkStart")), default=0)


class _Filler:
    def __init__(
        self, document: etree._Element, entries: dict[str, BookmarkEntry], values: PrintedValues, next_id: int
    ) -> None:
        self.document = document
        self.entries = entries
        self.values = values
        self.next_id = next_id

    def fill(self) -> list[BookmarkEntry]:
        """Fill the document in place. Returns the entries of the bookmarks it has then, in document order."""
        repeats = [
            (unit, entry)
            for start, entry in self._starts(self.document)
            if entry["kind"] == "rows" and (unit := self._unit(start, entry)) is not None
        ]
        copies = [
            copy for unit, entry in repeats for copy in self._repeat(unit, entry["path"], int(entry.get("lines", "0")))
        ]
        inside = {start for unit in copies for start in unit.iter(W + "bookmarkStart")}
        outside = [(start, entry) for start, entry in self._starts(self.document) if start not in inside]
        self._decide(outside, None)
        for start, entry in outside:
            if entry["kind"] == "blank":
                self._blank(start, entry, None, 0)
        left = self._starts(self.document)
        lists = {start: entry["character"] for start, entry in left if "character" in entry}
        tables = {next(start.iterancestors(W + "tbl")): int(unit) for start, unit in lists.items()}
        for table, character in tables.items():
            fit_table(table, character)
        return [entry for _, entry in left]

    def _starts(self, within: etree._Element) -> list[tuple[etree._Element, BookmarkEntry]]:
        """The bookmarks of ours within an element, each with what it stands for."""
        found = []
        for start in within.iter(W + "bookmarkStart"):
            entry = self.entries.get(start.get(W + "name", ""))
            if entry is not None:
                found.append((start, entry))
        return found

    def _unit(self, start: etree._Element, entry: BookmarkEntry) -> etree._Element | None:
        return next(start.iterancestors(W + _UNITS.get(entry.get("unit", ""), "p")), None)

    def _repeat(self, unit: etree._Element, path: str, lines: int) -> Iterator[etree._Element]:
        rows = self.values.rows(path)
        shown: list[tuple[int, PrintedRow]] = list(rows) or [(0, {})]  # an empty list prints one blank row
        copies = [unit, *(deepcopy(unit) for _ in shown[1:])]
        for _ in range(min(lines, len(shown)) - 1):  # each filled row of a register replaces a blank one
            blank = unit.getnext()
            if blank is not None and blank.tag == W + "tr" and not self._starts(blank):
                _remove(blank)
        last = unit
        for at, copy in enumerate(copies[1:], start=2):
            copy.tail = None
            self._rename(copy, at)
            last.addnext(copy)
            last = copy
        for number, (copy, (index, row)) in enumerate(zip(copies, shown, strict=True), start=1):
            starts = self._starts(copy)
            for _, entry in starts if rows else []:
                entry["index"] = str(index)
                if row.get("_id"):
                    entry["row"] = str(row["_id"])
            if self._decide(starts, row):
                for start, entry in starts:
                    if entry["kind"] == "blank":
                        self._blank(start, entry, row, number if rows else 0)
            yield copy

    def _rename(self, unit: etree._Element, number: int) -> None:
        """Give the bookmarks of a copy names and ids of their own, which must be unique in a document."""
        ids: dict[str, str] = {}
        for start in unit.iter(W + "bookmarkStart"):
            old = start.get(W + "name", "")
            ids[start.get(W + "id", "")] = str(self.next_id)
            if old in self.entries:
                name = f"{old}_r{number}"
                known = {key: value for key, value in self.entries[old].items() if key not in ("index", "row")}
                self.entries[name] = {**known, "name": name}
                start.set(W + "name", name)
            start.set(W + "id", str(self.next_id))
            self.next_id += 1
        for end in unit.iter(W + "bookmarkEnd"):
            end.set(W + "id", ids.get(end.get(W + "id", ""), end.get(W + "id", "")))

    def _decide(self, starts: list[tuple[etree._Element, BookmarkEntry]], row: PrintedRow | None) -> bool:
        """Remove whatever depends on a blank field. Returns whether the unit of `row` is still there."""
        for start, entry in starts:
            if entry["kind"] != "when" or self.values.filled(entry["path"], row):
                continue
            if entry.get("unit") == "text":
                for element in [start, *_until_end(start)]:
                    _remove(element)
                continue
            unit = self._unit(start, entry)
            if unit is None:
                continue
            table = next(unit.iterancestors(W + "tbl"), None)
            _remove(unit)
            if table is not None and unit.tag == W + "tr" and not any(map(_is_body, table.iterfind(W + "tr"))):
                _remove(table)
            if row is not None:
                return False
        return True

    def _blank(self, start: etree._Element, entry: BookmarkEntry, row: PrintedRow | None, number: int) -> None:
        text = self.values.printed(entry["path"], entry.get("style", ""), row, number)
        if not text:
            return
        between = [element for element in _until_end(start) if element.tag == W + "r"]
        properties = between[0].find(W + "rPr") if between else None
        run = etree.Element(W + "r")
        if properties is not None:
            kept = deepcopy(properties)
            for line in kept.findall(W + "u"):
                kept.remove(line)
            if len(kept):
                run.append(kept)
        for at, line_text in enumerate(text.split("\n")):
            if at:
                etree.SubElement(run, W + "br")
            characters = etree.SubElement(run, W + "t")
            characters.set(XML_SPACE, "preserve")
            characters.text = (INDENT if at and entry.get("indented") else "") + line_text.replace("\t", " ")
        for element in between:
            _remove(element)
        start.addnext(run)


def _is_body(row: etree._Element) -> bool:
    """Whether a row stands below the head of its table."""
    return row.find(f"{W}trPr/{W}tblHeader") is None


def _until_end(start: etree._Element) -> list[etree._Element]:
    """The elements after a bookmark's start up to its end, which is the last of them."""
    found = []
    for element in start.itersiblings():
        found.append(element)
        if element.tag == W + "bookmarkEnd" and element.get(W + "id") == start.get(W + "id"):
            break
    return found


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
