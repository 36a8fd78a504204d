"""Cuts source documents into pages and sections, and writes them as a handbook or as stock Markdown.

    python tests/bench/search_quality/cut_documents.py --corpus DIR [--output FOLDER]

The documents are plain text (D01.txt, D02.txt …) without marks. Their numbers say what is a heading:
一、 begins a section, （一） a part of it, 1. and 1.1. a clause, which is a heading only when it is short.
The long staff manual (D10) becomes one page for each of its parts and for each role.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests/

from bench.search_quality.passages import Passage

MANUAL = "D10"  # has a table of contents and three levels of numbers
TITLES = {
    "D01": "迎檢前的幾個電話",
    "D02": "公務接待方案的寫法",
    "D03": "辦公室半年工作總結",
    "D04": "車輛管理資料",
    "D06": "行政文秘職責",
    "D07": "農機業務科半年工作總結",
    "D08": "說提前通知",
    "D09": "輔導員與學生疾病突發事件",
    "D11": "市場服務中心季度匯報",
    "D12": "交警內勤的七勤",
    "D13": "接待工作的做法",
}
_PAGE = re.compile(r"^(車輛管理及管理層工作材料.|行政文秘職責\d)(?=$|\d+[、.])")  # the number after may be glued on
_PART = re.compile(r"^([一二三四五六七八九十]+)、\s*(.+)$")
_SUBPART = re.compile(r"^[（(]([一二三四五六七八九十]+)[)）]\s*(.+)$")
_CASE = re.compile(r"^((?:接下來是)?第.{1,2}個電話|案例\d|第[一二三])[。:：,，](.*)$")
_ITEM = re.compile(r"^(\d+)\s?[.、]\s*(?!\d)(.+)$")
_SUBITEM = re.compile(r"^(\d+\.\d+)\.?\s*(?![\d.])(.+)$")
_NUMBER = re.compile(r"^(\d+(\.\d+)*\s?[.、]|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)")
_END = re.compile(r"[。;；:：?？!！]\s*$")
_MARKS = str.maketrans(
    {"*": "＊", "_": "＿", "[": "［", "]": "］", "<": "＜", "{": "｛", "|": "／", "#": "＃", "`": "｀"}
)
OURS = "site_name: 手冊\ntheme:\n  name: material\n  language: zh-Hant\nplugins:\n  - handbook\n"
STOCK = """\
site_name: 手冊
use_directory_urls: false
theme:
  name: material
  language: zh
plugins:
  - search:
      lang: zh
markdown_extensions:
  - attr_list
"""


@dataclass
class _Section:
    level: int
    title: str
    lines: list[str] = field(default_factory=list)


@dataclass
class _Page:
    path: str  # of the built page
    sections: list[_Section]

    def open(self, level: int, title: str, rest: str = "") -> None:
        """Begin a section; `rest` is what stands in the same line after the heading."""
        self.sections.append(_Section(level, title.strip(" :：。;；"), [rest] if rest.strip() else []))

    def add(self, line: str) -> None:
        """A line of the section that is open."""
        self.sections[-1].lines.append(line)


def passages(folder: Path) -> list[Passage]:
    """All sections of the documents in `folder`, in their order."""
    found: list[Passage] = []
    for path in sorted(folder.glob("D*.txt")):
        lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").split("\n")]
        lines = [line for line in lines if line]
        name = path.stem.lower()
        pages = _manual(name, lines) if path.stem == MANUAL else _document(name, TITLES.get(path.stem, name), lines)
        for page in pages:
            found += _passages(page)
    if not found:
        sys.exit(f"no D*.txt in {folder}")
    return found


def _passages(page: _Page) -> Iterator[Passage]:
    above: list[_Section] = []
    for number, section in enumerate(page.sections):
        above = [one for one in above if one.level < section.level]
        location = f"{page.path}#s{number}" if number else page.path
        titles = tuple(one.title for one in above)
        yield Passage(location, section.level, section.title, titles, "\n".join(section.lines))
        above.append(section)


def _document(name: str, title: str, lines: Sequence[str]) -> list[_Page]:
    """A document of one or more pages: headings are 一、, （一） and numbered lines with a short lead."""
    pages = [_Page(f"{name}.html", [_Section(1, title)])]
    for whole in lines:
        line = whole
        if start := _PAGE.match(line):
            pages.append(_Page(f"{name}-{len(pages)}.html", [_Section(1, start[1])]))
            line = line[start.end() :]
        if not line:
            continue
        page = pages[-1]
        if found := _PART.match(line):
            page.open(2, *_lead(f"{found[1]}、{found[2]}", 45))
        elif found := _CASE.match(line):
            page.open(3 if found[1].startswith("案例") else 2, found[1], found[2])
        elif found := _SUBPART.match(line):
            page.open(3, *_lead(f"（{found[1]}）{found[2]}", 30))
        elif (found := _ITEM.match(line)) and len(_lead(found[2], 99)[0]) <= 12 and _lead(found[2], 99)[1]:
            page.open(3, *_lead(f"{found[1]}. {found[2]}", 16))
        else:
            page.add(line)
    return [page for page in pages if len(page.sections) > 1 or page.sections[0].lines]


def _lead(line: str, longest: int) -> tuple[str, str]:
    """The line's first sentence as a heading and the rest; a long one is cut at its first comma, as a heading only."""
    head, mark, rest = line.partition("。")
    if len(head) <= longest:
        return head, rest
    short = re.split(r"[,，:：;；]", head, maxsplit=1)[0]
    return (short if len(short) <= longest else short[:longest]), line if mark or rest or len(short) < len(head) else ""


