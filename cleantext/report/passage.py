"""The passage by which a change is known again in the next run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleantext.edits import Change

ENOUGH: Final = 8
"""Text of so many code points is known by itself; shorter text by so many more on either side."""

LONGEST: Final = 80
"""A longer passage is known by its beginning."""


def passages(original: str, changes: Sequence[Change]) -> Iterator[str]:
    """Yield, for each of the sorted changes, the text that it takes away, with what stands around it if it is short.

    What stands around is never part of another change, so that the passage stands in the clean text too once the change
    is not made any more: it is found again in a second run.
    """
    ends = [0, *(change.end for change in changes)]
    starts = [*(change.start for change in changes[1:]), len(original)]
    for change, low, high in zip(changes, ends, starts, strict=False):
        yield passage(original, change, low, high)


def passage(original: str, change: Change, low: int, high: int) -> str:
    """Return the passage of one change; what stands around it is taken from `original[low:high]`."""
    alone = original[change.start : change.end].strip()
    if len(alone) >= ENOUGH:
        return alone[:LONGEST]
    return original[max(low, change.start - ENOUGH) : min(high, change.end + ENOUGH)][:LONGEST]
