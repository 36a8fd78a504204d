"""A small handbook with one emergency flow and a checklist, for the journeys through them."""

FLOW = """\
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
      - {label: 還在漲, next: leave, default: true, severity: grave}
      - {label: 已止住, next: done, severity: light}
  - {id: leave, who: chief, do: 請人員撤出, call: [chief], next: done}
  - {id: done, type: outcome, who: driver, do: 登記交班}
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
  - {id: place, label: 地點, help: 樓號, call: true}
  - {id: injured, label: 傷者, personal: true, call: true}
  - {id: cause, label: 原因, final: true}
keep_days: 10
evidence: [帶時間的照片]
---

# 水管爆裂

{{ flow("leak") }}
"""
SITE = {
    "mkdocs.yml": "site_name: 測試手冊\nplugins:\n  - handbook\n",
    "docs/index.md": "---\nid: home\n---\n\n# 首頁\n\n{{ home() }}\n",
    "docs/runs/leak.md": FLOW,
    "docs/list.md": '---\nid: list-page\n---\n\n# 巡查\n\n{{ checklist("rounds") }}\n',
    "templates/checklists/rounds.yml": (
        'id: rounds\ntitle: 巡查清單\nowner: driver\nversion: "1.0"\neffective: 2026-01-01\nitems:\n'
        "  - {id: doors, action: 查門, role: driver}\n"
        "  - {id: taps, action: 查水龍頭, role: driver}\n"
        "  - {id: lights, action: 關燈, role: driver}\n"
    ),
    "docs/_data/roles.yml": (
        "- {id: driver, title: 司機, about: home}\n"
        "- {id: chief, title: 科長, about: home}\n"
        "- {id: head, title: 局長, about: home}\n"
    ),
    "docs/_data/contacts.yml": (
        '- {id: fire, title: 火警, phone: "119"}\n'
        "- {id: desk, title: 值班室, phone: 0000-1001, night_phone: 0000-2001}\n"
        "- {id: chief, title: 科長電話, phone: 0000-1002}\n"
        "- {id: head, title: 局長電話, phone: 0000-1003}\n"
    ),
}
