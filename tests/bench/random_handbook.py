"""Writes handbooks of any size: the same text for every generator, made from seeded random words."""

from __future__ import annotations

import random
from pathlib import Path

FOLDER_SIZE = 50
SUBJECTS = [
    "車隊",
    "值班員",
    "接待組",
    "辦公室",
    "領隊",
    "記錄人",
    "保管員",
    "聯絡人",
    "審核人",
    "司機",
    "教務員",
    "宿管員",
]
VERBS = ["核對", "登記", "通知", "陪同", "檢查", "整理", "回報", "歸檔", "確認", "補送", "領取", "交接", "公布", "複核"]
OBJECTS = [
    "申請單",
    "行車記錄",
    "來賓名單",
    "會議材料",
    "鑰匙",
    "聯絡電話",
    "餐券",
    "座位表",
    "交通路線",
    "應急物品",
    "值班日誌",
    "場地",
    "發票",
    "證件",
]
TIMES = ["出發前", "當日上午", "一個工作日內", "每週五", "活動結束後", "下班前", "收到通知後", "每月五日前"]
REASONS = [
    "以免遺漏",
    "便於查找",
    "由接收人簽收",
    "並留存照片",
    "不得代簽",
    "逾時須說明原因",
    "須有兩人在場",
    "以書面為準",
]


def sentence(chance: random.Random) -> str:
    """One sentence of about twenty characters."""
    parts = [chance.choice(words) for words in (SUBJECTS, TIMES, VERBS, OBJECTS)]
    return f"{parts[0]}{parts[1]}{parts[2]}{parts[3]},{chance.choice(REASONS)}。"


def page(number: int, pages: int, chance: random.Random) -> str:
    """About 7 kB of Markdown: six sections with prose, nested lists, a table, a notice, tasks and links."""
    lines = [f"# 第{number}號辦法", "", "".join(sentence(chance) for _ in range(3)), ""]
    for section in range(6):
        title = chance.choice(VERBS) + chance.choice(OBJECTS)
        lines += [f"## {section + 1} {title} {{#part-{section}}}", ""]
        lines += ["".join(sentence(chance) for _ in range(11)), ""]
        if section in (1, 4):
            for item in range(1, 4):
                lines += [
                    f"{item}. {sentence(chance)}",
                    "",
                    f"    1. {sentence(chance)}",
                    f"    2. {sentence(chance)}",
                    "",
                ]
        if section == 2:
            lines += ["| 時間 | 負責 | 事項 |", "|---|---|---|"]
            lines += [f"| {chance.choice(TIMES)} | {chance.choice(SUBJECTS)} | {sentence(chance)} |" for _ in range(6)]
            lines += [""]
        if section == 3:
            lines += ['!!! note "說明"', f"    {sentence(chance)}{sentence(chance)}", ""]
        if section == 5:
            lines += [f"- {sentence(chance)}" for _ in range(6)] + [""]
            links = sorted(chance.sample(range(pages), min(4, pages)))
            lines += [f"另見[第{other}號辦法]({link(number, other)})。" for other in links] + [""]
    return "\n".join(lines)


def place(number: int) -> str:
    """Folder and file of a page: no folder holds more than fifty."""
    return f"part-{number // FOLDER_SIZE:02d}/page-{number:04d}.md"


def link(here: int, there: int) -> str:
    """The address of one page on another."""
    prefix = "" if here // FOLDER_SIZE == there // FOLDER_SIZE else "../"
    return place(there).partition("/")[2] if not prefix else prefix + place(there)


def write(docs: Path, pages: int, seed: int = 20261005) -> int:
    """Write a handbook of `pages` pages below `docs` and return its size in bytes. seed: another gives another text."""
    chance = random.Random(seed)
    files = {"index.md": f"# 手冊\n\n{sentence(chance)}\n"}
    files |= {place(number): page(number, pages, chance) for number in range(pages)}
    for name, text in files.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    return sum(len(text.encode()) for text in files.values())
