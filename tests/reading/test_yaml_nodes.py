"""Reading files and YAML: positions are right, values never change silently, every fault is said."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading import encodings
from handbook.reading.front_matter import split_front_matter
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, parse_yaml, read_text

PATH = Path("page.md")


def parse(text: str) -> tuple[object, list[str]]:
    diagnostics = Diagnostics()
    node = parse_yaml(text, PATH, diagnostics)
    return node, [d.code for d in diagnostics]


@pytest.mark.parametrize(
    "written", ["01012345", "0o17", "1_000", "09:30", "1e3", "yes", "No", "~", "2026-10-05", "0x1F", ".5", "+86 10"]
)
def test_scalars_stay_text(written: str) -> None:
    """An unquoted value comes out exactly as it was written."""
    node, codes = parse(f"phone: {written}\n")

    assert isinstance(node, MapNode)
    assert isinstance(node.entries["phone"], TextNode)
    assert (node.entries["phone"].value, codes) == (written, [])


def test_every_node_knows_its_place() -> None:
    """Lines and columns count from one, in characters, behind Chinese text too."""
    node, _ = parse("標題: 司機\nlist:\n  - 甲\n  - {鍵: 值}\n")

    assert isinstance(node, MapNode)
    items = node.entries["list"]
    assert isinstance(items, ListNode)
    inner = items.items[1]
    assert isinstance(inner, MapNode)
    assert (node.entries["標題"].span.line, node.entries["標題"].span.column) == (1, 5)
    assert (inner.entries["鍵"].span.line, inner.entries["鍵"].span.column) == (4, 9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2\n", "duplicate-key"),
        ("a: &x 1\nb: *x\n", "yaml-alias"),
        ("a:\n\t- b\n", "yaml-tab"),
        ("a: b: c\n", "yaml-syntax"),
        ("a: [1, 2\n", "yaml-syntax"),
        ("a: 1\n---\nb: 2\n", "yaml-documents"),
        ("? [a]\n: b\n", "yaml-key"),
        ("[" * 40 + "]" * 40, "yaml-too-deep"),
    ],
)
def test_faults_are_named(text: str, code: str) -> None:
    """Each fault of YAML has a code of its own."""
    assert parse(text)[1] == [code]


def test_an_alias_bomb_is_refused_at_once() -> None:
    """Nested aliases are not expanded."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 12)]

    assert parse("\n".join(lines))[1] == ["yaml-alias"]


@given(st.text(max_size=200))
def test_any_text_gives_a_node_or_a_diagnostic(text: str) -> None:
    """The parser never raises, whatever it is given."""
    node, codes = parse(text.replace("\0", ""))

    assert node is None or isinstance(node, (TextNode, ListNode, MapNode))
    assert all(isinstance(code, str) for code in codes)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[0-9:.eE+_xo-]{1,12}", fullmatch=True)
    )
)
def test_number_like_values_round_trip(values: dict[str, str]) -> None:
    """Whatever looks like a number, a time or a date is kept to the letter when quoted."""
    node, codes = parse("".join(f'{key}: "{value}"\n' for key, value in values.items()) or "{}")

    assert isinstance(node, MapNode)
    assert codes == []
    assert {key: value.value for key, value in node.entries.items() if isinstance(value, TextNode)} == values


def front(text: str) -> tuple[MapNode | None, str, int, list[str]]:
    diagnostics = Diagnostics()
    node, body, line = split_front_matter(text, PATH, diagnostics)
    return node, body, line, [d.code for d in diagnostics]


def test_front_matter_is_split_with_the_body_line() -> None:
    """The body's first line is known, so that later errors point into the file."""
    node, body, line, codes = front("---\ntitle: 甲\n---\n# 甲\n")

    assert node is not None
    assert (body, line, codes) == ("# 甲\n", 4, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [("---\ntitle: a\n", "front-matter-unclosed"), ("---\n- a\n---\n", "front-matter-not-a-map")],
)
def test_faulty_front_matter_is_reported(text: str, code: str) -> None:
    """Front matter that mkdocs would silently print into the page is an error."""
    assert front(text)[3] == [code]


def read(path: Path, root: Path) -> tuple[str | None, list[tuple[str, int, int]]]:
    diagnostics = Diagnostics()
    text = read_text(path, root, diagnostics)
    return text, [(d.code, d.span.line, d.span.column) for d in diagnostics]


def test_a_page_in_another_encoding_is_named_with_its_place(tmp_path: Path) -> None:
    """A Big5 or GBK file is refused at the first foreign byte."""
    page = tmp_path / "page.md"
    page.write_bytes("# ok\nab中文\n".encode("gbk"))

    assert read(page, tmp_path) == (None, [("not-utf-8", 2, 3)])


