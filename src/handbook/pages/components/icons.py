"""Material's icons as inline SVG."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from handbook.diagnostics.diagnostics import ComponentError
from handbook.diagnostics.messages import Phrase
from handbook.reading import resources

_NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)+")


def icon(name: str) -> Markup:
    """The function `icon()` of component templates: `icon("material/phone")` is its SVG, hidden from screen readers.

    Raises ComponentError for a name that Material does not have.
    """
    return _svg(name)


@cache
def _svg(name: str) -> Markup:
    path = resources.material_dir() / ".icons" / f"{name}.svg"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise ComponentError(Phrase("no-icon", name=name))
    svg = path.read_text(encoding="utf-8").strip()
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))
