"""Where chunks of longer strings meet q-grams of shorter ones: one sort instead of many look-ups.

Chunks and q-grams become keys of 64 bits in one array. In front stands a hash of what must be the same: the characters,
and a rough idea of where they stand and of how long the string is. Behind it stands the number of the string, which
rises with its length, then one bit: 0 for a q-gram, 1 for a chunk. Once the keys are sorted, a chunk meets the q-grams
in front of it that have the same hash.

Strings whose lengths have the same number of bits are of one class, and a place is a multiple of an eighth of its
class, so a chunk is entered once for every such place that it may have moved to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.bounds import most_edits, shortest
from cleantext.similar.grams import ODD, mixed
from cleantext.similar.packed import Packed, blocks, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_FINENESS = 3
_CLASSES = 64
_HITS_AT_ONCE = 2_000_000
_KEYS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes keys for packed strings."""

    packed: Packed
    threshold: float

    @property
    def owner_bits(self) -> int:
        """How many bits the number of a string and the last bit take."""
        return len(self.packed.lengths).bit_length() + 1

    def of_grams(
        self, owner: NDArray[np.int64], place: NDArray[np.int64], hashed: NDArray[np.uint64]
    ) -> NDArray[np.uint64]:
        """Return the key of each q-gram."""
        kind = _class_of(self.packed.lengths[owner])
        return self._keys(hashed, place >> _shift(kind), kind, owner * 2)

    def of_chunks(
        self, owner: NDArray[np.int64], place: NDArray[np.int64], hashed: NDArray[np.uint64]
    ) -> Iterator[NDArray[np.uint64]]:
        """Yield the keys of chunks, one for each class and place at which a similar string may have it."""
        length = self.packed.lengths[owner]
        least = shortest(self.threshold, length)
        lowest, highest = _class_of(least), _class_of(length)
        before = np.maximum(place - (length - least) - 1, 0)
        behind = place + most_edits(self.threshold, length) + 1
        for step in range(int((highest - lowest).max(initial=-1)) + 1):
            kind = lowest + step
            shift = _shift(kind)
            first = before >> shift
            last = np.where(kind <= highest, behind >> shift, first - 1)
            for further in range(int((last - first).max(initial=-1)) + 1):
                some = first + further <= last
                yield self._keys(hashed[some], (first + further)[some], kind[some], owner[some] * 2 + 1)

    def _keys(
        self, hashed: NDArray[np.uint64], place: NDArray[np.int64], kind: NDArray[np.int64], low: NDArray[np.int64]
    ) -> NDArray[np.uint64]:
        bits = np.uint64(self.owner_bits)
        found = mixed(hashed + (place * _CLASSES + kind).astype(np.uint64) * np.uint64(ODD))
        return (found >> bits << bits) | low.astype(np.uint64)


def meetings(
    keys: NDArray[np.uint64], owner_bits: int, skipped: NDArray[np.bool_], most: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the shorter and the longer string of each meeting, block by block; a pair may come more than once.

    Args:
        keys: sorted.
        owner_bits: see `Keys.owner_bits`.
        skipped: strings that have more meetings than they are worth are marked here, and their chunks passed over.
        most: for each string, how many meetings it is worth.
    """
    owner, start, count = _met(keys, owner_bits)
    total = np.bincount(owner, count, len(most))
    skipped |= total > most
    some = ~skipped[owner]
    owner, start, count = owner[some], start[some], count[some]
    members = ((keys[(keys & np.uint64(1)) == 0] & np.uint64((1 << owner_bits) - 1)) >> np.uint64(1)).astype(np.int32)
    for part in blocks(count, _HITS_AT_ONCE):
        longer = np.repeat(owner[part], count[part])
        shorter = members[ranges(start[part], count[part])].astype(np.int64)
        near = shorter < longer
        yield shorter[near], longer[near]


def _met(keys: NDArray[np.uint64], owner_bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the owner of each chunk that meets q-grams, and which of all q-grams it meets: a start and a count."""
    low = np.uint64((1 << owner_bits) - 1)
    found = []
    grams_seen, group_seen = 0, 0
    last_hash: np.uint64 | None = None
    for begin in range(0, len(keys), _KEYS_AT_ONCE):
        part = keys[begin : begin + _KEYS_AT_ONCE]
        hashed, is_gram = part >> np.uint64(owner_bits), (part & np.uint64(1)) == 0
        rank = grams_seen + np.cumsum(is_gram, dtype=np.int64) - is_gram  # how many q-grams stand before each key
        is_first = np.concatenate(([hashed[0] != last_hash], hashed[1:] != hashed[:-1]))
        group = np.maximum.accumulate(np.where(is_first, rank, group_seen))
        chunk = np.flatnonzero(~is_gram & (rank > group))
        found.append(((part[chunk] & low) >> np.uint64(1), group[chunk], rank[chunk] - group[chunk]))
        grams_seen, group_seen, last_hash = int(rank[-1] + is_gram[-1]), int(group[-1]), hashed[-1]
    owner, start, count = (np.concatenate(column) for column in zip(*found, strict=True))
    return owner.astype(np.int64), start, count


def _class_of(length: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many bits each length has."""
    bits: NDArray[np.int32] = np.frexp(length.astype(np.float64))[1]
    return bits.astype(np.int64)


def _shift(kind: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.maximum(kind - 1 - _FINENESS, 0)
