"""What a tree may not show is in no byte of it."""

from __future__ import annotations

import base64
import gzip
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from audience_site import BASE, FORM, INTERNAL, PICTURES, SIGNS, WHOLE, traces
from handbook.checks.prepared_to_build import prepare_to_build
from handbook.diagnostics.diagnostics import BuildError, Diagnostics
from handbook.model.audience import NOTICE
from handbook.model.base import ListEntry
from handbook.model.handbook import Handbook
from handbook.model.organisation import LISTS
from handbook.model.page import Controlled
from handbook.reading.plugin_settings import read_settings
from handbook.search.packing import pack
from handbook.site.canaries import check_trees
from support import MadeOnce, fingerprint, run_handbook, run_process, said, write_files

pytestmark = pytest.mark.slow  # whole sites are built or tried


@pytest.fixture(scope="module")
def site(made_once: MadeOnce) -> Path:
    """The trees of the handbook in which something of every kind is withheld; its sources are in the folder above."""

    def make(root: Path) -> None:
        done = run_process("build", cwd=write_files(root, WHOLE))
        assert done.returncode == 0, said(done)

    return made_once("audiences", make) / "site"


def test_every_entry_of_a_list_can_carry_a_mark() -> None:
    """A new kind of list is internal until its entries say otherwise."""
    assert [kind for kind in LISTS.values() if not issubclass(kind, ListEntry | Controlled)] == []


def test_each_audience_has_a_tree(site: Path) -> None:
    """Each is a site of its own, and nothing lies beside them."""
    assert sorted(path.name for path in site.iterdir()) == ["internal", "public", "restricted"]
    for tree in site.iterdir():
        assert {"index.html", "404.html", "build-manifest.json"} <= {path.name for path in tree.iterdir()}


def test_everything_is_in_the_tree_of_its_readers(site: Path) -> None:
    """Otherwise the tests below would hold for a reader that finds nothing."""
    for audience, tree in (("restricted", "restricted"), ("internal", "internal"), ("internal", "restricted")):
        found = {one.rpartition(": ")[2] for one in traces(site / tree, audience)}
        assert len(found) == len(SIGNS[audience]) + 1, (tree, audience)


@pytest.mark.parametrize(
    ("tree", "audience"), [("public", "restricted"), ("public", "internal"), ("internal", "restricted")]
)
def test_what_is_withheld_is_in_no_byte(site: Path, tree: str, audience: str) -> None:
    """By title, address, file name, text, number or picture; raw, in base64, deflated, in Word files and archives."""
    assert traces(site / tree, audience) == []


@pytest.mark.parametrize(
    ("tree", "sources"), [("public", BASE), ("internal", {**BASE, **INTERNAL})], ids=["public", "internal"]
)
def test_a_tree_is_as_if_nothing_else_existed(site: Path, tmp_path: Path, tree: str, sources: object) -> None:
    """Every byte equals that of a handbook without the withheld sources: no count, number, name or order tells."""
    root = write_files(tmp_path / "root", dict(sources))  # type: ignore[call-overload]
    done = run_process("build", "--audience", tree, cwd=root)
    assert done.returncode == 0, said(done)

    assert fingerprint(root / "site" / tree) == fingerprint(site / tree)


def test_a_tree_names_itself_and_its_paper_warns(site: Path) -> None:
    """In the frame and on every sheet; a restricted one says so on pages and blank Word files, with lines to sign."""
    for name, title in (("public", "公開版"), ("internal", "內部版"), ("restricted", "限閱版")):
        text = (site / name / "rules.html").read_text("utf-8")
        assert f">分級手冊（{title}）</a>" in text
        assert f"<p><span>分級手冊（{title}）</span>" in text
        word = zipfile.ZipFile(site / name / "fill/visit.form.docx")
        foot = "".join(word.read(one).decode() for one in word.namelist() if "footer" in one)
        is_restricted = name == "restricted"
        assert [NOTICE in text, "列印人：" in text, "列印時間：" in text, NOTICE in foot] == [is_restricted] * 4


# ── the scan after the build ──


