"""Putting a built site in place: all of it or nothing.

`begin` takes the lock and makes a staging folder beside the site. The builder writes there. `commit` checks the result,
writes the list of files with their hashes, flushes to disk and exchanges the two folders in one rename. Whatever
happens before that rename, even `kill -9`, the previous site stays as it was byte for byte. What a killed build leaves
behind is removed by the next one.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.pages.address_policy import external_addresses

MANIFEST = "build-manifest.json"
FILE_MODE = 0o644
FOLDER_MODE = 0o755
_POLL_SECONDS = 0.1  # while another build runs
_HASHED_AT_ONCE = 1 << 20  # bytes
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2

_CSS_EXTERNAL = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^\s"')]+)""", re.I)


class Publication:
    """One attempt to replace the site in `site_dir`.

    wait: seconds to wait for another build of the same site. say: is given a line when the wait begins.
    """

    def __init__(self, site_dir: Path, *, wait: float = 600.0, say: Callable[[str], None] = lambda line: None) -> None:
        self.site = Path(os.path.realpath(site_dir))
        self.staging: Path | None = None
        self._wait = wait
        self._say = say
        self._lock: FileLock | None = None

    def begin(self) -> Path:
        """Take the lock, remove what killed builds left, and return the empty staging folder. Raises BuildError."""
        with _one_line(_cannot_write_beside(self.site)):
            self.site.parent.mkdir(parents=True, exist_ok=True)
        self._refuse_foreign()
        self._lock = self._acquire()
        with _one_line(_cannot_write_beside(self.site)):
            for left in self._leftovers():
                shutil.rmtree(left, ignore_errors=True)
            self.staging = self._beside()
            self.staging.mkdir()
        return self.staging

    def commit(self, parts: Sequence[str] = (".",)) -> None:
        """Check what was rendered and put it in place. Raises BuildError, and the old site is then as it was.

        parts: the folders that are sites of their own; by default the whole.
        """
        assert self.staging is not None
        with _one_line(message("site-not-written", site=self.site)):
            for part in parts:
                verify(self.staging / part)
                write_manifest(self.staging / part)
            _flush(self.staging)
            _exchange(self.staging, self.site)
        self.discard()

    def discard(self) -> None:
        """Remove the staging folder, which after a commit is the previous site, and give the lock back."""
        if self.staging is not None:
            shutil.rmtree(self.staging, ignore_errors=True)
            self.staging = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _beside(self) -> Path:
        return self.site.with_name(f".site-{self.site.name}-{secrets.token_hex(4)}")

    def _leftovers(self) -> list[Path]:
        """The staging folders of killed builds. The lock is ours, so nobody is writing to them."""
        pattern = re.compile(rf"\.site-{re.escape(self.site.name)}-[0-9a-f]{{8}}")
        return [entry for entry in self.site.parent.iterdir() if pattern.fullmatch(entry.name) and entry.is_dir()]

    def _refuse_foreign(self) -> None:
        """Raise BuildError for a folder that is no built site: a slip in --site-dir must not delete work."""
        if not self.site.exists():
            return
        if not self.site.is_dir():
            raise BuildError(message("site-is-file", site=self.site))
        entries = list(self.site.iterdir())
        names = {entry.name for entry in entries}
        trees = all((entry / MANIFEST).is_file() for entry in entries)  # one for each audience
        ours = trees or MANIFEST in names or {"index.html", "404.html", "sitemap.xml"} <= names
        if names and not ours:
            raise BuildError(message("site-is-foreign", site=self.site))

    def _acquire(self) -> FileLock:
        """The lock on this site. The system gives it back when its holder ends, however it ends. Raises BuildError."""
        path = self.site.parent / f".site-{self.site.name}.lock"
        # No soft lock where the file system has no other: it would outlive a killed build.
        lock = FileLock(path, mode=FILE_MODE, thread_local=False, fallback_to_soft=False)
        try:
            with contextlib.suppress(Timeout):
                lock.acquire(timeout=0)
                return lock
            if self._wait > 0:
                self._say(message("other-build-running", site=self.site, seconds=self._wait))
            lock.acquire(timeout=self._wait, poll_interval=_POLL_SECONDS)
        except Timeout as error:
            raise BuildError(message("other-build-unfinished", site=self.site, seconds=self._wait)) from error
        except OSError as error:
            if error.filename:  # the file could not be opened; a lock that is refused names no file
                raise BuildError(f"{_cannot_write_beside(self.site)}: {error.strerror}") from error
            raise BuildError(message("cannot-lock", file=path, reason=error.strerror or error)) from error
        return lock


