"""What readers can find, and the index that finds it."""

from handbook.search.data import scripts
from handbook.search.sections import Section, sections

__all__ = ["Section", "scripts", "sections"]
