"""Markdown becomes running text: the words that a reader sees, without marks, attributes and addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import reduce

from handbook.pages.markdown.finished_elements import NOTICES
from handbook.reading.headings import split_attributes

Expand = Callable[[str], str]  # what stands between {{ and }} -> the words that the call shows

_CALL = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}")
_LONGEST = 2000  # characters that are read at a time, because some patterns take a time that grows with the square
_NOTICE = re.compile(r"^\s*!!!\s*(?P<kinds>[\w -]+?)[ \t]*(?:\"(?P<title>[^\"\n]*)\")?\s*$")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$|^=+\s*$|^\s*\*\s*\*\s*\*[\s*]*$")
_OPENS = re.compile(r"^\s*(?:#{1,6}|>|[-*+]\s|\d+\.\s|:\s|\|)")
_LINE_MARKS = re.compile(r"^\s*(?:#{1,6}|(?:>\s*)+|[-*+]\s|:\s)\s*")
_INLINE_MARKS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|~~")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|-])")
_KEPT = re.compile("[\ue100-\ue17f]")  # stand for escaped characters until the marks are removed
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*\S+.*$")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def plain(markdown: str, expand: Expand | None = None) -> str:
    """A Markdown text as running text."""
    return running(markdown.split("\n"), expand)


def running(lines: Iterable[str], expand: Expand | None = None) -> str:
    """Lines of Markdown as one running text. expand: says what component calls show; without it they show nothing."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        short = line[:_LONGEST]
        if not line.strip() or _RULE.match(short) or _DEFINITION.match(short):
            blocks.append([])
            continue
        if _OPENS.match(short) or "!!!" in line:
            blocks.append([])
        blocks[-1].append(line)
        if "!!!" in line:
            blocks.append([])
    texts = (reduce(_glued, (_line(line, expand) for line in block)) for block in blocks if block)
    return " ".join(" ".join(texts).split())


def _glued(before: str, after: str) -> str:
    """Two lines of one paragraph as one. A space stands between them, unless both are Chinese there."""
    before, after = before.rstrip(), after.lstrip()
    return before + ("" if _WIDE.match(before[-1:]) and _WIDE.match(after) else " ") + after


def joined(parts: Iterable[str]) -> str:
    """The parts that are not empty, with spaces between them."""
    return " ".join(part for part in parts if part)


def _line(line: str, expand: Expand | None) -> str:
    if len(line) <= _LONGEST:
        return _piece(line, expand)
    return "".join(_piece(line[at : at + _LONGEST], expand) for at in range(0, len(line), _LONGEST))


def _piece(line: str, expand: Expand | None) -> str:
    notice = _NOTICE.match(line) if "!!!" in line else None
    if notice:
        return _notice(notice["kinds"].split(), notice["title"])
    if "\\" in line:
        line = _ESCAPE.sub(lambda one: chr(0xE100 + ord(one[1])), line)
    if "{" in line:
        line = _CALL.sub(lambda call: expand(call[1]) if expand and call[1] else " ", line)
        line = split_attributes(line)[0]
    line = _LINE_MARKS.sub("", line)
    if "[" in line:
        line = _LINK.sub(r"\1", line)
    if "<" in line:
        line = _TAG.sub("", line)
    line = _INLINE_MARKS.sub("", line.replace("|", " "))
    line = _KEPT.sub(lambda one: chr(ord(one[0]) - 0xE100), line)
    return html.unescape(line) if "&" in line else line


def _notice(kinds: list[str], title: str | None) -> str:
    """The title of a notice as the page shows it: after the word for its kind."""
    word = next((NOTICES[kind] for kind in kinds if kind in NOTICES), "")
    if not title:
        return word
    return title if not word or title.startswith(word) else f"{word}：{title}"
