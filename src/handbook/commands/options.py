"""The options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path

import click

from handbook.diagnostics.messages import message


def _root(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    root = Path(value).resolve()
    if not (root / "mkdocs.yml").is_file():
        raise click.UsageError(message("no-handbook", root=value), context)
    return root


def _language(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["HANDBOOK_LANG"] = value


root_option = click.option("--root", default=".", callback=_root)
data_option = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
language_option = click.option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    callback=_language,
    expose_value=False,
    is_eager=True,
)
audience_option = click.option("--audience", default="", metavar="NAME")
site_option = click.option("--site-dir", type=click.Path(path_type=Path))
