"""What a reader sees while the site is built, and what is left when a build fails: always a whole site."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.diagnostics.diagnostics import BuildError
from handbook.site.publish import Publication
from support import ROOT, BuiltOnce, build_site, command, environment, fingerprint, run_process, said

ROLE = "---\nkind: role\nid: {id}\ntitle: 崗位{n}\nunit: 辦公室\n---\n# 崗位{n}\n\n## 職責 {{#duties}}\n\n1. 每日核對第{n}項。{{#check}}\n"
WORDS = [
    "車輛",
    "申請",
    "核對",
    "登記",
    "領導",
    "值班",
    "報告",
    "時間",
    "地點",
    "人員",
    "安全",
    "清單",
    "通知",
    "會議",
    "接待",
    "材料",
]


def sources(text: str, pages: int = 40) -> dict[str, str]:
    """A handbook whose every page holds `text`, large enough that a build can be hit in the middle."""
    chance = random.Random(7)
    prose = "\n\n".join("".join(chance.choices(WORDS, k=120)) + "。" for _ in range(8))
    files = {f"docs/duties/role-{n}.md": ROLE.format(id=f"role-{n}", n=n) + f"\n{text}\n" for n in range(4)}
    files |= {f"docs/pages/page-{n}.md": f"# 頁面{n}\n\n{text}\n\n{prose}\n" for n in range(pages)}
    return {"docs/index.md": f"# 手冊\n\n{text}\n", **files}


def say(root: Path, text: str) -> None:
    """Rewrite every page so that it holds `text`."""
    for name, content in sources(text).items():
        (root / name).write_text(content, encoding="utf-8")


@pytest.fixture(scope="session")
def first(built_once: BuiltOnce) -> Path:
    """A handbook and, in site/, its published site, which says 第一版 on every page. Read only."""
    return built_once("publish", sources("第一版")).parent


@pytest.fixture
def site(first: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of it, for one test."""
    root = shutil.copytree(first, tmp_path / "site")
    return root, root / "site"


def start(root: Path, output: Path) -> subprocess.Popen[str]:
    """Start a build in a process group of its own."""
    return subprocess.Popen(
        command("build", "--site-dir", output),
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def leftovers(output: Path) -> list[str]:
    """Staging folders beside the site."""
    return [path.name for path in output.parent.iterdir() if path.name.startswith(".site-") and path.is_dir()]


def processor_time(who: int) -> float:
    """Seconds of a processor, whatever else the machine has to do."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def time_of(process: subprocess.Popen[str]) -> float:
    """The same of a process that runs."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.slow
def test_a_killed_build_leaves_the_previous_site(site: tuple[Path, Path]) -> None:
    """`kill -9` at any moment leaves the old site byte for byte, or the new one; the next build tidies up."""
    root, output = site
    old = fingerprint(output)
    say(root, "第二版")
    before = processor_time(resource.RUSAGE_CHILDREN)
    new = fingerprint(build_site(root, root / "other"))
    whole = processor_time(resource.RUSAGE_CHILDREN) - before
    chance = random.Random(20261005)
    killed = 0
    for attempt in range(40):  # a build that is quicker than the first one escapes now and then
        process = start(root, output)
        moment = whole * chance.uniform(0.5 if attempt % 3 else 0, 1)  # denser where it writes and renames
        while process.poll() is None and time_of(process) < moment:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.001)
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL

        assert fingerprint(output) in (old, new)
        if killed == 12:
            break

    assert killed == 12
    build_site(root, output)
    assert fingerprint(output) == new
    assert leftovers(output) == []


@pytest.mark.slow
def test_a_reader_never_misses_a_page(site: tuple[Path, Path]) -> None:
    """While the site is rebuilt, its start page and manifest are there at every moment and belong together."""
    root, output = site
    done = threading.Event()
    missed: list[str] = []
    looks = 0

    def read() -> None:
        nonlocal looks
        while not done.is_set():
            looks += 1
            try:
                folder = os.open(output, os.O_RDONLY)
            except OSError as error:
                missed.append(str(error))
                continue
            try:  # through one handle: both files are of one version
                texts = [_read_at(folder, name) for name in ("index.html", "pages/page-7.html", "build-manifest.json")]
                missed.extend(name for name in ("</html>",) for text in texts[:2] if name not in text)
            except FileNotFoundError:
                # The old site is removed after the exchange; by its path the new one must be there.
                if not (output / "index.html").is_file():
                    missed.append("start page missing")
            finally:
                os.close(folder)
            done.wait(0.0005)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(6):
            (root / "docs/index.md").write_text(f"# 手冊\n\n第{number}次\n", encoding="utf-8")
            build_site(root, output)
    finally:
        done.set()
        reader.join()

    assert missed == []
    assert looks > 600


