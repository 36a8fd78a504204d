"""Kinds of rules: the same vectors in Python and in Chromium, and what the build says about faulty ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from handbook.model.rule_kinds import RULE_KINDS
from handbook.model.template import Template
from handbook.reading.rule_words import kind_words
from handbook.rules.kinds import OF_RECORD, OF_ROWS
from handbook.rules.response_kinds import OF_RESPONSE
from rule_vectors import KINDS, all_rules, browser_says, python_says, random_responses, template_of, with_rule

CASES: list[dict[str, Any]] = KINDS["cases"]


def made(case: dict[str, Any]) -> Template:
    """The template of the vectors with the rule of a case."""
    return with_rule(template_of(KINDS["definition"], []), case["rule"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_python_finds_what_the_vectors_say(case: dict[str, Any]) -> None:
    """A kind's findings, with the words of their sentences and the fields they point at."""
    assert python_says(made(case), case["values"])["findings"] == case["findings"]


def test_browser_finds_what_the_vectors_say(browser: Browser, tmp_path: Path) -> None:
    """The browser's kinds give exactly what Python's give."""
    answers = browser_says(browser, tmp_path, [(made(case), case["values"]) for case in CASES])
    for case, answer in zip(CASES, answers, strict=True):
        assert answer["findings"] == case["findings"], case["name"]


def test_both_sides_find_the_same_in_random_responses(browser: Browser, tmp_path: Path) -> None:
    """Whatever is filled in, all kinds at once find the same in Python and in the browser."""
    template = all_rules()
    responses = list(random_responses(template, 150))
    answers = browser_says(browser, tmp_path, [(template, values) for values in responses])

    found = [python_says(template, values) for values in responses]
    kinds = {rule.id: rule.kind_name for rule in template.rules}
    broken = {kinds.get(one["code"], "") for answer in found for one in answer["findings"]}
    assert broken >= set(RULE_KINDS)
    for values, expected, answer in zip(responses, found, answers, strict=True):
        assert answer == expected, values


def test_every_kind_is_judged_worded_and_in_the_vectors() -> None:
    """A kind has one function, words for each of its variants, a case in which it holds, and one in which it does not."""
    judged = {**OF_RECORD, **OF_ROWS, **OF_RESPONSE}
    holds = {key for case in CASES if not case["findings"] for key in case["rule"]}
    broken = {key for case in CASES if case["findings"] for key in case["rule"]}

    assert set(judged) == set(RULE_KINDS.values())
    assert set(kind_words()) == set(RULE_KINDS)
    assert set(RULE_KINDS) <= holds & broken
    for name, words in kind_words().items():
        said = {finding["message"] for case in CASES if name in case["rule"] for finding in case["findings"]}
        assert len(said) >= len(words.found), f"{name}: not every sentence is in the vectors"
