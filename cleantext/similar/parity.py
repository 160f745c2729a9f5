"""A signature of a string that tells most dissimilar pairs apart without looking at the strings again.

Every character owns one of 512 bits; a bit is set where its characters occur an odd number of times in all. Deleting or
inserting one character flips one bit, so signatures of strings at Indel distance `d` differ in `d` bits at the most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.bounds import most_edits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleantext.similar.packed import Packed

_WORDS = 8
_BITS = _WORDS * 64
_STRINGS_AT_ONCE = 1000
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def signatures(packed: Packed) -> NDArray[np.uint64]:
    """Return the signatures of all strings as eight rows of words, one column for each string."""
    count = len(packed.lengths)
    words = np.empty((_WORDS, count), np.uint64)
    for start in range(0, count, _STRINGS_AT_ONCE):
        stop = min(start + _STRINGS_AT_ONCE, count)
        codes = packed.codes[packed.offsets[start] : packed.offsets[stop]].astype(np.uint64)
        bit = ((codes * _SPREAD) >> np.uint64(40)).astype(np.int64) % _BITS
        owner = np.repeat(np.arange(stop - start), packed.lengths[start:stop])
        odd = np.bincount(owner * _BITS + bit, minlength=(stop - start) * _BITS) & 1
        packed_bits = np.packbits(odd.astype(np.uint8).reshape(stop - start, _BITS), axis=1)
        words[:, start:stop] = packed_bits.view(np.uint64).T
    return words


def may_be_similar(
    words: NDArray[np.uint64],
    lengths: NDArray[np.int64],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    threshold: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return those of the pairs, the shorter and the longer string of each, whose signatures differ in few bits.

    The first word is compared with a bound that only the longer string sets: most pairs are gone before more is known.
    """
    one, other = pairs
    bound = np.minimum(most_edits(threshold, 2 * lengths), 64).astype(np.uint8)
    near = np.flatnonzero(np.bitwise_count(words[0][one] ^ words[0][other]) <= bound[other])
    one, other = one[near], other[near]
    limit = most_edits(threshold, lengths[one] + lengths[other])
    differ = np.zeros(len(one), np.int64)
    for word in words:
        differ += np.bitwise_count(word[one] ^ word[other])
        near = np.flatnonzero(differ <= limit)
        one, other, limit, differ = one[near], other[near], limit[near], differ[near]
    return one, other
