"""An organisation's own Word file as a layout: tags become blanks, faults are named, nothing else is touched."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import RGBColor
from lxml import etree
from playwright.sync_api import Browser

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents import text
from handbook.documents.filled_paper import fill_paper
from handbook.documents.layout import layout_file
from handbook.documents.readback.read_back import read_back
from handbook.documents.word import own_file
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.filled_file import fill_docx
from handbook.documents.word.package import open_word
from handbook.model.template import Template
from handbook.pages.data_scripts import DATA_FOLDER
from handbook.reading.loader import load
from javascript import definition, module_page
from office import Office, pdf_text
from support import MINIMAL_CONFIG, build_site, run_handbook, said, write_files
from word_edits import edited, parts, with_part

TEMPLATE = """\
id: visit
title: 來訪單
version: "1.0"
category: form
layouts:
  - {id: own, title: 本單位格式, file: own.docx}
  - {id: form, title: 單張, file: form.md.jinja}
sections:
  - id: main
    title: 內容
    fields:
      - {id: title, label: 名稱}
      - {id: start, label: 開始, type: date-time}
      - {id: signed, label: 簽名, type: signature}
      - id: guests
        label: 來賓
        type: rows
        fields: [{id: name, label: 姓名}, {id: unit, label: 單位}]
      - id: cars
        label: 車輛
        type: rows
        fields: [{id: plate, label: 車牌}]
