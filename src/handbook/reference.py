"""The authoring reference, generated from the model, the diagnostics and the components.

`python -m handbook.reference docs/authoring/reference` writes the pages; a test keeps them equal to
what the code says.
"""

from __future__ import annotations

import re
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from handbook import messages, model
from handbook.model import Record
from handbook.schema import slots

PAGES: dict[str, tuple[type[Record], str]] = {
    "所有頁面": (model.Page, "每個 Markdown 頁面檔首可寫的鍵。"),
    "崗位 role": (model.Role, "`docs/duties/` 下的頁面,或 `docs/_data/roles.yml` 的項目。"),
    "程序頁 procedure": (model.ProcedurePage, "一頁可有多個程序。"),
    "程序": (model.Procedure, "`procedures:` 的項目。"),
    "步驟": (model.Step, "`steps:` 的項目。"),
    "應急流程 flow": (model.Flow, "節點、權限階梯與憑據。"),
    "權限階梯的一級": (model.Level, "`ladder:` 的項目。"),
    "節點": (model.Node, "`nodes:` 的項目。"),
    "選項": (model.Choice, "判斷節點 `choices:` 的項目。"),
    "範本 template": (model.Template, "`templates/<編號>/template.yml`。"),
    "段落": (model.Section, "範本 `sections:` 的項目。"),
    "欄位": (model.Field, "段落 `fields:` 的項目。"),
    "選項的值": (model.FieldChoice, "欄位 `choices:` 的項目;也可以只寫文字。"),
    "規則": (model.Rule, "範本 `rules:` 的項目。"),
    "版面": (model.Layout, "範本 `layouts:` 的項目。"),
    "清單 checklist": (model.Checklist, "`templates/checklists/<編號>.yml`。"),
    "清單項目": (model.Item, "清單 `items:` 的項目。"),
    "聯絡人": (model.Contact, "`docs/_data/contacts.yml`。"),
    "人員": (model.Person, "`docs/_data/people.yml`。"),
    "車輛": (model.Vehicle, "`docs/_data/vehicles.yml`。"),
    "場地": (model.Room, "`docs/_data/rooms.yml`。"),
    "來源文件": (model.Source, "`docs/_data/sources.yml`。"),
    "行事曆年度": (model.CalendarYear, "`docs/_data/calendar.yml`。"),
}
FORMS = {
    "id": "編號",
    "name": "欄位名稱",
    "date": "日期",
    "duration": "期間",
    "phone": "電話",
    "number": "數字",
    "cel": "CEL",
}
NOTE = "本頁由程式產生,請勿手改:`python -m handbook.reference docs/authoring/reference`。"


def keys_page() -> str:
    """Every key an author may write, by kind."""
    parts = ["# 鍵的參考", NOTE]
    inherited = set(slots(model.Page))
    for heading, (record, where) in PAGES.items():
        parts += [f"## {heading} {{#{_anchor(record)}}}", where]
        rows = ["| 鍵 | 內容 | 必填 | 說明 |", "|---|---|---|---|"]
        for key, slot in slots(record).items():
            shared = record is not model.Page and issubclass(record, model.Controlled) and key in inherited
            if not shared:
                required = "是" if slot.required else ""
                rows.append(f"| `{key}` | {_kind(slot.type, slot.form)} | {required} | {slot.help} |")
        parts.append("\n".join(rows))
        if record is not model.Page and issubclass(record, model.Controlled):
            parts.append("另可寫[所有頁面](#page)的鍵。")
    return "\n\n".join(parts) + "\n"


def diagnostics_page() -> str:
    """Every diagnostic code with its meaning and remedy."""
    parts = ["# 檢查訊息", NOTE, "每則訊息都有代碼;下表說明意思與改法。The same in English below each entry."]
    for code, message in sorted(messages.CODES.items()):
        body = f"{_text(message.zh)}。{_text(message.help_zh)}\n\n*{_text(message.en)} — {_text(message.help_en)}*"
        parts.append(f"## `{code}` {{#{code}}}\n\n{body}")
    return "\n\n".join(parts) + "\n"


def pages() -> Iterator[tuple[str, str]]:
    """(file name, Markdown) of every generated page."""
    yield "keys.md", keys_page()
    yield "diagnostics.md", diagnostics_page()


def _anchor(record: type[Record]) -> str:
    name = record.__name__
    return "".join("-" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))


def _kind(kind: Any, form: str) -> str:
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return f"清單({_kind(inner, form)})"
    if typing.get_origin(kind) is Literal:
        return "、".join(f"`{value}`" for value in typing.get_args(kind))
    if typing.get_args(kind):  # a union of literals, one of them empty
        return _kind(typing.get_args(kind)[0], form)
    if isinstance(kind, type) and issubclass(kind, Record):
        return f"[{kind.__name__}](#{_anchor(kind)})"
    if kind is bool:
        return "`true` 或 `false`"
    if kind is int:
        return "整數"
    return FORMS.get(form, "文字")


def _text(words: str) -> str:
    """Words as Markdown prose: braces go into code spans, or they would be taken for markup."""
    escaped = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?\}", lambda found: f"`{found.group()}`", words)
    return escaped.replace("<", "&lt;")


def main() -> None:
    """Write all pages into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
