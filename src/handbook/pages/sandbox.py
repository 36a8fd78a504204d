"""The Jinja environment everything is rendered in: strict, sandboxed and bounded.

Authors write `{{ … }}` in prose and a site may bring its own components; neither may reach Python,
read a file, run for ever or fill the memory. Jinja's own sandbox covers attributes; what it leaves
open (sizes, time, objects with methods that read files) is closed here.

In pages the comment marks are `{%#` and `#%}`: Jinja's usual `{#` is how Markdown writes a heading's id,
`{#id}`. Component templates keep the usual ones.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup, escape

CALL_CHARACTERS = 1_000_000
PAGE_CHARACTERS = 5_000_000
RANGE_ITEMS = 10_000
PAGE_SECONDS = 5.0
COMMENT_MARKS = ("{%#", "#%}")
_NUMBER_BITS = 4096

_TEXT_METHODS = frozenset({
    "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdigit", "islower",
    "isnumeric", "isspace", "isupper", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix",
    "replace", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase",
    "title", "upper",
})  # fmt: skip
_LIST_METHODS = frozenset({"count", "index"})
_MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
_FILTERS_REMOVED = ("urlize", "pprint", "random", "filesizeformat", "forceescape")
_PADDING = frozenset({"center", "indent", "format", "round", "wordwrap", "batch", "slice", "truncate"})
_LONG_DIGITS = re.compile(r"\d{4,}")


class LimitError(Exception):
    """An operation would have made something too large; `what` says which one."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class RenderTimeout(BaseException):
    """Rendering took too long. Not an Exception, so that nothing on the way swallows it."""


@dataclass(frozen=True)
class Limits:
    """How much a page may take. Seconds are wall time; sizes are characters."""

    seconds: float = PAGE_SECONDS
    call: int = CALL_CHARACTERS
    page: int = PAGE_CHARACTERS


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise RenderTimeout inside the block when it takes longer.

    Works in any thread (a development server does not render in the main one), therefore not SIGALRM.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    finished = False

    def stop() -> None:
        with lock:
            if not finished:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(RenderTimeout))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            finished = True
        # An exception set at the last moment would strike somewhere outside; take it back.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)
        timer.cancel()


def _concatenated(parts: Iterable[str]) -> str:
    """Concatenate the output of a template or block, but never more than a page may hold."""
    collected: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > PAGE_CHARACTERS:
            raise LimitError("output")
        collected.append(part)
    return "".join(collected)


def _bounded_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > RANGE_ITEMS:
        raise LimitError("range")
    return numbers


def _size(value: object) -> int:
    """Characters and items in a value and everything in it; counting stops beyond CALL_CHARACTERS.

    A list that holds itself twice, many times over, takes no memory until it is printed.
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


class _Buffer(list[str]):
    """Where a macro or `{% set %}` block collects its output, never more than a page may hold."""

    size = 0

    def append(self, part: str) -> None:
        self.size += len(part)
        if self.size > PAGE_CHARACTERS:
            raise LimitError("output")
        super().append(part)

    def extend(self, parts: Iterable[str]) -> None:
        for part in parts:
            self.append(part)


def _operate(operator: str, plain: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """One binary operation whose result might be large."""
    for text, times in ((left, right), (right, left)):
        if operator == "*" and _size(text) and isinstance(times, int) and _size(text) * times > CALL_CHARACTERS:
            raise LimitError("*")
    if operator == "+" and _size(left) + _size(right) > CALL_CHARACTERS:
        raise LimitError("+")
    if operator == "%" and isinstance(left, str) and _LONG_DIGITS.search(left):
        raise LimitError("%")
    if operator in ("*", "**") and isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * abs(right) if operator == "**" else left.bit_length() + right.bit_length()
        if bits > _NUMBER_BITS:
            raise LimitError(operator)
    return plain(left, right)


def _replace(text: Any, old: str, new: str, count: int = -1) -> Any:
    """`replace`, refused when the result could be too large."""
    text = text if isinstance(text, str) else str(text)
    times = text.count(old) if old else len(text) + 1
    if len(text) + times * len(new) > CALL_CHARACTERS:
        raise LimitError("replace")
    if isinstance(text, Markup):
        return text.replace(escape(old), escape(new), count)
    return text.replace(old, new, count)


def _join(values: Iterable[Any], d: str = "") -> str:
    """`join`, refused as soon as the result becomes too large."""
    parts: list[Any] = []
    size = 0
    for value in values:
        size += _size(value) + len(d)
        if size > CALL_CHARACTERS:
            raise LimitError("join")
        parts.append(value if hasattr(value, "__html__") else str(value))
    if any(hasattr(part, "__html__") for part in (d, *parts)):
        return Markup(escape(d)).join(parts)
    return d.join(parts)


def _bounded_filter(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses values which are too large, and numbers which would ask for huge padding."""
    pads = name in _PADDING

    def guarded(*arguments: Any, **keywords: Any) -> Any:
        for argument in (*arguments, *keywords.values()):
            if isinstance(argument, (str, list, tuple, dict)) and _size(argument) > CALL_CHARACTERS:
                raise LimitError(name)
        for argument in (*arguments[1:], *keywords.values()) if pads else ():
            if isinstance(argument, int) and abs(argument) > 1000:
                raise LimitError(name)
        if name == "format" and arguments and _LONG_DIGITS.search(str(arguments[0])):
            raise LimitError(name)
        return plain(*arguments, **keywords)

    guarded.__dict__.update(getattr(plain, "__dict__", {}))  # carries Jinja's marks
    return guarded


