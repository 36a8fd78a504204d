"""Where things stand in the text of a page: the end of a call, a word, a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from handbook.diagnostics.diagnostics import Span

PlaceOf = Callable[[int], Span]
"""From an offset in the page's text to its place in the file."""

STRING = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""")


def outside(mark: str, text: str, code: Sequence[tuple[int, int]]) -> bool:
    """Whether `mark` stands somewhere outside of code. code: where each piece of code begins and ends."""
    start = text.find(mark)
    while start >= 0:
        if not any(first <= start < last for first, last in code):
            return True
        start = text.find(mark, start + 1)
    return False


def closing(text: str, start: int) -> int | None:
    """Where the `}}` stands that ends the expression which begins at `start`, or None when nothing ends it.

    The braces in strings and dicts end nothing.
    """
    depth, position = 0, start
    while position < len(text):
        character = text[position]
        if character in "\"'":
            string = STRING.match(text, position)
            if string is None:
                return None
            position = string.end()
            continue
        if text.startswith("{{", position) or text.startswith("\n\n", position):
            return None  # the next call or paragraph begins: this one was never closed
        if character == "{":
            depth += 1
        elif character == "}":
            if depth == 0:
                return position if text.startswith("}}", position) else None
            depth -= 1
        position += 1
    return None


def opening_quote(text: str, start: int) -> int | None:
    """Where a quote opens, behind `start`, that its line does not close; None when every quote before the end does."""
    position = start
    while position < len(text) and not text.startswith(("\n\n", "}}"), position):
        if text[position] in "\"'":
            string = STRING.match(text, position)
            if string is None:
                return position
            position = string.end()
        else:
            position += 1
    return None


_STATEMENT = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>(?:(?!%\}).)*)(?P<end>%\})?")
_WITH_END = frozenset({"autoescape", "block", "call", "filter", "for", "if", "macro", "raw", "with"})


def unclosed_statement(source: str, line: int) -> tuple[int, int] | None:
    """Offset and length of the statement that lacks its `%}` up to a line, or else its end tag; None if none does."""
    end = sum(len(before) + 1 for before in source.split("\n")[:line])
    open_ones: list[re.Match[str]] = []
    for found in _STATEMENT.finditer(source):
        name = found["name"]
        if not found["end"] and found.start() < end and "%}" not in source[found.start() : end]:
            return found.start(), len(found[0].rstrip())
        if name in _WITH_END:
            open_ones.append(found)
        elif name.startswith("end"):
            if not open_ones:
                return None  # one end too many, which Jinja names at its line
            open_ones.pop()
    return (open_ones[-1].start(), len(open_ones[-1][0])) if open_ones else None


def line_at(source: str, line: int) -> tuple[int, int]:
    """Offset and length of the text on a line, without the space around it. The first line is 1."""
    lines = source.split("\n")
    line = min(max(line, 1), len(lines))
    text = lines[line - 1]
    indent = len(text) - len(text.lstrip())
    return sum(len(before) + 1 for before in lines[: line - 1]) + indent, max(1, len(text.strip()))


def word_offsets(source: str, word: str, line: int = 1) -> Iterator[int]:
    """Where `word` stands as a whole word and outside strings, from a line on. The first line is 1."""
    start = line_at(source, line)[0] if line > 1 else 0
    blanked = STRING.sub(lambda string: " " * len(string[0]), source)
    for found in re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").finditer(blanked, start):
        yield found.start()
