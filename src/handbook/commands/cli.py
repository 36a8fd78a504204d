"""The command line: `handbook COMMAND`. Exit codes: 0 well, 1 problems found, 2 wrong use.

The command `verify-log` is the function `command` of the module `verify_log`, and so on. A module is imported when
its command is run or described. What a command needs beyond this package it imports when it runs, so that
`handbook --help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import Any, NoReturn

import click

from handbook.commands.spoken_help import write_options, write_usage
from handbook.diagnostics.diagnostics import ContentError, HandbookError
from handbook.diagnostics.messages import message, preferred_language

COMMANDS = ("add", "addresses", "build", "check", "fill", "list", "new", "read", "schema", "serve", "verify-log")


class CommandLine(click.Group):
    """Loads its commands when they are wanted, and shows every error of ours as text, never as a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"handbook.commands.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is called."""
        write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the program is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(message("help-handbook"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its own options, then its commands."""
        write_options(self, ctx, formatter)
        rows = [(name, message(f"help-{name}")) for name in self.list_commands(ctx)]
        with formatter.section(message("help-commands")):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ContentError as error:
            _fail(error.diagnostics.render(preferred_language()))
        except HandbookError as error:
            _fail(str(error), error.exit_code)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressed again, it would show where the program was
            _fail(message("interrupted"), 130)
        except BrokenPipeError:
            sys.stderr.close()  # the reader (`| head`) has gone; Python must not complain about it
            sys.exit(1)
        except Exception as error:  # the last line of defence
            if os.environ.get("HANDBOOK_DEBUG"):
                raise
            _fail(message("internal-error", error=f"{type(error).__name__}: {error}"))


def _fail(text: str, code: int = 1) -> NoReturn:
    """Leave with the exit code; the text may be empty when everything has been printed."""
    if text:
        click.echo(text, err=True)
    sys.exit(code)


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handbook-yuli", prog_name="handbook")
def main() -> None:
    """Build and check a handbook of templates, procedures, checklists and emergency flows."""


if __name__ == "__main__":
    main()
