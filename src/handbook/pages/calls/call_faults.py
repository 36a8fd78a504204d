"""What went wrong in a call, as a problem at its place in the author's text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from handbook.diagnostics.diagnostics import ComponentError, Span
from handbook.pages.calls.call import CallError, CallingPage
from handbook.pages.calls.call_places import STRING, line_at, unclosed_statement, word_offsets
from handbook.pages.sandbox.bounded_operations import LimitError
from handbook.reading.yaml_slips import HALF_WIDTH

# A mark of a Chinese keyboard outside of texts. Texts are matched first, so that marks in them are passed over.
_FULL_WIDTH = re.compile(rf"{STRING.pattern}|(?P<mark>[“”‘’「」，（）＝])")
_UNDEFINED = re.compile(r"'(?P<name>[^']+)' is undefined|has no attribute '(?P<attribute>[^']+)'")
_PAGE_FILES = ("<template>", "<unknown>")  # what Jinja calls a template that was made from text


@dataclass(frozen=True)
class Problem:
    """A fault of an expression or page, at an offset in its text. Offset and length count characters."""

    code: str
    offset: int
    length: int
    params: Mapping[str, object]
    suggestion: str | None = None


def record(problem: Problem, offset: int, page: CallingPage) -> None:
    """Record a problem. offset: where the text that it counts from begins in the page's text."""
    span = page.place(offset + problem.offset)
    page.diagnostics.error(
        problem.code,
        Span(span.path, span.line, span.column, max(1, problem.length)),
        suggestion=problem.suggestion,
        **problem.params,
    )


def problem_of(error: Exception, source: str, line: int = 1) -> Problem:
    """The problem behind any exception of Jinja or of a call. line: of `source`, where the exception says none."""
    if isinstance(error, TemplateSyntaxError):
        return _syntax_problem(error, source)
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
        places = [place for place in word_offsets(source, name) if place >= offset]
        return Problem("unknown-name", places[0] if places else offset, len(name), {"name": name})
    problem = error.problem if isinstance(error, ComponentError) else f"{type(error).__name__}: {error}"
    return Problem("macro-error", offset, length, {"problem": problem})


def _syntax_problem(error: TemplateSyntaxError, source: str) -> Problem:
    """A full-width mark is named as such, for Jinja's own message would not help whoever typed it."""
    typed = next((found for found in _FULL_WIDTH.finditer(source) if found["mark"]), None)
    if typed:
        mark = typed["mark"]
        return Problem("full-width-mark", typed.start(), 1, {"mark": mark}, HALF_WIDTH[mark])
    place = unclosed_statement(source, error.lineno) or line_at(source, error.lineno)
    return Problem("macro-syntax", *place, {"problem": error.message or ""})


def problem_of_lookup(error: CallError, source: str, line: int = 1) -> Problem:
    """The problem of a call that names something unknown: at the name, or at the line where no text says it."""
    offset, length = line_at(source, line)
    for string in STRING.finditer(source, offset if line > 1 else 0):
        if string[0][1:-1] == error.value:
            offset, length = string.start() + 1, len(error.value)
            break
    return Problem(error.code, offset, length, error.params, error.suggestion)


def running_line(template: Template) -> int:
    """The line (from 1) of a page's template that is running now; for use inside a call."""
    frame = inspect.currentframe()
    while frame is not None:
        running = frame.f_globals.get("__jinja_template__")
        if isinstance(running, Template) and running is template:
            return running.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return 1


def failed_line(error: Exception) -> int:
    """The line (from 1) of a page's template in the traceback, whose lines Jinja has mapped; 0 if there is none."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in _PAGE_FILES:
            return trace.tb_lineno
        trace = trace.tb_next
    return 0