def _bounded_output(value: Any) -> Any:
    """What `{{ value }}` prints, unless writing it out would never end."""
    if isinstance(value, (list, tuple, dict)) and _size(value) > CALL_CHARACTERS:
        raise LimitError("output")
    return value


class _BoundedCode(CodeGenerator):
    """Compiles `a ~ b` and the collecting of output to calls of ours; Jinja lets only arithmetic be intercepted."""

    def buffer(self, frame: Frame) -> None:
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = environment.new_buffer()")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.concatenate((")
        for argument in node.nodes:
            self.visit(argument, frame)
            self.write(", ")
        self.write("))")


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """StrictUndefined, autoescape, sandbox and limits. Compiled templates are kept by source and name."""

    code_generator_class = _BoundedCode
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    concat = staticmethod(_concatenated)

    def __init__(self, loader: BaseLoader | None = None) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            finalize=_bounded_output,
            optimized=False,  # constants are computed under the same limits as everything else
            auto_reload=False,
            cache_size=-1,
        )
        self._allowed: set[int] = set()
        self._kept: list[object] = []  # allowed functions stay alive, so that their ids stay theirs
        for name in ("lipsum", "cycler", "joiner"):
            self.globals.pop(name, None)
        self.globals["range"] = _bounded_range
        self.allow(_bounded_range, dict)
        for name in _FILTERS_REMOVED:
            self.filters.pop(name, None)
        self.filters |= {"replace": _replace, "join": _join}
        self.filters = {name: _bounded_filter(name, plain) for name, plain in self.filters.items()}

    def allow(self, *functions: object) -> None:
        """Let templates call these."""
        self._kept.extend(functions)
        self._allowed.update(id(function) for function in functions)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Text, numbers and lists offer a few harmless methods; paths offer nothing at all."""
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, (PurePath, int, float, bytes, type)):
            return False
        if isinstance(obj, (list, tuple, range)) and callable(value):
            return attr in _LIST_METHODS
        if isinstance(obj, Mapping):
            return attr in _MAPPING_METHODS
        return super().is_safe_attribute(obj, attr, value) and not isinstance(value, PurePath)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only what was offered may be called: macros, allowed functions, methods of plain data and records."""
        if isinstance(obj, Macro) or obj is Namespace or id(obj) in self._allowed:
            return True
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, (str, list, tuple, Mapping, range)):
            return True
        module = type(owner).__module__ if owner is not None else type(obj).__module__
        return module in ("jinja2.runtime", "handbook.model", "handbook.views")

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call `obj` from a template, with the limits of text methods."""
        owner = getattr(obj, "__self__", None)
        name = getattr(obj, "__name__", type(obj).__name__)
        if not isinstance(obj, Undefined) and not self.is_safe_callable(obj):
            raise SecurityError(f"{name}() cannot be called")
        if isinstance(owner, str):
            if name == "replace":
                return _replace(owner, *args, **kwargs)
            if name == "join" and args:
                return _join(args[0], owner)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An intercepted operation; see `_operate`."""
        return _operate(operator, self.binop_table[operator], left, right)

    def for_pages(self) -> BoundedEnvironment:
        """The same environment, reading the text of pages: `{#` is not a comment there."""
        overlay = self.overlay(comment_start_string=COMMENT_MARKS[0], comment_end_string=COMMENT_MARKS[1])
        assert isinstance(overlay, BoundedEnvironment)
        return overlay

    new_buffer = _Buffer

    @staticmethod
    def concatenate(parts: Sequence[Any]) -> Any:
        """`a ~ b`: text, or Markup when one of the parts is."""
        if _size(parts) > CALL_CHARACTERS:
            raise LimitError("~")
        if any(hasattr(part, "__html__") for part in parts):
            joined: str = Markup("").join(parts)
        else:
            joined = "".join(map(str, parts))
        if len(joined) > CALL_CHARACTERS:
            raise LimitError("~")
        return joined
