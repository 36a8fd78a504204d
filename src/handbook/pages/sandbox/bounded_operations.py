"""Operations of the template language that refuse to make something too large.

`{{ "a" * 1000000000 }}` or a list that holds itself many times over would fill the memory. Sizes are characters and
items together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

CALL_CHARACTERS = 1_000_000  # of one value or result
PAGE_CHARACTERS = 5_000_000
_RANGE_ITEMS = 10_000
_NUMBER_BITS = 4096
_PADDING = frozenset({"center", "indent", "format", "round", "wordwrap", "batch", "slice", "truncate"})
_MOST_PADDING = 1000
_LONG_DIGITS = re.compile(r"\d{4,}")  # a width in a format: `%999999d`


class LimitError(Exception):
    """An operation would have made something too large. what: which operation, such as "*" or "replace"."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def concatenate_output(parts: Iterable[str]) -> str:
    """The output of a template or block in one piece, refused beyond what a page may hold."""
    collected: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > PAGE_CHARACTERS:
            raise LimitError("output")
        collected.append(part)
    return "".join(collected)


def bounded_range(*bounds: int) -> range:
    """`range(…)`, refused beyond 10,000 numbers."""
    numbers = range(*bounds)
    if len(numbers) > _RANGE_ITEMS:
        raise LimitError("range")
    return numbers


def size_of(value: object) -> int:
    """Characters and items in a value and in everything it holds; counting stops beyond CALL_CHARACTERS.

    Items count again wherever they are held again: `[a, a]`, nested 60 times, takes little memory until it is printed.
    """
    total, todo = 0, [value]
    while todo and total <= CALL_CHARACTERS:
        one = todo.pop()
        if isinstance(one, (str, bytes)):
            total += len(one)
        elif isinstance(one, (list, tuple)):
            total += len(one)
            todo.extend(one)
        elif isinstance(one, dict):
            total += len(one)
            todo.extend(one.values())
    return total


class Buffer(list[str]):
    """Where a macro or `{% set %}` block collects its output, refused beyond what a page may hold."""

    size = 0

    def append(self, part: str) -> None:
        """One more piece of output."""
        self.size += len(part)
        if self.size > PAGE_CHARACTERS:
            raise LimitError("output")
        super().append(part)

    def extend(self, parts: Iterable[str]) -> None:
        """More pieces of output."""
        for part in parts:
            self.append(part)


def operate(operator: str, plain: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """`left operator right`, refused when the result might be too large. plain: what computes it."""
    for text, times in ((left, right), (right, left)):
        if operator == "*" and size_of(text) and isinstance(times, int) and size_of(text) * times > CALL_CHARACTERS:
            raise LimitError("*")
    if operator == "+" and size_of(left) + size_of(right) > CALL_CHARACTERS:
        raise LimitError("+")
    if operator == "%" and isinstance(left, str) and _LONG_DIGITS.search(left):
        raise LimitError("%")
    if operator in ("*", "**") and isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * abs(right) if operator == "**" else left.bit_length() + right.bit_length()
        if bits > _NUMBER_BITS:
            raise LimitError(operator)
    return plain(left, right)


def replace(text: Any, old: str, new: str, count: int = -1) -> Any:
    """`replace`, refused when the result could be too large."""
    text = text if isinstance(text, str) else str(text)
    times = text.count(old) if old else len(text) + 1
    if len(text) + times * len(new) > CALL_CHARACTERS:
        raise LimitError("replace")
    if isinstance(text, Markup):
        return text.replace(escape(old), escape(new), count)
    return text.replace(old, new, count)


def join(values: Iterable[Any], d: str = "") -> str:
    """`join`, refused as soon as the result becomes too large."""
    parts: list[Any] = []
    size = 0
    for value in values:
        size += size_of(value) + len(d)
        if size > CALL_CHARACTERS:
            raise LimitError("join")
        parts.append(value if hasattr(value, "__html__") else str(value))
    if any(hasattr(part, "__html__") for part in (d, *parts)):
        return Markup(escape(d)).join(parts)
    return d.join(parts)


def bounded_filter(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """The filter `plain`, refusing values that are too large and numbers that ask for huge padding."""
    pads = name in _PADDING

    def guarded(*arguments: Any, **keywords: Any) -> Any:
        for argument in (*arguments, *keywords.values()):
            if isinstance(argument, (str, list, tuple, dict)) and size_of(argument) > CALL_CHARACTERS:
                raise LimitError(name)
        for argument in (*arguments[1:], *keywords.values()) if pads else ():
            if isinstance(argument, int) and abs(argument) > _MOST_PADDING:
                raise LimitError(name)
        if name == "format" and arguments and _LONG_DIGITS.search(str(arguments[0])):
            raise LimitError(name)
        return plain(*arguments, **keywords)

    guarded.__dict__.update(getattr(plain, "__dict__", {}))  # carries Jinja's marks
    return guarded


def bounded_output(value: Any) -> Any:
    """What `{{ value }}` prints, refused when writing it out would never end."""
    if isinstance(value, (list, tuple, dict)) and size_of(value) > CALL_CHARACTERS:
        raise LimitError("output")
    return value


def concatenate(parts: Sequence[Any]) -> Any:
    """`a ~ b`, refused when the result is too large: text, or Markup when one of the parts is."""
    if size_of(parts) > CALL_CHARACTERS:
        raise LimitError("~")
    if any(hasattr(part, "__html__") for part in parts):
        joined: str = Markup("").join(parts)
    else:
        joined = "".join(map(str, parts))
    if len(joined) > CALL_CHARACTERS:
        raise LimitError("~")
    return joined
