"""Word files follow GB/T 9704-2012 where a program, and not an author, sets them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from support import run_handbook, said

TEMPLATE = """\
id: letter
title: 函
category: form
version: "1.0"
effective: 2026-12-01
status: in force
layouts:
  - {id: letter, title: 函, file: letter.md.jinja}
sections:
  - id: all
    title: 內容
    fields:
      - {id: subject, label: 事由, type: text}
      - {id: second, label: 第二份, type: text}
"""
LETTER = """# {{ subject }}

{{ second }}“半年”總結——研究……‘分工’。

附件：1. {{ subject }}

　　　2. {{ second }}

另附名單。

附件：{{ subject }}
"""


@pytest.fixture
def word(make_site: Callable[..., Path]) -> WordDocument:
    """A filled letter that names what is attached."""
    files = {"docs/index.md": "# 手冊\n", "templates/letter/template.yml": TEMPLATE}
    root = make_site({**files, "templates/letter/letter.md.jinja": LETTER})
    filled = {"template": "letter", "version": "1.0", "values": {"subject": "名單——“甲”", "second": "行程"}}
    (root / "x.json").write_text(json.dumps(filled), encoding="utf-8")
    done = run_handbook("fill", "letter", "x.json", "-o", "x.docx", cwd=root)
    assert done.returncode == 0, said(done)
    return docx.Document(io.BytesIO((root / "x.docx").read_bytes()))


def starting(word: WordDocument, text: str) -> Paragraph:
    return next(one for one in word.paragraphs if one.text.startswith(text))


def test_marks_of_both_scripts_are_set_in_the_chinese_font(word: WordDocument) -> None:
    """Word sets “ ” ‘ ’ — … half as wide in a Latin font. A run says which is meant; so does what was filled in."""
    marked = [run for one in word.paragraphs for run in one.runs if set("“”‘’—…") & set(run.text)]

    assert len(marked) == 4  # the title, the sentence, and twice what is attached
    for run in marked:
        fonts = run._r.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert fonts is not None, run.text
        assert fonts.get(qn("w:hint")) == "eastAsia", run.text


def test_page_numbers_stand_on_the_outer_side(word: WordDocument) -> None:
    """7.5: a digit of 14 pt in 宋体 between two dashes, odd pages right, even ones left, a character from the edge."""
    section = word.sections[0]

    assert word.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = footer.paragraphs[0]._p
        indent = number.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        assert number.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == side
        assert indent.get(qn(f"w:{side}Chars")) == "100"
        assert "".join(one.text for one in number.iter(qn("w:t"))) == "— 1 —"
        assert {one.get(qn("w:ascii")) for one in number.iter(qn("w:rFonts"))} == {"宋体"}
        assert {one.get(qn("w:val")) for one in number.iter(qn("w:sz"))} == {"28"}


def test_what_is_attached_stands_below_each_other(word: WordDocument) -> None:
    """7.3.4: two characters from the left, an empty line above; a name that goes on does so below its first character."""
    first, second, alone = (starting(word, text) for text in ("附件：1.", "2.", "附件：名單"))

    def begins(one: Paragraph) -> int:
        return one.paragraph_format.left_indent + one.paragraph_format.first_line_indent

    assert begins(first) == begins(alone) == 2 * Pt(15.75)
    assert first.paragraph_format.left_indent == second.paragraph_format.left_indent
    assert begins(second) == 5 * Pt(15.75)  # below the 1 of the first
    assert first.paragraph_format.space_before == alone.paragraph_format.space_before == Pt(28.95)
    assert second.paragraph_format.space_before is None


def test_a_sentence_below_is_not_attached(word: WordDocument) -> None:
    """It is set as the text is."""
    assert starting(word, "另附").paragraph_format.left_indent is None
