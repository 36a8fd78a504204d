"""Compares cold builds: ours against stock mkdocs-material, in turn, in one run, on the same text.

    python tests/bench/build_speed.py --pages 100 1000 --runs 3

CPU seconds (user and system, of the whole process tree) are the figure to quote: unlike the clock they
hardly depend on what else the machine does. Quote ratios, and only between rows of one run.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/

from bench import random_handbook

BIN = Path(sys.executable).parent
OURS = "site_name: 手冊\nplugins:\n  - handbook\n"
TREES = f"{OURS.rstrip()}:\n      audiences: {{internal: , restricted: }}\n"  # two sites, and the scan of both
STOCK = """\
site_name: 手冊
theme:
  name: material
  language: zh
plugins:
  - search:
      lang: zh
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - md_in_html
  - tables
  - toc:
      permalink: true
  - pymdownx.superfences
  - pymdownx.tasklist
"""
# Hides an installed jieba from the comparison without it.
HIDE_JIEBA = "import sys; sys.modules['jieba'] = None; from mkdocs.__main__ import cli; cli()"


@dataclass(frozen=True)
class Subject:
    """One way of building: its name, configuration and command."""

    name: str
    config: str
    command: tuple[str, ...]


def subjects() -> list[Subject]:
    """What is compared; the row with jieba only where it is installed."""
    found = [
        Subject("handbook", OURS, (str(BIN / "handbook"), "build")),
        Subject("handbook, two trees", TREES, (str(BIN / "handbook"), "build")),
        Subject("mkdocs-material", STOCK, (sys.executable, "-c", HIDE_JIEBA, "build", "-q")),
    ]
    if importlib.util.find_spec("jieba"):
        found.append(Subject("mkdocs-material + jieba", STOCK, (str(BIN / "mkdocs"), "build", "-q")))
    return found


@dataclass(frozen=True)
class Result:
    """One build: CPU seconds, peak memory of the largest process in MiB, bytes of HTML and of everything."""

    cpu: float
    memory: float
    html: int
    total: int


def measure(subject: Subject, docs: Path, folder: Path) -> Result:
    """Build from scratch: no site, no cache, files already read once."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "mkdocs.yml").write_text(subject.config, encoding="utf-8")
    shutil.copytree(docs, folder / "docs")
    if subject.config == TREES:  # a tenth of the pages more, which only one of the trees holds
        closed = folder / "docs/closed"
        random_handbook.write(closed, max(1, sum(1 for _ in docs.rglob("*.md")) // 10), seed=7)
        (closed / "_defaults.yml").write_text("audience: restricted\n", encoding="utf-8")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(subject.command, cwd=folder, env=environment, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{subject.name} failed:\n{(folder / 'log').read_text()[-2000:]}")
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    html = sum(path.stat().st_size for path in files if path.suffix == ".html")
    total = sum(path.stat().st_size for path in files)
    return Result(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, html, total)


def compare(pages: int, runs: int) -> None:
    """Print one table: every subject in turn, `runs` times."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        size = random_handbook.write(work / "docs", pages)
        rows: dict[str, list[Result]] = {subject.name: [] for subject in subjects()}
        for subject in subjects():  # once unmeasured: compiled modules, dictionaries
            measure(subject, work / "docs", work / "site")
        for _ in range(runs):
            for subject in subjects():
                rows[subject.name].append(measure(subject, work / "docs", work / "site"))
    ours = statistics.median(result.cpu for result in rows["handbook"])
    print(f"\n{pages} pages, {size / pages / 1000:.1f} kB of Markdown a page, median of {runs}\n")
    print(f"| {'':24} | CPU s | spread | ratio | MiB | HTML kB/page | all kB/page |")
    print(f"|{'-' * 26}|------:|-------:|------:|----:|-------------:|------------:|")
    for name, results in rows.items():
        cpu = sorted(result.cpu for result in results)
        last = results[-1]
        print(
            f"| {name:24} | {statistics.median(cpu):5.2f} | {cpu[-1] - cpu[0]:6.2f} | {statistics.median(cpu) / ours:5.2f} "
            f"| {last.memory:3.0f} | {last.html / pages / 1000:12.1f} | {last.total / pages / 1000:11.1f} |",
            flush=True,
        )


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description="Compare cold builds with stock mkdocs-material.")
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    for pages in arguments.pages:
        compare(pages, arguments.runs)


if __name__ == "__main__":
    main()
