"""What is found of how rules are written, and what authors say is meant so."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

from handbook.checks.wording import all_wording, suppressions
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.diagnostics.messages import all_messages
from handbook.reading.loader import load
from support import ROOT

TERMS = {"docs/_data/terms.yml": "- {term: 信息, not: 資訊}\n"}


def found(root: Path, today: date | None = None) -> list[tuple[str, int, int]]:
    """Code, line and column of every finding."""
    diagnostics = Diagnostics(root)
    all_wording.check(load(root, diagnostics=Diagnostics(root)), diagnostics, today)
    return [(one.code, one.span.line, one.span.column) for one in diagnostics]


def test_a_word_in_a_text_of_several_lines_is_pointed_at(make_site: Callable[..., Path]) -> None:
    """The second of two words in a folded YAML text has its own line and column."""
    steps = (
        "---\nkind: procedure\nid: steps\ntitle: 步驟\nprocedures:\n  - id: one\n    title: 程序\n    steps:\n"
        "      - id: a\n        actor: clerk\n        action: >\n          報送資訊，\n          再存資訊。\n---\n# 步驟\n"
    )
    root = make_site({**TERMS, "docs/steps.md": steps})

    assert found(root) == [("word-not-used", 12, 13), ("word-not-used", 13, 13)]


def test_a_remark_in_yaml_covers_its_line_and_the_next(make_site: Callable[..., Path]) -> None:
    """A remark stands on the line itself or above it; the third line is not covered."""
    roles = (
        "# meant so: word-not-used 舊名\n- {id: a, title: 資訊員, about: index}\n- {id: b, title: 資訊科長, about: index}\n"
        "- {id: c, title: 資訊主任, about: index}  # meant so: word-not-used 批文的名稱\n"
    )
    root = make_site({**TERMS, "docs/_data/roles.yml": roles})

    assert found(root) == [("word-not-used", 3, 18)]


def test_an_example_of_a_remark_is_none(make_site: Callable[..., Path]) -> None:
    """What a code block shows is neither a finding nor a remark."""
    root = make_site({**TERMS, "docs/page.md": "# 頁\n\n```\n<!-- meant so: word-not-used 例子 -->\n資訊\n```\n"})

    assert found(root) == []


def test_an_overdue_review_may_be_meant_so(make_site: Callable[..., Path]) -> None:
    """The remark is needed on the day that the review is overdue, and no finding where days are not looked at."""
    page = (
        "---\nkind: regulation\nid: rules\ntitle: 辦法\n# meant so: review-overdue 等上級的新辦法\nreviewed: 2020-01-01\n"
        "review_every: P1Y\n---\n# 辦法\n"
    )
    root = make_site({"docs/rules.md": page})

    assert found(root) == found(root, date(2026, 12, 1)) == []
    assert found(root, date(2020, 6, 1)) == [("meant-so-unused", 5, 1)]


def test_the_words_of_a_shared_clause_are_judged_once(make_site: Callable[..., Path]) -> None:
    """A clause that another page tells is found where it is written, and is no repetition."""
    posts = "---\nkind: regulation\nid: posts\ntitle: 共同\n---\n# 共同\n\n1. 每天早上把前一天的資訊整理好，交給班長核對。{#early}\n"
    clerk = "---\nkind: role\nid: clerk\ntitle: 科員\n---\n# 科員\n\n1. {#early same=posts#early}\n"
    root = make_site({**TERMS, "docs/posts.md": posts, "docs/clerk.md": clerk})

    assert found(root) == [("word-not-used", 8, 13)]


def test_a_remark_can_suppress_whatever_the_wording_s_checks_say() -> None:
    """The codes that a remark may name are those of the warnings in the modules of `checks/wording`, and of overdue reviews."""
    folder = ROOT / "src/handbook/checks"
    modules = [*folder.glob("wording/*.py"), folder / "review_dates.py", folder / "missing_superiors.py"]
    said = {
        node.value
        for path in modules
        if path.stem != "suppressions"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert set(suppressions.CODES) == said & all_messages().keys()
