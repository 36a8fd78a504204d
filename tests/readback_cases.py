"""What both sides read back: the shared cases of an edited Word file, and files made to do harm."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx

from support import ROOT
from word_edits import DOCUMENT, with_part

SHARED: dict[str, Any] = json.loads((ROOT / "tests/fixtures/readback/cases.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = SHARED["cases"]
NAMES = [case["name"] for case in CASES]
#: cases that LibreOffice still shows as they were after it saved them; it writes old fields and unknown signs otherwise
OFFICE_CASES = [case for case in CASES if case.get("office", True)]
OFFICE_NAMES = [case["name"] for case in OFFICE_CASES]
LAYOUTS = ("text", "table")
OfficeFiles = Callable[[str], bytes]  # by the name of a case, or of a layout: the unedited file


def at(values: dict[str, Any], path: str) -> Any:
    """guests[1].phone of nested values."""
    found: Any = values
    for key in re.findall(r"\w+", path):
        found = found[int(key)] if key.isdecimal() else found[key]
    return found


# ── hostile files ──


def bomb(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, b"<a>" + b" " * size + b"</a>")
    return target.getvalue()


def document_of(body: str) -> bytes:
    return with_part(
        _empty(),
        DOCUMENT,
        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'.encode(),
    )


def _damaged(content: bytes) -> bytes:
    begin = content.index(DOCUMENT.encode()) + 60
    return content[:begin] + bytes(255 - byte for byte in content[begin : begin + 40]) + content[begin + 40 :]


def _empty() -> bytes:
    raw = io.BytesIO()
    docx.Document().save(raw)
    return raw.getvalue()


def _names(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return target.getvalue()


DTD = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "{}">]><w:document xmlns:w="x">&a;</w:document>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no zip": lambda: b"PK\x03\x04 but not really",
    "text": "方案".encode,
    "old doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "zip bomb": lambda: bomb(100_000_000),
    "no document": lambda: _names("word/other.xml"),
    "paths": lambda: _names("../../etc/passwd", "/etc/passwd", "C:\\x", "word/document.xml"),
    "twice": lambda: _names("word/document.xml", "word/document.xml"),
    "many parts": lambda: _names(*(f"p{number}" for number in range(3000))),
    "entity": lambda: with_part(_empty(), DOCUMENT, DTD.format("x" * 10).encode()),
    "entity in utf-16": lambda: with_part(
        _empty(), DOCUMENT, DTD.format("x").replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")
    ),
    "outside file": lambda: with_part(
        _empty(), DOCUMENT, b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
    ),
    "broken xml": lambda: with_part(_empty(), DOCUMENT, b"<w:document"),
    "deep": lambda: with_part(_empty(), DOCUMENT, b"<a>" * 100_000 + b"</a>" * 100_000),
    "cut off": lambda: _empty()[:-200],
    "bytes flipped": lambda: _damaged(_empty()),
}
