"""Reads what the build writes for search; in a page `src/browser/search/packing.js` and `shards.js` do."""

from __future__ import annotations

import base64
import zlib


def unpack(text: str) -> bytes:
    """The bytes of which `handbook.search.packing.pack` made the text."""
    return zlib.decompress(base64.b64decode(text), -15)


def decode(content: bytes) -> list[int]:
    """The postings of which `handbook.search.index.encode` made the bytes."""
    found: list[int] = []
    number = shift = before = 0
    for byte in content:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            before += number >> 4
            found.append(before << 4 | number & 15)
            number = shift = 0
    return found