def _manual(name: str, lines: Sequence[str]) -> list[_Page]:
    """The staff manual: a page for each （一）, and for each role within the one about duties."""
    pages: list[_Page] = []
    chapter = ""
    roles = False
    for line in _joined([line for line in lines if "....." not in line]):
        if found := _PART.match(line):
            chapter = found[2].split(":")[0].strip()
            pages.append(_Page(f"{name}-{len(pages) + 1}.html", [_Section(1, chapter)]))
        elif found := _SUBPART.match(line):
            title = f"（{found[1]}）{found[2]}"
            pages.append(_Page(f"{name}-{len(pages) + 1}.html", [_Section(1, title)]))
            roles = "崗位職責" in line
        elif roles and (found := re.match(r"^\d+\.([^\d;。,]{2,8})[:：]?$", line)):
            pages.append(_Page(f"{name}-{len(pages) + 1}.html", [_Section(1, found[1].rstrip(":："))]))
        elif not roles and (found := _SUBITEM.match(line)) and _short(found[2], 20):
            pages[-1].open(3, f"{found[1]}. {found[2]}")
        elif not roles and (found := _ITEM.match(line)) and _short(found[2], 20):
            pages[-1].open(2, f"{found[1]}. {found[2]}")
        elif line in {"服務態度", "處理技巧", "系統監控", "人工監控", "外部監控", "男士", "女士"}:
            pages[-1].open(2, line)
        else:
            pages[-1].add(line)
    return [page for page in pages if len(page.sections) > 1 or page.sections[0].lines]


def _short(text: str, longest: int) -> bool:
    """Whether a numbered line is a heading and not a clause."""
    return (
        len(text) <= longest
        and not re.search(r"[。;；,，、%/]|[\d]+分鐘", text.rstrip(";；"))
        and text[-1] not in ";；"
    )


def _joined(lines: Sequence[str]) -> list[str]:
    """Undo the line breaks of the printed page."""
    found: list[str] = []
    for line in lines:
        follows = found and len(found[-1]) >= 24 and not _END.search(found[-1]) and not _NUMBER.match(line)
        if follows:
            found[-1] += line
        else:
            found.append(line)
    return found


# ── writing ──


def write(corpus: Sequence[Passage], root: Path, *, ours: bool) -> Path:
    """Write the passages as the sources of a site below `root`: a handbook of ours, or stock mkdocs-material."""
    docs = root / "docs"
    docs.mkdir(parents=True)
    (root / "mkdocs.yml").write_text(OURS if ours else STOCK, encoding="utf-8")
    sources: dict[str, list[str]] = {}
    for passage in corpus:
        lines = sources.setdefault(passage.page, [])
        if not lines and ours:
            id = passage.page.removesuffix(".html").replace("/", "-")
            lines += ["---", f"id: page-{id}", "kind: page", f'title: "{passage.title}"', "---"]
        anchor = passage.location.partition("#")[2]
        if anchor and not any(line.startswith("# ") for line in lines):
            lines += [f"# {passage.above[0] if passage.above else passage.page}", ""]
        lines += [f"{'#' * passage.level} {_plain(passage.title)}" + (f" {{#{anchor}}}" if anchor else ""), ""]
        for line in passage.text.split("\n"):
            lines += [_plain(line), ""]
    if "index.html" not in sources:
        sources["index.html"] = ["---", "id: home", "title: 首頁", "---"] * ours + ["# 首頁"]
    for page, lines in sources.items():
        path = docs / (page.removesuffix(".html") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


def _plain(line: str) -> str:
    """Text that Markdown leaves alone, numbers at its beginning included."""
    return re.sub(r"^(\d+)\.\s+", r"\1.", line.translate(_MARKS)).strip()


def main() -> None:
    """Say what the cut gives; write it when asked."""
    parser = argparse.ArgumentParser(description="Cut documents into pages and sections.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--list", action="store_true", help="print every heading")
    arguments = parser.parse_args()
    found = passages(arguments.corpus)
    levels = Counter(passage.level for passage in found)
    pages = len({passage.page for passage in found})
    size = sum(len(passage.title + passage.text) for passage in found)
    print(f"{pages} pages, {len(found)} sections {dict(sorted(levels.items()))}, {size} characters")
    if arguments.list:
        for passage in found:
            print(f"{passage.location:16} {'  ' * passage.level}{passage.title}  [{len(passage.text)}]")
    if arguments.output:
        write(found, arguments.output, ours=True)


if __name__ == "__main__":
    main()
