"""A section, and the whole handbook, as one document to print."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.pages.site_outline import SiteOutline
from handbook.reading.loader import load
from handbook.site.printable import printable_documents, write_documents
from support import write_files

FILES = {
    "mkdocs.yml": "site_name: 測試手冊\nplugins:\n  - handbook\n",
    "docs/index.md": "# 首頁\n",
    "docs/rules/cars.md": "---\nkind: regulation\nid: cars\ntitle: 用車\nversion: '1.0'\n---\n# 用車\n",
    "docs/trips.md": "---\nkind: regulation\nid: trips\ntitle: 出差\n---\n# 出差\n",
    "docs/writing.md": "---\nid: how\ntitle: 怎樣寫\nsection: authoring\n---\n# 怎樣寫\n",
}
CARS = (
    '<html><nav>目錄</nav><h1>用車</h1><div class="hb-content"><h2 id="ask">申請 &amp; 批准</h2><div><p id="x">見'
    '<a href="../trips.html#ask">出差</a>、<a href="#ask">上面</a>、<a href="../fill/car.html">表</a><br>'
    '<img src="a.png"></p></div><script>1</script><button>按</button><details class="hb-used"><a href="x">用</a></details>'
    "<details><summary>多</summary>收合的</details><section hidden><h2 id=late>藏著的</h2></section></div><footer>頁尾</footer></html>"
)
TRIPS = '<html><div class="hb-content"><h2 id="ask">先問</h2></div></html>'


def test_a_section_is_one_document(tmp_path: Path) -> None:
    """Contents, pages with unique ids and lower headings, links inside the document; nothing that only works on screen."""
    root, site = tmp_path / "root", tmp_path / "site"
    diagnostics = Diagnostics(root)
    handbook = load(write_files(root, FILES), diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []
    write_files(site, {"rules/cars.html": CARS, "trips.html": TRIPS, "index.html": TRIPS})

    documents = [*printable_documents(site, handbook, SiteOutline.of(handbook), {"main": "assets/main.css"})]
    write_documents(site, documents)

    assert sorted(path.name for path in (site / "print").iterdir()) == ["handbook.html", "office.html"]
    text = (site / "print/office.html").read_text(encoding="utf-8")
    cars = re.search(r'<h2 id="(p\d)">用車</h2>', text)
    trips = re.search(r'<h2 id="(p\d)">出差</h2>', text)
    assert cars
    assert trips
    assert (
        f'<li><a href="#{cars[1]}">用車</a><ul><li><a href="#{cars[1]}-ask">申請 &amp; 批准</a></li></ul></li>' in text
    )
    assert f'<h3 id="{cars[1]}-ask">申請 &amp; 批准</h3>' in text
    assert (
        f'<a href="#{trips[1]}-ask">出差</a>、<a href="#{cars[1]}-ask">上面</a>、<a href="../fill/car.html">表</a><br>'
        in text
    )
    assert '<img src="../rules/a.png">' in text
    assert "<details open><summary>多</summary>收合的</details>" in text
    assert "版本 1.0" in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for missing in ("<script", "<button", "hb-used", "頁尾", "怎樣寫", "藏著的"):
        assert missing not in text
