"""What mkdocs.yml says about a handbook, read without mkdocs. What else may be wrong there only mkdocs can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.audience import RESTRICTED, USUAL, Audience
from handbook.model.base import Origin, Record, attribute
from handbook.model.site_section import NavLine
from handbook.reading import binding
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode, parse_yaml, read_text

CONFIG = "mkdocs.yml"
SNIPPETS = "pymdownx.snippets"
_PLUGIN = "handbook"
_AUDIENCES = "audiences"
_DOCS = "docs"  # the one folder of pages a handbook has


@dataclass(frozen=True, kw_only=True)
class PluginSettings(Record):
    """What mkdocs.yml says below `plugins: - handbook:`."""

    data_dir: str = attribute("取代 docs/_data 的資料夾，供儲存庫外的私有資料。", "")
    inherit: tuple[str, ...] = attribute("本手冊沒有時取用內建的範本與清單（編號）。", (), form="id")
    rule_packs: tuple[str, ...] = attribute(
        "啟用的規則包（編號）；內建與本手冊 templates/rule-packs/ 的都可以。", (), form="id"
    )
    lang: Literal["", "en", "zh"] = attribute("檢查訊息的語言；省略時依環境。", "")
    pdf: bool = attribute(
        "true：整節、全冊的打印本另做成 PDF，目錄有頁碼；建置時要有 Chromium、Chrome 或 Edge。", False
    )
    wait: int = attribute("同一網站正在建置時等待的秒數。", 600)
    audience: str = attribute("mkdocs build 建哪一個網站（audiences 的名稱）；環境變數 HANDBOOK_AUDIENCE 優先。", "")
    audiences: tuple[Audience, ...] = field(default=(), metadata={"hidden": True})  # a mapping: see `_audiences`


def read_settings(root: Path, diagnostics: Diagnostics) -> PluginSettings:
    """The settings of the handbook in `root`; what cannot be used is recorded and has its default."""
    path = root / CONFIG
    default = PluginSettings(origin=Origin(Span(path)))
    node = _config(root, diagnostics)
    if node is None:
        return default
    docs = node.entries.get("docs_dir")
    if isinstance(docs, TextNode) and Path(docs.value) != Path(_DOCS):
        diagnostics.error("fixed-setting", docs.span, key="docs_dir", value=_DOCS)
    found, is_listed = _settings_of_plugin(node.entries.get("plugins"))
    if not is_listed:
        diagnostics.error("plugin-not-listed", node.keys.get("plugins", Span(path)))
    trees = found.entries.get(_AUDIENCES) if found else None
    others = _without(found, _AUDIENCES) if found else None
    settings = binding.bind(PluginSettings, others, diagnostics, Span(path)) if others else None
    settings = replace(settings or default, audiences=_audiences(trees, diagnostics) if trees else ())
    if settings.audience and settings.audience not in (names := [one.name for one in settings.audiences]):
        near = closest(settings.audience, names)
        diagnostics.error("no-such-tree", settings.origin.at("audience"), name=settings.audience, suggestion=near)
    if settings.data_dir and not (root / settings.data_dir).is_dir():
        diagnostics.error("missing-folder", settings.origin.at("data_dir"), folder=settings.data_dir)
        settings = replace(settings, data_dir="")
    return settings


def _without(node: MapNode, key: str) -> MapNode:
    entries = {name: value for name, value in node.entries.items() if name != key}
    return MapNode(entries, {name: span for name, span in node.keys.items() if name != key}, node.span)


def _audiences(node: YamlNode, diagnostics: Diagnostics) -> tuple[Audience, ...]:
    """The trees that `audiences:` names, with what is usual for each; what cannot be used is recorded."""
    if not isinstance(node, MapNode) or not node.entries:
        diagnostics.error("wrong-type", node.span, expected=Phrase("value-map"), key=_AUDIENCES)
        return ()
    pattern, example = binding.FORMS["id"]
    found = []
    for name, value in node.entries.items():
        if not pattern.fullmatch(name):
            diagnostics.error("bad-id", node.keys[name], key=_AUDIENCES, value=name, example=example)
            continue
        one = binding.bind(Audience, value, diagnostics, value.span, name=name)
        sees, title, notice = USUAL.get(name, ((), name, ""))
        if one is None:
            continue
        one = replace(one, name=name, sees=one.sees or sees, title=one.title or title)
        one = replace(one, notice=one.notice or (notice if RESTRICTED in one.sees else ""))
        if one.sees:
            found.append(one)
        else:
            diagnostics.error("tree-without-marks", node.keys[name], name=name)
    return tuple(found)


def data_folder(root: Path, given: Path | None, settings: PluginSettings) -> Path | None:
    """The folder that replaces docs/_data: the one given, or that of mkdocs.yml; None when there is neither."""
    if given:
        return given.resolve()
    return (root / settings.data_dir).resolve() if settings.data_dir else None


def site_address(root: Path) -> str:
    """The address at which the site will stand: `site_url` of mkdocs.yml, "" where it is not set."""
    node = _config(root, Diagnostics(root))
    found = node.entries.get("site_url") if node else None
    return found.value if isinstance(found, TextNode) else ""


def setting_place(root: Path, key: str) -> Span:
    """Where a setting stands in mkdocs.yml; the file's first line for a setting that is not there."""
    node = _config(root, Diagnostics(root))
    start = Span(root / CONFIG)
    return node.keys.get(key, start) if node else start


