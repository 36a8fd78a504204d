"""Reads the files of a log, and compares what they show with the record they carry.

The record is the header and the entries as JSON. A .json file is the record. A .csv and a .docx are for people: the
record lies in the last column of the .csv, and in a custom XML part of the .docx. Spreadsheets and word processors save
such files with their own quotes, code pages and markup, so only words are compared, and not bytes.
There is no browser half: only the browser writes the files (`src/browser/log/shown-table.js`).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from handbook.diagnostics.diagnostics import Diagnostics, DocumentError, Span
from handbook.diagnostics.messages import message
from handbook.documents.word import package
from handbook.documents.word.text_lines import Grid, squash
from handbook.documents.word.visible_text import visible_parts
from handbook.log import chain, shown_table
from handbook.log.chain import Log
from handbook.reading.json_nodes import PlacedJson, parse_json
from handbook.reading.yaml_nodes import MAX_BYTES, decode_utf8
from handbook.rules.response import read_bytes

LOG_NAMESPACE = "urn:handbook:log"
_CODE_PAGES = ("utf-8-sig", "utf-16", "gb18030", "big5hkscs")  # in which spreadsheets save
_HEADING = re.compile('"?序"?([,;\t])')
_LONGEST = 60  # characters of a cell in a message
_LONGEST_EXTRA = 41  # the mark of what is left out included
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNSEEN = re.compile(r"customXml/|docProps/|.*\.rels$|\[Content_Types\]\.xml$")  # parts whose text nobody sees
_READ = frozenset(
    _W + name
    for name in (
        "document", "body", "p", "r", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "moveTo", "customXml", "hyperlink",
        "smartTag", "fldSimple", "dir", "bdo",
    )
)  # fmt: skip
_DELETED = frozenset((_W + "del", _W + "moveFrom"))
_OBJECTS = tuple(_W + name for name in ("drawing", "pict", "object", "altChunk"))
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # a terminal must not obey what stands in a file
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class LogRow:
    """A row that a file shows: its place, and its cells by heading."""

    span: Span
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Exported:
    """A log and what its file shows; a .json shows nothing."""

    log: Log
    rows: tuple[LogRow, ...] = ()
    labels: tuple[str, ...] = ()  # the headings of the rows
    wanted: tuple[shown_table.LogLine, ...] = ()  # the rows as they must be
    above: tuple[tuple[str, str], ...] = ()  # the lines above the table, each as it is and as it must be
    extra: tuple[str, ...] = ()  # texts that no export has


def verdict(path: Path, code: str, diagnostics: Diagnostics) -> dict[str, Any]:
    """What `handbook verify-log` says of a file, as JSON; what is wrong is recorded.

    code: of an entry, as somebody has written it down; "" for none.
    """
    found = read_log(path, diagnostics)
    if found is None:
        return {"whole": False}
    log = found.log
    chain.check_chain(log, diagnostics)
    compare(found, diagnostics)
    noted = chain.entry_with_code(log, code) if code else None
    if code and noted is None:
        diagnostics.error("log-other-code", Span(path, 0), given=code)
    return {
        "whole": not diagnostics.errors,
        "title": log.header["title"],
        "version": log.header["version"],
        "drill": log.header["drill"],
        "count": len(log.entries),
        "first": log.entries[0]["at"] if log.entries else "",
        "last": log.entries[-1]["at"] if log.entries else "",
        "code": chain.short_code(log.head),
        "noted": noted["seq"] if noted else 0,
        "to_the_end": bool(noted) and noted is log.entries[-1],
        "shown": bool(found.wanted),
    }


def verdict_lines(told: Mapping[str, Any], language: str) -> Iterator[str]:
    """The lines that `handbook verify-log` prints beside the diagnostics. told: by `verdict`. language: en or zh."""
    if "title" in told:
        span = " – ".join(dict.fromkeys(filter(None, (told["first"], told["last"]))))
        yield _UNPRINTABLE.sub("\ufffd", " ".join(filter(None, (told["title"], told["version"], span))))
        yield from [message("log-of-drill", language)] * told["drill"]
        yield from [message("log-code-noted", language, **told)] * bool(told["noted"])
        yield from [message("log-shown-same", language)] * (told["whole"] and told["shown"])
        yield from [message("log-end-open", language)] * (told["whole"] and not told["to_the_end"])
        yield from [message("log-whole", language, **told)] * told["whole"]


def read_log(path: Path, diagnostics: Diagnostics) -> Exported | None:
    """The log in a file, and what the file shows; None, after recording why, when it holds none."""
    content = read_bytes(path, MAX_BYTES, diagnostics)
    if content is None:
        return None
    if content.startswith(b"PK") or path.suffix.lower() in (".docx", ".doc"):
        return _word(content, path, diagnostics)
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return _table(content, path, diagnostics)
    text = decode_utf8(content, path, diagnostics)
    parsed = parse_json(text, path, diagnostics) if text is not None else None
    log = chain.shaped(parsed, diagnostics) if parsed is not None else None
    return Exported(log) if log is not None else None


def compare(found: Exported, diagnostics: Diagnostics) -> None:
    """Record where the file shows something else than the record says."""
    place = Span(found.log.source.at("").path, 0)
    for shown, recorded in found.above:
        if squash(shown) != squash(recorded):
            diagnostics.error("log-shown-frame", place, shown=_brief(shown), recorded=_brief(recorded))
    for label in found.wanted[0].cells if found.wanted else ():
        if label not in found.labels:
            diagnostics.error("log-shown-frame", place, shown=_brief(" ".join(found.labels)), recorded=label)
    for text in dict.fromkeys(filter(None, map(squash, found.extra))):
        diagnostics.error("log-extra", place, shown=_brief(text, _LONGEST_EXTRA))
    by_key: dict[str, LogRow] = {}
    for row in found.rows:
        by_key.setdefault(_key(row.cells), row)
    has, wants = [_key(row.cells) for row in found.rows], [_key(line.cells) for line in found.wanted]
    if has != wants:
        at = next((at for at, (one, other) in enumerate(zip(has, wants, strict=False)) if one != other), -1)
        at = at if at >= 0 else min(len(has), len(wants))
        span = found.rows[min(at, len(has) - 1)].span if has else place
        seqs = [line.seq for line in found.wanted]
        diagnostics.error("log-rows", span, seq=seqs[at] if at < len(seqs) and seqs[at] else len(found.log.entries))
    for line in found.wanted:
        if (same := by_key.get(_key(line.cells))) is not None:
            _compare_row(line, same, diagnostics)


def _compare_row(line: shown_table.LogLine, row: LogRow, diagnostics: Diagnostics) -> None:
    for column, recorded in line.cells.items():
        shown = row.cells.get(column, recorded)  # that the whole column is gone has been said
        if squash(shown) in (squash(recorded), squash(_harmless(recorded))):
            continue
        told = {"shown": _brief(shown), "recorded": _brief(recorded)}
        if line.seq:
            diagnostics.error("log-shown", row.span, seq=line.seq, column=column, **told)
        else:
            diagnostics.error("log-shown-frame", row.span, **told)


def _key(cells: Mapping[str, str]) -> str:
    return squash(cells.get(shown_table.HEADS[0], ""))


def _harmless(text: str) -> str:
    """A cell as the .csv writes it, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if re.match("['=+\\-@\t\r]", text) else text


