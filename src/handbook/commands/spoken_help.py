"""The help of the command line, in the language of its messages.

`messages.toml` of this room has a text for each command (`help-build`) and each of its options (`help-build-strict`).
What an option means in several commands stands there once (`help-json`).
"""

from __future__ import annotations

import click

from handbook.diagnostics.messages import all_messages, message


class SpokenCommand(click.Command):
    """A command that the messages describe, in the language of the moment: `--lang` may change it."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its line in the list of commands."""
        return message(f"help-{self.name}")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is called."""
        write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does, then what there is to know besides."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(message(f"help-{self.name}"))
            if f"help-{self.name}-more" in all_messages():
                formatter.write_paragraph()
                formatter.write_text(message(f"help-{self.name}-more"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, a row each."""
        write_options(self, ctx, formatter)


def write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The line that shows how a command is called."""
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), message("help-usage") + " ")


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The table of a command's options. Every option has a message."""
    rows = []
    for option in command.get_params(ctx):
        if isinstance(option, click.Option):
            flag = option.opts[-1].removeprefix("--")
            own = f"help-{command.name}-{flag}"
            option.help = message(own if own in all_messages() else f"help-{flag}")
            rows.append(option.get_help_record(ctx) or ("", ""))
    with formatter.section(message("help-options")):
        formatter.write_dl(rows)
