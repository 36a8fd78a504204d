"""Markdown as office people write it: it becomes what they mean, or an error names the line."""

from __future__ import annotations

from collections.abc import Callable

import html5lib
import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.pages.markdown import converter
from handbook.pages.markdown.markdown_extension import HandbookExtension
from handbook.pages.renderer import make_renderer
from handbook.reading.loader import load

Found = list[tuple[str, int]]
Read = Callable[[str, str], tuple[str, Found]]
KINDS = ["page", "procedure", "flow"]  # whose numbered lines are lists
NUMBERED_KINDS = ["role", "regulation", "guideline"]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What readers see of a text, as `outline` writes it, and the errors with their lines counted from the text's."""
    root = tmp_path_factory.mktemp("site")
    (root / "docs").mkdir()
    texts = [text for table in (MEANT, CLAUSES, FAULTS, REMARKS) for text, _ in table.values()]
    names: dict[tuple[str, str], str] = {}
    for kind in (*KINDS, *NUMBERED_KINDS):
        for text in (*texts, SHOWN_MARKS):
            name = names[text, kind] = f"p{len(names)}"
            head = f'---\nkind: {kind}\nid: {name}\ntitle: 頁\nversion: "1.0"\n---\n'
            (root / f"docs/{name}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    handbook = load(root, diagnostics=Diagnostics(root))
    extension = HandbookExtension(handbook=handbook, renderer=make_renderer(handbook))
    markdown = converter.build_converter(*converter.options(extension))

    def page(text: str, kind: str) -> tuple[str, Found]:
        one, found = handbook.pages[f"{names[text, kind]}.md"], Diagnostics(root)
        extension.begin(one.path, one.body_line, found)
        html = converter.convert(markdown, extension, one.body)
        return outline(html), [(fault.code, fault.span.line - 6) for fault in found]

    return page


def outline(html: str) -> str:
    """A page as a line of brackets: p(字) for a paragraph, ol3[…] for a list from 3, li(…) for its items."""
    names = {"ul": "ul", "ol": "ol", "li": "li", "p": "p", "table": "table", "tr": "tr", "td": "td", "th": "th",
             "h1": "h1", "h2": "h2", "pre": "pre", "blockquote": "quote", "hr": "hr", "div": ""}  # fmt: skip

    def of(element: object) -> str:
        name = str(getattr(element, "tag", ""))
        classes = element.get("class", "")  # type: ignore[attr-defined]
        if "hb-clause__foot" in classes:
            return ""
        inner = (getattr(element, "text", "") or "").strip()
        for child in element:  # type: ignore[attr-defined]
            inner += of(child) + (child.tail or "").strip()
        if "admonition " in classes:
            return f"notice({inner})"
        if "hb-clause " in classes:
            return f"clause({inner})"
        if name not in names or not names[name]:
            return inner
        number = element.get("start") or element.get("value") or ""  # type: ignore[attr-defined]
        return f"{names[name]}{number}({inner})"

    return of(html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False))


