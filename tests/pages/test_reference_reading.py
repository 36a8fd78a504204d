"""Random Markdown of the constructs that office people use, held against another reading of it.

The other reading is that of markdown-it-py, which follows CommonMark and has GitHub's tables. Both must show the same
words in the same blocks, and every number of a list as it was written. `HANDBOOK_EXAMPLES=20000` tries for longer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.markdown import converter
from handbook.pages.markdown.markdown_extension import HandbookExtension
from handbook.pages.renderer import make_renderer
from handbook.reading.loader import load

pytestmark = pytest.mark.slow  # whole sites are built or tried

EXAMPLES = int(os.environ.get("HANDBOOK_EXAMPLES", "250"))
REFERENCE = MarkdownIt("commonmark").enable("table")
Shown = Callable[[str], tuple[str, list[str]]]

# ── what office people write ──

WORDS = st.lists(
    st.sampled_from(["用品申請", "會議紀要", "ABC", "2026"]),
    min_size=1,
    max_size=3,
)
PLAIN = WORDS.map(" ".join)
INLINE = st.one_of(
    PLAIN,
    st.builds("{}**{}**{}".format, PLAIN, PLAIN, PLAIN),
    st.builds("{} [{}](note.md)".format, PLAIN, PLAIN),
    st.builds("{} `{}`".format, PLAIN, PLAIN),
    st.builds("{}：{}。".format, PLAIN, PLAIN),
)
CELL = st.one_of(PLAIN, st.just(""), st.builds("**{}**".format, PLAIN))


def table(head: list[str], rows: list[list[str]]) -> str:
    width = len(head)
    lines = [head, ["---"] * width, *[(row + [""] * width)[:width] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def indented(text: str, spaces: int) -> str:
    return "\n".join(f"{' ' * spaces}{line}" if line else "" for line in text.split("\n"))


def listed(items: list[tuple[str, str]], start: int, indent: int, gap: bool) -> str:
    """start: the first number; 0 for bullets. indent: spaces before what belongs to an item."""
    parts = []
    for number, (text, inner) in enumerate(items, start=start):
        below = f"\n{chr(10) if gap else ''}{indented(inner, indent)}" if inner else ""
        parts.append(f"{'-' if not start else f'{number}.'} {text}{below}")
    return ("\n\n" if gap else "\n").join(parts)


TABLES = st.builds(
    table, st.lists(PLAIN, min_size=2, max_size=3), st.lists(st.lists(CELL, max_size=3), min_size=1, max_size=3)
)
PARAGRAPHS = st.lists(INLINE, min_size=1, max_size=2).map("\n".join)


ONE = st.just(1)


def lists(inner: st.SearchStrategy[str], starts: st.SearchStrategy[int] = ONE) -> st.SearchStrategy[str]:
    """starts: first numbers. CommonMark lets a list stand below text without an empty line when it begins with 1."""
    items = st.lists(st.tuples(INLINE, st.one_of(st.just(""), inner)), min_size=1, max_size=4)
    return st.one_of(
        st.builds(listed, items, st.just(0), st.integers(2, 4), st.booleans()),
        st.builds(listed, items, starts, st.just(4), st.booleans()),
    )


NESTED = st.recursive(lists(st.nothing()), lists, max_leaves=6)
LISTS = lists(st.one_of(NESTED, TABLES, PARAGRAPHS), st.integers(1, 12))
BLOCKS = st.one_of(
    PARAGRAPHS,
    TABLES,
    st.builds("{}\n{}\n\n文".format, PARAGRAPHS, st.one_of(TABLES, NESTED)),  # without an empty line between them
    LISTS.map("{}\n\n文".format),  # two lists in a row are one for CommonMark
    st.builds("## {}".format, PLAIN),
    PARAGRAPHS.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
    PLAIN.map("```\n{}\n```".format),
    st.just("---"),
)
PAGES = st.lists(BLOCKS, min_size=1, max_size=5).map("\n\n".join)


# ── two readings ──

_NAMES = {"ul", "ol", "li", "table", "tr", "td", "th", "h2", "pre", "blockquote", "hr", "strong", "code", "a", "p"}


def outline(html: str) -> str:
    """The blocks of a page with their words. Paragraphs of items are left out: what is loose differs by reading."""

    def of(element: object, number: int = 0, inside: bool = False) -> str:
        name = str(getattr(element, "tag", ""))
        inner = _letters(getattr(element, "text", "") or "")
        count = int(element.get("start") or 1)  # type: ignore[attr-defined]
        for child in element:  # type: ignore[attr-defined]
            if child.tag == "li" and name == "ol":
                count = int(child.get("value") or count)
            inner += of(child, count, name == "li") + _letters(child.tail or "")
            count += child.tag == "li"
        if name not in _NAMES or (name == "p" and inside):
            return inner
        shown = str(number) if name == "li" and number else ""
        return f"{name}{shown}({inner})"

    return of(html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False))


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A text as our pages show it, and the codes of what is wrong with it."""
    root = tmp_path_factory.mktemp("site")
    (root / "docs").mkdir()
    handbook: Handbook = load(root, diagnostics=Diagnostics(root))
    extension = HandbookExtension(handbook=handbook, renderer=make_renderer(handbook))
    markdown = converter.build_converter(*converter.options(extension))

    def page(text: str) -> tuple[str, list[str]]:
        found = Diagnostics(root)
        extension.begin("page.md", 1, found)
        return outline(converter.convert(markdown, extension, text)), [one.code for one in found.errors]

    return page


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_pages_read_as_another_parser_reads_them(shown: Shown, text: str) -> None:
    """The same blocks, the same words, the same numbers, and no fault."""
    expected = outline(REFERENCE.render(text))

    found, faults = shown(text)

    assert found == expected
    assert set(faults) <= {"ambiguous-heading"}  # headings of the same words, which random pages have
