"""Everything that a published file says: its bytes, and whatever is packed in them, again and again.

Zip archives and Office files, gzip, deflated data with a header or without, base64 in scripts, pages and styles, and
the texts behind escapes and tags.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import hashlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

_DEEPEST = 6  # levels of packing
_LARGEST = 64 * 1024 * 1024  # bytes that one packed thing may unfold to
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(rb"[0-9a-f]+|[0-9A-F]+")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SOURCES = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # bytes that no text holds


def opened(content: bytes, seen: set[bytes], depth: int = 0) -> Iterator[bytes]:
    """The bytes and everything in them. seen: hashes of what was opened before, which is passed over."""
    mark = hashlib.blake2b(content, digest_size=16).digest()
    if mark in seen or depth > _DEEPEST or not content:
        return
    seen.add(mark)
    yield content
    for inner in _packed(content):
        yield from opened(inner, seen, depth + 1)


def _packed(content: bytes) -> Iterator[bytes]:
    if content[:2] == b"PK":
        yield from _members(content)
        return
    if content[:2] == b"\x1f\x8b":
        with contextlib.suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(content)
    if _SOURCES.search(content):
        for found in _ZLIB.finditer(content):  # streams of a PDF, texts and rows of a PNG
            if inner := _inflated(content[found.start() :], 15):
                yield inner
        if inner := _inflated(content, -15):
            yield inner
        return
    for found in _BASE64.finditer(content):
        if _HEX.fullmatch(found[0]):
            continue
        text = found[0].rstrip(b"=")
        try:
            raw = base64.urlsafe_b64decode(text.translate(bytes.maketrans(b"+/", b"-_")) + b"=" * (-len(text) % 4))
        except (ValueError, binascii.Error):
            continue
        yield raw


def _members(content: bytes) -> Iterator[bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        yield archive.comment
        for entry in archive.infolist():
            yield entry.filename.encode()
            if entry.file_size <= _LARGEST:
                yield archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return


def _inflated(content: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(content, _LARGEST)
    except zlib.error:
        return b""


def plain_texts(content: bytes) -> Iterator[str]:
    """The bytes as text: as they are, without escapes, and without tags; what stands in attributes is kept."""
    text = content.decode("utf-8", "ignore")
    yield text
    if "\\u" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        yield text
    if "<" in text and ">" in text:
        yield _TAG.sub("", text)
        if "&" in text:
            text = html.unescape(text)
            yield text
    if "%" in text:
        yield unquote(text)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield content.decode("utf-16", "ignore")
