"""The errors of this package, and diagnostics: faults with a place in the sources.

HandbookError                 base; the command line shows it as one line, without a traceback
├── ContentError              the handbook's sources have faults; carries every diagnostic found
├── ComponentError            a component was called wrongly, or its own files are broken
├── BuildError                the site could not be written (lock, disk, permissions)
└── DocumentError             a document could not be made or read

A diagnostic is one fault in one place, such as an unknown role in line 12 of a page. Diagnostics are collected and
not raised one by one, so that an author sees all of them in a single run.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from handbook.diagnostics import library_words, messages
from handbook.diagnostics.terminal_text import display_width, printable

Severity = Literal["error", "warning"]


class HandbookError(Exception):
    """Base of all errors a user of this package may want to catch."""

    exit_code = 1


class ContentError(HandbookError):
    """The sources have faults. `diagnostics` holds all of them."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(diagnostics.summary("en"))
        self.diagnostics = diagnostics


class ComponentError(HandbookError):
    """A component was called with wrong parameters, or its folder is broken.

    problem: what is wrong, in both languages, or the text of another program. `str()` gives the preferred language.
    """

    def __init__(self, problem: messages.Phrase | str) -> None:
        super().__init__(problem)
        self.problem = problem


class BuildError(HandbookError):
    """The site could not be written; the previous site is untouched."""


class DocumentError(HandbookError):
    """A document could not be produced or understood."""


@dataclass(frozen=True, order=True)
class Span:
    """A place in a source file. Lines and columns count from 1; `length` is in characters.

    Line 0 stands for a file that has no lines, such as a Word file.
    """

    path: Path
    line: int = 1
    column: int = 1
    length: int = 1

    def moved(self, columns: int, length: int = 1) -> Span:
        """The place `columns` further right on the same line."""
        return Span(self.path, self.line, self.column + columns, length)


@dataclass(frozen=True)
class Diagnostic:
    """One fault: its code, its place, and the parameters of its sentence.

    suggestion: what the author probably meant, such as the id that is most like an unknown one.
    """

    code: str
    span: Span
    severity: Severity = "error"
    params: dict[str, object] = field(default_factory=dict)
    suggestion: str | None = None

    def message(self, language: str) -> str:
        """The fault as one sentence, in "en" or "zh"."""
        return messages.message(self.code, language, **library_words.translated(self.params, language))

    def help(self, language: str) -> str:
        """How to mend faults of this code, in "en" or "zh"."""
        return messages.remedy(self.code, language)

    def render(self, language: str, root: Path | None = None, source_line: str | None = None) -> str:
        """The fault as the command line prints it: place and sentence; below them the source line, with a caret."""
        path = self.span.path
        if root is not None and path.is_relative_to(root):
            path = path.relative_to(root)
        word = messages.message("error-word" if self.severity == "error" else "warning-word", language)
        place = f":{self.span.line}:{self.span.column}" if self.span.line else ""  # a Word file has no lines
        head = f"{path.as_posix()}{place}: {word}[{self.code}]: {self.message(language)}"
        hint = messages.message("did-you-mean", language, word=self.suggestion) if self.suggestion else ""
        if source_line is None:
            return head if not hint else f"{head} {hint}"
        gutter = f"{self.span.line:>5} | "
        before = display_width(source_line[: self.span.column - 1])
        under = display_width(source_line[self.span.column - 1 : self.span.column - 1 + self.span.length])
        caret = " " * (len(gutter) - 2) + "| " + " " * before + "^" * max(1, under)
        return "\n".join([head, gutter + source_line, f"{caret} {hint}".rstrip()])


