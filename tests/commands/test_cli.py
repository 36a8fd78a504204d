"""How the command line finds its commands, and what it does when one fails."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.commands import cli, papers
from handbook.diagnostics.diagnostics import ComponentError, guess
from handbook.diagnostics.messages import Phrase, message
from support import ROOT, run_handbook

HAN = re.compile("[\u4e00-\u9fff]")
FOLDER = ROOT / "src/handbook/commands"


def test_each_command_is_a_module() -> None:
    """Every name finds a command of that name, and every module with a command has its name in the list."""
    modules = {
        path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if "\ndef command(" in path.read_text("utf-8")
    }
    found = {name: cli.main.get_command(cli.main.make_context("handbook", ["list"]), name) for name in cli.COMMANDS}

    assert modules == set(cli.COMMANDS)
    assert {name: command.name for name, command in found.items() if command} == {name: name for name in cli.COMMANDS}


def test_a_command_is_loaded_without_the_others() -> None:
    """What `handbook list` imports holds no other command, neither mkdocs nor what checks, renders and prints."""
    program = "import sys; from handbook.commands import cli; "
    program += "cli.main(['list', 'roles'], standalone_mode=False); print('loaded', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("\nloaded ")[2].split())

    assert {name for name in loaded if name.startswith("handbook.commands.")} == {
        "handbook.commands.cli", "handbook.commands.list", "handbook.commands.loaded_handbook",
        "handbook.commands.options", "handbook.commands.spoken_help",
    }  # fmt: skip
    assert loaded.isdisjoint({"mkdocs", "jinja2", "markdown", "cel", "docx", "openpyxl"})


def test_an_unknown_command_is_wrong_use() -> None:
    """The exit code is 2, and the name is said."""
    done = run_handbook("nothing")

    assert done.returncode == 2
    assert "nothing" in done.stderr


def test_the_formats_in_the_help_are_those_there_are() -> None:
    """`handbook fill --help` names each suffix that a paper can have."""
    assert f"Suffixes: {' '.join(papers.WRITERS)}." in " ".join(run_handbook("fill", "--help").stdout.split())


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS)], ids=" ".join)
def test_help_is_in_the_language_of_messages(command: list[str]) -> None:
    """`--lang zh`, where a command takes it, and HANDBOOK_LANG: no line of description is in the other language."""
    english = run_handbook(*command, "--help").stdout
    asked = CliRunner().invoke(cli.main, [*command, "--help"], env={"HANDBOOK_LANG": "zh"}).stdout
    said = [run_handbook(*command, "--lang", "zh", "--help").stdout] if command else []

    assert not HAN.search(english)
    assert english.startswith("Usage: ")
    for chinese in [asked, *said]:
        description = chinese.partition("\n\n")[2]  # below the line that shows how it is called
        lines = [line for line in description.splitlines() if line.strip()]
        assert [line for line in lines if not HAN.search(line) and not line.strip().startswith("-")] == []


def test_a_component_s_fault_is_said_in_the_reader_s_language() -> None:
    """What is wrong with the call, and the name that is probably meant."""
    error = ComponentError(Phrase("no-component", name="contacts", guess=guess("contacts", ["contact"])))

    assert str(error) == 'there is no component "contacts"; did you mean "contact"?'
    assert message("macro-error", "zh", problem=error.problem).endswith("沒有元件「contacts」；是不是「contact」？")


def test_a_fault_of_the_program_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody meets a traceback, except whoever asks for it."""

    def broken(*args: object, **options: object) -> None:
        raise ZeroDivisionError("by nothing")

    (tmp_path / "mkdocs.yml").touch()
    monkeypatch.setattr("handbook.site.build.check", broken)
    monkeypatch.setenv("HANDBOOK_LANG", "en")
    done = CliRunner().invoke(cli.main, ["check", "--root", str(tmp_path)])
    monkeypatch.setenv("HANDBOOK_DEBUG", "1")
    asked = CliRunner().invoke(cli.main, ["check", "--root", str(tmp_path)])

    assert (done.exit_code, done.stderr) == (
        1, "internal error: ZeroDivisionError: by nothing (set HANDBOOK_DEBUG=1 for details)\n",
    )  # fmt: skip
    assert isinstance(asked.exception, ZeroDivisionError)
