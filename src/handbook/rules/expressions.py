"""CEL expressions: evaluating them, and finding their faults before a reader does.

Both sides of the handbook evaluate the same expressions: here `common-expression-language` (Rust),
in the browser `@marcbachmann/cel-js`. What one of them would refuse is refused when the handbook is built.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import cel

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.handbook import Facts
from handbook.reading.yaml_nodes import HALF_WIDTH
from handbook.rules.functions import SIGNATURES, Misuse, functions
from handbook.rules.mentions import MACROS, Mention, NotCelError, Scope, names_in

_BUILT_IN = (
    "size", "contains", "startsWith", "endsWith", "matches", "has", "int", "double", "string", "dyn", *MACROS,
)  # fmt: skip
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


def check_names(expression: str, scope: Scope, span: Span, diagnostics: Diagnostics) -> bool:
    """Report what is wrong with the grammar and the names of `expression`. True when nothing is.

    `span` is where the expression stands in its source file.
    """
    try:
        cel.compile(expression)
        names = names_in(expression, scope)
    except ValueError as error:
        place = _ERROR_PLACE.search(str(error))
        line, column, reason = (int(place[1]), int(place[2]), _plain(place[3])) if place else (1, 1, str(error))
    except NotCelError as error:
        line, column, reason = error.line, error.column, "browsers cannot read this"
    else:
        return _check_known(expression, names, scope, span, diagnostics)
    offset = sum(len(text) + 1 for text in expression.split("\n")[: line - 1]) + column - 1
    meant = next((right for wrong, right in _SLIPS.items() if expression.startswith(wrong, offset)), None)
    diagnostics.error("rule-syntax", locate(expression, offset, span), reason=reason, suggestion=meant)
    return False


def _check_known(expression: str, names: Sequence[Mention], scope: Scope, span: Span, diagnostics: Diagnostics) -> bool:
    """Report each name that `scope` does not have, where it stands first."""
    unknown: dict[tuple[str, str, str], Mention] = {}
    for one in names:
        if one.name not in _known(one, scope):
            unknown.setdefault((one.kind, one.list, one.name), one)
    for one in unknown.values():
        at = locate(expression, one.offset, span, len(one.name))
        near = closest(one.name, _known(one, scope))
        diagnostics.error("rule-unknown-name", at, kind=one.kind, name=one.name, suggestion=near)
    return not unknown


def _known(name: Mention, scope: Scope) -> tuple[str, ...]:
    """What could stand where `name` stands."""
    if name.kind == "function":
        return (*SIGNATURES, *_BUILT_IN)
    return (*scope.fields, *scope.variables) if name.kind == "field" else scope.columns[name.list]


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
