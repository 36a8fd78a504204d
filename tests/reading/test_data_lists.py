"""Data lists: files, folders of files, and the lists that come with the package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.reading.loader import load
from support import ROOT


def read(root: Path, data: Path | None = None) -> Handbook:
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics, data=data)
    assert [one.render("en") for one in diagnostics.errors] == []
    return handbook


def test_a_list_is_a_file_or_a_folder_or_both(make_site: Callable[..., Path]) -> None:
    """Records of the file come first; a file of the folder lists records or is one."""
    root = make_site(
        {
            "docs/index.md": "# 手冊\n",
            "docs/_data/contacts.yml": "- {id: a, title: 甲, phone: 01012345}\n",
            "docs/_data/contacts/night.yml": "- {id: c, title: 丙, phone: 110}\n- {id: d, title: 丁, phone: 119}\n",
            "docs/_data/contacts/duty.yml": "id: b\ntitle: 乙\nphone: 120\n",
            "docs/_data/contacts/_draft.yml": "id: e\ntitle: 戊\nphone: 122\n",
            "docs/_data/synonyms/office.yml": "- [空調, 冷氣]\n",
        }
    )
    handbook = read(root)

    assert list(handbook.contacts) == ["a", "b", "c", "d"]
    assert handbook.contacts["a"].phone == "01012345"
    assert [group.say for group in handbook.synonyms] == [("空調", "冷氣")]


def test_a_record_of_a_folder_is_named_once(make_site: Callable[..., Path]) -> None:
    """Two files of a folder with one id are a fault that names both places."""
    root = make_site(
        {
            "docs/index.md": "# 手冊\n",
            "docs/_data/roles/a.yml": "id: office\ntitle: 甲\n",
            "docs/_data/roles/b.yml": "- {id: office, title: 乙}\n",
            "docs/_data/roles.yml": "id: clerk\ntitle: 丙\n",
        }
    )
    diagnostics = Diagnostics(root)
    load(root, diagnostics=diagnostics)

    assert [(one.code, one.span.path.name, one.params.get("path")) for one in diagnostics] == [
        ("duplicate-document-id", "b.yml", "docs/_data/roles/a.yml"),
        ("wrong-type", "roles.yml", None),
    ]


def test_a_site_has_the_usual_sections_in_their_order(make_site: Callable[..., Path]) -> None:
    """Without a list of its own a handbook has the sections of the package."""
    root = make_site({"docs/index.md": "# 手冊\n"})

    assert list(read(root).sections) == list(read(ROOT).sections)
    assert [one.title for one in read(root).sections.values() if one.readers == "readers"] == [
        "應急", "我的崗位", "接待", "辦公室事務", "車輛", "呼叫中心", "業務", "寫材料", "範本", "查對",
    ]  # fmt: skip


def test_a_site_changes_and_adds_sections() -> None:
    """A known section changes key by key, a new one stands behind the one before it in the site's list."""
    sections = read(ROOT / "tests/sites/good-sections").sections
    order = list(sections)

    assert order[order.index("vehicles") :][:4] == ["vehicles", "union", "reception", "notes"]
    assert order[:3] == ["emergency", "duties", "office"]
    assert (sections["vehicles"].title, sections["vehicles"].icon) == ("用車", "material/car")
    assert sections["union"].kinds == ("guideline",)
    assert sections["writing"].kinds == ()
    assert sections["notes"].readers == "authors"


def test_a_section_is_said_by_the_page_or_its_folder() -> None:
    """`section:` of a page wins over that of the folder's defaults."""
    assert read(ROOT / "tests/sites/good-sections").pages["index.md"].section == "union"
