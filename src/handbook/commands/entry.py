"""Where the program begins: what it needs is imported here, so that Ctrl+C ends it quietly from the first moment."""

from __future__ import annotations

import signal
import sys


def begin() -> None:
    """Run the command line. Interrupted, it says so in one line and leaves with 130."""
    try:
        from handbook.commands.cli import main as run

        run()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stderr.write("已中斷 stopped\n")  # the messages may not be there yet
        sys.exit(130)
