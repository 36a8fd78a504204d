"""Bytes become text for data scripts: they are deflated and written in base64.

Neither a shared drive nor a plain server compresses what it sends, so the files themselves have to be small.
`src/browser/search/packing.js` unpacks them.
"""

from __future__ import annotations

import base64
import zlib


def pack(content: bytes) -> str:
    """The bytes, deflated without a header and written in base64."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(deflate.compress(content) + deflate.flush()).decode("ascii")


def varint(number: int) -> bytes:
    """A number from 0 up in as few bytes as it needs: seven bits in each, the low bits first."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
