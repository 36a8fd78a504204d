"""Everything that is known before a site is built: the handbook, its settings, and all that is wrong with it.

`handbook check` and the build find the same faults because both go through here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from handbook import checks
from handbook.environment import Engine
from handbook.errors import Diagnostics
from handbook.loader import load
from handbook.model import Handbook


@dataclass(frozen=True)
class Settings:
    """What mkdocs.yml says below `plugins: - handbook:`."""

    data_dir: str = ""
    inherit: tuple[str, ...] = ()


def settings(root: Path) -> Settings:
    """The plugin's settings, read without mkdocs. Anything unusual is left to mkdocs to complain about."""
    try:
        content = yaml.load((root / "mkdocs.yml").read_bytes(), _Lenient)  # noqa: S506  (a SafeLoader)
    except (OSError, yaml.YAMLError):
        return Settings()
    plugins = content.get("plugins") if isinstance(content, dict) else None
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        options = entry.get("handbook") if isinstance(entry, dict) else None
        if isinstance(options, dict):
            inherit = options.get("inherit") or []
            return Settings(str(options.get("data_dir") or ""), tuple(map(str, inherit)))
    return Settings()


def prepare(
    root: Path, *, diagnostics: Diagnostics, data: Path | None, inherit: tuple[str, ...], today: date | None = None
) -> Handbook:
    """Load the handbook and check everything that can be checked without rendering its pages.

    today: for overdue reviews; None leaves out what depends on the day, so that builds are reproducible.
    """
    handbook = load(root, data=data, diagnostics=diagnostics, inherit=inherit)
    checks.run(handbook, diagnostics, today)
    if handbook.templates:
        _check_templates(handbook, diagnostics)
    return handbook


def _check_templates(handbook: Handbook, diagnostics: Diagnostics) -> None:
    from handbook import rules  # noqa: PLC0415  (late: the CEL library brings a terminal interface, 0.15 s)
    from handbook.documents import layout  # noqa: PLC0415

    for template in handbook.templates.values():
        layout.check(template, diagnostics)
        rules.compile_rules(template, handbook.calendar, diagnostics)


def render_pages(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Render every page and throw the result away: faults of calls are found only so."""
    from handbook import converter  # noqa: PLC0415  (late: `list` needs no Markdown)
    from handbook.markdown import HandbookExtension  # noqa: PLC0415

    engine = Engine(handbook, diagnostics=diagnostics)
    extension = HandbookExtension(handbook=handbook, engine=engine)
    markdown = converter.build(*converter.options(extension))
    for page in handbook.pages.values():
        extension.begin(page.path, page.body_line, diagnostics)
        markdown.reset().convert(page.body)


class _Lenient(yaml.SafeLoader):
    """Reads mkdocs.yml although it may hold `!!python/name` and `!ENV` tags, which mean nothing to us."""


def _nothing(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return None


_Lenient.add_multi_constructor("", _nothing)
