"""Runs of one to four characters of a segment, hashed: what the first stage weighs; and the pairs of the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

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


@dataclass(frozen=True, slots=True)
class Packed:
    """The characters of some segments one behind the other, blanks left out, each between two bounds.

    Attributes:
        codes: folded, every digit the same.
        offsets: where each segment begins in `codes`.
        places: where each character stands in the text; bounds stand where their segment does.
    """

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    places: NDArray[np.int64]


def pair_hashes(view: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return a hash for the pair of characters at each place of a text; behind the last one stands a line end."""
    wide = np.append(view, ord("\n")).astype(np.uint32)
    mixed = (wide[:-1] * _STEP + wide[1:]) * _MIX
    return (mixed >> np.uint32(32 - PAIR_BITS)).astype(np.uint16)


def packed(view: NDArray[np.uint16], cut: Segments, chosen: NDArray[np.int64]) -> Packed:
    """Pack the `chosen` segments of a text."""
    starts, lengths = cut.starts[chosen], cut.ends[chosen] - cut.starts[chosen] + 2
    offsets = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) + np.repeat(starts - offsets - 1, lengths)
    places = np.clip(places, 0, len(view) - 1)
    found = view[places].astype(np.uint32)
    found[(found >= ord("0")) & (found <= ord("9"))] = _DIGIT
    found[offsets], found[offsets + lengths - 1] = _START, _END
    kept = found != ord(" ")
    return Packed(found[kept], np.cumsum(kept)[offsets] - 1, places[kept])


def run_hashes(pack: Packed) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return the hash of the run of each order that begins at each place, and whether it ends inside its segment."""
    count = len(pack.codes)
    begins = np.zeros(count, np.bool_)
    begins[pack.offsets] = True
    owner = np.cumsum(begins)
    hashes = np.zeros((ORDERS, count), np.uint32)
    valid = np.zeros((ORDERS, count), np.bool_)
    state = pack.codes
    for order in range(ORDERS):
        size = count - order
        if order:
            state = state[:size] * _STEP + pack.codes[order:]
        hashes[order, :size] = ((state ^ np.uint32(order * 0x632BE5AB & 0xFFFFFFFF)) * _MIX) >> np.uint32(32 - BITS)
        valid[order, :size] = owner[:size] == owner[order:]
    return hashes, valid


def run_weights(pack: Packed, weights: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return the weight of the run of each order at each place, 0 where it leaves its segment, and where it stays."""
    hashes, valid = run_hashes(pack)
    return np.where(valid, weights[hashes], np.float32(0)), valid


@dataclass(frozen=True, slots=True)
class Weighed:
    """Packed segments and the weights of their runs.

    Attributes:
        pack: the segments.
        found: see `run_weights`.
        valid: see `run_weights`.
        count: how many runs each segment has.
        for_it: the sum of the weights that speak for a notice, by segment, scaled.
        against: the same, of those that speak against one.
        odds: the first stage's score, by segment.
    """

    pack: Packed
    found: NDArray[np.float32]
    valid: NDArray[np.bool_]
    count: NDArray[np.int64]
    for_it: NDArray[np.floating]
    against: NDArray[np.floating]
    odds: NDArray[np.float32]


def weighed(pack: Packed, weights: NDArray[np.float32], bias: float) -> Weighed:
    """Weigh the runs of packed segments."""
    found, valid = run_weights(pack, weights)
    count = np.add.reduceat(valid.sum(axis=0), pack.offsets)
    scale = SCALE / np.sqrt(count)
    for_it = np.add.reduceat(np.maximum(found, 0).sum(axis=0), pack.offsets) * scale
    against = np.add.reduceat(np.minimum(found, 0).sum(axis=0), pack.offsets) * scale
    odds = np.clip(for_it + against + bias, -LIMIT, LIMIT)
    return Weighed(pack, found, valid, count, for_it, against, odds.astype(np.float32))


def figures(of: Weighed) -> NDArray[np.float32]:
    """Return the first stage's figures, one row a segment.

    These are: the score (log odds), the highest and the lowest weight, the sums of the weights for and against a
    notice, the share of runs that have no weight, and the highest and the lowest sum of a stretch.
    """
    found, offsets = of.found, of.pack.offsets
    unknown = np.add.reduceat(((found == 0) & of.valid).sum(axis=0), offsets) / of.count
    stretches = _stretches(found.sum(axis=0), offsets)
    return np.stack(
        [
            of.odds,
            np.maximum.reduceat(found.max(axis=0), offsets),
            np.minimum.reduceat(found.min(axis=0), offsets),
            of.for_it,
            of.against,
            unknown,
            np.maximum.reduceat(stretches, offsets),
            np.minimum.reduceat(stretches, offsets),
        ],
        axis=1,
    ).astype(np.float32)


def _stretches(weights: NDArray[np.float32], offsets: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the sum of the weights of the `STRETCH` characters that begin at each place and stay in its segment."""
    bounds = np.append(offsets[1:], len(weights))
    lengths = bounds - offsets
    ends = np.minimum(np.arange(len(weights)) + STRETCH, np.repeat(bounds, lengths))
    total = np.concatenate(([0.0], np.cumsum(weights, dtype=np.float64)))
    found: NDArray[np.float32] = (total[ends] - total[:-1]).astype(np.float32)
    return found


def labels(pack: Packed, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return for each segment the number of the label that fits it best."""
    hashes, valid = run_hashes(pack)
    rows = weights[hashes >> np.uint32(BITS - LABEL_BITS)] * valid[..., None]
    scale = SCALE / np.sqrt(np.add.reduceat(valid.sum(axis=0), pack.offsets))
    found: NDArray[np.int64] = np.argmax(
        np.add.reduceat(rows.sum(axis=0), pack.offsets) * scale[:, None] + bias, axis=1
    )
    return found
