"""Logs of runs: Python and JavaScript give the same digests and verdicts, and what `handbook verify-log` says."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.log import chain, log_files
from handbook.reading.json_nodes import parse_json
from javascript import module_page
from office import Office
from support import ROOT, run_handbook, said

FIXTURES = ROOT / "tests" / "fixtures" / "log"
CANONICAL: list[dict[str, Any]] = json.loads((FIXTURES / "canonical.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = json.loads((FIXTURES / "cases.json").read_text(encoding="utf-8"))
SOUND = FIXTURES / "sound.json"
SHEET = (FIXTURES / "sound.csv").read_bytes()
WORD = (FIXTURES / "sound.docx").read_bytes()
DOCUMENT, RECORD, FOOT = "word/document.xml", "customXml/item1.xml", "word/footer1.xml"
MORE = "<w:p><w:r><w:t>家長已同意手術</w:t></w:r></w:p>"


def log_of(data: Any) -> chain.Log:
    """A log from its JSON form."""
    diagnostics = Diagnostics()
    parsed = parse_json(json.dumps(data), Path("log.json"), diagnostics)
    assert parsed is not None
    log = chain.shaped(parsed, diagnostics)
    assert log is not None
    return log


@pytest.mark.parametrize("vector", CANONICAL, ids=lambda one: one["text"][:20])
def test_canonical_text_and_digest(vector: dict[str, Any]) -> None:
    """A value has one text, and the text one digest."""
    assert chain.canonical_json(vector["value"]) == vector["text"]
    assert chain.digest(vector["value"]) == vector["digest"]


@pytest.mark.parametrize("case", CASES, ids=lambda one: one["name"])
def test_what_was_done_to_a_log_is_found(case: dict[str, Any]) -> None:
    """Edited, removed, exchanged, moved and added entries are named, and nothing else is."""
    assert [{"code": one.code, "seq": one.seq} for one in chain.faults(log_of(case["log"]))] == case["faults"]


def test_javascript_agrees(browser: Browser) -> None:
    """The browser's module writes and digests the same, and makes the same chain and the same files."""
    with module_page(browser) as page:
        module = "import('/src/browser/log/chain.js')"
        canonical = page.evaluate(
            f"text => {module}.then(m => JSON.parse(text).map(one => [m.canonicalJson(one.value), m.digest(one.value)]))",
            json.dumps(CANONICAL),
        )
        sealed = page.evaluate(
            f"""text => {module}.then(m => {{
              const {{header, entries}} = JSON.parse(text);
              return entries.reduce((log, {{seq, prev, hash, ...rest}}) =>
                [...log, m.seal(header, log[log.length - 1], rest)], []);
            }})""",
            SOUND.read_text(encoding="utf-8"),
        )
        papers = page.evaluate(
            """async text => {
              const {toCsv, toWord} = await import('/src/browser/log/shown-table.js');
              const {header, entries} = JSON.parse(text);
              const word = new Uint8Array(await toWord(header, entries).arrayBuffer());
              return [toCsv(header, entries), btoa(String.fromCharCode(...word))];
            }""",
            SOUND.read_text(encoding="utf-8"),
        )
        masked = page.evaluate(
            "([text, personal]) => import('/macros/flow/masked-text.js').then(m => m.masked(text, personal))",
            [
                "校驗碼 1111-2222-3333；2026-11-24 03:02 趙小明 13812345678：2；傷者：2\n身分證 430102199001011234",
                ["趙小明", "2"],
            ],
        )
    assert masked == ("校驗碼 1111-2222-3333；2026-11-24 03:02 ○○ *********78：○○；傷者：○○\n身分證 ****************34")
    assert papers[0].encode() == SHEET
    assert unpacked(base64.b64decode(papers[1])).keys() == unpacked(WORD).keys()
    for name, content in unpacked(base64.b64decode(papers[1])).items():
        if name != RECORD:  # which says when it was exported
            assert content == unpacked(WORD)[name], name
    assert canonical == [[one["text"], one["digest"]] for one in CANONICAL]
    assert sealed == json.loads(SOUND.read_text(encoding="utf-8"))["entries"]


@settings(deadline=None)
@given(st.data())
def test_no_change_to_an_entry_goes_unnoticed(data: st.DataObject) -> None:
    """Whatever one value of one entry becomes, a fault is found."""
    log = json.loads(SOUND.read_text(encoding="utf-8"))
    entry = log["entries"][data.draw(st.integers(0, len(log["entries"]) - 1))]
    key = data.draw(st.sampled_from(sorted(entry)))
    kind = st.text() if isinstance(entry[key], str) else st.integers()
    entry[key] = data.draw(kind.filter(lambda value: value != entry[key]))

    assert list(chain.faults(log_of(log))) != []


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
    code = chain.short_code(entries[4]["hash"])
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


