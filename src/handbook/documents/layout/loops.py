"""Moves the placeholders of loops and conditions into the line that they are about.

In a layout a tag may stand on a line of its own, as in `{% for guest in guests %}` above a table row. Markdown would
end the table there or make a paragraph of the line. So the placeholder is moved behind the leading `|`, `-`, `1.` or
`##` of the line below it. "Unit" means what a loop repeats: a table row, a list item, a heading or a paragraph.
"""

from __future__ import annotations

import re

from handbook.documents.layout.placeholders import LayoutScope, Placeholders, Reporter

_ROW = re.compile(r"^\s*\|")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
_HEADING = re.compile(r"^#{1,6}\s+")
_ATTRIBUTES = re.compile(r"^(?P<text>.*\S)\s*(?P<list>\{:[^{}]*\})\s*$")


def arrange_loops(lines: list[str], placeholders: Placeholders, reporter: Reporter) -> list[str]:
    """The lines of a layout with every placeholder inside its unit. Faults are reported and their lines left out."""
    return _Arranger(placeholders, reporter).lines(lines)


class _Arranger:
    def __init__(self, placeholders: Placeholders, reporter: Reporter) -> None:
        self.placeholders = placeholders
        self.reporter = reporter

    def lines(self, lines: list[str]) -> list[str]:
        rest = list(reversed(lines))
        out: list[str] = []
        while rest:
            line = rest.pop()
            stripped = line.strip()
            if stripped and (scope := self.placeholders.opens(stripped[0], "rows")):
                body = self._collect(stripped[1:], rest, self.placeholders.END_ROWS, "rows")
                self._loop(stripped[0], scope, body, out)
            elif len(stripped) == 1 and (scope := self.placeholders.opens(stripped, "when")):
                body = self._collect("", rest, self.placeholders.END_WHEN, "when")
                self._when(stripped, self.lines(body), out)
            else:
                self._plain(line, out)
        return out

    def _collect(self, first: str, rest: list[str], end: str, kind: str) -> list[str]:
        """The lines up to the matching end, without it. What follows the end on its line goes back to `rest`."""
        body: list[str] = []
        depth = 1
        line: str | None = first
        while line is not None:
            for at, character in enumerate(line):
                depth += 1 if self.placeholders.opens(character, kind) else -1 if character == end else 0
                if depth == 0:
                    body.append(line[:at])
                    if line[at + 1 :].strip():
                        rest.append(line[at + 1 :])
                    return _without_blank_ends(body)
            body.append(line)
            line = rest.pop() if rest else None
        return _without_blank_ends(body)

    def _loop(self, mark: str, scope: LayoutScope, body: list[str], out: list[str]) -> None:
        if (
            len(body) > 2
            and self.placeholders.opens(body[0].strip(), "when")
            and body[-1].strip() == self.placeholders.END_WHEN
        ):
            mark, body = mark + body[0].strip(), body[1:-1]  # a condition on each row, inside the loop
        if not body or not self._is_one_unit(body):
            self.reporter.fault("layout-loop", scope.line, rows=scope.path)
            return
        self._join(body[0], out)
        out.append(_inside(mark, body[0]))
        for line in body[1:]:
            self._plain(line, out)
        if not _ROW.match(body[0]) and not _ITEM.match(body[0]):
            out.append("")

    def _is_one_unit(self, body: list[str]) -> bool:
        first, others = body[0], body[1:]
        if any(self.placeholders.opens(c, "rows") for line in body for c in line):
            return False
        if _ROW.match(first):
            return not others
        if _HEADING.match(first):
            return all(line.strip().startswith("{:") for line in others)
        return all(line.strip() and not _ROW.match(line) and not _ITEM.match(line) for line in others)

    def _when(self, mark: str, body: list[str], out: list[str]) -> None:
        filled = [line for line in body if line.strip()]
        previous = out[-1] if out else ""
        is_rows = all(_ROW.match(line) for line in filled) and not any(_RULE.match(line) for line in filled)
        is_items = all(_ITEM.match(line) for line in filled) and bool(_ITEM.match(previous))
        if filled and (is_rows or is_items):
            self._join(filled[0], out)
            out.extend(_inside(mark, line) for line in filled)
        elif filled:
            out.extend(["", mark, "", *body, "", self.placeholders.END_WHEN, ""])

    def _plain(self, line: str, out: list[str]) -> None:
        for character in line:
            if scope := self.placeholders.opens(character, "rows"):
                self.reporter.fault("layout-loop", scope.line, rows=scope.path)
                return
        found = _ATTRIBUTES.match(line)
        if found and not _HEADING.match(line) and not _ROW.match(line):
            out.extend([found["text"], found["list"]])  # Python-Markdown wants attributes on a line of their own
        else:
            out.append(line)

    def _join(self, first: str, out: list[str]) -> None:
        """Before a unit is added: no empty line between rows of one table, one before anything else."""
        if _ROW.match(first):
            last = next((line for line in reversed(out) if line.strip()), "")
            while _ROW.match(last) and out and not out[-1].strip():
                out.pop()
        elif out and out[-1].strip() and not (_ITEM.match(first) and _ITEM.match(out[-1])):
            out.append("")


def _inside(mark: str, line: str) -> str:
    """The line with the placeholder `mark` behind its leading `|`, `-`, `1.` or `##`."""
    prefix = re.match(r"^\s*(?:\||(?:[-*+]|\d+\.|#{1,6})\s+)?\s*", line)
    end = prefix.end() if prefix else 0
    return line[:end] + mark + line[end:]


def _without_blank_ends(body: list[str]) -> list[str]:
    while body and not body[0].strip():
        body = body[1:]
    while body and not body[-1].strip():
        body = body[:-1]
    return body
