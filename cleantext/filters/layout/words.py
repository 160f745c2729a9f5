"""The words that the layout filter knows: `cleantext/data/layout.toml`, read once, with first use."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around numbers and breaks.

    Attributes:
        title_words: last words of a title that sites print again below it, one character a line.
        named: behind these a number is a name.
        units: before these characters a number is a quantity.
        never_last: behind these characters no sentence stops.
        never_first: with these characters no sentence begins.
    """

    title_words: frozenset[str]
    named: tuple[str, ...]
    units: frozenset[str]
    never_last: frozenset[str]
    never_first: frozenset[str]


@cache
def words() -> Words:
    """Return the words of the data file."""
    data = tomllib.loads(files("cleantext").joinpath("data/layout.toml").read_text("utf-8"))
    return Words(
        title_words=frozenset(data["vertical"]["title_words"]),
        named=tuple(data["numbers"]["named"]),
        units=frozenset("".join(data["numbers"]["units"].split())),
        never_last=frozenset(data["sentence"]["never_last"]),
        never_first=frozenset(data["sentence"]["never_first"]),
    )
