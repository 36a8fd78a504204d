"""Fenced code that is indented, as inside lists, clauses and notices, or that has words behind its language.

Python-Markdown knows it at the margin and with its language alone.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import HTML_PLACEHOLDER_RE
from markupsafe import escape

_OPENING = re.compile(r"(?P<indent>(?:[ ]|> ?)*)(?P<fence>`{3,}|~{3,})[ ]*(?P<language>[\w#.+-]*)(?P<rest>[^`\n]*)$")

_WORDS = re.compile(r"\s+[^\s{]")  # behind the language


class IndentedCode(Preprocessor):
    """Puts the HTML of indented code into the stash, and its place, as deep as the code was, into the text."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._md = md

    def run(self, lines: list[str]) -> list[str]:
        """The lines with indented code replaced."""
        result: list[str] = []
        number = 0
        while number < len(lines):
            line = lines[number]
            opening = _OPENING.match(line) if "```" in line or "~~~" in line else None
            if opening and not opening["indent"] and not _WORDS.match(opening["rest"]):
                opening = None  # Python-Markdown's
            end = _closing(lines, number, opening["fence"]) if opening else None
            if opening is None or end is None:
                result.append(line)
                number += 1
                continue
            depth = len(opening["indent"])
            code = "\n".join(_without(inner, depth) for inner in lines[number + 1 : end])
            language = f' class="language-{escape(opening["language"])}"' if opening["language"] else ""
            result.append(
                opening["indent"] + self._md.htmlStash.store(f"<pre><code{language}>{escape(code)}\n</code></pre>")
            )
            number = end + 1
        return result


def _closing(lines: list[str], start: int, fence: str) -> int | None:
    """The number of the line that closes the code which begins on line `start`; None when nothing closes it."""
    for number in range(start + 1, len(lines)):
        line = lines[number].strip(" >")
        if line and not line.strip(fence[0]) and len(line) >= len(fence):
            return number
    return None


def _without(line: str, depth: int) -> str:
    """A line of code without the indentation of its block."""
    outside = line[:depth]
    return line[depth:] if not outside.strip(" >") else line.lstrip(" ")


def is_code(md: Markdown, line: str) -> bool:
    """Whether a line of a text stands for code in the stash."""
    found = HTML_PLACEHOLDER_RE.fullmatch(line.strip())
    return found is not None and str(md.htmlStash.rawHtmlBlocks[int(found[1])]).startswith("<pre")