"""
FORM = (
    "# {{ title }}\n\n{{ start }}{{ signed }}\n\n{% for g in guests %}\n- {{ g.name }}{{ g.unit }}\n{% endfor %}\n\n"
    "{% for c in cars %}\n- {{ c.plate }}\n{% endfor %}\n"
)
VALUES: dict[str, Any] = {
    "title": "省廳來訪",
    "start": "2026-10-05T09:30",
    "guests": [{"_id": "g1", "name": "王小明", "unit": "省廳"}, {"_id": "g2", "name": "李四", "unit": ""}],
    "cars": [{"_id": "c1", "plate": "示A00001"}, {"_id": "c2", "plate": "示A00002"}],
}


def own() -> WordDocument:
    """What an office has: a title in red, a tag cut into three runs, a table, a list in paragraphs, a signature, head and foot."""
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "示例縣文件　{{名稱}}（{{開始|date}}）"
    word.sections[0].footer.paragraphs[0].text = "來賓 {{來賓|count}} 人：{{來賓.姓名|list}}"
    title = word.add_paragraph()
    title.alignment = 1
    for part in ("示例縣{", "{名", "稱}} 來訪單"):
        run = title.add_run(part)
        run.font.color.rgb = RGBColor(0xC0, 0, 0)
        run.bold = part == "{名"
    word.add_paragraph("時間：{{ 開始｜date }}的{{開始|time}}，共{{來賓|count}}人：{{來賓.姓名|list}}。")
    table = word.add_table(2, 3)
    for cell, words in zip(table.rows[0].cells, ("序號", "姓名", "單位"), strict=True):
        cell.text = words
    for cell, words in zip(table.rows[1].cells, ("{{來賓.序號}}", "{{來賓．姓名}}", "{{guests.unit}}"), strict=True):
        cell.text = words
    word.add_paragraph("車輛{{車輛.車牌}}在門口等候。")
    word.add_paragraph("簽名：{{簽名}}")
    return word


def site(word: WordDocument, **files: str) -> dict[str, str | bytes]:
    raw = io.BytesIO()
    word.save(raw)
    folder = "templates/visit/"
    return {
        "docs/index.md": "# 手冊\n",
        f"{folder}template.yml": TEMPLATE,
        f"{folder}form.md.jinja": FORM,
        f"{folder}own.docx": raw.getvalue(),
        **files,
    }


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    root = write_files(tmp_path_factory.mktemp("site"), {"mkdocs.yml": MINIMAL_CONFIG, **site(own())})
    return load(root, diagnostics=Diagnostics(root)).templates["visit"]


@pytest.fixture(scope="module")
def blank(template: Template) -> bytes:
    documents = layout_file.read_layouts(template, diagnostics := Diagnostics())
    assert diagnostics.render("en") == "0 errors, 0 warnings"
    return blank_docx(template, template.layouts[0], documents["own"])


def words(content: bytes) -> list[str]:
    word = docx.Document(io.BytesIO(content))
    rows = ["\t".join(cell.text for cell in row.cells) for table in word.tables for row in table.rows]
    return [paragraph.text for paragraph in word.paragraphs] + rows


def test_tags_become_blanks_and_are_filled(template: Template, blank: bytes) -> None:
    """A tag names its field by label or id, and may lie in several runs. All other words and looks stay."""
    assert not any("{" in line or "}" in line for line in words(blank))
    filled = fill_docx(blank, template, {"values": VALUES})

    assert words(filled) == [
        "示例縣省廳來訪 來訪單",
        "時間：2026年10月5日的09:30，共2人：王小明、李四。",
        "車輛示A00001在門口等候。",
        "車輛示A00002在門口等候。",
        "簽名：" + "\u00a0" * 24,
        "序號\t姓名\t單位",
        "1\t王小明\t省廳",
        "2\t李四\t",
    ]
    title = docx.Document(io.BytesIO(filled)).paragraphs[0]
    assert [str(run.font.color.rgb) for run in title.runs] == ["C00000"] * len(title.runs)
    assert title.alignment == 1


def test_the_page_shows_the_same_words(template: Template, blank: bytes) -> None:
    """The page shows the words and blanks of the Word file."""
    document = layout_file.read_layout(template, template.layouts[0], Diagnostics())

    shown = text.to_text(fill_paper(document, template, VALUES)).splitlines()
    assert shown[0] == "示例縣文件　省廳來訪（2026年10月5日）"
    assert shown[-1] == "來賓 2 人：王小明、李四"
    assert "示例縣省廳來訪 來訪單" in shown
    assert "1\t王小明\t省廳" in shown
    assert "車輛示A00002在門口等候。" in shown
    assert shown.index("車輛示A00001在門口等候。") > shown.index("2\t李四\t")


def test_it_is_read_back_like_any_other(template: Template, blank: bytes) -> None:
    """An edited file gives the response back: a row was added, another removed, a name changed."""
    filled = fill_docx(blank, template, {"values": VALUES})
    edits = [
        {"op": "insert-row", "table": 0, "after": 2, "cells": ["3", "張五", "市府"]},
        {"op": "delete", "in": "示A00001"},
        {"op": "replace", "in": "來訪單", "from": "省廳來訪", "to": "市府來訪"},
    ]

    reading = read_back(open_word(edited(filled, edits)), open_word(blank), template, VALUES, VALUES)

    assert [(one.kind, one.path, one.after) for one in reading.differences] == [
        ("changed", "title", "市府來訪"),
        ("added", "guests[2]", "張五，市府"),
        ("removed", "cars[0]", ""),
    ]
    assert reading.strange == []


def test_libreoffice_opens_it(template: Template, blank: bytes, office: Office) -> None:
    """LibreOffice opens the filled file, and it prints what was filled in."""
    shown = pdf_text(office.converted("pdf", {"own": fill_docx(blank, template, {"values": VALUES})})["own"])

    assert "示例縣省廳來訪 來訪單" in shown
    assert "A00002" in shown


def test_the_same_file_gives_the_same_bytes(template: Template, blank: bytes) -> None:
    assert own_file.own_word(template, template.layouts[0], Diagnostics())[0] == blank


def test_a_file_that_was_made_here_can_be_the_layout(template: Template, blank: bytes, tmp_path: Path) -> None:
    """A file that was made here before loses its old bookmarks and its old record."""
    word = docx.Document(io.BytesIO(fill_docx(blank, template, {"values": VALUES})))
    word.add_paragraph("再{{名稱}}")
    root = write_files(tmp_path, {"mkdocs.yml": MINIMAL_CONFIG, **site(word)})
    again = load(root, diagnostics=Diagnostics(root)).templates["visit"]

    content, used = own_file.own_word(again, again.layouts[0], Diagnostics())

    assert used == {"title"}
    assert words(fill_docx(content, again, {"values": {"title": "甲"}}))[5] == "再甲"
    names = [one.get(qn("w:name")) for one in open_word(content).document.iter(qn("w:bookmarkStart"))]
    assert names == ["hb1_title"]


def faults(
    make_site: Callable[..., Path], *paragraphs: str, change: Callable[[WordDocument], None] | None = None
) -> Any:
    word = docx.Document()
    for words_ in paragraphs:
        word.add_paragraph(words_)
    if change:
        change(word)
    root = make_site(site(word))
    done = run_handbook("check", "--json", cwd=root)
    found = json.loads(done.stdout)["diagnostics"]
    return [one for one in found if one["severity"] == "error"]


@pytest.mark.parametrize(
    ("words_", "code", "named", "suggestion"),
    [
        ("主辦：{{名秤}}", "word-tag-unknown", "名秤", None),
        ("主辦：{{titel}}", "word-tag-unknown", "titel", "title"),
        ("{{來賓.姓明}}", "word-tag-unknown", "姓明", None),
        ("{{來賓.nmae}}", "word-tag-unknown", "nmae", "name"),
        ("{{名稱.姓名}}", "word-tag-unknown", "名稱.姓名", None),
        ("{{}}", "word-tag-unknown", "?", None),
        ("{{開始|tiem}}", "word-tag-style", "tiem", "time"),
        ("共{{來賓}}", "word-tag-list", "來賓", None),
        ("{{來賓.姓名}}乘{{車輛.車牌}}", "word-tag-rows", "guests", None),
        ("只有一半{{名稱}", "word-tag-syntax", "只有一半", None),
        ("只有一半名稱}}", "word-tag-syntax", "只有一半", None),
        ("{% if 名稱 %}有{% endif %}{{名稱}}", "word-statement", "{% if", None),
        ("{# 備註 #}內容", "word-statement", "{#", None),
        ("｛％ for 來賓 ％｝", "word-statement", "｛％", None),
    ],
)
def test_faults_are_named_with_the_paragraph(
    make_site: Callable[..., Path], words_: str, code: str, named: str, suggestion: str | None
) -> None:
    """The message about a faulty tag quotes the paragraph and points to the layout's entry."""
    [found] = faults(make_site, words_)

    assert found["code"] == code
    assert found["path"] == "templates/visit/template.yml"
    assert "own.docx" in found["message"]
    assert named in found["message"]
    assert words_[:24] in found["message"]
    assert found["suggestion"] == suggestion


