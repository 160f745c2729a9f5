"""Candidates by length alone, every pair whose lengths admit similarity: for few strings, and degenerate ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.bounds import shortest
from cleantext.similar.packed import Packed, blocks, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_PAIRS_AT_ONCE = 1_000_000


def window_sizes(packed: Packed, threshold: float) -> NDArray[np.int64]:
    """Return, for each string, how many of those before it are long enough to be similar to it."""
    return np.arange(len(packed.lengths)) - _window_starts(packed, threshold)


def window_pairs(
    packed: Packed, threshold: float, longer: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield, block by block, each of the strings `longer` with every string before it that is long enough."""
    starts = _window_starts(packed, threshold)[longer]
    counts = longer - starts
    for part in blocks(counts, _PAIRS_AT_ONCE):
        yield ranges(starts[part], counts[part]), np.repeat(longer[part], counts[part])


def _window_starts(packed: Packed, threshold: float) -> NDArray[np.int64]:
    return np.searchsorted(packed.lengths, shortest(threshold, packed.lengths), "left")
