"""A stylesheet without what a given page cannot use, for files that carry their styles with them.

Careful rather than clever: a rule goes only when every one of its selectors names a class that stands
nowhere in the page or its scripts, a variable only when nothing asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

_SKIP = re.compile(r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\.""", re.S)
_WORD = re.compile(r"[\w-]+")
_CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
_CONDITIONS = re.compile(r":(?:not|is|where|has|host)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")


def words(*texts: str) -> frozenset[str]:
    """Every word that could be the name of a class."""
    return frozenset(word for text in texts for word in _WORD.findall(text))


def prune(css: str, known: AbstractSet[str]) -> str:
    """`css` without rules for classes that are not among `known`, and without variables nobody asks for."""
    kept = "".join(_rules(css, known))
    asked = set(_ASKED.findall(kept)) | {word for word in known if word.startswith("--")}
    return _without_variables(kept, asked)


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Top-level parts: (prelude, body) for blocks, (statement, None) for the like of @charset."""
    start = position = depth = brackets = opened = 0
    while position < len(css):
        if skipped := _SKIP.match(css, position):
            position = skipped.end()
            continue
        character = css[position]
        if character in "([":
            brackets += 1
        elif character in ")]":
            brackets -= 1
        elif character == "{" and not brackets:
            if not depth:
                opened = position
            depth += 1
        elif character == "}" and not brackets:
            depth -= 1
            if not depth:
                yield css[start:opened].strip(), css[opened + 1 : position]
                start = position + 1
        elif character == ";" and not depth and not brackets:
            yield css[start:position].strip(), None
            start = position + 1
        position += 1


def _rules(css: str, known: AbstractSet[str]) -> Iterator[str]:
    for prelude, body in _blocks(re.sub(r"/\*.*?\*/", "", css, flags=re.S)):
        if body is None:
            if not prelude.startswith("@charset"):
                yield f"{prelude};"
        elif prelude.startswith(("@media", "@supports", "@layer", "@container")):
            if inner := "".join(_rules(body, known)):
                yield f"{prelude}{{{inner}}}"
        elif prelude.startswith("@"):
            yield f"{prelude}{{{body}}}"
        elif selectors := [one for one in _split(prelude, ",") if _can_match(one, known)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _can_match(selector: str, known: AbstractSet[str]) -> bool:
    plain = _CONDITIONS.sub("", selector)
    return all(name.replace("\\", "") in known for name in _CLASS.findall(plain))


def _without_variables(css: str, asked: AbstractSet[str]) -> str:
    parts = []
    for prelude, body in _blocks(css):
        if body is None:
            parts.append(f"{prelude};")
        elif prelude.startswith("@") and "{" in body:
            parts.append(f"{prelude}{{{_without_variables(body, asked)}}}")
        else:
            kept = [one for one in _split(body, ";") if not _is_idle(one, asked)]
            parts += [f"{prelude}{{{';'.join(kept)}}}"] if kept else []
    return "".join(parts)


def _is_idle(declaration: str, asked: AbstractSet[str]) -> bool:
    name, colon, _ = declaration.partition(":")
    return not declaration.strip() or (bool(colon) and name.strip().startswith("--") and name.strip() not in asked)


def _split(text: str, separator: str) -> list[str]:
    """Parts between separators that stand in no brackets and no string."""
    parts, start, position, brackets = [], 0, 0, 0
    while position < len(text):
        if skipped := _SKIP.match(text, position):
            position = skipped.end()
            continue
        if text[position] in "([{":
            brackets += 1
        elif text[position] in ")]}":
            brackets -= 1
        elif text[position] == separator and not brackets:
            parts.append(text[start:position].strip())
            start = position + 1
        position += 1
    return [one for one in [*parts, text[start:].strip()] if one]
