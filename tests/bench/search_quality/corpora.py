"""The corpora: documents of a folder, cut into sections, or this repository's own handbook."""

from __future__ import annotations

from pathlib import Path

from bench.search_quality import cut_documents
from bench.search_quality.passages import Passage
from handbook import search as model
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load

ROOT = Path(__file__).resolve().parents[3]
HANDBOOK = "handbook"


def read(where: str) -> tuple[str, list[Passage]]:
    """The name of the corpus and its passages. `where`: a folder of documents, or "handbook"."""
    return (HANDBOOK, own()) if where == HANDBOOK else ("seeds", cut_documents.passages(Path(where)))


def own() -> list[Passage]:
    """The sections of this repository's handbook; each page's opening comes before its sections."""
    handbook = load(ROOT, diagnostics=Diagnostics(ROOT))
    return [
        Passage(section.url, section.level, section.title, section.path, section.text)
        for section in model.sections(handbook)
    ]
