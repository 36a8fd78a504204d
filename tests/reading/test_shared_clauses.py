"""Clauses that pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.reading.loader import load

POSTS = """---
kind: regulation
id: posts
title: 各崗位
---
# 各崗位

（一）提前 30 分鐘到。{#early when="每天" to=chief}
"""
CHIEF = """---
kind: role
id: chief
title: 主管
---
# 主管

1. 帶班。{#lead}
2. {#early same=posts#early to=director when="每週"}
"""
DIRECTOR = """---
kind: role
id: director
title: 總監
---
# 總監

1. {#early same=posts#early}
2. 比別人早到。{#earlier same=posts#early}
"""


def read(make_site: Callable[..., Path]) -> Handbook:
    root = make_site(
        {
            "docs/index.md": "# 手冊\n",
            "docs/posts.md": POSTS,
            "docs/duties/chief.md": CHIEF,
            "docs/duties/director.md": DIRECTOR,
        }
    )
    diagnostics = Diagnostics(root)
    handbook = load(root, diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []
    return handbook


def test_a_clause_is_completed_with_what_the_shared_one_says(make_site: Callable[..., Path]) -> None:
    """Words and facts come along; the number, the id and what the clause says itself are its own."""
    handbook = read(make_site)
    chief, director = handbook.roles["chief"].clauses[-1], handbook.roles["director"].clauses[-2]
    earlier = handbook.roles["director"].clauses[-1]

    assert (chief.number, chief.id, chief.text) == ("2.", "early", "提前 30 分鐘到。")
    assert (chief.attributes["when"], chief.attributes["to"]) == ("每週", "director")
    assert (director.attributes["when"], director.attributes["to"]) == ("每天", "chief")
    assert (earlier.text, earlier.attributes["when"]) == ("比別人早到。", "每天")


def test_the_words_stand_on_the_line_of_the_clause(make_site: Callable[..., Path]) -> None:
    """So faults keep their lines, and whatever reads the page's text finds them."""
    page = read(make_site).roles["chief"]

    assert page.body.split("\n")[-3:] == [
        "1. 帶班。{#lead}",
        '2. 提前 30 分鐘到。 {#early same=posts#early to=director when="每週"}',
        "",
    ]
    assert [clause.span.line for clause in page.clauses] == [6, 8, 9]


def test_the_shared_clause_knows_who_tells_it(make_site: Callable[..., Path]) -> None:
    """Its readers see which posts it holds for."""
    links = read(make_site).backlinks["clause:posts#early"]

    assert [(link.title, link.url) for link in links] == [
        ("主管", "duties/chief.html#early"),
        ("總監", "duties/director.html#early"),
        ("總監", "duties/director.html#earlier"),
    ]
