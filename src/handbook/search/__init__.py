"""Pages become the search index.

Look first at `sectioning.py` (what readers can find) and `index.py` (how it is found).
"""

from handbook.search.sectioning import Section, sections
from handbook.search.shards import scripts

__all__ = ["Section", "scripts", "sections"]
