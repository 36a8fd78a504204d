"""Fifty SIGKILLs of Chromium at random moments of a flow and a checklist: `python tests/bench/fifty_kills.py [COUNT] [SEED]`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

import killed_browser  # noqa: E402
from site_sources import REPORTS  # noqa: E402
from support import build_site, chromium, serving, stop_playwright, write_files  # noqa: E402


def main() -> int:
    """Print how much was shown and how much of it was lost."""
    count, seed = (int(one) for one in [*sys.argv[1:], "50", "5"][:2])
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = build_site(write_files(folder / "source", REPORTS), folder / "site")
        with serving(site) as address:
            pages = address + "runs/leak.html#run", address + "list.html"
            done = killed_browser.run(chromium(), *pages, folder / "profile", kills=count, seed=seed)
        stop_playwright()
    print("\n".join(done.lost[:20]))
    print(
        f"{done.kills} kills, {done.entries} entries and {done.ticks} ticks shown, {len(done.lost)} lost,"
        f" {time.monotonic() - started:.0f} s"
    )
    return 1 if done.lost else 0


if __name__ == "__main__":
    sys.exit(main())
