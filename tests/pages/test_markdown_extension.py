"""The Markdown extension: calls, clauses, notices, tables, and what a page may not contain."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.markdown.converter import FencedBlocks
from handbook.pages.markdown.markdown_extension import HandbookExtension
from handbook.reading.headings import slugify
from handbook.reading.loader import load
from support import write_files

EXTENSIONS = ["tables", "attr_list", "admonition", "def_list", "fenced_code"]
CONTACTS = """
- id: ambulance
  title: 急救
  phone: "120"
- id: desk
  title: 值班室
  phone: 010-12345678
  night_phone: 010-87654321
  sample: true
"""
PEOPLE = "- id: wang\n  name: 王<b>某\n  title: 科長\n"
DRIVER = """---
kind: role
id: driver
title: 司機
owner: driver
version: "1.0"
contact: desk
---
# 司機

## 職責 {#duties}

1. 出車前後檢查車況 {#check when="出車前後" to=manager}
2. 準時 **到達** {#on-time}
    並提前
    十分鐘。
    - 長途
    - 短途
"""
MANAGER = """---
kind: role
id: manager
title: 車輛管理員
---
# 車輛管理員
"""
RULES = """---
kind: regulation
id: rules
title: 車輛管理辦法
version: "1.0"
---
# 車輛管理辦法

## 一、派車 {#dispatch}

（一）用車須 **提前** 申請。 {#ahead}
（二）派車順序如下： {#order}

    1. 公務
    2. 其他

（三）見 `{#not-an-id}` 與 {{ ref("rules#ahead") }}。 {#see}

說明文字。
（四）緊接的條款。 {#next}
"""
VEHICLES = """---
kind: procedure
id: vehicles
title: 用車程序
procedures:
  - id: vehicle-dispatch
    title: 派車
    steps:
      - id: ask
        actor: manager
        action: 核對申請
        cite: rules#ahead
      - id: drive
        actor: driver
        action: 出車
        within: 準時
---
# 用車程序

{{ procedure("vehicle-dispatch") }}
"""


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    root = tmp_path_factory.mktemp("site")
    sources = {
        "docs/_data/contacts.yml": CONTACTS,
        "docs/_data/people.yml": PEOPLE,
        "docs/duties/driver.md": DRIVER,
        "docs/duties/manager.md": MANAGER,
        "docs/rules/rules.md": RULES,
        "docs/vehicles.md": VEHICLES,
        "docs/index.md": "# 首頁\n\n{{ home() }}\n",
    }
    for name, text in sources.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics)
    assert not diagnostics.errors, diagnostics.render("en")
    return handbook


class Site:
    """Converts pages of one handbook."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.extension = HandbookExtension(handbook=handbook)
        self.diagnostics = Diagnostics(handbook.root)

    def text(self, text: str, path: str = "note.md", line: int = 1) -> str:
        self.diagnostics = Diagnostics(self.handbook.root)
        toc = {"toc": {"slugify": slugify}}
        md = Markdown(extensions=[*EXTENSIONS, "toc", self.extension], extension_configs=toc)
        self.extension.begin(path, line, self.diagnostics)
        return md.convert(text)

    def page(self, path: str) -> str:
        page = self.handbook.pages[path]
        return self.text(page.body, path, page.body_line)

    @property
    def found(self) -> list[tuple[str, int, int, str | None]]:
        return [(d.code, d.span.line, d.span.column, d.suggestion) for d in self.diagnostics]


@pytest.fixture
def site(handbook: Handbook) -> Site:
    return Site(handbook)


def test_a_call_becomes_a_block_untouched_by_markdown(site: Site) -> None:
    """The component's HTML stands alone, not inside a paragraph."""
    html = site.page("vehicles.md")
    assert not site.found
    assert "<p><section" not in html
    assert '<section class="hb-procedure' in html
    assert 'href="duties/driver.html"' in html
    assert 'href="rules/rules.html#ahead">《車輛管理辦法》一（一）</a>' in html


def test_calls_stand_in_lists_admonitions_and_text(site: Site) -> None:
    """A block is taken out of its paragraph; an inline call stays in the line."""
    html = site.text(
        '甲 {{ contact_phone("ambulance") }} 乙\n\n- 項 {{ person("wang") }}\n- {{ contacts("desk") }}\n\n'
        '!!! note "說明"\n    前文\n    {{ contacts("desk") }}\n    後文\n\n前 {{ contacts("desk") }} 後\n'
    )
    assert not site.found
    assert '<p>甲 <a class="hb-phone" href="tel:120">120</a> 乙</p>' in html
    assert "王&lt;b&gt;某" in html
    assert html.count("<table") == 3
    assert "<p>前文</p>" in html
    assert "<p>後文</p>" in html
    assert "<p>前 </p>" in html or "<p>前</p>" in html
    assert "<p><table" not in html
    assert "\x02" not in html
    assert "\ue004" not in html


def test_braces_in_code_stay_literal(site: Site) -> None:
    """Neither fences, nor indented code, nor code spans are evaluated."""
    html = site.text(
        "`{{ nothing }}` 與 ``{{ a`b }}``\n\n```\n{{ nothing }}\n{% if %}\n```\n\n文\n\n    {{ indented }}\n\n尾"
    )
    assert not site.found
    assert html.count("{{ nothing }}") == 2
    assert "{{ a`b }}" in html
    assert "{{ indented }}" in html


def test_fenced_code_is_found_as_python_markdown_finds_it() -> None:
    """The quick search for fences gives the blocks of Python-Markdown's own pattern, in any mixture of marks."""
    pattern = FencedBlockPreprocessor.FENCED_BLOCK_RE
    pieces = ["```", "~~~", "````", " ", "py", "{.py}", "{#a .b", "\n", "\n", "\n", "字", 'hl_lines="1"', "`"]
    chance = random.Random(5)
    blocks = 0
    for _ in range(5000):
        text = "".join(chance.choices(pieces, k=chance.randint(5, 40)))
        expected, found = pattern.search(text), FencedBlocks(pattern).search(text, 0)
        assert (found and (found.span(), found.groups())) == (expected and (expected.span(), expected.groups())), text
        blocks += expected is not None
    assert blocks > 100


def test_heading_ids_are_not_comments(site: Site) -> None:
    """`{#id}` reaches attr_list, also on pages that use statements."""
    html = site.text(
        "## 標題 {#one}\n\n{% for n in range(2) %}第 {{ n }} 次 {% endfor %}\n\n{%# 註解 #%}\n\n## 二 {#two}\n"
    )
    assert not site.found
    assert '<h2 id="one">標題</h2>' in html
    assert '<h2 id="two">二</h2>' in html
    assert "第 0 次" in html
    assert "註解" not in html


def test_every_fault_of_a_page_is_found_in_one_run_at_its_place(site: Site) -> None:
    """Unknown ids, names, parameters and faulty syntax, each with line and column."""
    site.text(
        '# 頁\n\n{{ procedure("vehicle-dispach") }}\n\n文 {{ role_view("drivr") }}\n\n'
        "{{ procedur('x') }}\n\n{{ gallery(categry=\"form\") }}\n\n{{ ref('rules#aheda') }}\n\n"
        "{{ contacts(\n  'desk',\n  'ambulace') }}\n\n{{ 1 + }}\n\n{{ procedure() }}\n\n{{ person('wang') }\n",
        line=10,
    )
    assert site.found == [
        ("unknown-procedure", 12, 15, "vehicle-dispatch"),
        ("unknown-role", 14, 17, "driver"),
        ("unknown-name", 16, 4, "procedure"),
        ("unknown-parameter", 18, 12, "category"),
        ("unknown-clause", 20, 9, "rules#ahead"),
        ("unknown-contact", 24, 4, "ambulance"),
        ("macro-syntax", 26, 4, None),
        ("missing-parameter", 28, 4, None),
        ("macro-syntax", 30, 1, None),
    ]


def test_nothing_of_a_faulty_call_reaches_the_page(site: Site) -> None:
    """The text around a faulty call is left; the call leaves nothing."""
    html = site.text('前{{ procedure("nothing") }}後 {{ person("nobody").phone }}')
    assert html == "<p>前後 </p>"
    assert [code for code, *_ in site.found] == ["unknown-procedure", "unknown-person"]


def test_faults_of_a_page_with_statements_have_their_lines(site: Site) -> None:
    """Calls inside loops are found too, at their lines."""
    site.text('# 頁\n\n{% for n in [1] %}\n{{ procedure("wrong") }}\n{% endfor %}\n\n{{ flow("wrong") }}\n', line=5)
    assert [(code, line) for code, line, *_ in site.found] == [("unknown-procedure", 8), ("unknown-flow", 11)]
    site.text("# 頁\n\n{% for n in [1] %}\n{{ n.nothing }}\n{% endfor %}\n")
    assert [(code, line, column) for code, line, column, _ in site.found] == [("unknown-name", 4, 6)]
    site.text("# 頁\n\n{% for n in %}\n{% endfor %}\n")
    assert [(code, line) for code, line, *_ in site.found] == [("macro-syntax", 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% for n in [1] %}\n文\n\n尾", ("macro-syntax", 3, 1)),
        ("{% if true %}甲\n\n{% for n in [1] %}\n{% endfor %}", ("macro-syntax", 3, 1)),
        ("文 {% for n in [1]\n文\n{% endfor %}", ("macro-syntax", 3, 3)),
        ("文\n\n{% endfor %}", ("macro-syntax", 5, 1)),
        ('文 {{ ref("rules) }}', ("macro-syntax", 3, 10)),
        ("{{ contacts(\n  'desk',\n  'x }}", ("macro-syntax", 5, 3)),
        ("{{ ref('rules#see'", ("macro-syntax", 3, 1)),
    ],
)
def test_a_faulty_call_is_said_where_it_begins(site: Site, text: str, expected: tuple[str, int, int]) -> None:
    """At the statement, the call or the quote that was left open, once, and in the reader's language."""
    site.text(f"# 頁\n\n{text}\n")

    assert [(code, line, column) for code, line, column, _ in site.found] == [expected]
    assert not re.search("unexpected|Unexpected|template|Jinja", site.diagnostics.render("zh"))


def test_clauses_have_real_numbers_ids_and_citations(site: Site) -> None:
    """A clause is a block with its number as text, its id, and a control to cite it."""
    html = site.page("rules/rules.md")
    assert not site.found
    assert '<div class="hb-clause hb-clause--2" id="ahead">' in html
    assert (
        '<span class="hb-clause__number">（一）</span><span class="hb-clause__text">用車須 <strong>提前</strong> 申請。</span>'
        in html
    )
    assert 'href="#ahead" data-cite="《車輛管理辦法》一（一）（1.0版）"' in html
    assert '<h2 class="hb-clause-heading" id="dispatch">一、派車</h2>' in html.replace(
        'id="dispatch" class="hb-clause-heading"', 'class="hb-clause-heading" id="dispatch"'
    )
    assert 'data-cite="《車輛管理辦法》一（1.0版）"' in html
    assert "<code>{#not-an-id}</code>" in html
    assert 'href="#ahead"' in html
    assert "用於：" in html
    assert 'href="../vehicles.html#vehicle-dispatch">派車</a>' in html
    assert "<p>說明文字。</p>" in html
    order = html[html.index('id="order"') : html.index('id="see"')]
    assert "<ol>" in order
    assert order.count("<li>") == 2


def test_duties_show_their_facts_and_the_role_page_ends_with_its_view(site: Site) -> None:
    """when/to are shown at the clause; what names the role follows at the end."""
    html = site.page("duties/driver.md")
    assert not site.found
    assert "出車前後" in html
    assert 'href="manager.html">車輛管理員</a>' in html
    assert "<strong>到達</strong>並提前十分鐘。" in html
    assert "<li>長途</li>" in html
    assert "我是司機" in html
    assert 'href="../vehicles.html#vehicle-dispatch">派車</a>' in html


def test_a_form_to_fill_in_is_told_once(tmp_path: Path) -> None:
    """A template that cites the duty and is filled in there is not named a second time as a user of the duty."""
    page = "---\nkind: role\nid: clerk\ntitle: 科員\n---\n# 科員\n\n1. 報表。{#report form=slip}\n2. 另報。{#other}\n"
    form = (
        "id: slip\ntitle: 月報表\ncategory: form\nsections:\n  - {id: a, title: 甲, cite: clerk#report, fields: [{id: x, label: 甲項}]}\n"
        "  - {id: b, title: 乙, cite: clerk#other, fields: [{id: y, label: 乙項}]}\nsample: {x: 一, y: 二}\n"
    )
    files = {"docs/index.md": "# 首頁\n", "docs/clerk.md": page, "templates/slip/template.yml": form}
    html = Site(load(write_files(tmp_path, files), diagnostics=Diagnostics(tmp_path))).page("clerk.md")
    report, other = html.split("<section")[0].split('id="other"')

    assert (report.count("月報表"), "用於" in report) == (1, False)
    assert "用於：" in other


def test_numbers_outside_clause_pages_are_plain_markdown(site: Site) -> None:
    """A numbered list stays a list."""
    assert "<ol>" in site.text("1. 甲\n2. 乙\n")
    assert "hb-clause" not in site.text("（一）甲\n")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("文\n\n<script>alert(1)</script>\n", 3, 1),
        ("文 <iframe src=x></iframe>\n", 1, 3),
        ("<br onclick=alert(1)>\n", 1, 1),
        ("文 <img src=x onerror=alert(1)\n", 1, 3),
        ('## 標題 {: onclick="x()" }\n', 1, 10),
        ('文{: style="color:red" }\n', 1, 5),
        ("<form action=x>\n", 1, 1),
        ("<b>粗</b>\n", 1, 1),
        ("<hb-flow></hb-flow>\n", 1, 1),
        ("<?php x ?>\n", 1, 1),
    ],
)
def test_raw_html_is_refused(site: Site, text: str, line: int, column: int) -> None:
    """Tags outside the short list, attributes of theirs, styles and handlers are faults, and escaped."""
    html = site.text(text)
    assert site.found[0][:3] == ("raw-html", line, column)
    for bad in ("<script", "<iframe", "<img", "<form", "<hb-flow", "<br ", "<h2 on", "<p style"):
        assert bad not in html


def test_harmless_html_and_less_than_signs_pass(site: Site) -> None:
    """A few tags of typography are allowed; a plain < is text."""
    html = site.text(
        'H<sub>2</sub>O <kbd>Ctrl</kbd> 甲<br>乙 <ruby>漢<rt>ㄏ</rt></ruby> 3 < 5 甲<乙 a<b <abbr title="甲">乙</abbr>\n\n`<script>`\n'
    )
    assert not site.found
    assert "H<sub>2</sub>O" in html
    assert "3 &lt; 5" in html


def test_comments_are_not_published(site: Site) -> None:
    """An HTML comment, also over several lines, leaves nothing; calls in it are not evaluated."""
    html = site.text('前\n\n<!-- 秘密\n\n{{ nothing }} -->\n\n後 {{ procedure("wrong") }}\n')
    assert "秘密" not in html
    assert "<p>後 </p>" in html
    assert site.found == [("unknown-procedure", 7, 17, None)]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("[甲](javascript:alert(1))", "unsafe-link", 5),
        ("[甲](JaVaScRiPt:x)", "unsafe-link", 5),
        ("[甲](&#106;avascript:x)", "unsafe-link", 5),
        ("[甲](data:text/html,x)", "unsafe-link", 5),
        ("[甲][乙]\n\n[乙]: vbscript:x", "unsafe-link", 6),
        ("![甲](https://example.org/x.png)", "external-resource", 6),
        ("![甲](//example.org/x.png)", "external-resource", 6),
        ("<javascript:alert(1)>", "raw-html", 1),
    ],
)
def test_dangerous_and_foreign_addresses_are_refused(site: Site, text: str, code: str, column: int) -> None:
    """Addresses that run programs, and pictures from elsewhere, are faults at their place."""
    html = site.text(text)
    assert [(found, place) for found, _, place, _ in site.found] == [(code, column)]
    assert "example.org" not in html
    assert 'href="javascript' not in html.lower()


def test_ordinary_links_pass(site: Site) -> None:
    """Links to pages, to other sites, mail and telephones are nobody's fault."""
    html = site.text(
        "[甲](a.md#x) [乙](https://example.org/?a=1&b=2) [丙](tel:120) <mailto:a@example.org> <https://example.org>"
    )
    assert not site.found
    assert 'href="https://example.org/?a=1&amp;b=2"' in html


def test_duplicate_ids_are_found(site: Site) -> None:
    """An id given twice is a fault at the second place."""
    site.text("## 甲 {#same}\n\n文\n\n## 乙 {#same}\n\n`{#same}`\n")
    assert site.found == [("duplicate-id", 5, 8, None)]


def test_tables_scroll_and_are_aligned_by_class(site: Site) -> None:
    """A table lies in a named, focusable region; no style attribute is written."""
    html = site.text("| 甲 | 乙 |\n|:-:|--:|\n| 1 | 2 |\n")
    assert '<div aria-label="表格 1" class="hb-scroll hb-table" role="region" tabindex="0">' in html
    assert 'class="hb-align-center"' in html
    assert "style=" not in html
    assert "align=" not in html.replace('class="hb-align', "")


def test_notices_say_what_they_are(site: Site) -> None:
    """The kind stands in the title in words."""
    html = site.text('!!! gap\n    甲\n\n!!! legal "第九條已修訂"\n    乙\n\n!!! prohibited "禁止:公車私用"\n    丙\n')
    assert '<p class="admonition-title">待定</p>' in html
    assert "法務待審：第九條已修訂" in html
    assert '<p class="admonition-title">禁止:公車私用</p>' in html
    assert html.count('role="note"') == 3


def test_slugs_keep_chinese() -> None:
    """Chinese stays, punctuation becomes the separator."""
    assert slugify("一、派車 （Vehicle）", "-") == "一-派車-vehicle"
    assert slugify("!!!", "-") == "section"


def test_links_are_relative_to_the_page(site: Site) -> None:
    """The same call gives other addresses on a page in a folder."""
    assert 'href="../../duties/driver.html"' in site.text('{{ role_card("driver") }}', "a/b/page.md")
    assert 'href="duties/driver.html"' in site.text('{{ role_card("driver") }}', "page.md")


def test_without_begin_the_extension_changes_nothing() -> None:
    """In a host that knows nothing of us, Markdown is plain."""
    assert Markdown(extensions=[HandbookExtension()]).convert("甲 {{ x }}") == "<p>甲 {{ x }}</p>"


def test_a_page_without_calls_costs_little_more_than_markdown_itself(site: Site) -> None:
    """On 7 kB our part is a fraction of Python-Markdown's (in processor time, so a busy machine does not matter)."""
    text = "## 標題 {#a%d}\n\n這是一段說明文字，說明用車的規定與程序，並引用 [條款](a.md#b) 與 **重點**。\n\n- 甲\n- 乙\n\n"
    body = "".join(text % n for n in range(52))
    assert 7000 < len(body.encode()) < 9000
    plain = Markdown(extensions=[*EXTENSIONS, "toc"], extension_configs={"toc": {"slugify": slugify}})
    ours, theirs = [], []
    for _ in range(9):
        start = time.process_time()
        site.text(body)
        middle = time.process_time()
        plain.reset().convert(body)
        ours.append(middle - start)
        theirs.append(time.process_time() - middle)
    assert min(ours) < min(theirs) * 1.6


def test_paths_of_faults_are_the_pages_files(site: Site, handbook: Handbook) -> None:
    """A diagnostic names the file below docs/."""
    site.text('{{ procedure("x") }}', "a/page.md")
    assert [d.span.path for d in site.diagnostics] == [handbook.root / Path("docs/a/page.md")]


def test_abbreviations_are_explained_where_they_first_stand(tmp_path: Path) -> None:
    """The first use in a paragraph, list or table gets the full form; headings, links and code do not."""
    terms = "- {term: KPI, full: 關鍵績效指標}\n- {term: TSR, full: 電話銷售代表}\n- {term: CSR, full: 客戶服務代表}\n- {term: MD}\n"
    text = (
        "# KPI\n\n[TSR](index.md) 的 **KPI** 與 KPI，MD、XTSR、`TSR`。TSR 每月一次。\n\n"
        "| 崗位 |\n|---|\n| TSR |\n\nCSR 是客戶服務代表。CSR 兩班。\n"
    )
    files = {
        "docs/_data/terms.yml": terms,
        "docs/index.md": text,
        "docs/how.md": "---\nid: how\nsection: authoring\n---\n# 怎樣寫\n\nKPI。\n",
    }
    for name, written in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(written, encoding="utf-8")
    site = Site(load(tmp_path, diagnostics=Diagnostics(tmp_path)))

    page = site.page("index.md")

    assert '<strong>KPI<span class="hb-full-form">（關鍵績效指標）</span></strong> 與 KPI，MD' in page
    assert '<code>TSR</code>。TSR<span class="hb-full-form">（電話銷售代表）</span>每月一次。' in page
    assert page.count("hb-full-form") == 2
    assert "hb-full-form" not in site.page("how.md")


def test_abbreviations_are_explained_inside_components(tmp_path: Path) -> None:
    """In the step of a procedure, if that is the first use; not in a list that a script reads, nor a second time below."""
    checklist = (
        "id: daily\ntitle: 每日\npage: index\ngroups:\n  - title: 一\n    items:\n      - {id: one, text: 看 CSR。}\n"
    )
    files = {
        "docs/_data/terms.yml": "- {term: KPI, full: 關鍵績效指標}\n- {term: CSR, full: 客戶服務代表}\n",
        "docs/_data/roles.yml": "- {id: clerk, title: 科員, about: index}\n",
        "templates/checklists/daily.yml": checklist,
        "docs/index.md": (
            "---\nkind: procedure\nid: index\ntitle: 首頁\nprocedures:\n  - id: trip\n    title: 出差 KPI\n    steps:\n"
            "      - {id: one, actor: clerk, action: 報 KPI 與 <b>。}\n---\n# 首頁\n\n"
            '{{ procedure("trip") }}\n\n{{ checklist("daily") }}\n\n再報 KPI &amp; <!-- 註 --> CSR。\n'
        ),
    }
    for name, written in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(written, encoding="utf-8")
    site = Site(load(tmp_path, diagnostics=Diagnostics(tmp_path)))

    page = site.page("index.md")

    assert '報 KPI<span class="hb-full-form">（關鍵績效指標）</span>與 &lt;b&gt;。' in page
    assert 'CSR<span class="hb-full-form">（客戶服務代表）</span>。' in page[page.index("再報") :]
    assert page.count("hb-full-form") == 2
