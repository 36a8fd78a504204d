"""Grows a corpus to any size: copies of its pages, each with words, names and numbers of its own.

A copy writes some fifty characters of the corpus differently, the same way throughout, as another
department would have its own words; so the number of different terms grows as that of a real handbook does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.search_quality.passages import Passage

SEED = 20261124
CHANGED = 50  # characters a copy writes differently
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d{2,4}(?![\d.]|攝氏)")  # figures; clause numbers stay
_PLACES = "東西南北中上下新安平永寧長興泰和順嘉福仁義信德文武光明陽春江河湖海山林石金玉城橋港灣"


def grown(base: Sequence[Passage], pages: int) -> list[Passage]:
    """The corpus itself, then copies of it, until there are `pages` pages; at least the corpus."""
    order = list(dict.fromkeys(passage.page for passage in base))
    found = list(base)
    count = len(order)
    for number, copy in enumerate(_copies(base), 1):
        if count >= pages:
            break
        kept = set(order[: pages - count])
        found += (
            replace(after, location=f"c{number:03}/{before.location}")
            for before, after in zip(base, copy, strict=True)
            if before.page in kept
        )
        count += len(kept)
    return found


def _copies(base: Sequence[Passage]) -> Iterator[list[Passage]]:
    chance = random.Random(SEED)
    texts = "".join(passage.title + passage.text for passage in base)
    common = sorted(set(_HAN.findall(texts)))
    # Characters in use that the corpus has few of: rows 16 and on of Big5, its 5,401 common ones.
    every = [
        bytes((high, low)).decode("big5", "ignore")
        for high in range(0xA4, 0xC7)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    every = [character for character in every if _HAN.fullmatch(character)]
    while True:
        changed = {ord(one): chance.choice(every) for one in chance.sample(common, CHANGED)}
        place = "".join(chance.sample(_PLACES, 2))
        shift = chance.randint(1, 60)

        def vary(text: str, changed: dict[int, str] = changed, shift: int = shift) -> str:
            return _NUMBER.sub(lambda number: str(int(number[0]) + shift), text.translate(changed))

        titles = {passage.title: vary(passage.title) for passage in base}
        titles |= {passage.title: f"{place}{vary(passage.title)}" for passage in base if passage.level == 1}
        yield [
            replace(
                passage,
                title=titles[passage.title],
                above=tuple(titles[title] for title in passage.above),
                text=vary(passage.text),
            )
            for passage in base
        ]