def _read_at(folder: int, name: str) -> str:
    with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), encoding="utf-8") as stream:
        return stream.read()


@pytest.mark.slow
def test_two_builds_at_once(site: tuple[Path, Path]) -> None:
    """Two builds of one site do not mix: both end well, and the result is a whole site."""
    root, output = site
    say(root, "第二版")
    expected = fingerprint(build_site(root, root / "other"))

    builds = [start(root, output) for _ in range(3)]
    ends = [(process.communicate(timeout=120)[0], process.returncode) for process in builds]

    assert [code for _, code in ends] == [0, 0, 0], ends
    assert fingerprint(output) == expected
    assert leftovers(output) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A file system of 6 MB; None where it cannot be mounted (the test then limits the size of a file)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "none", folder], capture_output=True, check=False
        ).returncode
    )
    yield folder if mounted else None
    if mounted:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_the_previous_site(site: tuple[Path, Path], small_disk: Path | None) -> None:
    """A build that cannot write says so in one line and leaves the old site as it was."""
    root, published = site
    more: dict[str, object] = {}
    output = published
    if small_disk is None:
        more["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    else:
        output = small_disk / "site"
        shutil.copytree(published, output)
        room = shutil.disk_usage(small_disk).free
        (small_disk / "ballast").write_bytes(bytes(max(0, room - 200_000)))
    old = fingerprint(output)
    say(root, "第二版")

    done = run_process("build", "--site-dir", output, cwd=root, **more)

    assert done.returncode == 1, said(done)
    assert "Traceback" not in said(done)
    assert len(done.stderr.strip().splitlines()) <= 2, said(done)
    assert fingerprint(output) == old
    assert leftovers(output) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"docs/pages/page-3.md": "---\nkind: role\nid: x\nreports_to: nobody\n---\n# 頁\n"},
        {"docs/pages/page-3.md": "# 頁\n\n{{ nothing() }}\n"},
        {"docs/pages/page-3.md": "# 頁".encode("gbk")},
        {"mkdocs.yml": "site_name: [\n"},
    ],
    ids=["role", "call", "encoding", "configuration"],
)
def test_a_broken_source_leaves_the_previous_site(site: tuple[Path, Path], fault: dict[str, str | bytes]) -> None:
    """A handbook with a fault is not published; the old site stays, and nothing is left beside it."""
    root, output = site
    old = fingerprint(output)
    say(root, "第二版")
    for name, content in fault.items():
        (root / name).write_bytes(content.encode() if isinstance(content, str) else content)

    done = run_process("build", "--site-dir", output, cwd=root)

    assert done.returncode == 1, said(done)
    assert "Traceback" not in said(done)
    assert fingerprint(output) == old
    assert leftovers(output) == []


def test_a_folder_of_other_things_is_never_replaced(make_site: Callable[..., Path]) -> None:
    """A slip of --site-dir does not delete somebody's work."""
    root = make_site({"docs/index.md": "# 手冊\n", "work/plan.txt": "important"})

    done = run_process("build", "--site-dir", root / "work", cwd=root)

    assert done.returncode == 1, said(done)
    assert (root / "work/plan.txt").read_text() == "important"


# ── same input, same bytes ──


