"""A module of the kind that mkdocs-macros loads: macros, filters and variables in plain Python.

Such a module is code of the site's owner and runs outside the sandbox; it is loaded only when asked for.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handbook.diagnostics.diagnostics import ComponentError
from handbook.diagnostics.messages import Phrase


class MacroModule:
    """What the module's `define_env(env)` gets as `env`: enough for macros, filters and variables."""

    def __init__(self) -> None:
        self.macros: dict[str, Callable[..., Any]] = {}
        self.filters: dict[str, Callable[..., Any]] = {}
        self.variables: dict[str, Any] = {}
        self.conf: dict[str, Any] = {}  # modules may read mkdocs' settings there; ours has none

    def macro(self, function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
        """Decorator: the function becomes a call, by its own name when none is given."""
        self.macros[name or function.__name__] = function
        return function

    def filter(self, function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
        """Decorator: the function becomes a filter, by its own name when none is given."""
        self.filters[name or function.__name__] = function
        return function

    @classmethod
    def load(cls, path: Path) -> MacroModule:
        """What the module at `path` defines. Raises ComponentError when it cannot be loaded or its code fails."""
        loaded = cls()
        spec = importlib.util.spec_from_file_location("handbook_site_macros", path)
        if spec is None or spec.loader is None or not path.is_file():
            raise ComponentError(Phrase("module-not-loaded", name=path.name))
        try:
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            module.define_env(loaded)
        except Exception as error:
            raise ComponentError(f"{path.name}: {type(error).__name__}: {error}") from error
        return loaded
