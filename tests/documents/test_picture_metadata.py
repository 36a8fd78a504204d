"""Where and by whom a picture was taken is not published, and the picture is the same."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from handbook.documents.picture_metadata import without_metadata
from support import MINIMAL_CONFIG, build_site, write_files

SECRET = b"GPS 25.0330N 121.5654E photographed by somebody"


def segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def exif(orientation: int) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + b"\0\0\0\0" + SECRET)


JFIF = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
SCAN = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
SECOND_SCAN = segment(0xC4, b"\0" * 20) + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x78"
PICTURE = segment(0xDB, b"\0" * 65) + segment(0xC2, b"\x08\0\x01\0\x01\x01\x01\x11\0") + SCAN + SECOND_SCAN
END = b"\xff\xd9"


def jpeg(*more: bytes, behind: bytes = b"") -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(more) + PICTURE + END + behind


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def webp(*more: tuple[bytes, bytes], flags: int = 0) -> bytes:
    parts = [(b"VP8X", bytes([flags]) + b"\0" * 9), (b"VP8 ", b"\1\2\3"), *more]
    body = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def gif(*more: bytes) -> bytes:
    picture = b"\x2c" + b"\0" * 8 + b"\0" + b"\x02\x02\x4c\x01\0"
    return b"GIF89a\x01\0\x01\0\x80\0\0" + b"\0" * 6 + b"".join(more) + picture + b"\x3b"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape"{}>{}<path d="M0 0"/></svg>'
CASES: dict[str, tuple[bytes, bytes]] = {
    "jpeg": (jpeg(exif(1), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)), jpeg()),
    "jpeg, remark, iptc, a film behind the end": (
        jpeg(segment(0xFE, SECRET), segment(0xED, b"Photoshop 3.0\0" + SECRET), segment(0xE2, b"MPF\0" + SECRET), behind=SECRET),
        jpeg(),
    ),
    "jpeg, colours": (jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1x")), jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1x"))),
    "png": (png(chunk(b"tEXt", b"Author\0" + SECRET), chunk(b"eXIf", SECRET), chunk(b"iTXt", SECRET)) + SECRET, png()),
    "png, colours": (png(chunk(b"gAMA", b"\0\0\1\1")), png(chunk(b"gAMA", b"\0\0\1\1"))),
    "webp": (webp((b"EXIF", SECRET), (b"XMP ", SECRET), flags=0x1C), webp(flags=0x10)),
    "gif": (gif(b"\x21\xfe" + bytes([len(SECRET)]) + SECRET + b"\0"), gif()),
    "no picture": (SECRET, SECRET),
    "cut off": (jpeg(exif(1))[:40], jpeg(exif(1))[:40]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_nothing_but_the_picture_is_left(name: str) -> None:
    """Colours stay; a damaged file is left alone."""
    content, wanted = CASES[name]

    assert without_metadata(content) == wanted
    assert without_metadata(wanted) == wanted


def test_a_photo_stays_the_right_way_up() -> None:
    found = without_metadata(jpeg(exif(6)))

    assert SECRET not in found
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in found
    assert without_metadata(found) == found


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ("", "<!-- {} -->"),
        ("", "<metadata><x>{}</x></metadata>"),
        (' i:export-filename="{}"', ""),
    ],
)
def test_a_drawing_does_not_say_who_drew_it(said: str, more: str) -> None:
    words = "C:/Users/somebody"
    found = without_metadata(SVG.format(said.format(words), more.format(words)).encode())

    assert b"somebody" not in found
    assert b'd="M0 0"' in found


def test_published_pictures_are_cleaned(tmp_path: Path) -> None:
    """The source stays as it is."""
    files = {
        "mkdocs.yml": MINIMAL_CONFIG,
        "docs/index.md": "# 手冊\n\n![平面圖](map.jpg)\n",
        "docs/map.jpg": jpeg(exif(1)),
    }
    root = write_files(tmp_path, files)

    site = build_site(root, root / "site")

    assert (site / "map.jpg").read_bytes() == jpeg()
    assert (root / "docs/map.jpg").read_bytes() == jpeg(exif(1))
