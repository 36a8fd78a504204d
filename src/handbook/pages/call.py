"""One call an author may write: its parameters, its faults, and what it may return."""

from __future__ import annotations

import dataclasses
import importlib.util
import inspect
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handbook.diagnostics.diagnostics import ComponentError, closest
from handbook.pages.components import Component


class CallError(Exception):
    """A call names something that does not exist."""

    def __init__(self, code: str, value: str, known: Iterable[str], **params: object) -> None:
        super().__init__(f"{code}: {value}")
        self.code = code
        self.value = value
        self.suggestion = closest(value, known)
        self.params = params


class InlineHtml(Markup):
    """HTML that belongs inside a line of text; other HTML becomes a block of its own."""


@dataclasses.dataclass(frozen=True)
class Call:
    """One function authors can call. `parameters`: name -> whether it must be given."""

    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, bool]
    rest: bool = False  # takes any number of positional arguments
    keywords: bool = False  # takes any keyword

    @classmethod
    def of(cls, name: str, function: Callable[..., Any]) -> Call:
        """The call of a Python function, read from its signature."""
        kinds = inspect.Parameter
        parameters: dict[str, bool] = {}
        rest = keywords = False
        for parameter in inspect.signature(function).parameters.values():
            rest = rest or parameter.kind is kinds.VAR_POSITIONAL
            keywords = keywords or parameter.kind is kinds.VAR_KEYWORD
            if parameter.kind in (kinds.POSITIONAL_OR_KEYWORD, kinds.KEYWORD_ONLY):
                parameters[parameter.name] = parameter.default is kinds.empty
        return cls(name, function, parameters, rest, keywords)

    @classmethod
    def of_component(cls, component: Component, render: Callable[..., Markup]) -> Call:
        """A component of the site, called by the name of its macro."""

        def function(*arguments: object, **params: object) -> Markup:
            names = [param.name for param in component.params]
            return render(component.name, **dict(zip(names, arguments, strict=False)), **params)

        return cls(component.macro, function, {param.name: param.required for param in component.params})


class ClassicModule:
    """What a mkdocs-macros module's `define_env(env)` gets: enough for macros, filters and variables.

    Such a module is ordinary Python of the site's owner, not sandboxed; it is loaded only when asked for.
    """

    def __init__(self) -> None:
        self.macros: dict[str, Callable[..., Any]] = {}
        self.filters: dict[str, Callable[..., Any]] = {}
        self.variables: dict[str, Any] = {}
        self.conf: dict[str, Any] = {}

    def macro(self, function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
        """Decorator: the function becomes a call."""
        self.macros[name or function.__name__] = function
        return function

    def filter(self, function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
        """Decorator: the function becomes a filter."""
        self.filters[name or function.__name__] = function
        return function

    @classmethod
    def load(cls, path: Path) -> ClassicModule:
        """Run the module's `define_env`. Raises ComponentError when that fails."""
        loaded = cls()
        name = "handbook_site_macros"
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None or not path.is_file():
            raise ComponentError(f"{path.name}: cannot be loaded")
        try:
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            module.define_env(loaded)
        except Exception as error:
            raise ComponentError(f"{path.name}: {type(error).__name__}: {error}") from error
        return loaded
