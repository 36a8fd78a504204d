"""Every element of our Word files stands where ECMA-376 allows it, and as often.

The table is of ours: it holds the elements that we write, with their children in the order of the standard's schema
(ECMA-376 part 1, annex A). An element that is written and not in it fails, so that nobody adds one without looking.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from lxml import etree

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.layout.layout_file import read_layout
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.filled_file import fill_docx
from handbook.model.handbook import Handbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ANY = "*"  # after a name: any number of times, in any order with the others that have it
RUN = "r* bookmarkStart* bookmarkEnd* fldSimple*"
BLOCKS = "p* tbl* bookmarkStart* bookmarkEnd*"
MARGINS = "top left start bottom right end"
#: element -> its children in order; a name with a star may stand any number of times
CHILDREN = {
    "document": "body",
    "body": f"{BLOCKS} sectPr",
    "ftr": BLOCKS,
    "p": f"pPr {RUN}",
    "r": "rPr t* br* tab*",
    "fldSimple": "r*",
    "tbl": "bookmarkStart* bookmarkEnd* tblPr tblGrid tr*",
    "tr": "trPr tc*",
    "tc": f"tcPr {BLOCKS}",
    "tblGrid": "gridCol*",
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr tabs autoSpaceDE autoSpaceDN snapToGrid spacing ind jc"
    " outlineLvl rPr",
    "rPr": "rStyle rFonts b i color spacing kern sz szCs u lang",
    "numPr": "ilvl numId",
    "tabs": "tab*",
    "tblPr": "tblW jc tblInd tblBorders tblLayout tblCellMar",
    "tblBorders": f"{MARGINS} insideH insideV",
    "tblCellMar": MARGINS,
    "trPr": "cantSplit* tblHeader* trHeight*",
    "tcPr": "tcW gridSpan vMerge vAlign",
    "sectPr": "headerReference* footerReference* pgSz pgMar cols docGrid",
    "styles": "docDefaults latentStyles style*",
    "docDefaults": "rPrDefault pPrDefault",
    "rPrDefault": "rPr",
    "pPrDefault": "pPr",
    "latentStyles": "lsdException*",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr",
    "numbering": "abstractNum* num*",
    "abstractNum": "multiLevelType lvl*",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr",
    "num": "abstractNumId lvlOverride*",
    "lvlOverride": "startOverride",
    "fonts": "font*",
    "font": "altName charset family pitch",
}
LEAVES = {name.rstrip(ANY) for children in CHILDREN.values() for name in children.split()} - CHILDREN.keys()


def faults(element: etree._Element) -> Iterator[str]:
    """What stands wrongly within an element, as sentences."""
    name = element.tag.removeprefix(W)
    if name in LEAVES:
        if len(element):
            yield f"{name} holds {element[0].tag}"
        return
    if name not in CHILDREN:
        yield f"{name} is not in the table"
        return
    allowed = CHILDREN[name].split()
    places = {one.rstrip(ANY): at for at, one in enumerate(allowed)}
    free = {one.rstrip(ANY) for one in allowed if one.endswith(ANY)}
    last = -1
    for child in element:
        inner = child.tag.removeprefix(W)
        if inner not in places:
            yield f"{name} holds {inner}"
            continue
        place = places[inner]
        if inner in free:  # neighbours with a star may change places
            ok = place >= last or all(one.endswith(ANY) for one in allowed[place:last])
            last = max(last, place)
        else:
            ok, last = place > last, place
        if not ok:
            yield f"in {name}, {inner} stands too late or twice"
        yield from faults(child)


def parts(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The parts of a Word file that we write ourselves."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|styles|numbering|fontTable|footer\d+)\.xml", name):
                yield name, etree.fromstring(package.read(name))


@pytest.mark.slow
def test_elements_stand_where_the_standard_allows_them(own_handbook: Handbook) -> None:
    """In every blank paper of this handbook, and in every one that its samples fill."""
    wrong = set()
    for template in own_handbook.templates.values():
        samples = [
            json.loads(path.read_text("utf-8")) for path in sorted((template.path.parent / "samples").glob("*.json"))
        ]
        for layout in template.layouts:
            if layout.extract or layout.each:
                continue
            blank = blank_docx(template, layout, read_layout(template, layout, Diagnostics()))
            for content in (blank, *(fill_docx(blank, template, sample) for sample in samples[:2])):
                wrong |= {f"{template.id}/{name}: {one}" for name, root in parts(content) for one in faults(root)}

    assert sorted(wrong) == []


def test_the_table_finds_what_stands_wrongly() -> None:
    """A second w:pPr, one behind a run, an order that is not the standard's, and what nobody looked up."""

    def said(xml: str) -> list[str]:
        return list(faults(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{xml}</w:p>')))

    assert said("<w:pPr/><w:pPr/>") == ["in p, pPr stands too late or twice"]
    assert said("<w:r/><w:pPr/>") == ["in p, pPr stands too late or twice"]
    assert said("<w:pPr><w:jc/><w:spacing/></w:pPr>") == ["in pPr, spacing stands too late or twice"]
    assert said("<w:r><w:rPr><w:webHidden/></w:rPr></w:r>") == ["rPr holds webHidden"]
    assert (
        said("<w:pPr><w:spacing/><w:jc/></w:pPr><w:bookmarkStart/><w:r><w:t/><w:br/><w:t/></w:r><w:bookmarkEnd/>") == []
    )