def _brief(text: str, longest: int = _LONGEST) -> str:
    text = _UNPRINTABLE.sub("\ufffd", squash(text))
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _beside(labels: Sequence[str], rows: Iterable[Sequence[str]], wanted: Iterable[str]) -> Iterator[str]:
    """The cells of columns that no export has. A column that stands twice is one column too many."""
    known = {label: at for at, label in enumerate(labels) if label in set(wanted)}
    for row in (labels, *rows):
        yield from (cell for at, cell in enumerate(row) if at not in known.values())


# ── .csv ──


def _table(content: bytes, path: Path, diagnostics: Diagnostics) -> Exported | None:
    text, delimiter = _decoded(content)
    if not delimiter:
        if decode_utf8(content, path, diagnostics) is not None:
            diagnostics.error("log-shape", Span(path))
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[LogRow] = []
    labels: list[str] = []
    all_cells: list[list[str]] = []
    try:
        labels = [squash(label) for label in next(reader)]
        begins = reader.line_num + 1
        for cells in reader:
            if any(cells):
                rows.append(LogRow(Span(path, begins), dict(zip(labels, cells, strict=False))))
                all_cells.append(cells)
            begins = reader.line_num + 1
    except csv.Error:
        rows = []
    log = _log_of_rows(rows, path, diagnostics)
    if log is None:
        return None
    extra = tuple(_beside(labels, all_cells, (*shown_table.COLUMNS, shown_table.RECORD_COLUMN)))
    return Exported(log, tuple(rows), tuple(labels), tuple(shown_table.csv_lines(log)), extra=extra)


def _decoded(content: bytes) -> tuple[str, str]:
    """The text of a .csv and what separates its cells; "" and "" when it is a log in no code page."""
    for code_page in _CODE_PAGES:
        try:
            text = content.decode(code_page)
        except UnicodeError:
            continue
        if heading := _HEADING.match(text):
            return text, heading[1]
    return "", ""


def _log_of_rows(rows: list[LogRow], path: Path, diagnostics: Diagnostics) -> Log | None:
    """The log that the last column of a .csv holds, row by row; None, after recording where, when a row holds none."""
    data: dict[str, Any] = {"header": None, "entries": [], "count": -1, "head": ""}
    places = {"": Span(path), "count": rows[-1].span if rows else Span(path)}
    for row in rows:
        parsed = parse_json(row.cells.get(shown_table.RECORD_COLUMN, "").removeprefix("'"), path, Diagnostics())
        value = parsed.value if parsed is not None else None
        if not isinstance(value, dict):
            diagnostics.error("log-record", row.span, row=_brief(_key(row.cells)))
            return None
        if "entries" in value:  # the row below the entries
            data |= {"count": value["entries"], "head": value.get("head")}
        elif "format" in value:
            data["header"] = value
            places["header"] = row.span
        else:
            places[f"entries[{len(data['entries'])}]"] = row.span
            data["entries"].append(value)
    return chain.shaped(PlacedJson(data, places), diagnostics)


