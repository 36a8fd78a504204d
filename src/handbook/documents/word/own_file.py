"""An organisation's own Word file is a layout: visible tags such as {{來賓.姓名}} become blanks.

The file is rebuilt from the parts that print (`known_parts.py`), and of these only the tags change. Each becomes a
bookmark like those that `blank_file.py` writes, so that the file can be filled and read back like any other. A tag
names a field by its label or id, and a column by those of the list and the column. The table row or the paragraph in
which a column stands is repeated for each row of the list. Word cuts text into runs at any place, so a tag may lie in
several runs. The blank takes the look of the tag's first character.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from handbook.diagnostics.diagnostics import Diagnostics, DocumentError, closest
from handbook.documents.blocks import BLANK_TEXT, INDEX, SIGNATURE_TEXT
from handbook.documents.word.docx_format import (
    DOCUMENT,
    EDGE,
    NAMESPACE,
    XML_SPACE,
    BookmarkEntry,
    W,
    custom_parts,
    edges,
)
from handbook.documents.word.known_parts import known_parts
from handbook.documents.word.package import (
    PROPERTIES,
    PROPERTIES_TYPE,
    open_word,
    parse_xml,
    response_xml,
    unzip_bytes,
    zip_bytes,
)
from handbook.model.template import Field, Layout, Template

STYLES = ("long", "short", "date", "time", "weekday", "iso", "list", "count")
NUMBER = "序號"  # in a tag, the same as # for the row's number
_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_STATEMENT = re.compile(r"(?<!\{)\{[%#]|%\}")  # what layout files write: {% if … %}, {# a remark #}
_OURS = re.compile(r"hb\d+_")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_NAMED = 5  # things of one kind that were left out, in a warning
_SHOWN = 24  # characters of a paragraph that say where a tag stands


def is_own_word(layout: Layout) -> bool:
    """Whether the layout is a Word file and not one of Jinja and Markdown."""
    return layout.file.lower().endswith(".docx")


def own_word(template: Template, layout: Layout, diagnostics: Diagnostics) -> tuple[bytes, set[str]]:
    """The Word file with blanks in place of its tags, and the paths of the fields it prints.

    Faults are recorded in `diagnostics`, and a faulty tag stays as it is. The bytes are empty when the file cannot be
    read.
    """
    if not layout.path.is_file():
        return b"", set()  # recorded when the template was loaded
    try:
        content = layout.path.read_bytes()
        open_word(content)  # refuses what is no Word file or too large
        parts, removed = known_parts(unzip_bytes(content))
    except (DocumentError, KeyError, OSError, zipfile.BadZipFile) as error:
        diagnostics.error("layout-unreadable", layout.origin.at("file"), reason=str(error))
        return b"", set()
    if DOCUMENT not in parts:
        diagnostics.error("layout-unreadable", layout.origin.at("file"), reason=DOCUMENT)
        return b"", set()
    for kind, names in removed.items():
        named = "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
        diagnostics.warning(f"left-out-{kind}", layout.origin.at("file"), file=layout.file, named=named)
    roots = {name: parse_xml(parts[name]) for name in (DOCUMENT, *edges(parts))}
    marker = _Marker(template, layout, diagnostics)
    marker.clear(roots.values())
    for name, root in roots.items():
        before = len(marker.entries)
        (marker.document if name == DOCUMENT else marker.edge)(root)
        if name == DOCUMENT or len(marker.entries) > before:
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    _add_record(parts, response_xml(template, layout, marker.entries))
    return zip_bytes(parts), marker.used


# What may follow w:u within a w:rPr (ECMA-376 part 1, 17.3.2.28: the order of EG_RPrBase).
_BEHIND_UNDERLINE = frozenset(
    W + name
    for name in (
        "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish",
        "oMath",
    )
)  # fmt: skip


@dataclass
class _Tag:
    """A tag. begin, end: its place in the text of its paragraph. path, style, type: of the blank it becomes."""

    begin: int
    end: int
    path: str
    style: str
    type: str


@dataclass
class _Marker:
    """Turns the tags of one file into bookmarks."""

    template: Template
    layout: Layout
    diagnostics: Diagnostics
    entries: list[BookmarkEntry] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    next_id: int = 1
    words: dict[etree._Element, str] = field(default_factory=dict)  # of paragraphs, before their tags were cut out

    def clear(self, roots: Collection[etree._Element]) -> None:
        """Remove bookmarks of ours: the file may have been made here before it was changed. Others keep their ids."""
        for root in roots:
            for old in list(root.iter(W + "bookmarkStart")):
                if _OURS.match(old.get(W + "name", "")):
                    _remove_bookmark(root, old)
        ids = (one.get(W + "id", "") for root in roots for one in root.iter(W + "bookmarkStart"))
        self.next_id = 1 + max((int(id) for id in ids if id.isdecimal()), default=0)

    def document(self, root: etree._Element) -> None:
        """Turn every tag of the document into a blank."""
        units: dict[etree._Element, tuple[str, etree._Element]] = {}
        for paragraph in list(root.iter(W + "p")):
            lists = self.paragraph(paragraph)
            if lists:
                unit = next(paragraph.iterancestors(W + "tr"), paragraph)
                known = units.setdefault(unit, (lists[0], paragraph))[0]
                for other in lists:
                    if other != known:
                        self.fault("word-tag-rows", paragraph, first=known, second=other)
        for unit, (path, _) in units.items():
            first = unit if unit.tag == W + "p" else next(unit.iter(W + "p"))
            kind = "row" if unit.tag == W + "tr" else "paragraph"
            self.mark(first, {"kind": "rows", "path": path, "unit": kind})
            self.used.add(path)

    def edge(self, root: etree._Element) -> None:
        """Turn every tag of a head or foot into a blank. Rows of a list cannot be repeated there."""
        before = len(self.entries)
        for paragraph in list(root.iter(W + "p")):
            if self.paragraph(paragraph):
                self.fault("word-tag-place", paragraph)
        for entry in self.entries[before:]:
            entry["place"] = EDGE

    def paragraph(self, paragraph: etree._Element) -> list[str]:
        """Turn the paragraph's tags into blanks. Returns the ids of the lists whose columns stand in it."""
        text = "".join(t.text or "" for t in _texts(paragraph))
        self.words[paragraph] = text
        if _STATEMENT.search(unicodedata.normalize("NFKC", text)):
            self.fault("word-statement", paragraph)
            return []
        if "{{" not in text and "}}" not in text:
            return []
        if _TAG.sub("", text).count("{{") or _TAG.sub("", text).count("}}"):
            self.fault("word-tag-syntax", paragraph)
        tags = [tag for found in _TAG.finditer(text) if (tag := self.tag(found, paragraph)) is not None]
        alone = len(tags) == 1 and not _TAG.sub("", text).strip() and _parent(paragraph).tag == W + "tc"
        lists = [tag.path.partition(".")[0] for tag in tags if "." in tag.path and tag.style not in ("list", "count")]
        for tag in tags:
            self.used.add(tag.path)
            self.used.add(tag.path.partition(".")[0])
        named = [(tag, self.entry(tag, len(self.entries) + at)) for at, tag in enumerate(tags, start=1)]
        self.entries += [entry for _, entry in named]
        for tag, entry in reversed(named):  # from the end, so that the places of earlier tags stay right
            self.blank(paragraph, tag, entry, alone=alone)
        return lists

    # ── what a tag names ──

    def tag(self, found: re.Match[str], paragraph: etree._Element) -> _Tag | None:
        """The tag that was found; None, after reporting the fault, when it names nothing."""
        name, _, style = (part.strip() for part in _plain(found[1]).partition("|"))
        if style and style not in STYLES:
            self.fault("word-tag-style", paragraph, style=style, suggestion=closest(style, STYLES))
            return None
        owner, _, column = name.partition(".")
        known = self.find(owner, self.template.fields, paragraph, name)
        if known is None:
            return None
        if known.type != "rows":
            if column:
                self.unknown(name, (one.label for one in self.template.fields), paragraph)
                return None
            return _Tag(found.start(), found.end(), known.id, style, known.type)
        if style == "count" and not column:
            return _Tag(found.start(), found.end(), f"{known.id}.{INDEX}", style, "number")
        if column in (INDEX, NUMBER) and not any(one.label == NUMBER for one in known.fields):
            return _Tag(found.start(), found.end(), f"{known.id}.{INDEX}", "", "number")
        inner = self.find(column, known.fields, paragraph, name) if column else None
        if inner is None:
            if not column:
                self.fault("word-tag-list", paragraph, field=known.label)
            return None
        return _Tag(found.start(), found.end(), f"{known.id}.{inner.id}", style, inner.type)

    def find(self, name: str, fields: tuple[Field, ...], paragraph: etree._Element, whole: str) -> Field | None:
        """The field with that id, else with that label; None, after reporting it, when there is none or several."""
        by_id = next((one for one in fields if one.id == name), None)
        labelled = [one for one in fields if _plain(one.label) == name]
        if by_id is None and len(labelled) > 1:
            ids = ", ".join(one.id for one in labelled)
            self.fault("word-tag-ambiguous", paragraph, name=whole, ids=ids)
            return None
        found = by_id or next(iter(labelled), None)
        if found is None:
            self.unknown(name, (word for one in fields for word in (one.label, one.id)), paragraph)
        return found

    def unknown(self, name: str, known: Iterator[str], paragraph: etree._Element) -> None:
        near = closest(name, known)
        self.fault("word-tag-unknown", paragraph, suggestion=near, name=name or "?", template=self.template.id)

    def fault(self, code: str, paragraph: etree._Element, suggestion: str | None = None, **params: str) -> None:
        """Record a fault. A Word file has no lines, so the words of the paragraph say where the fault is."""
        words = self.words.get(paragraph, "".join(t.text or "" for t in _texts(paragraph)))
        text = re.sub(r"\s+", " ", words).strip()
        where = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        place = self.layout.origin.at("file")
        self.diagnostics.error(code, place, suggestion=suggestion, where=where, file=self.layout.file, **params)

    # ── bookmarks ──

    def entry(self, tag: _Tag, number: int) -> BookmarkEntry:
        name = f"hb{number}_{re.sub('[^A-Za-z0-9_]', '_', tag.path)}"[:32]
        entry = {"name": name, "kind": "blank", "path": tag.path}
        return {**entry, "style": tag.style} if tag.style else entry

    def blank(self, paragraph: etree._Element, tag: _Tag, entry: BookmarkEntry, *, alone: bool) -> None:
        """Put an underlined space within a bookmark in place of the tag's runs."""
        runs = _cut_out(paragraph, tag.begin, tag.end)
        first = runs[0]
        for other in runs[1:]:
            _remove(other)
        for child in list(first):
            if child.tag != W + "rPr":
                first.remove(child)
        space = "" if alone else SIGNATURE_TEXT if tag.type == "signature" else BLANK_TEXT
        _set_in_chinese(first)
        if space:
            _underlined(first)
        text = etree.SubElement(first, W + "t")
        text.set(XML_SPACE, "preserve")
        text.text = space
        start, end = self.bookmark(entry["name"])
        first.addprevious(start)
        first.addnext(end)

    def mark(self, paragraph: etree._Element, attributes: BookmarkEntry) -> None:
        """Put a bookmark around a paragraph's content that stands for the paragraph or row it lies in."""
        path = re.sub("[^A-Za-z0-9_]", "_", attributes["path"])
        entry = {"name": f"hb{len(self.entries) + 1}_{path}"[:32], **attributes}
        self.entries.append(entry)
        start, end = self.bookmark(entry["name"])
        properties = paragraph.find(W + "pPr")
        if properties is not None:
            properties.addnext(start)
        else:
            paragraph.insert(0, start)
        paragraph.append(end)

    def bookmark(self, name: str) -> tuple[etree._Element, etree._Element]:
        start, end = etree.Element(W + "bookmarkStart"), etree.Element(W + "bookmarkEnd")
        for element in (start, end):
            element.set(W + "id", str(self.next_id))
        start.set(W + "name", name)
        self.next_id += 1
        return start, end


