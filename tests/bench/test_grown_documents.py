"""The corpora that search is measured on are what the figures say they are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.grown_documents import grown
from bench.search_quality import cut_documents
from bench.search_quality.passages import Passage
from handbook.search.folding import fold
from handbook.search.terms import terms
from support import ROOT, write_files

DOCUMENT = """請假規定
一、請假。
（一）三天以內由主管批准，須於24小時前提出。
（二）超過三天由經理批准，並附120元押金收據。
二、車輛。
1.加油。每周二上午在指定加油站加油，並登記公里數。
2.保養。司機每月檢查車輛，發現故障立即報告車輛管理員。
"""


@pytest.fixture
def base(tmp_path: Path) -> list[Passage]:
    return cut_documents.passages(write_files(tmp_path / "documents", {"D01.txt": DOCUMENT, "D02.txt": DOCUMENT}))


def test_a_grown_corpus_has_the_pages_asked_for(base: list[Passage]) -> None:
    """The documents themselves come first and unchanged; every address is its own."""
    found = grown(base, 33)
    assert found[: len(base)] == base
    assert len({passage.page for passage in found}) == 33
    assert len({passage.location for passage in found}) == len(found)
    assert grown(base, 33) == found
    assert grown(base, 1) == base


def test_copies_have_words_and_numbers_of_their_own(base: list[Passage]) -> None:
    """The number of different terms grows; a copy's page has a title of its own."""

    def different(passages: list[Passage]) -> set[str]:
        return {term for passage in passages for term in terms(fold(passage.title + passage.text))}

    few, many = different(grown(base, 10)), different(grown(base, 100))
    assert len(many) > 3 * len(few) > 3 * len(different(base))
    copy = [passage for passage in grown(base, 4) if passage.page.startswith("c001/")]
    assert copy[0].title not in {passage.title for passage in base}
    assert any("24小時" in passage.title + passage.text for passage in base)
    assert not any("24小時" in passage.title + passage.text for passage in copy)


@pytest.mark.bench
def test_the_comparison_runs(tmp_path: Path) -> None:
    """Figures for every engine that is installed; a missing one is named."""
    documents = write_files(tmp_path / "documents", {"D01.txt": DOCUMENT})
    figures = tmp_path / "figures.json"
    command = [sys.executable, "tests/bench/search_cost.py", "--corpus", str(documents), "--pages", "2", "--runs", "1"]
    subprocess.run([*command, "--json", str(figures)], cwd=ROOT, capture_output=True, text=True, check=True)
    ours = json.loads(figures.read_text(encoding="utf-8"))["ours"][0]
    assert ours["idle"] == 0
    assert ours["cold"]["term"]["bytes"] > 10_000
