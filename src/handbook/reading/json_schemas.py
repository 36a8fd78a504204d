"""The JSON Schema of each kind of source file, for help in an editor."""

from __future__ import annotations

from typing import Any

from handbook.model.organisation import LISTS
from handbook.model.template import FieldGroup
from handbook.reading import binding
from handbook.reading.folder_defaults import shareable
from handbook.reading.loader import FILES, PAGES
from handbook.reading.template_folder import ALL_KINDS

DEFAULTS = {"page-defaults": tuple(PAGES.values()), "template-defaults": ALL_KINDS}
SCHEMAS = (*FILES, *LISTS, *DEFAULTS, "groups")


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of document, of a data list, or of a folder's shared files; KeyError for any other."""
    if kind in DEFAULTS:
        about = "What a folder says once for all its documents."
        return binding.keys_schema(shareable(DEFAULTS[kind]), "Defaults", about)
    if kind == "groups":
        return binding.schema_of(FieldGroup, by_id=True)
    return binding.schema_of(LISTS[kind], many=True) if kind in LISTS else binding.schema_of(FILES[kind])
