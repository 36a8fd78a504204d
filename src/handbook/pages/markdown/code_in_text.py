"""Which parts of a Markdown text are code, where neither calls nor HTML mean anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.reading.clauses import code_spans

_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})([^`\n]*)$")
_CONTAINER = re.compile(r"\s*([-*+]|\d+[.、]|[（(]|[一二三四五六七八九十]+、|!!!|\?\?\?|:\s|\[\^|>)")


@dataclass(frozen=True)
class PageText:
    """A page's Markdown text.

    code: where its code begins and ends. prose: the text with spaces instead of its code, so of the same length and
    with the same lines. unclosed: where a fence begins that nothing closes, so that all below is code.
    """

    source: str
    code: tuple[tuple[int, int], ...]
    prose: str
    unclosed: int | None = None


def page_text(source: str) -> PageText:
    """A Markdown text with its code found."""
    code = tuple(code_ranges(source))
    if not code:
        return PageText(source, code, source)
    start, end = code[-1]
    unclosed = (
        end == len(source) and _FENCE.match(source, start, _line_end(source, start)) and not _is_closed(source[start:])
    )
    return PageText(source, code, blanked(source, code), start if unclosed else None)


def _line_end(source: str, start: int) -> int:
    end = source.find("\n", start)
    return len(source) if end < 0 else end


def _is_closed(code: str) -> bool:
    """Whether the last line of fenced code closes it."""
    first, _, rest = code.partition("\n")
    opening, last = _FENCE.match(first), _FENCE.match(rest.rpartition("\n")[2])
    assert opening is not None
    return last is not None and last[1].startswith(opening[1]) and not last[2].strip()


def blanked(source: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with spaces instead of all that stands in these ranges, except line ends."""
    parts, last = [], 0
    for start, end in ranges:
        parts += [source[last:start], re.sub(r"[^\n]", " ", source[start:end])]
        last = end
    return "".join([*parts, source[last:]])


def code_ranges(source: str) -> Iterator[tuple[int, int]]:
    """Ranges of fenced code, indented code and code spans, in order."""
    if "`" not in source and "~~~" not in source and "\n    " not in source:
        return
    fence, begun, offset, prose_from = "", 0, 0, 0
    blank, container, indented = True, False, False
    for line in source.split("\n"):
        end = offset + len(line)
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence) and not mark[2].strip():
                yield begun, end
                fence, prose_from = "", end
        elif mark:
            yield from code_spans(source, prose_from, offset)
            fence, begun = mark[1], offset
        elif line.startswith("    ") and line.strip() and (indented or (blank and not container)):
            yield from code_spans(source, prose_from, offset)
            yield offset, end
            indented, prose_from = True, end
        elif line.strip():
            indented = False
            if not line.startswith((" ", "\t")):
                container = bool(_CONTAINER.match(line))
        blank = not line.strip()
        offset = end + 1
    if fence:
        yield begun, len(source)
    else:
        yield from code_spans(source, prose_from, len(source))
