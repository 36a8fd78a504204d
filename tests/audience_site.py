"""A small handbook with something withheld of every kind, and a reader that opens whatever a site is packed in.

What only readers of restricted documents may see says 夜鷹, nighthawk or 739155; what colleagues may see and the public
may not says 曉燕, swallow or 428817. BASE is for all; INTERNAL and RESTRICTED are laid over it.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

CONFIG = """\
site_name: 分級手冊
plugins:
  - handbook:
      audiences:
        public:
        internal:
        restricted: {sees: [public, internal, restricted], signed: true}
markdown_extensions:
  - pymdownx.snippets: {base_path: [docs/_parts]}
"""
NAV = "nav:\n  - rules.md\n"
FORM = "sections: [{id: main, title: 內容, fields: [{id: name, label: 姓名, type: person}, {id: tel, label: 電話, type: phone}]}]\n"
#: what only one audience may see, by the word, the id and the number that it holds; search writes Simplified characters
SIGNS = {"restricted": ("夜鷹", "nighthawk", "739155", "夜鹰"), "internal": ("曉燕", "swallow", "428817", "晓燕")}


def picture(shade: int) -> bytes:
    """A PNG of noise that is the same on every machine and unlike that of another shade."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(b"\0" + bytes((shade * (x * x + 7 * y) + x) % 256 for x in range(32)) for y in range(32))
    head = struct.pack(">IIBBBBB", 32, 32, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PICTURES = {"restricted": picture(37), "internal": picture(91), "public": picture(11)}


def page(id: str, audience: str, title: str, body: str = "", **keys: str) -> str:
    """The text of a page."""
    front = "".join(f"{key}: {value}\n" for key, value in keys.items())
    mark = f"audience: {audience}\n" if audience else ""
    return f"---\nid: {id}\ntitle: {title}\n{mark}{front}---\n# {title}\n\n{body}\n"


BASE: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG + NAV,
    "addresses.txt": "rules.html\n",
    "docs/index.md": page("start", "public", "首頁", "[規定](rules.md)"),
    "docs/rules.md": page(
        "rules", "public", "來訪規定",
        "一、登記。{#sign}\n\n二、離開。{#leave}\n\n![平面圖](plan.png)\n\n--8<-- \"open.txt\"\n\n"
        '{{ template("visit") }}\n\n{{ contacts("gate") }}\n',
        kind="regulation",
    ),
    "docs/other.md": page("other", "public", "其他", "[規定](rules.md#sign)"),
    "docs/plan.png": PICTURES["public"],
    "docs/_parts/open.txt": "訪客請走正門。\n",
    "docs/_data/contacts/gate.yml": "{id: gate, title: 大門, phone: 0000-1001, audience: public}\n",
    "docs/_data/roles/guard.yml": "{id: guard, title: 警衛, audience: public}\n",
    "docs/_data/synonyms.yml": "- [來訪, 拜訪]\n",
    "templates/visit/template.yml": "id: visit\ntitle: 來訪登記\ncategory: form\naudience: public\n" + FORM,
}  # fmt: skip


