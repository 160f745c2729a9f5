"""The options that choose the pipeline."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, TypeVar

import click

from cleantext.commands.messages import refused, say

if TYPE_CHECKING:
    from cleantext.run.config import Config

NOTHING: Final[Mapping[str, Any]] = {}

Command = TypeVar("Command", bound=Callable[..., Any])


class Settings(TypedDict):
    """What a person may set; None where nothing was typed."""

    config: Path | None
    preset: str | None
    profile: Literal["document", "page", "book"] | None
    safety: Literal["safe", "likely", "suggest"] | None
    script: str | None
    rules: tuple[str, ...]
    keep_lines: bool | None
    assume_rewritten: bool | None
    confusions: tuple[str, ...]
    keep_words: tuple[str, ...]
    guards: tuple[str, ...]
    suggest_repairs: bool | None


def pipeline_options(command: Command) -> Command:
    """Add the options that choose the pipeline."""
    for option in (
        click.option(
            "--suggest-repairs", is_flag=True, default=None, help="Suggest what would be repaired, and repair nothing."
        ),
        click.option(
            "--guard",
            "guards",
            multiple=True,
            metavar="CONTEXT",
            help="Where no word is repaired, the word written as ~, such as '~大会'; may be repeated.",
        ),
        click.option(
            "--keep-word",
            "keep_words",
            multiple=True,
            metavar="WORD",
            help="A word in which nothing is repaired; may be repeated.",
        ),
        click.option(
            "--confusions",
            multiple=True,
            metavar="FILE",
            help="A file with wrong words of your own and the right ones; may be repeated.",
        ),
        click.option(
            "--assume-rewritten",
            is_flag=True,
            default=None,
            help="Take every document for one that a word replacer re-wrote.",
        ),
        click.option(
            "--keep-lines", is_flag=True, default=None, help="Keep every line end, so that line numbers stay."
        ),
        click.option("--rules", multiple=True, metavar="FILE", help="A file with rules of your own; may be repeated."),
        click.option(
            "--script", metavar="NAME", help="Convert the script by an OpenCC configuration: t2s, tw2s, s2twp ..."
        ),
        click.option(
            "--safety",
            type=click.Choice(["safe", "likely", "suggest"]),
            help="Make the changes up to this level; the others are suggestions.  [default: likely]",
        ),
        click.option(
            "--profile",
            type=click.Choice(["document", "page", "book"]),
            help="An author's document with site text around it, dumps of whole web pages, or text read from print.  "
            "[default: document]",
        ),
        click.option("--preset", metavar="NAME", help="Settings for a kind of text; see cleantext presets."),
        click.option(
            "--config",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="The configuration.  [default: cleantext.toml here, or [tool.cleantext] in pyproject.toml here]",
        ),
    ):
        command = option(command)
    return command


def config_of(settings: Settings, reading: Mapping[str, Any] = NOTHING, *, quiet: bool = False) -> Config:
    """Read the configuration, and put what was typed before what it says."""
    from cleantext.run.config import find_config, load_config
    from cleantext.run.sources import why

    given: dict[str, Any] = {key: value for key, value in settings.items() if key != "config" and value is not None}
    given |= {key: list(value) for key, value in given.items() if isinstance(value, tuple)}
    try:
        path = settings["config"] or find_config(Path())
        if path and not settings["config"] and not quiet:
            say(f"Configuration: {path}")
        return load_config(path, given, {key: value for key, value in reading.items() if value is not None})
    except OSError as error:
        raise refused(f"{error.filename}: {why(error)}") from error
    except ValueError as error:
        raise refused(error) from error
