"""Sources of the small handbooks that several test files build: flows and checklists, with their roles and numbers."""

from __future__ import annotations

from support import MINIMAL_CONFIG

ROLES = """\
- {id: driver, title: 司機, about: about}
- {id: chief, title: 科長, about: about}
- {id: head, title: 局長, about: about}
"""
CONTACTS = """\
- {id: fire, title: 火警, phone: "119"}
- {id: desk, title: 值班室, phone: 0000-1001, night_phone: 0000-2001}
- {id: chief, title: 科長電話, phone: 0000-1002}
- {id: head, title: 局長電話, phone: 0000-1003}
"""
# A leaking pipe: four steps, one decision, three rungs. %s: how severe each choice is; what else the page declares.
_LEAK = """\
---
id: leak
kind: flow
title: 水管爆裂
owner: driver
version: "1.0"
effective: 2026-01-01
status: in force
ladder:
  - {role: driver, when: 發現漏水時。, decides: 關閥。, contact: desk}
  - {role: chief, when: 須停水時。, decides: 停水。, contact: chief}
  - {role: head, when: 須疏散時。, decides: 疏散。, contact: head}
nodes:
  - {id: valve, who: driver, do: 關總閥, within: 立即, memory: true, call: [fire], say: [順時針擰到底], evidence: [時間], next: rising}
  - id: rising
    type: decision
    who: driver
    do: 水還在漲嗎？
    choices:
      - {label: 還在漲, next: leave, default: true%s}
      - {label: 已止住, next: done%s}
  - {id: leave, who: chief, do: 請人員撤出, call: [chief], next: done}
  - {id: done, type: outcome, who: driver, do: 登記交班}
%sevidence: [帶時間的照片]
---

# 水管爆裂

{{ flow("leak") }}

看[誰是誰](../about.md)。
"""
_REPORTS = """\
severities:
  - id: light
    title: 輕微
    source: 示例
    limits: [{report: first, way: 電話, minutes: 30}, {report: follow-up, minutes: 120}, {report: final, way: 書面, minutes: 1440}]
  - id: grave
    title: 嚴重
    source: 示例
    limits: [{report: first, way: 電話, minutes: 10, to: 局長}, {report: follow-up, minutes: 60}, {report: final, way: 書面, minutes: 720}]
elements:
  - {id: place, label: 地點, help: 樓號, call: true, names: true}
  - {id: injured, label: 傷者, personal: true, call: true}
  - {id: cause, label: 原因, final: true}
keep_days: 10
"""
_BEFORE = """\
id: before
title: 出車前清單
owner: driver
version: "1.0"
effective: 2026-01-01
status: in force
mode: read-do
items:
  - {id: oil, action: 看油量, role: driver, group: 車輛, due: T 07:30, evidence: 照片}
  - {id: tyre, action: 看輪胎, role: driver}
  - {id: leave, action: 出發, role: driver, pause: 兩人當面對過路線。}
"""
_ROUNDS = """\
id: rounds
title: 巡查清單
owner: driver
version: "1.0"
effective: 2026-01-01
items:
  - {id: doors, action: 查門, role: driver}
  - {id: taps, action: 查水龍頭, role: driver}
  - {id: lights, action: 關燈, role: driver}
"""
_AROUND = {
    "mkdocs.yml": MINIMAL_CONFIG,
    "docs/index.md": "---\nid: home\n---\n\n# 首頁\n\n{{ home() }}\n",
    "docs/about.md": "---\nid: about\n---\n\n# 誰是誰\n\n{{ contacts() }}\n",
    "docs/_data/roles.yml": ROLES,
    "docs/_data/contacts.yml": CONTACTS,
}
# One flow and one checklist, with nothing that is optional.
RUNS = {
    **_AROUND,
    "docs/runs/leak.md": _LEAK % ("", "", ""),
    "docs/runs/before.md": '---\nid: before-page\n---\n\n# 出車\n\n{{ checklist("before") }}\n',
    "templates/checklists/before.yml": _BEFORE,
}
# The same flow with severities, limits of reporting and elements of a report; a checklist of three items.
REPORTS = {
    **_AROUND,
    "docs/runs/leak.md": _LEAK % (", severity: grave", ", severity: light", _REPORTS),
    "docs/list.md": '---\nid: list-page\n---\n\n# 巡查\n\n{{ checklist("rounds") }}\n',
    "templates/checklists/rounds.yml": _ROUNDS,
}
