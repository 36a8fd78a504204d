"""The example calls in a component's description, turned into what the component takes."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from handbook import model
from handbook.diagnostics.diagnostics import ComponentError, Span, guess
from handbook.diagnostics.messages import Phrase
from handbook.pages.compiled.tables import COMPILED_TYPES
from handbook.pages.views.view_types import VIEW_TYPES

PLAIN_TYPES = ("text", "html", "number", "boolean", "list", "mapping")


def example_value(kind: str, value: Any) -> Any:
    """Plain data of an example as what the component takes.

    kind: the type of a Param, such as "number", "Link" or "list of Role". Raises ComponentError when the data does not
    fit.
    """
    kind = kind.strip()
    if kind.startswith("list of "):
        return tuple(example_value(kind[8:], item) for item in value or ())
    if kind.startswith("mapping of "):
        return {key: example_value(kind[11:], item) for key, item in (value or {}).items()}
    record = VIEW_TYPES.get(kind) or COMPILED_TYPES.get(kind) or getattr(model, kind, None)
    if isinstance(record, type):
        return _record(record, value)
    if kind == "html":
        return Markup(value)
    if kind == "number":
        return int(value)
    if kind == "boolean":
        return value == "true"
    return _namespace(value) if kind == "mapping" or kind not in PLAIN_TYPES else value


def _namespace(value: Any) -> Any:
    """Plain data as objects with attributes, for components that take neither a record nor a view."""
    if isinstance(value, dict):
        named = {key: Markup(item) if key == "html" else _namespace(item) for key, item in value.items()}
        return types.SimpleNamespace(**{key.replace("-", "_"): item for key, item in named.items()})
    return tuple(_namespace(item) for item in value) if isinstance(value, list) else value


def _record(record: type, value: Any) -> Any:
    """A record or view made from a mapping of its attributes."""
    if not isinstance(value, dict):
        raise ComponentError(Phrase("not-a-mapping", record=record.__name__, value=repr(value)))
    hints = typing.get_type_hints(record)
    arguments: dict[str, Any] = {}
    if issubclass(record, model.Record):
        arguments["origin"] = model.Origin(Span(Path("example")))
    for key, item in value.items():
        if key not in hints:
            raise ComponentError(Phrase("no-attribute", record=record.__name__, name=key, guess=guess(key, hints)))
        arguments[key] = _typed(hints[key], item)
    try:
        return record(**arguments)
    except TypeError as error:
        raise ComponentError(f"{record.__name__}: {error}") from error


def _typed(kind: Any, value: Any) -> Any:
    """A value as the annotation `kind` of an attribute demands."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        kinds = [option for option in inner if option is not type(None)]
        return _typed(kinds[0], value)
    if origin is tuple:
        return tuple(_typed(inner[0], item) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _typed(inner[1], item) for key, item in value.items()}
    if origin is Literal:
        return value
    if kind is bool:
        return value == "true"
    if kind in (int, float, Path):
        return kind(value)
    return _record(kind, value) if dataclasses.is_dataclass(kind) and isinstance(kind, type) else value
