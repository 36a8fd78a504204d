"""Component folders: finding them, reading what they say about themselves, rendering them.

A component is a folder `macros/<name>/` with `<name>.html.jinja` (one macro of that name, `-` read as
`_`, keyword parameters) and `<name>.yml` (summary, params, examples). The yml is the hinge: the
reference, the tests and the gallery are made from it, and it is checked against the macro.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Macro
from markupsafe import Markup

from handbook import model
from handbook.diagnostics.diagnostics import ComponentError, Diagnostics, Span, closest
from handbook.pages.sandbox import BoundedEnvironment, LimitError, RenderTimeout, time_limit
from handbook.pages.views import views
from handbook.reading.yaml_nodes import ListNode, MapNode, Node, TextNode, is_inside, parse_yaml, read_text

SUFFIX = ".html.jinja"
_CHECK_SECONDS = 2.0  # for the examples of one component
_PARAM_KEYS = ("name", "type", "required", "help", "description")
_EXAMPLE_KEYS = ("name", "params", "hidden", "help")
PLAIN_TYPES = ("text", "html", "number", "boolean", "list", "mapping")


@dataclass(frozen=True)
class Param:
    """One keyword parameter. `type` is a plain type, or a class of model.py or views.py, or "list of …"."""

    name: str
    type: str
    required: bool
    help: str
    span: Span


@dataclass(frozen=True)
class Example:
    """A call of the component that is shown, tested and checked for accessibility."""

    name: str
    params: Mapping[str, Any]
    hidden: bool  # only a test case, not shown in the gallery
    span: Span


@dataclass(frozen=True)
class Component:
    """A component folder."""

    name: str
    folder: Path
    summary: str
    params: tuple[Param, ...]
    examples: tuple[Example, ...]

    @property
    def macro(self) -> str:
        """Name of the macro."""
        return self.name.replace("-", "_")

    @property
    def template(self) -> str:
        """Name of its template for Jinja."""
        return f"{self.name}/{self.name}{SUFFIX}"

    @property
    def description(self) -> Path:
        """The yml file."""
        return self.folder / f"{self.name}.yml"


def discover(folders: Sequence[Path], diagnostics: Diagnostics) -> dict[str, Component]:
    """All components by name, in order of name; a folder earlier in the list shadows a later one."""
    found: dict[str, Component] = {}
    for parent in folders:
        if not parent.is_dir():
            continue
        for folder in sorted(parent.iterdir()):
            template = folder / f"{folder.name}{SUFFIX}"
            if folder.name in found or not os.path.lexists(template):
                continue
            if read_text(template, parent, diagnostics) is not None:  # Jinja's loader would check nothing
                found[folder.name] = _read(folder, diagnostics)
    return dict(sorted(found.items()))


def _read(folder: Path, diagnostics: Diagnostics) -> Component:
    path = folder / f"{folder.name}.yml"
    if not os.path.lexists(path):
        diagnostics.error("component-without-description", Span(folder / f"{folder.name}{SUFFIX}"), name=folder.name)
        return Component(folder.name, folder, "", (), ())
    before = len(diagnostics.errors)
    text = read_text(path, folder.parent, diagnostics)
    node = parse_yaml(text, path, diagnostics) if text is not None else None
    if len(diagnostics.errors) > before:
        return Component(folder.name, folder, "", (), ())
    if not isinstance(node, MapNode):
        diagnostics.error("component-description", Span(path), name=folder.name)
        return Component(folder.name, folder, "", (), ())
    _unknown_keys(node, ("summary", "params", "examples"), diagnostics)
    params = tuple(
        Param(
            str(plain.get("name", "")),
            str(plain.get("type", "text")),
            plain.get("required") == "true",
            str(plain.get("help") or plain.get("description") or ""),
            node.span,
        )
        for node, plain in _maps("params", node, _PARAM_KEYS, diagnostics)
    )
    types_by_name = {param.name: param.type for param in params}
    examples = []
    for entry, plain in _maps("examples", node, _EXAMPLE_KEYS, diagnostics):
        given = entry.entries.get("params")
        for key, span in given.keys.items() if isinstance(given, MapNode) else ():
            if key not in types_by_name:
                diagnostics.error(
                    "component-example-parameter",
                    dataclasses.replace(span, length=len(key)),
                    suggestion=closest(key, types_by_name),
                    name=folder.name,
                    parameter=key,
                )
        values = plain_data(given) if isinstance(given, MapNode) else {}
        examples.append(Example(str(plain.get("name", "")), values, plain.get("hidden") == "true", entry.span))
    return Component(folder.name, folder, str(plain_data(node).get("summary", "")), params, tuple(examples))


def _maps(
    key: str, parent: MapNode, keys: tuple[str, ...], diagnostics: Diagnostics
) -> typing.Iterator[tuple[MapNode, dict[str, Any]]]:
    node = parent.entries.get(key)
    if node is not None and not isinstance(node, ListNode) and plain_data(node):
        diagnostics.error("wrong-type", node.span, expected="list", key=key)
    for item in node.items if isinstance(node, ListNode) else ():
        if not isinstance(item, MapNode):
            diagnostics.error("wrong-type", item.span, expected="map", key=key)
            continue
        _unknown_keys(item, keys, diagnostics)
        for name, value in item.entries.items():
            if name != "params" and not isinstance(value, TextNode):
                diagnostics.error("wrong-type", value.span, expected="text", key=name)
        yield item, plain_data(item)


def _unknown_keys(node: MapNode, keys: tuple[str, ...], diagnostics: Diagnostics) -> None:
    for key, span in node.keys.items():
        if key not in keys:
            diagnostics.error("unknown-key", span, suggestion=closest(key, keys), key=key)


def plain_data(node: Node | None) -> Any:
    """A node without its places: text, lists and dicts."""
    if isinstance(node, MapNode):
        return {key: plain_data(value) for key, value in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain_data(item) for item in node.items]
    return node.value if isinstance(node, TextNode) else ""


# ── example data ────────────────────────────────────────────────────────────────────────────────


def example_value(kind: str, value: Any) -> Any:
    """Plain data of an example as what the component takes; `kind` is a Param's type.

    Raises ComponentError when the data does not fit.
    """
    kind = kind.strip()
    if kind.startswith("list of "):
        return tuple(example_value(kind[8:], item) for item in value or ())
    if kind.startswith("mapping of "):
        return {key: example_value(kind[11:], item) for key, item in (value or {}).items()}
    record = getattr(views, kind, None) or getattr(model, kind, None)
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
    if isinstance(value, dict):
        named = {key: Markup(item) if key == "html" else _namespace(item) for key, item in value.items()}
        return types.SimpleNamespace(**{key.replace("-", "_"): item for key, item in named.items()})
    return tuple(_namespace(item) for item in value) if isinstance(value, list) else value


def _record(record: type, value: Any) -> Any:
    if not isinstance(value, dict):
        raise ComponentError(f"{record.__name__}: expected a mapping, found {value!r}")
    hints = typing.get_type_hints(record)
    arguments: dict[str, Any] = {}
    if issubclass(record, model.Record):
        arguments["origin"] = model.Origin(Span(Path("example")))
    for key, item in value.items():
        if key not in hints:
            near = closest(key, hints)
            raise ComponentError(f"{record.__name__} has no {key!r}" + (f"; did you mean {near!r}?" if near else ""))
        arguments[key] = _typed(hints[key], item)
    try:
        return record(**arguments)
    except TypeError as error:
        raise ComponentError(f"{record.__name__}: {error}") from error


def _typed(kind: Any, value: Any) -> Any:
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


# ── rendering ───────────────────────────────────────────────────────────────────────────────────


class _Loader(FileSystemLoader):
    """Reads templates below the component folders only, also when a link says otherwise."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, filename, current = super().get_source(environment, template)
        if not any(is_inside(Path(filename), Path(folder)) for folder in self.searchpath):
            raise TemplateNotFound(template)
        return source, filename, current