def test_same_sources_give_the_same_bytes(first: Path, tmp_path: Path) -> None:
    """A build depends on its sources alone: not on folder, zone, locale, hash seed, umask, file order or day."""
    other = shutil.copytree(first, tmp_path / "另一個 資料夾", ignore=shutil.ignore_patterns("site", ".site-*"))
    circumstances = {
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "4711",
        "LC_ALL": "C",
        "LANG": "C",
        "HANDBOOK_LANG": "zh",
        "SOURCE_DATE_EPOCH": "86400",
    }

    output = build_site(other, tmp_path / "out", env=circumstances, preexec_fn=lambda: os.umask(0o077) and None)

    assert fingerprint(output) == fingerprint(first / "site")
    modes = {path.stat().st_mode & 0o777 for path in output.rglob("*") if path.is_file()}
    assert modes == {0o644}


@pytest.mark.slow
def test_the_whole_handbook_is_reproducible(built_site: Path, tmp_path: Path) -> None:
    """This repository's handbook, built again with another hash seed, zone and day, is the same to the byte."""
    output = build_site(ROOT, tmp_path / "again", env={"PYTHONHASHSEED": "99", "TZ": "America/Noronha"})

    assert fingerprint(output) == fingerprint(built_site)


def test_the_manifest_names_every_file(built_site: Path) -> None:
    """build-manifest.json holds the hash of every published file, and nothing else."""
    manifest = json.loads((built_site / "build-manifest.json").read_text(encoding="utf-8"))

    found = fingerprint(built_site)
    del found["build-manifest.json"]
    assert manifest == {"files": found}


# ── the site as one archive ──


@pytest.mark.slow
def test_the_archive_holds_the_published_site(site: tuple[Path, Path], tmp_path: Path) -> None:
    """`--zip` writes every file of the site, byte for byte, below one folder; two builds give equal archives."""
    import zipfile

    root, output = site
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    for target in (first, second):
        done = run_process("build", "--site-dir", output, "--zip", target, cwd=root)
        assert done.returncode == 0, said(done)

    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert fingerprint(tmp_path / "unpacked" / "handbook") == fingerprint(output)
    assert [path.name for path in (tmp_path / "unpacked").iterdir()] == ["handbook"]


def test_a_broken_build_leaves_the_archive(site: tuple[Path, Path], tmp_path: Path) -> None:
    """When the build fails, an earlier archive stays as it is."""
    root, output = site
    target = tmp_path / "site.zip"
    target.write_bytes(b"the last one")
    (root / "docs/index.md").write_text("{{ no_such_thing() }}\n", encoding="utf-8")

    done = run_process("build", "--site-dir", output, "--zip", target, cwd=root)

    assert done.returncode == 1, said(done)
    assert target.read_bytes() == b"the last one"


@pytest.mark.slow
def test_the_archive_goes_into_no_unsuitable_place(site: tuple[Path, Path], tmp_path: Path) -> None:
    """An archive inside the site, or in place of a folder, is refused in one line and leaves nothing behind."""
    root, output = site
    before = fingerprint(output)
    for target in (output / "site.zip", tmp_path):
        done = run_process("build", "--site-dir", output, "--zip", target, cwd=root)

        assert done.returncode == 1, said(done)
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert fingerprint(output).keys() == before.keys()


# ── one build at a time ──

HOLD = """
import sys, time
from pathlib import Path
from handbook.site.publish import Publication
held = Publication(Path(sys.argv[1]))
held.begin()
print("held", flush=True)
time.sleep(600)
"""


def test_a_build_waits_for_another_and_says_so(tmp_path: Path) -> None:
    """It says so once, gives up after its time, and goes on as soon as the other one is killed."""
    output = tmp_path / "site"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(output)], stdout=subprocess.PIPE, text=True)
    said_lines: list[str] = []
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        with pytest.raises(BuildError, match=r"did not finish within 0\.3 s"):
            Publication(output, wait=0.3, say=said_lines.append).begin()
        assert said_lines == [f"another build of {output} is running; waiting up to 0.3 s"]

        with pytest.raises(BuildError, match="did not finish within 0 s"):
            Publication(output, wait=0, say=said_lines.append).begin()
        assert len(said_lines) == 1

        waiting = Publication(output, wait=60, say=lambda line: holder.kill())
        staging = waiting.begin()
        assert [path for path in tmp_path.iterdir() if path.is_dir()] == [staging]  # the killed build's is gone
        waiting.discard()
        Publication(output, wait=0).begin()  # the lock was given back
    finally:
        holder.kill()
        holder.communicate()
