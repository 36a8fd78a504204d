"""Bytes as compact text for data scripts: deflated, then base64.

Neither a shared drive nor a plain server compresses what it sends, so the files themselves are small.
"""

from __future__ import annotations

import base64
import zlib


def pack(content: bytes) -> str:
    """Deflated (raw) and base64; unpacked by src/browser/search/packing.js."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(deflate.compress(content) + deflate.flush()).decode("ascii")


def unpack(text: str) -> bytes:
    """What was packed."""
    return zlib.decompress(base64.b64decode(text), -15)


def varint(number: int) -> bytes:
    """A number from 0 up in as few bytes as it needs, seven bits each, low bits first."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
