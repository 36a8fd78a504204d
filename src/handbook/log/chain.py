"""The chain of a log: whether the log of a run is as it was written.

A log is a header (which run of which flow or checklist) and entries (what happened, one after the other). Each entry
holds the SHA-256 of itself and of the entry before it; the first entry holds that of the header. A changed, missing,
moved or added entry shows. It does not show when somebody makes the chain anew from some entry to the end. Against
that helps the code of an entry that was written down elsewhere, in a report or on paper, while the run went on.

The browser half, `src/browser/log/chain.js`, makes the chain; this half checks it. tests/fixtures/log holds both to the
same texts and digests.
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
_SCHEMA = 1
LARGEST = 2**53 - 1  # the largest whole number that JavaScript holds exactly
HEADER: Mapping[str, type] = {
    "format": str, "schema": int, "run": str, "target": str, "title": str, "version": str, "drill": bool,
}  # fmt: skip
TOP = ("header", "exported", "clock", "count", "head", "entries")
ENTRY: Mapping[str, type] = {"seq": int, "kind": str, "at": str, "text": str, "refers": int, "prev": str, "hash": str}


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a log."""

    code: str  # of the diagnostic that says it
    seq: int  # number of the entry; 0 for the log as a whole
    index: int  # place among the entries; their count for what is missing at the end


@dataclass(frozen=True)
class Log:
    """A log that has the keys and types of one; whether it is as it was written, `faults` says."""

    header: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    count: int  # of the entries, as the log says
    head: str  # digest of the last entry, as the log says
    source: PlacedJson


def canonical_json(value: Any) -> str:
    """JSON of a value in the one form that is digested: keys sorted, no spaces, whole numbers only.

    This is RFC 8785 with two differences (docs/contributing/decisions/0015-canonical-json.md): a number with a
    fraction is refused, and half of a surrogate pair is written as an escape. Raises ValueError for what a log cannot
    hold.
    """
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))  # as JavaScript sorts
        return "{" + ",".join(f"{canonical_json(key)}:{canonical_json(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError(f"not a whole number: {value}")
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", json.dumps(value, ensure_ascii=False))


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits. Raises ValueError as `canonical_json` does."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def short_code(digest: str) -> str:
    """The first twelve digits, for reading out and writing down: `3F2A-90C1-77DE`."""
    return "-".join(re.findall(".{4}", digest[:12])).upper()


def shaped(parsed: PlacedJson, diagnostics: Diagnostics) -> Log | None:
    """A parsed file as a log; None, after recording where, when it has not the keys and types of one."""
    data = parsed.value
    wrong = next(_misshapen(data), None)
    if wrong is not None:
        diagnostics.error("log-shape", parsed.at(wrong))
        return None
    return Log(data["header"], tuple(data["entries"]), data["count"], data["head"], parsed)


def _misshapen(data: Any) -> Iterator[str]:
    """Paths of what has not the keys or the types of a log."""
    wanted: Mapping[str, type] = {"header": dict, "entries": list, "count": int, "head": str}
    if not isinstance(data, dict) or not _has(data, wanted):
        yield ""
    elif not _has(data["header"], HEADER) or (data["header"]["format"], data["header"]["schema"]) != (FORMAT, _SCHEMA):
        yield "header"
    else:
        for index, entry in enumerate(data["entries"]):
            if not isinstance(entry, dict) or not _has(entry, ENTRY):
                yield f"entries[{index}]"


def _has(record: Mapping[str, Any], wanted: Mapping[str, type]) -> bool:
    return all(type(record.get(key)) is kind for key, kind in wanted.items())


def check_chain(log: Log, diagnostics: Diagnostics) -> None:
    """Record everything that is wrong with the log, and every key that a log does not have."""
    for fault in faults(log):
        place = f"entries[{fault.index}]" if fault.seq else "count"
        diagnostics.error(fault.code, log.source.at(place), seq=fault.seq)
    for key in log.source.value:
        if key not in TOP:
            shown = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", key)
            diagnostics.error("log-extra", log.source.at(key if key.isidentifier() else ""), shown=shown[:40])


def faults(log: Log) -> Iterator[Fault]:
    """What is wrong with a log, in the order of its entries; nothing when it is as it was written."""
    seen: set[int] = set()
    before: Mapping[str, Any] | None = None
    for index, entry in enumerate(log.entries):
        seq, due = entry["seq"], before["seq"] + 1 if before else 1
        if _digest_of(entry) != entry["hash"]:
            yield Fault("log-edited", seq, index)
        if seq in seen or seq < due:
            yield Fault("log-order", seq, index)
        elif seq > due:
            yield Fault("log-missing", seq, index)
        elif entry["prev"] != (before["hash"] if before else _digest_of(log.header)):
            yield Fault("log-replaced" if before else "log-header", seq, index)
        if entry["refers"] and entry["refers"] not in seen:
            yield Fault("log-refers", seq, index)
        seen.add(seq)
        before = entry
    if log.count != len(log.entries) or log.head != (before["hash"] if before else ""):
        yield Fault("log-cut", 0, len(log.entries))


def _digest_of(entry: Mapping[str, Any]) -> str | None:
    """The digest worked out anew; None when the entry holds a value that no log can hold."""
    try:
        return digest({key: value for key, value in entry.items() if key != "hash"})
    except ValueError:
        return None


def entry_with_code(log: Log, code: str) -> Mapping[str, Any] | None:
    """The entry whose digest begins with `code`, as people write it: with dashes, in capitals, eight digits or more."""
    plain = re.sub(r"[^0-9a-f]", "", code.lower())
    return next((entry for entry in log.entries if len(plain) >= 8 and entry["hash"].startswith(plain)), None)
