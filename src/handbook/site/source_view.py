"""A folder with only the sources that one tree may be made from.

mkdocs lists the files of `docs/` and copies what is no page; an extension includes files by their names. For a tree
both are given this folder instead: what is not in it can be neither copied nor included.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handbook.model.handbook import Handbook
from handbook.reading.plugin_settings import SNIPPETS
from handbook.reading.visibility import Visibility


def tree_files(whole: Handbook, made: Handbook) -> list[Path]:
    """The files that a tree is made from: its pages, and what these use. made: the handbook of the tree."""
    assert made.audience is not None
    pages = [whole.root / "docs" / path for path in made.pages]
    used = [file for file, trees in Visibility(whole).files.items() if made.audience.name in trees]
    return [*pages, *used]


def write_source_view(whole: Handbook, made: Handbook, folder: Path) -> Path:
    """Copy the files of a tree into `folder`, as they lie in the handbook, and return its docs/."""
    (folder / "docs").mkdir(parents=True)
    for file in tree_files(whole, made):
        target = folder / file.relative_to(whole.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return folder / "docs"


def narrowed_inclusion(configs: Mapping[str, Any], whole: Handbook, folder: Path) -> dict[str, Any]:
    """The settings of Markdown extensions by which files are included from a source view alone.

    A file that is not there stops the build. folder: the source view.
    """
    if not whole.included_from:
        return dict(configs)
    bases = [str(folder / one.relative_to(whole.root)) for one in whole.included_from if one.is_relative_to(whole.root)]
    narrow = {"base_path": bases, "restrict_base_path": True, "check_paths": True, "url_download": False}
    return {**configs, SNIPPETS: {**(configs.get(SNIPPETS) or {}), **narrow}}
