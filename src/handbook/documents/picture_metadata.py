"""What pictures say beside their picture (where and by whom it was taken) is left out of what is published.

Nothing is drawn anew: segments of a JPEG file, chunks of PNG and WebP, blocks of GIF and elements of SVG that do not
show are left out. Colours and the way up of a photo are kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from lxml import etree

#: the endings of files that `without_metadata` knows
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"})
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD hIST sPLT pHYs acTL fcTL fdAT cICP mDCV cLLI".split()
)
_WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_GIF_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # how often a moving picture comes again
_ORIENTATION = 0x0112
_EDITORS = (  # what programs that draw write about themselves and their users
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://creativecommons.org/ns#",
    "http://ns.adobe.com/",
    "http://www.bohemiancoding.com/",
)


def without_metadata(content: bytes) -> bytes:
    """The picture without what does not show. What is no known picture, or a damaged one, is returned as it is."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(content))
        if content.startswith(_PNG):
            return _PNG + b"".join(_png(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            chunks = b"".join(_webp(content))
            return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
        if content.startswith((b"GIF87a", b"GIF89a")):
            return b"".join(_gif(content))
        return _svg(content) if b"<svg" in content[:4096] else content
    except (struct.error, IndexError, ValueError, etree.XMLSyntaxError):
        return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The file up to its end mark: some cameras put further pictures or a film behind it."""
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError
        marker = content[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + length
        segment = content[at:end]
        data = segment[4:]
        if marker == 0xE1 and data.startswith(b"Exif\0\0"):
            yield _only_orientation(data[6:])
        is_kept = not (0xE0 <= marker <= 0xEF or marker == 0xFE)
        is_kept |= marker == 0xE0 and data.startswith(b"JFIF\0")
        is_kept |= marker == 0xE2 and data.startswith(b"ICC_PROFILE\0")
        is_kept |= marker == 0xEE and data.startswith(b"Adobe")
        if is_kept:
            yield segment
        at = end
        if marker == 0xDA:
            while not (content[at] == 0xFF and content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7):
                at += 1
            yield content[end:at]


def _only_orientation(exif: bytes) -> bytes:
    """A segment that says nothing but which way up the photo is; nothing when it is the usual way."""
    order = "<" if exif[:2] == b"II" else ">"
    (first,) = struct.unpack(order + "I", exif[4:8])
    (count,) = struct.unpack(order + "H", exif[first : first + 2])
    for number in range(count):
        entry = exif[first + 2 + 12 * number :][:12]
        tag, kind, _, value = struct.unpack(order + "HHIH", entry[:10])
        if tag == _ORIENTATION and kind == 3 and 2 <= value <= 8:
            said = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said
    return b""


def _png(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while True:
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            raise ValueError
        if kind in _PNG_CHUNKS:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp(content: bytes) -> Iterator[bytes]:
    at, last = 12, 8 + struct.unpack("<I", content[4:8])[0]
    while at < min(last, len(content)):
        kind, length = struct.unpack("<4sI", content[at : at + 8])
        end = at + 8 + length + length % 2
        chunk = content[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]  # it no longer has Exif nor XMP
        if kind in _WEBP_CHUNKS:
            yield chunk
        at = end


def _gif(content: bytes) -> Iterator[bytes]:
    at = 13 + (3 << (content[10] & 7) + 1 if content[10] & 0x80 else 0)
    yield content[:at]
    while content[at] != 0x3B:
        begin = at
        if content[at] == 0x2C:
            at += 10 + (3 << (content[at + 9] & 7) + 1 if content[at + 9] & 0x80 else 0) + 1
            is_kept = True
        elif content[at] == 0x21:
            is_kept = content[at + 1] == 0xF9 or content[at + 3 : at + 14] in _GIF_APPLICATIONS
            at += 2
        else:
            raise ValueError
        while content[at]:
            at += 1 + content[at]
        at += 1
        if is_kept:
            yield content[begin:at]
    yield b"\x3b"


def _svg(content: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    gone = [
        one
        for one in root.iter()
        if not isinstance(one.tag, str)
        or etree.QName(one).localname == "metadata"
        or str(etree.QName(one).namespace or "").startswith(_EDITORS)
    ]
    said = [(one, key) for one in root.iter(etree.Element) for key in one.attrib if str(key)[1:].startswith(_EDITORS)]
    outside = [*root.itersiblings(preceding=True), *root.itersiblings()]
    if not gone and not said and not outside:
        return content
    for one in gone:
        parent = one.getparent()
        if parent is not None:
            _join_tail(one)
            parent.remove(one)
    for one, key in said:
        one.attrib.pop(key, "")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _join_tail(element: etree._Element) -> None:
    """Keep the text behind an element that is removed."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail and parent is not None:
        parent.text = (parent.text or "") + element.tail
