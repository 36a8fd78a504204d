"""CEL expressions: evaluating them, and finding their faults before a reader does.

Both sides of the handbook evaluate the same expressions: here `common-expression-language` (Rust),
in the browser `@marcbachmann/cel-js`. What one of them would refuse is refused when the handbook is built.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cel

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.handbook import Facts
from handbook.reading.yaml_nodes import HALF_WIDTH
from handbook.rules.functions import COLUMN_FUNCTIONS, SIGNATURES, Misuse, functions

_MACROS = ("all", "exists", "exists_one", "map", "filter")
_BUILT_IN = (
    "size", "contains", "startsWith", "endsWith", "matches", "has", "int", "double", "string", "dyn", *_MACROS,
)  # fmt: skip
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_MACRO = re.compile(rf"([A-Za-z_]\w*)\s*(?:\.filter\([^()]*\))?\.({'|'.join(_MACROS)})\(\s*([A-Za-z_]\w*)\s*,")
_MEMBER = re.compile(r"(?<![\w.\])])([A-Za-z_]\w*)(?:\[[^\[\]]*\])?\.([A-Za-z_]\w*)(?!\w|\s*\()")
_CALL = re.compile(r"([A-Za-z_]\w*)\s*\(")
_COLUMN_CALL = re.compile(rf"\b({'|'.join(COLUMN_FUNCTIONS)})\([^()]*\)")
_COLUMNS = re.compile(r"[(,]\s*([A-Za-z_]\w*)\s*((?:,\s*(?:'[^']*'|\"[^\"]*\")\s*)+)")
_ERROR_PLACE = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?([^\n]*)")


# What people type who know how it is written on paper -> CEL; the longer first.
_SLIPS = {
    "=<": "<=",
    "=>": ">=",
    "<>": "!=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "= ": "==",
    "且": "&&",
    "或": "||",
} | HALF_WIDTH


class RuleError(Exception):
    """An expression could not be evaluated; the text says why, in the words of the CEL library."""


@dataclass(frozen=True)
class Names:
    """What an expression may name: variables, and the columns of those which are rows."""

    variables: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


def evaluate(expression: str, context: Mapping[str, Any], facts: Facts) -> Any:
    """The value of `expression`. Raises RuleError when it has none."""
    misuse = Misuse()
    try:
        program, names = _compiled(expression)
        # Whatever the program is given is converted for it, which costs more than most rules do.
        variables = {name: context[name] for name in names if name in context}
        result = program.execute(cel.Context(variables=variables, functions=functions(facts, misuse)))
    except (ValueError, LookupError, TypeError, RuntimeError, ArithmeticError) as error:
        raise RuleError(str(error)) from error
    if misuse.first:
        raise RuleError(misuse.first)
    return result


@functools.lru_cache(maxsize=1024)
def _compiled(expression: str) -> tuple[cel.Program, tuple[str, ...]]:
    program = cel.compile(expression)
    return program, tuple(program.variables())


def check_names(expression: str, names: Names, span: Span, diagnostics: Diagnostics) -> bool:
    """Report what is wrong with the grammar and the names of `expression`. True when nothing is.

    `span` is where the expression stands in its source file.
    """
    try:
        program = cel.compile(expression)
    except ValueError as error:
        place = _ERROR_PLACE.search(str(error))
        line, column, reason = (int(place[1]), int(place[2]), place[3]) if place else (1, 1, str(error))
        offset = sum(len(text) + 1 for text in expression.split("\n")[: line - 1]) + column - 1
        meant = next((right for wrong, right in _SLIPS.items() if expression.startswith(wrong, offset)), None)
        diagnostics.error("rule-syntax", locate(expression, offset, span), reason=_plain(reason), suggestion=meant)
        return False
    found = list(_unknown(expression, program.variables(), names))
    for offset, word, kind, known in found:
        at = locate(expression, offset, span, len(word))
        diagnostics.error("rule-unknown-name", at, kind=kind, name=word, suggestion=closest(word, known))
    return not found


def _unknown(
    expression: str, variables: Iterable[str], names: Names
) -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    """Unknown names as (offset, name, kind, known names)."""
    # Texts are blanked out, keeping their length, so that words inside them are not taken for names.
    bare = _STRING.sub(lambda found: '"' + " " * (len(found[0]) - 2) + '"', expression)
    rows_of = {found[3]: found[1] for found in _MACRO.finditer(bare)}
    columns = dict(names.columns) | {alias: names.columns[of] for alias, of in rows_of.items() if of in names.columns}
    known_calls = (*SIGNATURES, *_BUILT_IN)
    for found in _CALL.finditer(bare):
        if found[1] not in known_calls:
            yield found.start(), found[1], "function", known_calls
    for variable in sorted(set(variables) - set(names.variables) - set(rows_of)):
        place = re.search(rf"(?<![\w.]){re.escape(variable)}(?!\w|\s*\()", bare)
        if place:
            yield place.start(), variable, "field", names.variables
    for found in _MEMBER.finditer(bare):
        if found[1] in columns and found[2] not in columns[found[1]]:
            yield found.start(2), found[2], "column", columns[found[1]]
    for call in _COLUMN_CALL.finditer(expression):
        for found in _COLUMNS.finditer(call[0]):
            known = columns.get(found[1])
            for text in re.finditer(r"'([^']*)'|\"([^\"]*)\"", found[2]):
                word = text[1] or text[2] or ""
                if known is not None and word not in known:
                    yield call.start() + found.start(2) + text.start() + 1, word, "column", known


def _plain(reason: str) -> str:
    """The library's sentence without its list of everything that could have stood there."""
    return re.sub(r"\s*expecting\b.*", "", reason).replace("'<EOF>'", "end of expression")


def locate(expression: str, offset: int, span: Span, length: int = 1) -> Span:
    """The place of the character at `offset` of an expression written at `span`.

    YAML may have quoted or folded the expression: it is followed through the source by its visible
    characters. Where that fails (escapes), the start of the expression is the answer.
    """
    try:
        lines = span.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return span.moved(offset, length)
    wanted = [index for index, character in enumerate(expression) if not character.isspace()]
    target = sum(index < offset for index in wanted)
    at_end = target >= len(wanted)
    line, column = span.line - 1, span.column - 1
    text = lines[line][column:] if line < len(lines) else ""
    if text[:1] in "|>" and text[:1]:
        line, column = line + 1, 0
    elif text[:1] in ("'", '"') and not expression.startswith(text[:1]):
        column += 1
    seen = 0
    while line < len(lines):
        for place in range(column, len(lines[line])):
            character = lines[line][place]
            if character.isspace():
                continue
            if seen == target and not at_end:
                return Span(span.path, line + 1, place + 1, length)
            if seen >= len(wanted) or character != expression[wanted[seen]]:
                return span
            seen += 1
            if at_end and seen == len(wanted):
                return Span(span.path, line + 1, place + 2, length)
        line, column = line + 1, 0
    return span
