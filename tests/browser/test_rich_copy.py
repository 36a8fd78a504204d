"""The rich-text copy of a paper, pasted into LibreOffice the way Ctrl+V does it: fonts, indents and borders are kept."""

from __future__ import annotations

import io
import json
from html import escape
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from playwright.sync_api import Browser

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents import html
from handbook.documents.layout import layout_file
from handbook.model.handbook import Handbook
from handbook.site.manifest import definition
from javascript import module_page
from office import Office
from support import ROOT

SAMPLE = ROOT / "templates/reception-plan/samples/visit.json"
# What Chromium puts before copied HTML, so that other programs know its characters.
META = '<meta http-equiv="content-type" content="text/html; charset=utf-8">'

# LibreOffice without a screen has no clipboard to share; a macro hands its window what was copied. Paste does the same.
MACRO = """
Private copied() As Byte
Private flavor As Variant

Sub Run(source As String, target As String)
  Dim files, stream, document, controller, found
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  stream = files.openFileRead(source)
  stream.readBytes(copied(), files.getSize(source))
  stream.closeInput()
  document = StarDesktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, Array())
  controller = document.CurrentController
  document.Text.setString("x")
  controller.ViewCursor.gotoStart(False)
  controller.ViewCursor.gotoEnd(True)
  For Each found In controller.getTransferable().getTransferDataFlavors()
    If found.MimeType = "text/html" Then flavor = found
  Next found
  controller.insertTransferable(CreateUnoListener("Copied_", "com.sun.star.datatransfer.XTransferable"))
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = "FilterName"
  options(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, options())
  document.close(True)
  StarDesktop.terminate()
End Sub

Function Copied_getTransferData(wanted) As Variant
  Copied_getTransferData = CreateUnoValue("[]byte", copied)
End Function

Function Copied_getTransferDataFlavors() As Variant
  Copied_getTransferDataFlavors = Array(flavor)
End Function

Function Copied_isDataFlavorSupported(wanted) As Boolean
  Copied_isDataFlavorSupported = InStr(wanted.MimeType, "text/html") = 1
End Function
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'
PROFILE = {
    # Says that the profile has been set up; else LibreOffice puts its own macros in the place of ours.
    "registrymodifications.xcu": f'{HEAD}<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">'
    "<value>true</value></prop></item></oor:items>",
    "basic/script.xlc": f'{HEAD}<library:libraries {LIBRARY}><library:library library:name="Standard" '
    'library:link="false"/></library:libraries>',
    "basic/Standard/script.xlb": f'{HEAD}<library:library {LIBRARY} library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false"><library:element library:name="Paste"/></library:library>',
    "basic/Standard/Paste.xba": f'{HEAD}<script:module xmlns:script="http://openoffice.org/2000/script" '
    f'script:name="Paste" script:language="StarBasic">{escape(MACRO, quote=False)}</script:module>',
}


def copied(browser: Browser, markup: str, shape: dict[str, Any], values: dict[str, Any]) -> str:
    """The HTML on the clipboard after the button of the page has been pressed."""
    with module_page(browser, f"{markup}<textarea></textarea><button>copy</button>") as page:
        page.evaluate(
            """async ([definition, values]) => {
              const { copyRich } = await import("/src/browser/elements/copy.js");
              await import("/src/browser/values/parsing.js");
              const { fillPaper } = await import("/src/browser/documents/filled-paper.js");
              const { paperToRichHtml } = await import("/src/browser/documents/rich-text.js");
              const { paperToText } = await import("/src/browser/documents/text.js");
              const article = document.querySelector("article");
              fillPaper(article, definition, values);
              document.querySelector("button").onclick = () => copyRich(paperToRichHtml(article), paperToText(article));
              document.addEventListener("paste", (event) => (window.pasted = event.clipboardData.getData("text/html")));
            }""",
            [shape, values],
        )
        page.click("button")
        page.focus("textarea")
        page.keyboard.press("Control+V")
        page.wait_for_function("window.pasted")
        found: str = page.evaluate("window.pasted")
    return found


def pasted(copied: str, folder: Path, office: Office) -> WordDocument:
    """An empty document of LibreOffice into which that was pasted."""
    for name, content in PROFILE.items():
        path = folder / "profile/user" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    source, target = folder / "copied.html", folder / "pasted.docx"
    source.write_text(META + copied, encoding="utf-8")
    macro = f'macro:///Standard.Paste.Run("{source.as_uri()}", "{target.as_uri()}")'
    office.run(folder / "profile", macro)
    return docx.Document(io.BytesIO(target.read_bytes()))


@pytest.fixture(scope="module")
def word(
    own_handbook: Handbook, browser: Browser, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> WordDocument:
    """The text layout of the reception plan's sample, copied from the page and pasted."""
    template = own_handbook.templates["reception-plan"]
    chosen = template.layouts[0]
    blank = html.skeleton(layout_file.read_layout(template, chosen, Diagnostics()), template, chosen)
    values = json.loads(SAMPLE.read_text("utf-8"))["values"]
    return pasted(copied(browser, str(blank), definition(template), values), tmp_path_factory.mktemp("paste"), office)


def paragraph(word: WordDocument, begins: str) -> Paragraph:
    return next(one for one in word.paragraphs if one.text.startswith(begins))


def font(paragraph: Paragraph) -> tuple[str, float]:
    """The first font named for Chinese characters, and its size in points."""
    [properties] = paragraph.runs[0]._r.findall(qn("w:rPr"))
    fonts, size = properties.find(qn("w:rFonts")), properties.find(qn("w:sz"))
    assert fonts is not None
    assert size is not None
    return fonts.get(qn("w:eastAsia"), "").split(";")[0], int(size.get(qn("w:val"), "0")) / 2


def indent(paragraph: Paragraph) -> float:
    length = paragraph.paragraph_format.first_line_indent
    return length.pt if length else 0.0


def test_text_keeps_font_size_and_indent(word: WordDocument) -> None:
    """Title, headings and body each in their own font; two characters of indent, in points."""
    title, heading, body = (paragraph(word, text) for text in ("示例縣接待", "一、接待時間", "本次接待由"))

    assert font(title) == ("方正小標宋簡體", 22)
    assert font(heading) == ("黑體", 16)
    assert font(body) == ("仿宋_GB2312", 16)
    assert [indent(one) for one in (title, heading, body)] == [0, 32, 32]
    assert str(title.alignment).startswith("CENTER")
    assert str(paragraph(word, "2026年12月2日").alignment).startswith("RIGHT")


def test_tables_keep_borders_font_and_width(word: WordDocument) -> None:
    """Every cell has its four lines; every table is as wide as the text, with the columns of the paper."""
    guests = word.tables[0]
    cells = [cell for row in guests.rows for cell in row.cells]
    sides = [
        cell._tc.tcPr.find(f"{qn('w:tcBorders')}/{qn('w:' + side)}").get(qn("w:val"))
        for cell in cells
        for side in ("top", "left", "bottom")
    ]
    widths = [sum(int(one.get(qn("w:w"))) for one in table._tbl.iter(qn("w:gridCol"))) for table in word.tables]

    assert [cell.text for cell in guests.rows[1].cells][:3] == ["江來賓", "女", "處長"]
    assert set(sides) == {"single"}
    assert font(cells[0].paragraphs[0])[1] == 12
    assert max(widths) - min(widths) < 200  # twentieths of a point
    assert min(widths) > 8800
