"""The weights of the clues of soft pairs: a table made by `benchmarks/train_repair.py` from clean text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Final

FILE: Final = "data/confusion_weights.txt"

UNIT: Final = 0.05
"""What one unit of the table stands for, in nats."""

UNFAMILIAR: Final = 2.0
"""The most that is thought likely, in nats, before any clue is looked at, in a text of another kind."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much speaks for the original of one pair, in units.

    Attributes:
        bias: before any clue is looked at, in the text that the table was made from.
        clues: for each clue.
    """

    bias: int
    clues: Mapping[str, int]

    def prior(self, *, familiar: bool) -> float:
        """Return the log odds, in nats, before any clue is looked at: less in a text of another kind."""
        bias = UNIT * self.bias
        return bias if familiar else min(bias, UNFAMILIAR)

    def told_by(self, clues: Iterable[str]) -> float:
        """Return what the clues of a place add to the log odds, in nats."""
        return UNIT * sum(filter(None, map(self.clues.get, clues)))


@cache
def builtin_weights() -> dict[str, Weights]:
    """Return the weights of each replacement that has a model."""
    return read_weights(files("cleantext").joinpath(FILE).read_text("utf-8"))


def read_weights(table: str) -> dict[str, Weights]:
    """Read what `write_weights` wrote."""
    found: dict[str, Weights] = {}
    clues: dict[str, int] = {}
    for line in table.splitlines():
        head, *rest = line.split(" ")
        if head == "=":
            clues = {}
            found[rest[0]] = Weights(int(rest[1]), clues)
        else:
            clues.update(dict.fromkeys(rest, int(head)))
    return found


def write_weights(weights: Mapping[str, Weights]) -> str:
    """Write a table: for each pair a line `= word bias`, then for each weight a line with all clues that have it."""
    lines: list[str] = []
    for word in sorted(weights):
        lines.append(f"= {word} {weights[word].bias}")
        by_weight = sorted((weight, clue) for clue, weight in weights[word].clues.items())
        lines.extend(
            f"{weight} {' '.join(clue for _, clue in group)}"
            for weight, group in groupby(by_weight, lambda one: one[0])
        )
    return "".join(f"{line}\n" for line in lines)
