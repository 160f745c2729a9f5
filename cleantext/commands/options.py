"""The options that choose the pipeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar

import click

import cleantext
from cleantext.commands.messages import wrong_use

if TYPE_CHECKING:
    from cleantext.pipeline import Pipeline

Command = TypeVar("Command", bound=Callable[..., Any])


class Settings(TypedDict):
    """What `cleantext.default_pipeline` takes."""

    profile: Literal["document", "page"]
    safety: Literal["safe", "likely", "suggest"]
    script: str | None
    rules: tuple[str, ...]
    keep_lines: bool
    assume_rewritten: bool
    confusions: tuple[str, ...]
    keep_words: tuple[str, ...]
    guards: tuple[str, ...]
    suggest_repairs: bool


def pipeline_options(command: Command) -> Command:
    """Add the options that choose the pipeline."""
    for option in (
        click.option("--suggest-repairs", is_flag=True, help="Suggest what would be repaired, and repair nothing."),
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
            "--assume-rewritten", is_flag=True, help="Take every document for one that a word replacer re-wrote."
        ),
        click.option("--keep-lines", is_flag=True, help="Keep every line end, so that line numbers stay."),
        click.option("--rules", multiple=True, metavar="FILE", help="A file with rules of your own; may be repeated."),
        click.option(
            "--script", metavar="NAME", help="Convert the script by an OpenCC configuration: t2s, tw2s, s2twp ..."
        ),
        click.option(
            "--safety",
            type=click.Choice(["safe", "likely", "suggest"]),
            default="likely",
            show_default=True,
            help="Make the changes up to this level; the others are suggestions.",
        ),
        click.option(
            "--profile",
            type=click.Choice(["document", "page"]),
            default="document",
            show_default=True,
            help="An author's document with site text around it, or dumps of whole web pages.",
        ),
    ):
        command = option(command)
    return command


def pipeline_of(settings: Settings) -> Pipeline:
    """Make the pipeline that the options ask for."""
    try:
        return cleantext.default_pipeline(**settings)
    except (ValueError, OSError) as error:
        raise wrong_use(error) from error
