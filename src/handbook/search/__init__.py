"""What readers can find: sections of pages, steps, nodes, items and fields, as plain text."""

from handbook.data_script import FOLDER, script
from handbook.model import Handbook
from handbook.search.sections import Section, sections

__all__ = ["Section", "scripts", "sections"]


def scripts(handbook: Handbook) -> dict[str, bytes]:
    """The text that the search box loads when it is first used: path below the site's root -> content."""
    rows = [[section.url, section.kind, section.title, section.path, section.text] for section in sections(handbook)]
    return {f"{FOLDER}/search.js": script("search", rows)}
