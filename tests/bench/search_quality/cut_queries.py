"""Cuts queries nobody has chosen from the documents, and writes them at the end of queries.yml.

    pip install opencc-python-reimplemented pypinyin jieba   # needed for this only
    python tests/bench/search_quality/cut_queries.py --corpus DIR [--seed 20261123]

The seed decides everything. What is right is never the query's own text: it is another piece of the
same section, found nowhere else, and the query's piece is in no other section either.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import jieba  # type: ignore[import-untyped]
import opencc  # type: ignore[import-not-found]  # only whoever cuts anew needs it
import pypinyin  # type: ignore[import-not-found]  # likewise

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests/

from bench.search_quality import cut_documents, queries
from bench.search_quality.passages import Passage, fold

SEED = 20261123
MARK = "# ── cut by cut_queries.py; not edited by hand ──"
AMOUNTS = {"body": 56, "heading": 32, "two-pieces": 36, "boundary": 28, "simplified": 34, "wrong-character": 38}
_RUN = re.compile(r"[\u4e00-\u9fff]{4,}")


class Cutter:
    """Draws pieces of the passages."""

    def __init__(self, passages: Sequence[Passage], seed: int) -> None:
        self.passages = [passage for passage in passages if len(passage.text) >= 40]
        self.texts = {passage.location: fold(passage.title + "\n" + passage.text) for passage in passages}
        self.titles = [fold(passage.title) for passage in passages]
        self.chance = random.Random(seed)
        self.simplify: Callable[[str], str] = opencc.OpenCC("t2s").convert
        self.sounds: dict[str, list[str]] = {}
        for character in sorted(set("".join(self.texts.values()))):
            if _han(character):
                self.sounds.setdefault(_sound(character), []).append(character)

    def holders(self, *pieces: str) -> int:
        """In how many passages all the pieces are."""
        folded = [fold(piece) for piece in pieces]
        return sum(all(piece in text for piece in folded) for text in self.texts.values())

    def piece(self, text: str, shortest: int, longest: int) -> str:
        """A random piece of one run of Chinese characters; empty when there is none."""
        length = self.chance.randint(shortest, longest)
        runs = [run for run in _RUN.findall(text) if len(run) >= length]
        if not runs:
            return ""
        run: str = self.chance.choice(runs)
        start = self.chance.randint(0, len(run) - length)
        return run[start : start + length]

    def anchor(self, passage: Passage, *pieces: str) -> str:
        """Another piece that only this passage has, sharing no three characters with the query's."""
        taken = {piece[at : at + 3] for piece in pieces for at in range(len(piece) - 2)} | set(pieces)
        for _ in range(60):
            found = self.piece(passage.text, 6, 7)
            if found and self.holders(found) == 1 and not any(one in found for one in taken):
                return found
        return ""

    def cuts(self, kind: str) -> Iterator[tuple[str, str]]:
        """Endless queries of a kind, each with the anchor of the one passage that answers it."""
        while True:
            passage = self.chance.choice(self.passages)
            pieces = self._pieces(kind, passage)
            if not pieces or not all(pieces) or self.holders(*pieces) != 1:
                continue
            anchor = self.anchor(passage, *pieces)
            typed = self._typed(kind, " ".join(pieces)) if anchor else ""
            if typed:
                yield typed, anchor

    def _pieces(self, kind: str, passage: Passage) -> tuple[str, ...]:
        if kind == "heading":
            found = self.piece(passage.title, 3, 6)
            return (found,) if sum(fold(found) in title for title in self.titles) == 1 else ()
        if kind == "two-pieces":
            first, second = self.piece(passage.text, 2, 4), self.piece(passage.text, 2, 4)
            return (first, second) if not set(first) & set(second) else ()
        if kind == "boundary":
            return (self._across(passage.text),)
        if kind == "wrong-character":
            return (self.piece(passage.text, 5, 7),)
        return (self.piece(passage.text, 4, 8),)

    def _across(self, text: str) -> str:
        """A piece that begins and ends inside a dictionary word."""
        runs = _RUN.findall(text)
        if not runs:
            return ""
        run = self.chance.choice(runs)
        words = list(jieba.cut(run))
        pairs = [(a, b) for a, b in itertools.pairwise(words) if len(a) > 1 and len(b) > 1]
        if not pairs:
            return ""
        before, after = self.chance.choice(pairs)
        end = str(before[self.chance.randint(1, len(before) - 1) :])
        return end + str(after[: self.chance.randint(1, len(after) - 1)])

    def _typed(self, kind: str, text: str) -> str:
        """What is typed for a piece: itself, in Simplified, or with one character of the same sound."""
        if kind == "simplified":
            found = self.simplify(text)
            return found if found != text else ""
        if kind == "wrong-character":
            at = self.chance.randrange(len(text))
            others = [one for one in self.sounds[_sound(text[at])] if fold(one) != fold(text[at])]
            found = text[:at] + self.chance.choice(others) + text[at + 1 :] if others else ""
            return found if found and self.simplify(found) != self.simplify(text) else ""
        return text


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _sound(character: str) -> str:
    return str(pypinyin.lazy_pinyin(character)[0])


def lines(passages: Sequence[Passage], seed: int) -> Iterator[str]:
    """The lines of queries.yml, one a query."""
    cutter = Cutter(passages, seed)
    for kind, amount in AMOUNTS.items():
        yield f"\n# {kind}"
        seen: set[str] = set()
        for typed, anchor in cutter.cuts(kind):
            if typed not in seen:
                seen.add(typed)
                id = f"cut-{kind}-{len(seen):02d}"
                yield f"- {{id: {id}, kind: {kind}, corpus: seeds, cut: true, query: {typed}, holds: [{anchor}]}}"
            if len(seen) == amount:
                break


def main() -> None:
    """Replace what stands below the mark."""
    parser = argparse.ArgumentParser(description="Cut queries from the documents.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    written = queries.FILE.read_text(encoding="utf-8").partition(MARK)[0].rstrip()
    found = "\n".join(lines(cut_documents.passages(arguments.corpus), arguments.seed))
    queries.FILE.write_text(f"{written}\n\n{MARK} seed {arguments.seed}\n{found}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
