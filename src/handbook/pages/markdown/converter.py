"""The Markdown converter of a site: built once, and quick on prose.

Most of a Chinese page is text without a single mark of inline Markdown. Python-Markdown would still try each of its
patterns on such text. Looking for the marks first takes a third off the time of a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor, Treeprocessor

from handbook.diagnostics.diagnostics import ComponentError
from handbook.pages.address_policy import external_addresses
from handbook.pages.markdown.markdown_extension import HandbookExtension
from handbook.pages.sandbox.time_limit import RenderTimeout, time_limit
from handbook.reading.headings import slugify

# Each of the inline patterns below needs one of these characters; \x02 begins what stands for stashed HTML.
_MARKS = re.compile(r"[\\`*_\[\]!<>&\x02]| {2,}\n")
_FENCE = re.compile(r"^(?:~{3,}|`{3,})", re.MULTILINE)
_KNOWN_PATTERNS = frozenset(
    {
        "backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference",
        "short_image_ref", "autolink", "automail", "linebreak", "html", "entity", "not_strong", "em_strong",
        "em_strong2",
    }
)  # fmt: skip
SECONDS = 5.0  # for one page: of some texts, Python-Markdown takes a time that grows with the square
OURS = ("attr_list", "def_list", "tables", "toc", "fenced_code")

_REPLACED = ("admonition", "sane_lists")  # by notice_blocks.py and list_blocks.py


def options(
    extension: Extension, others: Sequence[str | Extension] = (), configs: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[list[str | Extension], dict[str, Mapping[str, Any]]]:
    """The extensions of the Markdown that a handbook is written in, and their settings.

    extension: ours, which comes last. others, configs: what mkdocs.yml names besides.
    """
    given = dict(configs or {})
    settings = {
        **given,
        "tables": {"use_align_attribute": True},  # a style attribute would break the content security policy
        "toc": {**given.get("toc", {}), "slugify": slugify, "permalink": False},
    }
    return [*OURS, *(name for name in others if name not in (*OURS, *_REPLACED)), extension], settings


def build_converter(extensions: Sequence[str | Extension], configs: Mapping[str, Mapping[str, Any]]) -> Markdown:
    """A converter for all pages of a site, with what `options` gives."""
    converter = Markdown(extensions=extensions, extension_configs=configs)
    patterns: Any = converter.inlinePatterns
    names = {item.name for item in patterns._priority}  # noqa: SLF001  (the registry has no other list of names)
    if names <= _KNOWN_PATTERNS:  # else an extension adds marks
        converter.treeprocessors.register(_QuickInline(converter), "inline", 20)
    converter.treeprocessors.register(_PageLinks(converter), "handbook-page-links", 0)  # after links exist
    fenced: Any = converter.preprocessors["fenced_code_block"]
    fenced.FENCED_BLOCK_RE = FencedBlocks(fenced.FENCED_BLOCK_RE)
    return converter


def convert(converter: Markdown, extension: HandbookExtension, text: str) -> str:
    """The HTML of the page that `extension.begin` was told of last.

    text: its Markdown. A page that cannot be converted is recorded in its diagnostics, and its HTML is empty.
    """
    conversion = extension.conversion
    assert conversion is not None
    place, diagnostics = conversion.place(0), conversion.diagnostics
    try:
        with time_limit(SECONDS):
            html = converter.reset().convert(text)
    except RenderTimeout:
        diagnostics.error("page-timeout", place, seconds=SECONDS)
    except RecursionError:
        diagnostics.error("page-too-deep", place)
    except ComponentError as error:  # of a component that is placed without being called, such as role-view
        diagnostics.error("macro-error", place, problem=error.problem)
    else:
        for address in external_addresses(html):
            diagnostics.error("external-resource", place, address=address[:80])
        return html
    return ""


class FencedBlocks:
    """Finds fenced code as Python-Markdown's own pattern does, in a time that grows with the text and not its square.

    From every opening fence that nothing closes, the pattern reads on to the end of the page. The limit of SECONDS
    would not help: one search of a pattern cannot be interrupted. Here the closing line is looked for first, and for
    each kind of fence that has none only once.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def search(self, text: str, index: int) -> re.Match[str] | None:
        """The first fenced block at or after `index`."""
        closings: dict[str, int] = {}  # fence -> where its next closing line begins, -1 if there is none
        for opening in _FENCE.finditer(text, index):
            fence = opening[0]
            if 0 <= closings.get(fence, 0) < opening.end():
                found = re.compile(rf"^{fence} *$", re.MULTILINE).search(text, opening.end())
                closings[fence] = found.start() if found else -1
            block = self.pattern.match(text, opening.start()) if closings[fence] >= 0 else None
            if block:
                return block
        return None


class _QuickInline(InlineProcessor):
    """Leaves text alone that holds no mark of inline Markdown."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if not patternIndex and not _MARKS.search(data):
            return data
        result: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return result


class _PageLinks(Treeprocessor):
    """Publishes links to other pages with `.html`; authors write `.md`, which editors can follow."""

    def run(self, root: etree.Element) -> None:
        """Rewrite the links of one page."""
        for anchor in root.iter("a"):
            path, mark, rest = anchor.get("href", "").partition("#")
            if path.endswith(".md") and "://" not in path:
                folder, slash, name = path[: -len(".md")].rpartition("/")
                name = "index" if name == "README" else name
                anchor.set("href", f"{folder}{slash}{name}.html{mark}{rest}")
