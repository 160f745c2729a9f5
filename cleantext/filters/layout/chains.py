"""Chains: numbers that go up by one from mark to mark. A single number proves nothing, a chain does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar


class Numbered(Protocol):
    """A number that stands somewhere in a text."""

    @property
    def start(self) -> int: ...  # noqa: D102 - see the class
    @property
    def number(self) -> int: ...  # noqa: D102 - see the class


N = TypeVar("N", bound=Numbered)


def best_chain(marks: Sequence[N], gap: int, weight: Callable[[N], float], longest_step: int = 1) -> list[N]:
    """Return the chain of the greatest weight, sorted.

    Args:
        marks: sorted by `start`.
        gap: how far apart, in code points, two marks of a chain are at the least.
        weight: what a mark adds to its chain.
        longest_step: by how much the number may go up from one mark to the next.
    """
    weights: list[float] = []
    parents: list[int | None] = []
    ends: dict[int, int] = {}
    for i, mark in enumerate(marks):
        parent: int | None = None
        for step in range(1, longest_step + 1):
            j = ends.get(mark.number - step)
            if (
                j is not None
                and mark.start - marks[j].start >= gap
                and (parent is None or weights[j] > weights[parent])
            ):
                parent = j
        weights.append(weight(mark) + (0.0 if parent is None else weights[parent]))
        parents.append(parent)
        have = ends.get(mark.number)
        if have is None or weights[i] > weights[have]:
            ends[mark.number] = i
    chain: list[N] = []
    at = max(range(len(marks)), key=weights.__getitem__, default=None)
    while at is not None:
        chain.append(marks[at])
        at = parents[at]
    return chain[::-1]
