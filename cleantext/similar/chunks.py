"""Candidates that share an unbroken chunk: the way for many strings.

No similar pair is missed. Let `l` be the longer of two similar strings, `L` its length, `s` the other, `d` their Indel
distance; then `d <= (1 - t) * (L + |s|) <= 2 * (1 - t) * L`. Cut `l` into `k = floor(2 * (1 - t) * L) + 1` segments of
at least `L // k` characters and choose in each one chunk of `q <= L // k` characters. The chunks do not overlap, so a
deleted character of `l` lies in one of them at the most, and an inserted one breaks one at the most. `d < k` edits
leave one of the `k` chunks whole: it stands in `s`, all its characters side by side. So it is enough to look up the
`k` chunks of the longer string among all q-grams of the shorter ones. If the chunk begins at `p` in `l` and at `r` in
`s`, then at least `|p - r|` edits lie before it and `|(L - p) - (|s| - r)|` behind it, and both together are at most
`d`; pairs that break this are left out too. `k <= L` holds for every `t` above one half, so there is always a `q`.

Which chunk of a segment is taken does not matter for this; the one whose q-gram is rarest makes the fewest candidates.
Nor does a collision of hashes: it can only add a candidate. A chunk whose q-gram occurs once in all meets only itself,
so a string without any near copy costs little more than counting its q-grams.

A string whose chunks hit more places than there are strings of a fitting length (one that repeats a few characters) is
paired with all of those instead. So the work is never more than that of comparing lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.bounds import most_edits, shortest
from cleantext.similar.packed import Packed, blocks, ranges
from cleantext.similar.windows import window_pairs, window_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LONGEST = 1 << 20
"""Strings must be shorter than this: a position has twenty bits of the key."""

_SIZES = np.array([8, 6, 5, 4, 3, 2, 1])
_PLACES = np.uint64(LONGEST - 1)
_HITS_AT_ONCE = 2_000_000
_MOST_BITS = 26
_ODD_1 = np.uint64(0x9E3779B97F4A7C15)
_ODD_2 = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class _Grams:
    """Places in packed strings, each with the string that it lies in and the hash of the q-gram that begins there."""

    place: NDArray[np.int64]
    owner: NDArray[np.int64]
    hashed: NDArray[np.uint64]

    def __getitem__(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> _Grams:
        return _Grams(self.place[chosen], self.owner[chosen], self.hashed[chosen])


def chunk_pairs(packed: Packed, threshold: float) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield candidates block by block: the shorter and the longer string of each pair; a pair may come more than once.

    Args:
        packed: distinct strings, none empty, none as long as `LONGEST`.
        threshold: at least `limits.LOWEST` and below 1.
    """
    segments = most_edits(threshold, 2 * packed.lengths) + 1
    sizes = _SIZES[np.argmax((packed.lengths // segments)[:, None] >= _SIZES, axis=1)]
    for size in np.unique(sizes):
        longer = np.flatnonzero(sizes == size)
        yield from _pairs_by_chunks_of(int(size), packed, threshold, longer, segments[longer])


def _pairs_by_chunks_of(
    size: int, packed: Packed, threshold: float, longer: NDArray[np.int64], segments: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the candidates whose longer string is one of `longer`, all of which are cut into chunks of `size`."""
    grams, chunks = _grams_and_chunks(size, packed, threshold, longer, segments)
    order, start, count, chunk = _hits(packed, threshold, chunks, grams)
    owner = chunks.owner[chunk]
    others = np.bincount(owner, count, len(packed.lengths)) - np.bincount(chunks.owner, minlength=len(packed.lengths))
    crowded = others > window_sizes(packed, threshold)  # every chunk has met itself, too
    yield from window_pairs(packed, threshold, np.flatnonzero(crowded))
    rest = np.flatnonzero(~crowded[owner])
    rest = rest[np.argsort(owner[rest], kind="stable")]
    start, count, chunk = start[rest], count[rest], chunk[rest]
    for part in blocks(count, _HITS_AT_ONCE):
        hit = order[ranges(start[part], count[part])]
        met = np.repeat(chunk[part], count[part])
        yield _near_in_place(packed, threshold, grams[hit], chunks[met])


def _grams_and_chunks(
    size: int, packed: Packed, threshold: float, longer: NDArray[np.int64], segments: NDArray[np.int64]
) -> tuple[_Grams, _Grams]:
    """Return the chunks of `longer`, and the q-grams of all strings of a fitting length that can be one of them."""
    least = shortest(threshold, packed.lengths[longer[:1]])[0]
    first = int(np.searchsorted(packed.lengths, least, "left"))
    grams = _grams(size, packed, first, int(longer[-1]) + 1)
    bits = min(_MOST_BITS, max(8, len(grams.hashed).bit_length() + 1))
    slot = _slots(grams.hashed, bits)
    rarity = np.bincount(slot, minlength=1 << bits)[slot]
    begin, end = _segments(packed.lengths[longer], segments)
    base = np.repeat(np.searchsorted(grams.owner, longer, "left"), segments)
    best = _rarest(rarity, base + begin, base + end - size)
    best = best[rarity[best] > 1]
    wanted = np.zeros(1 << bits, np.bool_)
    wanted[slot[best]] = True
    return grams[wanted[slot]], grams[best]


def _grams(size: int, packed: Packed, first: int, stop: int) -> _Grams:
    """Return every q-gram of the strings from `first` to before `stop`, none of which is shorter than `size`."""
    begin, end = packed.offsets[first], packed.offsets[stop]
    owner = np.repeat(np.arange(first, stop), packed.lengths[first:stop])
    place = np.arange(begin, end)
    whole = place + size <= packed.offsets[owner + 1]
    codes = packed.codes[begin:end].astype(np.uint64)
    hashed = np.zeros(len(codes), np.uint64)
    for step in range(size):
        hashed *= _ODD_1
        hashed[: len(codes) - step] += codes[step:]
    return _Grams(place[whole], owner[whole], _mixed(hashed[whole]))


def _mixed(hashed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread a hash over all of its bits."""
    hashed = hashed * _ODD_2
    hashed ^= hashed >> np.uint64(31)
    hashed *= _ODD_1
    hashed ^= hashed >> np.uint64(29)
    return hashed


def _slots(hashed: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """Return the first bits of each hash, to count by."""
    return (hashed >> np.uint64(64 - bits)).astype(np.int64)


def _segments(lengths: NDArray[np.int64], segments: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut each string into segments of nearly the same length; return where each begins and ends in its string."""
    number = ranges(np.zeros(len(segments), np.int64), segments)
    length, parts = np.repeat(lengths, segments), np.repeat(segments, segments)
    return number * length // parts, (number + 1) * length // parts


def _rarest(rarity: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which of the q-grams from `first` to `last`, both included, is the rarest, for each such range."""
    best, fewest = first, rarity[first]
    for step in range(1, int((last - first).max()) + 1):
        here = np.minimum(first + step, last)
        best = np.where(rarity[here] < fewest, here, best)
        fewest = np.minimum(rarity[here], fewest)
    return best


def _hits(
    packed: Packed, threshold: float, chunks: _Grams, grams: _Grams
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Look up every chunk among the q-grams that stand near its place in strings of a fitting length.

    Returns:
        An order of the q-grams; ranges in it, as starts and counts; and the chunk that each range belongs to.
    """
    bucket = _length_buckets(threshold, int(packed.lengths[-1]))
    keys = _keys(grams.hashed, bucket[packed.lengths[grams.owner]], grams.place - packed.offsets[grams.owner])
    order = np.argsort(keys)
    keys = keys[order]
    length, place = packed.lengths[chunks.owner], chunks.place - packed.offsets[chunks.owner]
    least = shortest(threshold, length)
    from_place = np.maximum(place - (length - least) - 1, 0)
    to_place = place + most_edits(threshold, length) + 1
    lowest, highest = bucket[least], bucket[length]
    nothing = np.zeros(0, np.int64)
    found = [(nothing, nothing, nothing)]
    for step in range(int((highest - lowest).max(initial=-1)) + 1):
        chunk = np.flatnonzero(lowest + step <= highest)
        at = lowest[chunk] + step
        low = _keys(chunks.hashed[chunk], at, from_place[chunk])
        high = _keys(chunks.hashed[chunk], at, to_place[chunk])
        rising = np.argsort(low)  # sorted needles keep the search inside the cache
        chunk = chunk[rising]
        start = np.searchsorted(keys, low[rising], "left")
        stop = np.searchsorted(keys, high[rising], "right")
        some = stop > start
        found.append((start[some], (stop - start)[some], chunk[some]))
    start, count, chunk = (np.concatenate(column) for column in zip(*found, strict=True))
    return order, start, count, chunk


def _length_buckets(threshold: float, longest: int) -> NDArray[np.int64]:
    """Return a number for each length, so that similar strings have the same one or neighbours."""
    lengths = np.maximum(np.arange(longest + 1), 1)
    buckets: NDArray[np.float64] = np.log(lengths) / np.log((2 - threshold) / threshold)
    return buckets.astype(np.int64)


def _keys(hashed: NDArray[np.uint64], bucket: NDArray[np.int64], place: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return numbers that sort q-grams by hash and bucket of length, then by place in the string."""
    mixed = _mixed(hashed + bucket.astype(np.uint64) * _ODD_1)
    return (mixed & ~_PLACES) | np.minimum(place.astype(np.uint64), _PLACES)


def _near_in_place(
    packed: Packed, threshold: float, gram: _Grams, chunk: _Grams
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs whose lengths and places of the common chunk admit similarity."""
    one, other = gram.owner, chunk.owner
    before = (chunk.place - packed.offsets[other]) - (gram.place - packed.offsets[one])
    longer_by = packed.lengths[other] - packed.lengths[one]
    limit = most_edits(threshold, packed.lengths[one] + packed.lengths[other])
    near = (one < other) & (np.abs(before) + np.abs(longer_by - before) <= limit)
    return one[near], other[near]
