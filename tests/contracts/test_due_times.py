"""Due times of checklists: both halves read them alike, Python says them in words, the browser counts the moment."""

from __future__ import annotations

import dataclasses
import json

from handbook.values.due_times import due_in_words, parse_due
from javascript import in_node
from support import ROOT

VECTORS = json.loads((ROOT / "tests/fixtures/due/due.json").read_text(encoding="utf-8"))
IMPORT = 'import { momentOf, parseDue } from "./src/browser/values/due-times.js";'


def test_both_halves_read_the_same() -> None:
    """Each text means one due time to both; what one half refuses, the other refuses, too."""
    texts = [*(case["due"] for case in VECTORS["moments"]), *VECTORS["words"], *VECTORS["unreadable"]]
    ours = [due and dataclasses.asdict(due) for due in map(parse_due, texts)]

    assert in_node(IMPORT, "texts => texts.map(parseDue)", texts) == ours
    assert [text for text in VECTORS["unreadable"] if parse_due(text)] == []


def test_due_times_are_said_in_chinese() -> None:
    """A reader without a run sees words in place of a moment."""
    assert {text: due_in_words(due) for text in VECTORS["words"] if (due := parse_due(text))} == VECTORS["words"]


def test_the_moment_is_counted_from_the_event() -> None:
    """Each vector gives its moment, or says why there is none."""
    run = (
        "({moments, calendar}) => moments.map((one) => momentOf(parseDue(one.due), one.start, one.end || '', calendar))"
    )
    wanted = [
        {"moment": case.get("moment", ""), "problem": case.get("problem", ""), "year": case.get("year", 0)}
        for case in VECTORS["moments"]
    ]

    assert in_node(IMPORT, run, VECTORS) == wanted
