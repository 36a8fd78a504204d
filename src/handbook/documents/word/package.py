"""Opens a Word file that somebody else may have made: only the parts that are needed are read, each up to a limit.

A Word file is a zip archive with XML in it. Nothing is unpacked onto the disk. A part that is larger than any real one
is refused while it is read. XML that declares a document type is refused before it is parsed, because it could name
files or grow without bound.

The twin is `src/browser/documents/word/package.js`; both refuse the same files.
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from handbook.diagnostics.diagnostics import DocumentError
from handbook.diagnostics.messages import message
from handbook.documents.word.docx_format import DOCUMENT, NAMESPACE, BookmarkEntry, custom_parts, edges, has_edges
from handbook.model.template import Layout, Template
from handbook.rules.response import is_id

PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    b'<ds:datastoreItem ds:itemID="{6B0F2C1A-5D0E-4B7B-9C55-2F6E4E1D9704}" '
    b'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    b'<ds:schemaRefs><ds:schemaRef ds:uri="urn:handbook:response"/></ds:schemaRefs></ds:datastoreItem>'
)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
MAX_FILE = 20 * 1024 * 1024
MAX_PART = 16 * 1024 * 1024
MAX_PARTS = 2000
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAX_EDGES = 30  # each section of a document has up to three heads and three feet
_MAX_EDGE = 1024 * 1024
_OLD_WORD = b"\xd0\xcf\x11\xe0"  # .doc, or a .docx with a password
_WHOSE = ("template", "version", "layout")
_LINE = ("lineage", "draft")


def zip_bytes(parts: dict[str, bytes]) -> bytes:
    """A package of those parts, with fixed times and order: content types first, the rest by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, parts[name], compresslevel=9)
    return target.getvalue()


def unzip_bytes(content: bytes) -> dict[str, bytes]:
    """The parts of a package by their names. For a package that we made; `open_word` is for any other."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def response_xml(template: Template, layout: Layout, bookmarks: Sequence[BookmarkEntry]) -> bytes:
    """Our record: the part that says what each bookmark stands for, and later holds the response."""
    rows = "".join(
        "<bookmark" + "".join(f" {key}={quoteattr(value)}" for key, value in one.items()) + "/>" for one in bookmarks
    )
    identity = {"template": template.id, "version": template.version, "layout": layout.id}
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in identity.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<response xmlns="{NAMESPACE}"{attributes}><bookmarks>{rows}</bookmarks><values>{{}}</values></response>'
    ).encode()


@dataclass
class FileRecord:
    """Our record in the file.

    template, version, layout: whose it is. lineage: the id that all copies of a draft share. draft: the id of the copy
    that the file was filled from. entries: what its bookmarks stand for, by name. values: what it was filled with, as
    JSON that nobody checked yet. is_there: False for a file that was not made here.
    """

    template: str = ""
    version: str = ""
    layout: str = ""
    lineage: str = ""
    draft: str = ""
    entries: dict[str, BookmarkEntry] = field(default_factory=dict)
    values: str = "{}"
    is_there: bool = False


@dataclass
class WordFile:
    """A Word file. edges: the heads and feet of pages by their parts, when any blank is in one."""

    document: etree._Element
    record: FileRecord
    edges: dict[str, etree._Element] = field(default_factory=dict)


def open_word(content: bytes) -> WordFile:
    """Open a Word file. Raises DocumentError, whose message says what is wrong with the file."""
    with _opened(content) as archive:
        return _read(archive)


def custom_part(content: bytes, namespace: str) -> etree._Element | None:
    """The custom XML part of a Word file with that namespace; None when there is none. Raises DocumentError."""
    with _opened(content) as archive:
        for name in custom_parts(archive.namelist()):
            raw = _part(archive, name)
            if namespace.encode() in raw and etree.QName(root := parse_xml(raw)).namespace == namespace:
                return root
    return None


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The package. Whatever is wrong with it is raised as a DocumentError."""
    if not content:
        raise DocumentError(message("word-empty"))
    if content.startswith(_OLD_WORD):
        raise DocumentError(message("word-old-or-locked"))
    if content.startswith(b"%PDF"):
        raise DocumentError(message("word-is-pdf"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise DocumentError(message("word-not-a-package", error=error)) from None


def _read(archive: zipfile.ZipFile) -> WordFile:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if len(names) > MAX_PARTS or len(set(names)) != len(names):
        raise DocumentError(message("word-too-many-parts"))
    name = _main_part(archive, names)
    if name is None:
        raise DocumentError(message("word-no-document"))
    document = parse_xml(_part(archive, name))
    record = FileRecord()
    for one in custom_parts(names):
        raw = _part(archive, one)
        if NAMESPACE.encode() in raw:
            record = _record(raw)
            break
    wanted = edges(names) if has_edges(record.entries.values()) else []
    return WordFile(document, record, {one: parse_xml(_part(archive, one, _MAX_EDGE)) for one in wanted[:_MAX_EDGES]})


def _main_part(archive: zipfile.ZipFile, names: list[str]) -> str | None:
    """The name of the document's part, as the relations of the package say."""
    if "_rels/.rels" in names:
        for relation in parse_xml(_part(archive, "_rels/.rels")).iter(f"{{{_RELATION}}}Relationship"):
            if relation.get("Type", "").endswith("/officeDocument"):
                name = posixpath.normpath(relation.get("Target", "").lstrip("/"))
                if name in names:
                    return name
    return DOCUMENT if DOCUMENT in names else None


def _part(archive: zipfile.ZipFile, name: str, most: int = MAX_PART) -> bytes:
    """The content of a part, read up to the limit, whatever size the file declares for it."""
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise DocumentError(message("word-part-too-large", name=name, megabytes=most // 1024 // 1024))
    return content


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML. Raises DocumentError when it is damaged or declares a document type."""
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in content or "<!ENTITY".encode(encoding) in content:
            raise DocumentError(message("word-document-type"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(message("word-damaged", error=error)) from None


def _record(raw: bytes) -> FileRecord:
    try:
        root = parse_xml(raw)
    except DocumentError:
        return FileRecord()  # the visible text can still be read
    if root.tag != f"{{{NAMESPACE}}}response":
        return FileRecord()
    bookmarks = ({str(key): str(value) for key, value in one.items()} for one in root.iter(f"{{{NAMESPACE}}}bookmark"))
    entries = {one["name"]: one for one in bookmarks if "name" in one}
    values = root.findtext(f"{{{NAMESPACE}}}values") or "{}"
    record = FileRecord(entries=entries, values=values, is_there=True)
    record.template, record.version, record.layout = (root.get(key, "")[:100] for key in _WHOSE)
    record.lineage, record.draft = (one if is_id(one) else "" for one in (root.get(key, "") for key in _LINE))
    return record
