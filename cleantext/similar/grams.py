"""The q-grams of packed strings: their hashes, and how rare each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.packed import Packed, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ODD: int = 0x9E3779B97F4A7C15
"""Multiplying by an odd number loses nothing of an unsigned one of 64 bits, and spreads it."""

_ODD_1 = np.uint64(ODD)
_ODD_2 = np.uint64(0xBF58476D1CE4E5B9)
_CHARACTERS_AT_ONCE = 1 << 18
_COUNTED_AT_ONCE = 1 << 22
_MOST_BITS = 28
_MOST_COUNTED = 255


@dataclass(frozen=True, slots=True)
class Grams:
    """The q-grams of the strings from `first` to before `stop`, in their order.

    Attributes:
        owner: the string that each stands in.
        place: where it begins in its string.
        hashed: its hash.
        ends: behind the last q-gram of each string.
    """

    owner: NDArray[np.int64]
    place: NDArray[np.int64]
    hashed: NDArray[np.uint64]
    ends: NDArray[np.int64]


def grams(size: int, packed: Packed, first: int, stop: int) -> Grams:
    """Return every q-gram of the strings from `first` to before `stop`, none of which is shorter than `size`."""
    begin, end = packed.offsets[first], packed.offsets[stop]
    codes = packed.codes[begin:end].astype(np.uint64)
    hashed = np.zeros(len(codes), np.uint64)
    for step in range(size):
        hashed *= _ODD_1
        hashed[: len(codes) - step] += codes[step:]
    counts = packed.lengths[first:stop] - size + 1
    owner = np.repeat(np.arange(first, stop), counts)
    ends = np.cumsum(counts)
    place = np.arange(len(owner)) - np.repeat(ends - counts, counts)
    return Grams(owner, place, mixed(hashed[place + (packed.offsets[owner] - begin)]), ends)


def gram_blocks(size: int, packed: Packed, first: int, stop: int) -> Iterator[tuple[int, Grams]]:
    """Yield the q-grams block by block, so that a block stays inside the cache, each with its first string."""
    for part in blocks(packed.lengths[first:stop], _CHARACTERS_AT_ONCE):
        yield first + part.start, grams(size, packed, first + part.start, first + part.stop)


def mixed(hashed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread a hash over all of its bits."""
    hashed = hashed * _ODD_2
    hashed ^= hashed >> np.uint64(31)
    hashed *= _ODD_1
    hashed ^= hashed >> np.uint64(29)
    return hashed


@dataclass(frozen=True, slots=True)
class Rarity:
    """How often q-grams occur: their hashes' first bits are counted, up to 255. Never too low, seldom too high."""

    counts: NDArray[np.uint8]
    bits: int

    def slots(self, hashed: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return where each hash is counted."""
        return (hashed >> np.uint64(64 - self.bits)).astype(np.int64)

    def __call__(self, hashed: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """Return how often each hash occurs."""
        return self.counts[self.slots(hashed)]


def rarity(size: int, packed: Packed, first: int, stop: int) -> Rarity:
    """Count the q-grams of the strings from `first` to before `stop`."""
    total = int(packed.offsets[stop] - packed.offsets[first])
    bits = min(_MOST_BITS, max(8, total.bit_length() + 1))
    found = Rarity(np.zeros(1 << bits, np.uint8), bits)
    waiting: list[NDArray[np.int64]] = []
    for _, block in gram_blocks(size, packed, first, stop):
        waiting.append(found.slots(block.hashed))
        if sum(map(len, waiting)) >= _COUNTED_AT_ONCE:
            _count(found.counts, np.concatenate(waiting))
            waiting = []
    if waiting:
        _count(found.counts, np.concatenate(waiting))
    return found


def _count(counts: NDArray[np.uint8], slots: NDArray[np.int64]) -> None:
    """Add to the counts; sorted slots keep the work inside the cache."""
    slots.sort()
    last = np.flatnonzero(np.diff(slots, append=-1))
    slot, times = slots[last], np.diff(last, prepend=-1)
    counts[slot] = np.minimum(counts[slot] + times, _MOST_COUNTED)
