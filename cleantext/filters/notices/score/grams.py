"""Runs of one to four characters of a segment, hashed: what the first stage weighs; and the pairs of the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleantext.arrays import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleantext.filters.notices.score.segments import Segments

BITS: Final = 17
"""There are 2 to this power weights of runs."""

PAIR_BITS: Final = 16
"""There are 2 to this power weights of pairs."""

LABEL_BITS: Final = 11
"""There are 2 to this power rows of weights of labels; a run's row is the first bits of its hash."""

ORDERS: Final = 4
"""The longest run, in characters that are not blank."""

SCALE: Final = 6.0
"""What the sum of weights, over the root of the number of runs, is multiplied by."""

STRETCH: Final = 8
"""About so many characters a phrase has that gives a notice away."""

LIMIT: Final = 8.0
"""The first stage's log odds lie between minus and plus this."""

_START, _END, _DIGIT = 2, 3, ord("0")
_MIX: Final = np.uint32(0x9E3779B1)
_STEP: Final = np.uint32(1_000_003)
_SALTS: Final = np.array([[order * 0x632BE5AB & 0xFFFFFFFF] for order in range(ORDERS)], np.uint32)


@dataclass(frozen=True, slots=True)
class Table:
    """Weights of hashed pairs or runs, as they are stored: whole numbers, which are looked up and added up fastest.

    Attributes:
        values: whole numbers; weights themselves, with the unit 1, where a model is being trained.
        unit: what 1 of them weighs.
    """

    values: NDArray[np.int8] | NDArray[np.float32]
    unit: float = 1.0

    @property
    def sums(self) -> type[np.int32 | np.float64]:
        """The kind of number that sums of the values are exact in."""
        return np.int32 if self.values.dtype == np.int8 else np.float64


@dataclass(frozen=True, slots=True)
class Packed:
    """The characters of some segments one behind the other, blanks left out, each between two bounds.

    Attributes:
        codes: folded, every digit the same.
        offsets: where each segment begins in `codes`.
        lengths: how many of the codes each segment has, bounds included.
        places: where each character stands in the text; bounds stand where their segment does.
    """

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]
    places: NDArray[np.int64]


