"""A template read without the loader, so that tests of documents stand on documents/ alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from handbook.diagnostics.diagnostics import Span
from handbook.model.base import Origin
from handbook.model.template import Field, FieldChoice, Layout, Section, Template


def bare_template(folder: Path) -> Template:
    """The template in `folder`; nothing of it is checked."""
    data = yaml.safe_load((folder / "template.yml").read_text("utf-8"))
    origin = Origin(Span(folder / "template.yml"))

    def field(record: dict[str, Any]) -> Field:
        choices = tuple(FieldChoice(origin=origin, **choice) for choice in record.pop("choices", []))
        columns = tuple(field(column) for column in record.pop("fields", []))
        return Field(origin=origin, choices=choices, fields=columns, **record)

    data["layouts"] = tuple(Layout(origin=origin, path=folder / one["file"], **one) for one in data["layouts"])
    data["sections"] = tuple(
        Section(origin=origin, id=one["id"], title=one["title"], fields=tuple(field(f) for f in one["fields"]))
        for one in data["sections"]
    )
    return Template(origin=origin, **data)
