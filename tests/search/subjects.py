"""The corpora: documents of a folder, cut into sections, or this repository's own handbook."""

from __future__ import annotations

from pathlib import Path

from handbook import search as model
from handbook.errors import Diagnostics
from handbook.loader import load
from search import corpus
from search.passages import Passage

ROOT = Path(__file__).resolve().parent.parent.parent
HANDBOOK = "handbook"


def read(where: str) -> tuple[str, list[Passage]]:
    """The name of the corpus and its passages. `where`: a folder of documents, or "handbook"."""
    return (HANDBOOK, own()) if where == HANDBOOK else ("seeds", corpus.passages(Path(where)))


def own() -> list[Passage]:
    """The sections of this repository's handbook; a page's opening, if it has one, comes first."""
    handbook = load(ROOT, diagnostics=Diagnostics(ROOT))
    found: list[Passage] = []
    for section in model.sections(handbook):
        above = (section.path,) if section.path else ()
        level = 2 if "#" in section.url else 1
        found.append(Passage(section.url, level, section.title, above, section.text))
    return found
