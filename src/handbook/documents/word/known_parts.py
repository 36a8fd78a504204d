"""An organisation's own Word file is rebuilt from what is known, before it is published as a layout.

A Word file may carry more than its paper shows: macros, fields that fetch something, templates on a server, hidden and
deleted text, comments, and files that belong to nothing. Only parts and elements that print are kept. What readers
could miss is named, by kind. Notes of the office program (author, thumbnail, its data) go without a word.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from typing import Literal

from lxml import etree

from handbook.documents.picture_metadata import without_metadata
from handbook.documents.word.docx_format import DOCUMENT, W, edges
from handbook.documents.word.package import parse_xml

LeftOut = Literal["macros", "fields", "remote", "hidden", "tracked", "comments", "stray"]
Removed = dict[LeftOut, list[str]]  # what was left out, by kind

_KNOWN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:document|styles|stylesWithEffects|numbering|settings|fontTable|footnotes"
    r"|endnotes|header[0-9]*|footer[0-9]*|theme/theme[0-9]*)\.xml|word/(?:theme/)?_rels/[A-Za-z0-9]+\.xml\.rels"
    r"|word/media/[A-Za-z0-9_-]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)|word/fonts/[A-Za-z0-9_-]+\.odttf"
)
_NOTES = re.compile(
    r"docProps/.*|customXml/.*|word/(?:webSettings|people)\.xml|word/glossary/.*|word/printerSettings/.*"
)
_MACROS = re.compile(r"(?i).*(?:vba|activeX|embeddings|ctrlProps|customUI|attachedToolbars|\.bin$).*")
_COMMENTS = re.compile(r"word/(?:_rels/)?comments.*")
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LINK = re.compile(r"(?i)(?:https?://|mailto:|#)")
#: fields that only count, number or point within the document
_FIELDS = frozenset(
    (
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "REF", "PAGEREF", "NOTEREF", "TOC", "TC", "SEQ"),
        *("STYLEREF", "LISTNUM", "EQ", "SYMBOL"),
    )
)
_FORM_FIELDS = frozenset(("FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"))
_NOT_SHOWN: dict[LeftOut, str] = {
    "tracked": "del moveFrom",
    "comments": "commentReference commentRangeStart commentRangeEnd",
    "macros": "object control entryMacro exitMacro",
    "remote": "altChunk subDoc attachedTemplate mailMerge linkStyles",
}
_GONE: dict[str, LeftOut] = {W + name: kind for kind, names in _NOT_SHOWN.items() for name in names.split()}
_SILENT = frozenset(
    W + name
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange"),
        *("numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("dataBinding", "docVars", "annotationRef"),
    )
)
_UNWRAPPED = frozenset((W + "ins", W + "moveTo"))
_SHOWN = 24  # characters of a text that is named


def known_parts(parts: dict[str, bytes]) -> tuple[dict[str, bytes], Removed]:
    """The parts that are kept, cleaned, and what was left out. Raises DocumentError when one of them is damaged."""
    removed: Removed = defaultdict(list)
    kept: dict[str, bytes] = {}
    for name, content in parts.items():
        if _KNOWN.fullmatch(name):
            kept[name] = content
        elif kind := _kind(name):
            removed[kind].append(name)
    links = {name: _cleaned_relations(name, kept, removed) for name in list(kept) if name.endswith(".rels")}
    texts = {DOCUMENT, "word/footnotes.xml", "word/endnotes.xml", "word/settings.xml", "word/styles.xml", *edges(kept)}
    for name in sorted(texts & kept.keys()):
        root = parse_xml(kept[name])
        folder, base = posixpath.split(name)
        _clean(root, links.get(f"{folder}/_rels/{base}.rels", set()), removed)
        kept[name] = _bytes(root)
    for name in [one for one in kept if one.startswith("word/media/")]:
        kept[name] = without_metadata(kept[name])
    kept["[Content_Types].xml"] = _content_types(kept)
    return kept, {kind: list(dict.fromkeys(found)) for kind, found in removed.items()}


def _kind(name: str) -> LeftOut | None:
    """Why a part is left out; None for notes of the office program, which nobody misses."""
    plain = posixpath.normpath(name)
    if plain != name or name.startswith("/") or "\\" in name or ":" in name or ".." in name:
        return "stray"
    if _MACROS.fullmatch(name):
        return "macros"
    if _COMMENTS.fullmatch(name):
        return "comments"
    return None if _NOTES.fullmatch(name) else "stray"


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cleaned_relations(name: str, kept: dict[str, bytes], removed: Removed) -> set[str]:
    """Take relations out that point outside or to a part that is not kept. Returns the ids of these."""
    root = parse_xml(kept[name])
    folder = posixpath.dirname(posixpath.dirname(name))
    gone = set()
    for one in list(root.iter(_RELATIONSHIPS)):
        target = one.get("Target", "")
        if one.get("TargetMode") == "External":
            is_kept = one.get("Type", "").endswith("/hyperlink") and _LINK.match(target) is not None
            if not is_kept:
                removed["remote"].append(target)
        else:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            is_kept = path in kept
        if not is_kept:
            gone.add(one.get("Id", ""))
            root.remove(one)
    kept[name] = _bytes(root)
    return gone


def _content_types(kept: dict[str, bytes]) -> bytes:
    root = parse_xml(kept["[Content_Types].xml"])
    for one in list(root.iter(f"{_TYPES}Override")):
        name = one.get("PartName", "").lstrip("/")
        if name not in kept:
            root.remove(one)
        elif name == DOCUMENT:
            one.set("ContentType", _MAIN_TYPE)  # one with macros or of a template says so here
    return _bytes(root)


# ── the text of a part ──


def _clean(root: etree._Element, gone: set[str], removed: Removed) -> None:
    """Take out of a part what does not print, and what points to relations that are gone."""
    for element in list(root.iter(*_GONE)):
        if element.tag in (W + "del", W + "moveFrom") and not len(element):
            continue  # the mark on the end of a paragraph
        _name(removed, _GONE[str(element.tag)], element)
        _remove(element)
    for row in [one for one in root.iter(W + "tr") if one.find(f"{W}trPr/{W}del") is not None]:
        _name(removed, "tracked", row)
        _remove(row)
    for element in list(root.iter(*_SILENT)):
        _remove(element)
    for mark in [one for one in root.iter(W + "ins", W + "del", W + "moveTo", W + "moveFrom") if not len(one)]:
        _remove(mark)
    for run in [one for one in root.iter(W + "r") if _is_hidden(one)]:
        _name(removed, "hidden", run)
        _remove(run)
    for paragraph in list(root.iter(W + "p")):
        _clean_fields(paragraph, removed)
    for simple in [one for one in root.iter(W + "fldSimple") if not _is_known_field(one.get(W + "instr", ""))]:
        removed["fields"].append(simple.get(W + "instr", "").strip()[:_SHOWN])
        _unwrap(simple)
    for element in list(root.iter(*_UNWRAPPED)):
        removed["tracked"].append(_words(element))
        _unwrap(element)
    for element in list(root.iter(etree.Element)):
        for attribute in [key for key, value in element.attrib.items() if str(key).startswith(_R) and value in gone]:
            del element.attrib[attribute]
        if element.tag == W + "hyperlink" and not element.get(_R + "id") and not element.get(W + "anchor"):
            _unwrap(element)


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val", "true") not in ("0", "false")


def _is_known_field(code: str) -> bool:
    words = code.split()
    name = words[0].upper() if words else ""
    return name in _FIELDS or name in _FORM_FIELDS


def _clean_fields(paragraph: etree._Element, removed: Removed) -> None:
    """Make plain text of fields whose code is not known: their result is kept, the code is not."""
    open_: list[tuple[list[str], list[etree._Element]]] = []
    for element in list(paragraph.iter(W + "fldChar", W + "instrText", W + "delInstrText")):
        kind = element.get(W + "fldCharType", "")
        if kind == "begin":
            open_.append(([], []))
        if not open_:
            continue
        for codes, elements in open_:  # the code of an inner field is a part of the outer one's
            if element.tag != W + "fldChar":
                codes.append(element.text or "")
            elements.append(element)
        if kind == "end":
            codes, elements = open_.pop()
            if not _is_known_field("".join(codes)):
                removed["fields"].append("".join(codes).strip()[:_SHOWN])
                for one in elements:
                    _remove(one)
    for codes, elements in open_:  # a field that goes on in the next paragraph, such as a table of contents
        if codes and not _is_known_field("".join(codes)):
            removed["fields"].append("".join(codes).strip()[:_SHOWN])
            for one in elements:
                _remove(one)


def _name(removed: Removed, kind: LeftOut, element: etree._Element) -> None:
    words = _words(element)
    if words or kind != "comments":
        removed[kind].append(words or etree.QName(element).localname)


def _words(element: etree._Element) -> str:
    text = "".join(one.text or "" for one in element.iter(W + "t", W + "delText")).strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Put the children of an element in its place."""
    for child in list(element):
        element.addprevious(child)
    _remove(element)