def _secret(audience: str, word: str, id: str, digits: str) -> dict[str, str | bytes]:
    """Something of every kind for one audience. word, id, digits: what it says that nothing else does."""
    mark = f"audience: {audience}\n" if audience else ""
    entry = f", audience: {audience}" if audience else ""
    return {
        f"docs/{id}/plan.md": page(
            f"{id}-plan", audience, f"{word}方案",
            f"{word}在三樓集合，密碼是{digits}01。\n\n<!-- {word}註解在此 -->\n\n## {word}小節 {{#{id}-part}}\n\n"
            f"![{word}圖](../{id}-map.png)\n\n[{word}附件]({id}-list.csv)\n\n--8<-- \"{id}.txt\"\n\n"
            f'{{{{ checklist("{id}-list") }}}}\n\n{{{{ contacts("{id}-desk") }}}}\n\n{{{{ template("{id}-form") }}}}\n\n'
            f'{{{{ matrix("{id}-table") }}}}\n\n[規定](../rules.md)、{{{{ ref("rules#sign") }}}}\n\n{{{{ compiled("terms") }}}}\n',
            kind="guideline", formerly=f"[old/{id}-before.html]", roles=f"[{id}-head]", sources=f"[{id}-file]",
            summary=f"{word}摘要一句話", section=f"{id}-section",
        ),
        f"docs/{id}/alarm.md": (
            f"---\nid: {id}-alarm\nkind: flow\ntitle: {word}警報\n{mark}"
            f"ladder: [{{role: {id}-head, when: {word}發生時。, contact: {id}-desk}}]\n"
            f"nodes: [{{id: {id}-call, type: outcome, who: {id}-head, do: 通報{word}小組, call: [{id}-desk]}}]\n---\n"
            f'# {word}警報\n\n{{{{ flow("{id}-alarm") }}}}\n'
        ),
        f"docs/{id}/steps.md": (
            f"---\nid: {id}-steps\nkind: procedure\ntitle: {word}程序\n{mark}procedures:\n  - id: {id}-way\n"
            f"    title: {word}走法\n    steps: [{{id: go, actor: guard, action: 到{word}門口, cite: rules#sign}}]\n---\n"
            f'# {word}程序\n\n{{{{ procedure("{id}-way") }}}}\n'
        ),
        f"docs/{id}/head.md": page(f"{id}-head", audience, f"{word}組長", f"一、{word}值守。{{#{id}-watch}}", kind="role"),
        f"docs/{id}-map.png": PICTURES[audience or "internal"],
        f"docs/{id}/{id}-list.csv": f"姓名,電話\n{word}甲,{digits}02\n",
        f"docs/_parts/{id}.txt": f"{word}片段在這裡。\n",
        f"docs/_data/contacts/{id}.yml": f"{{id: {id}-desk, title: {word}專線, phone: {digits}03{entry}}}\n",
        f"docs/_data/people/{id}.yml": f"{{id: {id}-one, name: {word}君, phone: {digits}04{entry}}}\n",
        f"docs/_data/sources/{id}.yml": f"{{id: {id}-file, title: {word}來文{entry}}}\n",
        f"docs/_data/terms/{id}.yml": f"{{term: NHK{digits}, full: {word}縮寫全稱, meaning: {word}釋義{entry}}}\n",
        f"docs/_data/sections/{id}.yml": f"{{id: {id}-section, title: {word}一節}}\n",
        f"docs/_data/synonyms/{id}.yml": f"- [{word}別稱, {word}本名]\n",
        f"docs/_data/synonyms/{id}-section.yml": f"- [來訪, {word}一節]\n",
        f"docs/_data/matrices/{id}.yml": (
            f"id: {id}-table\ntitle: {word}決策\n{mark}inputs: [{{id: days, title: 天數, type: number, unit: 天}}]\n"
            f"output: {{id: out, title: 結果}}\nrows: [{{when: {{days: 1 以上}}, then: {word}核准}}, {{when: {{days: 未滿 1}}, then: 不辦}}]\n"
        ),
        f"templates/checklists/{id}.yml": (
            f"id: {id}-list\ntitle: {word}清單\n{mark}items: [{{id: look, action: 檢查{word}門, role: guard}}]\n"
        ),
        f"templates/{id}-form/template.yml": f"id: {id}-form\ntitle: {word}申請\ncategory: form\n{mark}" + FORM
        + f'rules: [{{id: {id}-rule, rule: "size(name) > 0", message: {word}要有姓名}}]\n',
        f"templates/{id}-form/samples/{id}.json": f'{{"template": "{id}-form", "values": {{"name": "{word}樣本", "tel": "{digits}05"}}}}\n',
    }  # fmt: skip


INTERNAL = _secret("", *SIGNS["internal"][:3])
RESTRICTED = _secret("restricted", *SIGNS["restricted"][:3])
NAVIGATED = {"mkdocs.yml": CONFIG + NAV + "  - nighthawk/plan.md\n  - other.md\n"}
ADDRESSES = {
    "addresses.txt": "rules.html\nold/nighthawk-before.html\nnighthawk/plan.html\nnighthawk/plan.html#nighthawk-part\n"
}
WHOLE = {**BASE, **INTERNAL, **RESTRICTED, **NAVIGATED, **ADDRESSES}


def opened(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes, and whatever they hold: members of archives, deflated and gzipped data, base64, escapes."""
    yield content
    if depth > 5:
        return
    if content[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(content))
        for name in archive.namelist():
            yield name.encode()
            yield from opened(archive.read(name), depth + 1)
        yield archive.comment
    if content[:2] == b"\x1f\x8b":
        yield from opened(gzip.decompress(content), depth + 1)
    for found in re.finditer(rb"[A-Za-z0-9+/]{24,}={0,2}", content):
        text = found[0][: len(found[0]) // 4 * 4]
        raw = base64.b64decode(text)
        for bits in (-15, 15):
            try:
                yield from opened(zlib.decompressobj(bits).decompress(raw), depth + 1)
            except zlib.error:
                continue
        yield from opened(raw, depth + 1)
    if b"%" in content:
        yield unquote(content.decode(errors="replace")).encode()
    if b"\\u" in content:
        yield re.sub(rb"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)).encode(errors="replace"), content)


def traces(tree: Path, audience: str) -> list[str]:
    """The files of a tree in which something for an audience is found, with what was found."""
    signs = [*(sign.encode() for sign in SIGNS[audience]), PICTURES[audience][60:120]]
    found = set()
    for path in sorted(tree.rglob("*")):
        name = path.relative_to(tree).as_posix()
        for content in (name.encode(), *(opened(path.read_bytes()) if path.is_file() else ())):
            plain = re.sub(rb"</?[a-zA-Z][^>]*>", b"", content)
            found |= {f"{name}: {sign!r}" for sign in signs if sign in content or sign in plain}
    return sorted(found)
