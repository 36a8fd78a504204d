"""What readers can find: sections of pages, steps, nodes, items and fields, as plain text."""

from handbook.search.sections import Section, sections

__all__ = ["Section", "sections"]
