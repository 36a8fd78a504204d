"""The engine: evaluates the calls of a page, and renders components with the site's own links and icons.

Every `{{ … }}` of a page is compiled and evaluated by itself, so that one faulty call does not hide the
faults of the others, and every fault is recorded at its place. A page that uses `{% … %}` is evaluated
as one template. Nothing is ever printed into a page on error.
"""

from __future__ import annotations

import inspect
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    ChainableUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.parser import Parser
from markupsafe import Markup, escape

from handbook.diagnostics.diagnostics import ComponentError, Diagnostics, Span, closest
from handbook.documents.blocks import Document
from handbook.documents.layout.layout import blocks
from handbook.model.handbook import Handbook
from handbook.model.template import Layout
from handbook.model.template import Template as ModelTemplate
from handbook.pages.author_calls import author_calls
from handbook.pages.call import Call, CallError, ClassicModule, InlineHtml
from handbook.pages.call_places import STRING, closing, line_at, outside, words
from handbook.pages.components import Components
from handbook.pages.sandbox import BoundedEnvironment, LimitError, Limits, RenderTimeout, time_limit
from handbook.reading import resources
from handbook.reading.yaml_nodes import HALF_WIDTH

Place = Callable[[int], Span]  # offset in the page's text -> place in its file
Store = Callable[[str, bool], str]  # (HTML, inline) -> what stands for it in the Markdown text

_ICON = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)+")
# marks of a Chinese keyboard, outside of texts
_TYPED = re.compile(rf"{STRING.pattern}|(?P<mark>[“”‘’「」，（）＝])")
_UNDEFINED = re.compile(r"'(?P<name>[^']+)' is undefined|has no attribute '(?P<attribute>[^']+)'")
_UNSAFE_FILTERS = frozenset({"safe", "xmlattr"})  # they would let text through as HTML
_BROKEN = ChainableUndefined()  # stands for a call that failed: prints nothing, has every attribute
_BRACE = "\ue000"  # stands for `{` inside code while the page is a template; same length, so columns stay
_TIMEOUTS = 3  # after as many, the rest of a page is not tried


@dataclass(frozen=True)
class Problem:
    """A fault of an expression, at an offset in its text."""

    code: str
    offset: int
    length: int
    params: dict[str, object]
    suggestion: str | None = None


@dataclass(frozen=True)
class Compiled:
    """An expression or page, ready to run, or the problems that keep it from running."""

    template: Template | None
    problems: tuple[Problem, ...] = ()


