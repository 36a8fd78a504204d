"""Builds the search data of a handbook into a site, in a process of its own; prints its CPU seconds and peak MiB.

The peak is that of the whole process: the loaded handbook is part of it.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.loader import load
from handbook.search import search_scripts


def main() -> None:
    """Load, build, write."""
    root, site = map(Path, sys.argv[1:])
    handbook = load(root, diagnostics=Diagnostics(root))
    start = time.process_time()
    found = search_scripts(handbook)
    cpu = time.process_time() - start
    for name, content in found.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{cpu:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}")


if __name__ == "__main__":
    main()