class Diagnostics:
    """The diagnostics of a run. Equal ones count once; iterating gives them in the order of their places."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root
        self._found: dict[tuple[object, ...], Diagnostic] = {}

    def error(self, code: str, span: Span, *, suggestion: str | None = None, **params: object) -> None:
        """Record a fault that stops publication."""
        self._add(Diagnostic(code, span, "error", params, suggestion))

    def warning(self, code: str, span: Span, *, suggestion: str | None = None, **params: object) -> None:
        """Record something the author should look at; the site is still published."""
        self._add(Diagnostic(code, span, "warning", params, suggestion))

    def _add(self, diagnostic: Diagnostic) -> None:
        if diagnostic.code not in messages.all_messages():
            raise KeyError(diagnostic.code)  # a code that no file of messages explains is a bug of ours
        key = (diagnostic.code, diagnostic.span, tuple(sorted((k, str(v)) for k, v in diagnostic.params.items())))
        self._found.setdefault(key, diagnostic)

    def has_error(self, path: Path, lines: Collection[int] | None = None, codes: Collection[str] | None = None) -> bool:
        """Whether an error of that file is recorded: on one of the lines, and with one of the codes."""
        return any(
            one.severity == "error"
            and one.span.path == path
            and (lines is None or one.span.line in lines)
            and (codes is None or one.code in codes)
            for one in self._found.values()
        )

    def take(self, other: Diagnostics, wanted: Callable[[Diagnostic], bool] = lambda _: True) -> None:
        """Record those of `other` that are wanted."""
        for diagnostic in other:
            if wanted(diagnostic):
                self._add(diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._found.values(), key=lambda d: (d.span, d.code)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> list[Diagnostic]:
        """The diagnostics that stop publication, in order of place."""
        return [d for d in self if d.severity == "error"]

    @property
    def warnings(self) -> list[Diagnostic]:
        """The diagnostics that do not stop publication, in order of place."""
        return [d for d in self if d.severity == "warning"]

    def summary(self, language: str) -> str:
        """The closing line, e.g. "3 errors, 1 warning"."""
        return messages.message("fault-count", language, errors=len(self.errors), warnings=len(self.warnings))

    def raise_if_errors(self) -> None:
        """Raise ContentError when anything stops publication."""
        if self.errors:
            raise ContentError(self)

    def _leads_out(self, path: Path) -> bool:
        """Whether the path is a link out of the project: the text of such a file must not be printed."""
        root = self.root
        return root is not None and path.is_relative_to(root) and not path.resolve().is_relative_to(root.resolve())

    def render(self, language: str) -> str:
        """All diagnostics and the closing line, ready to print."""
        lines_of: dict[Path, list[str]] = {}
        parts = []
        helped: set[str] = set()
        for diagnostic in self:
            path = diagnostic.span.path
            if path not in lines_of:  # reading from a pipe would wait for ever
                readable = diagnostic.span.line and path.is_file() and not self._leads_out(path)
                lines_of[path] = _read_lines(path) if readable else []
            lines = lines_of[path]
            inside = 0 < diagnostic.span.line <= len(lines)
            shown = lines[diagnostic.span.line - 1] if inside else None
            if shown is not None and len(shown) > 400:  # a line of 20 MB helps nobody
                shown = None
            if shown is not None:  # a terminal must not obey what a file holds
                shown = printable(shown)
            parts.append(diagnostic.render(language, self.root, shown))
            if diagnostic.code not in helped:  # the remedy once in a run is enough
                helped.add(diagnostic.code)
                parts.append(f"      = {diagnostic.help(language)}")
        parts.append(self.summary(language))
        return "\n".join(parts)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, for "did you mean"; None when nothing is near."""
    candidates = list(known)
    near = difflib.get_close_matches(word, candidates, n=1, cutoff=0.67)
    near += [candidate for candidate in candidates if sorted(candidate) == sorted(word)]  # dya for day
    if near:
        return near[0]
    folded = {candidate.lower().replace("_", "-"): candidate for candidate in candidates}
    return folded.get(word.lower().replace("_", "-"))


def guess(word: str, known: Iterable[str]) -> messages.Phrase | str:
    """`closest` as the end of a sentence, ready for the parameter {guess} of a message; "" when nothing is near."""
    near = closest(word, known)
    return messages.Phrase("closest-name", name=near) if near else ""


def _read_lines(path: Path) -> list[str]:
    """The lines of a file, counted as `reading/yaml_nodes.py` does: `str.splitlines` knows more line ends."""
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return []
    return re.split("\r\n?|\n", text)