def deflated(text: str) -> bytes:
    """A data script as search has them: deflated without a header, in base64."""
    return f'handbook.define("x","{pack(text.encode())}");'.encode()


def zipped(name: str, content: str) -> bytes:
    """An archive with one file."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return raw.getvalue()


LEAKS: dict[str, tuple[str, bytes]] = {
    "title": ("a.html", "<p>夜鷹方案</p>".encode()),
    "sentence behind tags": ("a.html", "<p>密碼<b>是</b>，夜鷹在三樓<i>集合</i>，密碼是73915501</p>".encode()),
    "simplified": ("a.js", "夜鹰警报".encode()),
    "escaped": ("a.js", b'"\\u591c\\u9df9\\u8b66\\u5831"'),
    "comment": ("a.html", "<!-- 夜鷹註解在此 -->".encode()),
    "number": ("a.html", b'<a href="tel:73915503">1</a>'),
    "id": ("a.html", b'<a id="nighthawk-part"></a>'),
    "address": ("a.html", b"old/nighthawk-before.html"),
    "file name": ("nighthawk-map.png", b"other"),
    "search data": ("a.js", deflated("夜鷹警報，與來訪登記、其他規定放在一起")),
    "gzip": ("a.gz", gzip.compress("夜鷹警報".encode())),
    "word file": ("a.docx", zipped("word/document.xml", "<w:t>夜鷹</w:t><w:t>警報</w:t>")),
    "name in archive": ("a.zip", zipped("夜鷹方案.docx", "空")),
    "picture": ("a.png", PICTURES["restricted"]),
    "picture in page": ("a.html", b'<img src="data:;base64,' + base64.b64encode(PICTURES["restricted"]) + b'">'),
    "part of picture": ("a.bin", PICTURES["restricted"][20:]),
}


@pytest.fixture(scope="module")
def whole(site: Path) -> Handbook:
    """The handbook of the trees."""
    found = Diagnostics(site.parent)
    settings = read_settings(site.parent, found)
    return prepare_to_build(site.parent, settings, found, data=None).handbook


@pytest.mark.parametrize("kind", LEAKS)
def test_a_leak_is_found_with_file_and_source(site: Path, whole: Handbook, tmp_path: Path, kind: str) -> None:
    """Whatever it is and however it is packed, in the only file that the tree has besides its own."""
    name, content = LEAKS[kind]
    (tmp_path / "public").mkdir()
    (tmp_path / "public/index.html").write_bytes((site / "public/index.html").read_bytes())
    (tmp_path / "public" / name).write_bytes(content)

    with pytest.raises(BuildError) as raised:
        check_trees(whole, [tmp_path / "public", site / "restricted"])

    assert f"public: {name} " in str(raised.value)
    assert "nighthawk" in str(raised.value)


def test_a_scan_says_what_it_looked_for(site: Path, whole: Handbook) -> None:
    """In each tree for what is withheld from it, in every file; nothing is withheld from the highest."""
    found = {one.tree: one for one in check_trees(whole, sorted(site.iterdir()))}

    assert found["restricted"].looked_for == 0
    assert found["public"].looked_for > found["internal"].looked_for > 40
    assert found["public"].files == sum(1 for path in (site / "public").rglob("*") if path.is_file())


def test_a_scan_that_proves_nothing_fails(site: Path, whole: Handbook, tmp_path: Path) -> None:
    """An empty tree; a tree in which what it should show is not found."""
    (tmp_path / "public").mkdir()
    with pytest.raises(BuildError, match="public"):
        check_trees(whole, [tmp_path / "public"])
    shutil.copytree(site / "restricted", tmp_path / "restricted")
    for path in (tmp_path / "restricted").rglob("nighthawk-map.png"):
        path.write_bytes(b"another picture")
    with pytest.raises(BuildError, match=r"nighthawk-map\.png"):
        check_trees(whole, [site / "public", tmp_path / "restricted"])


def test_a_leak_stops_the_publication(tmp_path: Path) -> None:
    """Even one that another plugin's code brings in; the site stays as it was."""
    hook = (
        "from pathlib import Path\n"
        "def on_post_page(output, *, page, config):\n"
        "    root = Path(config.config_file_path).parent\n"
        "    return output + (root / 'docs/nighthawk/plan.md').read_text('utf-8')\n"
    )
    root = write_files(tmp_path, WHOLE)
    assert run_process("build", "--audience", "public", cwd=root).returncode == 0
    before = fingerprint(root / "site")
    write_files(root, {"leak.py": hook, "mkdocs.yml": f"{WHOLE['mkdocs.yml']}hooks: [leak.py]\n"})

    done = run_process("build", "--audience", "public", "--lang", "en", cwd=root)

    assert done.returncode == 1
    assert "docs/nighthawk/plan.md" in done.stderr
    assert fingerprint(root / "site") == before


