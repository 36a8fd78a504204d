"""The zips of blank papers: those of a group of templates, those of a post. Equal papers give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from handbook.model.handbook import Handbook
from handbook.pages.site_outline import SiteOutline
from handbook.pages.views.paper_sets import PaperSet, post_sets
from handbook.site.archive import add_file


def paper_archives(handbook: Handbook, outline: SiteOutline, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every zip by its address. files: the blank Word files by address."""
    groups = (group.papers for section in outline.sections for group in section.groups)
    sets = (*(one for one in groups if one), *post_sets(handbook))
    return {one.url: _zip(one, files) for one in sets}


def _zip(papers: PaperSet, files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, address in papers.papers.items():
            add_file(archive, name, files[address])
    return stream.getvalue()
