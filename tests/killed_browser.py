"""A browser killed at random moments while a flow and a checklist run: is everything that was shown still there?"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error

from browser_store import stored
from handbook.log import chain
from handbook.reading.json_nodes import PlacedJson
from support import CHROMIUM_ARGS, playwright

# Steps on and back again as fast as it can, and tells what stands on the screen each time that changes.
STEP = """() => {
  const root = document.querySelector("hb-flow");
  const tell = () => toldEntries(root.screen.ledger.log.map(entry => [root.screen.ledger.id, entry.seq, entry.hash, entry.text])
    .slice(0, root.querySelectorAll("[data-part=entries] li").length));
  new MutationObserver(tell).observe(root.querySelector("[data-part=entries]"), {childList: true});
  tell();
  setInterval(() => root.querySelector("[data-do=next]:not([hidden]), [data-do=back]:not(:disabled)").click(), 5);
}"""
# Ticks and unticks, and tells which ticks the page shows as kept.
TICK = """() => {
  const list = document.querySelector("hb-checklist"), { run } = list.screen;
  const isKept = item => ["", "未存"].indexOf(item.row.querySelector("[data-part=when]").textContent) < 0;
  const tell = () => toldTicks(run.items.filter(isKept).map(item => [run.id, `item/${item.id}`, run.marks[`item/${item.id}`].at]));
  new MutationObserver(tell).observe(list, {subtree: true, childList: true});
  let turn = 0;
  setInterval(() => run.items[turn++ % run.items.length].box.click(), 40);
}"""


@dataclass
class Outcome:
    """What the kills did."""

    kills: int = 0
    entries: int = 0  # of the flow, shown over all rounds
    ticks: int = 0  # of the checklist
    lost: list[str] = field(default_factory=list)


def kill(profile: Path) -> None:
    """SIGKILL for every process of the browser with this profile: nothing of it can tidy up. Returns when it is gone."""
    _await_death(profile, _kill(profile))


def _processes_of(profile: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and str(profile).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def _kill(profile: Path) -> list[int]:
    killed = []
    for process in _processes_of(profile):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            killed.append(process)
    return killed


def _is_gone(process: int) -> bool:
    """Whether it holds no file any more.

    A dying process has no command line, but still its locks, and its first thread may be dead before the one that writes;
    and Chromium throws a database away that it finds locked when it starts.
    """
    place = Path("/proc") / str(process)
    try:
        is_dead = (place / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        return is_dead and len(list((place / "task").iterdir())) <= 1
    except OSError:
        return True


def _is_held(profile: Path) -> bool:
    """Whether any process has a file of the profile open: children of the browser do not all name it."""
    for place in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(place.readlink()).startswith(str(profile)):
                return True
    return False


def run(program: str, flow: str, checklist: str, profile: Path, *, kills: int, seed: int) -> Outcome:
    """Kill the browser `kills` times while the flow and the checklist at these addresses are worked through."""
    chance = random.Random(seed)
    outcome = Outcome()
    entries: list[list[Any]] = []
    ticks: list[list[Any]] = []

    def start() -> BrowserContext:
        return playwright().chromium.launch_persistent_context(
            str(profile), executable_path=program, args=CHROMIUM_ARGS
        )

    for turn in range(kills + 1):
        context = start()
        page = context.new_page()
        page.goto(flow)
        page.wait_for_selector("[data-part=entries] li", state="attached")
        runs = stored(page, "runs")
        _compare_entries(entries, runs, turn, outcome)
        _compare_ticks(ticks, runs, turn, outcome)
        if turn == kills:
            context.close()
            return outcome
        told: dict[str, list[list[list[Any]]]] = {"toldEntries": [], "toldTicks": []}
        for name, into in told.items():
            context.expose_function(name, lambda shown, into=into: into.append(shown))
        page.goto(flow.replace("#", "?again#"))
        page.wait_for_selector("[data-part=entries] li", state="attached")
        other = context.new_page()
        other.goto(checklist)
        other.wait_for_selector(".hb-checklist--running")
        killed: list[int] = []
        killing = threading.Timer(chance.uniform(0.05, 0.9), lambda killed=killed: killed.extend(_kill(profile)))
        killing.start()
        with contextlib.suppress(Error):  # the browser is gone in the midst of it
            other.evaluate(TICK)
            page.evaluate(STEP)
            context.wait_for_event("close")
        with contextlib.suppress(Error):
            context.close()
        killing.join()
        _await_death(profile, killed)
        entries = (told["toldEntries"] or [entries])[-1]
        ticks = [one for shown in told["toldTicks"] for one in shown]  # a later mark replaces an earlier one
        outcome.kills += 1
        outcome.entries += len(entries)
        outcome.ticks += len({(key, at) for _, key, at in ticks})
    return outcome


def _await_death(profile: Path, killed: list[int]) -> None:
    """A browser that starts while the other still dies would find its files locked."""
    patience = time.monotonic() + 60
    while _processes_of(profile) or not all(map(_is_gone, killed)) or _is_held(profile):
        assert time.monotonic() < patience, "the killed browser does not go"
        time.sleep(0.05)


def _compare_entries(shown: list[list[Any]], stored: list[dict[str, Any]], turn: int, outcome: Outcome) -> None:
    logs = {one["id"]: (one["header"], one["log"]) for one in stored if one["kind"] == "flow"}
    if missing := {run for run, *_ in shown} - set(logs):
        outcome.lost += [f"kill {turn}: no run {', '.join(missing)}; stored are {', '.join(logs) or 'none'}"]
    kept = {(run, entry["seq"], entry["hash"], entry["text"]) for run, (_, log) in logs.items() for entry in log}
    outcome.lost += [f"kill {turn}: {entry}" for run, *entry in shown if run in logs and (run, *entry) not in kept]
    for run, (header, entries) in logs.items():
        log = chain.Log(header, tuple(entries), len(entries), entries[-1]["hash"], PlacedJson())
        outcome.lost += [f"kill {turn}: {fault} in {run}" for fault in chain.faults(log)]


def _compare_ticks(shown: list[list[Any]], stored: list[dict[str, Any]], turn: int, outcome: Outcome) -> None:
    logs = [(one["header"], one["log"]) for one in stored if one["kind"] == "checklist"]
    for header, entries in logs:
        log = chain.Log(header, tuple(entries), len(entries), entries[-1]["hash"], PlacedJson())
        outcome.lost += [f"kill {turn}: {fault} in {header['run']}" for fault in chain.faults(log)]
    marks = {one["id"]: one["state"]["marks"] for one in stored if one["kind"] == "checklist"}
    outcome.lost += [
        f"kill {turn}: {key} of {run}" for run, key, at in shown if marks.get(run, {}).get(key, {"at": 0})["at"] < at
    ]
