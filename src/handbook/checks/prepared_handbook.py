"""Everything that is known before a site is built: the handbook, its settings, and all that is wrong with it.

`handbook check` and the build find the same faults because both go through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from handbook import checks
from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.documents.blocks import Document
from handbook.documents.layout import layout_file
from handbook.model.base import Origin, Record, attribute
from handbook.model.handbook import Handbook
from handbook.pages.renderer import Renderer, make_renderer
from handbook.reading import binding, resources
from handbook.reading.loader import load
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode, parse_yaml, read_text
from handbook.rules import compiling

CONFIG = "mkdocs.yml"


@dataclass(frozen=True, kw_only=True)
class Settings(Record):
    """What mkdocs.yml says below `plugins: - handbook:`."""

    data_dir: str = attribute("取代 docs/_data 的資料夾，供儲存庫外的私有資料。", "")
    inherit: tuple[str, ...] = attribute("本手冊沒有時取用內建的範本與清單（編號）。", (), form="id")
    rule_packs: tuple[str, ...] = attribute(
        "啟用的規則包（編號）；內建與本手冊 templates/rule-packs/ 的都可以。", (), form="id"
    )
    lang: Literal["", "en", "zh"] = attribute("檢查訊息的語言；省略時依環境。", "")
    wait: int = attribute("同一網站正在建置時等待的秒數。", 600)


@dataclass(frozen=True)
class Prepared:
    """A handbook that was loaded and checked, and its layouts as block trees: template id -> layout id -> tree."""

    handbook: Handbook
    papers: Mapping[str, Mapping[str, Document]]


def settings(root: Path, diagnostics: Diagnostics) -> Settings:
    """The plugin's settings, read without mkdocs; what else is wrong with mkdocs.yml, mkdocs says (see build.py)."""
    path = root / CONFIG
    start = Span(path)
    text = read_text(path, root, diagnostics)
    before = len(diagnostics.errors)
    node = parse_yaml(text, path, diagnostics) if text is not None else None
    empty = Settings(origin=Origin(start))
    if text is None or len(diagnostics.errors) > before:
        return empty
    if not isinstance(node, MapNode):
        diagnostics.error("wrong-type", node.span if node else start, expected="map", key=CONFIG)
        return empty
    docs = node.entries.get("docs_dir")
    if isinstance(docs, TextNode) and Path(docs.value) != Path("docs"):
        diagnostics.error("fixed-setting", docs.span, key="docs_dir", value="docs")
    found, listed = _plugin(node.entries.get("plugins"))
    if not listed:
        where = node.keys.get("plugins", start)
        diagnostics.error("plugin-not-listed", where)
    bound = binding.bind(Settings, found, diagnostics, start) if found else empty
    if bound and bound.data_dir and not (root / bound.data_dir).is_dir():
        diagnostics.error("missing-folder", bound.origin.at("data_dir"), folder=bound.data_dir)
        bound = replace(bound, data_dir="")
    return bound or empty


def _plugin(plugins: YamlNode | None) -> tuple[MapNode | None, bool]:
    """The plugin's own mapping, if it has one, and whether the plugin is listed at all."""
    if isinstance(plugins, MapNode):
        value = plugins.entries.get("handbook")
        return value if isinstance(value, MapNode) else None, value is not None
    for entry in plugins.items if isinstance(plugins, ListNode) else ():
        if isinstance(entry, TextNode) and entry.value == "handbook":
            return None, True
        if isinstance(entry, MapNode) and "handbook" in entry.entries:
            return _plugin(entry)
    return None, False


def data_folder(root: Path, given: Path | None, found: Settings) -> Path | None:
    """The folder that replaces docs/_data: the command line's, or that of mkdocs.yml."""
    return given.resolve() if given else (root / found.data_dir).resolve() if found.data_dir else None


def prepare(
    root: Path,
    *,
    diagnostics: Diagnostics,
    data: Path | None,
    inherit: tuple[str, ...],
    packs: tuple[str, ...] = (),
    order: tuple[str, ...] = (),
    today: date | None = None,
) -> Prepared:
    """Load the handbook and check everything that can be checked without rendering its pages.

    order: paths of pages as the `nav:` of mkdocs.yml has them.
    today: for overdue reviews; None leaves out what depends on the day, so that builds are reproducible.
    """
    handbook = replace(load(root, data=data, diagnostics=diagnostics, inherit=inherit, packs=packs), order=order)
    checks.run(handbook, diagnostics, today)
    papers = {}
    for template in handbook.templates.values():
        papers[template.id] = layout_file.read_layouts(template, diagnostics)
        compiling.compile_rules(template, handbook.facts, diagnostics)
    return Prepared(handbook, papers)


def renderer(prepared: Prepared, diagnostics: Diagnostics) -> Renderer:
    """The renderer of a prepared handbook; faults of the site's own components are recorded."""
    handbook = prepared.handbook
    made = make_renderer(handbook, diagnostics=diagnostics, papers=prepared.papers)
    own = handbook.root / "macros"
    if own != resources.macros_dir():  # ours are tested, not checked at each build
        made.components.check(diagnostics, below=own)
    return made


def render_pages(prepared: Prepared, made: Renderer, diagnostics: Diagnostics) -> None:
    """Render every page and throw the result away: faults of calls are found only so.

    After other faults, calls for something that may just not have been readable are not reported.
    """
    from handbook.pages.markdown import converter  # noqa: PLC0415  (late: `list` needs no Markdown)
    from handbook.pages.markdown.markdown_extension import HandbookExtension  # noqa: PLC0415

    handbook = prepared.handbook
    seen = Diagnostics(handbook.root)
    extension = HandbookExtension(handbook=handbook, renderer=made)
    markdown = converter.build_converter(*converter.options(extension))
    for page in handbook.pages.values():
        extension.begin(page.path, page.body_line, seen)
        converter.convert(markdown, extension, page.body)
    for template in handbook.templates.values():
        path = template.url.removesuffix(".html") + ".md"
        if path in handbook.pages:
            continue  # said already: two pages of one address
        extension.begin(path, 1, seen)
        converter.convert(markdown, extension, f'{{{{ template_page("{template.id}") }}}}')
    diagnostics.take(seen, except_for=_LOOKUPS if diagnostics.errors else frozenset())


_LOOKUPS = frozenset(
    f"unknown-{kind}"
    for kind in ("procedure", "checklist", "flow", "template", "contact", "person", "role", "page", "clause")
)


def key_place(root: Path, key: str) -> Span:
    """Where a setting stands in mkdocs.yml; its first line when it is not there."""
    path = root / CONFIG
    silent = Diagnostics(root)
    text = read_text(path, root, silent)
    node = parse_yaml(text, path, silent) if text is not None else None
    return node.keys.get(key, Span(path)) if isinstance(node, MapNode) else Span(path)