class Engine:
    """One per site. Not thread-safe: it knows which page is being rendered."""

    def __init__(
        self,
        handbook: Handbook,
        *,
        diagnostics: Diagnostics | None = None,
        folders: Sequence[Path] | None = None,
        limits: Limits = Limits(),  # noqa: B008 (frozen)
        module: Path | None = None,
        papers: Mapping[str, Mapping[str, Document]] | None = None,
    ) -> None:
        """Discover the components; faults of theirs go to `diagnostics`.

        folders: component folders, the first wins; by default the site's `macros/`, then ours.
        papers: layouts that were read before, template id -> layout id -> block tree.
        module: a mkdocs-macros module whose `define_env` is run (trusted code of the site's owner).
        """
        self.handbook = handbook
        self._papers = papers or {}
        self.limits = limits
        self.references: set[str] = set()  # what the current page looked up, as "kind:id"
        self.url = ""  # of the page being rendered, relative to the site's root
        self.environment = BoundedEnvironment()
        offered = {"link": self.link, "icon": self.icon}  # bound once: a method is a new object each time it is named
        self.environment.globals.update(offered)
        self.environment.allow(*offered.values())
        diagnostics = diagnostics if diagnostics is not None else Diagnostics(handbook.root)
        if folders is None:
            folders = list(dict.fromkeys((handbook.root / "macros", resources.macros_dir())))
        self.components = Components(folders, self.environment, diagnostics)
        self._pages = self.environment.for_pages()
        self._emit: Callable[[Any], Any] = _unchanged
        self._report: Callable[[CallError], None] = lambda error: None
        self._compiled: dict[str, Compiled] = {}
        self._icons: dict[str, Markup] = {}
        self._variables: dict[str, Any] = {}
        self._module = module
        self._module_diagnostics = diagnostics

    def render_component(self, name: str, **params: Any) -> Markup:
        """The HTML of a component, with links relative to the page begun last. Raises ComponentError."""
        return self.components.render(name, **params)

    def begin(self, url: str) -> None:
        """Say which page is rendered from now on: links become relative to it, references start empty."""
        self.url = url
        self.references = set()

    def link(self, target: str) -> str:
        """The address `target` (from the site's root) as seen from the current page."""
        path, hash_, fragment = target.partition("#")
        if not target or not path or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
            return target
        if path == self.url and fragment:
            return f"#{fragment}"
        return posixpath.relpath(path, posixpath.dirname(self.url) or ".") + hash_ + fragment

    def paper(self, template: ModelTemplate, layout: Layout) -> Document:
        """A layout as a block tree. Its faults were recorded when the handbook was checked."""
        known = self._papers.get(template.id, {}).get(layout.id)
        return known if known is not None else blocks(template, layout, Diagnostics(self.handbook.root))

    def icon(self, name: str) -> Markup:
        """One of Material's icons as inline SVG, hidden from screen readers. Raises ComponentError."""
        if name not in self._icons:
            path = resources.material_dir() / ".icons" / f"{name}.svg"
            if not _ICON.fullmatch(name) or not path.is_file():
                raise ComponentError(f"there is no icon {name!r}")
            svg = path.read_text(encoding="utf-8").strip()
            self._icons[name] = Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))
        return self._icons[name]

    @cached_property
    def calls(self) -> dict[str, Call]:
        """What authors may call, by name."""
        found = author_calls(self)
        if self._module is not None:
            try:
                loaded = ClassicModule.load(self._module)
            except ComponentError as error:
                self._module_diagnostics.error("macro-module", Span(self._module), problem=str(error))
            else:
                found.update({name: Call.of(name, function) for name, function in loaded.macros.items()})
                self.environment.filters.update(loaded.filters)
                self._variables = loaded.variables
        return found

    @cached_property
    def _globals(self) -> dict[str, Any]:
        functions = {name: self._guarded(call) for name, call in self.calls.items()}
        self.environment.allow(*functions.values())
        return {**self._variables, **functions}

    def _guarded(self, call: Call) -> Callable[..., Any]:
        def function(*arguments: Any, **keywords: Any) -> Any:
            try:
                html = call.function(*arguments, **keywords)
            except CallError as error:
                self._report(error)
                return _BROKEN
            if isinstance(html, str) and len(html) > self.limits.call:
                raise LimitError("output")
            return self._emit(html)

        return function

    # ── a page ──────────────────────────────────────────────────────────────────────────────────

    def expand(
        self, text: str, code: Sequence[tuple[int, int]], place: Place, store: Store, diagnostics: Diagnostics
    ) -> str:
        """The page's Markdown text with its calls replaced by what `store` gives for their HTML.

        code: ranges of `text` that are code and stay as they are. Faults go to `diagnostics`.
        """
        if outside("{%", text, code):
            return self._expand_page(text, code, place, store, diagnostics)
        found = list(self._expressions(text, code, place, diagnostics))
        results: dict[int, str] = {}
        index, timeouts, seconds, size = 0, 0, self.limits.seconds, 0
        while index < len(found) and timeouts < _TIMEOUTS:
            start, end = found[index]
            try:
                with time_limit(seconds):
                    while index < len(found):
                        start, end = found[index]
                        results[index] = self._expression(text[start:end], start, place, store, diagnostics)
                        index += 1
            except RenderTimeout:
                diagnostics.error("macro-timeout", place(start), seconds=self.limits.seconds)
                timeouts, index, seconds = timeouts + 1, index + 1, min(1.0, seconds)
        parts, last = [], 0
        for index, (start, end) in enumerate(found):
            parts += [text[last : start - 2], results.get(index, "")]
            last = end + 2
            size += len(results.get(index, ""))
        if size > self.limits.page:
            diagnostics.error("macro-limit", place(found[-1][0]), what="output")
            return text[: found[0][0] - 2]
        return "".join([*parts, text[last:]])

    def _expressions(
        self, text: str, code: Sequence[tuple[int, int]], place: Place, diagnostics: Diagnostics
    ) -> Iterator[tuple[int, int]]:
        """Where the inside of each `{{ … }}` outside code starts and ends."""
        position = 0
        while (start := text.find("{{", position)) >= 0:
            skip = next((last for first, last in code if first <= start < last), None)
            if skip is not None:
                position = skip
                continue
            end = closing(text, start + 2)
            if end is None:
                diagnostics.error("macro-syntax", place(start), problem="}} ?")
                position = start + 2
            else:
                yield start + 2, end
                position = end + 2

    def _expression(self, source: str, offset: int, place: Place, store: Store, diagnostics: Diagnostics) -> str:
        compiled = self._compiled.get(source)
        if compiled is None:
            compiled = self._compiled[source] = self._compile(source)
        for problem in compiled.problems:
            self._record(problem, offset, place, diagnostics)
        if compiled.template is None:
            return ""
        self._emit = _unchanged
        self._report = lambda error: self._record(_call_problem(error, source), offset, place, diagnostics)
        try:
            context = compiled.template.new_context({})
            for _ in compiled.template.root_render_func(context):
                pass
            return self._text(context.vars["result"], store)
        except Exception as error:  # noqa: BLE001 (whatever a call raises is a fault of the page, not of the build)
            self._record(self._problem(error, source, 1), offset, place, diagnostics)
            return ""

    def _text(self, value: Any, store: Store) -> str:
        """What stands in the Markdown text for a value."""
        if isinstance(value, Undefined):
            return str(value) if value is not _BROKEN else ""  # a strict one raises here
        if isinstance(value, Markup):
            return store(value, isinstance(value, InlineHtml) or "<" not in value)
        if value is not None and not isinstance(value, (str, int, float)):
            raise TypeError(f"a value of type {type(value).__name__} cannot be shown")
        text = "" if value is None else str(escape(str(value)))
        if len(text) > self.limits.call:
            raise LimitError("output")
        return text

    def _compile(self, source: str) -> Compiled:
        try:
            parser = Parser(self.environment, source, state="variable")
            expression = parser.parse_expression()
            if not parser.stream.eos:
                token = parser.stream.current
                raise TemplateSyntaxError(f"unexpected {token.value!r}", token.lineno)
            expression.set_environment(self.environment)
            body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), expression, lineno=1)]
            tree = nodes.Template(body, lineno=1)
            problems = tuple(self._analyse(tree, source))
            template = None if problems else self.environment.from_string(tree, globals=self._globals)
            return Compiled(template, problems)
        except Exception as error:  # noqa: BLE001 (as above)
            return Compiled(None, (self._problem(error, source, 1),))

    def _expand_page(
        self, text: str, code: Sequence[tuple[int, int]], place: Place, store: Store, diagnostics: Diagnostics
    ) -> str:
        """A page with statements, as one template. After a fault in it nothing of the page is shown."""
        source = text
        for start, end in code:
            source = source[:start] + source[start:end].replace("{", _BRACE) + source[end:]
        template: Template | None = None

        def report(error: CallError) -> None:
            line = _current_line(template)
            self._record(_call_problem(error, source, line), 0, place, diagnostics)

        try:
            with time_limit(self.limits.seconds):
                tree = self._pages.parse(source)
                problems = list(self._analyse(tree, source))
                for problem in problems:
                    self._record(problem, 0, place, diagnostics)
                if problems:
                    return ""
                template = self._pages.from_string(tree, globals=self._globals)
                self._report = report
                self._emit = lambda html: Markup(self._text(html, store)) if isinstance(html, Markup) else html
                return template.render().replace(_BRACE, "{")
        except RenderTimeout:
            diagnostics.error("macro-timeout", place(text.find("{%")), seconds=self.limits.seconds)
        except Exception as error:  # noqa: BLE001 (as above)
            line = _error_line(error) or text.count("\n", 0, text.find("{%")) + 1
            self._record(self._problem(error, source, line), 0, place, diagnostics)
        finally:
            self._emit = _unchanged
        return ""

    # ── faults ──────────────────────────────────────────────────────────────────────────────────

    def _record(self, problem: Problem, offset: int, place: Place, diagnostics: Diagnostics) -> None:
        span = place(offset + problem.offset)
        diagnostics.error(
            problem.code,
            Span(span.path, span.line, span.column, max(1, problem.length)),
            suggestion=problem.suggestion,
            **problem.params,
        )

    def _analyse(self, tree: nodes.Template, source: str) -> Iterator[Problem]:
        """Names, parameters and filters that do not exist: seen without running anything."""
        tree.set_environment(self.environment)
        unknown_filter = False
        for used in tree.find_all(nodes.Filter):
            allowed = set(self.environment.filters) - _UNSAFE_FILTERS
            if used.name not in allowed:
                unknown_filter = True
                offset = next(words(source, used.name, used.lineno), 0)
                near = closest(used.name, allowed)
                yield Problem("unknown-filter", offset, len(used.name), {"name": used.name}, near)
        if unknown_filter:
            return  # Jinja's own analysis stops at those
        known = {*self._globals, *self.environment.globals}
        for name in sorted(meta.find_undeclared_variables(tree) - known - {"result"}):
            for offset in words(source, name):
                yield Problem("unknown-name", offset, len(name), {"name": name}, closest(name, known))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in self.calls:
                yield from self._parameters(call, self.calls[call.node.name], source)

    def _parameters(self, node: nodes.Call, call: Call, source: str) -> Iterator[Problem]:
        start = next(words(source, call.name, node.lineno), 0)
        length = len(call.name)
        names = list(call.parameters)
        given = set(names[: len(node.args)])
        for keyword in node.kwargs:
            given.add(keyword.key)
            if keyword.key not in names and not call.keywords:
                offset = next((o for o in words(source, keyword.key, node.lineno) if o > start), start)
                params: dict[str, object] = {"name": call.name, "parameter": keyword.key}
                near = closest(keyword.key, names)
                yield Problem("unknown-parameter", offset, len(keyword.key), params, near)
        if len(node.args) > len(names) and not call.rest:
            yield Problem("too-many-values", start, length, {"name": call.name, "count": len(names)})
        if node.dyn_args is None and node.dyn_kwargs is None:
            for name, required in call.parameters.items():
                if required and name not in given:
                    yield Problem("missing-parameter", start, length, {"name": call.name, "parameter": name})

    def _problem(self, error: Exception, source: str, line: int) -> Problem:
        """Any exception as a problem at its line."""
        if isinstance(error, TemplateSyntaxError):
            offset, length = line_at(source, error.lineno)
            if typed := next((one for one in _TYPED.finditer(source) if one["mark"]), None):
                mark = typed["mark"]
                return Problem("full-width-mark", typed.start(), 1, {"mark": mark}, HALF_WIDTH[mark])
            return Problem("macro-syntax", offset, length, {"problem": error.message or ""})
        offset, length = line_at(source, line)
        if isinstance(error, (LimitError, MemoryError, RecursionError, OverflowError)):
            what = error.what if isinstance(error, LimitError) else type(error).__name__
            return Problem("macro-limit", offset, length, {"what": what})
        if isinstance(error, SecurityError):
            return Problem("macro-unsafe", offset, length, {"problem": str(error)})
        if isinstance(error, TemplateNotFound):  # Jinja's own text names the folders of this machine
            return Problem("macro-unsafe", offset, length, {"problem": f"{error.name!r}"})
        found = _UNDEFINED.search(str(error)) if isinstance(error, UndefinedError) else None
        if found:
            name = found["name"] or found["attribute"]
            places = [place for place in words(source, name) if place >= offset]
            return Problem("unknown-name", places[0] if places else offset, len(name), {"name": name})
        problem = str(error) if isinstance(error, ComponentError) else f"{type(error).__name__}: {error}"
        return Problem("macro-error", offset, length, {"problem": problem})


def _unchanged(value: Any) -> Any:
    return value


def _call_problem(error: CallError, source: str, line: int = 1) -> Problem:
    """The place of the id that a call names, or of the line when it is not written there."""
    offset, length = line_at(source, line)
    for string in STRING.finditer(source, offset if line > 1 else 0):
        if string[0][1:-1] == error.value:
            offset, length = string.start() + 1, len(error.value)
            break
    return Problem(error.code, offset, length, error.params, error.suggestion)


def _current_line(template: Template | None) -> int:
    """The line of the page template that is running now."""
    frame = inspect.currentframe() if template is not None else None
    while frame is not None:
        running = frame.f_globals.get("__jinja_template__")
        if running is template and isinstance(running, Template):
            return running.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return 1


def _error_line(error: Exception) -> int:
    """The line of the page template in the traceback, which Jinja rewrote to the template's own lines; 0 if none."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
            break
        trace = trace.tb_next
    return line
