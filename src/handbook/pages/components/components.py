"""The components of a site, ready to render."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Macro
from markupsafe import Markup

from handbook.diagnostics.diagnostics import ComponentError, Diagnostics, Span, closest, guess
from handbook.diagnostics.messages import Phrase
from handbook.pages.components.component_examples import example_value
from handbook.pages.components.component_folders import SUFFIX, Component, Example, discover
from handbook.pages.relative_addresses import seen_from
from handbook.pages.sandbox.bounded_environment import BoundedEnvironment
from handbook.pages.sandbox.bounded_operations import LimitError
from handbook.pages.sandbox.time_limit import RenderTimeout, time_limit
from handbook.reading.yaml_nodes import is_inside

_CHECK_SECONDS = 2.0  # for the examples of one component


class _Loader(FileSystemLoader):
    """Reads templates below the component folders only, even where a symbolic link leads out of them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, filename, current = super().get_source(environment, template)
        if not any(is_inside(Path(filename), Path(folder)) for folder in self.searchpath):
            raise TemplateNotFound(template)
        return source, filename, current


class Components:
    """The components of a site, rendered in one shared environment. Its loader becomes that of `folders`."""

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
            raise ComponentError(Phrase("no-component", name=name, guess=guess(name, self.known)))
        try:
            found = getattr(self.environment.get_template(component.template).module, component.macro, None)
        except TemplateSyntaxError as error:
            raise ComponentError(f"{component.template}:{error.lineno}: {error.message}") from error
        except (TemplateRuntimeError, LimitError, RecursionError) as error:
            raise ComponentError(f"{component.template}: {error}") from error
        except TemplateNotFound as error:
            raise ComponentError(Phrase("no-included-template", place=component.template, name=error.name)) from error
        if not isinstance(found, Macro):
            raise ComponentError(Phrase("no-macro", place=component.template, name=component.macro))
        return found

    def render(self, name: str, url: str, /, **params: Any) -> Markup:
        """The HTML of a component on the page at `url`, to which its links are relative.

        Raises ComponentError for an unknown component or parameter, or when its template fails.
        """
        macro = self.macro(name)
        for key in params:
            if key not in macro.arguments and not macro.catch_kwargs:
                near = guess(key, macro.arguments)
                raise ComponentError(Phrase("no-parameter", component=name, name=key, guess=near))
        try:
            with seen_from(url):
                return Markup(macro(**params))
        except (TemplateError, LimitError, TypeError, ValueError, RecursionError) as error:
            raise ComponentError(Phrase("component-failed", component=name, problem=error)) from error

    def offer(self, name: str, url: str, /, **params: Any) -> Markup:
        """`render`, leaving out the parameters this component does not take: a site's own may take fewer."""
        taken = self.macro(name).arguments
        return self.render(name, url, **{key: value for key, value in params.items() if key in taken})

    def example(self, name: str, example: Example) -> Markup:
        """An example, rendered as on a page at the site's root. Raises ComponentError."""
        kinds = {param.name: param.type for param in self.known[name].params}
        params = {key: example_value(kinds.get(key, "text"), value) for key, value in example.params.items()}
        return self.render(name, "", **params)

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
        """Record where one component's macro, description and examples disagree."""
        path = component.folder / f"{component.name}{SUFFIX}"
        start = Span(path)
        try:
            macro = self.macro(component.name)
        except ComponentError as error:
            cause = error.__cause__
            line = cause.lineno if isinstance(cause, TemplateSyntaxError) else 1
            problem = (cause.message if isinstance(cause, TemplateSyntaxError) else None) or error.problem
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
        """The parameters without a default in the component's macro."""
        source, *_ = self.environment.loader.get_source(  # type: ignore[union-attr]
            self.environment, component.template
        )
        for macro in self.environment.parse(source).find_all(nodes.Macro):
            if macro.name == component.macro:
                names = [argument.name for argument in macro.args]
                return set(names[: len(names) - len(macro.defaults)])
        return set()
