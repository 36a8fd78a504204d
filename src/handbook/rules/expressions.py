"""Evaluates CEL expressions, with `common-expression-language` (Rust).

The browser half is `src/browser/rules/expressions.js`, with `@marcbachmann/cel-js`; tests/fixtures/rules holds both to
the same answers.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import cel

from handbook.model.handbook import Facts
from handbook.rules.functions import Misuse, functions


class RuleError(Exception):
    """An expression has no value; the text says why, in the words of the CEL library."""


class Evaluator:
    """Evaluates expressions with the functions of the handbook."""

    def __init__(self, facts: Facts) -> None:
        """facts: what functions such as `day_kind` and `seats_of` know of the world."""
        self._misuse = Misuse()
        self._functions = functions(facts, self._misuse)

    def evaluate(self, expression: str, context: Mapping[str, Any]) -> Any:
        """The value of `expression`: bool, int, float, str, list or dict. Raises RuleError when it has none.

        context: what the expression sees, by name; see checking.Checker.context.
        """
        self._misuse.first = ""
        try:
            program, names = _compiled(expression)
            # The library converts all it is given, which takes longer than most rules: it is given what it asks for.
            variables = {name: context[name] for name in names if name in context}
            result = program.execute(cel.Context(variables=variables, functions=self._functions))
        except (ValueError, LookupError, TypeError, RuntimeError, ArithmeticError) as error:
            raise RuleError(str(error)) from error
        if self._misuse.first:
            raise RuleError(self._misuse.first)
        return result

    def computed(self, expression: str, context: Mapping[str, Any]) -> str | float:
        """The value of a computed field: text or a double; blank when the expression has no such value."""
        try:
            result = self.evaluate(expression, context)
        except RuleError:
            return ""
        if isinstance(result, (int, float)) and not isinstance(result, bool):
            return float(result)
        return result if isinstance(result, str) else ""


@functools.lru_cache(maxsize=1024)
def _compiled(expression: str) -> tuple[cel.Program, tuple[str, ...]]:
    """The program of an expression, and the names of what it asks for."""
    program = cel.compile(expression)
    return program, tuple(program.variables())
