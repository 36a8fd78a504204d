"""The engine: evaluates the calls of a page.

Every `{{ … }}` of a page is compiled and evaluated by itself, so that one faulty call does not hide the faults of
the others, and every fault is recorded at its place. A page that uses `{% … %}` is evaluated as one template. A fault
never prints anything into the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import ChainableUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.parser import Parser
from markupsafe import Markup, escape

from handbook.diagnostics.messages import Phrase
from handbook.pages.calls.call import Call, CallError, CallingPage, InlineHtml
from handbook.pages.calls.call_analysis import RESULT, CallAnalysis
from handbook.pages.calls.call_faults import Problem, failed_line, problem_of, problem_of_lookup, record, running_line
from handbook.pages.calls.call_places import closing, opening_quote, outside
from handbook.pages.sandbox.bounded_environment import BoundedEnvironment, safe_function
from handbook.pages.sandbox.bounded_operations import CALL_CHARACTERS, PAGE_CHARACTERS, LimitError
from handbook.pages.sandbox.time_limit import RenderTimeout, time_limit

Ranges = Sequence[tuple[int, int]]
"""Parts of a text: where each begins and where it ends."""

_FAILED = ChainableUndefined()  # stands for a call that failed: prints nothing, has every attribute
_BRACE = "\ue000"  # stands for `{` inside code while the page is a template; same length, so columns stay
_TIMEOUTS = 3  # after as many, the rest of a page is not tried


@dataclass(frozen=True)
class Limits:
    """How much a page may take: seconds of wall time, and characters of one call's result and of all together."""

    seconds: float = 5.0
    call: int = CALL_CHARACTERS
    page: int = PAGE_CHARACTERS


@dataclass(frozen=True)
class Compiled:
    """An expression, ready to run, or the problems that keep it from running."""

    template: Template | None
    problems: tuple[Problem, ...] = ()