def _plain(text: str) -> str:
    """A label for comparing: in half-width letters, and with one kind of dot."""
    return re.sub("[。·・]", ".", unicodedata.normalize("NFKC", text)).strip()


def _texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text elements of a paragraph itself, not those of a text box in it."""
    for text in paragraph.iter(W + "t"):
        if next(text.iterancestors(W + "p"), None) is paragraph:
            yield text


def _cut_out(paragraph: etree._Element, begin: int, end: int) -> list[etree._Element]:
    """The runs between two places of the paragraph's text. Runs are cut at these places."""
    runs: list[etree._Element] = []
    at = 0
    for text in list(_texts(paragraph)):
        words = text.text or ""
        first, last = max(begin - at, 0), min(end - at, len(words))
        at += len(words)
        if first >= last:
            continue
        if last < len(words):
            _split(text, last)
        inside = text
        if first > 0 or any(child.tag != W + "rPr" for child in text.itersiblings(preceding=True)):
            inside = _split(text, first)
        run = _parent(inside)
        if following := list(inside.itersiblings()):
            later = _empty_run(run)
            later.extend(following)
            run.addnext(later)
        runs.append(run)
    return runs


def _empty_run(run: etree._Element) -> etree._Element:
    """An empty run of the same look."""
    made = etree.Element(W + "r")
    properties = run.find(W + "rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _split(text: etree._Element, at: int) -> etree._Element:
    """Cut a run at a place in one of its texts. Returns the text that begins there, which has a run of its own."""
    run = _parent(text)
    later = _empty_run(run)
    rest = etree.SubElement(later, W + "t")
    rest.set(XML_SPACE, "preserve")
    words = text.text or ""
    rest.text, text.text = words[at:], words[:at]
    text.set(XML_SPACE, "preserve")
    later.extend(list(text.itersiblings()))
    run.addnext(later)
    return rest


def _properties(run: etree._Element) -> etree._Element:
    properties = run.find(W + "rPr")
    if properties is None:
        properties = etree.Element(W + "rPr")
        run.insert(0, properties)
    return properties


def _set_in_chinese(run: etree._Element) -> None:
    """Let marks that Latin and Chinese have in common, such as “ and —, take the run's Chinese font."""
    properties = _properties(run)
    fonts = properties.find(W + "rFonts")
    if fonts is None:
        fonts = etree.Element(W + "rFonts")
        properties.insert(1 if properties.find(W + "rStyle") is not None else 0, fonts)
    fonts.set(W + "hint", "eastAsia")


def _underlined(run: etree._Element) -> None:
    properties = _properties(run)
    if properties.find(W + "u") is None:
        line = etree.Element(W + "u")
        line.set(W + "val", "single")
        behind = next((child for child in properties if child.tag in _BEHIND_UNDERLINE), None)
        if behind is None:
            properties.append(line)
        else:
            behind.addprevious(line)


def _parent(element: etree._Element) -> etree._Element:
    return next(element.iterancestors())


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _remove_bookmark(root: etree._Element, start: etree._Element) -> None:
    for end in list(root.iter(W + "bookmarkEnd")):
        if end.get(W + "id") == start.get(W + "id"):
            _remove(end)
    _remove(start)


def _add_record(parts: dict[str, bytes], record: bytes) -> None:
    """Put our record into the file's parts, in place of an older one if there is any."""
    for name in custom_parts(parts):
        if NAMESPACE.encode() in parts[name]:
            parts[name] = record
            return
    number = next(n for n in range(1, 10_000) if f"customXml/item{n}.xml" not in parts)
    parts[f"customXml/item{number}.xml"] = record
    parts[f"customXml/itemProps{number}.xml"] = PROPERTIES
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts[f"customXml/_rels/item{number}.xml.rels"] = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{relations}"><Relationship Id="rId1" '
        f'Type="{_RELATION}Props" Target="itemProps{number}.xml"/></Relationships>'
    ).encode()
    _append(
        parts, "word/_rels/document.xml.rels", f"{{{relations}}}Relationship",
        {"Id": f"rIdHandbook{number}", "Type": _RELATION, "Target": f"../customXml/item{number}.xml"},
    )  # fmt: skip
    types = "{http://schemas.openxmlformats.org/package/2006/content-types}"
    override = {"PartName": f"/customXml/itemProps{number}.xml", "ContentType": PROPERTIES_TYPE}
    _append(parts, "[Content_Types].xml", f"{types}Override", override)
    item = {"PartName": f"/customXml/item{number}.xml", "ContentType": "application/xml"}
    _append(parts, "[Content_Types].xml", f"{types}Override", item)


def _append(parts: dict[str, bytes], name: str, tag: str, attributes: dict[str, str]) -> None:
    root = parse_xml(parts[name]) if name in parts else etree.Element(tag.partition("}")[0] + "}Relationships")
    etree.SubElement(root, tag, attributes)
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
