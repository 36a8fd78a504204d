"""What the measurements of search compare: how each one's index is built, and how it is asked in Chromium."""

from __future__ import annotations

import html
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.search_quality import cut_documents
from bench.search_quality.engines import MATERIAL_WORKER
from bench.search_quality.passages import Passage
from support import ROOT, environment

BIN = Path(sys.executable).parent
PAGEFIND = Path("node_modules/.bin/pagefind")
_STOCK_LIMIT = 3000  # pages; each carries a navigation of all of them, 10,000 would be some 30 GB
_READS = 5  # results whose text Pagefind's own box loads

# Each script gives window.bench = {first(query): opens the search and gives [ready, answered] in ms,
# again(query): ms to the answer in the page that is open}.
_OURS = """() => {
  const box = document.querySelector("hb-search"), input = box.querySelector("input");
  const busy = () => box.querySelector("[aria-busy=true]");
  const shown = () => box.querySelector("#hb-search-panel").checkVisibility();
  const when = holds => new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error("no answer to " + input.value)), 60000);
    const look = () => { if (holds()) { clearTimeout(late); watch.disconnect(); done(performance.now()); } };
    const watch = new MutationObserver(look);
    watch.observe(box, { childList: true, subtree: true, attributes: true, characterData: true });
    look();
  });
  const type = text => { input.value = text; input.dispatchEvent(new InputEvent("input", { bubbles: true })); };
  window.bench = {
    async first(query) {
      const start = performance.now();
      input.focus();
      type(query);
      const end = await when(() => !busy() && shown());
      const data = performance.getEntriesByType("resource").filter(one => /\\/data\\/search\\.js/.test(one.name));
      return [Math.max(...data.map(one => one.responseEnd)) - start, end - start];
    },
    async again(query) {
      type("");
      const start = performance.now();
      type(query);
      return (await when(() => !busy())) - start;
    },
  };
}"""
_MATERIAL = """address => {
  let ask;
  window.bench = {
    async first(query) {
      const start = performance.now();
      const index = await (await fetch("search/search_index.json")).json();
      const worker = new Worker(address);
      ask = message => new Promise(done => { worker.onmessage = event => done(event.data); worker.postMessage(message); });
      await ask({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
      const ready = performance.now() - start;
      await ask({ type: 2, data: query });
      return [ready, performance.now() - start];
    },
    async again(query) {
      const start = performance.now();
      await ask({ type: 2, data: query });
      return performance.now() - start;
    },
  };
}"""
_PAGEFIND = """async reads => {
  let pagefind;
  const ask = async query => {
    const found = await pagefind.search(query);
    await Promise.all(found.results.slice(0, reads).map(one => one.data()));
  };
  window.bench = {
    async first(query) {
      const start = performance.now();
      pagefind = await import("/pagefind/pagefind.js");
      await pagefind.init();
      const ready = performance.now() - start;
      await ask(query);
      return [ready, performance.now() - start];
    },
    async again(query) {
      const start = performance.now();
      await ask(query);
      return performance.now() - start;
    },
  };
}"""


@dataclass(frozen=True)
class Built:
    """A site whose search can be asked, and what its index cost."""

    site: Path
    page: str  # opened in the browser
    script: str  # gives window.bench
    argument: object
    strict: bool  # served with our content security policy
    cpu: float  # seconds of the index's build; of the whole build where the two cannot be told apart
    memory: float  # MiB, its peak
    index: tuple[Path, ...]  # files and folders of the index

    def size(self) -> tuple[int, int]:
        """Bytes and files of the index on the disk."""
        files = [
            file for path in self.index for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()
        ]
        return sum(file.stat().st_size for file in files), len(files)


class Left(Exception):
    """Why a row is missing."""


def ours(passages: Sequence[Passage], base: Sequence[Passage], work: Path) -> Built:
    """The data of `passages` in the site of `base`: only the search is measured, not the pages."""
    return _with_data(
        cut_documents.write(base, work / "base", ours=True),
        cut_documents.write(passages, work / "sources", ours=True),
        work,
    )


def own(work: Path) -> Built:
    """This repository's handbook."""
    sources = work / "sources"
    for part in ("docs", "templates"):
        shutil.copytree(ROOT / part, sources / part)
    shutil.copy(ROOT / "mkdocs.yml", sources)
    return _with_data(sources, sources, work)


def _with_data(pages: Path, sources: Path, work: Path) -> Built:
    site = work / "site"
    _run([str(BIN / "handbook"), "build", "--site-dir", str(site)], pages)
    for old in (site / "assets/handbook/data").glob("search*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    index = [sys.executable, str(Path(__file__).with_name("index_build.py")), str(sources), str(site)]
    cpu, memory = map(float, _run(index, work).split())
    data = site / "assets/handbook/data"
    return Built(site, "index.html", _OURS, None, True, cpu, memory, tuple(data.glob("search*")))


def material(passages: Sequence[Passage], base: Sequence[Passage], work: Path, *, longest: float) -> Built:
    """Stock mkdocs-material's whole build, given up after `longest` seconds."""
    pages = len({passage.page for passage in passages})
    if pages > _STOCK_LIMIT:
        raise Left(f"more than {_STOCK_LIMIT} pages: every page would hold a navigation of {pages} links")
    site = work / "site"
    sources = cut_documents.write(passages, work / "sources", ours=False)
    cpu, memory = _timed([str(BIN / "mkdocs"), "build", "-q", "--site-dir", str(site)], sources, longest)
    (site / "blank.html").write_text("<!doctype html><title>search</title>", encoding="utf-8")
    worker = next(site.glob(MATERIAL_WORKER)).relative_to(site).as_posix()
    return Built(site, "blank.html", _MATERIAL, worker, True, cpu, memory, (site / "search",))


def pagefind(
    passages: Sequence[Passage], base: Sequence[Passage], work: Path, *, program: Path, longest: float
) -> Built:
    """Pagefind over plain pages of the same text."""
    if not program.exists():
        raise Left("not installed; for it: npm install --no-save pagefind@1.6.0")
    site = work / "site"
    for page, sections in groupby(passages, lambda one: one.page):
        path = site / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(_html(list(sections))), encoding="utf-8")
    (site / "blank.html").write_text("<!doctype html><title>search</title>", encoding="utf-8")
    cpu, memory = _timed([str(program), "--site", str(site)], work, longest)
    return Built(site, "blank.html", _PAGEFIND, _READS, False, cpu, memory, (site / "pagefind",))


def _html(sections: Sequence[Passage]) -> Iterator[str]:
    yield f'<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><title>{html.escape(sections[0].title)}</title><main data-pagefind-body>'
    for one in sections:
        yield f'<h{one.level} id="{one.location.partition("#")[2]}">{html.escape(one.title)}</h{one.level}>'
        yield from (f"<p>{html.escape(line)}</p>" for line in one.text.split("\n"))
    yield "</main></html>"


def has_jieba() -> bool:
    """Whether stock mkdocs-material cuts Chinese into words here."""
    return importlib.util.find_spec("jieba") is not None


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def _timed(command: list[str], folder: Path, longest: float) -> tuple[float, float]:
    """CPU seconds of a command and all it starts, and MiB of its largest process."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log)
        end = time.monotonic() + longest
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            if time.monotonic() > end:
                process.kill()
                process.wait()
                raise Left(f"not built within {longest:.0f} s")
            time.sleep(0.05)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Left(f"failed: {(folder / 'log').read_text(encoding='utf-8', errors='replace')[-300:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
