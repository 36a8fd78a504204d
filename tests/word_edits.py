"""Edits of a Word file as people make them, for tests: text changed, rows added, removed, moved, bookmarks lost."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"


def edited(content: bytes, edits: Iterable[Mapping[str, Any]]) -> bytes:
    """The Word file after the edits, each a mapping with "op" and what it needs."""
    root = etree.fromstring(parts(content)[DOCUMENT])
    for edit in edits:
        arguments = {key: value for key, value in edit.items() if key != "op"}
        _Edit(root).__getattribute__(edit["op"].replace("-", "_"))(arguments)
    return with_part(content, DOCUMENT, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, part: bytes | None) -> bytes:
    """The file with one part replaced, or without it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, old in {**parts(content), name: part}.items():
            if old is not None:
                archive.writestr(other, old)
    return target.getvalue()


class _Edit:
    def __init__(self, root: etree._Element) -> None:
        self.root = root

    def paragraph(self, words: str) -> etree._Element:
        return next(p for p in self.root.iter(W + "p") if words in _text(p))

    def table(self, number: int) -> etree._Element:
        return list(self.root.iter(W + "tbl"))[number]

    def rows(self, edit: Mapping[str, Any]) -> list[etree._Element]:
        return self.table(edit["table"]).findall(W + "tr")

    def one_cell(self, edit: Mapping[str, Any]) -> etree._Element:
        return self.rows(edit)[edit["row"]].findall(W + "tc")[edit["column"]]

    # ── text ──

    def replace(self, edit: Mapping[str, Any]) -> None:
        """Words typed over where they stand; what they spread over is joined in the run in which they begin."""
        texts = list(self.paragraph(edit["in"]).iter(W + "t"))
        begin = "".join(text.text or "" for text in texts).index(edit["from"])
        left, typed = len(edit["from"]), edit["to"]
        for text in texts:
            words = text.text or ""
            if begin < len(words) and left:
                taken = words[begin : begin + left]
                text.text = words[:begin] + typed + words[begin + len(taken) :]
                left, typed, begin = left - len(taken), "", 0
            else:
                begin -= len(words)

    def append(self, edit: Mapping[str, Any]) -> None:
        """A run directly behind the bookmark in which words stand."""
        paragraph = self.paragraph(edit["in"])
        run = next(t for t in paragraph.iter(W + "t") if edit["behind"] in (t.text or "")).getparent()
        end = next(sibling for sibling in run.itersiblings() if sibling.tag == W + "bookmarkEnd")
        end.addnext(_run(edit["text"]))

    def retype(self, edit: Mapping[str, Any]) -> None:
        """The whole paragraph selected and typed over: its bookmarks are gone."""
        _typed_over(self.paragraph(edit["in"]), edit["text"])

    def split(self, edit: Mapping[str, Any]) -> None:
        """Enter pressed in the middle of a value, and something typed."""
        paragraph = self.paragraph(edit["in"])
        text = next(t for t in paragraph.iter(W + "t") if (t.text or "").endswith(edit["at"]))
        run = text.getparent()
        second = etree.Element(W + "p")
        properties = paragraph.find(W + "pPr")
        if properties is not None:
            second.append(copy.deepcopy(properties))
        second.append(_run(edit["text"]))
        following = list(text.itersiblings())
        rest = etree.SubElement(second, W + "r")
        rest.extend(following)
        second.extend(list(run.itersiblings()))
        paragraph.addnext(second)

    def delete(self, edit: Mapping[str, Any]) -> None:
        paragraph = self.paragraph(edit["in"])
        paragraph.getparent().remove(paragraph)

    def insert(self, edit: Mapping[str, Any]) -> None:
        paragraph = etree.Element(W + "p")
        paragraph.append(_run(edit["text"]))
        self.paragraph(edit["after"]).addnext(paragraph)

    def move(self, edit: Mapping[str, Any]) -> None:
        self.paragraph(edit["before"]).addprevious(self.paragraph(edit["in"]))

    def drop_bookmarks(self, _: Mapping[str, Any]) -> None:
        for element in list(self.root.iter(W + "bookmarkStart", W + "bookmarkEnd")):
            element.getparent().remove(element)

    def saved_by_word(self, _: Mapping[str, Any]) -> None:
        """Every text in pieces, with the marks of spelling, of sessions, of smart tags and of the last place typed in."""
        for text in [one for one in self.root.iter(W + "t") if one.text]:
            run, words = text.getparent(), text.text or ""
            if len(run.findall(W + "t")) > 1:
                continue
            pieces = []
            for at in range(0, len(words), 2):
                piece = copy.deepcopy(run)
                piece.find(W + "t").text = words[at : at + 2]
                piece.find(W + "t").set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                piece.set(W + "rsidR", f"00A{at:05d}")
                if at % 6 == 2:
                    tag = etree.Element(W + "smartTag", {W + "element": "chsdate", W + "uri": "urn:smarttags"})
                    tag.append(piece)
                    piece = tag
                marks = [etree.Element(W + "proofErr", {W + "type": f"spell{end}"}) for end in ("Start", "End")]
                pieces += [marks[0], piece, marks[1]]
            for piece in pieces:
                run.addprevious(piece)
            run.getparent().remove(run)
        for paragraph in self.root.iter(W + "p"):
            paragraph.set(W + "rsidRDefault", "00B00001")
        last = next(self.root.iter(W + "p"))
        last.append(etree.Element(W + "bookmarkStart", {W + "id": "99999", W + "name": "_GoBack"}))
        last.append(etree.Element(W + "bookmarkEnd", {W + "id": "99999"}))

    # ── tables ──

    def cell(self, edit: Mapping[str, Any]) -> None:
        """The cell's words replaced where they stand; typed at its end when it was blank."""
        cell = self.one_cell(edit)
        texts = list(cell.iter(W + "t"))
        if texts and any(text.text for text in texts):
            for text in texts:
                text.text = ""
            texts[0].text = edit["text"]
        else:
            cell.find(W + "p").append(_run(edit["text"]))

    def retype_cell(self, edit: Mapping[str, Any]) -> None:
        _typed_over(self.one_cell(edit).find(W + "p"), edit["text"])

    def delete_row(self, edit: Mapping[str, Any]) -> None:
        row = self.rows(edit)[edit["row"]]
        row.getparent().remove(row)

    def insert_row(self, edit: Mapping[str, Any]) -> None:
        """A new row of the same look, as "insert row below" makes it: without bookmarks."""
        model = self.rows(edit)[edit["after"]]
        row = copy.deepcopy(model)
        for cell, text in zip(row.findall(W + "tc"), edit["cells"], strict=True):
            for more in cell.findall(W + "p")[1:]:
                cell.remove(more)
            _typed_over(cell.find(W + "p"), text)
        model.addnext(row)

    def copy_row(self, edit: Mapping[str, Any]) -> None:
        row = self.rows(edit)[edit["row"]]
        row.addnext(copy.deepcopy(row))

    def move_row(self, edit: Mapping[str, Any]) -> None:
        rows = self.rows(edit)
        rows[edit["to"]].addprevious(rows[edit["row"]])

    def swap_columns(self, edit: Mapping[str, Any]) -> None:
        first, second = edit["columns"]
        for row in self.rows(edit):
            cells = row.findall(W + "tc")
            cells[first].addprevious(cells[second])

    def delete_column(self, edit: Mapping[str, Any]) -> None:
        for row in self.rows(edit):
            cell = row.findall(W + "tc")[edit["column"]]
            row.remove(cell)

    def delete_table(self, edit: Mapping[str, Any]) -> None:
        table = self.table(edit["table"])
        table.getparent().remove(table)

    def delete_between(self, edit: Mapping[str, Any]) -> None:
        """Everything between two tables deleted, so that Word makes one table of both."""
        first, second = self.table(edit["table"]), self.table(edit["table"] + 1)
        for between in list(first.itersiblings()):
            if between is second:
                break
            between.getparent().remove(between)
        first.extend(second.findall(W + "tr"))
        second.getparent().remove(second)

    def split_table(self, edit: Mapping[str, Any]) -> None:
        """Ctrl+Shift+Enter before a row. "head": the head is copied over the second half."""
        table, rows = self.table(edit["table"]), self.rows(edit)
        second = etree.Element(W + "tbl")
        second.extend(copy.deepcopy(one) for one in table if one.tag in (W + "tblPr", W + "tblGrid"))
        if edit.get("head"):
            second.append(copy.deepcopy(rows[0]))
        second.extend(rows[edit["row"] :])
        gap = etree.Element(W + "p")
        table.addnext(gap)
        gap.addnext(second)

    def merge_down(self, edit: Mapping[str, Any]) -> None:
        """Cells of a column merged. "kept": Word keeps the words of all; else those of the first are left."""
        cells = [row.findall(W + "tc")[edit["column"]] for row in self.rows(edit)[edit["row"] :][: edit["count"]]]
        for number, cell in enumerate(cells):
            if number and edit.get("kept"):
                for paragraph in cell.findall(W + "p"):
                    cells[0].append(paragraph)
            elif number:
                for text in cell.iter(W + "t"):
                    text.text = ""
            if number and cell.find(W + "p") is None:
                etree.SubElement(cell, W + "p")
            _cell_property(cell, "vMerge", "restart" if number == 0 else None)

    def merge_across(self, edit: Mapping[str, Any]) -> None:
        """Cells of a row merged; Word keeps the paragraphs of all."""
        cells = self.rows(edit)[edit["row"]].findall(W + "tc")[edit["column"] :][: edit["count"]]
        for cell in cells[1:]:
            for paragraph in cell.findall(W + "p"):
                cells[0].append(paragraph)
            cell.getparent().remove(cell)
        _cell_property(cells[0], "gridSpan", str(edit["count"]))

    def delete_row_tracked(self, edit: Mapping[str, Any]) -> None:
        row = self.rows(edit)[edit["row"]]
        properties = row.find(W + "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            row.insert(0, properties)
        etree.SubElement(properties, W + "del", {W + "id": "90", W + "author": "x"})
        for run in [run for run in row.iter(W + "r") if run.find(W + "t") is not None]:
            run.find(W + "t").tag = W + "delText"
            deleted = etree.Element(W + "del", {W + "id": "91", W + "author": "x"})
            run.addprevious(deleted)
            deleted.append(run)

    # ── what office programs put into text ──

    def put(self, edit: Mapping[str, Any]) -> None:
        """XML in place of words, which stand in one run."""
        text = next(t for t in self.paragraph(edit["in"]).iter(W + "t") if edit["from"] in (t.text or ""))
        run, (before, after) = text.getparent(), (text.text or "").split(edit["from"], 1)
        properties = run.find(W + "rPr")
        wrapped = etree.fromstring(
            f'<x xmlns:w="{W[1:-1]}" xmlns:mc="{_COMPATIBILITY}" xmlns:m="{_MATH}">{edit["xml"]}</x>'
        )
        first, last = _run(before), _run(after)
        for one in (first, last) if properties is not None else ():
            one.insert(0, copy.deepcopy(properties))
        for one in [first, *wrapped, last]:
            run.addprevious(one)
        run.getparent().remove(run)

    def type_number(self, edit: Mapping[str, Any]) -> None:
        """The automatic number of a paragraph becomes typed text."""
        paragraph = self.paragraph(edit["in"])
        numbering = paragraph.find(f"{W}pPr/{W}numPr")
        numbering.getparent().remove(numbering)
        paragraph.find(W + "pPr").addnext(_run(edit["number"]))


_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _cell_property(cell: etree._Element, name: str, value: str | None) -> None:
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    for old in properties.findall(W + name):
        properties.remove(old)
    made = etree.Element(W + name, {} if value is None else {W + "val": value})
    # the schema wants width, span, merge first
    width = properties.find(W + "tcW")
    if width is not None:
        width.addnext(made)
    else:
        properties.insert(0, made)


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def _run(text: str) -> etree._Element:
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "t").text = text
    return run


def _typed_over(paragraph: etree._Element, text: str) -> None:
    for child in list(paragraph):
        if child.tag != W + "pPr":
            paragraph.remove(child)
    if text:
        paragraph.append(_run(text))