def pair_hashes(view: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return a hash for the pair of characters at each place of a text; behind the last one stands a line end."""
    found = np.empty(len(view), np.uint16)
    behind = np.append(view[1:], np.uint16(ord("\n")))
    for start in range(0, len(view), BLOCK):
        block = slice(start, start + BLOCK)
        mixed = view[block] * _STEP
        mixed += behind[block]
        mixed *= _MIX
        mixed >>= np.uint32(32 - PAIR_BITS)
        found[block] = mixed
    return found


def packed(view: NDArray[np.uint16], cut: Segments, chosen: NDArray[np.int64]) -> Packed:
    """Pack the `chosen` segments of a text."""
    starts, sizes = cut.starts[chosen], cut.ends[chosen] - cut.starts[chosen] + 2
    firsts = np.cumsum(sizes) - sizes
    places = np.arange(sizes.sum()) + np.repeat(starts - firsts - 1, sizes)
    np.maximum(places, 0, out=places)
    np.minimum(places, len(view) - 1, out=places)
    found = view[places].astype(np.uint32)
    found[(found >= ord("0")) & (found <= ord("9"))] = _DIGIT
    found[firsts], found[firsts + sizes - 1] = _START, _END
    kept = np.flatnonzero(found != ord(" "))
    offsets = np.searchsorted(kept, firsts)
    lengths = np.empty_like(offsets)
    lengths[:-1], lengths[-1] = offsets[1:], len(kept)
    lengths -= offsets
    return Packed(found[kept], offsets, lengths, places[kept])


def run_hashes(pack: Packed) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return the hash of the run of each order that begins at each place, and whether it ends inside its segment."""
    count = len(pack.codes)
    hashes = np.zeros((ORDERS, count), np.uint32)
    hashes[0] = pack.codes
    for order in range(1, min(ORDERS, count)):
        np.multiply(hashes[order - 1, : count - order], _STEP, out=hashes[order, : count - order])
        hashes[order, : count - order] += pack.codes[order:]
    hashes ^= _SALTS
    hashes *= _MIX
    hashes >>= np.uint32(32 - BITS)
    left = np.repeat(pack.offsets + pack.lengths, pack.lengths) - np.arange(count)
    return hashes, left > np.arange(ORDERS)[:, None]


def run_weights(pack: Packed, weights: Table) -> tuple[NDArray[np.int8] | NDArray[np.float32], NDArray[np.bool_]]:
    """Return the value of the run of each order at each place, 0 where it leaves its segment, and where it stays."""
    hashes, valid = run_hashes(pack)
    found = weights.values[hashes]
    found *= valid
    return found, valid


@dataclass(frozen=True, slots=True)
class Weighed:
    """Packed segments and the weights of their runs.

    Attributes:
        pack: the segments.
        weights: of runs.
        found: see `run_weights`.
        valid: see `run_weights`.
        count: how many runs each segment has.
        odds: the first stage's score, by segment: log odds.
    """

    pack: Packed
    weights: Table
    found: NDArray[np.int8] | NDArray[np.float32]
    valid: NDArray[np.bool_]
    count: NDArray[np.int64]
    odds: NDArray[np.float32]


def weighed(pack: Packed, weights: Table, bias: float) -> Weighed:
    """Weigh the runs of packed segments."""
    found, valid = run_weights(pack, weights)
    count = _counts(pack)
    total = np.add.reduceat(found.sum(axis=0, dtype=weights.sums), pack.offsets)
    odds = total * (weights.unit * SCALE / np.sqrt(count)) + bias
    odds = np.minimum(np.maximum(odds, -LIMIT), LIMIT)
    return Weighed(pack, weights, found, valid, count, odds.astype(np.float32))


def _counts(pack: Packed) -> NDArray[np.int64]:
    """Return how many runs each packed segment has."""
    found: NDArray[np.int64] = np.maximum(pack.lengths - np.arange(ORDERS)[:, None], 0).sum(axis=0)
    return found


def figures(of: Weighed) -> NDArray[np.float32]:
    """Return the first stage's figures, one row a segment.

    These are: the score (log odds), the highest and the lowest weight, the sums of the weights for and against a
    notice, the share of runs that have no weight, and the highest and the lowest sum of a stretch.
    """
    found, offsets, unit = of.found, of.pack.offsets, np.float32(of.weights.unit)
    highest, lowest = found.max(axis=0), found.min(axis=0)
    for_it = np.add.reduceat(np.maximum(found, 0).sum(axis=0, dtype=of.weights.sums), offsets)
    total = found.sum(axis=0, dtype=of.weights.sums)
    scale = of.weights.unit * SCALE / np.sqrt(of.count)
    unknown = np.add.reduceat(((found == 0) & of.valid).sum(axis=0), offsets)
    stretches = _stretches(total, of.pack)
    rows = np.empty((len(offsets), 8), np.float32)
    rows[:, 0] = of.odds
    rows[:, 1] = np.maximum.reduceat(highest, offsets) * unit
    rows[:, 2] = np.minimum.reduceat(lowest, offsets) * unit
    rows[:, 3] = for_it * scale
    rows[:, 4] = (np.add.reduceat(total, offsets) - for_it) * scale
    rows[:, 5] = unknown / of.count
    rows[:, 6] = np.maximum.reduceat(stretches, offsets) * of.weights.unit
    rows[:, 7] = np.minimum.reduceat(stretches, offsets) * of.weights.unit
    return rows


def _stretches(values: NDArray[np.int32] | NDArray[np.float64], pack: Packed) -> NDArray[Any]:
    """Return the sum of the values of the `STRETCH` characters that begin at each place and stay in its segment."""
    ends = np.minimum(np.arange(len(values)) + STRETCH, np.repeat(pack.offsets + pack.lengths, pack.lengths))
    total = np.zeros(len(values) + 1, values.dtype)
    np.cumsum(values, out=total[1:])
    found: NDArray[Any] = total[ends] - total[:-1]
    return found


def labels(pack: Packed, weights: Table, bias: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return for each segment the number of the label that fits it best."""
    hashes, valid = run_hashes(pack)
    counts = _counts(pack)
    rows = weights.values[hashes.T[valid.T] >> np.uint32(BITS - LABEL_BITS)]
    sums = np.add.reduceat(rows, np.cumsum(counts) - counts, axis=0, dtype=weights.sums)
    scale = weights.unit * SCALE / np.sqrt(counts)
    found: NDArray[np.int64] = np.argmax(sums * scale[:, None] + bias, axis=1)
    return found