def test_in_the_head_no_list_is_repeated(make_site: Callable[..., Path]) -> None:
    """A column of a list cannot stand in the head of a page; faults of other tags are found there as well."""

    def change(word: WordDocument) -> None:
        word.sections[0].header.paragraphs[0].text = "{{來賓.姓名}}"
        word.sections[0].footer.paragraphs[0].text = "{{名秤}}"

    assert [one["code"] for one in faults(make_site, "x", change=change)] == ["word-tag-place", "word-tag-unknown"]


def head(content: bytes) -> str:
    return docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text


def test_head_and_foot_are_filled_and_read_back_alike_in_the_browser(
    template: Template, blank: bytes, browser: Browser, office: Office
) -> None:
    """Both sides write the same XML; a change in the head is read back, also after LibreOffice saved the file."""
    filled = fill_docx(blank, template, {"values": VALUES})
    assert head(filled) == "示例縣文件　省廳來訪（2026年10月5日）"
    (name,) = [one for one in parts(filled) if "word/header" in one]
    changed = with_part(filled, name, parts(filled)[name].replace("省廳來訪".encode(), "市府來訪".encode()))
    saved = office.converted("docx", {"filled": filled, "changed": changed})
    bare = with_part(filled, name, re.sub(b"<w:p>.*</w:p>", b"<w:p/>", parts(filled)[name]))
    with module_page(browser) as page:

        def script(code: str, *files: bytes) -> Any:
            encoded = [base64.b64encode(file).decode() for file in files]
            return page.evaluate(
                "async ([files, definition, values]) => {"
                " const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));"
                ' const { fillDocxBytes } = await import("/src/browser/documents/word/filled-file.js");'
                ' const { openWord } = await import("/src/browser/documents/word/package.js");'
                ' const { readBack } = await import("/src/browser/documents/readback/read-back.js");'
                f" const [first, second] = files.map(bytes); {code} }}",
                [encoded, definition(template), VALUES],
            )

        made = script("return btoa(String.fromCharCode(...fillDocxBytes(first, definition, { values })));", blank)
        browsers = base64.b64decode(made)
        for part in (one for one in parts(filled) if one.startswith("word/") and one.endswith(".xml")):
            ours, theirs = (
                etree.tostring(etree.fromstring(parts(one)[part]), method="c14n") for one in (filled, browsers)
            )
            assert ours == theirs, part
        expected = [["changed", "title", "市府來訪"]]
        for content, found in [
            (filled, []), (changed, expected), (saved["filled"], []), (saved["changed"], expected), (bare, [])
        ]:  # fmt: skip
            reading = read_back(open_word(content), open_word(blank), template, VALUES, VALUES)
            assert [[one.kind, one.path, one.after] for one in reading.differences] == found
            assert reading.strange == []
            code = (
                "const { differences, strange } = readBack(openWord(first), openWord(second), definition, values, values);"
                " return [differences.map(({ kind, path, after }) => [kind, path, after]), strange];"
            )
            assert script(code, content, blank) == [found, []]


