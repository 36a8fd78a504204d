"""Layout -> page, preview, text, Markdown and Word: one source, the same words everywhere."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import html5lib
import markdown
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from lxml import etree
from playwright.sync_api import Browser, Page

from handbook.diagnostics.diagnostics import Diagnostics, DocumentError, Span
from handbook.documents import html, text
from handbook.documents.blocks import (
    BLANK_TEXT,
    SIGNATURE_TEXT,
    Cell,
    Document,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Table,
    TableRow,
    Text,
    blanks,
)
from handbook.documents.column_widths import fitted
from handbook.documents.filled_paper import fill_paper
from handbook.documents.heading_numbers import HeadingNumbers, chinese_numeral
from handbook.documents.layout import layout_file
from handbook.documents.printed_values import isolated
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.filled_file import fill_docx, response_part
from handbook.documents.word.package import unzip_bytes
from handbook.model.base import Origin
from handbook.model.template import Layout, Template
from javascript import definition, in_node, module_page
from office import Office, pdf_text
from support import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "documents"
CASES: list[dict[str, Any]] = json.loads((FIXTURES / "cases.json").read_text("utf-8"))
NAMES = [case["name"] for case in CASES]


@pytest.fixture(scope="module")
def documents(sample: Template) -> dict[str, Document]:
    diagnostics = Diagnostics()
    found = layout_file.read_layouts(sample, diagnostics)
    assert diagnostics.render("en") == "0 errors, 0 warnings"
    return found


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """One page for all cases, on which `import("/src/browser/…")` works."""
    with module_page(browser) as page:
        page.evaluate(
            """() => {
              window.show = (markup) => {
                document.body.replaceChildren(new DOMParser().parseFromString(markup, "text/html").body.firstElementChild);
                return document.querySelector("article");
              };
            }"""
        )
        yield page


def read(template: Template, tmp_path: Path, source: str) -> tuple[Document, Diagnostics]:
    """The block tree of a layout source, with its diagnostics."""
    path = tmp_path / "layout.md.jinja"
    path.write_text(source, encoding="utf-8")
    diagnostics = Diagnostics(tmp_path)
    origin = Origin(Span(path))
    return layout_file.read_layout(
        template, Layout(origin=origin, id="x", title="x", file=path.name, path=path), diagnostics
    ), diagnostics


def printed(template: Template, tmp_path: Path, source: str, values: dict[str, Any]) -> str:
    document, diagnostics = read(template, tmp_path, source)
    assert diagnostics.render("en") == "0 errors, 0 warnings"
    return text.to_text(fill_paper(document, template, values))


# ── layouts ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ titel }}", ("unknown-field", 1, 4, "title")),
        ("x\n\n甲乙{{ title }}{{ laed }}", ("unknown-field", 3, 17, "lead")),
        ("{% for g in guests %}\n- {{ g.nmae }}\n{% endfor %}", ("unknown-field", 2, 8, "name")),
        ("{% for g in guest %}\n- {{ g.name }}\n{% endfor %}", ("unknown-field", 1, 13, "guests")),
        ("{% when leed %}\nx\n{% endwhen %}", ("unknown-field", 1, 9, "lead")),
        ("{{ start|lang }}", ("unknown-filter", 1, 10, "long")),
        ("{{ guests }}", ("layout-rows", 1, 4, None)),
        ("{{ title + lead }}", ("layout-expression", 1, 1, None)),
        ("{% if title %}x{% endif %}", ("layout-statement", 1, 1, None)),
        ("{% set x = 1 %}", ("layout-statement", 1, 1, None)),
        ("甲{% for g in guests %}{{ g.name }}、{% endfor %}乙", ("layout-loop", 1, 1, None)),
        ("{% for g in guests %}\n- {{ g.name }}\n- 乙\n{% endfor %}", ("layout-loop", 1, 1, None)),
        ("{% for g in guests %}\n{{ g.name }}\n\n乙\n{% endfor %}", ("layout-loop", 1, 1, None)),
        ("{% for g in guests %}\n{% endfor %}", ("layout-loop", 1, 1, None)),
        ("# 題\n\n{% when title %}\n甲", ("layout-syntax", 3, 1, None)),
        ("{{ title", ("layout-syntax", 1, 1, None)),
        ("{{ guests|list('nmae') }}", ("unknown-field", 1, 17, "name")),
        ("- 甲\n    - 乙", ("layout-markup", 2, 5, None)),
        ("- 甲\n  - 乙", ("layout-markup", 2, 3, None)),
        ("1. 甲\n\n    乙\n2. 丙", ("layout-markup", 3, 5, None)),
        ("甲\n\n---\n\n乙", ("layout-markup", 3, 1, None)),
        ("1. 甲\n2. 乙\n5. 丙", ("layout-number", 3, 1, None)),
        ("1. 甲\n乙", ("layout-apart", 2, 1, None)),
        ("1.甲\n2.乙", ("layout-apart", 2, 1, None)),
        ("（一）甲\n（二）乙", ("layout-apart", 2, 1, None)),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n丙", ("layout-apart", 4, 1, None)),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", ("layout-table", 3, 1, None)),
        ("| 甲 | 乙 |\n| 1 | 2 |", ("layout-head", 1, 1, None)),
        ("|---|---|\n| 1 | 2 |", ("layout-head", 1, 1, None)),
        ("甲[乙](丙.md)", ("mark-shown", 1, 4, None)),
        ("甲**乙", ("mark-shown", 1, 2, None)),
        ("甲`乙`", ("mark-shown", 1, 2, None)),
        ("> 甲", ("mark-shown", 1, 1, None)),
        ("!!! gap", ("mark-shown", 1, 1, None)),
        ("甲<b>乙", ("mark-shown", 1, 2, None)),
        ("甲 {: .right 乙}", ("words-lost", 1, 13, None)),
        ("｜甲｜乙｜", ("full-width-mark", 1, 1, "|")),
        ("{{ ().__class__ }}", ("layout-expression", 1, 1, None)),
        ("{{ loop.index }}", ("unknown-field", 1, 4, None)),
    ],
)
def test_faults_of_a_layout(
    sample: Template, tmp_path: Path, source: str, expected: tuple[str, int, int, str | None]
) -> None:
    _, diagnostics = read(sample, tmp_path, source)
    [found] = diagnostics
    assert (found.code, found.span.line, found.span.column, found.suggestion) == expected
    assert found.message("zh")
    assert "{" not in found.message("en").replace("{% ", "").replace("{{ ", "")


def test_every_fault_is_found_in_one_run(sample: Template, tmp_path: Path) -> None:
    _, diagnostics = read(sample, tmp_path, "{{ x1 }} {{ x1 }}\n{{ x2 }}")
    assert [(d.span.line, d.span.column) for d in diagnostics] == [(1, 4), (1, 13), (2, 4)]


def test_unused_fields_are_named(sample: Template, tmp_path: Path) -> None:
    path = tmp_path / "one.md.jinja"
    path.write_text("{{ title }}\n\n{% for g in guests %}\n- {{ g.name }}\n{% endfor %}", encoding="utf-8")
    diagnostics = Diagnostics()
    layout_file.read_layouts(replace(sample, layouts=(replace(sample.layouts[0], path=path),)), diagnostics)
    unused = {str(d.params["field"]) for d in diagnostics.warnings}
    assert unused == {"start", "background", "lead", "meal", "cost", "signed", "guests.title", "guests.phone", "agenda"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("|甲|\n|---|\n{% for g in guests %}\n{% when g.phone %}\n| {{ g.name }} |\n{% endwhen %}\n{% endfor %}", "甲\n張\n"),
        ("|甲|\n|---|\n{% for g in guests %}\n{% when g.title %}\n| {{ g.name }} |\n{% endwhen %}\n{% endfor %}\n\n乙", "乙\n"),
        ("甲{% when lead %}，{{ lead }}{% endwhen %}乙", "甲，王乙\n"),
        ("甲{% when cost %}，{{ cost }}{% endwhen %}乙", "甲乙\n"),
        ("{% when cost %}甲{% endwhen %}乙", "乙\n"),
        ("{% when lead %}\n{% when cost %}\n甲\n{% endwhen %}\n乙\n{% endwhen %}\n丙", "乙\n丙\n"),
        ("- 甲\n{% when cost %}\n- 乙\n{% endwhen %}\n- 丙", "• 甲\n• 丙\n"),
        ("甲\n{% for g in guests %}\n{{ g.name }}在此\n{% endfor %}\n乙", "甲\n張在此\n李在此\n乙\n"),
        ("甲\n{% for g in guests %}\n1. {{ g.name }}\n{% endfor %}", "甲\n1. 張\n2. 李\n"),
        ("{% for g in guests %}- {{ g.name }}\n{% endfor %}", "• 張\n• 李\n"),
        ("{% for g in guests %}\n#### {{ g.name }} {: .numbered}\n{% endfor %}", "1. 張\n2. 李\n"),
        ("|甲|\n|---|\n\n{% for g in guests %}\n| {{ g.name }} |\n{% endfor %}\n| 計 {{ guests|count }} |", "甲\n張\n李\n計 2\n"),
        ("{% for g in guests %}\n- {{ loop.index }}{{ g.name }}{% when g.phone %}：{{ g.phone }}{% endwhen %}\n{% endfor %}",
         "• 1張：110\n• 2李\n"),
        ("出席：{{ guests|list(\"name\") }}。", "出席：張、李。\n"),
        ("甲 {: .right}\n\n乙_丙_ < & > [戊] ****", "甲\n乙_丙_ < & > [戊] ****\n"),
        ("甲\n乙\nabc\ndef", "甲乙abc def\n"),
        ("甲<br>乙", "甲\n乙\n"),
        ("{{ start|date }} {{ start|time }} {{ start|short }}", "2026年10月5日 09:30 10月5日09:30\n"),
        ("**{{ lead }}**來", "王來\n"),
        ("{# 說明 #}甲", "甲\n"),
    ],
)  # fmt: skip
def test_what_a_layout_prints(sample: Template, tmp_path: Path, source: str, expected: str) -> None:
    values = {"lead": "王", "start": "2026-10-05T09:30", "guests": [{"name": "張", "phone": "110"}, {"name": "李"}]}
    assert printed(sample, tmp_path, source, values) == expected


def test_numbers() -> None:
    assert [chinese_numeral(n) for n in (1, 10, 11, 20, 99, 100)] == ["一", "十", "十一", "二十", "九十九", "100"]
    numbering = HeadingNumbers()
    found = [numbering.next(level) for level in (2, 3, 4, 4, 3, 4, 2, 4)]
    assert found == ["一、", "（一）", "1. ", "2. ", "（二）", "1. ", "二、", "1. "]


TYPED = [
    "<script>alert(1)</script>", "<form action=x><input>", "![x](http://a/b.png)", "[甲](javascript:a)", "*甲* _乙_ **丙**",
    "# 甲 #", "1. 甲", "2) 乙", "甲|乙", "&lt; &#42; A&B", "- 甲", "+ 乙", "> 丙", "===", "---", "***", "`甲`", "~~甲~~",
    "10:00~11:00", "甲\\", "{: .x }", "$a$", "[^1]: x", "<http://a.b>", "A_b_c", "9:00—10:00",
]  # fmt: skip


ELEMENTS = {"html", "head", "body", "p", "h2", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("typed", TYPED)
def test_a_viewer_of_markdown_shows_what_was_typed(typed: str) -> None:
    """In a paragraph, a heading, an item and a cell; nothing becomes an element."""
    inlines = (Text(typed),)
    cells = (Cell(inlines), Cell(inlines))
    blocks = (
        Paragraph(inlines),
        Heading(2, inlines),
        ListBlock(ordered=False, items=(ListItem(inlines),)),
        Table((TableRow(cells),), (TableRow(cells),), (1, 1)),
    )
    page = markdown.markdown(text.to_markdown(Document(blocks)), extensions=["extra", "sane_lists"])
    root = html5lib.parse(page, namespaceHTMLElements=False)

    assert ["".join(one.itertext()).strip() for one in root.iter() if one.tag in ("p", "h2", "li", "th", "td")] == [
        typed
    ] * 7
    assert {one.tag for one in root.iter()} <= ELEMENTS


@pytest.mark.parametrize("typed", ["أحمد 123", "甲\u202e321\u2069乙", "甲\nשלום"])
def test_a_value_that_runs_from_right_to_left_does_not_turn_the_words_around_it(typed: str) -> None:
    """Each line of it is isolated on paper, and read back without the marks."""
    shown = isolated(typed)

    assert all(line[0] == "\u2068" and line[-1] == "\u2069" for line in shown.split("\n"))
    assert not re.search("[\u2066-\u2069]", "".join(line[1:-1] for line in shown.split("\n")))
    assert isolated("甲 A1") == "甲 A1"
    print_both = 'import { PrintedValues } from "./src/browser/documents/printed-values.js";'
    asked = {"sections": [{"fields": [{"id": "a", "type": "text", "label": "a"}]}]}
    found = in_node(print_both, "([d, v]) => new PrintedValues(d, v).printed('a', '', null, 0)", [asked, {"a": typed}])
    assert found == shown


COLUMNS = json.loads((ROOT / "tests/fixtures/columns.json").read_text("utf-8"))


@pytest.mark.parametrize("case", COLUMNS, ids=[case["name"] for case in COLUMNS])
def test_columns_are_as_wide_as_what_stands_in_them_asks(case: dict[str, Any]) -> None:
    found = fitted(case["widths"], case["rows"], case["room"])
    assert found == case["expected"]
    assert sum(found) <= case["room"]


def test_the_browser_makes_columns_of_the_same_width() -> None:
    found = in_node(
        'import { fitted } from "./src/browser/documents/column-widths.js";',
        "(cases) => cases.map(({ widths, rows, room }) => fitted(widths, rows, room))",
        COLUMNS,
    )
    assert found == [case["expected"] for case in COLUMNS]


# ── the page ──


def test_skeleton_is_clean_html(sample: Template, documents: dict[str, Document]) -> None:
    for one in sample.layouts:
        page = str(html.skeleton(documents[one.id], sample, one))
        html5lib.HTMLParser(strict=True).parseFragment(page)
        assert "style=" not in page.replace("data-style=", "")
        paths = {blank.path for blank in blanks(documents[one.id])}
        assert paths == set(re.findall('data-field="([^"]*)"', page))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_browser_prints_the_same_words(
    modules: Page, sample: Template, documents: dict[str, Document], case: dict[str, Any]
) -> None:
    for one in sample.layouts:
        filled = fill_paper(documents[one.id], sample, case["values"])
        found = modules.evaluate(
            """async ([markup, definition, values]) => {
              await import("/src/browser/values/parsing.js");
              const paper = await import("/src/browser/documents/filled-paper.js");
              const article = window.show(markup);
              paper.fillPaper(article, definition, { title: "舊", lead: "舊", guests: [{ name: "舊" }, { name: "舊" }] });
              paper.fillPaper(article, definition, values);
              paper.fillPaper(article, definition, values);
              const { paperToMarkdown, paperToText } = await import("/src/browser/documents/text.js");
              const { paperToRichHtml } = await import("/src/browser/documents/rich-text.js");
              return [paperToText(article), paperToMarkdown(article), paperToRichHtml(article)];
            }""",
            [str(html.skeleton(documents[one.id], sample, one)), definition(sample), case["values"]],
        )
        assert found[0] == text.to_text(filled)
        assert found[1] == text.to_markdown(filled)
        html5lib.HTMLParser(strict=True).parseFragment(found[2])
        assert "class=" not in found[2]
        assert "em;" not in found[2]


def test_filling_keeps_pace_with_typing(modules: Page, sample: Template, documents: dict[str, Document]) -> None:
    took = modules.evaluate(
        """async ([markup, definition]) => {
          await import("/src/browser/values/parsing.js");
          const paper = await import("/src/browser/documents/filled-paper.js");
          const article = window.show(markup);
          const guests = Array.from({ length: 60 }, (_, at) => ({ name: `甲${at}`, title: "科員" }));
          const agenda = Array.from({ length: 150 }, (_, at) => ({ start: "2026-10-05T09:30", what: `事${at}`, who: "王" }));
          paper.fillPaper(article, definition, { guests, agenda });
          const times = [];
          for (let at = 0; at < 15; at += 1) {
            const begin = performance.now();
            paper.fillPaper(article, definition, { guests, agenda, title: `第${at}` });
            times.push(performance.now() - begin);
          }
          return times.sort((a, b) => a - b)[7];
        }""",
        [str(html.skeleton(documents["text"], sample, sample.layouts[0])), definition(sample)],
    )
    assert took < 50  # measured 5 ms; the margin is for a busy machine


def test_rich_copy_reaches_the_clipboard(browser: Browser) -> None:
    with module_page(browser, "<input><button>copy</button>") as page:
        page.evaluate(
            """async () => {
              const { copyRich } = await import("/src/browser/elements/copy.js");
              document.querySelector("button").onclick = () => { window.copied = copyRich("<b>甲</b>", "甲"); };
              document.addEventListener("paste", (event) => {
                window.pasted = [event.clipboardData.getData("text/html"), event.clipboardData.getData("text/plain")];
              });
            }"""
        )
        page.click("button")
        page.focus("input")
        page.keyboard.press("Control+V")
        page.wait_for_function("window.pasted")
        assert page.evaluate("window.copied") is True
        rich, plain = page.evaluate("window.pasted")
    assert "<b>甲</b>" in rich
    assert plain == "甲"


# ── Word ──


def word_text(content: bytes) -> str:
    """The words of a Word file as a reader sees them, numbers included."""
    numbering = HeadingNumbers()
    lines: list[str] = []
    counts: dict[str, int] = {}
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, WordTable):
            for row in block._tbl.tr_lst:
                cells = row.findall(qn("w:tc"))
                lines.append("\t".join(" ".join(_runs(cell).split("\n")) for cell in cells))
            continue
        if block.style and block.style.name == "Handbook Gap":
            continue
        number = block._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        shown = ""
        if number is not None:
            id = number.get(qn("w:val"), "")
            if id == "1":
                shown = numbering.next(int(block.style.name[-1]) + 1) if block.style else ""
            elif id == "2":
                shown = "• "
            else:
                counts[id] = counts.get(id, 0) + 1
                shown = f"{counts[id]}. "
        lines.append(shown + _runs(block._p))
    return "\n".join(lines) + "\n"


def _runs(element: Any) -> str:
    parts = ["\n" if node.tag == qn("w:br") else node.text or "" for node in element.iter(qn("w:t"), qn("w:br"))]
    return "".join(parts).replace(SIGNATURE_TEXT, text.UNDERLINE).replace(BLANK_TEXT, text.UNDERLINE)


def xml_of(content: bytes, name: str) -> bytes:
    return etree.tostring(etree.fromstring(unzip_bytes(content)[name]), method="c14n")


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_word_says_the_same_and_the_browser_fills_it_alike(
    modules: Page, sample: Template, documents: dict[str, Document], case: dict[str, Any]
) -> None:
    for one in sample.layouts:
        blank = blank_docx(sample, one, documents[one.id])
        line = {"lineage": "line-1", "draft": "copy_2"}
        filled = fill_docx(blank, sample, {**line, "values": case["values"]})
        expected = text.to_text(fill_paper(documents[one.id], sample, case["values"]))
        assert word_text(filled).replace("\t", " ") == expected.replace("\t", " ")
        encoded = modules.evaluate(
            """async ([base64, definition, response]) => {
              const { fillDocx } = await import("/src/browser/documents/word/filled-file.js");
              const blob = fillDocx(base64, definition, response);
              const bytes = new Uint8Array(await blob.arrayBuffer());
              return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
            }""",
            [base64.b64encode(blank).decode(), definition(sample), {**line, "values": case["values"]}],
        )
        browsers = base64.b64decode(encoded)
        assert xml_of(browsers, "word/document.xml") == xml_of(filled, "word/document.xml")
        record = response_part(unzip_bytes(filled))
        assert record is not None
        ours, theirs = (etree.fromstring(unzip_bytes(made)[record]) for made in (filled, browsers))
        assert dict(ours.attrib) == dict(theirs.attrib) == {**ours.attrib, **line}
        assert [dict(e.attrib) for e in ours.iter("{*}bookmark")] == [
            dict(e.attrib) for e in theirs.iter("{*}bookmark")
        ]
        kept = [json.loads(root.findtext("{*}values") or "") for root in (ours, theirs)]
        assert kept == [case["values"], case["values"]]


def test_rows_left_out_and_columns_are_alike_on_page_and_in_word(
    modules: Page, sample: Template, tmp_path: Path
) -> None:
    """Only guests with a telephone are listed, in columns as wide as what they hold; nobody, and the table is gone."""
    source = (
        "| 姓名 | 職務 | 電話 |\n|---|---|---|\n{% for g in guests %}\n{% when g.phone %}\n"
        "| {{ g.name }} | {{ g.title }} | {{ g.phone }} |\n{% endwhen %}\n{% endfor %}\n\n完"
    )
    document, diagnostics = read(sample, tmp_path, source)
    assert list(diagnostics) == []
    one = sample.layouts[0]
    long = "副局長、機關黨委書記、改革領導小組辦公室主任、機關工會主席"
    guests = [{"name": "王", "title": long, "phone": "110"}, {"name": "無話", "title": long}]
    for rows, words in ((guests, ["王", long, "110"]), (guests[1:], [])):
        values = {"guests": rows}
        blank = blank_docx(sample, one, document)
        filled = fill_docx(blank, sample, {"values": values})
        paper = fill_paper(document, sample, values)
        shown, columns, encoded = modules.evaluate(
            """async ([markup, definition, values, base64]) => {
              const [paper, columns, text, word] = await Promise.all(
                ["filled-paper", "column-widths", "text", "word/filled-file"].map((name) => import(`/src/browser/documents/${name}.js`)));
              const article = window.show(markup);
              paper.fillPaper(article, definition, values);
              columns.fitColumns(article);
              const bytes = new Uint8Array(await word.fillDocx(base64, definition, { values }).arrayBuffer());
              return [text.paperToText(article), Array.from(article.querySelectorAll("col"), (one) => one.width),
                btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))];
            }""",
            [str(html.skeleton(document, sample, one)), definition(sample), values, base64.b64encode(blank).decode()],
        )
        assert (
            shown
            == text.to_text(paper)
            == "\n".join((["姓名\t職務\t電話", "\t".join(words)] if words else []) + ["完", ""])
        )
        assert xml_of(base64.b64decode(encoded), "word/document.xml") == xml_of(filled, "word/document.xml")
        if words:
            assert re.findall(r'<col width="([^"]*)"', str(html.skeleton(paper, sample, one))) == columns
            [table] = docx.Document(io.BytesIO(filled)).tables
            shares = [int(column.get(qn("w:w"))) / 88.44 for column in table._tbl.tblGrid.gridCol_lst]
            assert shares == pytest.approx([float(share.rstrip("%")) for share in columns], abs=1)
            assert shares[1] > 2 * shares[0]


def test_blank_word_file_is_the_same_bytes_every_time(sample: Template, documents: dict[str, Document]) -> None:
    one = sample.layouts[0]
    first = blank_docx(sample, one, documents[one.id])
    assert first == blank_docx(sample, one, documents[one.id])
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_bookmarks_keep_words_limits(sample: Template, documents: dict[str, Document]) -> None:
    values = {"guests": [{"name": str(n)} for n in range(1000)]}
    filled = fill_docx(blank_docx(sample, sample.layouts[0], documents["text"]), sample, {"values": values})
    root = etree.fromstring(unzip_bytes(filled)["word/document.xml"])
    starts = list(root.iter(qn("w:bookmarkStart")))
    names = [start.get(qn("w:name"), "") for start in starts]
    assert len(set(names)) == len(names) > 3000
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    ids = [start.get(qn("w:id")) for start in starts]
    ends = [end.get(qn("w:id")) for end in root.iter(qn("w:bookmarkEnd"))]
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == sorted(ends)


def test_a_foreign_word_file_is_refused(sample: Template) -> None:
    raw = io.BytesIO()
    docx.Document().save(raw)
    with pytest.raises(DocumentError):
        fill_docx(raw.getvalue(), sample, {"values": {}})


def test_libreoffice_sets_22_lines_of_28_and_keeps_every_blank(
    sample: Template, documents: dict[str, Document], office: Office
) -> None:
    guests = [{"_id": f"r{n}", "name": f"來賓{n}"} for n in range(60)]
    values = {"title": "省廳", "background": "國" * 28 * 50, "guests": guests}
    filled = fill_docx(blank_docx(sample, sample.layouts[0], documents["text"]), sample, {"values": values})
    shown = pdf_text(office.converted("pdf", {"plan": filled})["plan"])
    pages = shown.split("\f")
    assert [line.strip() for line in pages[1].splitlines() if "國" in line] == ["國" * 28] * 22
    assert sum("序號" in page for page in pages) >= 3  # the table's head is on every page it runs over
    assert "一、基本情況" in shown
    assert "二、活動安排" in shown
    again = unzip_bytes(office.converted("docx", {"plan": filled})["plan"])
    kept, before = (
        {start.get(qn("w:name")) for start in etree.fromstring(xml).iter(qn("w:bookmarkStart"))}
        for xml in (again["word/document.xml"], unzip_bytes(filled)["word/document.xml"])
    )
    assert before <= kept
    record = response_part(again)
    assert record is not None
    assert json.loads(etree.fromstring(again[record]).findtext("{*}values") or "") == values
