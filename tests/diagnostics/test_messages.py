"""The messages of all rooms: each is whole, each is used, and each lies where it is looked for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.diagnostics.messages import (
    MESSAGES_FILE,
    ROOMS,
    Message,
    Phrase,
    all_messages,
    message,
    preferred_language,
    read_messages,
)
from rooms import ROOMS as ORDER

MADE_UP = ("bad-", "help-", "left-out-", "unknown-")  # codes that are put together: f"unknown-{kind}"
# Sentences that are said by way of a name or a table. Any other message without help is said as one where its code stands.
SENTENCE = re.compile(r"(cell|help|read)-|\w+-must-be-")
HAN = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"「[^」]*」|\[[^\]]*\]|{[^}]*}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff」』）}][,;:!?](?!{)|[,;!?][\u4e00-\u9fff]")


def files() -> dict[str, dict[str, Message]]:
    """The messages by room."""
    return {path.parent.name: read_messages(path) for path in ROOMS.glob(f"*/{MESSAGES_FILE}")}


def placeholders(text: str) -> Counter[str]:
    """The parameters that a sentence names."""
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def faults(found: Message) -> Iterator[str]:
    """What is wrong with a message by itself."""
    texts = [found.en, found.zh, found.help_en, found.help_zh]
    if not (found.en.strip() and found.zh.strip()) or bool(found.help_en) != bool(found.help_zh):
        yield "lacks a language"
    if placeholders(found.en).keys() != placeholders(found.zh).keys():
        yield "names other things in English than in Chinese"
    if any(text != " ".join(text.split()) for text in texts if "Ctrl" not in text):
        yield "has spaces or line ends to spare"
    if HAN.search(found.en.replace("「", "")) and not found.help_en:
        yield "speaks Chinese in English"
    if found.help_en and not HAN.search(found.zh):
        yield "does not speak Chinese"
    if any(HALF_WIDTH.search(QUOTED.sub("{}", text)) for text in (found.zh, found.help_zh)):
        yield "has a half-width mark in Chinese"
    if found.help_en and (found.en.endswith(".") or found.zh.endswith("。")):
        yield "ends its sentence with a full stop"
    if found.help_en and not (found.help_en.endswith((".", "}", ")")) and found.help_zh.endswith(("。", "）", "}"))):
        yield "does not end its help with a full stop"


def codes(argument: ast.expr) -> Iterator[str]:
    """The codes that an argument may be: one, or one of two, as in `"error-word" if is_error else "warning-word"`."""
    if isinstance(argument, ast.IfExp):
        yield from codes(argument.body)
        yield from codes(argument.orelse)
    elif isinstance(argument, ast.Constant):
        yield str(argument.value)


def uses() -> Iterator[tuple[str, str, str]]:
    """Every place that may use a message: (code, room, how); how is "diagnostic", "sentence" or "text"."""
    for path in ROOMS.rglob("*.py"):
        room = path.relative_to(ROOMS).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                for code in codes(node.args[0]):
                    if name in {"error", "warning"} and len(node.args) > 1:  # a code and a place; loggers take one text
                        yield code, room, "diagnostic"
                    elif name in {"message", "Phrase"}:
                        yield code, room, "sentence"
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, room, "text"  # the beginning of an f-string is one, too


def test_messages_are_whole() -> None:
    """Each speaks both languages, names the same things in both, and stands in one file only."""
    rooms = files()
    wrong = [
        f"{room}/{code} {fault}" for room, found in rooms.items() for code in found for fault in faults(found[code])
    ]
    often = Counter(code for found in rooms.values() for code in found)
    wrong += [f"{code} stands in {count} files" for code, count in often.items() if count > 1]

    assert not wrong, "\n".join(sorted(wrong))


def test_messages_are_used_and_lie_in_the_first_room_that_uses_them() -> None:
    """What the code says is in the files, what is in the files is said, and a diagnostic has help."""
    known = all_messages()
    room_of = {code: room for room, found in files().items() for code in found}
    rooms: dict[str, set[str]] = {}
    spoken: set[str] = set()
    wrong = []
    for code, room, how in uses():
        rooms.setdefault(code, set()).add(room)
        if how == "sentence":
            spoken.add(code)
        if how != "text" and code not in known:
            wrong.append(f"{code} is in no file, and {room} uses it")
        elif how != "text" and bool(known[code].help_en) != (how == "diagnostic"):
            wrong.append(f"{code} is a {how} in {room}: only a diagnostic has help")
    for code, entry in known.items():
        if not (entry.help_en or code in spoken or SENTENCE.match(code)):
            wrong.append(f"{code} has no help, and no sentence is made of it")
        made_up = next((begin for begin in MADE_UP if code.startswith(begin)), "")
        firsts = [min(found, key=ORDER.index) for name in (code, made_up) if (found := rooms.get(name))]
        if room_of[code] not in firsts:
            wrong.append(f"{code} lies in {room_of[code]} and is first said in {' or '.join(firsts) or 'nowhere'}")

    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_language_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """HANDBOOK_LANG decides, then the locale; what is not Chinese is English."""
    for name in ("HANDBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert preferred_language() == "en"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert message("no-lists") == "無"
    monkeypatch.setenv("HANDBOOK_LANG", "en")
    assert message("no-lists") == "none"


def test_a_number_takes_the_word_that_fits_it() -> None:
    """One difference and two differences are worded differently; Chinese says both alike."""
    assert message("read-differences", "en", paper="甲", count=1).startswith("甲: 1 difference to")
    assert message("read-differences", "en", paper="甲", count=2).startswith("甲: 2 differences to")
    assert message("read-differences", "zh", paper="甲", count=1) == "甲：與原先填寫的內容有 1 處不同"


def test_a_phrase_follows_the_language_of_its_sentence() -> None:
    """What stands within a sentence is said in the same language."""
    assert message("wrong-type", "en", key="steps", expected=Phrase("value-list")) == '"steps" must be: list'
    assert message("wrong-type", "zh", key="steps", expected=Phrase("value-list")) == "「steps」的格式應為：清單"


def test_a_missing_parameter_shows_its_name() -> None:
    """A slip in a call must not hide the fault it was to report."""
    assert message("unknown-role", "en") == 'there is no role "{name}"'


def test_a_code_without_message_is_refused() -> None:
    """A diagnostic nobody could explain is a bug of ours, found where it is recorded."""
    with pytest.raises(KeyError, match="no-such-code"):
        Diagnostics().error("no-such-code", Span(Path("a.md")))