def test_two_fields_of_one_label_need_the_id(make_site: Callable[..., Path]) -> None:
    root = make_site(
        {
            **site(own()),
            "templates/visit/template.yml": TEMPLATE.replace("label: 開始", "label: 名稱").replace(
                "{id: form,", "{id: form,"
            ),
        }
    )
    found = json.loads(run_handbook("check", "--json", cwd=root).stdout)["diagnostics"]

    assert "word-tag-ambiguous" in [one["code"] for one in found]


def test_fields_that_no_layout_prints_are_named(make_site: Callable[..., Path]) -> None:
    """A field that neither the Word file nor another layout prints is reported."""
    word = docx.Document()
    word.add_paragraph("{{名稱}}{{開始}}{{簽名}}{{來賓.姓名}}")
    files = site(word)
    files["templates/visit/template.yml"] = TEMPLATE.replace("  - {id: form, title: 單張, file: form.md.jinja}\n", "")
    found = json.loads(run_handbook("check", "--json", cwd=make_site(files)).stdout)["diagnostics"]

    unused = [one["message"] for one in found if one["code"] == "unused-field"]
    assert len(unused) == 2
    assert "guests.unit" in unused[0]
    assert "cars" in unused[1]


@pytest.mark.parametrize("content", [b"", b"no zip", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_is_no_word_file(make_site: Callable[..., Path], content: bytes) -> None:
    root = make_site({**site(own()), "templates/visit/own.docx": content})
    done = run_handbook("check", cwd=root)

    assert done.returncode == 1
    assert "error[layout-unreadable]" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_site_offers_it(make_site: Callable[..., Path]) -> None:
    """A site with an own Word file has its blank file for the browser and its paper on the page; `fill` fills it."""
    root = make_site(site(own()))
    output = build_site(root, root / "out")

    assert (output / DATA_FOLDER / "docx-visit-own.js").is_file()
    assert "本單位格式" in (output / "fill/visit.html").read_text("utf-8")
    (root / "data.json").write_text(json.dumps({"template": "visit", "values": VALUES}), "utf-8")
    done = run_handbook("fill", "visit", "data.json", "--layout", "own", "-o", "own.docx", cwd=root)
    assert done.returncode == 0, said(done)
    assert "車輛示A00001在門口等候。" in words((root / "own.docx").read_bytes())
    again = run_handbook("read", "own.docx", "--json", cwd=root)
    assert json.loads(again.stdout)["differences"] == []


# ── what a file carries beside its paper ──

_RUN = "<w:r><w:t>{}</w:t></w:r>"
_HIDDEN_RUN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密碼一二三</w:t></w:r>"
_DDE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
    '<w:r><w:instrText>AUTO excel C:\\x.xls</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>結果</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_PAGE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
CARRIED: dict[str, tuple[str, str, str]] = {  # what stands in a paragraph -> the warning, what is gone, what stays
    _HIDDEN_RUN: ("left-out-hidden", "密碼一二三", ""),
    _DDE: ("left-out-fields", "AUTO", "結果"),
    '<w:fldSimple w:instr="INCLUDEPICTURE http://x/y"><w:r><w:t>圖示</w:t></w:r></w:fldSimple>': (
        "left-out-fields", "INCLUDEPICTURE", "圖示"),
    '<w:del w:id="7" w:author="某甲"><w:r><w:delText>舊文字</w:delText></w:r></w:del>': ("left-out-tracked", "舊文字", ""),
    f'<w:ins w:id="8" w:author="某甲">{_RUN.format("新文字")}</w:ins>': ("left-out-tracked", "某甲", "新文字"),
    "<w:r><w:object><w:control/></w:object></w:r>": ("left-out-macros", "w:object", ""),
    '<w:altChunk w:id="x"/>': ("left-out-remote", "altChunk", ""),
}  # fmt: skip


def carried(own_bytes: bytes, xml: str) -> bytes:
    document = parts(own_bytes)["word/document.xml"].decode()
    return with_part(own_bytes, "word/document.xml", document.replace("</w:p>", f"{xml}</w:p>", 1).encode())


def rebuilt(content: bytes, template: Template, tmp_path: Path) -> tuple[bytes, Diagnostics]:
    (tmp_path / "own.docx").write_bytes(content)
    layout = replace(template.layouts[0], path=tmp_path / "own.docx")
    found, _ = own_file.own_word(template, layout, diagnostics := Diagnostics())
    return found, diagnostics


@pytest.mark.parametrize("xml", CARRIED)
def test_what_does_not_print_is_left_out_and_named(xml: str, template: Template, tmp_path: Path) -> None:
    code, gone, stays = CARRIED[xml]
    raw = io.BytesIO()
    own().save(raw)

    content, diagnostics = rebuilt(carried(raw.getvalue(), xml), template, tmp_path)

    assert [one.code for one in diagnostics.warnings] == [code]
    document = parts(content)["word/document.xml"].decode()
    assert gone not in document
    assert stays in document


def test_fields_that_count_stay_without_a_word(template: Template, tmp_path: Path) -> None:
    raw = io.BytesIO()
    own().save(raw)

    content, diagnostics = rebuilt(carried(raw.getvalue(), _PAGE), template, tmp_path)

    assert diagnostics.warnings == []
    assert "PAGE" in parts(content)["word/document.xml"].decode()


STRAY = {
    "word/vbaProject.bin": "left-out-macros", "word/embeddings/oleObject1.bin": "left-out-macros", "word/activeX/activeX1.xml":
    "left-out-macros", "word/comments.xml": "left-out-comments", "../../x.txt": "left-out-stray", "word/memo.txt": "left-out-stray",
    "C:\\x.exe": "left-out-stray", "docProps/thumbnail.jpeg": "", "customXml/item9.xml": "",
}  # fmt: skip


@pytest.mark.parametrize("name", STRAY)
def test_only_parts_that_print_are_kept(name: str, template: Template, tmp_path: Path) -> None:
    raw = io.BytesIO()
    own().save(raw)

    content, diagnostics = rebuilt(with_part(raw.getvalue(), name, b"<a/>"), template, tmp_path)

    assert [one.code for one in diagnostics.warnings] == ([STRAY[name]] if STRAY[name] else [])
    assert name not in parts(content)
    assert not [one for one in parts(content) if one.startswith("docProps/")]


def test_what_lies_outside_the_file_is_not_asked_for(template: Template, tmp_path: Path) -> None:
    """A template on a server, a linked picture and a link to a file are gone; a web link stays."""
    raw = io.BytesIO()
    own().save(raw)
    name = "word/_rels/document.xml.rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = "".join(
        f'<Relationship Id="rIdX{number}" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate([
            ("attachedTemplate", "file://server/x.dotm"), ("image", "http://x/y.png"), ("hyperlink", "file:///c:/x"),
            ("hyperlink", "https://example.org/"),
        ])
    )  # fmt: skip
    content = raw.getvalue()
    relations = parts(content)[name].decode().replace("</Relationships>", f"{more}</Relationships>")
    link = '<w:hyperlink r:id="rIdX2"><w:r><w:t>連結</w:t></w:r></w:hyperlink>'

    found, diagnostics = rebuilt(carried(with_part(content, name, relations.encode()), link), template, tmp_path)

    assert [one.code for one in diagnostics.warnings] == ["left-out-remote"]
    kept = parts(found)[name].decode()
    assert "server" not in kept
    assert "y.png" not in kept
    assert "c:/x" not in kept
    assert "https://example.org/" in kept
    assert "連結" in parts(found)["word/document.xml"].decode()
    assert "rIdX2" not in parts(found)["word/document.xml"].decode()
