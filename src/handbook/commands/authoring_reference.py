"""The authoring reference, generated from the model, the diagnostics, the components and the commands.

`python -m handbook.commands.authoring_reference docs/authoring/reference` writes the pages; a test keeps them equal to
what the code says.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import click

from handbook import model
from handbook.commands import cli
from handbook.diagnostics import messages
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.base import Record
from handbook.pages.renderer import make_renderer
from handbook.reading import json_schemas, resources
from handbook.reading.binding import attributes_of
from handbook.reading.loader import load
from handbook.rules.functions import FUNCTIONS
from handbook.site import mkdocs_plugin

_PAGES: dict[str, tuple[type[Record], str]] = {
    "所有頁面": (model.Page, "每個 Markdown 頁面檔首可寫的鍵。"),
    "改動": (model.Change, "`changes:` 的項目。"),
    "崗位 role": (model.Role, "`docs/duties/` 下的頁面，或 `docs/_data/roles.yml` 的項目。"),
    "程序頁 procedure": (model.ProcedurePage, "一頁可有多個程序。"),
    "程序": (model.Procedure, "`procedures:` 的項目。"),
    "步驟": (model.Step, "`steps:` 的項目。"),
    "應急流程 flow": (model.Flow, "節點、權限階梯與憑據。"),
    "權限階梯的一級": (model.Level, "`ladder:` 的項目。"),
    "節點": (model.Node, "`nodes:` 的項目。"),
    "選項": (model.Choice, "判斷節點 `choices:` 的項目。"),
    "入口": (model.Entrance, "流程 `entrances:` 的項目。"),
    "出口": (model.Exit, "流程與節點 `exits:` 的項目。"),
    "報出的報告": (model.SentReport, "節點 `sends:` 的項目。"),
    "級別": (model.SeverityLevel, "流程 `severities:` 的項目，由輕到重。"),
    "報告時限": (model.ReportLimit, "級別 `limits:` 的項目。"),
    "報告的要素": (model.ReportElement, "流程 `elements:` 的項目。"),
    "範本 template": (model.Template, "`templates/<編號>/template.yml`。"),
    "段落": (model.Section, "範本 `sections:` 的項目。"),
    "欄位組": (model.FieldGroup, "`templates/_groups.yml` 的項目；鍵是編號。"),
    "欄位": (model.Field, "段落 `fields:` 的項目。"),
    "選項的值": (model.FieldChoice, "欄位 `choices:` 的項目；也可以只寫文字。"),
    "規則": (model.Rule, "範本 `rules:` 的項目：一個種類，或一條 CEL 運算式；見[檢查什麼](../rules.md)。"),
    "規則：依序": (model.RisingOrder, "規則的 `order:`；也可以只寫清單。"),
    "規則：在某種情形下要填": (model.RequiredIf, "規則的 `required_if:`。"),
    "規則：環節依序": (model.StepSequence, "規則的 `sequence:`；也可以只寫清單。"),
    "規則：時間不可重疊": (model.NoOverlap, "規則的 `no_overlap:`；要有 `each`。"),
    "規則：不可是同一個人": (model.DifferentPeople, "規則的 `different_people:`；也可以只寫清單。"),
    "規則：各列不可重複": (model.UniqueRows, "規則的 `unique:`；也可以只寫清單。要有 `each`。"),
    "規則：各列依日期": (model.RowsInOrder, "規則的 `in_order:`；也可以只寫欄。要有 `each`。"),
    "規則：至少提前幾天": (model.DaysBefore, "規則的 `days_before:`。"),
    "規則：要在名單裡": (model.KnownName, "規則的 `known:`。"),
    "規則：數字的限度": (model.NumberLimit, "規則的 `limit:`。"),
    "規則：合計要對": (model.AddsUp, "規則的 `adds_up:`。"),
    "規則：應該填": (model.ExpectedFields, "規則的 `expected:`；也可以只寫欄。"),
    "規則：不可出現的詞": (model.ForbiddenWords, "規則的 `forbids:`。"),
    "規則：要合乎決策表": (model.DecidedBy, "規則的 `approver:`；也可以只寫決策表的編號。"),
    "規則：只能在一處": (model.OnePlace, "規則的 `one_place:`。"),
    "誰在哪裡": (model.Presence, "`one_place:` 的 `presences:` 的項目。"),
    "規則：全部坐上車": (model.EveryoneAboard, "規則的 `aboard:`；要有 `each`。"),
    "規則：每天都有": (model.EveryDay, "規則的 `every_day:`；要有 `each`。"),
    "規則：寫錯的名字": (model.MisspeltNames, "規則的 `misspelt:`。"),
    "規則：天數": (model.WorkdayCount, "規則的 `workdays:`。"),
    "版面": (model.Layout, "範本 `layouts:` 的項目。"),
    "行事曆的一件事": (model.Event, "範本 `calendar:` 的項目。"),
    "規則包": (model.RulePack, "`templates/rule-packs/<編號>.yml`；在 `mkdocs.yml` 的 `rule_packs` 啟用。"),
    "規則包在一份範本的規則": (model.PackedRules, "規則包 `templates:` 的項目。"),
    "規則包改寫的預設值": (model.PackedDefault, "規則包 `defaults:` 的項目。"),
    "清單 checklist": (model.Checklist, "`templates/checklists/<編號>.yml`。"),
    "清單項目": (model.Item, "清單 `items:` 的項目。"),
    "清單的事件": (model.PlannedEvent, "清單的 `event:`。"),
    "聯絡人": (model.Contact, "`docs/_data/contacts.yml`。"),
    "人員": (model.Person, "`docs/_data/people.yml`。"),
    "車輛": (model.Vehicle, "`docs/_data/vehicles.yml`。"),
    "場地": (model.Room, "`docs/_data/rooms.yml`。"),
    "住處": (model.Hotel, "`docs/_data/hotels.yml`。"),
    "急救卡": (model.FirstAid, "`docs/_data/first_aid.yml`；見[怎樣寫應急流程](../flows.md#first-aid)。"),
    "AED": (model.Defibrillator, "`docs/_data/defibrillators.yml`。"),
    "來源文件": (model.Source, "`docs/_data/sources.yml`。"),
    "行事曆年度": (model.CalendarYear, "`docs/_data/calendar.yml`。"),
    "節": (model.SiteSection, "`docs/_data/sections.yml` 的項目；只定順序的可以只寫編號。"),
    "決策表": (model.Matrix, "`docs/_data/matrices/*.yml`；見[決策表](../matrices.md)。"),
    "決策表的一欄": (model.MatrixInput, "決策表 `inputs:` 的項目。"),
    "決策表的結果": (model.MatrixOutput, "決策表的 `output:`。"),
    "決策表的一列": (model.MatrixRow, "決策表 `rows:` 的項目。"),
    "用語": (model.Term, "`docs/_data/terms.yml` 的項目。"),
    "同義詞": (model.SynonymGroup, "`docs/_data/synonyms.yml` 的項目；互通的詞也可以只寫成清單：`[罰單, 罰款單]`。"),
}
_FORMS = {
    "id": "編號",
    "name": "欄位名稱",
    "date": "日期",
    "duration": "期間",
    "phone": "電話",
    "hours": "時段",
    "number": "數字",
    "cel": "CEL",
}
DEFAULTS_INTRO = "`_defaults.yml` 寫整個資料夾都一樣的鍵；見[怎樣做一份範本](../templates.md#defaults)。"
DEFAULTS_PLACES = {
    "`docs/` 與其下各資料夾": "page-defaults",
    "`templates/` 與其下各資料夾": "template-defaults",
}
_NOTE = "本頁由程式產生，請勿手改：`python -m handbook.commands.authoring_reference docs/authoring/reference`。"


def keys_page() -> str:
    """Every key an author may write, by kind."""
    parts = ["# 鍵的參考", _NOTE]
    inherited = set(attributes_of(model.Page))
    for heading, (record, where) in _PAGES.items():
        parts += [f"## {heading} {{#{_anchor(record)}}}", where]
        rows = ["| 鍵 | 內容 | 必填 | 說明 |", "|---|---|---|---|"]
        for key, attribute in attributes_of(record).items():
            shared = record is not model.Page and issubclass(record, model.Controlled) and key in inherited
            if not shared:
                required = ("是，可取自他處" if attribute.lent else "是") if attribute.required else ""
                rows.append(
                    f"| `{key}` | {_kind(attribute.type, attribute.form)} | {required} | {_text(attribute.help)} |"
                )
        parts.append("\n".join(rows))
        if record is not model.Page and issubclass(record, model.Controlled):
            parts.append("另可寫[所有頁面](#page)的鍵。")
    parts += ["## 資料夾的共同設定 {#defaults}", DEFAULTS_INTRO]
    parts += [f"- {where}：{_listed(kind)}。" for where, kind in DEFAULTS_PLACES.items()]
    parts += [
        "## 規則的函式 {#functions}",
        "`rule`、`value`、`suits_when` 裡可以用的函式；CEL 自己的 `size`、`startsWith`、`matches` 也可以用。",
        "\n".join(
            ["| 寫法 | 得到 |", "|---|---|", *(f"| `{one.signature}` | {one.help} |" for one in FUNCTIONS.values())]
        ),
    ]
    return "\n\n".join(parts) + "\n"


def diagnostics_page() -> str:
    """Every code of a diagnostic with its meaning and remedy."""
    parts = ["# 檢查訊息", _NOTE, "每則訊息都有代碼；下表說明意思與改法。The same in English below each entry."]
    for code, message in sorted(messages.all_messages().items()):
        if not message.help_en:  # a sentence of a command, and not of a diagnostic
            continue
        body = f"{_text(message.zh)}。{_text(message.help_zh)}\n\n*{_text(message.en)} — {_text(message.help_en)}*"
        parts.append(f"## `{code}` {{#{code}}}\n\n{body}")
    return "\n\n".join(parts) + "\n"


def components_page() -> str:
    """What authors call in prose, and every component with its parameters."""
    folder = resources.scaffold_dir()
    renderer = make_renderer(load(folder, diagnostics=Diagnostics(folder)), folders=[resources.macros_dir()])
    parts = ["# 元件的參考", _NOTE, "## 正文裡可寫的呼叫 {#calls}"]
    parts.append('寫成 `{{ 名稱("編號") }}`。(The descriptions are those of the code.)')
    rows = ["| 呼叫 | 參數 | 說明 |", "|---|---|---|"]
    for name, call in sorted(renderer.engine.calls.items()):
        summary = (inspect.getdoc(call.function) or "").split("\n")[0]
        names = ["*編號" if call.rest else "", *call.parameters]
        rows.append(f"| `{name}` | {'、'.join(f'`{key}`' for key in names if key)} | {summary} |")
    about = "一個元件是 `macros/` 下的一個資料夾；網站自己的同名資料夾優先。"
    parts += ["\n".join(rows), "## 元件 {#components}", about]
    for name, component in sorted(renderer.components.known.items()):
        parts += [f"### `{name}` {{#component-{name}}}", component.summary]
        rows = ["| 參數 | 類型 | 必填 | 說明 |", "|---|---|---|---|"]
        for param in component.params:
            rows.append(f"| `{param.name}` | {param.type} | {'是' if param.required else ''} | {param.help} |")
        if component.params:
            parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def commands_page() -> str:
    """Every command of the command line and every option of the mkdocs plugin."""
    parts = ["# 命令與設定的參考", _NOTE, "## 命令 {#commands}", "(As printed by `--help`.)"]
    for name in cli.COMMANDS:
        command = cli.main.get_command(click.Context(cli.main), name)
        assert command is not None
        context = click.Context(command, info_name=f"handbook {name}", terminal_width=100, max_content_width=100)
        parts += [f"### `handbook {name}` {{#command-{name}}}", f"```text\n{command.get_help(context)}\n```"]
    parts += ["## `mkdocs.yml` 的 `plugins: - handbook:` {#plugin}", "| 選項 | 說明 |\n|---|---|"]
    parts[-1] += "".join(f"\n| `{name}` | {text} |" for name, text in _plugin_options())
    return "\n\n".join(parts) + "\n"


def _listed(kind: str) -> str:
    """The keys that a folder's defaults may have."""
    return "、".join(f"`{key}`" for key in json_schemas.json_schema(kind)["properties"])


