"""What a threshold of similarity means in characters.

The similarity of two strings is rapidfuzz's `ratio` as a fraction: `1 - d / (m + n)`, where `m` and `n` are their
lengths and `d` is their Indel distance, the least number of characters to delete and insert to turn one into the other.
It is at least `t` exactly where `d <= (1 - t) * (m + n)`. All bounds below err on the wide side by less than one
character, so that rounding never loses a pair; the last word is rapidfuzz's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SLACK = 1e-6


def most_edits(threshold: float, total: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the largest distance of two similar strings that have `total` characters together."""
    return ((1 - threshold) * total + _SLACK).astype(np.int64)


def shortest(threshold: float, length: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the least length of a string that can be similar to a longer one of `length`.

    The distance is at least the difference of the lengths: `length - s <= (1 - t) * (length + s)`.
    """
    least: NDArray[np.float64] = np.ceil(length * (threshold / (2 - threshold)) - _SLACK)
    return least.astype(np.int64)
