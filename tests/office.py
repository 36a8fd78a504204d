"""LibreOffice without windows: converts files, and runs macros."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Mapping
from pathlib import Path


class Office:
    """One LibreOffice profile for many runs: making one takes as long as a conversion."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._runs = itertools.count()

    def converted(self, kind: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Word files opened and saved as `kind` ("docx", "pdf"), all in one run; keys are names without a suffix."""
        folder = self._home / f"run{next(self._runs)}"
        source, target = folder / "before", folder / "after"
        source.mkdir(parents=True)
        for name, content in files.items():
            (source / f"{name}.docx").write_bytes(content)
        self.run(self._home / "profile", "--convert-to", kind, "--outdir", target, *sorted(source.iterdir()))
        return {name: (target / f"{name}.{kind}").read_bytes() for name in files}

    def run(self, profile: Path, *arguments: str | Path) -> None:
        """Run LibreOffice with a profile; a fault of it fails the test."""
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=240)


def pdf_text(content: bytes) -> str:
    """The words of a PDF as they stand on its pages, a form feed after each page."""
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=content, check=True, capture_output=True, timeout=60)
    return done.stdout.decode()