class Engine:
    """Evaluates pages' calls; one serves a whole site. It keeps compiled expressions and nothing of a page.

    calls: what authors may call, by name. variables: values they may name besides.
    """

    def __init__(
        self,
        environment: BoundedEnvironment,
        calls: Mapping[str, Call],
        variables: Mapping[str, Any] | None = None,
        limits: Limits = Limits(),
    ) -> None:
        self.environment = environment
        self.calls = calls
        self.limits = limits
        self._variables = dict(variables or {})
        self._page_environment = environment.for_pages()
        self._analysis = CallAnalysis(environment, calls, self._variables)
        self._compiled: dict[str, Compiled] = {}

    def expand(self, text: str, code: Ranges, page: CallingPage) -> str:
        """The page's Markdown text with each call replaced by what stands for its HTML (see `CallingPage.store`).

        code: parts of the text that are code and stay as they are. Faults go to the page's diagnostics.
        """
        if outside("{%", text, code):
            return self._expand_statements(text, code, page)
        return self._expand_expressions(text, code, page)

    # ── a page with expressions alone ──

    def _expand_expressions(self, text: str, code: Ranges, page: CallingPage) -> str:
        found = list(_expressions(text, code, page))
        results = self._evaluate_all(found, text, page)
        if sum(map(len, results.values())) > self.limits.page:
            page.diagnostics.error("macro-limit", page.place(found[-1][0]), what="output")
            return text[: found[0][0] - 2]
        parts, last = [], 0
        for start, end in found:
            parts += [text[last : start - 2], results.get(start, "")]
            last = end + 2
        return "".join([*parts, text[last:]])

    def _evaluate_all(self, found: Ranges, text: str, page: CallingPage) -> dict[int, str]:
        """The results by where their expressions begin. After one that took too long the next ones are still tried."""
        results: dict[int, str] = {}
        todo, timeouts, seconds = iter(found), 0, self.limits.seconds
        start = 0
        while timeouts < _TIMEOUTS:
            try:
                with time_limit(seconds):
                    for start, end in todo:
                        results[start] = self._evaluate(text[start:end], start, page)
                    return results
            except RenderTimeout:
                page.diagnostics.error("macro-timeout", page.place(start), seconds=self.limits.seconds)
                timeouts, seconds = timeouts + 1, min(1.0, seconds)
        return results

    def _evaluate(self, source: str, offset: int, page: CallingPage) -> str:
        compiled = self._compiled.get(source)
        if compiled is None:
            compiled = self._compiled[source] = self._compile(source)
        for problem in compiled.problems:
            record(problem, offset, page)
        if compiled.template is None:
            return ""

        def report(error: CallError) -> None:
            record(problem_of_lookup(error, source), offset, page)

        try:
            context = compiled.template.new_context(self._names(page, report, _unchanged))
            for _ in compiled.template.root_render_func(context):
                pass
            return self._text(context.vars[RESULT], page)
        except Exception as error:  # noqa: BLE001 (whatever a call raises is a fault of the page, not of the build)
            record(problem_of(error, source), offset, page)
            return ""

    def _compile(self, source: str) -> Compiled:
        try:
            parser = Parser(self.environment, source, state="variable")
            expression = parser.parse_expression()
            if not parser.stream.eos:
                token = parser.stream.current
                raise TemplateSyntaxError(f"unexpected {token.value!r}", token.lineno)
            expression.set_environment(self.environment)
            body: list[nodes.Node] = [nodes.Assign(nodes.Name(RESULT, "store"), expression, lineno=1)]
            tree = nodes.Template(body, lineno=1)
            problems = tuple(self._analysis.problems(tree, source))
            return Compiled(None if problems else self.environment.from_string(tree), problems)
        except Exception as error:  # noqa: BLE001 (as above)
            return Compiled(None, (problem_of(error, source),))

    # ── a page with statements ──

    def _expand_statements(self, text: str, code: Ranges, page: CallingPage) -> str:
        """The page as one template. After a fault in it nothing of the page is shown."""
        source = text
        for start, end in code:
            source = source[:start] + source[start:end].replace("{", _BRACE) + source[end:]
        try:
            with time_limit(self.limits.seconds):
                tree = self._page_environment.parse(source)
                problems = self._analysis.problems(tree, source)
                for problem in problems:
                    record(problem, 0, page)
                return "" if problems else self._run(tree, source, page).replace(_BRACE, "{")
        except RenderTimeout:
            page.diagnostics.error("macro-timeout", page.place(text.find("{%")), seconds=self.limits.seconds)
        except Exception as error:  # noqa: BLE001 (as above)
            line = failed_line(error) or text.count("\n", 0, text.find("{%")) + 1
            record(problem_of(error, source, line), 0, page)
        return ""

    def _run(self, tree: nodes.Template, source: str, page: CallingPage) -> str:
        template = self._page_environment.from_string(tree)

        def report(error: CallError) -> None:
            record(problem_of_lookup(error, source, running_line(template)), 0, page)

        def stored(html: Any) -> Any:
            return Markup(self._text(html, page)) if isinstance(html, Markup) else html

        return template.render(self._names(page, report, stored))

    # ── what both share ──

    def _names(
        self, page: CallingPage, report: Callable[[CallError], None], emit: Callable[[Any], Any]
    ) -> dict[str, Any]:
        """What an author's text may name on this page.

        report: takes the faults of lookups. emit: turns a call's result into what the text goes on with.
        """

        def on_page(call: Call) -> Callable[..., Any]:
            @safe_function
            def function(*arguments: Any, **keywords: Any) -> Any:
                try:
                    html = call.function(page, *arguments, **keywords)
                except CallError as error:
                    report(error)
                    return _FAILED
                if isinstance(html, str) and len(html) > self.limits.call:
                    raise LimitError("output")
                return emit(html)

            return function

        return {**self._variables, **{name: on_page(call) for name, call in self.calls.items()}}

    def _text(self, value: Any, page: CallingPage) -> str:
        """What stands in the Markdown text for a value."""
        if isinstance(value, Undefined):
            return str(value) if value is not _FAILED else ""  # a strict one raises here
        if isinstance(value, Markup):
            return page.store(value, isinstance(value, InlineHtml) or "<" not in value)
        if value is not None and not isinstance(value, (str, int, float)):
            raise TypeError(f"a value of type {type(value).__name__} cannot be shown")
        text = "" if value is None else str(escape(str(value)))
        if len(text) > self.limits.call:
            raise LimitError("output")
        return text


def _expressions(text: str, code: Ranges, page: CallingPage) -> Iterator[tuple[int, int]]:
    """Where the inside of each `{{ … }}` outside code begins and ends; one that is not closed is recorded."""
    position = 0
    while (start := text.find("{{", position)) >= 0:
        skip = next((last for first, last in code if first <= start < last), None)
        if skip is not None:
            position = skip
            continue
        end = closing(text, start + 2)
        if end is None:
            quote = opening_quote(text, start + 2)
            if quote is None:
                page.diagnostics.error("macro-syntax", page.place(start), problem=Phrase("call-without-end"))
            else:
                problem = Phrase("quote-without-end", quote=text[quote])
                page.diagnostics.error("macro-syntax", page.place(quote), problem=problem)
            position = start + 2
        else:
            yield start + 2, end
            position = end + 2


def _unchanged(value: Any) -> Any:
    return value
