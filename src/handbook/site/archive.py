"""The published site as one zip file, to be carried to a machine without network.

Equal sites give equal bytes.
"""

from __future__ import annotations

import os
import secrets
import zipfile
from pathlib import Path

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.site import publish

_FOLDER = "handbook"  # in the archive, so that unpacking fills no folder with loose files
_TIME = (1980, 1, 1, 0, 0, 0)  # the first a zip can say; a real one would differ between two builds


def check_place(target: Path, site: Path) -> None:
    """Raise BuildError for a place where an archive must not be written."""
    target = target.resolve()
    if target.is_relative_to(site.resolve()):
        raise BuildError(message("archive-inside-site", file=target))
    if target.is_dir():
        raise BuildError(message("archive-is-folder", file=target))


def write_archive(site: Path, target: Path) -> None:
    """Write every file of `site` into the archive `target`, which is replaced in one step. Raises BuildError."""
    check_place(target, site)
    beside = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(beside, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in publish.site_files(site):
                add_file(archive, f"{_FOLDER}/{path.relative_to(site).as_posix()}", path.read_bytes())
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(target)
    except OSError as error:
        raise BuildError(message("archive-not-written", file=target, reason=error.strerror or error)) from error
    finally:
        beside.unlink(missing_ok=True)


def add_file(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file so that it is the same on any day and any machine."""
    entry = zipfile.ZipInfo(name, _TIME)
    entry.external_attr = publish.FILE_MODE << 16
    entry.create_system = 3  # Unix, wherever it was made
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
