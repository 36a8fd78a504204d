"""Can every page be rendered? Faults of the calls {{ … }} and of the HTML in a page are found only so."""

from __future__ import annotations

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.pages.markdown import converter
from handbook.pages.markdown.markdown_extension import HandbookExtension
from handbook.pages.renderer import Renderer
from handbook.reading.faulty_files import ids_in_faulty_files

# Codes of what readers would see. Where the kind of a page could not be read, its clauses are none.
_SHOWN = frozenset({"mark-shown", "words-lost"})


def check(handbook: Handbook, renderer: Renderer, diagnostics: Diagnostics) -> None:
    """Render every page and every template's page, record the faults, and throw the result away."""
    found = Diagnostics(handbook.root)
    extension = HandbookExtension(handbook=handbook, renderer=renderer)
    markdown = converter.build_converter(*converter.options(extension))
    for page in handbook.pages.values():
        extension.begin(page.path, page.body_line, found)
        converter.convert(markdown, extension, page.body)
    for template in handbook.templates.values():
        path = template.url.removesuffix(".html") + ".md"
        if path not in handbook.pages:  # two pages of one address have been said already
            extension.begin(path, 1, found)
            converter.convert(markdown, extension, f'{{{{ template_page("{template.id}") }}}}')
    unread = {page.origin.span.path for page in handbook.pages.values() if _head_is_faulty(page, diagnostics)}
    ids = ids_in_faulty_files(diagnostics)
    diagnostics.take(
        found, lambda one: one.code not in (_SHOWN if one.span.path in unread else ()) and one.code not in ids
    )


def _head_is_faulty(page: Page, diagnostics: Diagnostics) -> bool:
    return page.body_line > 1 and diagnostics.has_error(page.origin.span.path, lines=range(1, page.body_line))