# ── .docx ──


def _word(content: bytes, path: Path, diagnostics: Diagnostics) -> Exported | None:
    nowhere = Span(path, 0)
    try:
        parts = visible_parts(package.open_word(content).document)
        record = package.custom_part(content, LOG_NAMESPACE)
        loose = [text for root in _seen_parts(content) for text in _loose(root)]
    except DocumentError as error:
        diagnostics.error("log-file", nowhere, reason=error)
        return None
    if record is None:
        diagnostics.error("log-without-record", nowhere)
        return None
    parsed = parse_json(record.text or "", path, Diagnostics())
    if parsed is None:
        diagnostics.error("log-file", nowhere, reason=message("log-record-damaged"))
        return None
    log = chain.shaped(PlacedJson(parsed.value, {"": nowhere}), diagnostics)
    if log is None:
        return None
    grids = [part for part in parts if isinstance(part, Grid) and _labels(part)[:1] == [shown_table.HEADS[0]]]
    texts = [part.text for part in parts if not isinstance(part, Grid) and squash(part.text)]
    above = [_in_word(line) for line in shown_table.above(log)]
    shown, rest = _matched(texts, above)
    wanted = [
        shown_table.LogLine(line.seq, {label: _in_word(cell) for label, cell in line.cells.items()})
        for line in shown_table.table_lines(log)
    ]
    rows = [
        LogRow(nowhere, dict(zip(_labels(grid), (cell.line.text for cell in row.cells), strict=False)))
        for grid in grids
        for row in grid.rows[1:]
    ]
    labels = tuple(label for grid in grids for label in _labels(grid))
    extra = [*rest, *loose]
    for part in parts:
        if isinstance(part, Grid):
            cells = [[cell.line.text for cell in row.cells] for row in part.rows[1:]]
            extra += _beside(_labels(part), cells, shown_table.HEADS if part in grids else ())
    return Exported(log, tuple(rows), labels, tuple(wanted), tuple(zip(shown, above, strict=True)), tuple(extra))


def _matched(texts: Sequence[str], above: Sequence[str]) -> tuple[list[str], list[str]]:
    """For each line of `above`, which must stand above the table, what stands there; and the texts left over."""
    left = Counter(squash(line) for line in above)
    rest: list[str] = []
    found: set[str] = set()
    for text in texts:
        if left[squash(text)] > 0:
            left[squash(text)] -= 1
            found.add(squash(text))
        else:
            rest.append(text)
    shown = [line if squash(line) in found or not squash(line) else rest.pop(0) if rest else "" for line in above]
    return shown, rest


def _seen_parts(content: bytes) -> Iterator[etree._Element]:
    """The parts of a .docx that may hold text people see. Raises DocumentError for a part that is too large."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:  # which open_word could open
        for name in archive.namelist():
            if not name.endswith(".xml") or _UNSEEN.match(name):
                continue
            with archive.open(name) as part:
                raw = part.read(package.MAX_PART + 1)
            if len(raw) > package.MAX_PART:
                raise DocumentError(message("log-part-too-large", name=name))
            yield package.parse_xml(raw)


def _loose(root: etree._Element) -> Iterator[str]:
    """Texts outside the paragraphs and tables of the body: in heads, feet, notes, text boxes, pictures and fields."""
    words: dict[etree._Element, str] = {}
    fields: dict[etree._Element, str] = {}
    for element in root.iter("{*}t", _W + "instrText", _W + "fldSimple"):
        around = list(element.iterancestors())
        tags = {one.tag for one in around}
        block = next((one for one in around if etree.QName(one).localname == "p"), element)
        if tags & _DELETED:
            continue
        if element.tag != _W + "t" and element.tag.startswith(_W):
            fields[block] = fields.get(block, "") + (element.text or "") + element.get(_W + "instr", "")
        elif root.tag != _W + "document" or not tags <= _READ:
            words[block] = words.get(block, "") + (element.text or "")
    pages = {block for block, told in fields.items() if told.split()[:1] == ["PAGE"]}
    yield from (text for block, text in words.items() if not (block in pages and re.fullmatch(r"\s*\d{0,5}\s*", text)))
    yield from (told for block, told in fields.items() if block not in pages)
    for element in root.iter(*_OBJECTS):
        if not any((text.text or "").strip() for text in element.iter("{*}t")):
            yield message("log-object")


def _labels(grid: Grid) -> list[str]:
    return [squash(cell.line.text) for cell in grid.rows[0].cells] if grid.rows else []


def _in_word(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
