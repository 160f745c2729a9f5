"""Where on a page the text is: what the profile `page` looks at besides a segment and its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleantext.filters.notices.score.features import PROSE, SHORT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleantext.filters.notices.score.features import View

REACHES: Final = (5, 20, 60)
"""Over how many segments on either side prose is counted."""

BLOCKS: Final = 2 * len(REACHES) + 8
"""How many features there are."""


def block_features(view: View) -> NDArray[np.float32]:
    """Return for each segment how near prose is, how much of it, and how dense: a row a segment."""
    cut = view.cut
    count = len(cut)
    length = cut.ends - cut.starts
    prose = (length > PROSE) & view.stop
    at = np.arange(count)
    before = np.maximum.accumulate(np.where(prose, at, -1))
    behind = np.minimum.accumulate(np.where(prose, at, count)[::-1])[::-1]
    prose_mass = np.concatenate(([0.0], np.cumsum(length * prose)))
    mass = np.concatenate(([0.0], np.cumsum(length)))
    short = np.concatenate(([0.0], np.cumsum(length <= SHORT)))
    columns: list[NDArray[np.float64]] = []
    for reach in REACHES:
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, count)
        near = prose_mass[high] - prose_mass[low]
        columns += [near / (mass[high] - mass[low]), near / max(float(near.max()), 1.0)]
    low, high = np.maximum(at - REACHES[0], 0), np.minimum(at + REACHES[0] + 1, count)
    columns += [
        (short[high] - short[low]) / (high - low),
        np.log1p(at - before) * (before >= 0) + 9.0 * (before < 0),
        np.log1p(behind - at) * (behind < count) + 9.0 * (behind == count),
        np.log1p(behind - before),
        prose_mass[:-1] / max(float(prose_mass[-1]), 1.0),
        np.full(count, np.log1p(prose_mass[-1])),
        np.full(count, prose_mass[-1] / mass[-1]),
        np.log1p(np.minimum(at, count - 1 - at)),
    ]
    return np.stack(columns, axis=1).astype(np.float32)
