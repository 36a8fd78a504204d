"""Where the prose of a page leads, and which files it uses: links, pictures, included files, files named in calls."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from handbook.diagnostics.diagnostics import Span
from handbook.model.page import Page
from handbook.reading.clauses import lines_shown, without_code

_LINK = re.compile(
    r"""!?\[(?:[^\[\]\n]|\n(?![ ]*\n)|\[[^\[\]\n]*\])*\]\([ ]*
    (?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:[^()\n]|\([^()\n]*\))*?))
    (?:[ ]+(?:"[^"\n]*"|'[^'\n]*'))?[ ]*\)""",
    re.VERBOSE,
)
_DEFINITION = re.compile(  # [name]: address
    r"""^[ ]{0,3}\[[^\]\n^]+\]:[ ]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>\S.*?))
    (?:[ ]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ ]*$""",
    re.VERBOSE | re.MULTILINE,
)
_ELSEWHERE = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]+:|^//")  # a single letter is a drive of one computer
_INCLUDED = re.compile(r"""-{1,}8<-{1,}\s*["'](?P<target>[^"']+)["']""")
_INCLUDED_BLOCK = re.compile(r"^\s*-{1,}8<-{1,}\s*$")  # lines between two of these name files
_CALL = re.compile(r"\{[{%](?P<source>.*?)[%}]\}")
_STRING = re.compile(r"""["'](?P<text>[^"'\n]*)["']""")
_NAME = re.compile(r"\s*(?P<name>\w+)\s*\(")
_MOST_INCLUDED = 200  # files that one page may include, by way of others too


@dataclass(frozen=True)
class PageLink:
    """A place that a page leads to, as it is written there, escapes resolved."""

    target: str
    span: Span


@dataclass(frozen=True)
class PageCall:
    """A call in prose: the name of the component, and the texts between its brackets."""

    name: str
    texts: tuple[str, ...]
    span: Span


def links(page: Page, root: Path) -> Iterator[PageLink]:
    """The links and pictures in a page's Markdown; code is no prose. root: the folder of the handbook."""
    if "](" not in page.body and "]:" not in page.body:
        return
    lines = [""] * (page.body.count("\n") + 1)
    for offset, line in lines_shown(page.body):
        lines[offset] = without_code(line)
    text = "\n".join(lines)
    for link in (*_LINK.finditer(text), *_DEFINITION.finditer(text)):
        name = "bare" if link["angled"] is None else "angled"
        start = link.start(name) if "\n" not in text[link.start() : link.start(name)] else link.start()
        number = page.body_line + text.count("\n", 0, start)
        column = start - text.rfind("\n", 0, start)
        yield PageLink(unquote(link[name]), Span(root / "docs" / page.path, number, column, max(1, len(link[name]))))


def written_calls(page: Page, root: Path) -> Iterator[PageCall]:
    """The calls in a page's prose, on one line each."""
    for line, span in _lines(page, root):
        if "{" in line:
            for found in _CALL.finditer(line):
                name = _NAME.match(found["source"])
                texts = tuple(one["text"] for one in _STRING.finditer(found["source"]))
                yield PageCall(name["name"] if name else "", texts, _at(span, found, "source"))


def inclusions(body: str) -> Iterator[str]:
    """The files that a text includes, as they are written, without the part that is asked for.

    Wherever they stand: a file is included into code as well.
    """
    if "8<" not in body:
        return
    inside = False
    for line in body.split("\n"):
        if _INCLUDED_BLOCK.match(line):
            inside = not inside
        elif inside:
            yield line.strip().partition(":")[0]
        else:
            yield from (found["target"].partition(":")[0] for found in _INCLUDED.finditer(line))


def address_and_fragment(path: str, target: str) -> tuple[str, str]:
    """Where a link leads: the path below docs/ and what follows #; "" for what leads elsewhere.

    path: of the page with the link, below docs/.
    """
    if _ELSEWHERE.match(target):
        return "", ""
    goal, _, fragment = target.partition("#")
    goal = goal.partition("?")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), goal)) if goal else path, fragment


def included_files(page: Page, root: Path, included_from: Sequence[Path]) -> dict[Path, str]:
    """The texts of the files that a page includes, also by way of others.

    included_from: the folders in which an included file is looked for.
    """
    waiting, found = list(inclusions(page.body)), dict[Path, str]()
    while waiting and len(found) < _MOST_INCLUDED:
        name = waiting.pop()
        for folder in included_from:
            file = Path(posixpath.normpath((folder / name).as_posix()))
            if file not in found and file.is_relative_to(root) and file.is_file():
                found[file] = file.read_text(encoding="utf-8", errors="replace")
                waiting += inclusions(found[file])
    return found


def used_files(page: Page, root: Path, included_from: Sequence[Path]) -> set[Path]:
    """The files of the handbook that a page uses: what it links, shows, includes, or names in a call.

    included_from: the folders in which an included file is looked for. What an included file uses belongs to the page.
    """
    docs = root / "docs"
    included = included_files(page, root, included_from)
    found = _named(page, root).union(*(_named(replace(page, body=text), root) for text in included.values()))
    pages = {file for file in found if file.suffix == ".md" and file.is_relative_to(docs)}  # these have marks
    return {file for file in found - pages | set(included) if file.is_relative_to(root) and file.is_file()}


def _named(page: Page, root: Path) -> set[Path]:
    """The files that a page's prose may name, whether they exist or not."""
    docs = root / "docs"
    found = set()
    for link in links(page, root):
        address, _ = address_and_fragment(page.path, link.target)
        found.add(docs / address)
    for call in written_calls(page, root):
        for text in call.texts:
            address, _ = address_and_fragment(page.path, unquote(text))
            found |= {docs / address, docs / posixpath.normpath(text.lstrip("/"))}
    return found


def _lines(page: Page, root: Path) -> Iterator[tuple[str, Span]]:
    """The lines of a page's prose with spaces in place of code, and where each begins."""
    source = root / "docs" / page.path
    for offset, line in lines_shown(page.body):
        yield without_code(line), Span(source, page.body_line + offset)


def _at(line: Span, found: re.Match[str], group: str) -> Span:
    return line.moved(found.start(group), len(found[group]))