# ── .csv and .docx: the record they carry, and what they show ──


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word_with(part: str, change: Callable[[str], str]) -> bytes:
    """The exported Word file with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in unpacked(WORD).items():
            archive.writestr(name, change(content.decode()) if name == part else content)
    return target.getvalue()


def sheet_with(
    change: Callable[[list[list[str]]], object], delimiter: str = ",", code_page: str = "utf-8-sig"
) -> bytes:
    """The exported table with its rows changed, as another program saves it."""
    rows = list(csv.reader(io.StringIO(SHEET.decode("utf-8-sig"), newline="")))
    change(rows)
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL if delimiter == ";" else csv.QUOTE_MINIMAL).writerows(
        rows
    )
    return target.getvalue().encode(code_page, errors="xmlcharrefreplace" if code_page == "utf-8" else "strict")


def verified(folder: Path, name: str, content: bytes) -> list[tuple[str, object]]:
    """What is found in the file: codes, and the entries they name."""
    path = folder / name
    path.write_bytes(content)
    diagnostics = Diagnostics()
    log_files.verdict(path, "", diagnostics)
    return [(one.code, one.params.get("seq")) for one in diagnostics]


@pytest.mark.parametrize("name", ["sound.csv", "sound.docx"])
def test_the_exported_papers_are_whole(tmp_path: Path, name: str) -> None:
    """Exit code 0, and it is said that what one sees is what the record says."""
    done = run_handbook("verify-log", FIXTURES / name, cwd=tmp_path)
    assert done.returncode == 0, said(done)
    assert "what the file shows agrees with the record" in done.stdout
    assert "whole: 8 entries" in done.stdout


SHEETS: dict[str, tuple[Callable[[list[list[str]]], object], list[tuple[str, object]]]] = {
    "a word": (lambda rows: rows[4].__setitem__(7, "完成：關分閥"), [("log-shown", 3)]),
    "a time": (lambda rows: rows[4].__setitem__(1, "2026-11-23T08:42:05.120+08:00"), [("log-shown", 3)]),
    "a record": (lambda rows: rows[4].__setitem__(13, rows[4][13].replace("總閥", "分閥")), [("log-edited", 3), ("log-shown", 3)]),
    "a record cut off": (lambda rows: rows[4].__setitem__(13, rows[4][13][:90]), [("log-record", None)]),
    "title": (lambda rows: rows[1].__setitem__(7, "火災 處置記錄"), [("log-shown-frame", None)]),
    "header": (lambda rows: rows[1].__setitem__(13, rows[1][13].replace('"drill":false', '"drill":true')), [("log-shown-frame", None), ("log-header", 1)]),
    "a row taken out": (lambda rows: rows.pop(4), [("log-missing", 4), ("log-cut", 0)]),
    "a row added": (lambda rows: rows.insert(5, ["3", *rows[4][1:]]), [("log-order", 3), ("log-cut", 0)]),
    "a row exchanged": (lambda rows: rows.insert(3, rows.pop(4)), [("log-missing", 3), ("log-order", 2), ("log-missing", 4)]),
    "the end": (lambda rows: rows.__delitem__(slice(-2, None)), [("log-cut", 0)]),
    "no record": (lambda rows: [row.pop() for row in rows], [("log-record", None)]),
    "another table": (lambda rows: rows.__delitem__(slice(0, None)), [("log-shape", None)]),
}  # fmt: skip


@pytest.mark.parametrize("what", SHEETS)
def test_a_changed_table_is_found_out(tmp_path: Path, what: str) -> None:
    """The first entry that is not as it was is named."""
    change, expected = SHEETS[what]
    found = verified(tmp_path, "log.csv", sheet_with(change))
    assert found[:1] == expected[:1]
    assert set(expected) <= set(found)


@pytest.mark.parametrize(
    ("delimiter", "code_page"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "gb18030"), (",", "utf-8")]
)
def test_a_table_may_be_saved_by_a_spreadsheet(tmp_path: Path, delimiter: str, code_page: str) -> None:
    """Other separators, quotes and code pages are no change."""
    assert verified(tmp_path, "log.csv", sheet_with(lambda rows: None, delimiter, code_page)) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_cell_of_the_table_changes_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever a cell becomes, if it is another text, something is said."""

    def change(rows: list[list[str]]) -> None:
        row = data.draw(st.sampled_from(rows[1:]))
        at = data.draw(st.integers(0, len(row) - 1))
        old = " ".join(row[at].split())
        row[at] = data.draw(st.text(max_size=12).filter(lambda text: " ".join(text.split()).removeprefix("'") != old))

    content = sheet_with(change)
    assert verified(tmp_path_factory.getbasetemp(), "fuzzed.csv", content) != []


