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
    """Yield where the texts differ, in order.

    What one text lacks and the other adds one character further on is one place: 海口 and 上海 share a character only
    by chance.
    """
    steps = [step for step in Levenshtein.opcodes(one, other) if step.tag != "equal"]
    start = 0
    for i, step in enumerate(steps):
        following = steps[i + 1] if i + 1 < len(steps) else None
        if following is None or not _belong_together(step, following):
            first, last = steps[start], step
            yield Place(
                one=one[first.src_start : last.src_end],
                other=other[first.dest_start : last.dest_end],
                before=one[max(0, first.src_start - _NEIGHBOURHOOD) : first.src_start],
                after=(one[last.src_end :][:_NEIGHBOURHOOD], other[last.dest_end :][:_NEIGHBOURHOOD]),
                begins=first.src_start == first.dest_start == 0,
                ends=last.src_end == len(one) and last.dest_end == len(other),
            )
            start = i + 1


def _belong_together(step: Opcode, following: Opcode) -> bool:
    gap = following.src_start - step.src_end
    return gap == 0 or (gap == 1 and {step.tag, following.tag} == {"insert", "delete"})