class Components:
    """The components of a site, ready to render in one shared environment."""

    def __init__(self, folders: Sequence[Path], environment: BoundedEnvironment, diagnostics: Diagnostics) -> None:
        self.folders = tuple(folders)
        self.environment = environment
        environment.loader = _Loader([str(folder) for folder in folders])
        self.known = discover(folders, diagnostics)
        self._macros: dict[str, Macro] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def macro(self, name: str) -> Macro:
        """The macro of a component. Raises ComponentError when there is none, or its template is broken."""
        macro = self._macros.get(name)
        if macro is None:
            macro = self._macros[name] = self._load(name)
        return macro

    def _load(self, name: str) -> Macro:
        component = self.known.get(name)
        if component is None:
            near = closest(name, self.known)
            raise ComponentError(f"there is no component {name!r}" + (f"; did you mean {near!r}?" if near else ""))
        try:
            found = getattr(self.environment.get_template(component.template).module, component.macro, None)
        except TemplateSyntaxError as error:
            raise ComponentError(f"{component.template}:{error.lineno}: {error.message}") from error
        except (TemplateRuntimeError, LimitError, RecursionError) as error:
            raise ComponentError(f"{component.template}: {error}") from error
        except TemplateNotFound as error:
            raise ComponentError(f"{component.template}: there is no template {error.name!r}") from error
        if not isinstance(found, Macro):
            raise ComponentError(f"{component.template} defines no macro {component.macro!r}")
        return found

    def render(self, name: str, **params: Any) -> Markup:
        """The HTML of a component.

        Raises ComponentError for an unknown component or parameter, or when its template fails.
        """
        macro = self.macro(name)
        for key in params:
            if key not in macro.arguments and not macro.catch_kwargs:
                near = difflib.get_close_matches(key, macro.arguments, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise ComponentError(f"component {name!r} takes no parameter {key!r}{hint}")
        try:
            return Markup(macro(**params))
        except (TemplateError, LimitError, TypeError, ValueError, RecursionError) as error:
            raise ComponentError(f"component {name!r}: {error}") from error

    def offer(self, name: str, **params: Any) -> Markup:
        """`render`, leaving out the parameters this component does not take."""
        taken = self.macro(name).arguments
        return self.render(name, **{key: value for key, value in params.items() if key in taken})

    def example(self, name: str, example: Example) -> Markup:
        """An example, rendered."""
        kinds = {param.name: param.type for param in self.known[name].params}
        return self.render(name, **{k: example_value(kinds.get(k, "text"), v) for k, v in example.params.items()})

    def check(self, diagnostics: Diagnostics, below: Path | None = None) -> None:
        """Record every component whose macro and description disagree, or whose example does not render.

        below: look only at the components in this folder.
        """
        for component in self.known.values():
            if component.description.is_file() and (below is None or component.folder.parent == below):
                try:
                    with time_limit(_CHECK_SECONDS):
                        self._check(component, diagnostics)
                except RenderTimeout:
                    place = Span(component.folder / f"{component.name}{SUFFIX}")
                    diagnostics.error("macro-timeout", place, seconds=_CHECK_SECONDS)

    def _check(self, component: Component, diagnostics: Diagnostics) -> None:
        path = component.folder / f"{component.name}{SUFFIX}"
        start = Span(path)
        try:
            macro = self.macro(component.name)
        except ComponentError as error:
            cause = error.__cause__
            line = cause.lineno if isinstance(cause, TemplateSyntaxError) else 1
            problem = (cause.message if isinstance(cause, TemplateSyntaxError) else None) or str(error)
            diagnostics.error("component-template", Span(path, line), name=component.name, problem=problem)
            return
        declared = {param.name: param for param in component.params}
        required = self._required(component)
        for name in macro.arguments:
            if name not in declared:
                diagnostics.error("component-undeclared", start, name=component.name, parameter=name)
        for param in component.params:
            near = closest(param.name, macro.arguments)
            place = {"name": component.name, "parameter": param.name}
            if param.name not in macro.arguments:
                diagnostics.error("component-unknown-parameter", param.span, suggestion=near, **place)
            elif param.required != (param.name in required):
                diagnostics.error("component-required", param.span, **place)
        for example in component.examples:
            if all(key in macro.arguments for key in example.params):
                try:
                    self.example(component.name, example)
                except Exception as error:  # noqa: BLE001 (whatever a template raises is the example's fault)
                    params = {"name": component.name, "example": example.name, "problem": str(error)}
                    diagnostics.error("component-example", example.span, **params)

    def _required(self, component: Component) -> set[str]:
        source, *_ = self.environment.loader.get_source(  # type: ignore[union-attr]
            self.environment, component.template
        )
        for macro in self.environment.parse(source).find_all(nodes.Macro):
            if macro.name == component.macro:
                names = [argument.name for argument in macro.args]
                return set(names[: len(names) - len(macro.defaults)])
        return set()
