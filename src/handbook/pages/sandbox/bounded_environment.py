"""The Jinja environment everything is rendered in: strict, sandboxed and bounded.

Authors write `{{ … }}` in prose and a site may bring its own components; neither may reach Python, read a file, run
for ever or fill the memory. Jinja's own sandbox covers attributes; what it leaves open (sizes, time, objects with
methods that read files) is closed here, in `bounded_operations.py` and in `time_limit.py`.

In pages the comment marks are `{%#` and `#%}`: Jinja's usual `{#` is how Markdown writes a heading's id, `{#id}`.
Component templates keep the usual ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import FunctionType
from typing import Any, TypeVar

from jinja2 import BaseLoader, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from handbook.pages.sandbox import bounded_operations as bounded

COMMENT_MARKS = ("{%#", "#%}")

_TEXT_METHODS = frozenset({
    "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdigit", "islower",
    "isnumeric", "isspace", "isupper", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix",
    "replace", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase",
    "title", "upper",
})  # fmt: skip
_LIST_METHODS = frozenset({"count", "index"})
_MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
_SAFE = "is_safe_in_templates"  # attribute of functions
_Function = TypeVar("_Function", bound=Callable[..., Any])
_FILTERS_REMOVED = ("urlize", "pprint", "random", "filesizeformat", "forceescape")
_DATA_CLASSES = ("jinja2.runtime", "handbook.model.", "handbook.pages.views.")  # modules whose classes hold data


def safe_function(function: _Function) -> _Function:
    """Decorator: templates may call the function."""
    function.__dict__[_SAFE] = True
    return function


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
    concat = staticmethod(bounded.concatenate_output)
    concatenate = staticmethod(bounded.concatenate)  # both by _BoundedCode
    new_buffer = bounded.Buffer

    def __init__(self, loader: BaseLoader | None = None) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            finalize=bounded.bounded_output,
            optimized=False,  # constants are computed under the same limits as everything else
            auto_reload=False,
            cache_size=-1,
        )
        for name in ("lipsum", "cycler", "joiner"):
            self.globals.pop(name, None)
        self.globals["range"] = safe_function(bounded.bounded_range)
        for name in _FILTERS_REMOVED:
            self.filters.pop(name, None)
        self.filters |= {"replace": bounded.replace, "join": bounded.join}
        self.filters = {name: bounded.bounded_filter(name, plain) for name, plain in self.filters.items()}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read `obj.attr`: of text and lists a few harmless methods, of paths nothing."""
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
        """Whether a template may call `obj`: only macros, our functions, and methods of plain data and records."""
        if isinstance(obj, Macro) or obj is Namespace or obj is dict:
            return True
        if isinstance(obj, FunctionType):
            return _SAFE in obj.__dict__
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, (str, list, tuple, Mapping, range)):
            return True
        return type(obj if owner is None else owner).__module__.startswith(_DATA_CLASSES)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call `obj` from a template, with the limits of text methods. Raises SecurityError."""
        owner = getattr(obj, "__self__", None)
        name = getattr(obj, "__name__", type(obj).__name__)
        if not isinstance(obj, Undefined) and not self.is_safe_callable(obj):
            raise SecurityError(f"{name}() cannot be called")
        if isinstance(owner, str):
            if name == "replace":
                return bounded.replace(owner, *args, **kwargs)
            if name == "join" and args:
                return bounded.join(args[0], owner)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An intercepted operation; see `bounded_operations.operate`."""
        return bounded.operate(operator, self.binop_table[operator], left, right)

    def for_pages(self) -> BoundedEnvironment:
        """The same environment, reading the text of pages: `{#` is not a comment there."""
        overlay = self.overlay(comment_start_string=COMMENT_MARKS[0], comment_end_string=COMMENT_MARKS[1])
        assert isinstance(overlay, BoundedEnvironment)
        return overlay