def site_files(site: Path) -> list[Path]:
    """All files below `site`, in an order that depends on nothing but their names."""
    return sorted(
        (Path(folder) / name for folder, _, names in os.walk(site) for name in names),
        key=lambda path: path.relative_to(site).as_posix(),
    )


def verify(site: Path) -> None:
    """Raise BuildError when the site lacks its start page, or would make a browser ask another host."""
    if not (site / "index.html").is_file():
        raise BuildError(message("no-start-page"))
    for path in site_files(site):
        if path.suffix in (".html", ".svg"):
            external = external_addresses(path.read_text(encoding="utf-8", errors="replace"))
        elif path.suffix == ".css":
            external = _CSS_EXTERNAL.findall(path.read_text(encoding="utf-8", errors="replace"))
        else:
            continue
        if external:
            page = path.relative_to(site).as_posix()
            raise BuildError(message("page-loads-from-elsewhere", page=page, address=external[0]))


def write_manifest(site: Path) -> None:
    """Give every file the same mode, and write the list of files with their SHA-256, without any time of day."""
    sums: dict[str, str] = {}
    for path in site_files(site):
        os.chmod(path, FILE_MODE)
        with path.open("rb") as stream:
            digest = hashlib.sha256()
            while block := stream.read(_HASHED_AT_ONCE):
                digest.update(block)
        name = path.relative_to(site).as_posix()
        if name != MANIFEST:
            sums[name] = digest.hexdigest()
    for folder, names, _ in os.walk(site):
        os.chmod(folder, FOLDER_MODE)
        names.sort()
    target = site / MANIFEST
    target.write_bytes((json.dumps({"files": sums}, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
    os.chmod(target, FILE_MODE)


def _flush(site: Path) -> None:
    """Bring the new files to disk before the rename, so that a power cut cannot leave empty pages."""
    if sys.platform == "linux":
        handle = os.open(site, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(handle) == 0:
                return
        except AttributeError:
            pass  # a C library without syncfs
        finally:
            os.close(handle)
    for path in site_files(site):
        with path.open("rb") as stream, contextlib.suppress(OSError):
            os.fsync(stream.fileno())


def _exchange(new: Path, site: Path) -> None:
    """Make `new` the site, in one step where the system can. Afterwards `new` holds the old site, if there was one."""
    if not os.path.lexists(site):
        os.rename(new, site)
        _sync_folder(site.parent)
        return
    if sys.platform == "linux" and _rename_exchange(new, site):
        _sync_folder(site.parent)
        return
    # Elsewhere there is a moment without a site, but never a half-written one.
    aside = site.with_name(f".site-{site.name}-{secrets.token_hex(4)}")
    os.rename(site, aside)
    try:
        os.rename(new, site)
    except OSError:
        os.rename(aside, site)
        raise
    _sync_folder(site.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _rename_exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step (renameat2). Returns False when the kernel, C library or file system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    if number == errno.EBUSY:
        raise BuildError(message("site-is-mount-point", site=second))
    raise OSError(number, os.strerror(number), str(second))


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_write_beside(site: Path) -> str:
    return message("cannot-write-beside", site=site)


@contextlib.contextmanager
def _one_line(what: str) -> Iterator[None]:
    """Turn what the system refuses in the block into one line for the user. what: how the line begins."""
    try:
        yield
    except OSError as error:
        raise BuildError(f"{what}: {error.strerror or error}") from error
