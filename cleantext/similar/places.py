"""Where two similar texts differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from rapidfuzz.distance import Opcode

_NEIGHBOURHOOD: Final = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where two texts differ: what each has there, and a few characters before it and behind it in either text.

    Attributes:
        begins: whether it begins both texts.
        ends: whether it ends both texts.
    """

    one: str
    other: str
    before: str
    after: tuple[str, str]
    begins: bool
    ends: bool


def places(one: str, other: str) -> Iterator[Place]:
    """Yield where the texts differ, in order; see `differing`."""
    for (start, end), (other_start, other_end) in differing(one, other):
        yield Place(
            one=one[start:end],
            other=other[other_start:other_end],
            before=one[max(0, start - _NEIGHBOURHOOD) : start],
            after=(one[end:][:_NEIGHBOURHOOD], other[other_end:][:_NEIGHBOURHOOD]),
            begins=start == other_start == 0,
            ends=end == len(one) and other_end == len(other),
        )


def differing(one: str, other: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the spans of either text that differ, in order.

    What one text lacks and the other adds one character further on is one place: 海口 and 上海 share a character only
    by chance.

    >>> list(differing("海口市", "上海市"))
    [((0, 2), (0, 2))]
    """
    steps = [step for step in Levenshtein.opcodes(one, other) if step.tag != "equal"]
    start = 0
    for i, step in enumerate(steps):
        following = steps[i + 1] if i + 1 < len(steps) else None
        if following is None or not _belong_together(step, following):
            first = steps[start]
            yield (first.src_start, step.src_end), (first.dest_start, step.dest_end)
            start = i + 1


def _belong_together(step: Opcode, following: Opcode) -> bool:
    gap = following.src_start - step.src_end
    return gap == 0 or (gap == 1 and {step.tag, following.tag} == {"insert", "delete"})
