"""`handbook serve`: the site on this machine, built anew when a source changes."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import click

from handbook.commands.build import building_note
from handbook.commands.loaded_handbook import tree_names
from handbook.commands.options import audience_option, data_option, language_option, root_option, site_option
from handbook.commands.spoken_help import SpokenCommand
from handbook.diagnostics.diagnostics import HandbookError
from handbook.diagnostics.messages import message
from handbook.model.audience import INTERNAL


def shown_first(names: Sequence[str]) -> str:
    """The tree that is shown when none is asked for: that of the environment, that for colleagues, or the first."""
    meant = os.environ.get("HANDBOOK_AUDIENCE", "")
    return meant or (INTERNAL if INTERNAL in names else names[0])


@click.command("serve", cls=SpokenCommand)
@root_option
@site_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-watch", is_flag=True)
@audience_option
@data_option
@language_option
def command(root: Path, site_dir: Path | None, port: int, no_watch: bool, audience: str, data: Path | None) -> None:
    """Build, show the site on this machine, and rebuild when a source changes."""
    from handbook.commands.output_places import refuse_sources
    from handbook.reading import resources
    from handbook.site import serve
    from handbook.site.build import build

    names = tree_names(root)
    audience = audience or (shown_first(names) if names else "")
    refuse_sources(site_dir, root, data)
    with building_note():
        site = build(root, site_dir=site_dir, data=data, audience=audience)
    server = serve.open_server(site, port)
    stop = threading.Event()

    def rebuild() -> None:
        click.echo(message("rebuilding"))
        try:
            build(root, site_dir=site_dir, data=data, audience=audience)
        except HandbookError as error:
            click.echo("\n".join(filter(None, (str(error), message("site-kept")))), err=True)

    if not no_watch:
        sources = [root / "docs", root / "templates", root / "macros", root / "mkdocs.yml", resources.theme_dir()]
        sources += [data] if data else []
        threading.Thread(target=serve.watch, args=(sources, rebuild, stop), daemon=True).start()
    if names:
        click.echo(message("serving-tree", name=audience, names=", ".join(names)))
    click.echo(message("serving", url=f"http://{serve.HOST}:{server.server_address[1]}/"))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        stop.set()
        server.server_close()
