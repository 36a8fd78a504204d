"""Logs of runs: Python and JavaScript give the same digests and verdicts, and what `handbook verify-log` says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from handbook import run_log
from handbook.errors import Diagnostics
from handbook.json_text import parse_json
from javascript import module_page
from support import ROOT, run_handbook, said

FIXTURES = ROOT / "tests" / "fixtures" / "log"
CANONICAL: list[dict[str, Any]] = json.loads((FIXTURES / "canonical.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = json.loads((FIXTURES / "cases.json").read_text(encoding="utf-8"))
SOUND = FIXTURES / "sound.json"


def log_of(data: Any) -> run_log.Log:
    """A log from its JSON form."""
    diagnostics = Diagnostics()
    parsed = parse_json(json.dumps(data), Path("log.json"), diagnostics)
    assert parsed is not None
    log = run_log.shaped(parsed, diagnostics)
    assert log is not None
    return log


@pytest.mark.parametrize("vector", CANONICAL, ids=lambda one: one["text"][:20])
def test_canonical_text_and_digest(vector: dict[str, Any]) -> None:
    """A value has one text, and the text one digest."""
    assert run_log.canonical(vector["value"]) == vector["text"]
    assert run_log.digest(vector["value"]) == vector["digest"]


@pytest.mark.parametrize("case", CASES, ids=lambda one: one["name"])
def test_what_was_done_to_a_log_is_found(case: dict[str, Any]) -> None:
    """Edited, removed, exchanged, moved and added entries are named, and nothing else is."""
    assert [vars(fault) for fault in run_log.faults(log_of(case["log"]))] == case["faults"]


def test_javascript_agrees(browser: Browser) -> None:
    """The browser's module writes, digests and judges the same."""
    with module_page(browser) as page:
        chain = "import('/macros/common/chain.js')"
        canonical = page.evaluate(
            f"text => {chain}.then(m => JSON.parse(text).map(one => [m.canonical(one.value), m.digest(one.value)]))",
            json.dumps(CANONICAL),
        )
        verdicts = page.evaluate(
            f"text => {chain}.then(m => JSON.parse(text).map(one => m.verify(one.log)))", json.dumps(CASES)
        )
        sealed = page.evaluate(
            f"""text => {chain}.then(m => {{
              const {{header, entries}} = JSON.parse(text);
              return entries.reduce((log, {{seq, prev, hash, ...rest}}) =>
                [...log, m.seal(header, log[log.length - 1], rest)], []);
            }})""",
            SOUND.read_text(encoding="utf-8"),
        )
    assert canonical == [[one["text"], one["digest"]] for one in CANONICAL]
    assert verdicts == [case["faults"] for case in CASES]
    assert sealed == json.loads(SOUND.read_text(encoding="utf-8"))["entries"]


@given(st.data())
def test_no_change_to_an_entry_goes_unnoticed(data: st.DataObject) -> None:
    """Whatever one value of one entry becomes, a fault is found."""
    log = json.loads(SOUND.read_text(encoding="utf-8"))
    entry = log["entries"][data.draw(st.integers(0, len(log["entries"]) - 1))]
    key = data.draw(st.sampled_from(sorted(entry)))
    kind = st.text() if isinstance(entry[key], str) else st.integers()
    entry[key] = data.draw(kind.filter(lambda value: value != entry[key]))

    assert run_log.faults(log_of(log)) != []


# ── the command ──


def test_a_whole_log_is_said_to_be_whole(tmp_path: Path) -> None:
    """Exit code 0, the title, the number of entries and the code; nothing of a handbook is needed."""
    done = run_handbook("verify-log", SOUND, cwd=tmp_path)
    assert done.returncode == 0, said(done)
    assert "水管爆裂 1.0 2026-11-23T09:40:05.120+08:00" in done.stdout
    assert re.search(r"whole: 8 entries.*code [0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$", done.stdout.strip())


def test_a_changed_log_is_not(tmp_path: Path) -> None:
    """Exit code 1; the line of the entry is named, also as JSON, and in Chinese."""
    changed = SOUND.read_text(encoding="utf-8").replace("關總閥", "關分閥")
    line = next(number for number, text in enumerate(changed.splitlines(), 1) if "關分閥" in text)
    (tmp_path / "log.json").write_text(changed, encoding="utf-8")
    done = run_handbook("verify-log", "log.json", cwd=tmp_path)
    assert done.returncode == 1, said(done)
    assert re.search(r"log\.json:\d+:\d+: error\[log-edited\]: entry 3 was changed", done.stderr)
    spoken = run_handbook("verify-log", "--lang", "zh", "log.json", cwd=tmp_path)
    assert "第 3 條被改過" in spoken.stderr
    told = run_handbook("verify-log", "--json", "log.json", cwd=tmp_path)
    assert told.returncode == 1
    verdict = json.loads(told.stdout)
    assert verdict["whole"] is False
    assert [(one["code"], one["line"] < line) for one in verdict["diagnostics"]] == [("log-edited", True)]


def test_a_code_written_down_finds_out_who_makes_the_chain_anew(tmp_path: Path) -> None:
    """A log with a chain made anew is whole by itself; the code of an entry as it was printed gives it away."""
    entries = json.loads(SOUND.read_text(encoding="utf-8"))["entries"]
    code = run_log.short_code(entries[4]["hash"])
    done = run_handbook("verify-log", SOUND, "--code", code, cwd=tmp_path)
    assert done.returncode == 0, said(done)
    assert "entry 5" in done.stdout
    done = run_handbook("verify-log", SOUND, "--code", "0000-1111-2222", cwd=tmp_path)
    assert done.returncode == 1
    assert "log-other-code" in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[]", "log-shape"),
        (b'{"header": {}, "entries": [], "count": 0, "head": ""}', "log-shape"),
        (b'{"header": {', "json-syntax"),
        (b'{"count": 1, "count": 1}', "json-duplicate-key"),
        (b"\xff\xfe", "not-utf-8"),
        (b"[" * 5000, "json-syntax"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    """Whatever is no log is said to be none, without a traceback."""
    (tmp_path / "log.json").write_bytes(content)
    done = run_handbook("verify-log", "log.json", cwd=tmp_path)
    assert done.returncode == 1, said(done)
    assert f"[{code}]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_obeys_nothing_in_a_log(tmp_path: Path) -> None:
    """Control characters of a title are not printed."""
    log = json.loads(SOUND.read_text(encoding="utf-8"))
    log["header"]["title"] = "\x1b[31m\ud800"
    (tmp_path / "log.json").write_text(json.dumps(log), encoding="utf-8")
    done = run_handbook("verify-log", "log.json", cwd=tmp_path)
    assert done.returncode == 1, said(done)
    assert "\x1b" not in done.stdout + done.stderr
    assert "log-header" in done.stderr
