"""Pages become the search index.

Look first at `sectioning.py` (what readers can find) and `index.py` (how it is found).
"""

from handbook.search.sectioning import SearchSection, sections
from handbook.search.shards import search_scripts

__all__ = ["SearchSection", "search_scripts", "sections"]
