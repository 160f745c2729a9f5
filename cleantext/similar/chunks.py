"""Candidates that share an unbroken chunk: the way for many strings.

No similar pair is missed. Let `l` be the longer of two similar strings, `L` its length, `s` the other, `d` their Indel
distance; then `d <= (1 - t) * (L + |s|) <= 2 * (1 - t) * L`. Take any `k = floor(2 * (1 - t) * L) + 1` chunks of `q`
characters of `l` that do not overlap. A deleted character of `l` lies in one of them at the most, and an inserted one
breaks one at the most. `d < k` edits leave one of the `k` chunks whole: it stands in `s`, all its characters side by
side. So it is enough to look up the `k` chunks of the longer string among all q-grams of the shorter ones. If the chunk
begins at `p` in `l` and at `r` in `s`, then at least `|p - r|` edits lie before it and `|(L - p) - (|s| - r)|` behind
it, and both together are at most `d`. Since `|s| >= L * t / (2 - t)`, the chunk is looked for no further than `L - |s|`
to the left and `(1 - t) * L` to the right of its place. `k <= L` holds for every `t` above one half, so there is always
a `q <= L // k`.

Which chunks are taken does not matter for this, so those are that make the fewest candidates: `l` is cut into as many
segments as it has room for chunks, `L // q >= k`; the rarest q-gram of each is a chunk; and the `k` rarest of those are
looked up. What many strings share, a clause that is used again and again, is passed over as far as there is a choice.
Nor does a collision of hashes matter: it can only add a candidate. A chunk whose q-gram occurs once in all meets only
itself, so a string without any near copy costs little more than counting its q-grams.

A string whose chunks hit more places than there are strings of a fitting length (one that repeats a few characters) is
paired with all of those instead. So the work is never more than that of comparing lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.bounds import most_edits, shortest
from cleantext.similar.grams import Rarity, gram_blocks, rarity
from cleantext.similar.meetings import Keys, meetings
from cleantext.similar.packed import Packed, blocks, ranges
from cleantext.similar.windows import window_pairs, window_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_SIZES = np.array([8, 6, 5, 4, 3, 2, 1])
_CHARACTERS_AT_ONCE = 16_000_000
_CHUNKS_AT_ONCE = 1 << 18
_MOST_BITS = 26


def chunk_pairs(
    packed: Packed, threshold: float, split: int = 0
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield candidates block by block: the shorter and the longer string of each pair; a pair may come more than once.

    Args:
        packed: distinct strings, none empty.
        threshold: at least `limits.LOWEST` and below 1.
        split: only pairs of a string before this one with one from this one on are wanted; 0 for all pairs.
    """
    needed = most_edits(threshold, 2 * packed.lengths) + 1
    sizes = _SIZES[np.argmax((packed.lengths // needed)[:, None] >= _SIZES, axis=1)]
    for size in np.unique(sizes):
        longer = np.flatnonzero(sizes == size)
        longer = longer[longer >= split]
        if not len(longer):
            continue
        stop = split or int(longer[-1]) + 1
        first = min(_first_shorter(packed, threshold, longer, int(size)), stop)
        found = rarity(int(size), packed, first, stop)
        for band in blocks(packed.lengths[longer], _CHARACTERS_AT_ONCE):
            yield from _pairs_by_chunks_of(int(size), packed, threshold, longer[band], needed, found, split)


@dataclass(frozen=True, slots=True)
class _Chunks:
    """The chunks of the longer strings: the string of each, its place there, and its hash."""

    owner: NDArray[np.int32]
    place: NDArray[np.int32]
    hashed: NDArray[np.uint64]


def _first_shorter(packed: Packed, threshold: float, longer: NDArray[np.int64], size: int) -> int:
    """Return the first string that is long enough to be similar to one of `longer`, and to hold a chunk."""
    least = shortest(threshold, packed.lengths[longer[:1]])[0]
    return int(np.searchsorted(packed.lengths, max(least, size), "left"))


def _pairs_by_chunks_of(  # noqa: PLR0913, PLR0917 - what chunks are chosen by
    size: int,
    packed: Packed,
    threshold: float,
    longer: NDArray[np.int64],
    needed: NDArray[np.int64],
    found: Rarity,
    split: int,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the candidates whose longer string is one of `longer`, which are cut into chunks of `size`."""
    chunks = _chunks(size, packed, longer, needed, found, least=1 if split else 2)
    crowded = np.zeros(len(packed.lengths), np.bool_)
    if len(chunks.owner):
        makes = Keys(packed, threshold)
        stop = split or int(longer[-1]) + 1
        strings = min(_first_shorter(packed, threshold, longer, size), stop), stop
        keys = np.concatenate([*_gram_keys(size, makes, strings, chunks), *_chunk_keys(makes, chunks)])
        keys.sort()
        most = np.zeros(len(packed.lengths), np.int64)
        most[longer] = window_sizes(packed, threshold)[longer]
        yield from meetings(keys, makes.owner_bits, crowded, most)
    yield from window_pairs(packed, threshold, np.flatnonzero(crowded))


def _chunks(  # noqa: PLR0913 - what chunks are chosen by
    size: int, packed: Packed, longer: NDArray[np.int64], needed: NDArray[np.int64], found: Rarity, *, least: int
) -> _Chunks:
    """Choose the rarest chunks, but for those that occur less often than `least` and so meet no other string."""
    is_longer = np.zeros(len(packed.lengths), np.bool_)
    is_longer[longer] = True
    chosen: list[_Chunks] = []
    for first, block in gram_blocks(size, packed, int(longer[0]), int(longer[-1]) + 1):
        own = np.flatnonzero(is_longer[first : first + len(block.ends)])
        if not len(own):
            continue
        rare = found(block.hashed)
        lengths, parts = packed.lengths[first + own], packed.lengths[first + own] // size
        begin, end = _segments(lengths, parts)
        base = np.repeat(block.ends[own] - (lengths - size + 1), parts)
        best = _rarest(rare, base + begin, base + end - size)
        best = best[_fewest(rare[best], parts, needed[first + own])]
        best = best[rare[best] >= least]
        chosen.append(
            _Chunks(block.owner[best].astype(np.int32), block.place[best].astype(np.int32), block.hashed[best])
        )
    return _Chunks(
        np.concatenate([one.owner for one in chosen]),
        np.concatenate([one.place for one in chosen]),
        np.concatenate([one.hashed for one in chosen]),
    )


def _gram_keys(size: int, makes: Keys, strings: tuple[int, int], chunks: _Chunks) -> Iterator[NDArray[np.uint64]]:
    """Yield the keys of the q-grams that may be one of the chunks."""
    bits = np.uint64(64 - min(_MOST_BITS, len(chunks.hashed).bit_length() + 3))
    wanted = np.zeros(1 << (64 - int(bits)), np.bool_)
    wanted[chunks.hashed >> bits] = True
    for _, block in gram_blocks(size, makes.packed, *strings):
        some = np.flatnonzero(wanted[block.hashed >> bits])
        yield makes.of_grams(block.owner[some], block.place[some], block.hashed[some])


def _chunk_keys(makes: Keys, chunks: _Chunks) -> Iterator[NDArray[np.uint64]]:
    """Yield the keys of the chunks."""
    for start in range(0, len(chunks.owner), _CHUNKS_AT_ONCE):
        part = slice(start, start + _CHUNKS_AT_ONCE)
        yield from makes.of_chunks(
            chunks.owner[part].astype(np.int64), chunks.place[part].astype(np.int64), chunks.hashed[part]
        )


def _segments(lengths: NDArray[np.int64], segments: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut each string into segments of nearly the same length; return where each begins and ends in its string."""
    number = ranges(np.zeros(len(segments), np.int64), segments)
    length, parts = np.repeat(lengths, segments), np.repeat(segments, segments)
    return number * length // parts, (number + 1) * length // parts


def _rarest(rare: NDArray[np.uint8], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which of the q-grams from `first` to `last`, both included, is the rarest, for each such range."""
    best, fewest = first, rare[first]
    for step in range(1, int((last - first).max()) + 1):
        here = np.minimum(first + step, last)
        best = np.where(rare[here] < fewest, here, best)
        fewest = np.minimum(rare[here], fewest)
    return best


def _fewest(rare: NDArray[np.uint8], parts: NDArray[np.int64], needed: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which chunks are the `needed` rarest of their string, of which each has so many `parts`."""
    owner = np.repeat(np.arange(len(parts)), parts)
    order = np.argsort(owner * 256 + rare, kind="stable")
    return order[ranges(np.cumsum(parts) - parts, needed)]