def _plugin_options() -> Iterator[tuple[str, str]]:
    """Each option of the plugin with the first paragraph of the text below it."""
    tree = ast.parse(inspect.getsource(mkdocs_plugin.PluginConfig))
    body = typing.cast(ast.ClassDef, tree.body[0]).body
    for option, text in itertools.pairwise(body):
        if isinstance(option, ast.Assign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            name = typing.cast(ast.Name, option.targets[0]).id
            yield name, " ".join(str(text.value.value).split("\n\n")[0].split())


def pages() -> Iterator[tuple[str, str]]:
    """(file name, Markdown) of every generated page."""
    yield "keys.md", keys_page()
    yield "diagnostics.md", diagnostics_page()
    yield "components.md", components_page()
    yield "commands.md", commands_page()


def _anchor(record: type[Record]) -> str:
    name = record.__name__
    return "".join("-" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))


def _kind(kind: Any, form: str) -> str:
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return f"清單（{_kind(inner, form)}）"
    if typing.get_origin(kind) is Literal:
        return "、".join(f"`{value}`" for value in typing.get_args(kind) if value)
    if typing.get_args(kind):  # a union of literals, one of them empty
        return _kind(typing.get_args(kind)[0], form)
    if isinstance(kind, type) and issubclass(kind, Record):
        return f"[{kind.__name__}](#{_anchor(kind)})"
    if kind is model.SampleValues:
        return "欄位與值"
    if kind is model.NamedTexts:
        return "鍵與值"
    if kind is bool:
        return "`true` 或 `false`"
    if kind is int:
        return "整數"
    return _FORMS.get(form, "文字")


_SHOWN_AS_CODE = re.compile(r"\{\{.*?\}\}|\{\"\w.*?\}\}|\{%.*?%\}|\{#.*?\}|\}\}|\|(?:-+\|)+")


def _text(words: str) -> str:
    """Words as Markdown prose: {{ }}, {"key": …} and |---| go into code spans; {count:one|many} becomes many."""
    words = re.sub(r"(\{\w+):[^|{}]*\|([^{}]*)\}", r"\1} \2", words)
    escaped = _SHOWN_AS_CODE.sub(lambda found: f"`{found[0]}`", words)
    return escaped.replace("<", "&lt;")


def main() -> None:
    """Write all pages into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
