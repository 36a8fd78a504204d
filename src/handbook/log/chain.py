"""The log of a run: is it as it was written? (Which files it comes in: log_files.py.)

Each entry carries the SHA-256 of its own canonical text and of the entry before it; the first one that of the
header. The browser's twin is src/browser/log/chain.js, tests/fixtures/log holds both to the same verdicts.
A chain shows changes, gaps and another order. Whoever rewrites all of it from some entry on can make a new chain:
against that helps a code of an entry that was written down elsewhere (in a report, on paper) while the run went on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.reading.json_nodes import PlacedJson

FORMAT = "handbook-log"
SCHEMA = 1
LARGEST = 2**53 - 1  # JavaScript's
HEADER: Mapping[str, type] = {
    "format": str, "schema": int, "run": str, "target": str, "title": str, "version": str, "drill": bool,
}  # fmt: skip
TOP = ("header", "exported", "clock", "count", "head", "entries")
ENTRY: Mapping[str, type] = {"seq": int, "kind": str, "at": str, "text": str, "refers": int, "prev": str, "hash": str}


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which entry; 0 is the log as a whole."""

    code: str
    seq: int


@dataclass(frozen=True)
class Log:
    """A log whose form is right; whether its content is, `faults` says."""

    header: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    count: int
    head: str
    source: PlacedJson


def canonical(value: Any) -> str:
    """The one way of writing a value down: keys sorted, no spaces, whole numbers only."""
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))  # as JavaScript sorts
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError(f"not a whole number: {value}")
    # JavaScript writes half of a surrogate pair as an escape
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", json.dumps(value, ensure_ascii=False))


def digest(value: Any) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def short_code(value: str) -> str:
    """What can be read out and written on paper."""
    return "-".join(re.findall(".{4}", value[:12])).upper()


def shaped(parsed: PlacedJson, diagnostics: Diagnostics) -> Log | None:
    """The parsed file as a log, if it has the form of one."""
    data = parsed.value
    wrong = next(_misshapen(data), None)
    if wrong is not None:
        diagnostics.error("log-shape", parsed.at(wrong))
        return None
    return Log(data["header"], tuple(data["entries"]), data["count"], data["head"], parsed)


def _misshapen(data: Any) -> Iterator[str]:
    """Paths of what is not as a log has it."""
    wanted: Mapping[str, type] = {"header": dict, "entries": list, "count": int, "head": str}
    if not isinstance(data, dict) or not _has(data, wanted):
        yield ""
    elif not _has(data["header"], HEADER) or (data["header"]["format"], data["header"]["schema"]) != (FORMAT, SCHEMA):
        yield "header"
    else:
        for index, entry in enumerate(data["entries"]):
            if not isinstance(entry, dict) or not _has(entry, ENTRY):
                yield f"entries[{index}]"


def _has(record: Mapping[str, Any], wanted: Mapping[str, type]) -> bool:
    return all(type(record.get(key)) is kind for key, kind in wanted.items())


def faults(log: Log) -> list[Fault]:
    """What is wrong, in the order of the entries; nothing when the log is as it was written."""
    return [fault for fault, _ in _faults(log)]


def check_chain(log: Log, diagnostics: Diagnostics) -> None:
    """Record everything that is wrong with the log."""
    for fault, index in _faults(log):
        place = f"entries[{index}]" if fault.seq else "count"
        diagnostics.error(fault.code, log.source.at(place), seq=fault.seq)
    for key in log.source.value:
        if key not in TOP:
            shown = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", key)
            diagnostics.error("log-extra", log.source.at(key if key.isidentifier() else ""), shown=shown[:40])


def _faults(log: Log) -> Iterator[tuple[Fault, int]]:
    seen: set[int] = set()
    before: Mapping[str, Any] | None = None
    for index, entry in enumerate(log.entries):
        seq, due = entry["seq"], before["seq"] + 1 if before else 1
        if _digest_of(entry) != entry["hash"]:
            yield Fault("log-edited", seq), index
        if seq in seen or seq < due:
            yield Fault("log-order", seq), index
        elif seq > due:
            yield Fault("log-missing", seq), index
        elif entry["prev"] != (before["hash"] if before else _digest_of(log.header)):
            yield Fault("log-replaced" if before else "log-header", seq), index
        if entry["refers"] and entry["refers"] not in seen:
            yield Fault("log-refers", seq), index
        seen.add(seq)
        before = entry
    if log.count != len(log.entries) or log.head != (before["hash"] if before else ""):
        yield Fault("log-cut", 0), len(log.entries)


def _digest_of(entry: Mapping[str, Any]) -> str | None:
    try:
        return digest({key: value for key, value in entry.items() if key != "hash"})
    except ValueError:
        return None  # a value of a kind that no log holds


def entry_with_code(log: Log, code: str) -> Mapping[str, Any] | None:
    """The entry whose digest begins with a code as people write it: with dashes, in capitals."""
    plain = re.sub(r"[^0-9a-f]", "", code.lower())
    return next((entry for entry in log.entries if len(plain) >= 8 and entry["hash"].startswith(plain)), None)
