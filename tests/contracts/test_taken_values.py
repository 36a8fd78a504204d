"""What a list takes over from a plan: the same on both sides, and which fields can be taken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load
from handbook.rules.taken_values import taken_fields, taken_values
from javascript import in_node
from support import ROOT

VECTORS: list[dict[str, Any]] = json.loads((ROOT / "tests/fixtures/rules/taken-values.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_python_takes_what_the_vectors_say(vector: dict[str, Any]) -> None:
    """Texts and rows of the fields that can be taken, and nothing else."""
    taken = {id: tuple(columns) for id, columns in vector["taken"].items()}

    assert taken_values(vector["values"], taken) == vector["expected"]


def test_the_browser_takes_the_same() -> None:
    """The browser's half gives what the vectors say."""
    answers = in_node(
        'import { takenValues } from "./src/browser/rules/taken-values.js";',
        "(given) => given.map(({ values, taken }) => takenValues(values, taken))",
        VECTORS,
    )

    assert answers == [vector["expected"] for vector in VECTORS]


def test_what_can_be_taken_has_the_same_id_and_holds_the_same() -> None:
    """A left-out column and a list's own one are not taken; nor is a computed field, or one that begins afresh."""
    site = ROOT / "tests/sites/good-part-of"
    templates = load(site, diagnostics=Diagnostics(site)).templates

    assert taken_fields(templates["meal-list"], templates["visit-plan"]) == {
        "title": (),
        "guest_count": (),
        "meals": ("start", "end", "host"),
    }
    assert taken_fields(templates["guest-list"], templates["visit-plan"]) == {"guests": ("name", "diet")}