def test_a_byte_order_mark_and_dos_line_ends_are_accepted(tmp_path: Path) -> None:
    """Files saved by Notepad read like any other."""
    page = tmp_path / "page.md"
    page.write_bytes(b"\xef\xbb\xbf# a\r\nb\r\n")

    assert read(page, tmp_path) == ("# a\nb\n", [])


def test_a_nul_byte_is_refused(tmp_path: Path) -> None:
    """A NUL byte is reported with its place."""
    page = tmp_path / "page.md"
    page.write_bytes(b"a\nb\0c")

    assert read(page, tmp_path) == (None, [("nul-byte", 2, 2)])


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    """The text of a linked file outside is never read."""
    root = tmp_path / "site"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (root / "page.md").symlink_to(tmp_path / "secret.md")

    assert read(root / "page.md", root) == (None, [("outside-project", 1, 1)])


def test_a_named_pipe_does_not_block(tmp_path: Path) -> None:
    """A pipe is refused instead of waited for."""
    os.mkfifo(tmp_path / "page.md")

    assert read(tmp_path / "page.md", tmp_path)[1] == [("not-a-file", 1, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('title: "甲\nowner: x\nnote: 乙\n', ("yaml-quote", 1, 8)),
        ('- id: a\n  title: "甲\n- id: b\n  title: "乙"\n', ("yaml-quote", 2, 10)),
        ("title: 'it's'\n", ("yaml-quote", 1, 8)),
        ("sources: [D01\nowner: x\n", ("yaml-syntax", 1, 10)),
        ("- {id: a, title: 甲\n- {id: b}\n", ("yaml-syntax", 1, 3)),
        ("days: [\n", ("yaml-syntax", 1, 7)),
        ("id: a\n title: 甲\n", ("yaml-indent", 2, 2)),
        ("id: a\nowner\nnote: 甲\n", ("yaml-syntax", 2, 1)),
        ("id:\u3000a\ntitle: 甲\n", ("yaml-space", 1, 3)),
        ('a: "x\\qy"\n', ("yaml-syntax", 1, 6)),
    ],
)
def test_a_fault_is_where_a_person_would_look(text: str, expected: tuple[str, int, int]) -> None:
    """At the quote or bracket that was left open, not where the parser gave up."""
    diagnostics = Diagnostics()
    parse_yaml(text, PATH, diagnostics)

    assert [(d.code, d.span.line, d.span.column) for d in diagnostics] == [expected]
    assert not re.search("expected|found|did not", diagnostics.render("zh"))


PROSE = "辦公室的用品由各科室的主管申請，報辦公室審批。每月五日以前交來。"
SIMPLIFIED = "办公室的用品由各科室的主管申请，报办公室审批。每月五日以前交来。"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (PROSE.encode("big5"), "Big5"),
        (SIMPLIFIED.encode("gbk"), "GBK"),
        (PROSE.encode("gb18030"), "GBK"),
        (PROSE.encode("utf-16"), "UTF-16"),
        ("title: x\n".encode("utf-16-le") + PROSE.encode("utf-16-le"), "UTF-16"),
        ("ひらがなとカタカナの文章です。".encode("shift_jis"), ""),
        (b"caf\xe9 r\xe9sum\xe9", ""),
        (PROSE.encode()[:-1], ""),
        (PROSE.encode() + b"\xff", ""),
    ],
)
def test_an_encoding_is_guessed_right_or_not_at_all(raw: bytes, expected: str) -> None:
    assert encodings.guessed_encoding(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n---\nid: a\n---\n文", ("front-matter-place", 2)),
        ("----\nid: a\n----\n文", ("front-matter-hyphens", 1)),
        ("---\nid: a\n-----\n文", ("front-matter-hyphens", 3)),
        ("———\nid: a\n———\n文", ("front-matter-hyphens", 1)),
        (" ---\nid: a\n---\n文", ("front-matter-hyphens", 1)),
        ("id: a\ntitle: 甲\n---\n文", ("front-matter-unopened", 1)),
        ("# 題\n\n---\nid: a\n---\n文", ("front-matter-place", 3)),
    ],
)
def test_front_matter_that_begins_elsewhere_is_said_and_read(text: str, expected: tuple[str, int]) -> None:
    """One error, at the line that is wrong; the fields are known all the same, so nothing else follows from it."""
    diagnostics = Diagnostics()

    front, body, _ = split_front_matter(text, PATH, diagnostics)

    assert [(d.code, d.span.line) for d in diagnostics] == [expected]
    assert front is not None
    assert "id" in front.entries
    assert body == "文"


@pytest.mark.parametrize("text", ["文\n\n---\n\n文", "---\n文：字\n", "# 題\n\n```yaml\n---\nid: a\n---\n```\n"])
def test_a_line_between_paragraphs_is_no_front_matter(text: str) -> None:
    diagnostics = Diagnostics()

    split_front_matter(text, PATH, diagnostics)

    assert not [
        d for d in diagnostics if d.code in ("front-matter-place", "front-matter-hyphens", "front-matter-unopened")
    ]
