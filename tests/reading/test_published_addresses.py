"""Published addresses: an old link leads to the new place, or the check says that it would not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.reading import headings, published_addresses
from handbook.site.build import check
from support import run_handbook, run_process, said

BEFORE = {
    "docs/index.md": "# 首頁\n\n## 電話\n\n[司機](duties/driver.md)\n",
    "docs/duties/driver.md": "---\nkind: role\nid: driver\ntitle: 司機\n---\n# 司機\n\n## 職責\n1. 準時 {#on-time}\n",
    "docs/duties/guard.md": "---\nkind: role\nid: guard\ntitle: 門衛\n---\n# 門衛\n\n## 大門\n\n## 鑰匙\n",
}
AFTER = {
    "docs/index.md": '# 首頁\n\n## 聯絡電話 {formerly="#電話"}\n',
    "docs/duties/driver.md": (
        "---\nkind: role\nid: driver\ntitle: 司機\n---\n# 司機\n\n## 職責\n"
        '1. 準時 {#punctual formerly="#on-time"}\n2. 保管鑰匙 {#keys formerly="duties/guard.html#鑰匙"}\n'
    ),
    "docs/security.md": "---\nkind: role\nid: guard\ntitle: 保安\nformerly: [duties/guard.md]\n---\n# 保安\n\n## 大門\n",
}
MANY = {
    "docs/index.md": "# 首頁\n\n[甲](a.md)\n",
    "docs/a.md": '# 甲頁\n\n## 甲 {#a formerly="index.html#甲, index.html#甲二"}\n',
}


def lay(root: Path, files: dict[str, str]) -> None:
    for path in sorted((root / "docs").rglob("*.md")):
        path.unlink()
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def moved(make_site: Callable[..., Path]) -> Path:
    """A handbook whose addresses were recorded, and which was then rearranged with everything declared."""
    root = make_site(BEFORE)
    done = run_handbook("addresses", "--lang", "en", cwd=root)
    assert done.returncode == 0, said(done)
    assert done.stdout == "addresses.txt: 9 addresses, 9 of them new\n"
    lay(root, AFTER)
    return root


def codes(root: Path) -> list[tuple[str, str]]:
    return [(one.code, str(one.params.get("address", ""))) for one in check(root)]


def test_without_a_record_nobody_is_bothered(make_site: Callable[..., Path]) -> None:
    """A handbook that keeps no record may rename as it likes."""
    root = make_site(BEFORE)
    lay(root, {"docs/index.md": "# 首頁\n"})

    assert codes(root) == []


def test_what_vanished_is_named_with_its_likeliest_new_place(make_site: Callable[..., Path]) -> None:
    """Renamed heading, moved clause, moved page: each is an error at its line of the record."""
    root = make_site(BEFORE)
    run_handbook("addresses", cwd=root)
    lay(root, {name: re.sub(r"( ?formerly=\"[^\"]*\"|formerly: .*\n)", "", text) for name, text in AFTER.items()})

    found = {str(one.params["address"]): one.suggestion for one in check(root) if one.code == "vanished-address"}

    assert found["index.html#電話"] == "index.html#聯絡電話"
    assert found["duties/driver.html#on-time"] is None
    assert found["duties/guard.html"] == "security.html"
    assert "duties/guard.html#大門" not in found  # said with its page


def test_declared_moves_satisfy_the_check(moved: Path) -> None:
    """Only the new addresses are left to record; after that the record holds old and new ones."""
    assert [code for code, _ in codes(moved)] == ["unrecorded-addresses"]

    run_handbook("addresses", cwd=moved)

    assert codes(moved) == []
    assert {"duties/guard.html#大門", "security.html#大門"} <= set((moved / "addresses.txt").read_text().split("\n"))


def test_a_page_moved_to_itself_declares_only_what_it_lost(moved: Path) -> None:
    """What has kept its id on a moved page needs no declaration; what has not is named."""
    record = moved / "addresses.txt"
    record.write_text(record.read_text() + "duties/guard.html#門禁\n")

    assert ("vanished-address", "duties/guard.html#門禁") in codes(moved)


def test_old_addresses_work_without_javascript(moved: Path) -> None:
    """Each old id exists on its old page: at the renamed heading, or at a line that leads to the new place."""
    done = run_process("build", "--site-dir", moved / "site", cwd=moved)
    assert done.returncode == 0, said(done)
    home = (moved / "site/index.html").read_text(encoding="utf-8")
    driver = (moved / "site/duties/driver.html").read_text(encoding="utf-8")
    guard = (moved / "site/duties/guard.html").read_text(encoding="utf-8")

    assert '<h2 id="聯絡電話"><span class="hb-formerly" id="電話"></span>聯絡電話</h2>' in home
    assert 'id="punctual"><span class="hb-formerly" id="on-time"></span>' in driver
    assert "hb-moved" not in home + driver
    assert "formerly=" not in home + driver
    assert '<a href="../security.html">《保安》</a>' in guard
    assert 'id="大門"><a href="../security.html#大門">' in guard
    assert re.search(r'id="鑰匙"><a href="driver.html#keys">《司機》職責2　保管鑰匙</a>', guard)
    assert "duties/guard.html" not in home  # the stub is in no list of pages
    assert "guard.html" not in (moved / "site/search.html").read_text(encoding="utf-8")


def test_a_page_that_still_exists_lists_what_left_it(make_site: Callable[..., Path]) -> None:
    """Several old ids may lead to one place."""
    root = make_site(MANY)
    done = run_process("build", "--site-dir", root / "site", cwd=root)
    assert done.returncode == 0, said(done)

    home = (root / "site/index.html").read_text(encoding="utf-8")
    assert "已移走的條款" in home
    assert home.count('<a href="a.html#a">《甲頁》甲</a>') == 2


def test_recording_keeps_what_is_gone_and_needs_sound_sources(moved: Path) -> None:
    """The record never forgets by itself, and is not written from sources with faults."""
    record = moved / "addresses.txt"
    (moved / "docs/index.md").write_text("# 首頁\n\n## 甲\n\n## 甲\n", encoding="utf-8")
    before = record.read_bytes()
    done = run_handbook("addresses", "--lang", "en", cwd=moved)

    assert done.returncode == 1
    assert "ambiguous-heading" in said(done)
    assert record.read_bytes() == before


def test_a_broken_record_is_a_diagnostic(make_site: Callable[..., Path]) -> None:
    """Nonsense in the record is reported, never raised."""
    root = make_site(BEFORE)
    (root / "addresses.txt").write_bytes(b"\xff\xfe\x00broken")
    assert [code for code, _ in codes(root)] == ["not-utf-8"]
    (root / "addresses.txt").write_text("../../x\n<b>\n#\n\n", encoding="utf-8")
    assert {code for code, _ in codes(root)} == {"vanished-address", "unrecorded-addresses"}


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("duties/driver.html#check", "duties/driver.html#check"),
        ("duties/driver.md", "duties/driver.html"),
        ("/duties/./driver.html", "duties/driver.html"),
        ("#check", "here.html#check"),
        ("a.html#%E6%BA%96%E5%82%99", "a.html#準備"),
        ("https://example.org/a.html", ""),
        ("../a.html", ""),
        ("a.html?x#y", ""),
        ("a.pdf", ""),
        ("#", ""),
        ("", "here.html"),
    ],
)
def test_addresses_are_read_as_people_write_them(written: str, address: str) -> None:
    """From the root, from the source file, from the browser's bar; nothing outside the handbook."""
    assert published_addresses.absolute(written, "here.html") == address