WORDS: dict[str, tuple[bytes, list[tuple[str, object]]]] = {
    "a word": (word_with(DOCUMENT, lambda text: text.replace("完成：關總閥", "完成：關分閥")), [("log-shown", 3)]),
    "a code": (word_with(DOCUMENT, lambda text: text.replace("50EA-D8CC", "50EA-D8CD")), [("log-shown", 3)]),
    "title": (word_with(DOCUMENT, lambda text: text.replace("水管爆裂 處置", "火災 處置")), [("log-shown-frame", None)]),
    "number of entries": (word_with(DOCUMENT, lambda text: text.replace("共 8 條", "共 9 條")), [("log-shown-frame", None)]),
    "a row taken out": (
        word_with(DOCUMENT, lambda text: "".join(re.split("(<w:tr>.*?</w:tr>)", text)[at] for at in range(19) if at != 7)),
        [("log-rows", 3)],
    ),
    "the record": (word_with(RECORD, lambda text: text.replace("關總閥", "關分閥")), [("log-edited", 3), ("log-shown", 3)]),
    "an edited title and a line more": (
        word_with(DOCUMENT, lambda text: text.replace("水管爆裂 處置", "火災 處置").replace("<w:sectPr>", f"{MORE}<w:sectPr>")),
        [("log-extra", None), ("log-shown-frame", None)],
    ),
    "nothing": (word_with(DOCUMENT, lambda text: text), []),
    "no record": (word_with(RECORD, lambda text: text.replace("urn:handbook:log", "urn:other")), [("log-without-record", None)]),
    "half a record": (word_with(RECORD, lambda text: text.replace('"entries"', '"entries', 1)), [("log-file", None)]),
    "half a file": (WORD[: len(WORD) // 2], [("log-file", None)]),
    "an old file": (b"\xd0\xcf\x11\xe0" + WORD, [("log-file", None)]),
}  # fmt: skip


@pytest.mark.parametrize("what", WORDS)
def test_a_changed_word_file_is_found_out(tmp_path: Path, what: str) -> None:
    """What one sees is held against the record, and the record against its chain."""
    content, expected = WORDS[what]
    assert verified(tmp_path, "log.docx", content) == expected


BOX = (
    f'<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:drawing><w:txbxContent>{MORE}</w:txbxContent>'
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{MORE}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
NESTED = f"<w:tbl><w:tr><w:tc>{MORE}</w:tc></w:tr></w:tbl>"
SAME_HEAD = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>序</w:t></w:r></w:p></w:tc><w:tc>{MORE}</w:tc></w:tr></w:tbl>"
ADDED: dict[str, tuple[str, Callable[[str], str]]] = {
    "a paragraph before the title": (DOCUMENT, lambda text: text.replace("<w:body>", f"<w:body>{MORE}", 1)),
    "a paragraph before the table": (DOCUMENT, lambda text: text.replace("<w:tbl>", f"{MORE}<w:tbl>", 1)),
    "a paragraph after the table": (DOCUMENT, lambda text: text.replace("</w:tbl>", f"</w:tbl>{MORE}", 1)),
    "a second table": (DOCUMENT, lambda text: text.replace("<w:sectPr>", f"{NESTED}<w:sectPr>", 1)),
    "a second table with our heading": (DOCUMENT, lambda text: text.replace("<w:sectPr>", f"{SAME_HEAD}<w:sectPr>", 1)),
    "a column": (DOCUMENT, lambda text: text.replace("</w:tr>", f"<w:tc>{MORE}</w:tc></w:tr>", 1)),
    "a cell": (DOCUMENT, lambda text: f"<w:tc>{MORE}</w:tc></w:tr>".join(text.rsplit("</w:tr>", 1))),
    "a text box": (DOCUMENT, lambda text: text.replace("<w:sectPr>", f"{BOX}<w:sectPr>", 1)),
    "the foot": (FOOT, lambda text: text.replace("</w:ftr>", f"{MORE}</w:ftr>")),
    "the line of the page number": (FOOT, lambda text: text.replace("</w:p>", "<w:r><w:t>家長已同意</w:t></w:r></w:p>")),
    "a field": (FOOT, lambda text: text.replace(" PAGE ", ' QUOTE "家長已同意" ')),
}  # fmt: skip


@pytest.mark.parametrize("what", ADDED)
def test_what_was_added_to_a_word_file_is_named(tmp_path: Path, what: str) -> None:
    """Visible words that no export writes are a fault, wherever they stand; each is named once."""
    (tmp_path / "log.docx").write_bytes(word_with(*ADDED[what]))
    diagnostics = Diagnostics()
    told = log_files.verdict(tmp_path / "log.docx", "", diagnostics)
    assert [one.code for one in diagnostics] == ["log-extra"]
    assert "家長已同意" in str(next(iter(diagnostics)).params["shown"])
    assert told["whole"] is False
    assert "what the file shows agrees with the record" not in "".join(log_files.verdict_lines(told, "en"))


def test_a_head_a_picture_and_a_page_number(tmp_path: Path) -> None:
    """Words in a head that was added, and a picture, are faults; a page number that was worked out is none."""
    head = f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{MORE}</w:hdr>'
    target = io.BytesIO(WORD)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/header1.xml", head)
    assert verified(tmp_path, "head.docx", target.getvalue()) == [("log-extra", None)]
    picture = word_with(
        DOCUMENT, lambda text: text.replace("<w:sectPr>", "<w:p><w:r><w:drawing/></w:r></w:p><w:sectPr>")
    )
    assert verified(tmp_path, "picture.docx", picture) == [("log-extra", None)]
    counted = word_with(FOOT, lambda text: text.replace("</w:p>", "<w:r><w:t>3</w:t></w:r></w:p>"))
    assert verified(tmp_path, "page.docx", counted) == []


def test_a_column_added_to_the_table_is_named(tmp_path: Path) -> None:
    """Also in a .csv; empty cells that a spreadsheet adds are none."""
    noted = sheet_with(lambda rows: rows.__setitem__(slice(None), [[*row, "家長已同意"] for row in rows]))
    assert verified(tmp_path, "noted.csv", noted) == [("log-extra", None)]
    assert (
        verified(
            tmp_path, "empty.csv", sheet_with(lambda rows: rows.__setitem__(slice(None), [[*row, ""] for row in rows]))
        )
        == []
    )


def test_a_key_that_no_log_has_is_named(tmp_path: Path) -> None:
    """What stands beside the chain is not covered by it."""
    log = json.loads(SOUND.read_text(encoding="utf-8")) | {"consent": "yes"}
    assert verified(tmp_path, "log.json", json.dumps(log).encode()) == [("log-extra", None)]


def test_what_was_cut_off_the_end_is_not_denied(tmp_path: Path) -> None:
    """Without the code of the last entry nothing is claimed about the end."""
    log = json.loads(SOUND.read_text(encoding="utf-8"))
    last = log["entries"].pop()
    log |= {"count": len(log["entries"]), "head": log["entries"][-1]["hash"]}
    (tmp_path / "log.json").write_text(json.dumps(log), encoding="utf-8")
    for code, is_said in (("", True), (log["entries"][2]["hash"][:12], True), (log["head"][:12], False)):
        told = log_files.verdict(tmp_path / "log.json", code, Diagnostics())
        printed = "".join(log_files.verdict_lines(told, "en"))
        assert ("whether entries were taken off the end cannot be seen here: give --code" in printed) is is_said
        assert "removed" not in printed
    assert log_files.verdict(tmp_path / "log.json", last["hash"][:12], Diagnostics())["whole"] is False


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_word_of_the_table_changes_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever a visible text of the Word file becomes, if it is another text, something is said."""
    texts = re.findall('(<w:t xml:space="preserve">([^<]+)</w:t>)', unpacked(WORD)[DOCUMENT].decode())
    at = data.draw(st.integers(0, len(texts) - 1))
    letters = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=9)
    new = data.draw(letters.filter(lambda text: text != texts[at][1])).replace("&", "").replace("<", "")
    changed = f'<w:t xml:space="preserve">{new}</w:t>'
    pieces = re.split('(<w:t xml:space="preserve">[^<]+</w:t>)', unpacked(WORD)[DOCUMENT].decode())
    pieces[2 * at + 1] = changed
    content = word_with(DOCUMENT, lambda _: "".join(pieces))
    assert verified(tmp_path_factory.getbasetemp(), "fuzzed.docx", content) != []


def test_libreoffice_keeps_the_record(tmp_path: Path, office: Office) -> None:
    """Opened and saved, with an edited word in it or not: whole, or found out."""
    edited = word_with(DOCUMENT, lambda text: text.replace("撥打 火警 119", "撥打 火警 110"))
    saved = office.converted("docx", {"same": WORD, "edited": edited})
    assert verified(tmp_path, "same.docx", saved["same"]) == []
    assert verified(tmp_path, "edited.docx", saved["edited"]) == [("log-shown", 2)]
