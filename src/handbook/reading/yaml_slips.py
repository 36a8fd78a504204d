"""Where a fault of YAML is, as a person would look for it.

The parser stops where it cannot go on, often many lines below the quote or bracket that was left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from handbook.diagnostics.diagnostics import Diagnostics, Span

#: marks as a Chinese keyboard types them -> as programs read them
HALF_WIDTH = dict(zip("：，；［］｛｝（）＝＜＞！＂＇“”‘’「」", ':,;[]{}()=<>!"\'""\'\'""', strict=True))
_FULL_WIDTH_COLON = re.compile(r"\s*(?:- +)?[A-Za-z_][\w-]*\s*(：)", re.ASCII)
_FULL_WIDTH_MARK = re.compile("[，：［］｛｝](?=\\s*[A-Za-z_]|\\s*$)")
_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- +)?([A-Za-z_][\w-]*)(:)(?=[^\s:/])", re.ASCII)
_ITEM_WITHOUT_SPACE = re.compile(r"\s*(-)(?=[A-Za-z{\[])")
_KEY_WITH_WIDE_SPACE = re.compile(r"\s*(?:- +)?([A-Za-z_][\w-]*)(:)(?=[\u3000\u00a0])", re.ASCII)
_OPEN_QUOTE = re.compile(r"(?:[:,\[{]\s*|^\s*-\s+)([\"'])")
_ONLY_KEY = re.compile(r"\s*(?:- +)?[^\s:#]+:(?:\s|$)")
_LEFT_OPEN = "quoted scalar|flow (?:sequence|mapping)|simple key"  # what the parser was in the middle of


def report(error: yaml.MarkedYAMLError, text: str, start: Span, diagnostics: Diagnostics) -> None:
    """Record why the parser could not read `text`, which begins at the line of `start`."""
    lines = text.split("\n")
    mark = _mark(error)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    place = Span(start.path, start.line + line, column + 1)
    if line < len(lines) and "\t" in lines[line][: column + 1]:
        diagnostics.error("yaml-tab", place)
    elif slip := next((found for at in (line, line - 1) if (found := find_slip(lines, at))), None):
        report_slip(slip, start, diagnostics)
    elif (quote := _open_quote(lines, line)) is not None:
        at, column = quote
        diagnostics.error("yaml-quote", Span(start.path, start.line + at, column + 1), quote=lines[at][column])
    elif "flow node" in (error.context or "") and (bracket := _open_bracket(lines, line)):
        at, column = bracket
        diagnostics.error("yaml-syntax", Span(start.path, start.line + at, column + 1), problem=error.problem or "")
    elif error.problem and error.problem.startswith("mapping values") and _is_indented(lines, line, column):
        indent = len(lines[line]) - len(lines[line].lstrip())
        diagnostics.error("yaml-indent", Span(start.path, start.line + line, indent + 1, len(lines[line].strip())))
    else:
        diagnostics.error("yaml-syntax", place, problem=error.problem or error.context or "")


Slip = tuple[str, int, int, str, str]
"""A slip: its code, line and column from 0, what was typed, and what was meant."""


def report_slip(slip: Slip, start: Span, diagnostics: Diagnostics) -> None:
    """Record a slip. start: the place of the first line."""
    code, at, column, typed, meant = slip
    place = Span(start.path, start.line + at, column + 1, len(typed))
    diagnostics.error(code, place, mark=typed, suggestion=meant)


def _mark(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Where what could not be read began: a quote, a bracket, a key without its colon; else where reading ended."""
    began = error.context_mark if error.context else None
    if "escape" not in (error.problem or "") and re.search(_LEFT_OPEN, error.context or ""):
        return began
    return error.problem_mark or error.context_mark


def _open_quote(lines: Sequence[str], last: int) -> tuple[int, int] | None:
    """Line and column of the first quote that its line does not close, up to the line where reading ended.

    A line such as `title: 'it's'` closes its quote too early: there the first quote is meant as well.
    """
    for at, line in enumerate(lines[: last + 1]):
        for found in _OPEN_QUOTE.finditer(line):
            quote = found[1]
            behind = line[found.end() :].replace('\\"', "").replace("''", "")
            if behind.count(quote) % 2 == 0:
                return at, found.start(1)
            if not re.search(rf"{quote}\s*(?:[,\]}}#:]|$)", behind):
                return at, found.start(1)
            break
    return None


def _open_bracket(lines: Sequence[str], last: int) -> tuple[int, int] | None:
    """Line and column of the last bracket that nothing closes, up to the line where reading ended."""
    open_ones: list[tuple[int, int]] = []
    for at, line in enumerate(lines[: last + 1]):
        for found in re.finditer(r"\"[^\"]*\"|'[^']*'|\s#.*|(?P<open>[\[{])|(?P<close>[\]}])", line):
            if found["open"]:
                open_ones.append((at, found.start()))
            elif found["close"] and open_ones:
                open_ones.pop()
    return open_ones[-1] if open_ones else None


def _is_indented(lines: Sequence[str], at: int, column: int) -> bool:
    """Whether a line is a key of its own that stands deeper than the key above, which has a value."""
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    if at >= len(lines) or not _ONLY_KEY.match(lines[at]) or lines[at].find(":") != column:
        return False
    return len(lines[at]) - len(lines[at].lstrip()) > len(above) - len(above.lstrip(" -"))


def find_slip(lines: Sequence[str], at: int) -> Slip | None:
    """A slip of people who write in Word, in a line that YAML cannot read."""
    line = lines[at] if 0 <= at < len(lines) else ""
    if found := _KEY_WITHOUT_SPACE.match(line):
        return "yaml-space", at, found.start(2), ":", f"{found[1]}: "
    if found := _KEY_WITH_WIDE_SPACE.match(line):
        return "yaml-space", at, found.start(2), ":", f"{found[1]}: "
    if found := _ITEM_WITHOUT_SPACE.match(line):
        return "yaml-space", at, found.start(1), "-", "- "
    if found := _FULL_WIDTH_COLON.match(line):
        return "full-width-mark", at, found.start(1), found[1], ": "
    if ("{" in line or "[" in line) and (found := _FULL_WIDTH_MARK.search(line)):
        return "full-width-mark", at, found.start(), found[0], HALF_WIDTH[found[0]]
    return None
