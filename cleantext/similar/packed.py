"""Many strings as one array of characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_TEXTS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Packed:
    """Strings end to end, shortest first.

    Attributes:
        codes: the characters of all strings, each folded into sixteen bits: equal characters have equal codes.
        lengths: of each string, in code points, rising.
        offsets: where each string begins in `codes`; one more than there are strings.
    """

    codes: NDArray[np.uint16]
    lengths: NDArray[np.int64]
    offsets: NDArray[np.int64]


def pack(texts: Sequence[str]) -> Packed:
    """Pack strings that are sorted by length."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    codes = np.empty(offsets[-1], np.uint16)
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        part = texts[start : start + _TEXTS_AT_ONCE]
        points = np.frombuffer("".join(part).encode("utf-32-le", "surrogatepass"), np.uint32)
        codes[offsets[start] : offsets[start + len(part)]] = points ^ (points >> 16)
    return Packed(codes, lengths, offsets)


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return `start, start + 1 ...` for each start, `count` numbers each, one range behind the other.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total, dtype=np.int64)


def blocks(counts: NDArray[np.int64], most: int) -> Iterator[slice]:
    """Cut a list into slices whose counts add up to `most` at the most, or that hold one entry."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        done = int(ends[start - 1]) if start else 0
        stop = max(int(np.searchsorted(ends, done + most, "right")), start + 1)
        yield slice(start, stop)
        start = stop