@pytest.mark.parametrize(
    ("found", "ids"),
    [
        ([(1, "接待", ""), (2, "準備", "")], ["接待", "準備"]),
        ([(2, "前", ""), (3, "準備", ""), (2, "後", ""), (3, "準備", "")], ["前", "前-準備", "後", "後-準備"]),
        ([(2, "甲", "a"), (3, "準備", ""), (2, "乙", ""), (3, "準備", "")], ["a", "a-準備", "乙", "乙-準備"]),
        ([(1, "用車", ""), (2, "用車", "")], ["用車-title", "用車"]),
        ([(2, "甲", ""), (2, "甲", "")], ["甲", "甲 ?"]),
        ([(2, "乙", ""), (2, "甲", "乙")], ["乙 ?", "乙"]),
        ([(2, "第一（ＡＢＣ）　節！", ""), (2, "？？", "")], ["第一-abc-節", "section"]),
    ],
)
def test_ids_of_headings(found: list[tuple[int, str, str]], ids: list[str]) -> None:
    """Repeated headings are told apart by the heading above, all alike; ` ?` marks what cannot be told apart."""
    got = [one.id + (" ?" if one.ambiguous else "") for one in headings.name(found)]
    assert [one.removesuffix(" ?") for one in got] == [one.removesuffix(" ?") for one in ids]
    assert any(one.endswith("?") for one in got) == any(one.endswith("?") for one in ids)


def test_the_order_of_headings_does_not_change_their_ids() -> None:
    """An added heading above, or a moved part, changes no other id."""
    parts = [[(2, "前", ""), (3, "準備", "")], [(2, "後", ""), (3, "準備", "")], [(2, "中", ""), (3, "準備", "")]]
    forwards = {one.id for one in headings.name([row for part in parts for row in part])}
    backwards = {one.id for one in headings.name([row for part in reversed(parts) for row in part])}
    assert forwards == backwards
