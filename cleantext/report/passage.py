"""The passage by which a change is known again in the next run."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cleantext.edits import Change

ENOUGH: Final = 8
"""Text of so many code points is known by itself; shorter text by so many more on either side."""

LONGEST: Final = 80
"""A longer passage is known by its beginning."""


def passages(original: str, changes: Sequence[Change], suggestions: Iterable[Change] = ()) -> Iterator[str]:
    """Yield, for each of the sorted changes and then of the suggestions, the text that it takes away.

    Short text comes with what stands around it. That is never part of a change, so that the passage stands in the clean
    text too once the change is not made any more: it is found again in a second run.
    """
    starts = [*(change.start for change in changes), len(original)]
    ends = [0, *(change.end for change in changes)]
    for i, change in enumerate(changes):
        yield _passage(original, change, ends[i], starts[i + 1])
    for change in suggestions:
        yield _passage(
            original, change, ends[bisect_right(ends, change.start) - 1], starts[bisect_left(starts, change.end)]
        )


def _passage(original: str, change: Change, low: int, high: int) -> str:
    """Return the passage of one change; what stands around it is taken from `original[low:high]`."""
    alone = original[change.start : change.end].strip()
    if len(alone) >= ENOUGH:
        return alone[:LONGEST]
    return original[max(low, change.start - ENOUGH) : min(high, change.end + ENOUGH)][:LONGEST]