# ── one tree, and what is in place ──


def test_one_site_holds_nothing_private(tmp_path: Path) -> None:
    """Without audiences nobody is let see it: neither the page that fills in nor the rules know it."""
    form = "id: visit\ntitle: 來訪登記\ncategory: form\nrules: [{misspelt: {fields: name, in: people}}]\n" + FORM
    people = '- {id: a, name: 王明, phone: "73915504", also: [夜鷹], private: true}\n'
    contacts = '- {id: b, title: 值班室, name: 夜鷹, phone: "73915503", private: true}\n'
    root = write_files(
        tmp_path,
        {
            "mkdocs.yml": "site_name: 手冊\nplugins: [handbook]\n", "docs/index.md": "# 首頁\n",
            "docs/_data/people.yml": people, "docs/_data/contacts.yml": contacts, "templates/visit/template.yml": form,
        },
    )  # fmt: skip
    done = run_process("build", cwd=root)
    assert done.returncode == 0, said(done)
    assert "王明" in (root / "site/assets/handbook/data/rules-visit.js").read_text(encoding="utf-8")
    assert traces(root / "site", "restricted") == []


def test_what_is_in_place_is_judged_as_well(tmp_path: Path) -> None:
    """A page that was raised does not stay in the tree that is not built anew; built over it, nothing is left."""
    page = "---\nid: plan\ntitle: 搬遷的時間表\naudience: {}\n---\n# 搬遷的時間表\n\n十二月底以前全部搬完。\n"
    config = "site_name: 手冊\nplugins:\n  - handbook:\n      audiences: {internal: , restricted: }\n"
    sources = {"mkdocs.yml": config, "docs/index.md": "# 首頁\n"}
    root = write_files(tmp_path, {**sources, "docs/plan.md": page.format("internal")})
    assert run_process("build", cwd=root).returncode == 0
    assert (root / "site/internal/plan.html").is_file()
    write_files(root, {"docs/plan.md": page.format("restricted")})

    stopped = run_process("build", "--audience", "restricted", "--lang", "en", cwd=root)
    assert stopped.returncode == 1
    assert "internal: " in stopped.stderr
    done = run_process("build", "--audience", "internal", cwd=root)
    assert done.returncode == 0, said(done)

    left = [path for path in (root / "site/internal").rglob("*") if "搬遷" in path.name or path.name == "plan.html"]
    assert left == []
    assert (root / "site/restricted/plan.html").is_file()


def test_mkdocs_builds_the_tree_that_it_is_told(tmp_path: Path) -> None:
    """By its setting or the environment; told none, it stops and names them. An archive is of one tree."""
    root = write_files(tmp_path, BASE)
    program = [sys.executable, "-m", "mkdocs", "build", "-q"]

    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, "HANDBOOK_LANG": "en", **environment}
        return subprocess.run(program, cwd=root, env=variables, capture_output=True, text=True, check=False)

    untold = run()
    assert untold.returncode == 1
    assert "public, internal, restricted" in untold.stdout + untold.stderr
    assert not (root / "site").exists()
    told = run(HANDBOOK_AUDIENCE="public")
    assert told.returncode == 0, told.stderr
    assert [path.name for path in (root / "site").iterdir()] == ["public"]
    packed = run_handbook("build", "--zip", root / "all.zip", "--lang", "en", cwd=root)
    assert packed.returncode == 1
    assert "--audience" in packed.stderr
