"""What readers are shown is held against what the author wrote: no word is lost, and no mark of Markdown is seen.

Markdown never refuses a text. A table with one cell too many loses the cell; a link with a space in the wrong place is
shown with its brackets. Here both are found on the finished page, whatever the slip was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from handbook.diagnostics.diagnostics import Span
from handbook.pages.markdown.conversion import Conversion, CurrentPage

_STASHED = re.compile("\x02[^\x03]*\x03")
_CODE = frozenset({"code", "pre"})
_BLOCKS = frozenset({"p", "li", "td", "th", "dt", "dd", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_MARKS = re.compile(
    r"""\*\*|(?<![A-Za-z0-9_])__(?=[^\s_])|~~(?=\S)|==(?=[^\s=][^=\n]*==)|`|\{\{|\}\}|\{%|%\}|\{[#:]|\#\}|<!--|-->|｛｛|｛%|｛＃
    |!\[|\]\(|\]\ +\([^()\s]+\.\w+[)#]|\]（[^（）]*\.(?:md|html)|\]\[|\[\^|［[^［］]*］[（(]
    |^[ \t]*(?:(?:[-+*]|\d{1,3}[.)])[ \t]|\#{1,6}(?!\d)|＃|\||｜.*｜|>|＞|!!!|！！！|!!?[ ]?[a-z]+[ ]+["“「]|\?\?\?
        |:?-{3,}:?[ ]*(?:\||$)|={3,}$|～～～)""",
    re.VERBOSE | re.MULTILINE,
)
_NO_WORDS = re.compile(
    r"""\x02[^\x03]*\x03
    |(?<=\])\((?:[^()]|\([^()]*\))*\)|(?<=\])\[[^\[\]]*\]|^[ \t]*\[[^\[\]^][^\[\]]*\]:.*
    |\{:?[ ]*(?:(?:[\#.][^\s{}=]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s{}"]+))[ ]*)+\}
    |</?[A-Za-z][^<>:@]*>|<[^<>\s]+@[^<>\s]+>|&\#?\w+;
    |^[ \t>]*!!![ \t]*[\w -]*(?=["“「])|^[ \t>]*!!![ \t]*[A-Za-z][A-Za-z -]*
    |^[ \t>]*(?:(?:[-*+•●◆■▪‧]|\d{1,3}[.)．）、])[ \t\u3000]*)+""",
    re.VERBOSE | re.MULTILINE,
)
_NO_LETTERS = re.compile(r"[\W_]+")
_OWN_HTML = re.compile(r"<(?:details|summary|abbr|kbd|ruby|su[bp])(?: open| lang=\"[^\"]*\"| title=\"[^\"]*\")*>")
_TAG = re.compile("<[^<>]*>")
_PROSE = re.compile(r"[\u3400-\u9fff][^\n]*[，。；]")  # what stands in code by mistake, because of four spaces
_UNDERLINED = re.compile(r"(?:\A|\n[ ]*\n)(?P<text>[^\s#>|=+*-][^\n]*)\n-+[ ]*(?=\n|\Z)")
_SAID_BETTER = frozenset(
    {"code-unclosed", "full-width-mark", "macro-syntax", "raw-html", "table-cells", "table-ruler",
     "table-second-ruler", "table-without-head", "unsafe-link"}
)  # fmt: skip
_AROUND = 12  # characters on each side of a mark by which it is found in the source


class SourceText(Preprocessor):
    """Keeps the text of a page as it is when only its calls, its code and its HTML have been taken out."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current

    def run(self, lines: list[str]) -> list[str]:
        """The lines, unchanged."""
        conversion = self._current()
        if conversion is not None:
            conversion.written = "\n".join(lines)
        return lines


class ShownText(Treeprocessor):
    """Reads the elements of a page as readers do."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current

    def run(self, root: etree.Element) -> None:
        """Record marks that are shown, and words that are not."""
        conversion = self._current()
        if conversion is None:
            return
        for html in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(html, str) and _OWN_HTML.match(html):  # Markdown inside an author's HTML is not read
                _report_marks(_TAG.sub("\x02", html), False, conversion)
        for code in root.iter("pre"):  # code between fences is in the stash
            if found := _PROSE.search("".join(code.itertext())):
                conversion.diagnostics.warning("indented-text", _indented(found[0], conversion))
        for found in _UNDERLINED.finditer(conversion.text.prose):
            place = conversion.place(found.start("text"))
            title = found["text"].strip()
            conversion.diagnostics.warning("underlined-heading", place.moved(0, len(title)), title=title)
        shown = []
        for text, begins, is_code in _texts(root):
            shown.append(text)
            if not is_code:
                _report_marks(text, begins, conversion)
        _report_lost(_letters(_STASHED.sub("", "".join(shown))), conversion)


def _indented(words: str, conversion: Conversion) -> Span:
    """The place of words that stand in code."""
    return conversion.place(max(conversion.text.source.find(words), 0)).moved(0, len(words))


def _texts(element: etree.Element) -> Iterator[tuple[str, bool, bool]]:
    """Every text below an element, whether it begins a block, and whether it is code."""
    if element.get("class") == "hb-clause__number":
        yield element.text or "", False, True
        return
    is_code = element.tag in _CODE
    if element.text:
        yield element.text, element.tag in _BLOCKS, is_code
    if element.tag == "img":
        yield element.get("alt", ""), False, True
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail, False, is_code


def _report_marks(text: str, begins: bool, conversion: Conversion) -> None:
    """Record the first mark in a text. begins: whether the text begins a block, so that its start is one of a line."""
    text = _STASHED.sub("\x02", text)
    for found in _MARKS.finditer(text):
        mark = found[0].strip()
        if (not found.start() and not begins and mark[0] in "-+0123456789#|>") or not mark:
            continue  # behind an element, in the middle of a line
        if conversion.diagnostics.has_error(conversion.path, codes=_said_by(mark)):
            continue
        start = 1 + max(text.rfind(end, 0, found.start()) for end in "\n\x02")
        end = min(at for at in (text.find("\n", found.end()), text.find("\x02", found.end()), len(text)) if at >= 0)
        before = text[max(start, found.start() - _AROUND) : found.start()].lstrip()
        after = text[found.end() : min(end, found.end() + _AROUND)].rstrip()
        for left, right in ((before, after), ("", after), (before, ""), ("", "")):
            if (words := f"{left}{found[0]}{right}") in conversion.text.prose:
                place = conversion.places(words)[0].moved(words.find(mark, len(left)), len(mark))
                _report("mark-shown", place, conversion, mark=mark)
                return
        _report("mark-shown", conversion.place(0), conversion, mark=mark)
        return


def _said_by(mark: str) -> tuple[str, ...]:
    """The codes of faults after which a mark is no news, wherever on the page it is."""
    if mark in ("{{", "}}", "{%", "%}"):
        return ("macro-syntax",)
    if mark[0] in "|:-":
        return ("table-ruler", "table-without-head")
    return ("code-unclosed",) if mark == "`" else ()


def _report_lost(shown: str, conversion: Conversion) -> None:
    """Record the lines with words that the page does not show. shown: the letters of the page."""
    position = 0
    for line in _NO_WORDS.sub("\x00", conversion.written).split("\n"):
        letters = _letters(line)
        found = shown.find(letters, position)
        if found >= 0:
            position = found + len(letters)
            continue
        lost = next((run for run in _NO_LETTERS.split(line) if run and run not in shown), "")
        if lost:
            _report("words-lost", conversion.places(lost)[0], conversion, words=lost)


def _report(code: str, place: Span, conversion: Conversion, **params: str) -> None:
    """Record a fault, unless its line has an error that says the same: one fault is said once."""
    if not conversion.diagnostics.has_error(conversion.path, lines=(place.line,), codes=_SAID_BETTER):
        conversion.diagnostics.error(code, place, **params)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)
