"""What Markdown text may not contain: raw HTML beyond a few harmless tags, styles, event handlers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.pages.calls.call_places import PlaceOf
from handbook.pages.markdown.code_in_text import PageText, blanked
from handbook.reading.clauses import comments

ALLOWED_TAGS = frozenset({"abbr", "br", "details", "kbd", "rp", "rt", "ruby", "sub", "summary", "sup"})
ALLOWED_ATTRIBUTES = frozenset({"lang", "open", "title"})
# Marks, as long as what they replace: `<!--` and `{#`, `-->` and `#}`, and the `<` of a tag that is not allowed.
COMMENT_OPEN, COMMENT_CLOSE, LESS_THAN = "\ue001", "\ue002", "\ue003"
_MARKED_COMMENT = re.compile(f"{COMMENT_OPEN}{{2,}}.*?{COMMENT_CLOSE}{{2,}}", re.S)

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

_PARTS = {
    **dict.fromkeys(("tbody", "td", "tfoot", "th", "thead", "tr"), frozenset({"table"})),
    **dict.fromkeys(("dd", "dt", "li"), frozenset({"dl", "ol", "ul"})),
    **dict.fromkeys(("option", "optgroup"), frozenset({"select"})),
}  # a part of an element -> the elements that it is a part of


def check_page_text(text: PageText, place: PlaceOf, diagnostics: Diagnostics) -> str:
    """Record forbidden HTML and attributes. Returns the source with comments and forbidden `<` marked.

    The marks keep every offset; `unmark` turns them into nothing and into `&lt;`.
    """
    marks: list[tuple[int, int, str]] = []
    prose = text.prose
    if "<" in prose or "{#" in prose:
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
    """The marks for comments and for the `<` of forbidden tags: where each begins, where it ends, and its text."""
    for start, end in comments(prose):
        opens, closes = (4, 3) if prose.startswith("<", start) else (2, 2)
        yield start, start + opens, COMMENT_OPEN * opens
        yield end - closes, end, COMMENT_CLOSE * closes
    prose = blanked(prose, comments(prose))
    for declaration in _DECLARATION.finditer(prose):
        diagnostics.error("raw-html", _long(place(declaration.start()), 2), tag=declaration[0])
        yield declaration.start(), declaration.start() + 1, LESS_THAN
    said: set[str] = set()  # forbidden tags so far: what closes them or stands inside them is the same fault
    for tag in _TAG.finditer(prose):
        if _AUTOLINK.match(prose, tag.start()) or prose.startswith("](", tag.start() - 2):  # [words](<address>)
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
            yield tag.start(), tag.start() + 1, LESS_THAN
        if bad and not (said & _PARTS.get(name, frozenset()) or (tag["close"] and name in said)):
            said.add(name)
            diagnostics.error("raw-html", _long(place(tag.start()), len(tag[0].split("\n")[0])), tag=bad)


def unmark(source: str) -> str:
    """The text without its marked comments, whose line ends stay, and with marked tags escaped."""
    if COMMENT_OPEN in source:
        source = _MARKED_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
        source = re.sub(r"(?m)^[ \t]+$", "", source)
    return source.replace(LESS_THAN, "&lt;")


def _long(span: Span, length: int) -> Span:
    return Span(span.path, span.line, span.column, max(1, length))
