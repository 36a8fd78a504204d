"""What Markdown text may not contain: raw HTML beyond a few harmless tags, styles, event handlers.

Also here: which parts of a text are code, where none of this applies.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.pages.call_places import PlaceOf
from handbook.reading.clauses import code_spans, comments

ALLOWED_TAGS = frozenset({"abbr", "br", "details", "kbd", "rp", "rt", "ruby", "sub", "summary", "sup"})
ALLOWED_ATTRIBUTES = frozenset({"lang", "open", "title"})
COMMENT_OPEN, COMMENT_CLOSE, LESS_THAN = "\ue001" * 4, "\ue002" * 3, "\ue003"  # as long as what they replace

_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})([^`\n]*)$")
_CONTAINER = re.compile(r"\s*([-*+]|\d+[.、]|[（(]|[一二三四五六七八九十]+、|!!!|\?\?\?|:\s|\[\^|>)")
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)(?P<end>>?)"
)
_DECLARATION = re.compile(r"<[!?]")
_AUTOLINK = re.compile(r"<((?:ht|f)tps?://[^<>]*|[^<>\s!]+@[^@<>\s]+)>", re.I)
_ATTRIBUTE = re.compile(r"""([^\s=/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*[^{}\n]*\}")
_BAD_IN_LIST = re.compile(r"""(?<![\w-])(style|on[a-z]+|src|srcdoc|href|formaction|action)\s*=""", re.I)
_ELEMENTS = frozenset({
    "a", "address", "area", "article", "aside", "audio", "b", "base", "big", "blockquote", "body", "button",
    "canvas", "center", "cite", "code", "col", "data", "datalist", "dd", "del", "dfn", "dialog", "dir", "div",
    "dl", "dt", "em", "embed", "fieldset", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "label",
    "legend", "li", "link", "main", "map", "mark", "marquee", "math", "menu", "meta", "meter", "nav",
    "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "portal", "pre",
    "progress", "q", "s", "samp", "script", "section", "select", "slot", "small", "source", "span", "strong",
    "style", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "track", "u", "ul", "var", "video", "wbr",
})  # fmt: skip
# Elements that make the browser ask for something by themselves. A plain <a href> is only followed on a click.
_LOADING_TAG = re.compile(
    r"<(?:script|img|link|iframe|frame|source|track|video|audio|embed|object|input|image|use|form|base)\b[^>]*>", re.I
)
_LOADED = re.compile(
    r"""\b(?:src|srcset|href|data|poster|action|formaction)\s*=\s*["']?\s*((?:[a-z][a-z0-9+.-]*:)?//[^\s"'>]*)""", re.I
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_UNSAFE_SCHEMES = frozenset({"javascript", "data", "vbscript"})


@dataclass(frozen=True)
class PageText:
    """A page's text with its code blanked out: same length, same lines."""

    source: str
    code: tuple[tuple[int, int], ...]
    prose: str


def page_text(source: str) -> PageText:
    """Find the code in a Markdown text."""
    code = tuple(code_ranges(source))
    if not code:
        return PageText(source, code, source)
    return PageText(source, code, _blanked(source, code))


def _blanked(source: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with everything but line ends in these ranges replaced by spaces."""
    parts, last = [], 0
    for start, end in ranges:
        parts += [source[last:start], re.sub(r"[^\n]", " ", source[start:end])]
        last = end
    return "".join([*parts, source[last:]])


def code_ranges(source: str) -> Iterator[tuple[int, int]]:
    """Ranges of fenced code, indented code and code spans, in order."""
    if "`" not in source and "~~~" not in source and "\n    " not in source:
        return
    fence, begun, offset, prose_from = "", 0, 0, 0
    blank, container, indented = True, False, False
    for line in source.split("\n"):
        end = offset + len(line)
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence) and not mark[2].strip():
                yield begun, end
                fence, prose_from = "", end
        elif mark:
            yield from code_spans(source, prose_from, offset)
            fence, begun = mark[1], offset
        elif line.startswith("    ") and line.strip() and (indented or (blank and not container)):
            yield from code_spans(source, prose_from, offset)
            yield offset, end
            indented, prose_from = True, end
        elif line.strip():
            indented = False
            if not line.startswith((" ", "\t")):
                container = bool(_CONTAINER.match(line))
        blank = not line.strip()
        offset = end + 1
    if fence:
        yield begun, len(source)
    else:
        yield from code_spans(source, prose_from, len(source))


def check_page_text(text: PageText, place: PlaceOf, diagnostics: Diagnostics) -> str:
    """Record forbidden HTML and attributes. Returns the source with comments and forbidden `<` marked.

    The marks keep every offset; `unmark` turns them into nothing and into `&lt;`.
    """
    marks: list[tuple[int, int, str]] = []
    prose = text.prose
    if "<" in prose:
        marks = list(_check_html(prose, place, diagnostics))
    for attributes in _ATTRIBUTE_LIST.finditer(prose) if "{" in prose else ():
        for bad in _BAD_IN_LIST.finditer(attributes[0]):
            span = _long(place(attributes.start() + bad.start()), len(bad[1]))
            diagnostics.error("raw-html", span, tag=bad[1])
    source = text.source
    for start, end, replacement in marks:
        source = source[:start] + replacement + source[end:]
    return source


def _check_html(prose: str, place: PlaceOf, diagnostics: Diagnostics) -> Iterator[tuple[int, int, str]]:
    for start, end in comments(prose):
        yield start, start + 4, COMMENT_OPEN
        yield end - 3, end, COMMENT_CLOSE
    prose = _blanked(prose, comments(prose))
    for declaration in _DECLARATION.finditer(prose):
        diagnostics.error("raw-html", _long(place(declaration.start()), 2), tag=declaration[0])
        yield declaration.start(), declaration.start() + 1, LESS_THAN
    for tag in _TAG.finditer(prose):
        if _AUTOLINK.match(prose, tag.start()):
            continue
        name = tag["name"].lower()
        if not tag["end"] and (name not in _ELEMENTS or "=" not in tag["rest"]):
            continue  # a plain "less than"
        plain = not tag["rest"] or tag["rest"][0] in " \t\n/"
        bad = "" if name in ALLOWED_TAGS and plain else tag["name"]
        for attribute in _ATTRIBUTE.finditer(tag["rest"].rstrip("/")) if not bad else ():
            if attribute[1].lower() not in ALLOWED_ATTRIBUTES:
                bad = f"{tag['name']} {attribute[1]}"
        if bad:
            diagnostics.error("raw-html", _long(place(tag.start()), len(tag[0].split("\n")[0])), tag=bad)
            yield tag.start(), tag.start() + 1, LESS_THAN


def unmark(source: str) -> str:
    """Remove marked comments (their lines stay) and escape marked tags."""
    if COMMENT_OPEN in source:
        parts = re.split(f"{COMMENT_OPEN}.*?{COMMENT_CLOSE}", source, flags=re.S)
        comments = re.findall(f"{COMMENT_OPEN}.*?{COMMENT_CLOSE}", source, flags=re.S)
        lines = [comment.count("\n") for comment in comments]
        source = parts[0] + "".join("\n" * n + part for n, part in zip(lines, parts[1:], strict=True))
        source = re.sub(r"(?m)^[ \t]+$", "", source)
    return source.replace(LESS_THAN, "&lt;")


def scheme(address: str) -> str:
    """The scheme a browser would see in an address: entities, control characters and case undone."""
    plain = html.unescape(address)
    plain = re.sub(r"[\x00-\x20\x7f-\xa0]", "", plain)
    found = _SCHEME.match(plain)
    return found[1].lower() if found else ""


def is_unsafe(address: str) -> bool:
    """True for addresses that run or embed something: javascript:, data:, vbscript:."""
    return scheme(address) in _UNSAFE_SCHEMES


def is_external(address: str) -> bool:
    """True for addresses outside the site."""
    return scheme(address) in ("http", "https", "ftp") or address.strip().replace("\\", "/").startswith("//")


def external_addresses(html: str) -> list[str]:
    """Addresses on other hosts that a browser would request by itself when it shows `html`."""
    if "//" not in html:
        return []
    return [address for tag in _LOADING_TAG.findall(html) for address in _LOADED.findall(tag)]


def _long(span: Span, length: int) -> Span:
    return Span(span.path, span.line, span.column, max(1, length))