def nav_lines(root: Path) -> tuple[NavLine, ...]:
    """What `nav:` of mkdocs.yml names, in order. The title of a nested list is not that of its entries."""
    node = _config(root, Diagnostics(root))
    return tuple(_nav_lines(node.entries.get("nav"))) if node else ()


def included_from(root: Path) -> tuple[Path, ...]:
    """The folders in which files that pages include (`pymdownx.snippets`) are looked for; none without that extension.

    Settings that cannot be read give the usual one, the handbook's own folder.
    """
    node = _config(root, Diagnostics(root))
    listed = node.entries.get("markdown_extensions") if node else None
    entries: list[tuple[str, YamlNode | None]] = []
    if isinstance(listed, MapNode):
        entries = list(listed.entries.items())
    for one in listed.items if isinstance(listed, ListNode) else ():
        entries += [(one.value, None)] if isinstance(one, TextNode) else []
        entries += list(one.entries.items()) if isinstance(one, MapNode) else []
    for name, options in entries:
        if name == SNIPPETS:
            given = options.entries.get("base_path") if isinstance(options, MapNode) else None
            nodes = given.items if isinstance(given, ListNode) else (given,) if given else ()
            return tuple(root / one.value for one in nodes if isinstance(one, TextNode)) or (root,)
    return ()


def _nav_lines(node: YamlNode | None, title: str = "") -> Iterator[NavLine]:
    if isinstance(node, TextNode):
        yield NavLine(node.value, node.span, title)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _nav_lines(item)
    elif isinstance(node, MapNode):
        for name, value in node.entries.items():
            yield from _nav_lines(value, name)


def _config(root: Path, diagnostics: Diagnostics) -> MapNode | None:
    """The settings of mkdocs.yml; None after recording why there are none."""
    path = root / CONFIG
    before = len(diagnostics.errors)
    text = read_text(path, root, diagnostics)
    node = parse_yaml(text, path, diagnostics) if text is not None else None
    if text is None or len(diagnostics.errors) > before:
        return None
    if not isinstance(node, MapNode):
        diagnostics.error("wrong-type", node.span if node else Span(path), expected=Phrase("value-map"), key=CONFIG)
        return None
    return node


def _settings_of_plugin(plugins: YamlNode | None) -> tuple[MapNode | None, bool]:
    """The plugin's own settings, if there are any, and whether the plugin is listed at all."""
    if isinstance(plugins, MapNode):
        value = plugins.entries.get(_PLUGIN)
        return value if isinstance(value, MapNode) else None, value is not None
    for entry in plugins.items if isinstance(plugins, ListNode) else ():
        if isinstance(entry, TextNode) and entry.value == _PLUGIN:
            return None, True
        if isinstance(entry, MapNode) and _PLUGIN in entry.entries:
            return _settings_of_plugin(entry)
    return None, False
