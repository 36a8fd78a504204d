"""One call an author may write: its parameters, its faults, what it is given and what it may return."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markupsafe import Markup

from handbook.diagnostics.diagnostics import Diagnostics, closest
from handbook.pages.calls.call_places import PlaceOf
from handbook.pages.components.component_folders import Component
from handbook.pages.components.components import Components

Store = Callable[[str, bool], str]
"""From HTML, and whether it stands in a line of text, to the mark that stands for it in the Markdown text."""


class CallError(Exception):
    """A call names something that does not exist.

    code: of the diagnostic, such as "unknown-role"; value: the name as the author wrote it; known: the names there are;
    params: what the diagnostic's message shows.
    """

    def __init__(self, code: str, value: str, known: Iterable[str], **params: object) -> None:
        super().__init__(f"{code}: {value}")
        self.code = code
        self.value = value
        self.suggestion = closest(value, known)
        self.params = params


class InlineHtml(Markup):
    """HTML that belongs inside a line of text; other HTML becomes a block of its own."""


@dataclasses.dataclass(frozen=True)
class CallingPage:
    """The page on which calls stand.

    url: its address, from the site's root. references: what its calls looked up, as "kind:id"; it grows as they run.
    """

    url: str
    place: PlaceOf
    store: Store
    diagnostics: Diagnostics
    references: set[str] = dataclasses.field(default_factory=set)


@dataclasses.dataclass(frozen=True)
class Call:
    """One function authors can call.

    function: takes the CallingPage, then what the author wrote. parameters: name -> whether it must be given.
    """

    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, bool]
    rest: bool = False  # takes any number of positional arguments
    keywords: bool = False  # takes any keyword

    @classmethod
    def of_method(cls, name: str, method: Callable[..., Any]) -> Call:
        """The call of a function whose first parameter is the CallingPage."""
        _, *parameters = inspect.signature(method).parameters.values()
        return cls(name, method, **_signature(parameters))

    @classmethod
    def of_plain_function(cls, name: str, function: Callable[..., Any]) -> Call:
        """The call of a function that knows nothing of pages, such as one of a mkdocs-macros module."""

        def on_any_page(_: CallingPage, *arguments: Any, **params: Any) -> Any:
            return function(*arguments, **params)

        return cls(name, on_any_page, **_signature(inspect.signature(function).parameters.values()))

    @classmethod
    def of_component(cls, component: Component, components: Components) -> Call:
        """The call of a component, by the name of its macro; values without a name follow its parameters' order."""
        names = [param.name for param in component.params]

        def rendered(page: CallingPage, *arguments: object, **params: object) -> Markup:
            return components.render(component.name, page.url, **dict(zip(names, arguments, strict=False)), **params)

        return cls(component.macro, rendered, {param.name: param.required for param in component.params})


def _signature(parameters: Iterable[inspect.Parameter]) -> dict[str, Any]:
    """The fields `parameters`, `rest` and `keywords` of a Call."""
    kinds = inspect.Parameter
    listed = list(parameters)
    return {
        "parameters": {
            one.name: one.default is kinds.empty
            for one in listed
            if one.kind in (kinds.POSITIONAL_OR_KEYWORD, kinds.KEYWORD_ONLY)
        },
        "rest": any(one.kind is kinds.VAR_POSITIONAL for one in listed),
        "keywords": any(one.kind is kinds.VAR_KEYWORD for one in listed),
    }