MEANT = {
    "nested by two": ("1. 一\n  1. 子\n2. 二", "ol(li(一ol(li(子)))li(二))"),
    "nested by three": ("- 一\n   - 子\n- 二", "ul(li(一ul(li(子)))li(二))"),
    "nested by two, three deep": ("- 甲\n  - 乙\n    - 丙\n- 丁", "ul(li(甲ul(li(乙ul(li(丙)))))li(丁))"),
    "nested by four": ("1. 一\n    - 子\n    - 丑\n2. 二", "ol(li(一ul(li(子)li(丑)))li(二))"),
    "nested by four, then three": ("1. 一\n    - 子\n   - 丑", "ol(li(一ul(li(子)li(丑))))"),
    "nested behind an empty line": ("1. 一\n\n  - 子\n\n2. 二", "ol(li(p(一)ul(li(子)))li(p(二)))"),
    "another kind at once": ("1. 一\n- 甲\n2. 二", "ol(li(一))ul(li(甲))ol2(li(二))"),
    "another kind below": ("1. 一\n\n- 甲\n- 乙", "ol(li(一))ul(li(甲)li(乙))"),
    "begins with 3": ("說明。\n\n3. 三\n4. 四", "p(說明。)ol3(li(三)li(四))"),
    "a gap": ("1. 一\n2. 二\n5. 五\n6. 六", "ol(li(一)li(二)li5(五)li(六))"),
    "all the same number": ("1. 一\n1. 二\n1. 三", "ol(li(一)li(二)li(三))"),
    "begins anew": ("1. 一\n2. 二\n\n1. 甲\n2. 乙", "ol(li(一)li(二))ol(li(甲)li(乙))"),
    "interrupted": ("1. 一\n\n說明\n\n2. 二", "ol(li(一))p(說明)ol2(li(二))"),
    "below an indented text": ("1. 一\n\n    說明\n2. 二", "ol(li(p(一)p(說明))li(p(二)))"),
    "below an indented table": (
        "1. 一\n\n    | 甲 | 乙 |\n    |---|---|\n    | 1 | 2 |\n2. 二",
        "ol(li(p(一)table(tr(th(甲)th(乙))tr(td(1)td(2))))li(p(二)))",
    ),
    "code in an item": ("- 甲\n\n  ```\n  {{ x }}\n\n  y\n  ```\n- 乙", "ul(li(p(甲)pre({{ x }}\n\ny))li(p(乙)))"),
    "no space": ("1.一\n2.二", "ol(li(一)li(二))"),
    "full-width stop": ("1．一\n2．二", "ol(li(一)li(二))"),
    "an enumeration comma": ("1、一\n2、二", "ol(li(一)li(二))"),
    "one bracket": ("1）一\n2）二", "ol(li(一)li(二))"),
    "bullets of Word": ("• 甲\n•乙", "ul(li(甲)li(乙))"),
    "a hyphen without a space": ("-甲\n-乙", "ul(li(甲)li(乙))"),
    "no number of a list": ("1.5 公斤\n-5 度\n2026.12.1 起", "p(1.5 公斤\n-5 度\n2026.12.1 起)"),
    "numbers with circles": ("①甲\n②乙", "p(①甲)p(②乙)"),
    "numbers of clauses": ("（一）甲\n（二）乙\n一、丙", "p(（一）甲)p(（二）乙)p(一、丙)"),
    "a list below text": ("說明：\n- 甲\n- 乙", "p(說明：)ul(li(甲)li(乙))"),
    "a numbered list below text": ("說明：\n1. 甲\n2. 乙", "p(說明：)ol(li(甲)li(乙))"),
    "a table below text": ("說明：\n| 甲 |\n|---|\n| 1 |", "p(說明：)table(tr(th(甲))tr(td(1)))"),
    "text below a table": ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n說明", "table(tr(th(甲)th(乙))tr(td(1)td(2)))p(說明)"),
    "a heading below a table": (
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n## 題",
        "table(tr(th(甲)th(乙))tr(td(1)td(2)))h2(題)",
    ),
    "text below a quote": ("> 引\n說明", "quote(p(引))p(說明)"),
    "a quote below text": ("說明\n> 引", "p(說明)quote(p(引))"),
    "a table below a list": (
        "- 甲\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
        "ul(li(甲))table(tr(th(甲)th(乙))tr(td(1)td(2)))",
    ),
    "code below text": ("說明\n```\nx\n```\n說明", "p(說明)pre(x)p(說明)"),
    "a notice below text": ('說明\n!!! gap "題"\n    文', "p(說明)notice(p(待定：題)p(文))"),
    "a notice indented by two": ('!!! gap "題"\n  文\n\n  二\n說明', "notice(p(待定：題)p(文)p(二))p(說明)"),
    "a notice with curved quotes": ("!!! gap “題”\n    文", "notice(p(待定：題)p(文))"),
    "a notice without quotes": ("!!! gap 題\n    文", "notice(p(待定：題)p(文))"),
    "a list in a notice": ('!!! gap "題"\n    - 甲\n\n    - 乙', "notice(p(待定：題)ul(li(p(甲))li(p(乙))))"),
    "letters": ("a. 甲\nb. 乙", "p(a. 甲)p(b. 乙)"),
    "dashes of a Chinese keyboard": ("－甲\n－乙", "p(－甲)p(－乙)"),
    "two quotes": ("> 引\n\n> 二", "quote(p(引))quote(p(二))"),
    "words behind the language of code": ("```python 例\nx\n```", "pre(x)"),
    "a comment": ("前{# 註 {{ x }} #}後\n\n{# 兩\n\n段 #}", "p(前後)"),
    "a comment without spaces": ("{#註#}文", "p(文)"),
}


@pytest.mark.parametrize("name", MEANT)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_meant_is_shown(read: Read, name: str, kind: str) -> None:
    """Lists, tables and notices are what their author sees in them, whatever Markdown wants."""
    text, expected = MEANT[name]

    assert read(text, kind) == (expected, [])


CLAUSES = {
    "a stop": ("1.甲 {#a}", "clause(p(1.甲))"),
    "a full-width stop": ("1．甲 {#a}", "clause(p(1．甲))"),
    "a circle": ("①甲 {#a}", "clause(p(①甲))"),
    "a Chinese number": ("二. 甲 {#a}", "clause(p(二.甲))"),
    "one bracket": ("1）甲 {#a}", "clause(p(1）甲))"),
    "several at once": ("一、甲 {#a}\n（一）乙 {#b}\n1.丙 {#c}", "clause(p(一、甲))clause(p(（一）乙))clause(p(1.丙))"),
    "a list inside": ("（一）甲 {#a}\n  - 子\n  - 丑", "clause(p(（一）甲)ul(li(子)li(丑)))"),
    "a list inside, apart": ("（一）甲 {#a}\n\n   1. 子\n\n   2. 丑", "clause(p(（一）甲)ol(li(p(子))li(p(丑))))"),
    "code inside": ("（一）甲 {#a}\n    ```\n    x\n    ```", "clause(p(（一）甲)pre(x))"),
    "dashes": ("— 甲\n— 乙", "p(— 甲)p(— 乙)"),
    "a table inside": (
        "（一）甲 {#a}\n\n    | 甲 | 乙 |\n    |---|---|\n    | 1 | 2 |\n（二）乙 {#b}",
        "clause(p(（一）甲)table(tr(th(甲)th(乙))tr(td(1)td(2))))clause(p(（二）乙))",
    ),
}


