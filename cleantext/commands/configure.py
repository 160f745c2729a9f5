"""`cleantext init` and `cleantext presets`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from pathlib import Path

import click

from cleantext.commands.messages import check_known, refused, say


@click.command(epilog="Example: cleantext init --preset web")
@click.option("--preset", metavar="NAME", help="Start from a preset; see cleantext presets.")
def init(*, preset: str | None) -> None:
    """Write a configuration, cleantext.toml, into this folder.

    It holds every setting with what it means, commented out, as it is where nothing is said. A file that is there
    already is left alone.
    """
    from cleantext.run.config import NAME
    from cleantext.run.config import preset as settings_of
    from cleantext.run.settings import ConfigError
    from cleantext.run.template import template

    try:
        if preset is not None:
            settings_of(preset)
        with Path(NAME).open("xb") as file:
            file.write(template(preset).encode())
    except ConfigError as error:
        raise refused(error) from error
    except FileExistsError as error:
        raise refused(f"{NAME} is there already; it is left as it is") from error
    except OSError as error:
        raise refused(f"{NAME} cannot be written: {error.strerror}") from error
    say(f"Written: {NAME}")


@click.command(short_help="List the presets, settings for kinds of text.", epilog="Example: cleantext presets web")
@click.argument("name", required=False)
def presets(*, name: str | None) -> None:
    """List the presets, settings for kinds of text; with a NAME, show what it sets."""
    from cleantext.report.terminal import console, show_rows
    from cleantext.run.config import presets as all_presets
    from cleantext.run.template import in_toml

    found = all_presets()
    if name is None:
        show_rows(console(), ("preset", "for"), [(key, one["description"]) for key, one in found.items()])
        return
    check_known("preset", name, found)
    click.echo(f"# {found[name]['description']}")
    for key, value in found[name].items():
        if key != "description":
            click.echo(f"{key} = {in_toml(value)}")