@pytest.mark.parametrize("name", CLAUSES)
@pytest.mark.parametrize("kind", NUMBERED_KINDS)
def test_clauses_are_known_by_any_number(read: Read, name: str, kind: str) -> None:
    """On pages of clauses, every way to write a number begins one, and what is indented below belongs to it."""
    text, expected = CLAUSES[name]

    shown, found = read(text, kind)

    assert shown.startswith(expected)  # a post's page shows more below
    assert found == []


FAULTS = {
    "a cell too many": ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", [("table-cells", 3)]),
    "a pipe in a cell": ("| 甲 | 乙 |\n|---|---|\n| 1|2 | 2 |", [("table-cells", 3)]),
    "no head": ("說明\n\n|---|---|\n| 1 | 2 |", [("table-without-head", 3)]),
    "no ruler": ("| 甲 | 乙 |\n| 1 | 2 |", [("table-without-head", 1)]),
    "a short ruler": ("| 甲 | 乙 |\n|---|\n| 1 | 2 |", [("table-ruler", 2)]),
    "two rulers": ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n|---|---|", [("table-second-ruler", 4)]),
    "full-width pipes": ("｜甲｜乙｜", [("full-width-mark", 1)]),
    "an empty notice": ('文\n\n!!! gap "題"\n文', [("notice-empty", 3)]),
    "a star too many": ("一\n\n**甲", [("mark-shown", 3)]),
    "a link with a space": ("[甲] (probe.md)", [("mark-shown", 1)]),
    "a link with wide brackets": ("[甲]（probe.md）", [("mark-shown", 1)]),
    "a link without its end": ("[甲](probe.md", [("mark-shown", 1)]),
    "an id that is none": ("甲 {#a}乙", [("mark-shown", 1)]),
    "a footnote": ("甲[^1]", [("mark-shown", 1)]),
    "code that does not end": ("甲\n\n```\n乙", [("code-unclosed", 3)]),
    "a call that does not end": ('甲 {{ ref("x") }', [("macro-syntax", 1)]),
    "a wide hash": ("＃ 甲", [("mark-shown", 1)]),
    "a wide notice": ("！！！ gap", [("mark-shown", 1)]),
    "a footnote with its text": ("甲[^1]\n\n[^1]: 註", [("words-lost", 3)]),
    "bold in Chinese by underscores": ("甲__乙__丙", [("mark-shown", 1)]),
    "bold inside HTML": ("<details>\n<summary>題</summary>\n文 **粗**\n</details>", [("mark-shown", 3)]),
    "two exclamation marks": ('!! gap "題"\n    文', [("mark-shown", 1)]),
    "words taken for classes": ("甲\n{: .甲 乙 }", [("words-lost", 2)]),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("kind", [*KINDS, *NUMBERED_KINDS])
def test_what_cannot_be_meant_is_an_error_at_its_line(read: Read, name: str, kind: str) -> None:
    """One error for each fault, where it is."""
    text, expected = FAULTS[name]

    assert read(text, kind)[1] == expected


REMARKS = {
    "text right below an item": ("1. 甲\n續\n2. 乙", [("text-in-item", 2)]),
    "hyphens right below text": ("甲\n---\n乙", [("underlined-heading", 1)]),
    "prose behind four spaces": ("甲\n\n    乙在這裡，成了程式碼。", [("indented-text", 3)]),
}


@pytest.mark.parametrize("name", REMARKS)
def test_what_may_not_be_meant_is_a_warning(read: Read, name: str) -> None:
    """Where Markdown's reading is a usual one, the author is asked to look."""
    text, expected = REMARKS[name]

    assert read(text, "page")[1] == expected


SHOWN_MARKS = "`**` \\*\\*甲 5*3 a_b C:\\x 甲|乙 {甲} [1] 1. 2\n\n```\n| 甲 |\n{{ x }}\n```"


def test_marks_that_are_meant_are_shown(read: Read) -> None:
    """In code, behind a backslash, and where they are no marks of Markdown."""
    shown, found = read(SHOWN_MARKS, "page")

    assert found == []
    assert "**甲 5*3 a_b C:\\x 甲|乙 {甲} [1] 1. 2" in shown
